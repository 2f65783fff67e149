"""The JSON output holds everything: what is read back is what was written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import strategies
import writers_samples as samples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import attempts, chances, notices, refusals, scores, texts

from translate.briefing.facts.quantities import find_figures
from translate.document import (
    Brief,
    Document,
    Kind,
    ModelInfo,
    NoticeCode,
    Origin,
    Paragraph,
    Point,
    Role,
    Segment,
    Sentence,
    Signature,
    Source,
    Step,
    Translation,
)
from translate.errors import DamagedFile
from translate.writers import Output, render, translation_from_json
from translate.writers.json_values import KINDS

flags = strategies.several
pairs = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
models = st.lists(st.builds(ModelInfo, texts, texts, texts, texts, st.booleans()), max_size=2).map(tuple)
signatures = st.builds(
    Signature, texts, models, texts, texts, texts, texts, libraries=pairs, settings=pairs, date=texts
)


@st.composite
def translations(draw: st.DrawFn) -> Translation:
    text, paragraphs, segments = draw(texts), [], []
    for _ in range(draw(st.integers(0, 3))):
        sentences = []
        for said in draw(st.lists(texts, min_size=1, max_size=3)):
            sentences.append(Sentence(said, len(text), len(text) + len(said), draw(st.sampled_from(Role))))
            text += said
            tried = draw(st.lists(attempts, max_size=2).map(tuple))
            segments.append(Segment(sentences[-1], draw(texts), draw(scores), tried, draw(flags), draw(chances)))
        paragraphs.append(Paragraph(tuple(sentences), draw(st.sampled_from(Kind))))
        text += draw(texts)
    source = draw(st.builds(Source, texts, texts, texts, texts))
    notes = draw(st.lists(texts, max_size=2).map(tuple))
    maybe = st.none() | texts
    document = Document(text, tuple(paragraphs), draw(texts), source, draw(maybe), draw(maybe), notes)
    return Translation(document, draw(texts), tuple(segments), draw(signatures))


@st.composite
def outputs(draw: st.DrawFn) -> Output:
    translation = draw(translations())
    last = len(translation.segments) - 1
    evidence: st.SearchStrategy[tuple[int, ...]] = st.just(())
    if last >= 0:
        evidence = st.lists(st.integers(0, last), max_size=3).map(tuple)
    points = st.builds(Point, texts, evidence, flags, st.sampled_from(Origin), refusals)
    facts = strategies.facts(evidence)
    several = st.lists(points, max_size=2).map(tuple), st.lists(facts, max_size=2).map(tuple)
    briefs = st.builds(Brief, points, *several, texts, signatures, st.lists(notices, max_size=1).map(tuple))
    return Output(translation, draw(st.none() | briefs))


@settings(deadline=None, max_examples=25)
@given(outputs())
def test_what_is_read_back_is_what_was_written(output: Output) -> None:
    assert translation_from_json(render("json", output)) == (output.translation, output.brief)


@settings(deadline=None, max_examples=15)
@given(outputs())
def test_every_other_format_takes_any_output(output: Output) -> None:
    for format in ("txt", "md", "jsonl", "html"):
        assert render(format, output).endswith("\n")


@pytest.mark.parametrize("name", [name for name, output in samples.every_output().items() if output.whole])
def test_the_samples_are_read_back(name: str) -> None:
    output = samples.every_output()[name]
    assert translation_from_json(render("json", output)) == (output.translation, output.brief)


def test_the_keys_have_their_order() -> None:
    made = json.loads(render("json", samples.english()))
    assert list(made)[:7] == ["format", "version", "whole", "grade", "signature", "target", "document"]
    assert list(made)[7:] == ["paragraphs", "segments", "flagged", "brief"]
    assert list(made["segments"][0]) == [
        *("index", "source", "target", "mark", "score", "confidence", "flags", "attempts")
    ]
    assert made["flagged"] == [3, 11]
    assert made["signature"]["line"] == str(samples.english().translation.signature)


def test_characters_stay_as_they_are() -> None:
    assert "収穫した" in render("json", samples.japanese())


def damaged(key: str, value: object) -> str:
    made = json.loads(render("json", samples.english()))
    made[key] = value
    return json.dumps(made)


def without(key: str) -> str:
    made = json.loads(render("json", samples.english()))
    del made[key]
    return json.dumps(made)


def with_evidence_beyond_the_end() -> str:
    made = json.loads(render("json", samples.english()))
    made["brief"]["points"][0]["evidence"] = [99]
    return json.dumps(made)


@pytest.mark.parametrize(
    "text, told",
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "has no"),
        ('{"format": "other"}', "has no"),
        (damaged("version", 3), "version 3; expected 1 or 2"),
        (render("json", replace(samples.english(), whole=False)), "only a brief"),
        (without("segments"), "damaged"),
        (damaged("segments", []), "every segment once"),
        (damaged("segments", [1]), "damaged"),
        (damaged("document", None), "damaged"),
        (with_evidence_beyond_the_end(), "not there"),
    ],
)
def test_a_file_that_is_no_whole_output_is_an_error_of_one_line(text: str, told: str) -> None:
    with pytest.raises(DamagedFile, match=told) as caught:
        translation_from_json(text)
    assert "\n" not in str(caught.value)


def test_facts_have_values_for_programs() -> None:
    written = json.loads(render("json", samples.english()))["brief"]["facts"]
    assert written[0]["iso"] == "2023-10-23"
    assert (written[1]["number"], written[1]["currency"]) == ("12500000000", "IDR")
    assert set(written[3]) == {"kind", "text", "value", "evidence"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6-19 Februari 2025.", [{"iso": "2025-02-06"}, {"iso": "2025-02-19"}]),
        ("Pada Oktober 2024.", [{"iso": "2024-10"}]),
        ("Mulai pukul 13.21 WIB.", [{"iso": "13:21"}]),
        ("Naik 3,2 persen.", [{"number": "3.2", "unit": "%"}]),
        ("Panen 1,5 juta ton.", [{"number": "1500000", "unit": "ton"}]),
        ("Nilainya Rp 12,5 triliun.", [{"number": "12500000000000", "currency": "IDR"}]),
        ("Sebanyak 3 orang tiba kemarin.", [{"number": "3", "unit": "orang"}]),
        ("Beberapa hal terjadi.", []),
    ],
)
@pytest.mark.parametrize("target", ["en", "ja"])
def test_what_a_value_is_for_a_program(text: str, expected: list[dict[str, str]], target: str) -> None:
    output = samples.english()
    assert output.brief is not None
    facts = tuple(find_figures([text], target))
    made = json.loads(render("json", replace(output, brief=replace(output.brief, facts=facts))))["brief"]["facts"]
    keys = ("iso", "number", "currency", "unit")
    assert [{key: fact[key] for key in keys if key in fact} for fact in made] == expected


def test_a_place_has_no_value_for_a_program() -> None:
    written = json.loads(render("json", samples.english()))["brief"]["facts"]
    assert written[4]["text"] == "Teluk Biru" and not {"iso", "number"} & set(written[4])


def test_the_example_of_the_documentation_is_what_is_written() -> None:
    told = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
    example = told.partition("```json\n")[2].partition("```")[0]
    assert json.loads(example) == json.loads(render("json", samples.documented()))
    for kind in KINDS:
        assert f"`{kind}`" in told
    assert [value for value in (*Step, *NoticeCode) if f"`{value}`" not in told] == []
