"""Replace the text of a Word paragraph by its translation, keeping runs, links, pictures and notes.

`placing` projects formats and links onto the plain text of the translated sentence. Pictures, note marks, formulas,
symbols and fields are kept unchanged, in place of their own text if the sentence contains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from translate.util.normalise import lowered, raised
from translate.util.word_text import BREAKS, MATH, WORD, SkippedContent, is_on, symbol, text_of
from translate.writers.docx_marks import EAST_ASIAN_FONT, LOCALES, SPACE, element, run_of
from translate.writers.placing import place_mark, place_words

CONTAINERS = frozenset(
    f"{WORD}{name}" for name in ("ins", "moveTo", "smartTag", "sdtContent", "customXml", "sdt", "dir")
)
DROPPED = frozenset(
    f"{WORD}{name}" for name in ("del", "moveFrom", "proofErr", "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr")
) | {f"{WORD}lastRenderedPageBreak", f"{WORD}softHyphen"}
# Run properties without a visible effect.
INVISIBLE = frozenset(f"{WORD}{name}" for name in ("lang", "noProof", "rPrChange", "webHidden"))
RAISING = {"superscript": raised, "subscript": lowered}


@dataclass(frozen=True, slots=True, eq=False)
class DocxToken:
    """A piece of a paragraph: text in one format, or (`carried`) unchanged content with its text."""

    text: str
    format: Any = None  # the w:rPr of a run
    link: Any = None  # the w:hyperlink around it
    carried: tuple[Any, ...] = ()
    stays: bool = False  # kept words, struck or hidden, beside the translation

    @property
    def look(self) -> tuple[bytes, int]:
        """A key for the comparison of formats."""
        from docx.opc.oxml import serialize_part_xml

        seen = b""
        if self.format is not None:
            seen = b"".join(serialize_part_xml(element) for element in self.format if element.tag not in INVISIBLE)
        return seen, id(self.link) if self.link is not None else 0


@dataclass(frozen=True, slots=True)
class PlacedToken:
    """The span, perhaps empty, of a piece in a translated sentence."""

    start: int
    end: int
    token: DocxToken


def tokens_of(paragraph: Any) -> list[DocxToken]:
    """Return the pieces of a paragraph in order, without tracked deletions."""
    return list(_whole_fields(list(_tokens(paragraph, None))))


def translated_pieces(tokens: Sequence[DocxToken], text: str, language: str) -> Iterator[DocxToken]:
    """Yield the pieces of a translated sentence, given those of its source; `language` is the target language."""
    plain = "".join(token.text for token in tokens)
    words = [token for token in tokens if not token.carried and token.text.strip()]
    base = _base(words)
    placed: list[PlacedToken] = []
    at = 0
    for span in _spans(tokens):
        shown = span.text.strip()
        if span.carried or (shown and span.look != base.look):
            placed.append(_place(span, at + len(span.text) - len(span.text.lstrip()), plain, text, language, placed))
        at += len(span.text)
    yield from _laid_out(text, base, placed)


def _laid_out(text: str, base: DocxToken, placed: list[PlacedToken]) -> Iterator[DocxToken]:
    at = 0
    for piece in sorted(placed, key=lambda item: (item.start, item.end)):
        start = max(at, piece.start)
        if start > at:
            yield replace(base, text=text[at:start])
        at = max(start, piece.end)
        if piece.token.carried and piece.token.stays:
            yield from _set_off(piece.token, base, text[:at], text[at:])
        elif piece.token.carried:
            yield piece.token
        elif at > start:
            yield replace(piece.token, text=text[start:at])
    if at < len(text):
        yield replace(base, text=text[at:])


def _set_off(token: DocxToken, base: DocxToken, before: str, behind: str) -> Iterator[DocxToken]:
    """Yield unchanged text, separated from its neighbours by spaces."""
    if before and not before[-1].isspace():
        yield replace(base, text=" ")
    yield token
    if behind[:1].isalnum():
        yield replace(base, text=" ")


def _base(words: Sequence[DocxToken]) -> DocxToken:
    """Return the token with the prevailing format of a sentence, if possible not of a link."""
    lengths: dict[tuple[bytes, int], int] = {}
    for token in words:
        lengths[token.look] = lengths.get(token.look, 0) + len(token.text)
    outside = [token for token in words if token.link is None] or list(words)
    return max(outside, key=lambda token: lengths[token.look], default=DocxToken(""))


def _spans(tokens: Sequence[DocxToken]) -> Iterator[DocxToken]:
    """Yield the pieces, with adjacent text of one format merged."""
    last: DocxToken | None = None
    for token in tokens:
        if last is not None and not token.carried and not last.carried and token.look == last.look:
            last = replace(last, text=last.text + token.text)
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def _place(
    span: DocxToken, at: int, plain: str, text: str, language: str, placed: Sequence[PlacedToken]
) -> PlacedToken:
    shown = span.text.strip()
    if span.carried and not shown:
        place = place_mark(plain, at, text, language)
        return PlacedToken(place, place, span)
    occupied = [(other.start, other.end) for other in placed if other.end > other.start]
    start, end = place_words(plain, (at, at + len(shown)), text, language, occupied)
    if span.carried and text[start:end] != shown:
        return PlacedToken(start, start, span)
    return PlacedToken(start, end, span)


def replace_content(paragraph: Any, tokens: Sequence[DocxToken], language: str) -> list[tuple[DocxToken, Any]]:
    """Replace the content of a paragraph by pieces; return each with its element."""
    for child in list(paragraph):
        if child.tag != f"{WORD}pPr":
            paragraph.remove(child)
    result: list[tuple[DocxToken, Any]] = []
    link, inside = None, paragraph
    for token in tokens:
        if token.link is not link:
            link, inside = token.link, paragraph
            if link is not None:
                inside = paragraph.makeelement(link.tag, dict(link.attrib))
                paragraph.append(inside)
        elements = token.carried or (_run(token, language),)
        inside.extend(elements)
        result += [(token, element) for element in elements]
    return result


def _run(token: DocxToken, language: str) -> Any:
    format = deepcopy(token.format) if token.format is not None else element("rPr")
    for old in [property for property in format if property.tag == f"{WORD}lang"]:
        format.remove(old)
    locale = LOCALES.get(language, language)
    lang = element("lang", val=locale)
    if language == "ja":
        lang.set(f"{WORD}eastAsia", locale)
        _set_east_asian_font(format)
    _append_in_order(format, lang)
    return run_of(token.text, format)


def _set_east_asian_font(format: Any) -> None:
    fonts = format.find(f"{WORD}rFonts")
    if fonts is None:
        fonts = element("rFonts")
        format.insert(1 if len(format) and format[0].tag == f"{WORD}rStyle" else 0, fonts)
    fonts.attrib.pop(f"{WORD}eastAsiaTheme", None)
    fonts.set(f"{WORD}eastAsia", EAST_ASIAN_FONT)
    fonts.set(f"{WORD}hint", "eastAsia")


def _append_in_order(format: Any, lang: Any) -> None:
    """Insert w:lang in schema order."""
    behind = next(
        (i for i, property in enumerate(format) if property.tag in (f"{WORD}eastAsianLayout", f"{WORD}specVanish")),
        None,
    )
    format.insert(len(format) if behind is None else behind, lang)


# The pieces of a paragraph


def _tokens(element: Any, link: Any) -> Iterator[DocxToken]:
    for child in element:
        tag = child.tag
        if tag in DROPPED or not isinstance(tag, str):
            continue
        if tag == f"{WORD}r":
            yield from _of_run(child, link)
        elif tag == f"{WORD}hyperlink":
            yield from _tokens(child, child)
        elif tag in CONTAINERS:
            yield from _tokens(child, link)
        elif tag in (f"{MATH}oMath", f"{MATH}oMathPara", f"{WORD}fldSimple"):
            yield DocxToken(_text_of(child), link=link, carried=(child,))
        else:  # bookmarks, ends of comments
            yield DocxToken("", link=link, carried=(child,))


def _of_run(run: Any, link: Any) -> Iterator[DocxToken]:
    format = run.find(f"{WORD}rPr")
    is_hidden = format is not None and any(is_on(format, name) for name in ("vanish", "strike", "dstrike"))
    for child in list(run):
        if child.tag in DROPPED:
            continue
        if child.tag == f"{WORD}t" and not is_hidden:
            text, own = _as_read(child.text or "", format)
            yield DocxToken(text, own, link)
            continue
        text = "" if is_hidden else BREAKS.get(child.tag, "")
        if child.tag == f"{WORD}sym" and not is_hidden:
            text = symbol(child, SkippedContent())
        kept = run.makeelement(f"{WORD}r", dict(run.attrib))
        if format is not None:
            kept.append(deepcopy(format))
        if is_hidden and child.tag == f"{WORD}t":  # words kept unchanged beside the translation
            child.text = (child.text or "").strip()
            child.set(SPACE, "preserve")
        kept.append(child)
        yield DocxToken(text, format, link, (kept,), stays=is_hidden and child.tag == f"{WORD}t" and bool(child.text))


def _as_read(text: str, format: Any) -> tuple[str, Any]:
    """Return the text of a run as it was read: superscript digits as Unicode characters."""
    place = format.find(f"{WORD}vertAlign") if format is not None else None
    turn = RAISING.get(place.get(f"{WORD}val")) if place is not None else None
    if turn is None or (turned := turn(text)) == text:
        return text, format
    own = deepcopy(format)
    own.remove(own.find(f"{WORD}vertAlign"))
    return turned, own


def _text_of(element: Any) -> str:
    """Return the text of a formula or a field."""
    around = element.makeelement(f"{WORD}p")
    around.append(deepcopy(element))
    return text_of(around, SkippedContent())


def _whole_fields(tokens: list[DocxToken]) -> Iterator[DocxToken]:
    """Yield the pieces, with each computed field (page number, date) as one; links stay separate."""
    at = 0
    while at < len(tokens):
        end = _end_of_field(tokens, at)
        if end is None:
            yield tokens[at]
            at += 1
            continue
        group = tokens[at:end]
        elements = tuple(e for token in group for e in (token.carried or (run_of(token.text, deepcopy(token.format)),)))
        yield DocxToken("".join(token.text for token in group), link=tokens[at].link, carried=elements)
        at = end


def _end_of_field(tokens: list[DocxToken], at: int) -> int | None:
    """Return the end of a field at a token; None without one, for a link, or if it is unfinished."""
    depth, instruction = 0, ""
    for number in range(at, len(tokens)):
        kind = _field_mark(tokens[number])
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        instruction += "".join(e.findtext(f"{WORD}instrText") or "" for e in tokens[number].carried)
        if not depth:
            leads = instruction.split(maxsplit=1)[:1] in (["HYPERLINK"], ["TOC"])
            return number + 1 if number > at and not leads else None
    return None


def _field_mark(token: DocxToken) -> str:
    marks = (element.find(f"{WORD}fldChar") for element in token.carried)
    return next((str(mark.get(f"{WORD}fldCharType")) for mark in marks if mark is not None), "")
