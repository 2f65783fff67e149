"""What holds for every format, and what each promises."""

import json
import re
from dataclasses import replace

import pytest
import writers_samples as samples
from growing import LINEAR, growth

from translate.document import FactKind, Flag, FlagCode, Kind, Segment, Translation
from translate.document.flags import LostName, LostNames
from translate.errors import UsageError, WritingError
from translate.writers import WRITERS, Output, format_of, render, to_bytes
from translate.writers.labels import ENGLISH, JAPANESE, Labels
from translate.writers.notes import Note, note_on_segment, notes_on

OUTPUTS = samples.every_output()
EVERY = [name for name in WRITERS if name not in ("srt", "vtt")]  # those need the times of subtitles
TEXTS = [name for name in EVERY if name != "docx"]


@pytest.mark.parametrize("format", EVERY)
@pytest.mark.parametrize("name", OUTPUTS)
def test_every_format_writes_every_output_twice_the_same(format: str, name: str) -> None:
    assert to_bytes(format, OUTPUTS[name]) == to_bytes(format, samples.every_output()[name])


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("name", OUTPUTS)
def test_every_text_is_utf_8_and_ends_with_a_line(format: str, name: str) -> None:
    content = to_bytes(format, OUTPUTS[name])
    text = content.decode("utf-8")
    assert text.endswith("\n") and "\r" not in text
    assert text == render(format, OUTPUTS[name])


@pytest.mark.parametrize("format", TEXTS)
def test_no_format_loses_a_segment_or_the_signature(format: str) -> None:
    output = samples.english()
    text = render(format, output)
    assert all(segment.text in text.replace("&quot;", '"') for segment in output.translation.segments)
    assert output.brief is not None and str(output.brief.signature) in text


@pytest.mark.parametrize("format", ["txt", "md", "html"])
def test_a_reader_finds_flag_note_and_source_of_a_doubt(format: str) -> None:
    text = render(format, samples.english())
    for told in ("NUMBER_LOST", "65.8 is not in the translation", "65,8 kilometer jaringan", "TOO_SHORT", "Hmmm."):
        assert told in text


