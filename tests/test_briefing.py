"""A brief shows chosen segments with their evidence and flags, says what is wrong, and never an empty line."""

from decimal import Decimal

import pytest

from translate.briefing.compose import make_brief
from translate.document import (
    Brief,
    Document,
    FactKind,
    Figure,
    Flag,
    FlagCode,
    Kind,
    ModelInfo,
    Paragraph,
    QuantityKind,
    Role,
    Segment,
    Sentence,
    Signature,
    Translation,
)
from translate.document.flags import Figures, Loop, OverBudget
from translate.errors import UsageError
from translate.writers.wording import notice_text

LOOP = Flag(FlagCode.REPETITION, Loop("the", 3, 1.5))
LOST = Flag(FlagCode.NUMBER_LOST, Figures((Figure(QuantityKind.NUMBER, Decimal(12), "12"),)))
ARTICLE = (
    ("Tanggul Baru Dibangun", "A New Dyke Is Built", Kind.TITLE, Role.TEXT),
    ("Bandung – ", "Bandung – ", Kind.BODY, Role.DATELINE),
    (
        "Wali Kota Bandung Rudi Hartanto membangun tanggul senilai Rp 12 miliar di tepi sungai.",
        "Bandung Mayor Rudi Hartanto is building a dyke worth Rp 12 billion by the river.",
        Kind.BODY,
        Role.TEXT,
    ),
    (
        "Warga pasar berharap pekerjaan selesai sebelum musim hujan datang pada akhir tahun.",
        "Market people hope that the work ends before the rainy season.",
        Kind.BODY,
        Role.TEXT,
    ),
    (
        "Anggaran tahun depan masih dibahas dewan bersama pemerintah kota sampai bulan Maret.",
        "The council is still debating the budget.",
        Kind.BODY,
        Role.TEXT,
    ),
    ("(Adv/Diskominfo)", "(Adv/Diskominfo)", Kind.BODY, Role.ADVERTORIAL),
)


def build_translation(
    *rows: tuple[str, str, Kind, Role], target: str = "en", flags: dict[int, tuple[Flag, ...]] | None = None
) -> Translation:
    text, paragraphs, segments = "", [], []
    for index, (source, said, kind, role) in enumerate(rows):
        sentence = Sentence(source, len(text), len(text) + len(source), role)
        paragraphs.append(Paragraph((sentence,), kind))
        segments.append(Segment(sentence, said, flags=(flags or {}).get(index, ())))
        text += source + "\n"
    signature = Signature("0.1", (ModelInfo("fake"),), "greedy", "id", target, settings=(("retry", "on"),))
    return Translation(Document(text, tuple(paragraphs)), target, tuple(segments), signature)


def told(brief: Brief) -> tuple[str, ...]:
    return tuple(notice_text(one, brief.language) for one in brief.notices)


def test_headline_points_facts_and_signature() -> None:
    brief = make_brief(build_translation(*ARTICLE), points=2, summarizer="lead")
    assert (brief.headline.text, brief.headline.evidence) == ("A New Dyke Is Built", (0,))
    assert [point.evidence for point in brief.points] == [(2,), (3,)]
    assert brief.points[0].text == ARTICLE[2][1]
    assert [(fact.kind, fact.value) for fact in brief.facts] == [
        (FactKind.PERSON, "Rudi Hartanto, Mayor of Bandung"),
        (FactKind.PLACE, "Bandung"),
        (FactKind.AMOUNT, "Rp 12 billion"),
    ]
    assert brief.signature.settings == (("retry", "on"), ("summarizer", "lead"), ("points", "2"))
    assert brief.language == "en"


def test_a_brief_in_a_third_language_has_the_facts_as_they_are_written() -> None:
    brief = make_brief(build_translation(*ARTICLE, target="fr"))
    assert brief.language == "fr" and brief.points
    assert "Rp 12 miliar" in [fact.value for fact in brief.facts]


def test_an_article_of_fewer_sentences_gives_fewer_points() -> None:
    assert [point.evidence for point in make_brief(build_translation(*ARTICLE), points=9).points] == [(2,), (3,), (4,)]


