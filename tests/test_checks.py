"""The labelled segments get the flags their labels name, good ones none; nothing raises on any text."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks import check, severity
from translate.checks.lengths import check_length
from translate.checks.loops import Doubling, compression_ratio, doubled, longest_loop
from translate.document import Flag, FlagCode
from translate.document.flags import Empty
from translate.language.calendar import ENGLISH_MONTHS, INDONESIAN_MONTHS
from translate.writers.wording import flag_reason

SPLITS = {
    split: (Path(__file__).parent / "cases" / f"checks-{split}.jsonl").read_text(encoding="utf-8").splitlines()
    for split in ("dev", "test", "heldout", "unseen")
}
CASES = [json.loads(line) for lines in SPLITS.values() for line in lines]


def parameters() -> list[Any]:
    """Return the cases; one that is known to fail must fail, so that a repair is noticed."""
    fails = [pytest.mark.xfail(strict=True)]
    return [pytest.param(case, id=case["label"], marks=fails if case.get("known_failure") else []) for case in CASES]


@pytest.mark.parametrize("case", parameters())
def test_cases(case: dict[str, Any]) -> None:
    flags = check(case["source"], case["hypothesis"], "id", case["target"], complete=case.get("complete", True))
    assert {str(flag.code) for flag in flags} == set(case["expect"]), [flag_reason(flag) for flag in flags]


def test_a_common_word_in_capitals_is_no_acronym() -> None:
    text = "Saya TIDAK mau bicara dengan BNPB."
    assert not check(text, "I do not want to talk to BNPB.", "id", "en")
    (lost,) = check(text, "I do not want to talk to them.", "id", "en")
    assert lost.code is FlagCode.NAME_LOST and "TIDAK" not in flag_reason(lost)


def test_labels_are_unique_and_half_are_held_out() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES) >= 900
    assert len(SPLITS["test"]) + len(SPLITS["heldout"]) >= len(SPLITS["dev"])
    dev = {json.loads(line)["source"] for line in SPLITS["dev"]}
    for split in ("heldout", "unseen"):
        assert not dev & {json.loads(line)["source"] for line in SPLITS[split]}, "no sentence is in both"


def notes(source: str, hypothesis: str, target: str = "en") -> dict[str, str]:
    return {str(flag.code): flag_reason(flag) for flag in check(source, hypothesis, "id", target)}


def test_notes_name_the_figures() -> None:
    source = "Dana Rp 12,5 triliun untuk 43 kota."
    assert notes(source, "Funds of Rp 12.5 billion for 43 cities.") == {
        "NUMBER_LOST": "Rp 12.5 trillion is not in the translation",
        "NUMBER_ADDED": "Rp 12.5 billion is in the translation but not in the source",
    }
    lost = notes(source, "Funds for many cities.")["NUMBER_LOST"]
    assert lost == "Rp 12.5 trillion and 43 are not in the translation"
    assert notes(source, "Funds of US$12.5 trillion for 43 cities.") == {
        "NUMBER_LOST": "Rp 12.5 trillion has become an amount in USD"
    }


def test_many_figures_are_not_all_written_out() -> None:
    source = "Nilai 11, 22, 33, 44, 55 dan 66 tercatat di papan pengumuman."
    lost = notes(source, "The marks stood on the notice board.")["NUMBER_LOST"]
    assert lost == "11, 22, 33, 44 and 2 more are not in the translation"


def test_a_dollar_is_a_dollar_but_not_a_euro() -> None:
    assert notes("Dendanya 300 dolar.", "The fine is S$300.") == {}
    assert notes("Dendanya 300 dolar.", "The fine is €300.") == {"NUMBER_LOST": "US$300 has become an amount in EUR"}


def test_a_figure_may_be_said_once_for_twice_and_twice_for_once() -> None:
    assert notes("Ada 40 rumah dan 40 warung.", "There are 40 houses and as many stalls.") == {}
    assert notes("Ada 40 rumah serta warung.", "There are 40 houses and 40 stalls.") == {}


def test_an_unfinished_hypothesis_is_said_to_be() -> None:
    codes = [flag.code for flag in check("Halo dunia.", "Hello world.", "id", "en", complete=False)]
    assert codes == [FlagCode.UNFINISHED]
    codes = [flag.code for flag in check("Halo dunia.", "", "id", "en", complete=False)]
    assert codes == [FlagCode.TOO_SHORT, FlagCode.UNFINISHED]


def test_nothing_from_nothing_is_no_fault() -> None:
    assert check("", "", "id", "en") == ()
    assert check(" ", "Hello.", "id", "en") == ()


def test_a_copy_is_no_echo_when_the_language_stays() -> None:
    text = "Warga yang sakit dirawat di rumah sakit."
    assert check(text, text, "id", "id") == ()


def test_severity_puts_the_worse_fault_first() -> None:
    faults = [
        (),
        (Flag(FlagCode.LOW_SCORE),),
        (Flag(FlagCode.TOO_LONG),),
        (Flag(FlagCode.NAME_LOST),),
        (Flag(FlagCode.NUMBER_LOST),),
        (Flag(FlagCode.NUMBER_LOST), Flag(FlagCode.NUMBER_ADDED), Flag(FlagCode.TOO_SHORT)),
        (Flag(FlagCode.UNFINISHED),),
        (Flag(FlagCode.SOURCE_ECHO),),
        (Flag(FlagCode.WRONG_SCRIPT),),
        (Flag(FlagCode.REPETITION),),
        (Flag(FlagCode.TOO_SHORT, Empty()),),
    ]
    assert sorted(reversed(faults), key=severity) == faults
    assert len({severity(flags) for flags in faults}) == len(faults)
    assert severity((Flag(FlagCode.SPLIT),)) == severity(())


@pytest.mark.parametrize(
    ("source", "hypothesis", "flagged"),
    [
        # Names of the tables, of which a headline has all the words with a capital.
        ("Maluku Ingin Pungut Retribusi Ikan", "Maluku Wants to Levy Fee on Fish", False),
        ("SDPC Bangun Gudang Pusat di Bekasi", "SDPC Builds Central Warehouse in Bekasi", False),
        ("Usai Ini, Giliran Megawati Dijadwalkan Bertemu", "After This, Megawati Next in Line to Meet", False),
        ("Viral, Video Lama Liputan6 Diunggah Ulang", "Viral: Old Liputan6 Video Reuploaded", False),
        ("Pencipta 'Berharap Tak Berpisah' Unggah Pernyataan", "'Berharap Tak Berpisah' Writer Posts Statement", False),
        ("BPJS Ketenagakerjaan Minta Situs Diblokir", "BPJS Ketenagakerjaan Asks to Block Sites", False),
        # What is left is still flagged.
        ("Harga Beras Naik di Bekasi", "Harga Beras Rises in Bekasi", True),
        ("Pengumuman Kartu Ditunda Pekan Depan", "Pengumuman of Card Delayed to Next Week", True),
        # A place that is a word, and a cup that has names of its own.
        ("Israel Mulai Serang Infrastruktur Hizbullah", "Israel Starts Striking Hezbollah Infrastructure", False),
        ("Banjir Landa Kota Serang Hari Ini", "Flood Hits City Today", True),
        ("Wakil Lain Berlaga di Kualifikasi Piala Asia U-16", "Other Teams Play in AFC U-16 Qualifiers", False),
        ("KPAI Tuding Anak Dimanfaatkan sebagai Promosi", "Child Commission Says Children Used as Promotion", False),
        ("Serikat Pekerja Gugat PKB yang Tak Dipatuhi", "Union Sues Over Ignored Labor Agreement", False),
    ],
)
def test_headlines(source: str, hypothesis: str, flagged: bool) -> None:
    assert bool(check(source, hypothesis, "id", "en")) is flagged


def test_compression_ratio() -> None:
    assert compression_ratio("") == 0
    assert compression_ratio("the water and " * 20) > 2.4 > compression_ratio("The talks failed to reach an agreement.")


def test_longest_loop_gives_the_run_and_how_often() -> None:
    assert longest_loop(["a", "b", "c", "a", "b", "c", "a", "b", "c", "d"], {}, 8) == (("a", "b", "c"), 3)
    assert longest_loop(["a", "b", "c", "d"], {}, 8) == ((), 1)


@pytest.mark.parametrize(
    ("source", "hypothesis", "target", "found"),
    [
        ("Ada kesamaan di antara keduanya.", "There are similarities and there are similarities.", "en", True),
        ("Ada kesamaan dan ada kesamaan.", "There are similarities and there are similarities.", "en", False),
        ("Sapi itu segera melompat ke ladang.", "牛はすぐに畑に飛び込んだので、すぐに畑に飛び込んだ。", "ja", True),
        ("Ia menghindari gedung yang semrawut.", "混乱したビル群を避け、混乱したビル群を無視した。", "ja", True),
        ("Hari demi hari harga beras naik.", "Day after day the price of rice goes up.", "en", False),
        ("Tak satu pun kapal itu ikut.", "None of the of the ships took part.", "en", True),
        ("Nomornya 12 34 12 34.", "The number is 12 34 12 34.", "en", False),
        ("Dari kota ke kota ia berjualan.", "From town to town he sold his wares.", "en", False),
    ],
)
def test_a_run_said_again_after_a_conjunction(source: str, hypothesis: str, target: str, found: bool) -> None:
    assert ("REPETITION" in notes(source, hypothesis, target)) == found


@pytest.mark.parametrize(
    ("source", "hypothesis", "target", "note"),
    [
        (
            "Balikpapan Jajaki Kerja Sama dengan Yokohama",
            "Backpapan Explores Cooperation with Yokohama",
            "en",
            '"Balikpapan" (it has "Backpapan") is not in the translation (sure)',
        ),
        (
            "Warga dibantu WWF sejak awal.",
            "Residents have been helped from the start.",
            "en",
            '"WWF" is not in the translation (sure)',
        ),
        (
            "Menurut Sutarno, hasil panen naik.",
            "According to him, the harvest was up.",
            "en",
            '"Sutarno" is not in the translation (likely)',
        ),
        (
            "Rapat digelar di Balikpapan.",
            "会議はバクパンで開かれた。",
            "ja",
            '"Balikpapan" (nearest in sound: バクパン 0.77 of 0.9) is not in the translation (sure)',
        ),
        (
            "Rapat dibuka Sutarno di Balikpapan.",
            "会議はバリクパパンでハリヤディ氏が開会した。",
            "ja",
            '"Sutarno" (nearest in sound: バリクパパン 0.38 of 0.75) is not in the translation (likely)',
        ),
        # A name that opens the sentence, one that is not spelled as Indonesian spells, one word of two gone wrong.
        (
            "Irwansyah mengatakan hal itu.",
            "ハリヤディ氏はそう述べた。",
            "ja",
            '"Irwansyah" (nearest in sound: ハリヤディ 0.37 of 0.75) is not in the translation (likely)',
        ),
        (
            "Rapat dibuka Trump di Balikpapan.",
            "会議はバリクパパンで大統領が開会した。",
            "ja",
            '"Trump" (nearest in sound: バリクパパン 0.39 of 0.55) is not in the translation (likely)',
        ),
        (
            "Kata Lukman Nurkarim hal itu benar.",
            "それは正しいとルクマン・ヌサムム氏は述べた。",
            "ja",
            '"Nurkarim" (nearest in sound: ルクマン 0.49 of 0.75) is not in the translation (likely)',
        ),
        ("Rapat dibuka Trump di Balikpapan.", "会議はバリクパパンでトランプ氏が開会した。", "ja", None),
        ("Ia menjalani Test Policy di Balikpapan.", "バリクパパンで政策試験を受けた。", "ja", None),
        ("Sejak April Washington dan Teheran berunding.", "4月から米政府とイラン政府が協議している。", "ja", None),
        ("Warga Tulangbawang mengungsi.", "トゥラン・バワンの住民が避難した。", "ja", None),
        ("Rapat dibuka Sutarno di Balikpapan.", "会議はバリクパパンでスタルノ氏が開会した。", "ja", None),
        ("Perdana Menteri Ishiba bertemu Sutarno di Tokyo.", "石破首相は東京でスタルノ氏と会った。", "ja", None),
        ("Lomba digelar di Gedung Serbaguna.", "The contest was held in the multipurpose hall.", "en", None),
        ("Rapat digelar di Balikpapan.", "会議はバリックパパンで開かれた。", "ja", None),
        ("Ia terbang dari Jawa Barat ke Jepang.", "He flew from West Java to Japan.", "en", None),
        ("Tim Jepang tiba di Sumatera Utara.", "The Japanese team arrived in North Sumatra.", "en", None),
        ("Rumah milik Sutarno rusak.", "Sutarno's house was damaged.", "en", None),
        ("Data itu milik BPS dan BMKG.", "The data are of Statistics Indonesia and the BMKG.", "en", None),
        ("Sidang PBB membahas RUU itu.", "The UN session discussed the bill.", "en", None),
        ("Menteri Pekerjaan Umum hadir Rabu.", "The Minister of Public Works came on Wednesday.", "en", None),
    ],
)
def test_names(source: str, hypothesis: str, target: str, note: str | None) -> None:
    assert notes(source, hypothesis, target).get("NAME_LOST") == note


PIECES = ["Harga", "beras", "naik", "1.500", "%", "12兆", "dan", "yang", "pukul", "13.21", "ルピア", "。", "the", "们"]
PIECES += ["Привет", "23/10/2023", "\n", "(", "-", "Rp", ",-"]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))


@given(texts, texts, st.sampled_from(["en", "ja", "id", "de"]), st.booleans())
@settings(deadline=None, max_examples=300)
def test_nothing_raises_and_the_worst_stands_first(source: str, hypothesis: str, target: str, complete: bool) -> None:
    flags = check(source, hypothesis, "id", target, complete=complete)
    assert all(flag_reason(flag) and "\n" not in flag_reason(flag) for flag in flags)
    assert len({flag.code for flag in flags}) == len(flags), "a flag is raised once"
    assert severity(flags) >= severity(flags[1:])
    weights = [severity((flag,)) for flag in flags]
    assert weights == sorted(weights, reverse=True)


@given(texts)
@settings(deadline=None, max_examples=100)
def test_empty_is_always_the_worst(source: str) -> None:
    if source.strip():
        assert severity(check(source, " ", "id", "en")) > severity(check(source, source * 3, "id", "en"))


FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
KANJI = "〇一二三四五六七八九"


def in_kanji(number: int) -> str:
    """Return a number up to 9,999 as Japanese writes it in words: 2310 is 二千三百十."""
    said = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
        many, number = divmod(number, unit)
        said += (KANJI[many] if many > 1 else "") + sign if many else ""
    return said + (KANJI[number] if number else "")


def in_myriads(number: int, small: str = "") -> str:
    """Return a number with 万, 億 and 兆; its parts in digits, or with 千 and 百 where `small` says so."""
    said = ""
    for unit, sign in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        many, number = divmod(number, unit)
        if many and small == "kanji":
            said += in_kanji(many) + sign
        elif many and small and many % 1000 == 0:
            said += f"{many // 1000}千{sign}"
        elif many:
            said += f"{many}{sign}"
    return said


def shortened(number: int, words: dict[int, str], mark: str) -> list[str]:
    """Return the ways to say a number with a word for its thousands: 1500000 is "1,5 juta" or "1.500 ribu"."""
    ways = []
    for scale, word in words.items():
        short = Decimal(number) / scale
        if 1 <= short < 10000 and short == round(short, 3) and not short * 1000 % 1:
            whole = f"{int(short):,}".replace(",", "." if mark == "," else ",")
            rest = f"{short % 1:f}".removeprefix("0").rstrip("0").removeprefix(".")
            # "1.234 million" is what an Indonesian stop looks like as well, so three digits are left out.
            ways += [f"{whole}{mark + rest if rest else ''} {word}"] if len(rest) < 3 else []
    return ways


ID_SCALES = {10**3: "ribu", 10**6: "juta", 10**9: "miliar", 10**12: "triliun"}
EN_SCALES = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
counts = st.one_of(
    st.integers(11, 99_999),
    st.builds(lambda digits, zeros: int(digits * 10**zeros), st.integers(11, 9999), st.integers(2, 9)),
)


@given(counts, st.data())
@settings(deadline=None, max_examples=200)
def test_an_amount_is_the_same_in_every_writing(count: int, data: st.DataObject) -> None:
    indonesian = [f"{count:,}".replace(",", "."), *shortened(count, ID_SCALES, ",")]
    english = [f"{count:,}", *shortened(count, EN_SCALES, ".")]
    japanese = [in_myriads(count), in_myriads(count, "千"), in_myriads(count, "kanji"), str(count), f"{count:,}"]
    japanese += [writing.translate(FULL_WIDTH) for writing in japanese]
    source = f"Warga menerima {data.draw(st.sampled_from(indonesian))} lembar kain."
    good = {
        "en": f"Residents received {data.draw(st.sampled_from(english))} pieces of cloth.",
        "ja": f"住民は布{data.draw(st.sampled_from(japanese))}枚を受け取った。",
    }
    bad = {
        "en": f"Residents received {count * 10:,} pieces of cloth.",
        "ja": f"住民は布{in_myriads(count * 10)}枚を受け取った。",
    }
    for target, hypothesis in good.items():
        assert not {"NUMBER_LOST", "NUMBER_ADDED"} & set(notes(source, hypothesis, target)), (source, hypothesis)
    for target, hypothesis in bad.items():
        assert {"NUMBER_LOST", "NUMBER_ADDED"} <= set(notes(source, hypothesis, target)), (source, hypothesis)


ERAS = ((2019, "令和", 2018), (1990, "平成", 1988), (1930, "昭和", 1925))


@given(st.dates(date(1930, 1, 1), date(2040, 12, 31)), st.data())
@settings(deadline=None, max_examples=150)
def test_a_date_is_the_same_in_every_writing(day: date, data: st.DataObject) -> None:
    id_month, en_month = INDONESIAN_MONTHS[day.month - 1], ENGLISH_MONTHS[day.month - 1]
    years = "".join(KANJI[int(digit)] for digit in str(day.year))
    era, before = next((name, before) for first, name, before in ERAS if day.year >= first)
    indonesian = [f"{day.day} {id_month} {day.year}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}"]
    english = [f"{day.day} {en_month} {day.year}", f"{en_month} {day.day}, {day.year}", f"{day:%Y-%m-%d}"]
    japanese = [f"{day.year}年{day.month}月{day.day}日", f"{years}年{in_kanji(day.month)}月{in_kanji(day.day)}日"]
    japanese += [f"{era}{day.year - before}年{day.month}月{day.day}日", japanese[0].translate(FULL_WIDTH)]
    source = f"Pasar itu dibuka pada {data.draw(st.sampled_from(indonesian))} lalu."
    for target, hypothesis in (
        ("en", f"The market opened on {data.draw(st.sampled_from(english))}."),
        ("ja", f"市場は{data.draw(st.sampled_from(japanese))}に開いた。"),
    ):
        assert not {"NUMBER_LOST", "NUMBER_ADDED"} & set(notes(source, hypothesis, target)), (source, hypothesis)
    if day.day <= 12 and day.day != day.month:
        swapped = f"The market opened on {day.month} {ENGLISH_MONTHS[day.day - 1]} {day.year}."
        assert {"NUMBER_LOST", "NUMBER_ADDED"} <= set(notes(source, swapped)), (source, swapped)


@given(st.integers(0, 23), st.sampled_from([0, 5, 15, 30, 45]), st.data())
@settings(deadline=None, max_examples=150)
def test_a_time_is_the_same_in_every_writing(hour: int, minute: int, data: st.DataObject) -> None:
    half, twelve = ("a.m.", "午前") if hour < 12 else ("p.m.", "午後"), hour % 12 or 12
    minutes = f"{minute}分" if minute else ""
    english = [f"{twelve}:{minute:02d} {half[0]}", f"{hour}:{minute:02d}"]
    japanese = [f"{half[1]}{hour % 12}時{minutes}", f"{hour}時{minutes}", f"{hour}:{minute:02d}"]
    if minute == 30:
        japanese.append(f"{half[1]}{hour % 12}時半")
    source = f"Loket dibuka pukul {hour:02d}.{minute:02d} WIB."
    for target, hypothesis in (
        ("en", f"The counter opens at {data.draw(st.sampled_from(english))} WIB."),
        ("ja", f"窓口は{data.draw(st.sampled_from(japanese))}に開く。"),
    ):
        assert not {"NUMBER_LOST", "NUMBER_ADDED"} & set(notes(source, hypothesis, target)), (source, hypothesis)


@given(st.lists(st.sampled_from("abc1"), max_size=14), st.integers(1, 4), st.integers(0, 3))
def test_a_run_that_is_said_again_is_found_wherever_it_is(tokens: list[str], least: int, gap: int) -> None:
    again = [
        tokens[at : at + size]
        for size in range(least, len(tokens))
        for at in range(len(tokens) - size)
        for apart in range(gap + 1)
        if tokens[at : at + size] == tokens[at + size + apart : at + 2 * size + apart]
        if not all(token.isdigit() for token in tokens[at : at + size])
    ]
    found = doubled(tokens, Doubling(least, gap), 16)
    assert len(found) == max(map(len, again), default=0)
    assert list(found) in again or not again


@pytest.mark.parametrize("brackets", ["()", "（）", "(）"])
def test_a_short_form_in_brackets_excuses_the_long_one_before_it(brackets: str) -> None:
    opening, closing = brackets[0], brackets[1]
    long = "the Regional Agency for Disaster Management and Rescue of the province"
    assert check_length("Kata BPBD itu.", f"Said {long} {opening}BPBD{closing}.", "en") == []
    assert check_length("Kata BPBD itu.", f"Said {long} BPBD and so on.", "en") != []
