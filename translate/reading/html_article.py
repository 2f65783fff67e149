"""Select the blocks of a page that are its article.

The core is the element with most sentences close by (the measure of Arc90's Readability). Elements beside the core
belong to the article if they have sentences and few links. `html_asides` finds menus, related stories and the like
inside. Everything that is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.document import Kind, Role
from translate.language.boilerplate import page_marks, split_parts
from translate.reading.html_asides import LINKED, PROSE, TEASER, RegionContent, asides, prose, region_contents
from translate.reading.html_blocks import HtmlBlock, PageBlocks

MANY_LINKS = 0.35  # share of link text above which an element beside the core is no part of the article
NEAR = 3.0  # weight of sentences near the headline
STORY = 200  # minimum letters of sentences in an <article> that is a separate story
PARAGRAPHS = ("p", "li", "ul", "ol", "blockquote")  # text elements, not regions of the page
LABEL_WORDS = 6  # at most, of a label between headline and text, without a full stop
NAME_WORDS = 4  # at most, capitalised, of an author line after the text


@dataclass(frozen=True, slots=True)
class ArticleBlocks:
    """The selected blocks with their roles, and counts of what was left out."""

    blocks: tuple[tuple[HtmlBlock, Role | None], ...]
    paragraphs: int = 0  # blocks of text left out
    labels: int = 0  # links, buttons and short lines left out
    revealed: int = 0  # paragraphs read although initially hidden
    more: str = ""  # text of the link to the rest of the article


def choose(page: PageBlocks, title: HtmlBlock | None, author: str | None) -> ArticleBlocks:
    """Return the article of a page whose headline is `title`."""
    contents = region_contents(page)
    excluded = asides(page, contents)
    page_regions = _Regions(page, contents, excluded, title)
    core = page_regions.core()
    if core is None:
        return ArticleBlocks(())
    regions = page_regions.spread(core)
    inside = [not excluded[block.region] and page_regions.within(block.region, regions) for block in page.blocks]
    numbers = [number for number, taken in enumerate(inside) if taken]
    first, last = (numbers[0], numbers[-1]) if numbers else (0, -1)
    if title is not None and title in page.blocks and page_regions.reaches(title.region, core):
        first = min(first, page.blocks.index(title))
    top = page_regions.boundary(core)
    for number in range(first, last + 1):
        block = page.blocks[number]
        between = block.linked < LINKED and page_regions.within(block.region, {top})
        inside[number] = inside[number] or (between and not excluded[block.region])
    return _BlockFilter(page, inside, title, author).article()


class _Regions:
    """The regions of a page, and which of them make up the article."""

    def __init__(
        self, page: PageBlocks, contents: list[RegionContent], excluded: list[bool], title: HtmlBlock | None
    ) -> None:
        self.page, self.contents, self.excluded, self.title = page, contents, excluded, title
        self._story = self._story_of(title.region) if title is not None else None

    def above(self, region: int) -> Iterator[int]:
        """Yield a region and its ancestors, innermost first."""
        while region >= 0:
            yield region
            region = self.page.regions[region].parent

    def within(self, region: int, regions: set[int]) -> bool:
        """Return whether a region is one of `regions` or inside one."""
        return any(number in regions for number in self.above(region))

    def _story_of(self, region: int) -> int | None:
        """Return the <article> around a region that is a story of its own."""
        stories = (n for n in self.above(region) if self.page.regions[n].tag == "article")
        return next((number for number in stories if self.contents[number].prose >= STORY), None)

    def core(self) -> int | None:
        """Return the region with most sentences close by; None if the page has none."""
        scores: dict[int, float] = {}
        for block in self.page.blocks:
            weight = prose(block)
            if not weight or self.excluded[block.region] or self.page.regions[block.region].hidden:
                continue
            if self._story is not None and self._story not in self.above(block.region):
                continue  # in another story on the same page
            around = (n for n in self.above(block.region) if self.page.regions[n].tag not in PARAGRAPHS)
            for distance, number in zip(range(1, 6), around, strict=False):
                scores[number] = scores.get(number, 0.0) + weight / distance
        for number in scores:
            scores[number] *= (1 - self.contents[number].link_share) * (1 + NEAR * self._nearness(number) ** 2)
        bodies = [
            n for n in scores if self.page.regions[n].body and self.page.regions[n].tag not in ("article", "main")
        ]
        best = max(scores, key=lambda number: scores[number], default=None)
        if best is None:
            return None
        return next((n for n in bodies if 2 * self.contents[n].prose >= self.contents[best].prose), best)

    def _nearness(self, region: int) -> float:
        """Return the nearness of a region to the headline: 1 beside or around it, 0 if only the page contains both."""
        if self.title is None:
            return 0.0
        around = list(self.above(self.title.region))
        shared = next(number for number in self.above(region) if number in around)
        return 1 - around.index(shared) / len(around)

    def boundary(self, core: int) -> int:
        """Return the outermost region of the article: its <article> or <main>, or the one with the title."""
        stories = [n for n in self.above(core) if self.page.regions[n].tag == "article"]
        if stories:
            return stories[0] if self._story is None or self._story not in stories else self._story
        if self.title is not None:
            around = set(self.above(self.title.region))
            return next(number for number in self.above(core) if number in around)
        mains = [n for n in self.above(core) if self.page.regions[n].tag == "main"]
        return mains[-1] if mains else 0

    def reaches(self, region: int, core: int) -> bool:
        """Return whether a region is inside the boundary of the article."""
        return self.boundary(core) in self.above(region)

    def spread(self, core: int) -> set[int]:
        """Return the core and the regions beside it that belong to the article, up to the boundary."""
        top, taken, at = self.boundary(core), {core}, core
        while at != top:
            outer = self.page.regions[at].parent
            for sibling in self.contents[outer].children:
                if sibling != at and self._belongs(sibling, at):
                    taken.add(sibling)
            at = outer
        return taken

    def _belongs(self, region: int, core: int) -> bool:
        content, candidate, core_region = self.contents[region], self.page.regions[region], self.page.regions[core]
        if (
            self.excluded[region]
            or not content.prose
            or content.link_share >= MANY_LINKS
            or candidate.tag == "article" != core_region.tag
        ):
            return False
        is_like_core = candidate.tag == core_region.tag and _plain(candidate.names) == _plain(core_region.names)
        # After the core a single paragraph of another class is a note about the author or the site.
        return (
            region < core or is_like_core or candidate.tag in ("p", "ul", "ol", "blockquote") or content.paragraphs > 1
        )


def _plain(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not any(character.isdigit() for character in name))


class _BlockFilter:
    """Selects the blocks of the article and determines their kinds."""

    def __init__(self, page: PageBlocks, inside: list[bool], title: HtmlBlock | None, author: str | None) -> None:
        self.page, self.inside, self.title = page, inside, title
        self.author = (author or "").casefold()
        self.taken: list[tuple[HtmlBlock, Role | None]] = []
        self.paragraphs = self.labels = self.revealed = 0
        self.more = ""
        self._shown = {b.letters for b in page.blocks if not page.regions[b.region].hidden}
        prose_at = [n for n, block in enumerate(page.blocks) if inside[n] and prose(block)]
        self._opening = prose_at[0] if prose_at else -1
        self._ending = prose_at[-1] if prose_at else -1

    def article(self) -> ArticleBlocks:
        """Return the chosen blocks and the ones left out."""
        titled = self.title is None or self.title not in self.page.blocks
        for number, block in enumerate(self.page.blocks):
            if block is self.title:
                titled = True
            elif not self.inside[number] or (not titled and not prose(block)) or not self._take(number, block):
                self._leave(block)
        return ArticleBlocks(tuple(self.taken), self.paragraphs, self.labels, self.revealed, self.more)

    def _take(self, number: int, block: HtmlBlock) -> bool:
        """Process a block."""
        if self.page.regions[block.region].hidden:
            if block.letters in self._shown or not self._hidden_text(block):
                return False
            self.revealed += 1
        if page_marks.is_more(block.text) and block.linked > 0:
            self.more = self.more or block.text
            return False
        if page_marks.is_page_mark(block.text) or (page_marks.is_button(block.text) and not prose(block)):
            return False
        role = self._role(number, block)
        if role is None and self._is_label(number, block):
            return False
        self.taken.append((block, role))
        return True

    def _hidden_text(self, block: HtmlBlock) -> bool:
        return prose(block) > 0 or (self.revealed > 0 and block.linked < LINKED)

    def _role(self, number: int, block: HtmlBlock) -> Role | None:
        """Return the role that the page gives a block; None for plain text."""
        if number < self._opening and (page_marks.is_stamp(block.text) or block.text.casefold() == self.author):
            return Role.BYLINE
        if page_marks.is_appeal(block.text) and (block.linked > 0 or number > self._ending - 2):
            return Role.PAGE
        if block.kind is Kind.CELL:
            return Role.TEXT
        words = block.text.split()
        named = all(word[0].isupper() for word in words) and block.letters.isalpha() and len(words) <= NAME_WORDS
        if number > self._ending and block.kind is Kind.BODY and named and block.linked < LINKED:
            return Role.BYLINE
        linked = block.linked >= 0.9 and len(block.letters) >= TEASER
        announced = page_marks.announces(block.text) and block.linked >= 0.4
        return Role.RELATED if linked or announced else None

    def _is_label(self, number: int, block: HtmlBlock) -> bool:
        """Return whether a short line is not article text: a link, or a label above the first paragraph."""
        if block.kind is Kind.CELL or prose(block):
            return False
        if block.linked >= LINKED and not (block.kind is Kind.LIST and self._opening < number < self._ending):
            return True
        if number > self._opening or block.kind not in (Kind.BODY, Kind.LIST):
            return False
        known = any(role is not Role.TEXT for _, role in split_parts(block.text))
        return not known and len(block.text.split()) <= LABEL_WORDS

    def _leave(self, block: HtmlBlock) -> None:
        if len(block.letters) >= PROSE and block.linked < LINKED:
            self.paragraphs += 1
        elif block.letters:
            self.labels += 1
