"""Short forms are written out where an article has them first, and nowhere else."""

import re

import pytest
from builders import build_document
from hypothesis import given
from hypothesis import strategies as st

from translate.checks import check
from translate.document import Sentence
from translate.language.glossary import Glossary, Term, builtin
from translate.language.localise.introductions import introduce, short_forms
from translate.testing import FakeEngine
from translate.translation.attempts import imported_attempts
from translate.translation.pipeline import assemble, translate_document, translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.windows import translate_windows

FIRST = "Ketua KPK hadir pada Senin."
SECOND = "KPK belum menahan tersangka itu."
ANSWERS = {FIRST: "The KPK chairman was there on Monday.", SECOND: "KPK has not detained the suspect."}
INTRODUCED = "The Corruption Eradication Commission (KPK) chairman was there on Monday."


def without_articles(text: str) -> str:
    """Return the letters and digits of a text, without English articles."""
    return re.sub(r"\b(?:an?|the)\b|[\W_]", "", text, flags=re.I).casefold()


def texts(*sources: str, policy: Policy | None = None) -> list[str]:
    setup = Setup(FakeEngine(ANSWERS, default=lambda text: text))
    translation = translate_document(build_document(*sources), setup, policy or Policy(retry=False))
    return [segment.text for segment in translation.segments]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        # The article "the" stands where English needs one.
        ("Ia dipanggil hakim MK.", "He was summoned by MK judges.", "by the Constitutional Court (MK) judges."),
        ("Mantan pimpinan KPK.", "A former KPK leader.", "A former Corruption Eradication Commission (KPK) leader."),
        ("Hakim MK itu.", "An MK judge.", "A Constitutional Court (MK) judge."),
        ("Seorang penyidik OJK.", "An OJK investigator.", "A Financial Services Authority (OJK) investigator."),
        ("OJK mencatat laba naik.", "OJK noted higher profits.", "The Financial Services Authority (OJK) noted"),
        ("Ia menilai putusan MK keliru.", "He considers MK's ruling wrong.", "the Constitutional Court's (MK) ruling"),
        ("Anggota DPR hadir.", "DPR's members came.", "The House of Representatives' (DPR) members came."),
        ("Hadir pula MPR.", "Also present, DPR and MPR came.", "and the People's Consultative Assembly (MPR) came."),
        (
            "Ketua DPRD Bogor hadir.",
            "The Bogor DPRD speaker came.",
            "The Bogor Regional House of Representatives (DPRD)",
        ),
        # A programme or a province has none.
        ("Angka TBC naik.", "TBC cases rose.", "Tuberculosis (TBC) cases rose."),
        ("Banjir melanda NTT.", "Floods hit NTT.", "Floods hit East Nusa Tenggara (NTT)."),
        ("Rapat pukul 10.00 WIB.", "The meeting is at 10:00 WIB.", "at 10:00 Western Indonesia Time (WIB)."),
        # A plural stands for no single one.
        ("Lima WNI dipulangkan.", "Five WNI were sent home.", "Five Indonesian citizens (WNI) were sent home."),
        ("Seorang WNI dipulangkan.", "A WNI was sent home.", "A WNI was sent home."),
        (
            "Bareskrim Polri.",
            "The National Police Bareskrim.",
            "The National Police Criminal Investigation Agency (Bareskrim).",
        ),
        # The longest form counts.
        ("Prajurit TNI AD tiba.", "The TNI AD soldiers came.", "The Indonesian Army (TNI AD) soldiers came."),
        (
            "Komisioner KPU RI hadir.",
            "The KPU RI commissioner came.",
            "General Elections Commission (KPU RI) commissioner",
        ),
        # Beside a tax, a short form of another body is the tax, whose name has the word in it.
        ("Tarif PBB naik 20 persen.", "PBB tariffs rose by 20%.", "Land and building tax (PBB) tariffs rose by 20%."),
        ("Pajak PBB mencapai Rp 1 miliar.", "PBB tax reached Rp 1 billion.", "Land and building tax (PBB) reached"),
        ("Warga membayar PKB di Samsat.", "Residents pay PKB at Samsat.", "pay motor vehicle tax (PKB) at Samsat."),
    ],
)
def test_english(source: str, text: str, expected: str) -> None:
    written = introduce(source, text, "en").text
    assert expected in written
    assert introduce(source, written, "en").text == written


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Komisi Pemberantasan Korupsi (KPK) hadir.", "The Corruption Eradication Commission (KPK) was there."),
        ("Ketua KPK hadir.", "The chairman of the Corruption Eradication Commission was there."),
        ("Ketua KPK hadir.", "The anti-graft body's chairman was there."),
        ("KPK-Polri bekerja sama.", "KPK-Polri cooperation."),
        ("KPK/Polri bekerja sama.", "KPK/Polri cooperation."),
        ("Lihat kpk.go.id dan www.KPK.go.id.", "See kpk.go.id and www.KPK.go.id."),
        ("Ketua DPRD Bogor hadir.", "The chairman of DPRD Bogor was there."),  # a name of its own
        ("MK (25) ditangkap.", "MK (25) was arrested."),  # a person
        ("Pabrik PKS itu mencemari sungai.", "The PKS plant polluted the river."),  # a mill
        ("DPD Golkar rapat.", "Golkar's DPD met."),  # a party's board
        ("Data WHO terbit.", "WHO data were published."),  # known everywhere
        ("Sekjen PBB mengusulkan pajak karbon.", "The PBB chief proposed a carbon tax."),  # the United Nations
        ("Pajak Bumi dan Bangunan (PBB) naik.", "The Land and Building Tax (PBB) rose."),
        ("Pembayaran PBB-P2 mudah.", "PBB-P2 payments are easy."),
        ("Kader PKB membayar iuran.", "PKB cadres paid dues."),  # neither surely a tax nor surely the party
    ],
)
def test_what_stays(source: str, text: str) -> None:
    assert introduce(source, text, "en").text == text


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Ketua KPK hadir.", "KPKの委員長が出席した。", "汚職撲滅委員会（KPK）の委員長が出席した。"),
        ("Ketua KPK hadir.", "汚職撲滅委員会（KPK）の委員長が出席した。", None),
        ("Ketua KPK hadir.", "汚職撲滅委員会の委員長が出席した。", None),
        ("Rapat pukul 10.00 WIB.", "会議は10時WIBに始まる。", None),
        ("KPK-Polri hadir.", "KPK-Polriが出席した。", None),
        ("Tarif PBB naik.", "PBBの税率は上がった。", "土地建物税（PBB）の税率は上がった。"),
        ("Pajak PBB naik.", "PBB税は上がった。", "土地建物税（PBB）は上がった。"),
        ("Sekjen PBB datang.", "PBB事務総長が来た。", None),
    ],
)
def test_japanese(source: str, text: str, expected: str | None) -> None:
    assert introduce(source, text, "ja").text == (expected or text)


