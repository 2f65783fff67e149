"""Subtitles that are written: valid, times kept, sentences cut again over their cues, tags and dashes restored."""

import re

import pytest
import writers_samples as samples
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import Translator
from translate.document import Flag, FlagCode, Translation
from translate.errors import WritingError
from translate.reading import read_text
from translate.testing import FakeEngine
from translate.util.cues import cues
from translate.writers import Output, render
from translate.writers.cue_cutting import cut, in_lines, width
from translate.writers.cue_tags import Pair, nested, with_tags

SRT = """1
00:00:01,000 --> 00:00:04,000
{\\an8}<i>Halo</i> <font color="#fff">semua</font>.

2
00:00:05,000 --> 00:00:07,000
- Apa kabar?
- Baik, terima kasih.

3
00:00:08,000 --> 00:00:12,000
Presiden mengatakan bahwa harga

4
00:00:12,500 --> 00:00:13,500
beras naik.
"""
SAID = {
    "Halo semua.": "Hello all.",
    "Apa kabar?": "How are you?",
    "Baik, terima kasih.": "Fine, thanks.",
    "Presiden mengatakan bahwa harga beras naik.": "The president said today that the price of rice has risen.",
}
VTT = """WEBVTT Berita

STYLE
::cue { color: yellow }

NOTE catatan

pembuka
00:01.000 --> 00:03.000 line:0
Harga beras & <b>Bali</b> naik &lt; 5.
"""


def translated(text: str, said: dict[str, str], format: str = "srt") -> Translation:
    document = read_text(text, name=f"film.{format}", format=format, check_language=False)
    return Translator(engine=FakeEngine(said), dated=False).translate(document)


def times(text: str) -> list[str]:
    return re.findall(r"^.* --> .*$", text, re.M)


def test_a_translated_srt_keeps_times_tags_and_dashes_and_cuts_a_sentence_by_time() -> None:
    text = render("srt", Output(translated(SRT, SAID), plain=True))
    assert times(text) == times(SRT)
    blocks = text.strip().split("\n\n")
    assert [block.split("\n", 2)[0] for block in blocks] == ["1", "2", "3", "4"]
    said = [block.split("\n", 2)[2] for block in blocks]
    assert said[0] == '{\\an8}<i>Hello</i> <font color="#fff">all</font>.'
    assert said[1] == "- How are you?\n- Fine, thanks."
    assert " ".join(" ".join(said[2:]).split()) == SAID["Presiden mengatakan bahwa harga beras naik."]
    assert width(said[2]) > 2 * width(said[3]), "the third cue is shown four times as long as the fourth"


def test_the_last_cue_says_what_made_them_and_plain_leaves_it_out() -> None:
    text = render("srt", Output(translated(SRT, SAID)))
    assert times(text)[:4] == times(SRT) and len(times(text)) == 5
    assert "00:00:14,500 --> 00:00:18,500\nMachine translation by fake; not read by a person.\nNo flags.\n" in text


def test_a_vtt_keeps_what_stands_around_its_cues() -> None:
    said = {"Harga beras & Bali naik X1.": "The price of rice & Bali rose X1."}  # "< 5" is kept as it is
    text = render("vtt", Output(translated(VTT, said, "vtt"), plain=True))
    assert text == VTT.replace("00:01.000 --> 00:03.000", "00:00:01.000 --> 00:00:03.000").replace(
        "Harga beras & <b>Bali</b> naik &lt; 5.", "The price of rice &amp; <b>Bali</b> rose &lt; 5."
    )


def test_one_format_becomes_the_other_without_its_own_tags() -> None:
    vtt = render("vtt", Output(translated(SRT, SAID), plain=True))
    assert vtt.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:04.000 line:0\n<i>Hello</i> all.\n")
    srt = render("srt", Output(translated(VTT, {}, "vtt"), plain=True))
    assert srt == "1\n00:00:01,000 --> 00:00:03,000\nHarga beras & <b>Bali</b> naik < 5.\n"


def test_a_doubt_stands_in_a_comment_before_its_cue() -> None:
    translation = samples.flagged(translated(VTT, {}, "vtt"), 0, Flag(FlagCode.UNFINISHED))
    text = render("vtt", Output(translation))
    comment = "NOTE [!1] UNFINISHED - Cut off at the length limit: the length limit ended the translation\n"
    assert comment + "> Harga beras & Bali naik < 5.\n\npembuka\n00:00:01.000" in text
    assert "Flags on 1 of 1 sentences." in text and "warta:" in text


def test_times_that_cannot_be_read_lie_between_their_neighbours() -> None:
    text = SRT.replace("00:00:05,000 --> 00:00:07,000", "00:00:0?,000 --> 00:00:07,000")
    written = render("srt", Output(translated(text, SAID), plain=True))
    assert times(written)[1] == "00:00:04,000 --> 00:00:08,000"
    assert len(cues(written)) == 4


