"""What a translation says exactly as its source: found, held out of the translation, put back, and checked."""

import pytest
from growing import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from translate.checks import check
from translate.document import Flag, FlagCode, Segment, Sentence
from translate.document.flags import LostVerbatim
from translate.language.glossary import NO_TERMS, Glossary, Term, place
from translate.language.glossary import find as find_terms
from translate.language.verbatim import FINDERS, VerbatimKind, contains, find, folded, prepare
from translate.models.engines.pivot import Pivot
from translate.testing import FakeEngine
from translate.translation.pipeline import translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup

A, C = VerbatimKind.ADDRESS, VerbatimKind.CODE
FOUND = [
    ("Kirim ke redaksi@contoh.id, ya.", [("redaksi@contoh.id", A)]),
    (
        "Baca https://contoh.id/a?x=5. Lalu pergi (www.contoh.id).",
        [("https://contoh.id/a?x=5", A), ("www.contoh.id", A)],
    ),
    ("Menurut Detik.com dan kompas.com/read.", [("Detik.com", A), ("kompas.com/read", A)]),
    ("Foto: Antara", [("Antara", VerbatimKind.CREDIT)]),
    ("Penulis: Budi Karya", [("Budi Karya", VerbatimKind.CREDIT)]),
    ("Editor: Sari Dewi/Rahmad Jaya", [("Sari Dewi/Rahmad Jaya", VerbatimKind.CREDIT)]),
    ("Foto: Warga membawa barang.", []),
    ("Foto: Dok. Istimewa", []),
    ("Akun @kemkes dan @budi.s.", [("@kemkes", VerbatimKind.HANDLE), ("@budi.s", VerbatimKind.HANDLE)]),
    ("Tagar #SaveBali, nomor #1.", [("#SaveBali", VerbatimKind.HASHTAG)]),
    ("Fungsi `hitung(x)` jalan.", [("`hitung(x)`", VerbatimKind.CODE)]),
    ("Kata <i>banjir</i> saja.", [("<i>", VerbatimKind.TAG), ("</i>", VerbatimKind.TAG)]),
    ("Menang 🎉 lagi 👩‍🚒.", [("🎉", VerbatimKind.EMOJI), ("👩‍🚒", VerbatimKind.EMOJI)]),
    ("Nilai x < 5 dan p<0,05.", [("x < 5", VerbatimKind.SIGN), ("p<0,05", VerbatimKind.SIGN)]),
    ("Skor ≥ 2, suhu 1,5 ± 0,2.", [("≥ 2", VerbatimKind.SIGN), ("1,5 ± 0,2", VerbatimKind.SIGN)]),
    ("Hitung 2+3=5.", [("2+3=5", VerbatimKind.SIGN)]),
    (
        "Naik 5,6² di 700 m² dan CO₂.",
        [("5,6²", VerbatimKind.RAISED), ("m²", VerbatimKind.RAISED), ("CO₂", VerbatimKind.RAISED)],
    ),
    ("Kata pejabat¹ di 5 km².", [("¹", VerbatimKind.RAISED), ("km²", VerbatimKind.RAISED)]),
    ("Rumus E = mc² benar.", [("E = mc²", VerbatimKind.SIGN)]),
    (r"Buka C:\Users\budi\a.txt atau /etc/hosts.", [(r"C:\Users\budi\a.txt", A), ("/etc/hosts", A)]),
    ("Unduh laporan.pdf dan data_2024 dari ABC-123_x.", [("laporan.pdf", A), ("data_2024", C), ("ABC-123_x", C)]),
    ("Pagi/siang/malam, 12/3/2024, WIB/WITA, dan/atau.", []),
    ("Harga beras Rp 12.500 naik 5% – kata Budi, 2024/2025.", []),
    ("Ia pergi ke pasar.Ia pulang.", []),
]
FOREIGN = [
    ("Pelatih Thomas Müller mundur.", ["Müller"]),
    ("Harga €50.000 naik.", ["€50.000"]),
    ("Harga €50 juta naik.", ["€50 juta"]),
    ("Dari A → B.", ["→"]),
    ("Ia – kata dia – “pulang”.", []),
]


