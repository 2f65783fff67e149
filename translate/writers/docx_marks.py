"""Features that python-docx lacks: East Asian fonts, bookmarks, links, restarted lists, reproducible bytes.

Elements are those of WordprocessingML (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

LATIN_FONT = "Georgia"
# In Windows and macOS with Office; other systems substitute their Japanese font.
EAST_ASIAN_FONT = "Yu Gothic"
LINK_COLOUR = "8F1D1D"
LOCALES = {"id": "id-ID", "en": "en-GB", "ja": "ja-JP"}
# Not characters in XML 1.0, beside control characters and surrogates (section 2.2).
NO_XML = re.compile("[\ufffe\uffff]")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip archive can name


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; the text of a report is plain but for this."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    highlighted: bool = False  # in yellow
    superscript: bool = False
    colour: str = ""  # "8F1D1D"
    language: str = ""  # where it is not the document's, for spell checkers


PLAIN = Look()


def element(tag: str, **attributes: str) -> Any:
    """Return a new element of WordprocessingML, with attributes: `element("color", val="8F1D1D")`.

    python-docx takes the name apart anew for each element, which is most of its work.
    """
    name, names, make = _maker(tag)
    return make(name, {_maker(key)[0]: value for key, value in attributes.items()}, names)


@cache
def _maker(tag: str) -> tuple[str, dict[str, str], Any]:
    """Return the name of a tag with its namespace, the prefix of that, and what makes elements."""
    from docx.oxml.ns import NamespacePrefixedTag
    from docx.oxml.parser import oxml_parser

    qualified = NamespacePrefixedTag(f"w:{tag}")
    return qualified.clark_name, qualified.nsmap, oxml_parser.makeelement


def run_of(text: str, properties: Any) -> Any:
    """Return a new run with these properties (w:rPr, or None); its white space is kept."""
    run, words = element("r"), element("t")
    if properties is not None:
        run.append(properties)
    words.set(SPACE, "preserve")
    words.text = text
    run.append(words)
    return run


def set_fonts(document: Any, language: str) -> None:
    """Set a font for Latin text and one for Japanese in all styles, and the language for spell checkers."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for fonts in list(styles.iter(qn("w:rFonts"))):
        fonts.getparent().remove(fonts)  # theme fonts take precedence over fonts
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.insert(0, element("rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, cs=LATIN_FONT, eastAsia=EAST_ASIAN_FONT))
    lang = defaults.find(qn("w:lang"))
    lang.set(qn("w:val"), LOCALES.get(language, language))
    lang.set(qn("w:eastAsia"), LOCALES["ja"])


def style_id(document: Any, name: str) -> str | None:
    """Return the id of a style, None for the default style."""
    from docx.enum.style import WD_STYLE_TYPE

    found: str | None = document.part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH)
    return found


def add_paragraph(document: Any, style: str | None, *, tight: bool = False, indent: int = 0) -> Any:
    """Append a paragraph and return it; python-docx searches the end from the beginning.

    Args:
        document: the document, or a part of it, to append to.
        style: the id of its style; None for the default.
        tight: without space below it.
        indent: from the left, in twentieths of a point.
    """
    from docx.text.paragraph import Paragraph

    paragraph = element("p")
    properties = [element("pStyle", val=style)] if style is not None else []
    properties += [element("spacing", after="0")] if tight else []
    properties += [element("ind", left=str(indent))] if indent else []
    _with_properties(paragraph, "pPr", properties)
    document.element.body[-1].addprevious(paragraph)  # the last element is the measures of the page
    return Paragraph(paragraph, document._body)


def add_run(paragraph: Any, text: str, look: Look = PLAIN) -> Any:
    """Append a run to a paragraph and return it; `text` must not contain tabs or line breaks, which are elements.

    python-docx looks at every character for them, and at every element for the place of a property.
    """
    from docx.text.run import Run

    run = element("r")
    _with_properties(run, "rPr", _run_properties(look))
    if text:
        content = element("t")
        content.text = text
        if text != text.strip():
            content.set(SPACE, "preserve")
        run.append(content)
    paragraph._p.append(run)
    return Run(run, paragraph)


def _run_properties(look: Look) -> list[Any]:
    """Return the elements of a look, in the order of the schema."""
    found = [element(tag) for tag, has in (("b", look.bold), ("i", look.italic), ("strike", look.struck)) if has]
    found += [element("color", val=look.colour)] if look.colour else []
    found += [element("highlight", val="yellow")] if look.highlighted else []
    found += [element("vertAlign", val="superscript")] if look.superscript else []
    found += [element("lang", val=LOCALES.get(look.language, look.language))] if look.language else []
    return found


def _with_properties(item: Any, name: str, properties: list[Any]) -> None:
    """Put properties first into a new paragraph or run."""
    if properties:
        holder = element(name)
        holder.extend(properties)
        item.append(holder)


def open_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Begin a bookmark; `number` must be unique."""
    paragraph._p.append(element("bookmarkStart", id=str(number), name=name))


def close_bookmark(paragraph: Any, number: int) -> None:
    """End the bookmark with this number."""
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, text: str, look: Look = PLAIN, *, bookmark: str = "", address: str = "") -> Any:
    """Add a run that links to a bookmark of the document or to an address, and return it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    run = add_run(paragraph, text, replace(look, colour=LINK_COLOUR))
    if bookmark:
        link = element("hyperlink", anchor=bookmark)
    else:
        link = element("hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.font.underline = True
    run._r.addprevious(link)
    link.append(run._r)
    return run


def new_numbering(document: Any, start: int) -> int:
    """Return the number of a new numbered list that begins at `start`; otherwise Word continues the numbers."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    used = document.styles["List Number"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    kind = numbering.num_having_numId(int(used.get(qn("w:val")))).abstractNumId.val
    created = numbering.add_num(kind)
    created.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(created.numId)


def number(paragraph: Any, numbering: int) -> None:
    """Make a paragraph an item of a numbered list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def set_properties(document: Any, *, title: str, author: str, language: str, date: str) -> None:
    """Set the properties of the file; `date` is ISO 8601, or empty for no date."""
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], language
    properties.comments = properties.last_modified_by = ""
    for element in ("dcterms:created", "dcterms:modified"):
        for found in properties._element.findall(qn(element)):
            properties._element.remove(found)
    if date:
        properties.created = properties.modified = datetime.datetime.fromisoformat(date).replace(tzinfo=None)


def pack(document: Any) -> bytes:
    """Return the file without timestamps: the same document gives the same bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, source.read(name))
    return packed.getvalue()
