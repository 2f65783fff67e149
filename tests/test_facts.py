"""Facts are found where the text makes them plain, put together, and said in the target language."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate.briefing.facts import find_facts
from translate.briefing.facts.mentions import find_mentions
from translate.document import Document, Fact, FactKind, Kind, Paragraph, Role, Sentence
from translate.language.gazetteer import dateline_places, exonyms, offices, organisations, places
from translate.reading import read_text

CASES = json.loads((Path(__file__).parent / "cases" / "facts.json").read_text(encoding="utf-8"))
SENTENCE = re.compile(r".+?(?:(?<=[a-z]{2}[.])\s+(?=[A-Z])|$)")


def build_document(*paragraphs: str, title: str = "", role: Role = Role.TEXT, kind: Kind = Kind.BODY) -> Document:
    text, made = "", []
    blocks = [(title, Kind.TITLE)] * bool(title) + [(paragraph, kind) for paragraph in paragraphs]
    for block, block_kind in blocks:
        sentences = [
            Sentence(m.group(), len(text) + m.start(), len(text) + m.end(), role) for m in SENTENCE.finditer(block)
        ]
        made.append(Paragraph(tuple(sentences), block_kind))
        text += block + "\n\n"
    return Document(text, tuple(made))


def facts(document: Document, kind: FactKind, target: str = "en") -> list[Fact]:
    return [fact for fact in find_facts(document, target) if fact.kind is kind]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_labelled_case(case: dict[str, object]) -> None:
    found = find_facts(build_document(str(case["text"])), "en")
    assert sorted([fact.kind.value, fact.value] for fact in found) == sorted(case["facts"])  # type: ignore[call-overload]


def test_the_cases_hold_enough_that_name_nothing() -> None:
    assert len(CASES) >= 60
    assert sum(not case["facts"] for case in CASES) >= 15


def test_evidence_counts_every_sentence_that_names_the_person_also_the_title() -> None:
    document = build_document(
        "Wali Kota Balikpapan Rahmad Mas’ud datang. Hujan turun. Menurut dia, Rahmad Masud sudah tahu. "
        "Lalu Rahmad pulang.",
        title="Rahmad Masud Menata Kota",
    )
    [person] = facts(document, FactKind.PERSON)
    assert person.text == "Wali Kota Balikpapan Rahmad Mas’ud"
    assert person.evidence == (0, 1, 3, 4)


def test_a_word_that_the_article_also_writes_small_is_not_taken_for_the_person() -> None:
    document = build_document("Kata Indah Lestari, taman dibuka. Indah sekali taman itu. Taman itu memang indah.")
    [person] = facts(document, FactKind.PERSON)
    assert person.evidence == (0,)


def test_a_first_name_of_two_people_is_evidence_for_neither() -> None:
    document = build_document("Kata Budi Santoso, air surut. Kata Budi Hartono, air naik. Kemudian Budi pulang.")
    assert [fact.evidence for fact in facts(document, FactKind.PERSON)] == [(0,), (1,)]


def test_an_office_without_complement_counts_only_with_another_sign() -> None:
    alone = build_document("Wali Kota Sukma Dewi datang.")
    sure = build_document("Wali Kota Sukma Dewi datang. Kata Sukma, pasar dibuka.")
    says = build_document("Wali Kota Sukma Dewi datang. Sukma berpandangan lain.")
    assert facts(alone, FactKind.PERSON) == []
    assert [fact.evidence for fact in facts(says, FactKind.PERSON)] == [(0, 1)]
    assert [fact.value for fact in facts(sure, FactKind.PERSON)] == ["Sukma Dewi, Mayor"]


def test_values_in_japanese() -> None:
    document = build_document(
        "Wali Kota Balikpapan Rahmad Masud menerima tamu dari Yokohama, Jepang. Tamu itu ke Desa Sukasari dan BPS. "
        "Anggarannya Rp 12,5 triliun pada Senin (23/10/2023). Hadir 1.200 orang."
    )
    assert [fact.value for fact in find_facts(document, "ja")] == [
        "ラフマド・マスッド（バリクパパン市長）",
        "中央統計庁(BPS)",
        "バリクパパン",
        "横浜",
        "日本",
        "スカサリ村",
        "2023年10月23日",
        "12兆5000億ルピア",
        "1,200人",
    ]


@pytest.mark.parametrize("role", [Role.BYLINE, Role.CREDIT, Role.RELATED, Role.ADVERTORIAL])
def test_parts_that_are_no_news_name_nothing(role: Role) -> None:
    document = build_document("Wali Kota Bandung Rudi Hartanto membuka pasar senilai Rp 2 miliar.", role=role)
    assert find_facts(document, "en") == ()


def test_boilerplate_names_nothing_and_a_dateline_does() -> None:
    assert find_facts(build_document("Hujan di Semarang.", kind=Kind.BOILERPLATE), "en") == ()
    [fact] = find_facts(build_document("Semarang – ", role=Role.DATELINE), "en")
    assert fact.value == "Semarang"


def test_a_regency_and_the_town_it_is_named_after_have_each_their_own_evidence() -> None:
    document = build_document("Hujan turun di Pekalongan. Warga Kabupaten Pekalongan mengungsi.")
    found = [(fact.value, fact.evidence) for fact in facts(document, FactKind.PLACE)]
    assert found == [("Pekalongan", (0,)), ("Pekalongan Regency", (1,))]


def test_a_physician_has_a_title_in_lower_case() -> None:
    [mention] = find_mentions("Sekolah itu dirintis oleh dr. Laras Anindya, Sp.N., sejak lama.")
    assert mention.name == "Laras Anindya"


def test_no_document_no_facts() -> None:
    assert find_facts(Document("", ()), "en") == ()


def test_every_name_of_the_tables_has_both_languages() -> None:
    for table in (places(), organisations()):
        assert [entry.id for entry in table.values() if not (entry.en and entry.ja)] == []
    assert [e.id for e in offices().values() if bool(e.en) != bool(e.ja) or e.note not in ("", "weak")] == []


def test_a_place_that_is_as_often_a_word_counts_in_a_dateline_alone() -> None:
    assert "metro" in dateline_places() and ("Metro",) not in places()
    assert {" ".join(words).casefold() for words in places()} < dateline_places()


def test_every_province_regency_and_city_is_in_the_gazetteer() -> None:
    lines = (Path(__file__).parent / "cases" / "regencies.txt").read_text(encoding="utf-8").splitlines()
    provinces, regencies, cities = zip(*(line.split("|") for line in lines), strict=True)
    names = [name for part in (*regencies, *cities) for name in part.split(";") if name]
    assert (len(provinces), len(names)) == (38, 514)
    assert not {name.casefold() for name in (*provinces, *names)} - dateline_places()
    entry = places()["Humbang", "Hasundutan"]
    assert (entry.en, entry.ja, entry.note) == ("Humbang Hasundutan", "フンバン・ハスンドゥタン", "Humbahas")
    assert places()["Kepulauan", "Talaud"].ja == "タラウド諸島"


PERSON, BODY, PLACE, DATE = FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE, FactKind.DATE
KPU = "General Elections Commission (KPU)"


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        # People named in full where nothing else tells that they are people, and then by one word.
        ("Livi Zhengga menggarap dua film. “Ini menarik,” ujar Livi.", PERSON, ["Livi Zhengga"]),
        ("Direktur Utama Bank Sinarmas Frengky Tirtajaya hadir. “Ya,” kata Frengky.", PERSON, ["Frengky Tirtajaya"]),
        ("Pengumuman itu ditandatangani Pudjoharsoyo. “Ditunda,” kata Pudjo.", PERSON, []),
        ("Lurah itu bernama Budi Raharjo alias Ce Ming (37).", PERSON, ["Budi Raharjo"]),
        ("CEO Kartuku Thomas Husted hadir.", PERSON, ["Thomas Husted, Chief Executive of Kartuku"]),
        ("“Ya,” kata Ketua KPU RI Arief Budiman.", PERSON, ["Arief Budiman, Chair of the " + KPU]),
        ("“Ya,” kata Rahmad Hakim di sana.", PERSON, ["Rahmad Hakim"]),
        ("KPU meresmikan tahapan. KPU RI memasang target.", BODY, [KPU]),
        ("Dinas Pendidikan DKI Jakarta ditegur. Dinas Pendidikan diam.", BODY, ["Jakarta Education Office"]),
        ("Laga klub di liga itu usai. Balapan GP Valencia juara pembalap dan podium.", BODY, []),
        ("Warga DKI Jakarta tiba. Jakarta hujan.", PLACE, ["Jakarta"]),
        ("Rumah itu di Jalan Ngesrep Barat III Nomor 60.", PLACE, ["Jalan Ngesrep Barat III"]),
        ("Warga Kabupaten Tolikara dan Kota Subulussalam mengungsi.", PLACE, ["Tolikara Regency", "Subulussalam"]),
        ("Sesuai Instruksi Gubernur 16 Tahun 2015 tentang sekolah.", DATE, []),
        ("Acara itu digelar Sabtu-Minggu (5-6/2/2024).", DATE, ["5 February 2024", "6 February 2024"]),
    ],
)  # fmt: skip
def test_one_thing_is_one_fact_by_its_whole_name(text: str, kind: FactKind, values: list[str]) -> None:
    assert [fact.value for fact in facts(build_document(text), kind)] == values


CUES = "Wali Kota Balikpapan Rahmad kata Kepala Dinas PT H . , ( ) 47 BPS Jl. Kabupaten dan Jawa Tengah Drs Republik RI"
WORDS = st.sampled_from(CUES.split())


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS | st.text(max_size=6), max_size=14).map(" ".join))
@example("Wali Kota Balikpapan Rahmad")
def test_mentions_are_spans_of_the_sentence(text: str) -> None:
    assert find_mentions(text) or text != "Wali Kota Balikpapan Rahmad"
    for mention in find_mentions(text):
        assert mention.name and mention.name in text[mention.start : mention.end]


def test_exonyms_are_single_words_that_differ() -> None:
    assert {name: exonyms("en").get(name) for name in ("Skotlandia", "Filipina", "Ceko", "Aceh", "Kenya", "UEA")} == {
        "Skotlandia": "Scotland",
        "Filipina": "Philippines",
        "Ceko": None,  # the Czech Republic
        "Aceh": None,
        "Kenya": None,
        "UEA": None,
    }
    assert not exonyms("xx")


ARTICLES = Path(__file__).parent.parent.parent / "shared" / "eval" / "summaries" / "indosum-dev.jsonl"


@pytest.mark.skipif(not ARTICLES.exists(), reason="the labelled articles are no part of the project")
def test_the_facts_of_labelled_articles_are_right() -> None:
    labels = json.loads((Path(__file__).parent / "cases" / "facts-indosum.json").read_text(encoding="utf-8"))
    articles = (json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines())
    texts = {article["id"]: article["text"] for article in articles}
    wrong = right = 0
    for article, labelled in labels.items():
        found = {(str(fact.kind), fact.value) for fact in find_facts(read_text(texts[article]), "en")}
        right += len(found & {tuple(fact) for fact in labelled})
        wrong += len(found - {tuple(fact) for fact in labelled})
    assert len(labels) == 60
    assert right >= 0.97 * (right + wrong)
    assert right >= 0.6 * sum(map(len, labels.values()))


def test_a_range_and_a_size_keep_both_ends() -> None:
    text = (
        "Banjir merusak 40-50 rumah. Lapangan itu 40 x 60 meter. Ada 3 sampai 4 desa. Rapat dihadiri 20 orang. "
        "Dana Rp1-2 M disiapkan. Acara pada 24 s/d 26 Mei 2024. Pameran buka pukul 17.00-19.00 WIB."
    )
    document = build_document(text)
    said = ["40-50 houses", "40 x 60 m", "3-4 villages", "20 people", "Rp 1 billion", "Rp 2 billion"]
    assert [fact.value for fact in facts(document, FactKind.AMOUNT)] == said
    assert [fact.value for fact in facts(document, FactKind.AMOUNT, "ja")][:3] == ["家屋40～50棟", "40×60m", "3～4村"]
    assert [fact.value for fact in facts(document, FactKind.DATE)] == ["24 May 2024", "26 May 2024"]
    assert [fact.value for fact in facts(document, FactKind.TIME)] == ["17:00 WIB", "19:00 WIB"]


def test_facts_in_a_third_language_are_as_the_article_writes_them() -> None:
    document = build_document(
        "Menteri Keuangan Sri Mulyani menyalurkan Rp 12 miliar pada 2 Mei 2024 di Kecamatan Sukau."
    )
    said = {str(fact.kind): fact.value for fact in find_facts(document, "fr")}
    assert said == {"person": "Sri Mulyani", "place": "Sukau", "date": "2 Mei 2024", "amount": "Rp 12 miliar"}


def test_the_town_of_a_club_is_no_place_of_the_article() -> None:
    assert not facts(build_document("Pertandingan AS Roma melawan AC Milan berakhir imbang."), FactKind.PLACE)
    assert [fact.value for fact in facts(build_document("Paus tinggal di Roma."), FactKind.PLACE)] == ["Rome"]


def test_who_is_named_in_full_and_then_by_the_last_name_alone_is_a_person() -> None:
    document = build_document(
        "Gelandang itu, Wardo Sneivel, tiba kemarin. Sneivel akan bermain besok. "
        "Borsania Dortven menang, lalu Dortven bermain di kandang melawan Dortven. "
        "Batu Karang tinggi. Karang bisa runtuh."
    )
    assert [fact.value for fact in facts(document, FactKind.PERSON)] == ["Wardo Sneivel"]


def test_a_short_form_in_another_sense_is_no_evidence() -> None:
    document = build_document("Sekjen PBB datang. Tarif PBB naik 20 persen.")
    [body] = facts(document, FactKind.ORGANISATION)
    assert (body.value, body.evidence) == ("United Nations", (0,))


def test_what_stands_behind_an_office_before_a_short_form_is_no_name() -> None:
    document = build_document("Hal itu dikatakan Waketum DPP Ormas MKGR Toni Pontoh.")
    assert [person.value for person in facts(document, FactKind.PERSON)] in ([], ["Toni Pontoh"])
    document = build_document("Hal itu dikatakan Staf Ahli Wali Kota Bandung Siti Maryam.")
    assert [person.value for person in facts(document, FactKind.PERSON)] == ["Siti Maryam, Staf Ahli Wali Kota Bandung"]
