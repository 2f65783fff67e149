"""The quality gate: chrF of the models that come with Warta, on the project's own samples, stays above pinned floors.

The floors are in tests/cases/gate.json. Only `WARTA_MOVE_GATE=1 pytest -n 0 -m "" tests/test_gate.py` writes them
anew, so a floor is never lowered by accident; say in the commit why it moved.
"""

import json
import os
from pathlib import Path

import pytest
import sacrebleu

from translate.document import Role, Segment, Sentence
from translate.language.boilerplate import split_parts
from translate.models.resolve import load_engine
from translate.translation.pipeline import translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "cases" / "gate.json"
MARGIN = 1.0  # chrF: what processors of other makes may differ in, since their arithmetic rounds differently


def rows(target: str) -> list[tuple[str, str]]:
    """Source and reference of every sentence that goes to a model."""
    pairs = []
    for path in sorted((ROOT / "samples" / "references").glob("*.tsv")):
        head, *lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        pairs += [(row[0], row[head.index(target)]) for row in lines if split_parts(row[0])[0][1] is Role.TEXT]
    return pairs


def translated(sources: list[str], model: str, target: str) -> tuple[Segment, ...]:
    sentences = [Sentence(text, 0, len(text)) for text in sources]
    return translate_sentences(sentences, Setup(load_engine(model, target=target)), Policy(retry=False), apart=True)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["a quarter", "all"])
@pytest.mark.parametrize(("model", "target"), [("student", "en"), ("student-ja", "ja")])
def test_what_comes_with_warta_is_as_good_as_it_was(model: str, target: str, every: int) -> None:
    pairs = rows(target)
    assert len(pairs) > 120
    pairs = pairs[::every]
    floor = f"student-{target}" if every == 1 else f"student-{target}, every {every}th sentence"
    segments = translated([source for source, _ in pairs], model, target)
    score = sacrebleu.corpus_chrf([s.text for s in segments], [[reference for _, reference in pairs]]).score
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if os.environ.get("WARTA_MOVE_GATE") == "1":
        FLOORS.write_text(json.dumps(floors | {floor: round(score - MARGIN, 1)}, indent=2) + "\n", encoding="utf-8")
        return
    assert score >= floors[floor]