def test_a_paid_article_is_said_in_the_language_of_the_reader() -> None:
    english = make_brief(build_translation(*ARTICLE))
    assert told(english) == ("Paid content: the article carries the mark (Adv/Diskominfo).",)
    japanese = make_brief(build_translation(*ARTICLE, target="ja"))
    assert told(japanese) == ("広告記事：原文に(Adv/Diskominfo)の表示があります。",)


def test_flags_go_with_their_point_and_are_counted() -> None:
    split = Flag(FlagCode.SPLIT, OverBudget(16, 8))
    brief = make_brief(build_translation(*ARTICLE[:5], flags={2: (LOST,), 3: (split,)}), summarizer="lead")
    assert brief.points[0].flags == (LOST,)
    assert told(brief) == ("1 of 5 segments has flags: read it with care.",)
    two = make_brief(build_translation(*ARTICLE[:5], target="ja", flags={2: (LOST,), 3: (LOST,)}))
    assert told(two) == ("5文のうち2文の訳に疑問点があります。注意してお読みください。",)


@pytest.mark.parametrize("code", [FlagCode.REPETITION, FlagCode.WRONG_SCRIPT, FlagCode.SOURCE_ECHO])
def test_an_unusable_translation_gives_way_to_the_next_and_that_is_said(code: FlagCode) -> None:
    brief = make_brief(build_translation(*ARTICLE, flags={2: (Flag(code),)}), points=2, summarizer="lead")
    assert [point.evidence for point in brief.points] == [(3,), (4,)]
    assert told(brief)[-1].endswith("the translation failed its checks: sentence 3.")


def test_where_all_is_unusable_it_is_shown_with_its_flags() -> None:
    rows = (ARTICLE[2], ARTICLE[3])
    brief = make_brief(build_translation(*rows, flags={0: (LOOP,), 1: (LOOP,)}))
    assert [(point.evidence, point.flags) for point in brief.points] == [((0,), (LOOP,)), ((1,), (LOOP,))]
    assert len(brief.notices) == 1
    assert brief.headline.text


def test_an_empty_translation_is_never_a_point_nor_a_headline() -> None:
    rows = [(source, " " if i in (0, 2) else said, kind, role) for i, (source, said, kind, role) in enumerate(ARTICLE)]
    brief = make_brief(build_translation(*rows), points=4)
    assert [point.evidence for point in brief.points] == [(3,), (4,)]
    assert brief.headline.text and brief.headline.evidence in {(3,), (4,)}


def test_without_a_title_the_best_sentence_is_the_headline() -> None:
    assert make_brief(build_translation(*ARTICLE[2:])).headline.evidence == (0,)


def test_a_looping_title_gives_way_to_the_best_sentence() -> None:
    assert make_brief(build_translation(*ARTICLE, flags={0: (LOOP,)})).headline.evidence == (2,)


def test_a_title_alone() -> None:
    brief = make_brief(build_translation(ARTICLE[0]))
    assert (brief.headline.text, brief.points, brief.notices) == ("A New Dyke Is Built", (), ())


def test_a_title_alone_whose_translation_loops_is_shown_with_its_flag() -> None:
    brief = make_brief(build_translation(ARTICLE[0], flags={0: (LOOP,)}))
    assert (brief.headline.evidence, brief.headline.flags) == ((0,), (LOOP,))


def test_nothing_at_all() -> None:
    brief = make_brief(build_translation())
    assert (brief.headline.text, brief.headline.evidence, brief.points, brief.facts) == ("", (), (), ())


def test_a_title_of_two_sentences_is_joined_as_the_target_joins() -> None:
    first, second = Sentence("Air Naik. ", 0, 10), Sentence("Warga Lari.", 10, 21)
    document = Document("Air Naik. Warga Lari.", (Paragraph((first, second), Kind.TITLE),))
    signature = Signature("0.1", (), "greedy", "id", "ja")
    said = Translation(document, "ja", (Segment(first, "水位上昇。"), Segment(second, "住民避難。")), signature)
    assert make_brief(said).headline.text == "水位上昇。住民避難。"


def test_an_unknown_summarizer_and_no_points_are_refused() -> None:
    with pytest.raises(UsageError, match="choose one of: lead, textrank"):
        make_brief(build_translation(*ARTICLE), summarizer="magic")
    with pytest.raises(UsageError, match="expected 1 or more"):
        make_brief(build_translation(*ARTICLE), points=0)
