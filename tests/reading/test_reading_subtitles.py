"""Subtitles: cues, times that are a little off, tags, speakers, sentences over several cues, WebVTT."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_checks import check_spans, said

from translate.errors import DamagedFile, EmptyDocument
from translate.reading import read_text
from translate.util.cues import cues

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "cases" / "subtitles.json").read_text(encoding="utf-8")
)
FIRST = "1\n00:00:01,000 --> 00:00:02,500\nHarga beras\n\n"


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    document = read_text(case["text"], format=case.get("format", "srt"))
    check_spans(document, verbatim=False, layout=False)
    assert [text for _, text in said(document)] == case["expect"]
    assert list(document.notes) == case.get("notes", [])
    assert document.text == case["text"]
    outside = document.text
    for paragraph in reversed(document.paragraphs):
        outside = outside[: paragraph.start] + outside[paragraph.end :]
    for layout in case.get("layout", []):
        assert layout in outside


def test_cues_are_found_again_in_the_text_of_a_document() -> None:
    document = read_text(FIRST + "2\n00:00:03 --> 00:00:04\nnaik.\n", format="srt")
    found = cues(document.text)
    assert [(cue.begins, cue.ends, document.text[cue.start : cue.end]) for cue in found] == [
        (1.0, 2.5, "Harga beras"),
        (3.0, 4.0, "naik."),
    ]
    sentence = document.sentences[0]
    assert sentence.start == found[0].start
    assert sentence.end == found[1].end


PARTS = st.sampled_from(
    [
        "1\n",
        "00:00:01,000 --> 00:00:02,000\n",
        "00:00:03 -> 4\n",
        "Halo ",
        "semua.\n",
        "\n",
        "<i>",
        "</i>",
        "- ",
        "{\\an8}",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(PARTS, st.text(max_size=5))).map("".join), st.sampled_from(["srt", "vtt"]))
def test_any_subtitles_are_refused_or_their_spans_tile(text: str, format: str) -> None:
    try:
        document = read_text(FIRST + text, format=format, check_language=False)
    except (EmptyDocument, DamagedFile):
        return
    check_spans(document, verbatim=False, layout=False)
