"""Parts of web pages: lists, tables, figures above the line, links to other stories, hidden and struck text."""

import json
from pathlib import Path
from typing import Any

import pytest
from reading_checks import check_spans, said

from translate.reading import read_text

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "cases" / "html.json").read_text(encoding="utf-8")
)
# Enough of an article that the rest is judged beside it.
P = (
    "Pemerintah kota membuka pasar baru di tepi sungai pada Senin pagi yang cerah.",
    "Wali kota mengatakan pasar itu menampung dua ratus pedagang kecil.",
)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """The case stands between two paragraphs; `expect` is what is read between them."""
    page = f"<title>Pasar Baru</title><article><h1>Pasar Baru</h1><p>{P[0]}</p>{case['html']}<p>{P[1]}</p></article>"
    document = read_text(f"<html><body>{page}</body></html>", format="html")
    check_spans(document, layout=False)
    found = [list(pair) for pair in said(document)]
    assert found == [["title", "Pasar Baru"], ["body", P[0]], *case["expect"], ["body", P[1]]]
    assert list(document.notes) == case.get("notes", [])
    for layout in case.get("layout", []):
        assert layout in document.text


def test_labels_are_unique() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES)