def test_only_the_first_mention_is_written_out() -> None:
    assert texts(FIRST, SECOND) == [INTRODUCED, ANSWERS[SECOND]]


def test_texts_apart_each_have_a_first_mention() -> None:
    sentences = [Sentence(text, 0, len(text)) for text in (FIRST, SECOND)]
    segments = translate_sentences(sentences, Setup(FakeEngine(ANSWERS)), Policy(retry=False), apart=True)
    assert [segment.text for segment in segments] == [
        INTRODUCED,
        "The Corruption Eradication Commission (KPK) has not detained the suspect.",
    ]
    assert all(segment.attempts[0].text in ANSWERS.values() for segment in segments)


def test_a_source_that_introduces_a_short_form_is_the_first_mention() -> None:
    introduction = "Komisi Pemberantasan Korupsi (KPK) rapat."
    assert texts(introduction, FIRST)[1] == ANSWERS[FIRST]


def test_a_headline_is_left_alone_and_is_no_introduction() -> None:
    assert texts("KPK Tahan Bupati", FIRST) == ["KPK Tahan Bupati", INTRODUCED]


def test_what_a_user_prescribes_is_left_alone() -> None:
    own = Glossary((Term(("KPK",), ("KPK",), ("KPK",)),))
    assert texts(FIRST, policy=Policy(retry=False, glossary=builtin() + own)) == [ANSWERS[FIRST]]
    other = Glossary((Term(("OJK",), ("OJK",), ("OJK",)),))
    assert texts(FIRST, policy=Policy(retry=False, glossary=builtin() + other)) == [INTRODUCED]


