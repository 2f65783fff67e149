"""Web pages of many shapes: the whole article, nothing of the menus, nothing lost in silence."""

import json
import socket
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_checks import PARAGRAPHS, check_spans, said

from translate.document import Kind
from translate.errors import EmptyDocument
from translate.reading import read_bytes, read_text

P = PARAGRAPHS
HEAD = "<title>Pasar Baru Dibuka - Kabar Contoh</title>"


def page(body: str, head: str = HEAD) -> str:
    return f"<!doctype html><html lang=id><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


NEWS = page(
    f"""<header><nav><ul><li><a href=/>Beranda</a><li><a href=/e>Ekonomi</a></ul></nav></header>
    <main><article><h1>Pasar Baru Dibuka</h1><p><strong>Balikpapan</strong> – {P[0]}</p><p>{P[1]}</p>
    <h2>Sambutan Warga</h2><p>{P[2]}</p><p>Pasar buka tiap hari.</p><ul><li>Kios sayur</li><li>Kios ikan</li></ul>
    <blockquote>Pasar ini bagus sekali.</blockquote><figure><img src=x><figcaption>Foto: Budi</figcaption></figure>
    <p>Baca juga: <a href=/x>Harga cabai ikut naik</a></p><p>(Adv/Diskominfo)</p></article>
    <aside><h3>Terpopuler</h3><p>Berita lain yang sedang ramai dibaca orang di seluruh kota hari ini.</p></aside></main>
    <div id=comments><p>Komentar seorang pembaca yang cukup panjang tentang pasar baru itu.</p></div>
    <footer><p>Hak cipta Kabar Contoh</p></footer><script>var teks = "rahasia";</script>""",
    HEAD
    + '<meta name=author content="Budi Santoso">'
    + '<meta property="article:published_time" content="2024-05-03T08:00:00+08:00">',
)
SHAPES = {
    "divs": page(f"<div><div>{P[0]}</div><div>{P[1]}</div><div>{P[2]}</div></div>"),
    "one div, paragraphs": page(f"<div class=content>{paragraphs(*P)}</div>"),
    "bare paragraphs": page(paragraphs(*P)),
    "double br": page(f"<div class=content>{P[0]}<br><br>{P[1]}<br/><br/>{P[2]}</div>"),
    "single br": page(f"<div class=content>{P[0]}<br>{P[1]}<br/>{P[2]}</div>"),
    "amp": page(
        f"<article><amp-img src=x></amp-img><div class=article-body><p>{P[0]}</p><amp-ad></amp-ad>"
        f"{paragraphs(*P[1:])}</div></article>"
    ),
    "sections": page("".join(f"<main><section><p>{text}</p></section>" for text in P) + "</main>"),
    "first paragraph in a div of its own": page(
        f"<article><div class=lead><p>{P[0]}</p></div><div class=body>{paragraphs(*P[1:])}</div></article>"
    ),
    "spans": page(
        f"<article><p><span>{P[0]}</span></p><p><span><b>Wali</b> kota{P[1][9:]}</span></p><p>{P[2]}</p></article>"
    ),
    "table layout": page(f"<table><tr><td>{paragraphs(*P)}</td></tr></table>"),
    "advertisement between": page(
        f"<article><p>{P[0]}</p><div class=ads><p>Beli sekarang juga</p></div>{paragraphs(*P[1:])}</article>"
    ),
    "no doctype, no head": f"<html><body>{paragraphs(*P)}</body></html>",
    "sidebar in the body's name": page(f"<article>{paragraphs(*P)}</article>").replace(
        "<body>", '<body class="has-sidebar">'
    ),
}


def test_news_page() -> None:
    document = read_text(NEWS, format="html")
    check_spans(document)
    assert said(document) == [
        ("title", "Pasar Baru Dibuka"),
        ("body", f"Balikpapan – {P[0]}"),
        ("body", P[1]),
        ("heading", "Sambutan Warga"),
        ("body", P[2]),
        ("body", "Pasar buka tiap hari."),
        ("list", "Kios sayur"),
        ("list", "Kios ikan"),
        ("quote", "Pasar ini bagus sekali."),
        ("caption", "Foto: Budi"),
        ("boilerplate", "Baca juga: Harga cabai ikut naik"),
        ("boilerplate", "(Adv/Diskominfo)"),
    ]
    assert (document.author, document.date) == ("Budi Santoso", "2024-05-03")
    assert document.advertorial == "(Adv/Diskominfo)"


@pytest.mark.parametrize("shape", SHAPES)
def test_no_paragraph_of_any_shape_is_lost(shape: str) -> None:
    document = read_text(SHAPES[shape], format="html")
    check_spans(document)
    assert [p.text for p in document.paragraphs if p.text in P] == P
    assert "Beli sekarang" not in document.text


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if "doctype" not in shape])
def test_the_title_of_the_page_is_added(shape: str) -> None:
    assert read_text(SHAPES[shape], format="html").title == "Pasar Baru Dibuka"