def lacks(character: str) -> bool:
    return character in "ü€→–“”"


@pytest.mark.parametrize("text, expected", FOUND)
def test_what_is_kept(text: str, expected: list[tuple[str, VerbatimKind]]) -> None:
    kept = find(text)
    assert [(one.text, one.kind) for one in kept] == expected
    assert all(text[one.start : one.end] == one.text for one in kept)


@pytest.mark.parametrize("text, expected", FOREIGN)
def test_what_a_vocabulary_lacks_is_kept_whole(text: str, expected: list[str]) -> None:
    assert [one.text for one in find(text, lacks) if one.kind is VerbatimKind.FOREIGN] == expected


@given(st.text(st.sampled_from("ab1 .,@#<>/`²≥=+€é🎉:\n"), max_size=40))
def test_any_text_comes_back_whole_from_a_model_that_says_what_it_hears(text: str) -> None:
    held = prepare(text, find(text, lacks))
    placed = place(held.text, (), "en", kept=held.kept)
    back = held.with_ends(placed.restore(placed.text))
    assert "".join(back.split()) == "".join(text.split())


def test_emoji_and_hashtags_at_the_ends_do_not_go_to_the_model() -> None:
    text = "#Bola 🎉 Timnas menang 2-0 #Garuda 🎉🎉"
    held = prepare(text, find(text))
    assert (held.text, held.kept) == ("Timnas menang 2-0", ())
    assert held.with_ends("The team won 2-0") == "#Bola 🎉 The team won 2-0 #Garuda 🎉🎉"
    assert prepare("#Bola 🎉", find("#Bola 🎉")).text == "#Bola 🎉", "else nothing would be left"


def test_tags_close_up_to_what_they_hold() -> None:
    kept = find("Kata <i>banjir</i> saja.")
    placed = place("Kata <i>banjir</i> saja.", (), "en", kept=kept)
    assert placed.text == "Kata X1 banjir X2 saja."
    assert placed.restore("The word X1 flood X2 alone.") == "The word <i>flood</i> alone."


def test_terms_and_kept_pieces_have_tokens_of_their_own_and_a_term_in_an_address_is_part_of_it() -> None:
    text = "Bupati menulis ke bupati@contoh.id."
    terms = find_terms(text, Glossary((Term(("Bupati", "bupati"), ja=("県知事",)),)), "ja")
    placed = place(text, terms, "ja", kept=find(text))
    assert placed.text == "X1 menulis ke X2."
    assert placed.restore("X1はx 2に書いた。") == "県知事はbupati@contoh.idに書いた。"
    assert placed.doubts("X1は書いた。") == (), "the check of what is kept says that one is lost"


def test_a_unit_is_left_to_the_model_and_raised_again() -> None:
    text = "Luas 5 m² dan 5,6²."
    unit, figure = find(text)
    assert (folded(unit), folded(figure)) == ("m2", None), "5,6² would be 5,62"
    placed = place(text, (), "en", kept=(unit, figure))
    assert placed.text == "Luas 5 m2 dan X2." and placed.restore("Area 5 m2 and X2.") == "Area 5 m² and 5,6²."


def attempts(text: str, engine: FakeEngine) -> Segment:
    sentence = Sentence(text, 0, len(text))
    (segment,) = translate_sentences([sentence], Setup(engine), Policy(glossary=NO_TERMS))
    return segment


def test_the_pipeline_holds_out_and_localises_what_comes_back() -> None:
    engine = FakeEngine({"Nilai X1 berarti aman.": "The X1 value means safe."})
    segment = attempts("Nilai p < 0,05 berarti aman.", engine)
    assert segment.text == "The p < 0.05 value means safe." and segment.flags == ()
    assert engine.history[0][0] == ("Nilai X1 berarti aman.",)


@pytest.mark.parametrize("text, said", [("700.000", "700,000"), ("12,5%", "12.5%"), ("2-0", "2-0"), ("***", "***")])
def test_figures_without_words_are_written_the_way_of_the_target(text: str, said: str) -> None:
    engine = FakeEngine()
    assert attempts(text, engine).text == said and engine.history == []


