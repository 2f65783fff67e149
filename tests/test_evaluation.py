"""Scores are sacreBLEU's, pairs are read or refused by line, and translations are compared by their sentences."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
import sacrebleu
from builders import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import evaluation
from translate.document import FlagCode
from translate.errors import DamagedFile, EmptyDocument, MissingFile, NotText, UsageError
from translate.evaluation import ReferencePair, alike, compare, evaluate, read_pairs, score
from translate.testing import FakeEngine
from translate.translation.setup import Setup
from translate.translator import Translator

PAIRS = (
    ReferencePair("Harga beras naik 5 persen.", "The price of rice rose 5 percent."),
    ReferencePair("Hujan turun sejak pagi.", "It has rained since morning."),
)
REPLIES = {PAIRS[0].source: "The price of rice rose 5 percent.", PAIRS[1].source: "Rain fell since the morning."}


@pytest.fixture
def tsv(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{pair.source}\t{pair.reference}\n" for pair in PAIRS), encoding="utf-8")
    return path


def test_scores_are_those_of_sacrebleu() -> None:
    made = evaluate(PAIRS, Setup(FakeEngine(REPLIES)), sha256="abc")
    references = [[pair.reference for pair in PAIRS]]
    chrf, bleu = made.scores
    assert (chrf.metric, bleu.metric) == ("chrF", "BLEU")
    assert chrf.value == sacrebleu.corpus_chrf(list(REPLIES.values()), references).score < 100
    assert bleu.value == sacrebleu.corpus_bleu(list(REPLIES.values()), references).score
    assert "nc:6" in chrf.signature
    assert "tok:13a" in bleu.signature
    assert str(made.signature).endswith("input:abc")
    assert made.words_per_second > 0


def test_flags_are_counted_for_each_hundred_segments() -> None:
    made = evaluate(PAIRS, Setup(FakeEngine({**REPLIES, PAIRS[0].source: "The price of rice rose."})))
    assert made.flags == ((FlagCode.NUMBER_LOST, 1),)
    assert made.flags_per_100 == 50


def test_japanese_is_cut_into_characters_without_mecab(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(evaluation, "find_spec", lambda name: None if name == "MeCab" else real(name))
    _, bleu = score(["米の価格が上がった。"], ["米の価格が上がった。"], "ja")
    assert "tok:char" in bleu.signature
    assert bleu.value == pytest.approx(100)


def test_japanese_is_cut_into_words_with_mecab() -> None:
    pytest.importorskip("ipadic", reason="pip install 'warta[eval-ja]'")
    hypotheses, references = ["米の値段が 上がった。", "雨が降った。"], ["米の価格が上がった。", "雨が降った。"]
    _, bleu = score(hypotheses, references, "ja")
    assert "tok:ja-mecab" in bleu.signature
    assert bleu.value == sacrebleu.corpus_bleu(hypotheses, [references], tokenize="ja-mecab").score < 100
    assert bleu.value != sacrebleu.corpus_bleu(hypotheses, [references], tokenize="char").score


@pytest.mark.parametrize("mecab", [True, False])
def test_that_japanese_is_cut_into_characters_is_said(
    mecab: bool, tsv: Path, warta: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mecab:
        pytest.importorskip("ipadic", reason="pip install 'warta[eval-ja]'")
    real = importlib.util.find_spec
    monkeypatch.setattr(evaluation, "find_spec", lambda name: real(name) if mecab or name != "ipadic" else None)
    code, out, err = warta("eval", tsv, "--model", "identity", "--to", "ja")
    assert code == 0
    assert ("tok:ja-mecab" in out) == mecab
    assert ("BLEU counts characters here, papers count words: pip install 'warta[eval-ja]'" in err) != mecab


def test_without_sacrebleu_the_command_to_get_it_is_said(
    tsv: Path, warta: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "find_spec", lambda name: None)
    code, _, err = warta("eval", tsv, "--model", "identity")
    assert code == 2
    assert err == "warta: Scores need the package sacrebleu. Type: pip install 'warta[eval]'\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\nc\td\n",
        "\ufeffa\tb\r\n\r\nc\td",
        "id\ten\tja\na\tb\tx\nc\td\ty\n",
        "ja\tid\ten\nx\ta\tb\ny\tc\td\n",
        "a\tb\nc\td\n\n\n",
    ],
)
def test_pairs_are_read(text: str, tmp_path: Path) -> None:
    pairs, sha256 = read_pairs(write(tmp_path, text), "en")
    assert pairs == (ReferencePair("a", "b"), ReferencePair("c", "d"))
    assert len(sha256) == 64


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\nc\n", "line 2 has 1 columns or an empty one; expected 2"),
        ("a\tb\nc\td\te\n", "line 2 has 3 columns"),
        ("a\t\n", "line 1 has 2 columns or an empty one"),
        ("id\ten\tja\na\tb\tc\n\na\tb\n", "line 4 has 2 columns or an empty one; expected 3"),
        ("id\tja\na\tb\n", "line 1 names no column 'en' beside 'id'; it names id, ja"),
    ],
)
def test_a_line_that_is_no_pair_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match=message) as error:
        read_pairs(write(tmp_path, text), "en")
    assert "\n" not in str(error.value)


def test_files_without_pairs(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        read_pairs(write(tmp_path, "id\ten\n\n"), "en")
    with pytest.raises(MissingFile):
        read_pairs(tmp_path / "nothing", "en")
    (tmp_path / "latin").write_bytes(b"a\tb\xe9\n")
    with pytest.raises(NotText, match="not UTF-8"):
        read_pairs(tmp_path / "latin", "en")


def test_eval_on_the_command_line(tsv: Path, warta: Run) -> None:
    code, out, _ = warta("eval", tsv, "--model", "identity")
    assert code == 0
    chrf, bleu, flags, speed, made = out.splitlines()
    assert chrf.startswith("chrF:")
    assert "nrefs:1" in bleu
    assert "per 100 segments" in flags
    assert "words/s (2 pairs" in speed
    assert "model:identity" in made
    code, out, _ = warta("eval", tsv, "--model", "identity", "--json")
    said = json.loads(out)
    assert [segment["reference"] for segment in said["segments"]] == [pair.reference for pair in PAIRS]
    assert said["flags_per_100"] == 50 * sum(said["flags"].values())
    assert said["scores"][0]["metric"] == "chrF"


@settings(deadline=None, max_examples=60)
@given(st.text("ab c", max_size=20), st.text("ab c", max_size=20))
def test_alike_is_chrf_without_a_preference(first: str, second: str) -> None:
    assert alike(first, second) == pytest.approx(alike(second, first))
    if first.split() and second.split():
        chrf = sacrebleu.CHRF(beta=1).sentence_score(first, [second]).score
        assert alike(first, second) == pytest.approx(chrf, abs=1e-6)


ARTICLE = "Harga beras naik.\n\nHujan turun sejak pagi di Bandung.\n\nPasar ikan dibuka kembali.\n"


def test_the_most_different_sentence_comes_first() -> None:
    one = Translator(engine=FakeEngine({"Harga beras naik.": "Rice is dearer.", "Pasar ikan dibuka kembali.": "x"}))
    other = Translator(engine=FakeEngine({"Harga beras naik.": "Rice was dearer.", "Pasar ikan dibuka kembali.": "y"}))
    found = compare(one.translate(ARTICLE), other.translate(ARTICLE))
    assert [difference.source for difference in found] == ["Pasar ikan dibuka kembali.", "Harga beras naik."]
    assert found[0].likeness == 0 < found[1].likeness < 100
    assert (found[1].first.text, found[1].second.text) == ("Rice is dearer.", "Rice was dearer.")


def test_what_cannot_be_compared() -> None:
    english = Translator(engine=FakeEngine()).translate(ARTICLE)
    with pytest.raises(UsageError, match="expected the same language"):
        compare(english, Translator(engine=FakeEngine(target="ja")).translate(ARTICLE))
    with pytest.raises(UsageError, match="no sentence in common"):
        compare(english, Translator(engine=FakeEngine()).translate("Kucing itu tidur di atas meja makan.\n"))


def test_compare_on_the_command_line(warta: Run, tmp_path: Path, marian_folder: Path, one_thread: None) -> None:
    article = tmp_path / "beras.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for model, output in (("identity", first), (marian_folder, second)):
        assert warta("translate", article, "--any-language", "--model", model, "-o", output)[0] == 0
    code, out, err = warta("compare", first, second, "--most", "2")
    assert (code, err) == (0, "")
    assert out.count("% alike") == 2
    assert "  [SOURCE_ECHO: " in out
    assert "3 of 3 sentences differ" in out
    assert "model:identity" in out
    code, out, err = warta("compare", first, first)
    assert out.startswith("0 of 3 sentences differ")
    assert "the two translations are the same" in err
    article.write_text("{", encoding="utf-8")
    code, _, err = warta("compare", first, article)
    assert code == 1
    assert err.startswith(f"warta: {article}: This is no JSON")