def test_a_short_article_is_whole() -> None:
    document = read_text(page(f"<article><h1>Pasar Baru</h1><p>{P[0]}</p></article>"), format="html")
    assert said(document) == [("title", "Pasar Baru"), ("body", P[0])]


def test_table_cells_are_read_in_order() -> None:
    table = "<table><tr><th>Kota</th><th>Harga</th></tr><tr><td>Medan</td><td>12 ribu</td></tr></table>"
    document = read_text(page(f"<article><p>{P[0]}</p>{table}<p>{P[1]}</p></article>"), format="html")
    assert [text for kind, text in said(document) if kind == "cell"] == ["Kota", "Harga", "Medan", "12 ribu"]
    assert "\n\nKota | Harga\nMedan | 12 ribu\n\n" in document.text


def test_the_title_said_again_is_said_once() -> None:
    body = f"<h1>Pasar Baru Dibuka</h1><article><h2>Pasar Baru Dibuka</h2>{paragraphs(*P)}</article>"
    assert [text for _, text in said(read_text(page(body), format="html"))].count("Pasar Baru Dibuka") == 1


def test_a_page_without_an_article_is_taken_whole_with_a_note() -> None:
    document = read_text("<nav><p>Menu</p><p>Isi</p></nav>", format="html")
    assert [text for _, text in said(document)] == ["Menu", "Isi"]
    assert document.notes == ("no article was found on the page: all its text was taken",)


def test_text_without_any_tag_is_read() -> None:
    assert P[0] in read_text(P[0], format="html").text


def test_what_is_left_out_is_noted() -> None:
    other = "Paragraf di bagian lain halaman ini cukup panjang, tetapi tidak berada di dalam artikel yang dibaca."
    body = f"<article>{paragraphs(*P * 3)}</article><section><p>{other}</p></section>"
    document = read_text(page(body), format="html")
    assert other not in document.text
    assert document.notes == ("1 paragraph of the page left out as no part of the article",)


def test_the_data_of_a_page_that_shows_less_are_read() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "articleBody": "\n".join(P)}]}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    document = read_text(page(f"<div id=app><p>{P[0]}</p></div>", HEAD + script), format="html")
    assert said(document) == [("title", "Pasar Baru Dibuka"), *(("body", text) for text in P)]
    assert document.notes == ("the page shows only part of the article: its text was taken from the data in the page",)
    whole = read_text(page(f"<article>{paragraphs(*P)}</article>", HEAD + script), format="html")
    assert whole.notes == ()


def test_a_short_article_beside_a_longer_text_about_the_site() -> None:
    about = "Koran ini terbit sejak tahun 1998 dan dibaca oleh warga di seluruh kabupaten setiap hari."
    body = f"<div><div><h1>Pasar Baru Dibuka</h1><div><p>{P[0]}</p></div></div><div><p>{about}</p></div></div>"
    document = read_text(page(body), format="html")
    assert [text for _, text in said(document)] == ["Pasar Baru Dibuka", P[0]]


def test_hidden_text_and_scripts_are_not_read() -> None:
    hidden = "<p hidden>rahasia</p><p style='display: none'>rahasia</p><style>rahasia</style>"
    assert "rahasia" not in read_text(page(f"<article>{paragraphs(*P)}{hidden}</article>"), format="html").text


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    links = "<link rel=stylesheet href=https://contoh.invalid/a.css><link rel=canonical href=https://contoh.invalid/b>"
    assert read_text(page(paragraphs(*P), HEAD + links), format="html").paragraphs


@pytest.mark.parametrize(
    ("charset", "encoding"), [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8")]
)
def test_charset_of_the_page(charset: str, encoding: str) -> None:
    text = page(f"<p>“{P[0]}”</p>").replace("charset=utf-8", f'charset="{charset}"')
    document = read_bytes(text.encode(encoding), name="halaman.html")
    assert f"“{P[0]}”" in document.text
    assert document.source.encoding == encoding
    assert document.notes == ()


def test_deep_nesting_is_read() -> None:
    deep = "<div>" * 200 + f"<p>{P[0]}</p>" + "</div>" * 200
    assert P[0] in read_text(page(deep), format="html").text
    very = "<b><div>" * 3000 + P[0]
    with suppress(EmptyDocument):  # the parser gives up at some depth; it must not take Warta with it
        read_text(page(very), format="html")


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for body in ("<html></html>", "<p>x", "<!-- -->", "<html><body><p>1</p></body></html>"):
        with suppress(EmptyDocument):
            read_text(body, format="html")
    assert capfd.readouterr() == ("", "")


def test_the_same_page_reads_the_same() -> None:
    assert read_text(NEWS, format="html") == read_text(NEWS, format="html")


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<br>", "<li>", "<h1>", "<table><td>", "<a href=x>", "</a>", "&nbsp;", P[0]]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(TAGS, st.text(max_size=10)), max_size=12).map("".join))
def test_any_page_is_empty_or_its_spans_tile(text: str) -> None:
    try:
        document = read_text(text, format="html", check_language=False)
    except EmptyDocument:
        return
    check_spans(document)
    assert all(p.kind in Kind for p in document.paragraphs)
