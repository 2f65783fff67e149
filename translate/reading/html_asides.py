"""Find the elements of a page that are not its article: menus, related stories, comments, advertisements.

A name such as "sidebar" or "share" is only a hint: some themes give it to the wrapper of a whole article. So an
element is judged by its own name and its content, links or sentences, never by the name of a wrapper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from translate.document import Kind
from translate.reading.html_blocks import HtmlBlock, PageBlocks, Region

PROSE = 60  # letters of a certain paragraph; longer than any button
SHORT_PROSE = 15  # letters of the shortest sentence
TEASER = 25  # letters of the title of another story
LINKED = 0.6  # share of link text above which a block is a link
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?:\s*\([^()]{1,30}\))?$")

# Words of class names, each a whole part of a name: "related" and "related-posts", but not "correlated".
OTHERS = re.compile(
    r"(?:^|[_-])(?:related\w*|terkait|recommend\w*|rekomendasi|(?:ter)?populer|popular\w*|trending|terkini|terbaru|latest"
    r"|baca-?juga|lihat-?juga|read-?also|side-?bar\w*|widgets?|teasers?|next-post|prev-post|post-navigation|more-news|feed)"
    r"(?=$|[_-])"
)
LABELS = re.compile(
    r"(?:^|[_-])(?:shar(?:e|ing)\w*|social\w*|sosmed|bread-?crumbs?|menus?|nav(?:bar|igation)?|tags?|tag-?cloud|tagcloud"
    r"|pagination|paging|meta|toolbar|cookies?|skip-link|toc)(?=$|[_-])"
)
OFFERS = re.compile(
    r"(?:^|[_-])(?:newsletter|subscri\w+|langganan|popup|modal|advert\w*|ads?|adv|adsense|iklan|banner|sponsor\w*|promo\w*"
    r"|cookies?|paywall|author-?(?:box|bio|info|card)|about-?author|bio|login|signup)(?=$|[_-])"
)
COMMENTS = re.compile(
    r"(?:fb-)?comments?(?:-?(?:list|area|section|wrap|wrapper|box|form|respond))?|komentar|respond|disqus\w*"
)
# Names for the content or a neighbour of an element: "has-sidebar", "with-share", "author-and-share".
BESIDE = re.compile(r"(?:^|[_-])(?:with|has|no|without|is|and)(?=$|[_-])|^(?:tag-|category-|elementor)")


@dataclass(slots=True)
class RegionContent:
    """The text and links of a region, inner regions included."""

    letters: int = 0
    linked: float = 0.0  # letters of link text
    prose: int = 0  # letters of sentences that are no links
    paragraphs: int = 0  # blocks of such sentences
    first: HtmlBlock | None = None  # its first block that is not a label
    controls: bool = False
    children: list[int] = field(default_factory=list)

    @property
    def link_share(self) -> float:
        """Share of the letters that are link text."""
        return self.linked / self.letters if self.letters else 0.0


def prose(block: HtmlBlock) -> int:
    """Return the letters of a block that is running text, 0 for a label, a heading or a link."""
    length = len(block.letters)
    if block.linked >= LINKED or block.kind in (Kind.HEADING, Kind.CAPTION, Kind.CELL) or length < SHORT_PROSE:
        return 0
    return length if length >= PROSE or SENTENCE_END.search(block.text) else 0


def region_contents(page: PageBlocks) -> list[RegionContent]:
    """Return the content of each region of the page."""
    result = [RegionContent(controls=number in page.controls) for number in range(len(page.regions))]
    for block in page.blocks:
        own = result[block.region]
        own.letters += len(block.letters)
        own.linked += len(block.letters) * block.linked
        own.prose += prose(block)
        own.paragraphs += prose(block) >= PROSE
        if own.first is None and len(block.letters) >= SHORT_PROSE:
            own.first = block
    for number in range(len(page.regions) - 1, 0, -1):
        inner, outer = result[number], result[page.regions[number].parent]
        outer.letters += inner.letters
        outer.linked += inner.linked
        outer.prose += inner.prose
        outer.paragraphs += inner.paragraphs
        outer.controls |= inner.controls
        outer.children.append(number)
    for number in range(len(page.regions) - 1, -1, -1):
        result[number].children.reverse()
        if result[number].first is None:
            inside = (result[child].first for child in result[number].children)
            result[number].first = next((block for block in inside if block is not None), None)
    return result


def asides(page: PageBlocks, contents: list[RegionContent]) -> list[bool]:
    """Return for each region whether it, or an ancestor, is not part of the article."""
    page_prose = contents[0].prose if contents else 0
    cards = _cards(page, contents)
    found: list[bool] = []
    for number, region in enumerate(page.regions):
        outer = region.parent >= 0 and found[region.parent]
        excluded = number in cards or _is_aside(page, number, contents[number], page_prose)
        found.append(outer or excluded)
    return found


def _is_aside(page: PageBlocks, number: int, content: RegionContent, page_prose: int) -> bool:
    region = page.regions[number]
    if region.tag in ("html", "body", "main") or region.body:
        return False
    most = 2 * content.prose > page_prose > 0  # it has most of the text of the page
    by_tag = _by_tag(page, region, content)
    if by_tag or any(COMMENTS.fullmatch(name) for name in region.names):
        return not most
    names = [name for name in region.names if not BESIDE.search(name)]
    if any(OFFERS.search(name) for name in names):
        return not most and content.paragraphs <= 1
    if any(LABELS.search(name) for name in names):
        return content.paragraphs == 0 and (content.link_share > 0 or content.controls or content.prose == 0)
    if any(OTHERS.search(name) for name in names):
        return not most and (content.link_share >= 0.5 or content.controls or _is_teaser(content, 0.15))
    return False


def _by_tag(page: PageBlocks, region: Region, content: RegionContent) -> bool:
    """Return whether the HTML tag or role of an element excludes it from the article."""
    if region.tag in ("nav", "menu", "dialog") or "navigation" in region.names:
        return True
    if region.tag == "footer":  # the footer of a quotation is its attribution
        return region.parent < 0 or page.regions[region.parent].tag != "blockquote"
    if region.tag == "form":
        return True
    return region.tag == "aside" and content.link_share >= 0.3


def _cards(page: PageBlocks, contents: list[RegionContent]) -> set[int]:
    """Return the regions in a row of teasers, each of which opens with the linked title of another story."""
    found: set[int] = set()
    for outer in contents:
        same_form: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for number in outer.children:
            if _is_teaser(contents[number], 0.3):
                region = page.regions[number]
                names = tuple(name for name in region.names if not any(c.isdigit() for c in name))
                same_form.setdefault((region.tag, names), []).append(number)
        for numbers in same_form.values():
            if len(numbers) > 1:
                found.update(numbers)
    return found


def _is_teaser(content: RegionContent, share: float) -> bool:
    """Return whether a region opens with the linked title of another story and has at least a share of links."""
    first = content.first
    return first is not None and first.linked > 0.9 and len(first.letters) >= TEASER and content.link_share >= share
