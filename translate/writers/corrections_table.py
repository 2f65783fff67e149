"""Write and read a tab-separated table of sentences to correct in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from translate.document import Translation
from translate.errors import DamagedFile
from translate.writers.corrections import EditedSegment, machine_mark, single_spaced, state_of

COLUMNS = ("segment", "flags", "source", "machine")  # before the column of the target language
LANGUAGE = re.compile("[a-z]{2,3}")
FORMULA = re.compile("'*[=+@-]")  # a formula to a spreadsheet, written with a ' before it


def table_to_correct(translation: Translation, indices: Iterable[int]) -> str:
    """Return segments as a table whose last column is to be corrected; `table_segments` reads it.

    Formula-like cells begin with an apostrophe, which is removed on reading.
    """
    out = io.StringIO()
    table = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    table.writerow((*COLUMNS, translation.target))
    for index in indices:
        segment = translation.segments[index]
        source, target = _guarded(single_spaced(segment.source.text)), _guarded(single_spaced(segment.text))
        table.writerow((index + 1, " ".join(str(flag.code) for flag in segment.flags), source, target, target))
    return out.getvalue()


def table_segments(text: str, name: str) -> list[EditedSegment]:
    """Return the sentences of a table: one to correct, or any with the columns `source` and a language code.

    Without a column `machine` every translation counts as human.

    Raises:
        DamagedFile: the first line does not have these columns.
    """
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    column = {cell: place for place, cell in enumerate(head)}
    source = column.get("source", column.get("id"))
    targets = [cell for cell in head if cell not in (*COLUMNS, "id") and LANGUAGE.fullmatch(cell)]
    if source is None or not targets:
        raise DamagedFile(
            f"{name}: the first line names no columns. Expected source and a language between tabs, such as "
            "source<TAB>en, or a table of `warta review`."
        )
    segments = []
    for line, row in enumerate(rows[1:], start=2):
        cells = [single_spaced(_without_guard(cell)) for cell in row] + [""] * (len(head) - len(row))
        number = cells[column["segment"]] if "segment" in column else ""
        machine = cells[column["machine"]] if "machine" in column else ""
        for target in targets:
            now = cells[column[target]]
            if cells[source] and (now or machine):
                state = state_of(now, machine_mark(machine))
                at = int(number) if number.isdecimal() else line
                segments.append(EditedSegment(at, cells[source], now, target, state))
    return segments


def _guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
