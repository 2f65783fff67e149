"""Markdown keeps its structure; marks, code, HTML and link definitions are layout."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_checks import check_spans, said

from translate.document import Kind
from translate.errors import EmptyDocument
from translate.reading import read_text
from translate.util.markup import MarkKind, link_references, plain

ARTICLE = """---
title: Harga
author: Budi Santoso
date: 2024-05-03
---
# Harga *beras* naik

Samarinda – Harga **beras** naik [pekan ini](https://contoh.id/a "judul"). Warga *mengeluh.* *Pemerintah*
diam. Lihat [data][bps].

## Penyebab

> Panen tertunda
> karena hujan. Semoga reda.

- beras `merah`
- ![foto gula](gula.png) gula

1. 1 kilogram garam

| Kota | Harga |
|------|-------|
| Medan | 12 \\| 13 ribu |
| Medan | Medan |

```
kode = 1
```

<div>teks dalam HTML</div>

[bps]: https://bps.example/beras
"""


def test_structure() -> None:
    document = read_text(ARTICLE, format="md")
    check_spans(document, verbatim=False, layout=False)
    assert said(document) == [
        ("title", "Harga"),
        ("heading", "Harga beras naik"),
        ("body", "Samarinda – Harga beras naik pekan ini. Warga mengeluh. Pemerintah diam. Lihat data."),
        ("heading", "Penyebab"),
        ("quote", "Panen tertunda karena hujan. Semoga reda."),
        ("list", "beras `merah`"),
        ("list", "foto gula gula"),
        ("list", "1 kilogram garam"),
        *[("cell", cell) for cell in ("Kota", "Harga", "Medan", "12 | 13 ribu", "Medan", "Medan")],
    ]
    assert (document.author, document.date) == ("Budi Santoso", "2024-05-03")
    assert document.notes == ("1 HTML block with text left as they are, not translated",)


def test_spans_cover_the_raw_text() -> None:
    document = read_text(ARTICLE, format="md")
    raw = [document.text[s.start : s.end] for s in document.paragraphs[2].sentences]
    assert raw == [
        "Samarinda – ",
        'Harga **beras** naik [pekan ini](https://contoh.id/a "judul"). ',
        "Warga *mengeluh.* ",
        "*Pemerintah*\ndiam. ",
        "Lihat [data][bps].",
    ]
    assert document.text[document.paragraphs[4].start : document.paragraphs[4].end].count("\n> ") == 1


def test_layout_holds_only_marks_and_code() -> None:
    document = read_text(ARTICLE, format="md")
    at, outside = 0, ""
    for paragraph in document.paragraphs:
        outside += document.text[at : paragraph.start]
        at = paragraph.end
    outside += document.text[at:]
    assert "beras" not in outside.replace("bps.example/beras", "")
    for kept in ("kode = 1", "<div>teks dalam HTML</div>", "[bps]: https://bps.example/beras", "title: "):
        assert kept in outside


CASES = json.loads((Path(__file__).parent.parent / "cases" / "markdown.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    document = read_text(case["text"], format="md")
    check_spans(document, verbatim=False, layout=False)
    assert [list(pair) for pair in said(document)] == case["expect"]
    assert list(document.notes) == case.get("notes", [])
    outside = document.text
    for paragraph in reversed(document.paragraphs):
        outside = outside[: paragraph.start] + outside[paragraph.end :]
    for layout in case.get("layout", []):
        assert layout in outside


def test_the_second_heading_of_the_first_level_is_no_title() -> None:
    document = read_text("# Satu\n\nTeks.\n\n# Dua\n\nTeks.\n", format="md")
    assert [p.kind for p in document.paragraphs] == [Kind.TITLE, Kind.BODY, Kind.HEADING, Kind.BODY]


def test_setext_heading_and_nested_list() -> None:
    document = read_text("Judul\npanjang\n=====\n\n- luar\n  - dalam\n\n    lanjutan dalam\n\nBiasa.\n", format="md")
    assert said(document) == [
        ("title", "Judul panjang"),
        ("list", "luar"),
        ("list", "dalam"),
        ("list", "lanjutan dalam"),
        ("body", "Biasa."),
    ]
    check_spans(document, verbatim=False)


@pytest.mark.parametrize(
    ("raw", "expected", "marks"),
    [
        ("a **b** _c_", "a b c", [("strong", "b", "**"), ("emphasis", "c", "_")]),
        ("[b](x)", "b", [("link", "b", "x", "")]),
        (
            "[**b** `c`](</x y> 't') d",
            "b `c` d",
            [("link", "b `c`", "/x%20y", "t"), ("strong", "b", "**"), ("code", "c", "")],
        ),
        ("![alt *e*](u)", "alt e", [("image", "alt e", "u", ""), ("emphasis", "e", "*")]),
        ("[![alt](u)](v)", "alt", [("link", "alt", "v", ""), ("image", "alt", "u", "")]),
        ("<https://a.id>", "https://a.id", [("link", "https://a.id", "https://a.id", "")]),
        ("[b][r] [r] [r][]", "b r r", [("link", "b", "/r", ""), ("link", "r", "/r", ""), ("link", "r", "/r", "")]),
        ("[ADV] dan [x][tak ada]", "[ADV] dan [x][tak ada]", []),
        (r"\*a\* &amp; &hellip;", "*a* & …", []),
        ("<b>a</b>  \nb\\\nc\n> d", "a b c d", [("strong", "a", "<b>")]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ("", "", []),
        ("Naik.[^1] Turun[^bps].", "Naik. Turun.", [("footnote", "[^1]", "[^1]"), ("footnote", "[^bps]", "[^bps]")]),
        ("a ~~b [c](d)~~ e", "a  e", [("struck", "b c", "~~b [c](d)~~")]),
        ("H<sub>2</sub>O, 5 m<sup>2</sup>", "H₂O, 5 m²", []),
        ("<u>a</u> <br> </i> **<i>b**", "a   b", [("tag", "a", "<u>"), ("strong", "b", "**")]),
    ],
)
def test_inline_marks(raw: str, expected: str, marks: list[tuple[str, ...]]) -> None:
    found = plain(raw, {"R": "/r"})
    assert found.text == expected
    assert len(found.offsets) == len(expected)
    leading = (MarkKind.LINK, MarkKind.IMAGE)
    assert [
        (m.kind, m.text, m.target, m.title) if m.kind in leading else (m.kind, m.text, m.markup) for m in found.marks
    ] == marks
    around = [m for m in found.marks if m.end > m.start and m.kind is not MarkKind.CODE]
    assert all(found.text[m.start : m.end] == m.text for m in around)


def test_link_references() -> None:
    assert link_references("Teks [a].\n\n[a]: /x\n[Dua  Kata]: /y 'judul'\n") == {"A": "/x", "DUA KATA": "/y"}


MARKS = st.sampled_from(
    ["*", "**", "_", "`", "[", "](", ")", "![", "]", "<b>", "\\", "\n", "\n> ", "&amp;", "a b", "Budi. "]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(MARKS, st.text(max_size=4))).map("".join))
def test_places_of_plain_text_rise_within_the_raw_text(raw: str) -> None:
    found = plain(raw)
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)
    assert all(0 <= at < len(raw) for at in found.offsets)


TABLE = "| a | b |\n|---|---|\n| c | d |\n"
BLOCKS = st.sampled_from(
    ["# ", "\n\n", "\n", "> ", "- ", "1. ", TABLE, "```\n", "---\n", "    ", "\t", "Harga. ", "===\n"]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(BLOCKS, MARKS, st.text(max_size=4))).map("".join))
def test_any_markdown_is_empty_or_its_spans_tile(text: str) -> None:
    try:
        document = read_text(text, format="md", check_language=False)
    except EmptyDocument:
        return
    check_spans(document, verbatim=False, layout=False)
    letters = sum(c.isalpha() for c in document.text)
    assert sum(c.isalpha() for p in document.paragraphs for c in document.text[p.start : p.end]) <= letters
