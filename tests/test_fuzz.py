"""Broken and hostile articles through all of Warta: read, translated, checked, briefed, written, and read back.

Every input is a sample or a piece of trouble that seeded mutators have spoilt, so a failure names the seed it is made
from. What holds for each is in `go_through`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import writers_samples as samples
from lxml import html as lxml_html
from reading_checks import pdf

from translate.briefing.compose import make_brief
from translate.document import Role
from translate.errors import WartaError
from translate.language.sentences import LONGEST
from translate.reading import read_bytes
from translate.testing import FakeEngine
from translate.translator import Translator
from translate.writers import Output, to_bytes
from translate.writers.json_reading import translation_from_json
from translate.writers.notes import visible

SAMPLES = Path(__file__).parent.parent / "samples"
QUICK, SLOW = 300, 10_000
WORD_EVERY = 10  # of so many articles one is written as a Word file too, which takes longer than all else
TROUBLE = [
    *("\x1b[2J", "\x00", "\x9b31m", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "é", "e\u0301", "\u2028", "\r"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "](javascript:alert(1))"),
    *("=1+1", "@SUM(A1)", "+1", "\t=1", "```", "---\n", "[^1]", "| a | b |\n|--|--|\n", "<!--", "]]>", "&#0;", "&lt;"),
    *("Rp 12,5 triliun", "23/10/2023", "pukul 13.21 WIB", "一千", "1.2.3.4", "9" * 50, "A.B.C.", "KPK", "Joko Widodo"),
    *("“", "”", "「", "(", "(Adv/", "Baca juga: ", "JAKARTA - ", "Oleh: ", "00:00:01,000 --> 00:00:02,000\n", "\n\n"),
]
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
Mutator = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut_short(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def doubled(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    end = start + dice.randint(1, 60)
    return data[:start] + data[start:end] * dice.randint(2, 40) + data[end:]


def spliced(data: bytes, dice: random.Random) -> bytes:
    other = dice.choice(corpus())[1]
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def troubled(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 5)):
        at, trouble = dice.randrange(len(data)), dice.choice(TROUBLE).encode("utf-8", "surrogatepass")
        data = data[:at] + trouble * dice.choice((1, 1, 1, 30)) + data[at:]
    return data


MUTATORS: tuple[Mutator, ...] = (flipped, cut_short, doubled, spliced, troubled, troubled)


@cache
def corpus() -> tuple[tuple[str, bytes], ...]:
    """Return articles of every format, short ones, with the end of their names."""
    text = "Judul Berita\n\nBalikpapan – Harga beras naik 12,5 persen, kata Budi Santoso.\n\n“Kami siap,” ujarnya.\n"
    page = "<html><head><title>Judul</title></head><body><article><h1>Judul</h1>" + 4 * (
        "<p>Wali Kota Balikpapan membuka pasar baru pada Senin (23/10/2023) dengan <a href='https://a.id'>warga</a>.</p>"
    )
    cues = "1\n00:00:01,000 --> 00:00:02,500\nHarga beras naik\n\n2\n00:00:03,000 --> 00:00:04,000\nlagi.\n"
    found = [
        ("txt", text.encode()),
        ("md", samples.MARKDOWN.encode()),
        ("html", page.encode()),
        ("srt", cues.encode()),
        ("vtt", ("WEBVTT\n\n" + cues.replace(",", ".")).encode()),
        ("docx", to_bytes("docx", samples.english())),
        ("pdf", pdf([text.split("\n")])),
        ("txt", "".join(TROUBLE).encode("utf-8", "surrogatepass")),
    ]
    found += [("txt", path.read_bytes()[:500]) for path in sorted(SAMPLES.glob("*.txt"))[:3]]
    return tuple(found)


def spoilt(seed: int) -> tuple[str, bytes]:
    """Return the end of the name and the bytes of an article that a seed stands for."""
    dice = random.Random(seed)
    ending, data = dice.choice(corpus())
    for mutate in dice.choices(MUTATORS, k=dice.randint(1, 3)):
        data = mutate(data or b" ", dice)
    return ending, data


def engine(seed: int, target: str) -> FakeEngine:
    """Return an engine that says its source again, nothing, something else, or far too much."""
    said = {"en": "The mayor said 5 percent.", "ja": "市長は5%と述べた。"}[target]
    answers: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: said,
        lambda text: "" if len(text) % 3 else text[::-1],
        lambda text: f"{said} {text} " * 3,
    )
    return FakeEngine(default=answers[seed % len(answers)], target=target)


def go_through(seed: int) -> bool:
    """Take the article of a seed through everything, and return whether it could be read.

    Only a `WartaError` may end it. What is read lies in order in the text; what is written holds every segment; no
    control character reaches a terminal, and nothing in a report runs.
    """
    ending, data = spoilt(seed)
    target = "ja" if seed % 2 else "en"
    try:
        document = read_bytes(data, name=f"berita.{ending}", check_language=False)
        translation = Translator(target, engine=engine(seed, target), dated=False).translate(document)
        output = Output(translation, make_brief(translation))
        formats = ("txt", "md", "json", "jsonl", "html", *(("docx",) if seed % WORD_EVERY == 0 else ()))
        made = {format: to_bytes(format, output) for format in formats}
    except WartaError as error:
        assert "\n" not in str(error) and str(error)
        return False
    ends = [place for sentence in document.sentences for place in (sentence.start, sentence.end)]
    assert ends == sorted(ends) and all(place <= len(document.text) for place in ends[-1:])
    read = (sentence.text for sentence in document.sentences if sentence.role is Role.TEXT)
    assert all(len(text.strip()) <= LONGEST for text in read)
    text = {format: data.decode() for format, data in made.items() if format != "docx"}
    for format, written in text.items():
        assert not CONTROLS.search(written), (format, CONTROLS.search(written))
    if document.source.format != "md":  # where links go back into their sentence
        bare = re.sub(r"\s", "", text["txt"])
        for segment in translation.segments:
            assert re.sub(r"\s", "", visible(segment.text)) in bare
    back = translation_from_json(text["json"])
    assert to_bytes("json", Output(*back)).decode() == text["json"]
    assert (back[0].document.text, back[0].segments) == (document.text, translation.segments)
    check_report(text["html"])
    if "docx" in made:
        read_bytes(made["docx"], name="laporan.docx", check_language=False)
    return True


def check_report(written: str) -> None:
    page = lxml_html.document_fromstring(written)
    for element in ("script", "iframe", "object", "embed", "img", "svg", "form", "base", "meta[@http-equiv='refresh']"):
        assert not page.xpath(f"//{element}")
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name.lower() in ("href", "src", "action"):
                assert re.match(r"(?:#|https?://|mailto:)", value, re.I), value
    assert not BIDI.search(written)


def some(first: int, count: int) -> None:
    read = sum(go_through(seed) for seed in range(first, first + count))
    assert read > count / 3  # else the mutators spoil too much to test anything


@pytest.mark.parametrize("part", range(6))
def test_nothing_but_a_line_comes_of_bad_input(part: int) -> None:
    some(part * QUICK // 6, QUICK // 6)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_nothing_but_a_line_comes_of_more_bad_input(part: int) -> None:
    some(QUICK + part * SLOW // 20, SLOW // 20)
