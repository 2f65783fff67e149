"""The news pairs that were translated for this project, without those that overlap with the evaluation texts.

    python -m training.news NEWS.tsv.gz [MORE.tsv ...] --target en --avoid EVALUATION --model MODEL --out news.tsv

A file has lines of `Indonesian<TAB>English<TAB>Japanese`, gzip or plain. Pairs that share six consecutive words with a
line of the evaluation texts, on either side, are omitted. Sources are written as Warta writes them before a model reads
them (`translate.models.student.readable`), by the vocabulary of MODEL. With `--corpora FOLDER` the older pairs of
`training.pairs` or, into Japanese, those of `training.corpora` are written in the same way instead, those of `--only`
corpora alone.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training import corpora, pairs
from training.folder import load
from translate.language.common_words import is_common
from translate.models.student.readable import readable

NEAR = 6  # consecutive words that no pair may share with evaluation texts
COLUMNS = {"en": 1, "ja": 2}
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the n-grams of `NEAR` words of a text, or a shorter text whole."""
    words = _WORD.findall(text.lower())
    return {tuple(words[at : at + NEAR]) for at in range(max(1, len(words) - NEAR + 1))} - {()}


def to_avoid(folders: Iterable[Path]) -> set[tuple[str, ...]]:
    """Return the word n-grams of the texts in evaluation folders."""
    files = [path for folder in folders for path in sorted(folder.rglob("*.t[xs][tv]"))]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").replace("\t", "\n").splitlines()]
    return {run for line in lines for run in runs(line) if len(run) == NEAR} | {
        run for line in lines for run in runs(line) if len(_WORD.findall(line)) < NEAR
    }


def triples(paths: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Yield Indonesian, English and Japanese of all files.

    Raises:
        ValueError: a line has not exactly three columns.
    """
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                columns = line.rstrip("\n").split("\t")
                if len(columns) != 3:
                    raise ValueError(f"{path}, line {number}: expected three columns, found {len(columns)}")
                yield columns[0], columns[1], columns[2]


def away(found: Iterable[tuple[str, str]], avoid: set[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the distinct pairs without n-grams to avoid on either side."""
    return [pair for pair in dict.fromkeys(found) if not any(runs(side) & avoid for side in pair)]


def as_read(sources: Sequence[str], reader: Any) -> list[str]:
    """Return Indonesian texts normalised for the vocabulary."""
    return [readable(text, is_common, reader) for text in sources]


def older(folder: Path, target: str, only: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of the older corpora, or `only` of these; Japanese in the plain style only."""
    if target == "en":
        for corpus, source, other in pairs.chosen(folder, set()).values():
            if not only or corpus in only:
                yield source, other
        return
    for corpus, source, other in corpora.pairs(folder, "id-ja"):
        wanted = corpus in (only or corpora.JAPANESE) and not corpora.is_polite(other)
        if wanted and (cleaned := corpora.clean(corpus, source, other)):
            yield cleaned


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="*")
    parser.add_argument("--corpora", type=Path, help="folder of the wider corpora, in place of news")
    parser.add_argument("--only", nargs="*", default=[], help="of these corpora")
    parser.add_argument("--target", choices=tuple(COLUMNS), required=True)
    parser.add_argument("--avoid", type=Path, action="append", default=[])
    parser.add_argument("--model", type=Path, required=True, help="whose vocabulary reads the sources")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    column = COLUMNS[args.target]
    found: Iterable[tuple[str, str]] = ((columns[0], columns[column]) for columns in triples(args.news))
    if args.corpora:
        found = older(args.corpora, args.target, frozenset(args.only))
    found = list(found)
    kept = away(found, to_avoid(args.avoid))
    sources = as_read([source for source, _ in kept], load(args.model).source.processor())
    with args.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{source}\t{target}\n" for source, (_, target) in zip(sources, kept, strict=True))
    print(f"{len(kept):,} pairs of {len(found):,}; the others are near the evaluation texts, or there twice")


if __name__ == "__main__":
    main()
