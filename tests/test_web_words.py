"""The words of the local page: one table, each word in every language, none that the page does not have."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

FOLDER = files("translate.web").joinpath("page")
HTML, SCRIPT, TABLE = ((FOLDER / name).read_text(encoding="utf-8") for name in ("index.html", "app.js", "words.js"))
LANGUAGES = ("en", "ja", "id")
ENTRY = re.compile(r'^  "(?P<key>[\w-]+)": \{(?P<said>.*?)\},$', re.DOTALL | re.MULTILINE)
SAID = re.compile(r'\b(?P<language>en|ja|id): "(?P<text>(?:[^"\\]|\\.)*)"')
WORDS = {
    entry["key"]: {said["language"]: said["text"] for said in SAID.finditer(entry["said"])}
    for entry in ENTRY.finditer(TABLE)
}


def test_every_word_is_there_in_every_language() -> None:
    assert len(WORDS) > 50 and len(WORDS) == len(re.findall(r'^  "', TABLE, re.MULTILINE)), "the test reads them all"
    for key, said in WORDS.items():
        assert set(said) == set(LANGUAGES), key
        assert said["ja"] and said["id"] and (said["en"] or key.startswith("error-")), key


def test_every_refusal_that_a_person_may_meet_has_its_words() -> None:
    web = Path(str(files("translate.web")))
    kinds = {
        str(node.args[2].value)
        for path in web.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Refused"
        and len(node.args) > 2
        and isinstance(node.args[2], ast.Constant)
    }
    assert len(kinds) > 5 and {f"error-{kind}" for kind in kinds} <= WORDS.keys()
    assert {kind for kind in kinds if not WORDS[f"error-{kind}"]["en"]} == {"TooLarge"}  # has values: the server's line


def test_a_word_has_the_same_values_and_keys_in_every_language() -> None:
    marks = re.compile(r"\{\d\}|\[.+?\]")
    for key, said in WORDS.items():
        if said["en"]:
            first, *others = (sorted(set(marks.findall(said[language]))) for language in LANGUAGES)
            assert all(other == first for other in others), key


def test_the_page_and_the_table_have_the_same_words() -> None:
    asked = set(re.findall(r'data-say(?:-\w+)?="([\w-]+)"', HTML))
    asked |= {key for key in re.findall(r'"([\w-]+)"', SCRIPT) if key in WORDS}
    asked |= {key for key in WORDS if key.startswith(("error-", "to-"))}  # their names are put together
    assert asked == WORDS.keys()


def test_no_word_stands_in_the_page_itself() -> None:
    body = re.sub(r"<noscript>.*?</noscript>|<template|</template>", "", HTML[HTML.index("<body") :], flags=re.DOTALL)
    shown = {text.strip() for text in re.findall(r">([^<>]+)<", body)} - {""}
    assert shown <= {"Warta", "HTML", "Word", "Markdown", "JSON", "×", ".txt .md .html .docx .pdf .srt .vtt"}
    assert not re.findall(r' (?:placeholder|title|aria-label)="(?!Warta")[^"]+"', body)
