"""Features that python-docx lacks: East Asian fonts, bookmarks, links, restarted lists, reproducible bytes.

Elements are those of WordprocessingML (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

LATIN_FONT = "Georgia"
# In Windows and macOS with Office; other systems substitute their Japanese font.
EAST_ASIAN_FONT = "Yu Gothic"
LINK_COLOUR = "8F1D1D"
LOCALES = {"id": "id-ID", "en": "en-GB", "ja": "ja-JP"}
# Not characters in XML 1.0, beside control characters and surrogates (section 2.2).
NO_XML = re.compile("[\ufffe\uffff]")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date of the zip format


def set_fonts(document: Any, language: str) -> None:
    """Set a font for Latin text and one for Japanese in all styles, and the language for spell checkers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    styles = document.styles.element
    for fonts in list(styles.iter(qn("w:rFonts"))):
        fonts.getparent().remove(fonts)  # theme fonts take precedence over fonts
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = OxmlElement("w:rFonts")
    for script, font in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("cs", LATIN_FONT)):
        fonts.set(qn(f"w:{script}"), font)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
    defaults.insert(0, fonts)
    lang = defaults.find(qn("w:lang"))
    lang.set(qn("w:val"), LOCALES.get(language, language))
    lang.set(qn("w:eastAsia"), LOCALES["ja"])


def style_id(document: Any, name: str) -> str | None:
    """Return the id of a style, None for the default style."""
    from docx.enum.style import WD_STYLE_TYPE

    found: str | None = document.part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH)
    return found


def add_paragraph(document: Any, style: str | None) -> Any:
    """Append a paragraph and return it; python-docx takes linear time for it."""
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    element: Any = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)  # the last element is the page setup
    if style is not None:
        element.get_or_add_pPr().style = style
    return Paragraph(element, document._body)


def add_run(paragraph: Any, text: str, colour: str = "") -> Any:
    """Append a run to a paragraph and return it; `text` must not contain tabs or line breaks.

    Faster than python-docx, which scans all characters and properties. `colour` is like "8F1D1D".
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.text.run import Run

    element: Any = OxmlElement("w:r")
    if colour:
        properties, shown = OxmlElement("w:rPr"), OxmlElement("w:color")
        shown.set(qn("w:val"), colour)
        properties.append(shown)
        element.append(properties)
    if text:
        text_element = OxmlElement("w:t")
        text_element.text = text
        if text != text.strip():
            text_element.set(qn("xml:space"), "preserve")
        element.append(text_element)
    paragraph._p.append(element)
    return Run(element, paragraph)


def set_language(run: Any, language: str) -> None:
    """Set the language of a run that is not in the document's language, for spell checkers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), LOCALES.get(language, language))
    run._r.get_or_add_rPr().append(lang)


def open_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Begin a bookmark; `number` must be unique."""
    _bookmark(paragraph, "w:bookmarkStart", number, name)


def close_bookmark(paragraph: Any, number: int) -> None:
    """End the bookmark with this number."""
    _bookmark(paragraph, "w:bookmarkEnd", number)


def _bookmark(paragraph: Any, element: str, number: int, name: str = "") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement(element)
    mark.set(qn("w:id"), str(number))
    if name:
        mark.set(qn("w:name"), name)
    paragraph._p.append(mark)


def add_link(paragraph: Any, text: str, *, bookmark: str = "", address: str = "") -> Any:
    """Add a run that links to a bookmark of the document or to an address, and return it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = add_run(paragraph, text, LINK_COLOUR)
    link = OxmlElement("w:hyperlink")
    if bookmark:
        link.set(qn("w:anchor"), bookmark)
    else:
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
