"""How sure a student is of a translation: features of the search, and the numbers that weigh them."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from firefox_fixtures import model

from training.confidence import Row, fitted, judged, report
from translate.errors import DamagedModel
from translate.language.lexicon.rarer_words import rarer
from translate.models.decoding import Decoding
from translate.models.student import confidence
from translate.models.student.confidence import Estimator, WeightedFeature
from translate.models.student.features import SearchStep, of_words
from translate.models.student.model import StudentModel, examine, load
from translate.models.student.shortlist import Shortlist, write
from translate.models.student.store import BUNDLED_FOLDERS
from translate.models.student.text_features import of_texts

__all__ = ["model"]  # a fixture

TEXTS = ["A Maria comprou um livro em Lisboa.", "O rio subiu durante a noite.", "Bom dia."]
EVEN = Estimator("", 0.0, (WeightedFeature("mean", -1.0, 0.5, 2.0),))


def test_an_estimate_is_a_chance_that_far_off_features_do_not_break() -> None:
    assert EVEN({"mean": -1.0}) == 0.5
    assert EVEN({"mean": -1e9}) < 0.001 < 0.999 < EVEN({"mean": 1e9}) < 1


def test_the_search_is_watched_and_texts_do_not_change(model: StudentModel) -> None:
    heard: list[dict[str, float]] = []
    plain = model.translate(TEXTS, Decoding(beams=3))
    assert [one.confidence for one in plain] == [None] * 3
    model.estimator = lambda features: heard.append(dict(features)) or EVEN(features)  # type: ignore[func-returns-value]
    try:
        made = model.translate(TEXTS, Decoding(beams=3))
        greedy = model.translate(TEXTS, Decoding())
    finally:
        model.estimator = None
    assert [replace(one, confidence=None) for one in made] == plain
    assert [one.confidence for one in made] == [EVEN(features) for features in heard]
    assert [one.confidence for one in greedy] == [None] * 3
    for one, features in zip(made, heard, strict=True):
        assert features["mean"] == pytest.approx(one.score, abs=1e-4)
        assert features["least"] <= features["mean"] and 0 < features["entropy"] <= features["entropy_most"]
        assert all(map(math.isfinite, features.values())) and 0 <= features["others_alike"] <= 1


def test_the_texts_tell_short_forms_and_common_words_with_a_capital(model: StudentModel) -> None:
    source = "Waketum DPP Partai itu (Budi) membahas KLB di Gedung Merdeka."
    found = of_texts(source, "Waketum DPP of the party discussed KLB in Gedung Merdeka.", model._source, "en")
    assert found["short_forms"] == pytest.approx(2 / 10) and found["brackets"] == pytest.approx(1 / 10)
    assert found["clipped"] == pytest.approx(1 / 10)
    assert 0 < found["ordinary_copied"] < found["ordinary_capitals"] < 1
    assert all(map(math.isfinite, of_texts("", "", model._source, "en").values()))


def test_a_word_is_as_sure_as_its_least_probable_piece_and_may_be_no_equivalent() -> None:
    source, made = ["▁Pesaing", "▁mem", "beli"], ["▁The", "▁compe", "titor", "▁sings"]
    last: SearchStep | None = None
    for chance, at in zip((0.9, 0.8, 0.4, 0.5, 0.9), (0, 0, 0, 1, 3), strict=True):  # the last is the end
        last = SearchStep(last, math.log(chance), math.log(chance), 2.0, np.eye(4, dtype=np.float32)[at])
    assert last is not None
    found = of_words(last, source, made, spaced=True)
    assert found["word_probability"] == pytest.approx((3 * 0.9 + 10 * 0.4 + 5 * 0.5) / 18)
    assert found["likely_but_unsure"] == pytest.approx(2 * (0.9 + 0.8 + 0.5) / 3)
    assert found["no_equivalent"] == pytest.approx((3 + 5) / 18)  # "the" and "sings", not "competitor"
    assert of_words(last, source, ["競", "う"], spaced=False)["no_equivalent"] < 1
    assert set(of_words(last, source, [], spaced=True).values()) == {0}


def test_the_shortlist_tells_pieces_that_nothing_was_written_for(tmp_path: Path) -> None:
    write(tmp_path / "lex", 2, [[], [5, 6], [7]])
    found = Shortlist(tmp_path / "lex").features([0, 1, 2], [1, 6])
    assert found == {"candidates_each": pytest.approx(math.log(2)), "no_candidate": pytest.approx(1 / 3)}


def test_numbers_are_taken_for_their_own_weights_only(firefox_folder: Path, tmp_path: Path) -> None:
    for path in firefox_folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    assert examine(tmp_path).estimator is None
    weights = examine(tmp_path).sha256
    replace(EVEN, weights_sha256=weights).write(tmp_path)
    assert confidence.read(tmp_path) == examine(tmp_path).estimator == replace(EVEN, weights_sha256=weights)
    loaded = load(tmp_path, processes=1)
    (made,) = loaded.translate(TEXTS[:1], Decoding(beams=2))
    loaded.workers.close()
    assert made.confidence is not None and 0 < made.confidence < 1
    replace(EVEN, weights_sha256="another").write(tmp_path)
    assert examine(tmp_path).estimator is None


@pytest.mark.parametrize("text", ["", "{}", '{"weights_sha256": "", "bias": "much", "terms": []}', "[1]"])
def test_numbers_that_are_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / confidence.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DamagedModel, match=r"confidence\.json holds no numbers of a confidence .* get the model again"):
        confidence.read(tmp_path)


@pytest.mark.parametrize("name", BUNDLED_FOLDERS)
def test_the_numbers_that_come_with_a_student_are_for_its_weights(name: str) -> None:
    found = examine(BUNDLED_FOLDERS[name]).estimator
    assert found is not None, "fit it anew: training/confidence.py"
    assert len(found.terms) > 10


def test_rarer_words_of_the_lexicon() -> None:
    source = "Pesaing membeli jaket di Zzyzx qwertyu"
    said = rarer(source, "The competitors bought a jacket", "en")
    lost = rarer(source, "The people bought a coat", "en")
    assert (said.found, said.unknown) == (lost.found, lost.unknown) and said.unknown == pytest.approx(1 / 6)
    assert said.unsaid < lost.unsaid <= lost.found
    assert rarer(source, "競合相手が上着を買った", "ja").unsaid < rarer(source, "人々が米を売った", "ja").unsaid
    assert rarer("", "", "en") == (0, 0, 0)


def test_what_is_fitted_tells_good_from_bad_and_promises_what_is_found(tmp_path: Path) -> None:
    dice = random.Random(1)

    def rows(count: int) -> list[Row]:
        made = []
        for _ in range(count):
            sure, noise = dice.gauss(0, 1), dice.gauss(0, 1)
            made.append(Row({"sure": sure, "noise": noise}, 50 + 10 * sure + dice.gauss(0, 5), noise))
        return made

    estimator, areas = fitted([rows(400), rows(400)], "weights")
    assert len(areas) == 2 and min(areas) > 0.9
    weights = {term.name: term.weight for term in estimator.terms}
    assert weights["sure"] > 10 * abs(weights["noise"])
    found = judged(estimator, rows(400))
    assert found.area > 0.9 and 0.4 < found.plain < 0.6 and found.low <= found.area <= found.high
    assert sum(count for _, _, count, _, _ in found.table) == 400
    assert all(abs(promised - was) < 0.25 for _, _, count, promised, was in found.table if count > 40)
    assert "| 0.9 to 1 |" in report(found, "pairs") and "Below 0.5: " in report(found, "pairs")
    assert json.loads(estimator.write(tmp_path).read_text(encoding="utf-8"))["weights_sha256"] == "weights"
    assert confidence.read(tmp_path) == estimator
