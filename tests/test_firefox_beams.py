"""Beams for Firefox models: our network against fxtranslate and against the one that is trained, with real weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from firefox_fixtures import engine, model
from sentencepiece import SentencePieceProcessor

from training import folder
from training.folder import smaller
from training.ssru import Student
from translate.errors import ModelError
from translate.models.decoding import Decoding
from translate.models.engines.student import Firefox
from translate.models.student import beams
from translate.models.student.beams import SearchRequest, SearchResult, decode
from translate.models.student.marian_file import Floats, read
from translate.models.student.model import StudentModel, length_limit
from translate.models.student.network import END, UNIT, UNKNOWN, EncoderCache, Network
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.windows import translate_windows
from translate.writers.wording import attempt_text

__all__ = ["engine", "model"]  # fixtures

TEXTS = [
    "A chuva forte de terça-feira inundou três bairros e fechou duas escolas.",
    "O preço do arroz subiu 12,5 por cento em outubro, disse o ministro.",
    "O governo anunciou ontem um novo plano de habitação para as famílias pobres.",
    "Obrigado!",
]
LOOPING = "Ela gosta de 日本語 e de ęł ęł."  # of characters the vocabulary has not; greedily comes a loop
BEAMS = Decoding(beams=4)


def in_years(*years: int) -> list[str]:
    return [f"{text[:-1]} em {year}." for year in years for text in TEXTS]


def search(network: Network, source: Sequence[int], limit: int, decoding: Decoding) -> SearchResult:
    return decode(network, [SearchRequest(source, limit, decoding)])[0]


@pytest.fixture(scope="module")
def network(firefox_folder: Path) -> Network:
    (path,) = firefox_folder.glob("model.*.bin")
    return Network(*read(path))


@pytest.fixture(scope="module")
def pieces(firefox_folder: Path) -> SentencePieceProcessor:
    (path,) = firefox_folder.glob("vocab.*.spm")
    return SentencePieceProcessor(model_file=str(path))


def likely(network: Network, source: list[int], target: list[int]) -> float:
    """The mean log-probability of a target by the network that is trained, all positions at once."""
    student = Student(network.weights)
    with torch.inference_mode():
        hidden = student(torch.tensor([source]), torch.ones(1, len(source), dtype=torch.bool), torch.tensor([target]))
        scores = student.logits(hidden).log_softmax(-1)[0]
    return float(scores[range(len(target)), target].mean())


def step(
    network: Network, memory: EncoderCache, states: Floats, before: Sequence[int], at: int
) -> tuple[Floats, Floats]:
    """Return the log-probabilities of the next piece of rows of one text, and the states that follow."""
    rows = states.shape[1]
    hidden, states, _ = network.advance([memory], [rows], states, before or [END] * rows, [at] * rows)
    scores, _ = network.log_probabilities(hidden, [network.output()], [rows])
    return scores.split([rows])[0], states


def test_a_piece_after_another_it_says_what_the_trained_network_says_of_all(
    network: Network, pieces: SentencePieceProcessor
) -> None:
    source = [*pieces.encode(TEXTS[0]), END]
    target = pieces.encode("Heavy rain flooded three districts.")
    student = Student(network.weights)
    with torch.inference_mode():
        before = torch.tensor([[*target, END]])
        hidden = student(torch.tensor([source]), torch.ones(1, len(source), dtype=torch.bool), before)
        expected = student.logits(hidden).log_softmax(-1)[0].numpy()
    memory, states = network.read([source])[0], np.zeros((2, 1, network.size), np.float32)
    for at, line in enumerate(expected):
        found, states = step(network, memory, states, [target[at - 1]] if at else [], at)
        np.testing.assert_allclose(found[0], line, rtol=0, atol=2e-3)


def test_greedily_it_writes_what_fxtranslate_writes(
    network: Network, pieces: SentencePieceProcessor, model: StudentModel
) -> None:
    for text, said in zip(TEXTS, model.translate(TEXTS), strict=True):
        source = [*pieces.encode(text), END]
        made = search(network, source, length_limit(len(source)), Decoding())
        assert (pieces.decode(list(made.pieces)), made.complete) == (said.text, True)


@pytest.mark.parametrize("text", TEXTS)
def test_a_search_finds_what_is_at_least_as_likely_and_says_how_likely(
    network: Network, pieces: SentencePieceProcessor, text: str
) -> None:
    source = [*pieces.encode(text), END]
    greedy, wide = (search(network, source, length_limit(len(source)), Decoding(beams)) for beams in (1, 4))
    assert wide.complete and wide.score >= greedy.score - 1e-5
    assert wide.score == pytest.approx(likely(network, source, [*wide.pieces, END]), abs=1e-3)


def test_a_search_that_can_keep_everything_finds_the_likeliest(firefox_folder: Path) -> None:
    small = smaller(folder.load(firefox_folder), ["Sim."], ["Yes. No."], 1)
    network = Network(small.student.arrays(), small.settings)
    source = small.source.encode(["Sim."])[0]
    count = network.targets.shape[0]
    memory, states = network.read([source])[0], np.zeros((2, 1, network.size), np.float32)
    first, states = step(network, memory, states, [], 0)
    second, _ = step(network, memory, np.repeat(states, count, 1), range(count), 1)
    ends: dict[tuple[int, ...], float] = {(): float(first[0, END])}
    ends |= {(piece,): float(first[0, piece] + second[piece, END]) / 2 for piece in range(count) if piece != UNKNOWN}
    best = search(network, source, 2, Decoding(beams=count))
    expected = max(ends, key=lambda pieces: ends[pieces])
    assert (best.pieces, best.complete) == (expected, True)
    assert best.score == pytest.approx(ends[expected], abs=1e-4)


def test_a_row_of_a_product_does_not_depend_on_its_place(network: Network) -> None:
    for name in ("encoder_l1_self_Wq", "decoder_l1_ffn_W1", "decoder_l1_ffn_W2"):
        weights = network.weights[name]
        column = np.cos(np.arange(len(weights), dtype=np.float32))[:, None]
        least, margin = network.unit + 2 * network.margin, network.margin
        first = (weights.T @ np.tile(column, (1, least)))[:, margin : margin + 1]
        for size in range(least, network.block + 1, network.unit):
            product = (weights.T @ np.tile(column, (1, size)))[:, margin : size - margin]
            assert (product == first).all(), (name, size)
        columns = network.block + 3 * network.unit  # more than a block
        several = network._multiplied(weights, np.tile(column, (1, columns)))
        assert (several[:, margin : columns - margin] == first).all(), name


def test_common_and_own_pieces_are_one_distribution(
    network: Network, pieces: SentencePieceProcessor, firefox_folder: Path
) -> None:
    (path,) = firefox_folder.glob("model.*.bin")
    common, own = np.array([END, UNKNOWN, *range(7, 90, 4)]), np.arange(100, 400, 3)
    some, source = Network(*read(path), common), [*pieces.encode(TEXTS[0]), END]
    output, states = some.output(own), np.zeros((2, 1, network.size), np.float32)
    assert output.pieces == [*common, *own]
    hidden, *_ = some.advance(some.read([source]), [1], states, [END], [0])
    scores, entropies = some.log_probabilities(hidden, [output, some.output()], [1, 1])
    of_both, of_common = (part[0].astype(float) for part in scores.split([1, 1]))
    every, _ = step(network, network.read([source])[0], states, [], 0)
    chosen = every[0][output.pieces].astype(float)
    np.testing.assert_allclose(of_both, chosen - np.log(np.exp(chosen).sum()), rtol=0, atol=1e-4)
    assert len(of_common) == len(common) and np.exp(of_common).sum() == pytest.approx(1, abs=1e-5)
    assert entropies[0] == pytest.approx(-(np.exp(of_both) * of_both).sum(), abs=1e-4)


def test_rows_far_behind_the_best_are_dropped(
    network: Network, pieces: SentencePieceProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance, counts = network.advance, list[int]()

    def counted(memories: Sequence[EncoderCache], rows: Sequence[int], *rest: Any) -> Any:
        counts.extend(rows)
        return advance(memories, rows, *rest)

    monkeypatch.setattr(network, "advance", counted)
    source, steps = [*pieces.encode(TEXTS[0]), END], dict[float, list[int]]()
    for nats in (0.0, beams.PRUNED, math.inf):
        monkeypatch.setattr(beams, "PRUNED", nats)
        counts.clear()
        search(network, source, length_limit(len(source)), BEAMS)
        steps[nats] = list(counts)
    alone, some, all_rows = steps.values()
    assert set(alone) == {1} and set(all_rows[1:]) == {4}
    assert all_rows[0] == some[0] == 1 and 1 < sum(some) / len(some) < 3.9


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        (in_years(1990), (9, 33)),
        pytest.param([*in_years(1990, 2001, 2013), *TEXTS], (1, 9, 32, 256), marks=pytest.mark.slow),
    ],
    ids=["some", "more"],
)
def test_what_a_text_becomes_does_not_depend_on_the_texts_beside_it(
    texts: Sequence[str], sizes: Sequence[int], network: Network, pieces: SentencePieceProcessor
) -> None:
    requests = [
        SearchRequest(source, length_limit(len(source)), Decoding(beams))
        for text in texts
        for source in [[*pieces.encode(text), END]]
        for beams in (4, 3)
    ]
    alone = [decode(network, [request])[0] for request in requests]
    assert max(len(one.pieces) for one in alone) > UNIT
    for batch_rows in sizes:
        assert decode(network, requests, batch_rows) == alone
    assert decode(network, requests[::-1]) == alone[::-1]


def test_a_run_that_must_not_come_twice_does_not(network: Network, pieces: SentencePieceProcessor) -> None:
    source = [*pieces.encode(TEXTS[0]), END]
    usual = search(network, source, 60, Decoding()).pieces
    assert len(set(usual)) < len(usual)
    careful = search(network, source, 60, Decoding(beams=2, no_repeat_ngram=1)).pieces
    assert len(set(careful)) == len(careful) > 5


def test_what_the_limit_ends_is_not_complete(network: Network, pieces: SentencePieceProcessor) -> None:
    source = [*pieces.encode(TEXTS[0]), END]
    whole = search(network, source, 60, Decoding())
    cut = search(network, source, 5, Decoding())
    assert whole.complete and not cut.complete and cut.pieces == whole.pieces[:5]


def test_the_piece_that_stands_for_nothing_is_never_written(network: Network, pieces: SentencePieceProcessor) -> None:
    source = [*pieces.encode(LOOPING), END]
    assert UNKNOWN in source
    assert all(UNKNOWN not in search(network, source, 60, Decoding(beams)).pieces for beams in (1, 4))


def test_beams_give_scores_and_the_same_alone_and_among_others(engine: Firefox, model: StudentModel) -> None:
    texts = in_years(*range(1990, 2000))
    together = engine.translate(["", *texts, texts[0]], BEAMS)
    assert model.workers.running == 2
    assert together[0].text == "" and together[1] == together[-1]
    for at in (0, 3, 17):
        (alone,) = engine.translate([texts[at]], BEAMS)
        assert alone == together[at + 1]
    assert len(together) == len(texts) + 2
    assert all(made.score is not None and made.score < 0 and made.complete for made in together[1:])
    assert [made.score for made in engine.translate(texts[:2], Decoding())] == [None, None]


def test_a_loop_is_tried_again_without_repetitions(engine: Firefox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Firefox, "lacks", lambda self, character: False)  # else the model never sees what it loops on
    (attempts,) = next(translate_windows([LOOPING], Setup(engine), Policy())).values()
    assert attempt_text(attempts[1]) == "no repeated 3-grams, 3 beams" and attempts[1].score is not None
    assert attempts[1].text != attempts[0].text


@pytest.mark.parametrize(
    ("old", "new"),
    [("dec-cell: ssru", "dec-cell: gru"), ("transformer-postprocess: dan", "transformer-postprocess: da")],
)
def test_another_network_is_refused(firefox_folder: Path, old: str, new: str) -> None:
    (path,) = firefox_folder.glob("model.*.bin")
    weights, settings = read(path)
    with pytest.raises(ValueError, match=rf"its {new.split(':')[0]} is '{new.split()[1]}', not"):
        Network(weights, settings.replace(old, new))


def test_a_failure_in_the_search_is_told(model: StudentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.models.student.model.length_limit", lambda count: "none")
    with pytest.raises(ModelError, match="The model failed as it translated"):
        model.translate(TEXTS[:1], BEAMS)
    monkeypatch.undo()
    assert "rain" in model.translate(TEXTS[:1], BEAMS)[0].text


@pytest.mark.parametrize("decoding", [Decoding(), BEAMS], ids=str)
def test_a_currency_sign_that_the_vocabulary_lacks_is_kept(engine: Firefox, decoding: Decoding) -> None:
    assert engine.lacks("£") and not engine.lacks("$")
    text = "O negócio custou £125 milhões."
    (made,) = translate_windows([text], Setup(engine), Policy(decoding, retry=False))
    assert "£125 million" in made[text][0].text
