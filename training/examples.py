"""Write example translations of the students as Markdown: every seventh sentence of the samples, without selection.

    python -m training.examples samples/references --out training/EXAMPLES.md

The translations are those of the whole pipeline with retries.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

from translate import Translator
from translate.document import Attempt
from translate.translation.retry import best
from translate.translation.windows import translate_with_retries

LANGUAGES = {"en": "English", "ja": "Japanese"}
STUDENTS = {"en": "student", "ja": "student-ja"}
LEAST, EACH = 46, 7  # minimum characters of a sentence; every how many are shown
HEAD = """# What the students write

Of the {count} sentences of `samples/references/` with more than 45 characters, every seventh, good and bad, into each
language. Made by `training/examples.py`, as `warta translate` translates, with retries. In the last column is what the
checks found; an empty one beside a wrong translation is what they do not see. `samples/` was written for this project
and is news in form; real news is harder (`STUDENT_CARD.md` has the figures).
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence with its reference and its attempt."""

    source: str
    reference: str
    made: Attempt

    @property
    def row(self) -> str:
        """A row of a table: chrF, source, translation, reference, codes of flags."""
        chrf = sacrebleu.sentence_chrf(self.made.text, [self.reference]).score
        flags = ", ".join(dict.fromkeys(flag.code for flag in self.made.flags))
        cells = (f"{chrf:.0f}", self.source, self.made.text, self.reference, flags)
        return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def chosen(folder: Path) -> list[dict[str, str]]:
    """Return the sentences of references that are long enough, each with its columns "id", "en" and "ja"."""
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [row for row in rows if len(row["id"]) >= LEAST]


def shown(rows: Sequence[dict[str, str]], target: str) -> Iterator[Shown]:
    """Yield the translations of sentences by the student of a target, in order."""
    translator = Translator(target, model=STUDENTS[target])
    attempts = translate_with_retries([row["id"] for row in rows], translator.setup, translator.policy)
    yield from (Shown(row["id"], row[target], best(tried)) for row, tried in zip(rows, attempts, strict=True))


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("references", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = chosen(args.references)
    page = [HEAD.format(count=len(rows))]
    for target, name in LANGUAGES.items():
        head = f"## Into {name}\n\n| chrF | Indonesian | the student | reference | found |\n|---|---|---|---|---|"
        page.append("\n".join([head, *(example.row for example in shown(rows[::EACH], target))]) + "\n")
    args.out.write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    main()
