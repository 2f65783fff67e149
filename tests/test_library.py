"""The library's front door."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import translate
from translate import Decoding, Document, Glossary, ModelSpec, Policy, Translator, read, read_text
from translate.batch import Job
from translate.errors import EmptyDocument, MissingFile, UsageError, WartaError
from translate.testing import FakeEngine

REPLIES = {
    "Harga Beras Naik": "Rice Prices Rise",
    "Harga beras naik 5 persen di Jakarta sejak Senin.": "Rice prices have risen 5 per cent in Jakarta since Monday.",
}
ARTICLE = "\n\n".join(REPLIES)


def test_what_is_exported_is_exactly_what_is_listed() -> None:
    assert dir(translate) == translate.__all__
    for name in translate.__all__:
        assert getattr(translate, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        translate.nothing  # noqa: B018


def test_importing_does_nothing() -> None:
    code = "import sys, translate; print([m for m in sys.modules if m.startswith('translate.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_text_a_path_and_a_document_are_the_same_article(tmp_path: Path) -> None:
    path = tmp_path / "beras.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    translator = Translator(engine=FakeEngine(REPLIES), dated=False)
    texts = [translator.translate(article).text for article in (ARTICLE, path, read_text(ARTICLE))]
    assert texts == ["\n\n".join(REPLIES.values())] * 3


def test_a_translation_prints_as_its_text_and_a_brief_as_its_lines() -> None:
    translator = Translator(engine=FakeEngine(REPLIES))
    translation = translator.translate(ARTICLE)
    assert str(translation) == "\n\n".join(REPLIES.values())
    assert str(translator.brief(translation)).splitlines() == [
        "Rice Prices Rise",
        "- Rice prices have risen 5 per cent in Jakarta since Monday.",
    ]
    assert translate.brief(translation).points == translator.brief(ARTICLE).points


def test_many_articles_share_one_engine() -> None:
    engine = FakeEngine(REPLIES)
    made = list(Translator(engine=engine).translate_many([ARTICLE, ARTICLE]))
    assert [m.text for m in made] == ["\n\n".join(REPLIES.values())] * 2


def test_the_translation_is_a_document_of_its_own() -> None:
    document = Translator(engine=FakeEngine(REPLIES)).translate(ARTICLE).as_document()
    assert isinstance(document, Document)
    assert (document.language, document.title) == ("en", "Rice Prices Rise")
    assert len(document.sentences) == len(REPLIES)
    for sentence in document.sentences:
        assert document.text[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize(
    ("article", "error"), [("", EmptyDocument), ("*** 1.", EmptyDocument), (Path("none.txt"), MissingFile)]
)
def test_errors_are_raised_not_printed(
    article: str | Path, error: type[WartaError], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error):
        Translator(engine=FakeEngine()).translate(article)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("article", [None, b"Harga beras naik.", ["Harga beras naik."], 3])
def test_what_is_no_article_is_refused_with_what_was_expected(article: object) -> None:
    with pytest.raises(UsageError, match="expected its text, a Path or a Document"):
        Translator(engine=FakeEngine(REPLIES)).translate(article)  # type: ignore[arg-type]


def untyped(value: object) -> Any:
    return value


@pytest.mark.parametrize(
    ("misuse", "said"),
    [
        (lambda: translate.translate("Hujan.", untyped(["en", "ja"])), "A target language cannot be of type list"),
        (lambda: translate.translate("Hujan.", model=untyped(None)), "A model cannot be of type NoneType"),
        (lambda: translate.translate("berita.txt"), r"Give Path\('berita.txt'\)"),
        (lambda: translate.brief("Hujan.", "en", points=untyped("3")), "The number of points cannot be of type str"),
        (lambda: translate.brief(untyped(None)), "An article cannot be of type NoneType"),
        (lambda: Translator(glossary=untyped(["DPR"])), "A glossary cannot be of type list"),
        (lambda: Translator(policy=untyped({})), "The policy cannot be of type dict"),
        (lambda: Translator(engine=untyped("student")), "An engine cannot be of type str"),
        (lambda: Translator(fallback=untyped(3)), "A fallback cannot be of type int"),
        (lambda: Translator(post_edit=untyped(3)), "A post-editor cannot be of type int"),
        (lambda: Translator(engine=FakeEngine()).translate_many("Hujan."), "Articles cannot be of type str"),
        (lambda: Translator(engine=FakeEngine()).translate_many(untyped(None)), "Articles cannot be of type NoneType"),
        (lambda: Translator(engine=FakeEngine()).brief("Hujan.", summarizer=untyped(None)), "A summarizer cannot be"),
        (lambda: Policy(decoding=untyped("best")), "The decoding cannot be of type str"),
        (lambda: Policy(min_confidence=3), "min_confidence is 3; expected a number from 0 to 1"),
        (lambda: Policy(retry=untyped("yes")), "retry cannot be of type str"),
        (lambda: Decoding(untyped("4")), "beams cannot be of type str"),
        (lambda: Glossary(untyped([("DPR", "House")])), "The terms of a glossary cannot be of type list"),
        (lambda: Glossary(untyped((("DPR", "House"),))), "A term cannot be of type tuple"),
        (lambda: Translator(**untyped({"target": "en"})), "There is no option 'target'; expected one of family"),
        (lambda: read(untyped(None)), "A file cannot be of type NoneType"),
        (lambda: read_text(untyped(b"Hujan.")), "read_bytes takes bytes"),
        (lambda: list(translate.translate_files(untyped(None), "out")), "The files cannot be of type NoneType"),
        (lambda: list(translate.translate_files([untyped(3)], "out")), "A file cannot be of type int"),
        (lambda: list(translate.translate_files("in", untyped(None))), "The output folder cannot be of type NoneType"),
        (lambda: list(translate.translate_files("in", "out", job=untyped({}))), "A job cannot be of type dict"),
        (lambda: Job(formats=untyped("txt")), "Formats cannot be of type str"),
        (lambda: ModelSpec(untyped(None)), "The name of a model cannot be of type NoneType"),
    ],
)
def test_misuse_says_what_was_expected(misuse: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        misuse()


def test_a_glossary_may_be_named_by_a_string(tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("Harga Beras\tRice Prices\n", encoding="utf-8")
    named = Translator(engine=FakeEngine(REPLIES), glossary=str(tmp_path / "g.tsv"))
    assert named.policy == Translator(engine=FakeEngine(REPLIES), glossary=tmp_path / "g.tsv").policy


def test_one_folder_and_one_language_need_no_list(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "beras.txt").write_text(ARTICLE, encoding="utf-8")
    made = list(translate.translate_files(str(tmp_path / "in"), tmp_path / "out", to="en", model="identity"))
    assert [(one.target, len(one.outputs)) for one in made] == [("en", 1)]
    made = list(translate.translate_files(str(tmp_path / "in"), tmp_path / "out", to="en,ja", model="identity"))
    assert [one.target for one in made] == ["en", "ja"]


def test_a_brief_of_no_points_is_refused() -> None:
    with pytest.raises(UsageError):
        Translator(engine=FakeEngine(REPLIES)).brief(ARTICLE, points=0)