@pytest.mark.parametrize("format", TEXTS)
def test_no_format_lets_an_article_steer_a_terminal(format: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", render(format, samples.hostile()))


@pytest.mark.parametrize("format", EVERY)
def test_half_a_surrogate_pair_is_an_error_of_one_line(format: str) -> None:
    translation = samples.build([(Kind.BODY, [("Satu.", "One \ud800.")])])
    with pytest.raises(WritingError, match=r"U\+D800"):
        to_bytes(format, Output(translation))


@pytest.mark.parametrize("format", ["txt", "md", "html"])
def test_a_paid_for_article_is_called_so_where_a_brief_forgets_it(format: str) -> None:
    output = samples.english()
    assert output.brief is not None
    silent = replace(output, brief=replace(output.brief, notices=()))
    assert render(format, silent).count("the article carries the mark") == 1
    assert render(format, output).count("the article carries the mark") == 1


@pytest.mark.parametrize("format", TEXTS)
def test_non_commercial_is_said(format: str) -> None:
    text = render(format, samples.japanese())
    assert "CC-BY-NC-4.0 (non-commercial)" in text


def test_an_output_of_nothing_is_refused() -> None:
    with pytest.raises(WritingError, match="needs a brief"):
        Output(samples.markdown(), whole=False)


@pytest.mark.parametrize(
    "path, format",
    [
        ("a.txt", "txt"),
        ("x/A.HTML", "html"),
        ("b.tar.jsonl", "jsonl"),
        ("b.htm", "html"),
        ("b.MARKDOWN", "md"),
        ("b.vtt", "vtt"),
    ],
)
def test_the_ending_names_the_format(path: str, format: str) -> None:
    assert format_of(path) == format


@pytest.mark.parametrize("path, found", [("a.exe", "the ending .exe"), ("a", "no ending"), (".json", "no ending")])
def test_another_ending_is_an_error_that_lists_the_choices(path: str, found: str) -> None:
    with pytest.raises(UsageError, match=rf"{re.escape(found)}; expected one of \.txt, \.md, \.json"):
        format_of(path)


def test_a_file_that_is_not_text_is_not_rendered_as_text() -> None:
    with pytest.raises(UsageError, match=r"\.docx file is not text"):
        render("docx", samples.one_paragraph())


def test_an_unknown_format_is_an_error_that_lists_the_choices() -> None:
    with pytest.raises(UsageError, match=r"'yaml'; expected one of \.txt"):
        to_bytes("yaml", samples.one_paragraph())


@pytest.mark.parametrize("labels", [ENGLISH, JAPANESE])
def test_every_flag_and_kind_of_fact_has_a_name(labels: Labels) -> None:
    assert set(labels.flags) == set(FlagCode)
    assert set(labels.fact_kinds) == set(FactKind)


def test_plain_text_without_doubts_is_the_translation_a_rule_its_grade_and_the_signature() -> None:
    output = samples.one_paragraph()
    assert render("txt", output) == (
        f"The price of rice has risen.\n\n{'-' * 72}\nMachine translation by opus-id-en; not read by a person.\n"
        f"{output.translation.signature}\n"
    )


def test_plain_text_marks_a_doubt_right_behind_its_segment() -> None:
    text = render("txt", samples.english())
    assert "for the cable network. [!1]\n" in text
    assert "\n[!1] NUMBER_LOST - A number is missing: 65.8 is not in the translation\n" in text
    assert "\n1. Teluk Biru port began to serve electric ships on Monday, 23 October 2023. [3]\n" in text
    assert "\n\n[!2]\n\n" in text, "a segment that came out empty still has its marker"


def test_a_brief_alone_comes_with_the_sentences_it_rests_on() -> None:
    output = samples.english()
    text = render("txt", replace(output, whole=False))
    assert "Local fishermen welcomed the plan." in text and "Nelayan setempat" in text
    assert "The sea is our front yard." not in text
    assert "TOO_SHORT" not in text, "the doubt is about a sentence that is not shown"


def test_a_line_of_a_brief_with_doubts_of_its_own_has_a_note_of_its_own() -> None:
    output = samples.english()
    assert output.brief is not None
    own = Flag(FlagCode.NAME_LOST, LostNames((LostName("Lestari", sure=True),)))
    points = (*output.brief.points[:2], replace(output.brief.points[2], flags=(own,)))
    text = render("txt", replace(output, brief=replace(output.brief, points=points)))
    assert "fishermen agree. [!3][5][6]" in text
    assert "[!3] NAME_LOST" in text


def test_japanese_readers_are_addressed_in_japanese() -> None:
    text = render("txt", samples.japanese())
    assert "注記" in text and "文字の種類が違う" in text and "Notes" not in text
    assert "収穫した。今年は" in text, "no space between sentences"


def test_the_signature_of_a_translation_is_not_repeated_before_a_brief_that_holds_it() -> None:
    output = samples.english()
    assert output.brief is not None
    assert render("txt", output).count("warta:0.1.0") == 1
    other = replace(output.brief.signature, decoding="greedy")
    assert render("txt", replace(output, brief=replace(output.brief, signature=other))).count("warta:0.1.0") == 2


def test_json_lines_say_what_they_are() -> None:
    output = samples.english()
    lines = [json.loads(line) for line in render("jsonl", output).split("\n")[:-1]]
    assert [line["type"] for line in lines] == ["header", "brief"] + ["segment"] * len(output.translation.segments)
    fourth = lines[5]
    assert (fourth["index"], fourth["paragraph"], fourth["kind"], fourth["attempts"]) == (3, 1, "body", 2)
    assert [flag["code"] for flag in fourth["flags"]] == ["NUMBER_LOST", "LOW_SCORE"]
    assert output.translation.document.text[fourth["start"] : fourth["end"]] == fourth["source"]
    assert lines[0]["signature"]["line"] == str(output.translation.signature)
    short = [json.loads(line) for line in render("jsonl", replace(output, whole=False)).split("\n")[:-1]]
    assert [line["index"] for line in short[2:]] == [0, 2, 3, 4, 5, 8]


def test_json_lines_break_only_where_a_line_ends() -> None:
    translation = samples.build([(Kind.BODY, [("Satu.", "a\u2028b\u0085c\nd")])])
    text = render("jsonl", Output(translation))
    assert len(text.splitlines()) == 2
    assert json.loads(text.splitlines()[1])["target"] == "a\u2028b\u0085c\nd"


def test_a_score_of_minus_infinity_is_valid_json() -> None:
    translation = samples.one_paragraph().translation
    segments = (Segment(translation.segments[0].source, "x", float("-inf")),)
    changed = Translation(translation.document, "en", segments, translation.signature)
    assert json.loads(render("json", Output(changed)))["segments"][0]["score"] is None


@pytest.mark.parametrize("name", samples.every_output())
def test_every_note_is_found_at_its_segment(name: str) -> None:
    output = samples.every_output()[name]
    notes = notes_on(output)
    for index in range(len(output.translation.segments)):
        assert note_on_segment(index, notes) == next((note for note in notes if note.segment == index), None)


def test_to_find_all_notes_takes_work_that_grows_as_they_do() -> None:
    def look_up(text: str) -> None:
        notes = tuple(Note(number + 1, number, ()) for number in range(len(text)))
        for number in range(len(text)):
            note_on_segment(number, notes)

    assert growth(look_up, "a", 1_000, LINEAR) < LINEAR
