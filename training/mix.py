"""Choose and clean the sentence pairs a training run sees.

    python -m training.mix CORPORA --out mix.jsonl [--avoid FOLDER ...]

CORPORA holds `train.{id-en,id-ja,en-ja}.tsv.gz`, lines of `corpus<TAB>source<TAB>target`. `--avoid` names folders of
evaluation texts; a pair with a side that equals a line there (letters and digits compared, case apart) is left out.
What is taken of each corpus is in `QUOTAS`: news and reports first, UI strings and scripture not at all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.synthetic import sentences

# Lines taken of a corpus; the numbers are choices, by looking at fifty lines of each.
QUOTAS = {
    "id-en": {
        "panl-bppt": 18_000,
        "geovedi-testdata": 9_000,
        "desmond-smeru": 7_000,
        "iwslt17-ted-devtest": 5_000,
        "desmond-ausaid": 2_000,
        "bucc20-news-valid": 1_900,
        "bucc20-general-valid": 1_500,
        "ms-edgeai-for-beginners": 500,
        "nusax-mt": 300,
    },
    "id-ja": {
        "3b1b-captions": 8_000,
        "ms-edgeai-for-beginners": 7_000,
        "ms-iot-for-beginners": 6_000,
        "ms-azd-for-beginners": 4_000,
        "mozilla-www": 2_300,
        "tatoeba-opustest": 2_300,
        "kubernetes-docs": 1_500,
        "react-docs": 4_000,
        "python-docs": 1_500,
        "debian-install-guide": 1_500,
        "talpco": 1_300,
        "opensource-guide": 1_100,
        "ms-security-101": 1_100,
        "bitcoin-org": 900,
        "ms-ml-for-beginners": 600,
        "co-op-translator-docs": 400,
        "ms-web-dev-for-beginners": 300,
    },
    "en-ja": {
        "kyoto-wiki": 60_000,
        "tatoeba-opustest": 4_000,
        "small-enja-tanaka": 4_000,
        "3b1b-captions": 3_000,
        "ms-web-dev-for-beginners": 1_500,
        "opensource-guide": 900,
        "ms-ml-for-beginners": 700,
    },
}
SYNTHETIC = 3_000  # a third each: id-en, and twice as many id-ja
_STOPS_MISSING = {"desmond-smeru", "desmond-ausaid"}
_CAPITALS = re.compile(r"(?<=[A-Z][a-z]\s)[A-Z]{3,}\b|\b[A-Z]{3,}(?=\s[A-Z][a-z])|(?<=[a-z]\s)[A-Z]{4,}\b")
# News is written in the plain style; half of what there is of other text is in the polite one, sentence by sentence.
_POLITE = re.compile(r"(?:で(?:す|した|しょう)|ま(?:す|した|せん|しょう)|ください)[かねよが]?(?:[。、！？」）]|$)")
_END = re.compile(r"[.!?:;…\"”’')\]]$")


def key(text: str) -> str:
    """Return the key by which two lines are compared."""
    return "".join(filter(str.isalnum, text.casefold()))


def clean(corpus: str, source: str, target: str) -> tuple[str, str] | None:
    """Return the pair as it should be learned, or None if it teaches nothing: a copy, an empty or an endless line."""
    source, target = " ".join(source.split()), " ".join(target.split())
    if corpus == "kyoto-wiki":  # surnames come as "Kunitaka SHIDO"
        source = _CAPITALS.sub(lambda found: found[0].capitalize(), source)
    if corpus == "small-enja-tanaka":
        source = source[:1].upper() + source[1:]
    if corpus in _STOPS_MISSING and len(source) > 40 and not _END.search(source) and not _END.search(target):
        source, target = f"{source}.", f"{target}."
    if not 2 <= len(source) <= 600 or not target or key(source) == key(target):
        return None
    return source, target


def is_polite(target: str) -> bool:
    """Return whether a Japanese text is in the polite style, which news is not written in."""
    return _POLITE.search(target) is not None


def pairs(folder: Path, direction: str) -> Iterator[tuple[str, str, str]]:
    """Return the lines of one direction: corpus, source, target."""
    with gzip.open(folder / f"train.{direction}.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            corpus, source, target = line.rstrip("\n").split("\t")
            yield corpus, source, target


def mix(folder: Path, avoid: set[str], seed: int) -> tuple[list[tuple[str, str, str]], Counter[str]]:
    """Return (direction, source, target) in random order, and the count of each corpus."""
    chance = random.Random(seed)
    taken: list[tuple[str, str, str]] = []
    counts: Counter[str] = Counter()
    for direction, quotas in QUOTAS.items():
        found = defaultdict(list)
        seen: set[str] = set()
        for corpus, source, target in pairs(folder, direction):
            if corpus not in quotas:
                continue
            cleaned = clean(corpus, source, target)
            sides = {key(source), key(target)}
            polite = direction.endswith("ja") and is_polite(target)
            if cleaned is None or polite or sides & avoid or key(source) in seen:
                continue
            seen.add(key(source))
            found[corpus].append(cleaned)
        for corpus, quota in quotas.items():
            chosen = chance.sample(found[corpus], min(quota, len(found[corpus])))
            taken += [(direction, *one) for one in chosen]
            counts[f"{direction} {corpus}"] = len(chosen)
    for number, (indonesian, english, japanese) in enumerate(sentences(SYNTHETIC, seed)):
        taken.append(("id-ja", indonesian, japanese) if number % 3 else ("id-en", indonesian, english))
    counts["synthetic"] = SYNTHETIC
    chance.shuffle(taken)
    return taken, counts


def to_avoid(folders: Iterable[Path]) -> set[str]:
    """Return what no line may be equal to: the lines and cells of all texts in folders of evaluation."""
    return {
        key(line)
        for folder in folders
        for path in sorted(folder.rglob("*.t[xs][tv]"))
        for line in path.read_text(encoding="utf-8").replace("\t", "\n").splitlines()
    } - {""}


def main() -> None:
    """Write the mix and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--avoid", type=Path, action="append", default=[])
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    avoid = to_avoid(asked.avoid)
    taken, counts = mix(asked.corpora, avoid, asked.seed)
    with asked.out.open("w", encoding="utf-8") as file:
        for one in taken:
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    for name, count in counts.items():
        print(f"{count:7,}  {name}")
    print(f"{len(taken):7,}  in all; {len(avoid):,} lines of evaluation avoided")


if __name__ == "__main__":
    main()