def test_without_the_built_in_glossary_nothing_is_written_out() -> None:
    assert texts(FIRST, policy=Policy(retry=False, glossary=Glossary(()))) == [ANSWERS[FIRST]]


def test_what_a_person_translated_is_left_alone() -> None:
    engine = FakeEngine()
    attempts = imported_attempts({FIRST: ANSWERS[FIRST]}, engine, Policy())
    (segment,) = assemble([Sentence(FIRST, 0, len(FIRST))], attempts, "id", "en")
    assert segment.text == ANSWERS[FIRST]


def test_after_a_persons_translation_the_reader_is_still_told() -> None:
    engine = FakeEngine(ANSWERS)
    attempts = imported_attempts({FIRST: ANSWERS[FIRST]}, engine, Policy())
    attempts |= next(translate_windows([SECOND], Setup(engine), Policy(retry=False)))
    sentences = [Sentence(text, 0, len(text)) for text in (FIRST, SECOND)]
    assert [segment.text for segment in assemble(sentences, attempts, "id", "en")] == [
        ANSWERS[FIRST],
        "The Corruption Eradication Commission (KPK) has not detained the suspect.",
    ]


def test_what_nothing_translated_stays() -> None:
    echo = "Sebanyak 1.240 orang dipanggil KPK pada Senin."
    assert texts(echo) == ["Sebanyak 1,240 orang dipanggil KPK pada Senin."]


def test_the_table_is_well_formed() -> None:
    assert short_forms(taxes=True).keys() == {"PBB", "PKB"}
    forms = short_forms() | short_forms(taxes=True)
    assert len(forms) > 250
    for short, form in forms.items():
        assert re.fullmatch(r"[A-Z][A-Za-z0-9 -]*", short), short
        assert form.en == form.en.strip() and "(" not in form.en and not form.en.startswith("the "), short
        assert form.ja == form.ja.strip() and "(" not in form.ja, short


def test_checks_have_nothing_against_long_forms() -> None:
    """A long form that the source lacks is neither an added figure nor an echo, and no name is lost by it."""
    flagged = {}
    for form in short_forms().values():
        source = f"Menurut laporan itu, {form.short} menggelar rapat bersama warga pada Senin."
        plain = f"According to the report, {form.short} held a meeting with residents on Monday."
        written = introduce(source, plain, "en").text
        if more := {flag.code for flag in check(source, written, "id", "en")} - {
            flag.code for flag in check(source, plain, "id", "en")
        }:
            flagged[form.short] = more
    assert flagged == {}


@given(
    st.sampled_from(sorted(short_forms())), st.text(max_size=40), st.text(max_size=40), st.sampled_from(["en", "ja"])
)
def test_nothing_is_lost(short: str, before: str, after: str, language: str) -> None:
    """Whatever stands around a short form, only the long form, its brackets and articles are added."""
    source, text = f"Ketua {short} hadir.", f"{before} {short} {after}"
    written = introduce(source, text, language).text
    long = short_forms()[short].long(language)
    if written != text:
        assert without_articles(written).replace(without_articles(long), "", 1) == without_articles(text)


def test_other_languages_have_no_introductions() -> None:
    engine = FakeEngine(ANSWERS, target="fr")
    segments = translate_document(build_document(FIRST), Setup(engine), Policy(retry=False)).segments
    assert segments[0].text == ANSWERS[FIRST]
