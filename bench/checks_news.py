"""False alarms of the checks on good translations of real news, and recall on synthetic errors.

    python bench/checks_news.py FOLDER [--show CODE|KIND] [--pairs NEWS.tsv.gz --sample 4000]

FOLDER has `news-dev.{id,en,ja}.txt`, a sentence a line. A flag on a reference counts as a false alarm. Up to three
errors of each kind are inserted into every suitable sentence, each separately; an error is found if one of its flags is
raised that the reference does not have. Precision counts the same sentences without the error as the other half.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checks_errors import breakers

from translate.checks import check
from translate.document import Flag
from translate.writers.wording import flag_reason

TRIES = 3
Pair = tuple[str, str, str]  # Indonesian, translation, its language


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", default="", help="print the sentences of a flag or the misses of a kind")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--sample", type=int, default=4000)
    args = parser.parse_args()
    pairs = list(_dev(args.folder))
    alarms("news-dev", pairs, args.show)
    if args.pairs:
        pairs = list(_training(args.pairs, args.sample))
        alarms("training pairs", pairs, args.show)
    errors(pairs, args.show)


def _dev(folder: Path) -> Iterator[Pair]:
    lines = {
        end: (folder / f"news-dev.{end}.txt").read_text(encoding="utf-8").splitlines() for end in ("id", "en", "ja")
    }
    for language in ("en", "ja"):
        for source, reference in zip(lines["id"], lines[language], strict=True):
            yield source, reference, language


def _training(path: Path, sample: int) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    for source, english, japanese in random.Random(1).sample(rows, sample):
        yield source, english, "en"
        yield source, japanese, "ja"


def alarms(name: str, pairs: list[Pair], show: str) -> None:
    """Print how many good translations are flagged, by language and flag."""
    print(f"\n{name}: share of good translations flagged\n\n| | flagged | by flag |\n|---|---|---|")
    for language in ("en", "ja"):
        ours = [(source, reference) for source, reference, spoken in pairs if spoken == language]
        codes, flagged = Counter[str](), 0
        for source, reference in ours:
            flags = check(source, reference, "id", language)
            codes.update({str(flag.code) for flag in flags})
            flagged += bool(flags)
            for flag in flags:
                if show in (str(flag.code), "all"):
                    print(f"{flag.code} {_note(flag)}\n  {source}\n  {reference}")
        listed = ", ".join(f"{code} {count / len(ours):.1%}" for code, count in codes.most_common())
        print(f"| {language} ({len(ours)}) | {flagged / len(ours):.1%} | {listed} |")


def errors(pairs: list[Pair], show: str) -> None:
    """Print precision and recall of each kind of error."""
    print("\n| error | en | precision | recall | ja | precision | recall |\n|---|---|---|---|---|---|---|")
    totals: dict[str, Counter[str]] = {}
    for kind, (breaker, codes) in breakers().items():
        cells = [kind]
        for language in ("en", "ja"):
            inserted = found = false = 0
            for number, (source, reference, spoken) in enumerate(pairs):
                if spoken != language:
                    continue
                rng = random.Random(number)
                broken = {breaker(reference, source, language, rng) for _ in range(TRIES)} - {None, reference}
                if not broken:
                    continue
                before = {str(flag.code) for flag in check(source, reference, "id", language)} & set(codes)
                false += bool(before)
                for text in sorted(filter(None, broken)):
                    raised = {str(flag.code) for flag in check(source, text, "id", language)} & set(codes)
                    inserted += 1
                    hit = bool(raised - before)
                    found += hit
                    if not hit and show == kind:
                        print(f"{language}\n  {source}\n  {text}")
            cells += [str(inserted), _ratio(found, found + false), _ratio(found, inserted)]
            group = "names" if codes == ("NAME_LOST",) else "clause" if "TOO_SHORT" in codes else "figures"
            totals.setdefault(f"{group} {language}", Counter()).update(made=inserted, found=found, false=false)
        print(f"| {' | '.join(cells)} |")
    for group, total in sorted(totals.items()):
        print(
            f"{group}: precision {_ratio(total['found'], total['found'] + total['false'])}, "
            f"recall {_ratio(total['found'], total['made'])} of {total['made']}"
        )


def _note(flag: Flag) -> str:
    return flag_reason(flag)


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main()
