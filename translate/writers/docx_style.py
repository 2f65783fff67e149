"""The style of Word reports: fonts and colours of the HTML report, on the styles of Word's own template.

Styles keep their names ("Title", "Heading 1", "List Bullet", ...), so that a newsroom's style sheet applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from translate.writers.docx_marks import EAST_ASIAN_FONT, element

SANS = "Calibri"
INK, SOFT, RULE, DOUBT = "1D1C1A", "5D5952", "DCD7CB", "FFF0C2"


@dataclass(frozen=True, slots=True)
class Style:
    """The type of a style."""

    size: float  # points
    bold: bool = False
    italic: bool = False
    sans: bool = False
    before: float = 0  # points
    after: float = 6
    rule: str = ""  # colour of a rule below


STYLES = {
    "Normal": Style(10.5),
    "Title": Style(22, bold=True, after=4),
    "Heading 1": Style(11.5, bold=True, sans=True, before=18, after=8, rule=INK),
    "Heading 2": Style(15, bold=True, before=8),
    "Heading 3": Style(12, bold=True, before=8),
    "List Number": Style(10.5, after=4),
    "List Bullet": Style(10.5, after=4),
    "Quote": Style(10.5, italic=True),
    "Caption": Style(9, italic=True),
}


def set_styles(document: Any) -> None:
    """Set fonts, colours and margins of a new document."""
    from docx.shared import Cm, Pt, RGBColor

    for name, look in STYLES.items():
        style = document.styles[name]
        font, paragraph = style.font, style.paragraph_format
        font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
        font.color.rgb = RGBColor.from_string(INK)
        paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(look.before), Pt(look.after), 1.2
        _clear_borders(style)
        if look.sans:
            font.name = SANS
            style.element.rPr.rFonts.set(_w("eastAsia"), EAST_ASIAN_FONT)
        if look.rule:
            border(style.element.get_or_add_pPr(), "bottom", look.rule, 8)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2)


def width(document: Any) -> int:
    """Return the width of the text area of a page, in the unit of python-docx."""
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def ruled_table(document: Any, rows: int, shares: list[float]) -> Any:
    """Return a new table with rules between its rows, whose columns have these shares of the page."""
    table = document.add_table(rows=rows, cols=len(shares))
    table.autofit = False
    total = width(document)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = round(total * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width
    borders = element("tblBorders")
    borders.extend(element(side, val="single", sz="4", space="0", color=RULE) for side in ("top", "bottom", "insideH"))
    properties = table._tbl.tblPr
    layout = properties.find(_w("tblLayout"))
    layout.addprevious(borders) if layout is not None else properties.append(borders)
    return table


def shade(paragraph: Any) -> None:
    """Set the background of flags, with a rule at the side of a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    border(properties, "left", "C98A12", 24)
    properties.find(_w("pBdr")).addnext(element("shd", val="clear", color="auto", fill=DOUBT))


def border(properties: Any, side: str, colour: str, eighths: int) -> None:
    """Draw a rule at a side of a paragraph; `eighths` of a point thick."""
    borders = element("pBdr")
    borders.append(element(side, val="single", sz=str(eighths), space="4", color=colour))
    # The schema has it before these.
    later = ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr")
    behind = next((property for property in properties if property.tag in map(_w, later)), None)
    properties.append(borders) if behind is None else behind.addprevious(borders)


def _clear_borders(style: Any) -> None:
    properties = style.element.pPr
    for old in properties.findall(_w("pBdr")) if properties is not None else ():
        properties.remove(old)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
