"""The library's front door."""

import subprocess
import sys
from pathlib import Path

import pytest

import translate
from translate import Document, Translator, read_text
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


def test_a_glossary_may_be_named_by_a_string(tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("Harga Beras\tRice Prices\n", encoding="utf-8")
    named = Translator(engine=FakeEngine(REPLIES), glossary=str(tmp_path / "g.tsv"))
    assert named.policy == Translator(engine=FakeEngine(REPLIES), glossary=tmp_path / "g.tsv").policy


def test_one_folder_and_one_language_need_no_list(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "beras.txt").write_text(ARTICLE, encoding="utf-8")
    made = list(translate.translate_files(str(tmp_path / "in"), tmp_path / "out", to="en", model="identity"))
    assert [(one.target, len(one.outputs)) for one in made] == [("en", 1)]


def test_a_brief_of_no_points_is_refused() -> None:
    with pytest.raises(UsageError):
        Translator(engine=FakeEngine(REPLIES)).brief(ARTICLE, points=0)