def test_no_translation_breaks_the_file() -> None:
    said = {"Halo semua.": "A --> B\n\n00:00:01,000 --> 00:00:02,000", "Apa kabar?": ""}
    written = render("srt", Output(translated(SRT, SAID | said), plain=True))
    assert times(written) == times(SRT)
    assert "- (nothing was translated here)\n- Fine, thanks." in written


def test_what_has_no_times_is_refused() -> None:
    with pytest.raises(WritingError, match=r"needs the times of subtitles; berita.txt is .txt"):
        render("srt", samples.one_paragraph())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_parts_hold_the_whole_text_and_lines_fit_the_screen(language: str) -> None:
    text = {
        "en": "The mayor said on Monday that the harbour will open in May, after two years of work on the new quay.",
        "ja": "市長は月曜日、新しい埠頭の工事が二年続いた後、港が五月に開くと述べた。住民は歓迎している。",
    }[language]
    space = " " if language == "en" else ""
    for shares in ([1, 1], [1, 3, 1], [0, 1], [1] * 40):
        parts = cut(text, shares, language)
        assert len(parts) == len(shares) and space.join(filter(None, parts)) == text
    lines = in_lines(text, 1, language).split("\n")
    assert space.join(lines) == text and all(width(line) <= 42 for line in lines)


def test_a_cut_goes_where_the_text_pauses() -> None:
    assert cut("Yes. He came home late that evening", [1, 2], "en") == ["Yes.", "He came home late that evening"]
    assert cut("市長は来た。住民は歓迎している。", [1, 1], "ja") == ["市長は来た。", "住民は歓迎している。"]


WORDS = ("東京", "北京", "大阪", "名古屋", "札幌")
TAGS = st.sampled_from(("i", "b", "u", "font"))
TAGGED = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.builds(lambda name, text: f"<{name}>{text}</{name}>", TAGS, inner),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    ),
    max_leaves=6,
)


@given(TAGGED, st.permutations(WORDS), st.sampled_from(("", " ")))
@settings(max_examples=60, deadline=None)
def test_tags_that_nest_in_the_source_nest_in_the_translation(raw: str, said: list[str], between: str) -> None:
    shown = between.join(said)
    tagged = with_tags(shown, raw, "ja", escaped=False)
    assert re.sub(r"<[^>]*>", "", tagged) == shown
    assert sorted(re.findall(r"<[^>]*>", tagged)) == sorted(re.findall(r"<[^>]*>", raw))
    opened: list[str] = []
    for close, name in re.findall(r"<(/?)(\w+)>", tagged):
        if close:
            assert opened.pop() == name, tagged
        else:
            opened.append(name)


@pytest.mark.parametrize(
    "raw, language, shown, tagged",
    [
        (
            *("Harga <i>beras <b>naik</b></i> lima persen.", "en", "Rice prices have risen five percent."),
            "<i>Rice prices have <b>risen</b></i> five percent.",
        ),
        ("<i>東京</i> <b>北京</b>", "ja", "北京東京", "<b>北京</b><i>東京</i>"),
        ("<i>東京 <i>北京</i> 大阪</i>", "ja", "大阪東京北京", "<i>大阪東京<i>北京</i></i>"),
    ],
)
def test_a_pair_of_tags_is_around_all_that_it_held(raw: str, language: str, shown: str, tagged: str) -> None:
    assert with_tags(shown, raw, language, escaped=False) == tagged


PLACES = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(PLACES, min_size=6, max_size=6))
def test_pairs_never_cross_wherever_their_words_are_said(places: list[tuple[int, int]]) -> None:
    numbers = [(0, 5), (1, 2), (3, 4), (6, 11), (7, 10), (8, 9)]
    pairs = [Pair(*both, both, place) for both, place in zip(numbers, places, strict=True)]
    found = [pair.place for pair in nested(pairs)]
    for start, end in found:
        assert 0 <= start <= end <= 12
        assert not any(start < first < end < last for first, last in found), found


def test_a_text_too_long_to_try_all_cuts_is_cut_at_the_nearest_places() -> None:
    text = "kata " * 800
    parts = cut(text, [1.0, 3.0] * 10, "en")
    assert " ".join(parts) == text.strip()
    assert all(abs(len(part) / len(text) - share / 40) < 0.002 for part, share in zip(parts, [1, 3] * 10, strict=True))
    assert max(map(width, in_lines(text, 1, "en").splitlines())) <= 42


def test_what_cannot_be_cut_is_a_line_and_the_others_stay_whole() -> None:
    assert in_lines(f"harga naik di {'a' * 60} kemarin siang", 2, "en").splitlines() == [
        "harga naik di",
        "a" * 60,
        "kemarin siang",
    ]