def test_a_piece_that_a_model_drops_is_a_flag_and_tried_again() -> None:
    segment = attempts("Akun @kemkes mengumumkan data.", FakeEngine(default=lambda text: "An account gave data."))
    assert segment.flags == (Flag(FlagCode.VERBATIM_LOST, LostVerbatim(("@kemkes",))),)
    assert len(segment.attempts) > 1


@pytest.mark.parametrize(
    "source, said, language, lost",
    [
        ("Skor ≥ 2 dirawat.", "Those with a score of 2 or more are treated.", "en", ()),
        ("Skor ≥ 2 dirawat.", "2以上の患者が治療を受けている。", "ja", ()),
        ("Skor ≥ 2 dirawat.", "Those with score - 2 are treated.", "en", ("≥ 2",)),
        ("Luas 700 m² saja.", "Only 700 square metres.", "en", ()),
        ("Kirim ke redaksi@contoh.id sekarang.", "Send it to Redaksi@contoh.id now.", "en", ()),
        ("Fungsi `hitung(x)` jalan.", "The function hitung(x) runs.", "en", ()),
        ("Menang 🎉 lagi.", "They won again.", "en", ("🎉",)),
    ],
)
def test_what_is_said_in_words_counts(source: str, said: str, language: str, lost: tuple[str, ...]) -> None:
    flags = check(source, said, "id", language)
    found = [flag.data.texts for flag in flags if isinstance(flag.data, LostVerbatim)]
    assert found == ([lost] if lost else [])
    assert [contains(said, one, language) for one in find(source)] == [not lost] * len(find(source))


def test_code_that_stays_is_no_word_left_untranslated() -> None:
    assert check("Jalankan `harga beras naik sekali` sekarang.", "Run `harga beras naik sekali` now.", "id", "en") == ()


def test_a_pivot_lacks_what_one_of_its_legs_lacks() -> None:
    class Poor(FakeEngine):
        def lacks(self, character: str) -> bool:
            return character == "ü"

    pivot = Pivot(Poor(target="en"), FakeEngine(source="en", target="ja"))
    assert pivot.lacks("ü") and not pivot.lacks("é")


@pytest.mark.parametrize("piece", ["1", "1.", "a@", "a.", "<a ", "`", "#a", "= 1 ", "²", "x < 5 ", "🎉", "http://"])
def test_the_time_to_find_grows_with_the_text(piece: str) -> None:
    assert growth(lambda text: find(text, lacks), piece, 2_000, LINEAR) < LINEAR


@pytest.mark.parametrize("target, said", [("en", "€3.5 million"), ("ja", "350万ユーロ")])
def test_an_amount_in_a_currency_that_a_vocabulary_lacks_is_written_the_way_of_the_target(
    target: str, said: str
) -> None:
    text = "Harga €3,5 juta naik."
    placed = place(text, (), target, kept=find(text, lacks))
    assert placed.text == "Harga X1 naik."
    assert placed.restore("Price X1 rose") == f"Price {said} rose"


def test_a_token_that_grew_together_with_a_name_is_put_back_and_a_lost_one_is_a_flag() -> None:
    placed = place("Thomas Müller", (), "ja", kept=find("Thomas Müller", lacks))
    assert placed.restore("トーマスX1は") == "トーマスMüllerは"
    assert placed.restore("ThomasX1") == "ThomasMüller"
    assert placed.doubts("ThomasX1") == ()
    assert placed.doubts("トーマス") == (Flag(FlagCode.VERBATIM_LOST, LostVerbatim(("Müller",))),)


def test_the_mark_of_a_note_closes_up_to_its_word() -> None:
    placed = place("kata pejabat¹ itu", (), "en", kept=find("kata pejabat¹ itu"))
    assert placed.restore("officials X1 said") == "officials¹ said"


@given(st.text(st.sampled_from("abwX1._-:/\\@#<>`²≥=+🎉⃣ "), max_size=12) | st.sampled_from([text for text, _ in FOUND]))
def test_every_piece_has_the_sign_that_is_looked_for_first(text: str) -> None:
    for _, sign, pattern in FINDERS:
        assert sign.search(text) or not pattern.search(text)
