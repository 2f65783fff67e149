"""Engines put the right marks on the source, ask for the right language, and refuse the ones they do not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from checkpoints import CORPUS

from translate.document import Hypothesis, ModelInfo
from translate.errors import ModelError, UnknownModel
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.engines.identity import Identity
from translate.models.engines.marian import Marian
from translate.models.engines.nllb import Nllb
from translate.models.engines.pivot import Pivot
from translate.models.seq2seq import Checkpoint, load
from translate.testing import FakeEngine

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], int | None]]:
    """What the encoder is given, as tokens, and the token that is forced."""
    calls: list[tuple[list[str], int | None]] = []

    def generate(
        self: Checkpoint, sources: list[list[int]], decoding: Decoding, first_token: int | None
    ) -> list[Hypothesis]:
        calls.extend((self._tokenizer.convert_ids_to_tokens(ids), first_token) for ids in sources)
        return [Hypothesis("x")] * len(sources)

    monkeypatch.setattr(Checkpoint, "_generate", generate)
    return calls


def info(family: str) -> ModelInfo:
    return ModelInfo("tiny", family=family)


def test_a_bilingual_marian_gets_the_plain_text(marian_folder: Path, asked: list[tuple[list[str], int | None]]) -> None:
    engine: Engine = Marian(load(marian_folder), info("marian"), source="id", target="en")
    engine.translate(["pasar ikan"], Decoding())
    tokens, first = asked[0]
    assert "".join(tokens) == "▁pasar▁ikan</s>"
    assert first is None
    assert engine.count_tokens("pasar ikan") == len(tokens)
    assert engine.budget == 64


def test_a_text_that_starts_like_a_tag_is_not_swallowed(
    marian_folder: Path, asked: list[tuple[list[str], int | None]]
) -> None:
    engine = Marian(load(marian_folder), info("marian"), source="id", target="en")
    engine.translate([">> pasar << ikan"], Decoding())
    assert "▁pasar▁" in "".join(asked[0][0])


@pytest.mark.parametrize(("target", "tag"), [("en", ">>eng<<"), ("ja", ">>jpn<<"), ("jpn", ">>jpn<<")])
def test_a_marian_with_several_targets_gets_the_tag(
    target: str, tag: str, tagged_marian_folder: Path, asked: list[tuple[list[str], int | None]]
) -> None:
    engine = Marian(load(tagged_marian_folder), info("marian"), source="id", target=target)
    engine.translate(["pasar ikan"], Decoding())
    engine.translate([">>ikan<< pasar"], Decoding())
    assert [tokens[0] for tokens, _ in asked] == [tag, tag]
    assert "".join(asked[0][0][1:]) == "▁pasar▁ikan</s>"
    assert "ikan" in "".join(asked[1][0])
    assert engine.count_tokens("pasar ikan") == len(asked[0][0])


def test_the_tag_changes_the_translation(tagged_marian_folder: Path) -> None:
    checkpoint = load(tagged_marian_folder)
    english, japanese = (Marian(checkpoint, info("marian"), source="id", target=to) for to in ("en", "ja"))
    assert english.translate(CORPUS, Decoding()) != japanese.translate(CORPUS, Decoding())


def test_a_blank_text_stays_blank_behind_a_tag(tagged_marian_folder: Path) -> None:
    engine = Marian(load(tagged_marian_folder), info("marian"), source="id", target="en")
    assert engine.translate(["", " "], Decoding()) == [Hypothesis(""), Hypothesis("")]


def test_a_marian_refuses_other_pairs(marian_folder: Path, tagged_marian_folder: Path) -> None:
    bilingual, tagged = load(marian_folder), load(tagged_marian_folder)
    with pytest.raises(UnknownModel, match="tiny translates id-en, not id-ja"):
        Marian(bilingual, info("marian"), source="id", target="ja")
    with pytest.raises(UnknownModel, match="tiny translates id-en, not en-en"):
        Marian(bilingual, info("marian"), source="en", target="en")
    with pytest.raises(UnknownModel, match="tiny translates en-ja, not id-en"):
        Marian(bilingual, info("marian"), source="id", target="en", pairs=(("en", "ja"),))
    with pytest.raises(UnknownModel, match=r"cannot write 'fra'. It writes eng, jpn"):
        Marian(tagged, info("marian"), source="id", target="fra")


@pytest.mark.parametrize(
    ("source", "target", "written", "forced"),
    [
        ("id", "ja", "ind_Latn", "jpn_Jpan"),
        ("en", "ja", "eng_Latn", "jpn_Jpan"),
        ("id", "fra_Latn", "ind_Latn", "fra_Latn"),
    ],
)
def test_nllb_names_both_languages(
    source: str, target: str, written: str, forced: str, nllb_folder: Path, asked: list[tuple[list[str], int | None]]
) -> None:
    checkpoint = load(nllb_folder)
    engine: Engine = Nllb(checkpoint, info("nllb"), source=source, target=target)
    engine.translate(["pasar ikan"], Decoding())
    tokens, first = asked[0]
    assert (tokens[0], tokens[-1], first) == (written, "</s>", checkpoint.token_id(forced))
    assert engine.count_tokens("pasar ikan") == len(tokens)


def test_m2m100_names_both_languages(m2m100_folder: Path, asked: list[tuple[list[str], int | None]]) -> None:
    checkpoint = load(m2m100_folder)
    engine = Nllb(checkpoint, info("m2m100"), source="id", target="ja")
    engine.translate(["pasar ikan"], Decoding())
    assert (asked[0][0][0], asked[0][1]) == ("__id__", checkpoint.token_id("__ja__"))


def test_engines_of_one_checkpoint_do_not_change_each_other_s_source(
    nllb_folder: Path, asked: list[tuple[list[str], int | None]]
) -> None:
    checkpoint = load(nllb_folder)
    indonesian, english = (Nllb(checkpoint, info("nllb"), source=code, target="ja") for code in ("id", "en"))
    for engine in (indonesian, english, indonesian):
        engine.translate(["pasar"], Decoding())
    assert [tokens[0] for tokens, _ in asked] == ["ind_Latn", "eng_Latn", "ind_Latn"]


@pytest.mark.parametrize("code", ["xx", "xxx_Latn", "▁", "</s>", "pasar"])
def test_a_language_that_is_none_is_refused(code: str, nllb_folder: Path, m2m100_folder: Path) -> None:
    for checkpoint, family in ((load(nllb_folder), "nllb"), (load(m2m100_folder), "m2m100")):
        with pytest.raises(UnknownModel, match="has no language"):
            Nllb(checkpoint, info(family), source="id", target=code)
        with pytest.raises(UnknownModel, match="has no language"):
            Nllb(checkpoint, info(family), source=code, target="ja")


def test_a_text_over_the_budget_raises(nllb_folder: Path) -> None:
    engine = Nllb(load(nllb_folder), info("nllb"), source="id", target="ja")
    with pytest.raises(ModelError, match="split the text"):
        engine.translate(["pasar ikan " * 50], Decoding())


def test_a_pivot_translates_what_the_first_leg_wrote() -> None:
    first = FakeEngine({"Halo.": Hypothesis("Hello.", -0.2), "Apa?": Hypothesis("What?", -0.9, complete=False)})
    replies = {"Hello.": Hypothesis("こんにちは。", -0.4), "What?": Hypothesis("何？", -0.1)}
    second = FakeEngine(replies, source="en", target="ja")
    pivot: Engine = Pivot(first, second)
    assert pivot.translate(["Halo.", "Apa?"], Decoding(beams=2)) == [
        Hypothesis("こんにちは。", -0.4, complete=True),
        Hypothesis("何？", -0.9, complete=False),
    ]
    assert second.history == [(("Hello.", "What?"), Decoding(beams=2))]
    assert (pivot.source, pivot.target, len(pivot.models)) == ("id", "ja", 2)


def test_a_pivot_cuts_no_sentence_between_its_legs() -> None:
    first = FakeEngine({"panjang": "one two three, four five six", "pendek": "seven"})
    second = FakeEngine(default=lambda text: f"<{text}>", source="en", target="ja", budget=3)
    said = Pivot(first, second).translate(["panjang", "pendek"], Decoding())
    assert [hypothesis.text for hypothesis in said] == ["<one two three,><four five six>", "<seven>"]


def test_a_pivot_without_scores_has_none() -> None:
    first, second = Identity("id", "en"), Identity("en", "ja")
    assert Pivot(first, second).translate(["a"], Decoding()) == [Hypothesis("a", None)]


def test_a_pivot_wants_one_language_between() -> None:
    with pytest.raises(UnknownModel, match="one writes en, the other reads id"):
        Pivot(FakeEngine(), FakeEngine())


def test_identity_gives_back_what_it_gets() -> None:
    engine: Engine = Identity("id", "ja")
    assert engine.translate(["a ", ""], Decoding()) == [Hypothesis("a "), Hypothesis("")]
    assert engine.count_tokens("satu dua") == 2 <= engine.budget
