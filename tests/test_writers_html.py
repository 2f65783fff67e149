"""The HTML report by its source; test_html_chromium.py looks at it in a browser."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files

import pytest
import writers_samples as samples
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Document, Kind, Paragraph, Role, Segment, Sentence, Source, Translation
from translate.reading import read_text
from translate.writers import Output, render
from translate.writers.tags import tag, text

OUTPUTS = samples.every_output()
VOID = {"meta", "br", "hr"}


class Page(HTMLParser):
    """Every element with its attributes; fails where elements are not nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data

    def all(self, attribute: str) -> list[str]:
        return [str(attributes[attribute]) for _, attributes in self.elements if attribute in attributes]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_link_inside_the_page_has_its_place_and_no_place_is_there_twice(name: str) -> None:
    page = Page(render("html", OUTPUTS[name]))
    places = page.all("id")
    assert len(places) == len(set(places))
    inside = [link.removeprefix("#") for link in page.all("href") if link.startswith("#")]
    assert set(inside) <= set(places)


@pytest.mark.parametrize("name", OUTPUTS)
def test_only_known_elements_and_attributes_are_written(name: str) -> None:
    page = Page(render("html", OUTPUTS[name]))
    names = {name for name, _ in page.elements}
    assert not names & {"script", "img", "svg", "link", "iframe", "object", "form", "base"}
    attributes = {attribute for _, given in page.elements for attribute in given}
    assert attributes <= {
        "aria-labelledby",
        "charset",
        "class",
        "content",
        "data-machine",
        "data-mark",
        "data-n",
        "datetime",
        "href",
        "http-equiv",
        "id",
        "lang",
        "name",
        "rel",
        "role",
        "title",
    }
    assert page.all("href") and all(re.match(r"#|https://|mailto:", link) for link in page.all("href"))


def test_the_policy_allows_the_style_sheet_and_nothing_else() -> None:
    html = render("html", samples.english())
    found = re.search("<style>(.*?)</style>", html, re.S)
    assert found
    digest = b64encode(sha256(found.group(1).encode()).digest()).decode()
    policies = [a["content"] for _, a in Page(html).elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    assert "url(" not in found.group(1) and "@import" not in found.group(1)


def test_cells_name_their_language() -> None:
    elements = Page(render("html", samples.japanese())).elements
    languages = [(attributes.get("class"), attributes["lang"]) for _, attributes in elements if "lang" in attributes]
    assert languages[0] == (None, "ja")
    assert ("cell source", "id") in languages
    assert all(language in ("id", "ja") for _, language in languages)


def test_a_doubt_has_colour_and_symbol_and_is_explained_once() -> None:
    html = render("html", samples.english())
    assert '<mark id="s4" data-n="4" class="seg k3" data-machine=' in html
    assert '</mark><sup class="badge"><a href="#n1">!1</a></sup>' in html
    assert html.count("65.8 is not in the translation") == 1
    assert "(nothing was translated here)" in html


def test_a_report_without_doubts_says_so() -> None:
    assert "The checks raised no flags." in render("html", samples.one_paragraph())


def test_only_web_addresses_of_an_article_become_links() -> None:
    raw = '[A](https://a.example/?q="x") [B](data:text/html,x) [C](ftp://c.example) ![D](https://d.example/d.png)'
    document = Document(raw, (Paragraph((Sentence("A B C D", 0, len(raw)),)),), source=Source("a.md", "md"))
    translation = Translation(document, "en", (Segment(document.sentences[0], "A B C D"),), samples.signature())
    links = [link for link in Page(render("html", Output(translation))).all("href") if not link.startswith("#")]
    assert len(links) == 2 and links[0].startswith("https://a.example/") and links[1] == "https://d.example/d.png"


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("<>&\"'/=a -![]\n`") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_any_text_is_text(said: str) -> None:
    page = Page(tag("p", said, title=said))
    assert page.elements == [("p", {"title": said})] and page.said == said
    assert "<" not in text(said)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours like #aabbcc."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2])
def test_text_can_be_read_on_its_ground(scheme: int) -> None:
    style = files("translate.writers").joinpath("report.css").read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", style, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[scheme]))
    grounds = {
        "paper": ("ink", "read", "soft", "accent", "doubt-ink", "notice-ink"),
        "sheet": ("ink", "soft", "accent"),
    }
    grounds |= {"doubt": ("ink", "doubt-ink"), "pair": ("ink", "read", "soft"), "notice": ("notice-ink",)}
    poor = [(g, t) for g, texts in grounds.items() for t in texts if contrast(colours[g], colours[t]) < 4.5]
    assert poor == []


def test_numbered_items_have_their_number_and_others_a_bullet() -> None:
    translation = samples.build([(Kind.LIST, [("Satu.", "One.")]), (Kind.LIST, [("2. Dua.", "2. Two.")])])
    text = "3. Satu.\n\n2. Dua.\n"
    first, second = translation.document.paragraphs
    moved = replace(first, sentences=(replace(first.sentences[0], start=3, end=8),))
    moved_too = replace(second, sentences=(replace(second.sentences[0], start=10, end=17),))
    document = replace(translation.document, text=text, paragraphs=(moved, moved_too))
    page = render("html", Output(replace(translation, document=document)))
    assert re.findall('data-mark="([^"]*)"', page) == ["3.", "3."]


def test_a_date_has_its_machine_form_beside_it() -> None:
    assert '<time lang="en" datetime="2023-10-23">23 October 2023</time>' in render("html", samples.english())


def test_the_words_of_the_article_stand_beside_a_fact_only_where_they_tell_more() -> None:
    page = render("html", samples.english())
    assert "(Rp 12,5 miliar)" in page and "(Sri Lestari)" not in page


def test_a_dateline_is_set_off_from_japanese() -> None:
    said = [("Balikpapan –", "Balikpapan –"), ("Hujan turun.", "雨が降った。"), ("Air naik.", "水が増えた。")]
    translation = samples.build([(Kind.BODY, said)], "ja", roles={"Balikpapan –": Role.DATELINE})
    plain = re.sub("<[^>]*>", "", render("html", Output(translation)))
    assert "Balikpapan – 雨が降った。水が増えた。" in plain


def test_both_columns_have_numbers_and_the_grade_is_a_banner() -> None:
    html = render("html", samples.english())
    assert re.search(r'<span id="o3" data-n="3" class="k2">', html)
    assert '<p class="grade" role="note"><b>Machine translation by opus-id-en; not read by a person.</b>' in html


def test_subtitles_have_the_times_of_their_cues() -> None:
    raw = "1\n00:01:05,000 --> 00:01:07,000\nHalo semua.\n"
    document = read_text(raw, format="srt", check_language=False)
    segments = tuple(Segment(sentence, "Hello all.") for sentence in document.sentences)
    html = render("html", Output(Translation(document, "en", segments, samples.signature())))
    assert '<span class="time">0:01:05</span>' in html
