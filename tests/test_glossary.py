"""A glossary: read, found in text, put in, checked, and never at the cost of anything else."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import build_document
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import Translator
from translate.cli import main
from translate.document import FlagCode, ModelInfo, Sentence
from translate.errors import DamagedFile, MissingFile, NotText, UsageError, WartaError
from translate.language.glossary import NO_TERMS, EngineInput, Glossary, Term, builtin, check_terms, find, place, tally
from translate.testing import FakeEngine
from translate.translation.pipeline import translate_document, translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.signing import sign
from translate.writers.wording import attempt_text, flag_reason

FILE = Path(__file__).parent / "cases" / "glossary.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
MAYOR = Term(("Wali Kota", "Walikota"), en=("Mayor",), ja=("市長",))
DEPUTY = Term(("Wakil Wali Kota",), en=("Deputy Mayor",), ja=("副市長",))
COMMISSION = ("KPK", "Komisi Pemberantasan Korupsi")
KPK = Term(COMMISSION, en=("Corruption Eradication Commission (KPK)",), ja=("汚職撲滅委員会",))
REGENT = Term(("Bupati",), en=("Regent", "District Head"))
TERMS = Glossary((MAYOR, DEPUTY, KPK, REGENT, Term(("AS",), en=("United States",))))


def found(text: str, glossary: Glossary = TERMS, language: str = "en") -> list[str]:
    return [match.text for match in find(text, glossary, language)]


def placed_in(text: str, language: str, glossary: Glossary = TERMS, between: str | None = None) -> EngineInput:
    return place(text, find(text, glossary, language), language, between=between)


def notes(source: str, said: str, language: str = "en", glossary: Glossary = TERMS) -> list[str]:
    return [flag_reason(flag) for flag in check_terms(find(source, glossary, language), said, language)]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_the_terms_of_the_cases_are_found_and_their_references_keep_them(case: dict[str, Any], language: str) -> None:
    assert found(case["text"], builtin(), language) == case["terms"]
    assert notes(case["text"], case[language], language, builtin()) == []


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("Wakil Wali Kota dan Wali Kota hadir.", ["Wakil Wali Kota", "Wali Kota"]),
        ("wali kota, walikota, WALI KOTA", ["wali kota", "walikota", "WALI KOTA"]),
        ("Rombongan AS tiba; as roda patah.", ["AS"]),
        ("kpk menahan dia, KPK juga.", ["KPK"]),
        ("Komisi Pemberantasan Korupsi (KPK) hadir.", ["Komisi Pemberantasan Korupsi (KPK)"]),
        ("Bupatinya pulang, para bupati-bupati tinggal, KPK-nya diam.", []),
        ("Eks-bupati itu pulang.", ["bupati"]),
        ("Lihat https://kpk.go.id/KPK atau www.KPK.go.id, KPK.go.id, surat@KPK.go.id, #KPK.", []),
        ('"Bupati," katanya, "sakit."', ["Bupati"]),
        ("Ia wali. Kota itu besar. Ia wali, kota itu besar.", []),
        ("Perwalikotaan dan sabupati", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, expect: list[str]) -> None:
    assert found(text) == expect


def test_of_overlapping_terms_the_longest_counts() -> None:
    terms = Glossary((Term(("satu dua",), en=("A",)), Term(("dua tiga empat",), en=("B",))))
    assert found("satu dua tiga empat", terms) == ["dua tiga empat"]


def test_only_terms_that_can_be_said_in_a_language_are_found() -> None:
    assert found("Bupati datang.", language="ja") == []
    assert found("Bupati datang.", language="fr") == []


@pytest.mark.parametrize(
    ("source", "said", "kept"),
    [
        ("Wali Kota pulang.", "The mayors' cars left.", True),
        ("Wali Kota pulang.", "The mayoral car left.", False),
        ("Bupati pulang.", "The district head went home.", True),
        ("KPK datang.", "The Corruption Eradication Commission (KPK) came.", True),
        ("AS datang.", "The united states came.", True),
        ("AS datang.", "They came to us.", False),
    ],
)
def test_what_counts_as_kept_in_english(source: str, said: str, kept: bool) -> None:
    assert (notes(source, said) == []) is kept


@pytest.mark.parametrize(("language", "kept"), [("en", "The KTP was new."), ("ja", "KTPは新しかった。")])
def test_a_short_form_that_is_written_out_later_may_stay_unless_the_term_is_the_users(language: str, kept: str) -> None:
    (match,) = find("KTP itu baru.", builtin(), language)
    assert check_terms([match], kept, language) == ()
    assert [flag.code for flag in check_terms([match], "ID" if language == "ja" else "It was.", language)] == [
        FlagCode.TERM_IGNORED
    ]
    own = replace(match, term=replace(match.term, by_context=False))
    assert [flag.code for flag in check_terms([own], kept, language)] == [FlagCode.TERM_IGNORED]
    (stays,) = find("UU itu baru.", builtin(), language)  # nothing writes it out
    assert check_terms([stays], kept.replace("KTP", "UU"), language) != ()


def test_acronyms_need_their_capitals() -> None:
    terms = Glossary((Term(("PBB",), en=("United Nations", "UN")),))
    assert notes("PBB datang.", "The UN came.", glossary=terms) == []
    assert notes("PBB datang.", "An un came.", glossary=terms) == ['"PBB" is not translated as "United Nations"']


def test_both_spellings_of_english_are_right() -> None:
    terms = Glossary((Term(("Kemenhan",), en=("Ministry of Defence",)),))
    assert notes("Kemenhan", "the Ministry of Defense", glossary=terms) == []


def test_japanese_is_exact() -> None:
    assert notes("KPK datang.", "汚職撲滅委員会は来た。", "ja") == []
    assert notes("KPK datang.", "汚職委員会は来た。", "ja") == ['"KPK" is not translated as "汚職撲滅委員会"']


def test_english_terms_go_in_as_they_are_and_japanese_ones_as_tokens() -> None:
    assert placed_in("Wali Kota dan bupati pulang.", "en").text == "Mayor dan regent pulang."
    placed = placed_in("Wali Kota dan KPK pulang.", "ja")
    assert placed.text == "X1 dan X2 pulang."
    assert placed.keeps("X2 と X1 は") and not placed.keeps("X1 は") and not placed.keeps("X1 X1 X2")
    assert placed.restore("X2 と X1 は帰った。") == "汚職撲滅委員会と市長は帰った。"
    assert placed_in("Wali Kota X1 pulang.", "ja").text == "Z1 X1 pulang."
    assert placed_in("Wali Kota pulang.", "ja", between="en").text == "Mayor pulang."


def test_what_is_not_to_be_translated_stays() -> None:
    terms = Glossary.untranslated(["Kopi Senja"])
    placed = placed_in("Toko Kopi Senja buka.", "en", terms)
    assert placed.text == "Toko X1 buka." and placed.restore("X1 shop opens.") == "Kopi Senja shop opens."
    assert notes("Toko Kopi Senja", "Dusk Coffee", glossary=terms) == ['"Kopi Senja" is not translated as "Kopi Senja"']
    assert notes("Toko Kopi Senja", "Kopi Senjaの店", "ja", terms) == []
    assert found("kopi senja", terms) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["Wali Kota", "bupati", "KPK", "Hujan", "X1", ",", "https://a.id/KPK", "é", "\\1"])))
def test_tokens_come_back_whatever_stands_around_them(words: list[str]) -> None:
    text = " ".join(words)
    terms = Glossary((*TERMS.terms, Term(("Hujan",), ja=(r"雨\1",)), replace(REGENT, ja=("県知事",))))
    placed = placed_in(text, "ja", terms)
    assert placed.keeps(placed.text)
    assert notes(text, placed.restore(placed.text), "ja", terms) == []


# Reading


def write(folder: Path, text: str, name: str = "terms.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_tsv_and_toml_say_the_same(tmp_path: Path) -> None:
    table = write(tmp_path, "source\ten\tja\n# a comment\n\nWali Kota|Walikota\tMayor|Town Head\t市長\n")
    toml = '[[term]]\nsource = ["Wali Kota", "Walikota"]\nen = ["Mayor", "Town Head"]\nja = "市長"\n'
    one, other = Glossary.load(table), Glossary.load(write(tmp_path, toml, "terms.toml"))
    assert one == other and one.sha256 == other.sha256 and len(one) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n\nWali Kota\n", r"line 3: 1 columns"),
        ("a\tb\tc\td\te\tf\n", r"line 1: 6 columns"),
        ("a\tb\n\tMayor\t\n", r"line 2: no Indonesian"),
        ("a\t\t\n", r"line 1: 'a' has neither"),
        ("…a\tb\n", r"line 1: .* does not begin"),
        ("a\tb\tc\tperhaps\n", r"line 1: the mark 'perhaps'"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DamagedFile, match=message) as caught:
        Glossary.load(write(tmp_path, text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[term]\n", "line 1"),
        ("x = 1\n", r"\[\[term\]\]"),
        ('[[term]]\nsource = "a"\nen = "b"\n\n[[term]]\nsorce = "a"\n', "line 5: unknown key 'sorce'"),
        ('[[term]]\nsource = "a"\nen = 3\n', "line 1: .* text"),
        ('[[term]]\nsource = "a"\nen = "b"\nexact = "yes"\n', "line 1: exact"),
    ],
)
def test_a_malformed_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DamagedFile, match=message):
        Glossary.load(write(tmp_path, text, "terms.toml"))


def test_files_that_are_no_glossary(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        Glossary.load(tmp_path / "none.tsv")
    with pytest.raises(MissingFile):
        Glossary.load(tmp_path)
    (tmp_path / "latin.tsv").write_bytes(b"caf\xe9\tb\n")
    with pytest.raises(NotText, match="byte 3"):
        Glossary.load(tmp_path / "latin.tsv")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab\t|\n#[]\"'= \x00é", max_size=40), st.sampled_from(["tsv", "toml"]))
def test_any_text_is_a_glossary_or_one_line_of_error(
    tmp_path_factory: pytest.TempPathFactory, text: str, ending: str
) -> None:
    path = write(tmp_path_factory.getbasetemp(), text, f"any.{ending}")
    try:
        Glossary.load(path)
    except WartaError as error:
        assert str(path) in str(error)


def test_the_last_line_counts_with_a_note_and_the_users_file_goes_first(tmp_path: Path) -> None:
    mine = Glossary.load(write(tmp_path, "Bupati\tRegent\nBUPATI\tDuke\nbupati\tPrince\n"))
    assert len(mine.notes) == 1 and "line 3" in mine.notes[0] and "line 1" in mine.notes[0]
    (match,) = find("Bupati datang.", builtin() + mine, "en")
    assert match.term.en == ("Prince",)


def test_what_to_keep_is_a_term_or_a_file(tmp_path: Path) -> None:
    names = write(tmp_path, "Kopi Senja\n# no\n\nToko Biru\n", "names.txt")
    assert [term.forms for term in Glossary.untranslated([str(names), "Desa Emas", "x" * 5000]).terms[:3]] == [
        ("Kopi Senja",), ("Toko Biru",), ("Desa Emas",)
    ]  # fmt: skip
    with pytest.raises(UsageError, match="begins with a letter"):
        Glossary.untranslated(["…"])


def test_the_built_in_glossary_holds_together() -> None:
    terms = builtin().terms
    assert len(builtin()) >= 350 and len(builtin().notes) == 0
    assert all(term.forms and term.en and term.ja for term in terms)
    seen: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            assert form not in seen, f"{form} stands twice"
            seen[form] = term
        assert [form for form in term.forms if find(form, builtin(), "en")[0].term == term] == list(term.forms)


def test_what_is_accepted_as_well_belongs_to_a_name_of_the_gazetteer() -> None:
    folder = Path(__file__).parent.parent / "translate" / "language"
    lines = (folder / "glossary" / "data" / "accepted.tsv").read_text(encoding="utf-8").splitlines()
    names = {
        line.split("\t")[0]
        for path in (folder / "gazetteer" / "data").glob("*.tsv")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert {line.split("\t")[0] for line in lines if not line.startswith("#")} <= names


# The policy

SOURCE = "Wali Kota membuka pasar baru di kota itu pada Senin."
PUT = "Mayor membuka pasar baru di kota itu pada Senin."
PLAIN = "The chief opened the new market in the city on Monday."
KEPT = "The mayor opened the new market in the city on Monday."
POLICY = Policy(glossary=Glossary((MAYOR,)))


def test_an_ignored_term_is_put_in() -> None:
    engine = FakeEngine({SOURCE: PLAIN, PUT: KEPT})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), POLICY).segments
    assert (segment.text, segment.flags) == (KEPT, ())
    assert [attempt_text(attempt) for attempt in segment.attempts] == ["as asked", "with the glossary"]
    assert [flag.code for flag in segment.attempts[0].flags] == [FlagCode.TERM_IGNORED]


def test_a_term_that_was_kept_costs_nothing() -> None:
    engine = FakeEngine({SOURCE: KEPT})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), POLICY).segments
    assert segment.text == KEPT and len(segment.attempts) == 1


def test_a_term_is_not_bought_with_another_fault() -> None:
    engine = FakeEngine({SOURCE: PLAIN, PUT: "The mayor the mayor the mayor the mayor the mayor the mayor the mayor"})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), POLICY).segments
    assert segment.text == PLAIN
    assert [flag.code for flag in segment.flags] == [FlagCode.TERM_IGNORED]
    assert [attempt_text(attempt) for attempt in segment.attempts] == ["as asked", "with the glossary"]


def test_a_lost_place_is_no_better_than_an_ignored_term() -> None:
    said = "首長は月曜日にその市で新しい市場を開いた。"
    engine = FakeEngine({SOURCE: said}, default=lambda text: "新しい市場を月曜日にその市で開いた。", target="ja")
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), POLICY).segments
    assert segment.text == said
    assert '"市長" was lost' in flag_reason(segment.attempts[1].flags[-1])


def test_without_retries_terms_are_only_checked() -> None:
    engine = FakeEngine({SOURCE: PLAIN})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), replace(POLICY, retry=False)).segments
    assert len(segment.attempts) == 1 and [flag.code for flag in segment.flags] == [FlagCode.TERM_IGNORED]


def test_a_pivot_gets_the_words_of_the_language_between() -> None:
    engine = FakeEngine(default=lambda text: "新しい市場がその市で月曜日に開かれた。", target="ja")
    engine.models = (ModelInfo("one"), ModelInfo("two"))  # type: ignore[assignment]
    translate_document(build_document(SOURCE), Setup(engine), POLICY)
    assert engine.history[1][0] == (PUT,)


def test_the_full_name_of_an_acronym_is_not_too_long() -> None:
    source, said = "BNPB tiba.", "The National Disaster Management Agency (BNPB) has arrived."
    for glossary in (NO_TERMS, builtin()):
        setup, policy = Setup(FakeEngine({source: said})), Policy(retry=False, glossary=glossary)
        (segment,) = translate_sentences([Sentence(source, 0, len(source))], setup, policy)
        assert not segment.flags


def test_the_signature_names_the_glossary() -> None:
    def of(glossary: Glossary | None) -> dict[str, str]:
        return dict(sign(build_document("a"), Setup(FakeEngine()), Policy(glossary=glossary), "").settings)

    assert "glossary" not in of(NO_TERMS)
    assert of(None)["glossary"] == str(builtin())
    changed = Glossary((replace(MAYOR, en=("Burgomaster",)),))
    assert of(Glossary((MAYOR,)))["glossary"].endswith(" 1 terms")
    assert of(changed)["glossary"] != of(Glossary((MAYOR,)))["glossary"]
    noted = Glossary((replace(MAYOR, note="a note"),))
    assert of(noted)["glossary"] == of(Glossary((MAYOR,)))["glossary"]


def test_the_library_takes_a_glossary_or_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, "pasar\tbazaar\n")
    for glossary in (path, Glossary.load(path)):
        translator = Translator(engine=FakeEngine({SOURCE: KEPT}), glossary=glossary)
        (segment,) = translator.translate(build_document(SOURCE)).segments
        assert [flag_reason(flag) for flag in segment.flags] == ['"pasar" is not translated as "bazaar"']


def test_terms_are_counted() -> None:
    assert tally([(SOURCE, KEPT), (SOURCE, PLAIN), ("Bupati", "x")], "en", Glossary((MAYOR,))) == (2, 1)


def test_the_command_line_takes_terms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = write(tmp_path, "Bupati membuka pasar Kopi Senja di kota.\n", "a.txt")
    table = write(tmp_path, "pasar\tmarket\npasar\tbazaar\n")
    asked = ["translate", str(article), "--model", "identity", "--any-language", "--no-retry", "--glossary", str(table)]
    main([*asked, "--do-not-translate", "Kopi Senja"])
    told = capsys.readouterr().err
    assert "line 2: 'pasar' stands on line 1 already" in told
    assert "glossary: 3 terms found, 1 kept, 2 ignored." in told
    main([*asked, "--no-glossary"])
    assert "glossary: 1 terms found, 0 kept, 1 ignored." in capsys.readouterr().err
    table.write_text("pasar\n", encoding="utf-8")
    assert main(asked) == 1
    assert f"{table}, line 1: 1 columns" in capsys.readouterr().err


def test_a_name_that_is_said_as_the_glossary_says_is_not_lost() -> None:
    glossary = Glossary((Term(("Pasar Sanjaya",), en=("Dusk Market",)),))
    source = "Pasar Sanjaya di Kota Tirtasari ramai pada pagi hari."
    replies = {
        "Dusk Market": "The Dusk Market in the city of Tirtasari is busy in the morning.",
        "Tirtasari": "The Dusk Market in the city is busy in the morning.",
        "Sanjaya": "The market in the city of Tirtasari is busy in the morning.",
    }
    notes = {}
    for name, said in replies.items():
        policy = Policy(retry=False, glossary=glossary)
        [segment] = translate_sentences([Sentence(source, 0, len(source))], Setup(FakeEngine({source: said})), policy)
        notes[name] = " ".join(flag_reason(flag) for flag in segment.flags if flag.code is FlagCode.NAME_LOST)
    assert notes["Dusk Market"] == ""
    assert "Tirtasari" in notes["Tirtasari"] and "Sanjaya" not in notes["Tirtasari"]
    assert "Sanjaya" in notes["Sanjaya"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Sebanyak 120 KK mengungsi.", []),
        ("Ia membawa KTP dan KK asli.", ["KTP", "KK"]),
        ("Warga membayar PBB setiap tahun.", []),
        ("Pembayaran PBB naik.", []),  # what is written out as a tax is not required as the United Nations
        ("Sidang PBB membahas iklim.", ["PBB"]),
        ("Pelaku berinisial MK (25) ditangkap.", []),
        ("Motor bernomor polisi KK 1234 AB hilang.", []),
        ("AS Roma menang 2-1.", []),
        ("Limbah PKS mencemari sungai.", []),
        ("Sebanyak 50 PMI dipulangkan dari Malaysia.", []),
        ("Relawan PMI membagikan selimut.", ["PMI"]),
    ],
)
def test_a_short_form_with_several_senses_needs_its_context(text: str, terms: list[str]) -> None:
    assert [match.text for match in find(text, builtin(), "en")] == terms


def test_nothing_added_leaves_a_glossary_as_it_is() -> None:
    assert builtin() + NO_TERMS is builtin()
    assert (NO_TERMS + builtin()).sha256 == builtin().sha256
