"""Markdown keeps the layout and the links of its source, and escapes what a translation says."""

import io
import tomllib
from dataclasses import replace

import docx
import pytest
import writers_samples as samples
import yaml  # huggingface_hub's own dependency
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from translate.document import Document, Flag, FlagCode, Kind, Paragraph, Segment, Sentence, Source, Translation
from translate.document.flags import LowConfidence
from translate.reading import read_text
from translate.util.front_matter import as_value
from translate.util.markup import Mark, MarkKind
from translate.writers import Output, render, to_bytes
from translate.writers.inline import in_markup, laid_out, markdown_mark, plain_mark
from translate.writers.markdown import escape, escape_line_start


def of_markdown(raw: str, plain: str, translated: str) -> Translation:
    document = Document(raw, (Paragraph((Sentence(plain, 0, len(raw)),)),), source=Source("a.md", "md"))
    return Translation(document, "en", (Segment(document.sentences[0], translated),), samples.signature())


def first_line(translation: Translation) -> str:
    return render("md", Output(translation)).split("\n")[0]


def test_the_layout_of_a_markdown_source_stays() -> None:
    text = render("md", Output(samples.markdown()))
    assert text.startswith("---\ntags: laut\n---\n\n# A new ship\n")
    assert '```python\nprint("jangan *diterjemahkan*")\n```' in text
    assert "| City | Fare \\| price |\n|------|-------|\n| Biru | cheap |" in text
    assert "\n- \\# A new ![photo of the quay](img/dermaga.png)\n" in text
    assert "[^1]: Catatan kaki." in text


def test_a_link_goes_where_its_words_are_said() -> None:
    text = render("md", Output(samples.markdown()))
    assert "[Dinas Laut](https://laut.example/a_\\(b\\)) says today, run `kapal --uji`.[^1]" in text
    assert "[complete\\* guide](https://panduan.example/satu)" in text


def test_front_matter_stays_above_a_brief() -> None:
    assert render("md", samples.every_output()["markdown with brief"]).startswith("---\ntags: laut\n---\n\n## Brief\n")


def test_footnotes_of_doubts_do_not_collide_with_those_of_the_article() -> None:
    doubted = samples.flagged(samples.markdown(), 0, Flag(FlagCode.LOW_SCORE, LowConfidence(0.14, 0.4)))
    text = render("md", Output(doubted))
    assert "# A new ship[^warta-1]\n" in text and "\n[^warta-1]: **LOW_SCORE**" in text


def test_the_text_of_a_footnote_is_no_address() -> None:
    raw = "Kata[^a].\n\n[^a]: Catatan.\n"
    document = Document(raw, (Paragraph((Sentence("Kata[^a].", 0, 9),)),), source=Source("a.md", "md"))
    translation = Translation(document, "en", (Segment(document.sentences[0], "Word."),), samples.signature())
    assert first_line(translation) == "Word[^a]."


def test_a_link_across_two_sentences_is_kept() -> None:
    raw = "[Satu. Dua.](https://a.example)"
    sentences = (Sentence("Satu. ", 0, 7), Sentence("Dua.", 7, len(raw)))
    document = Document(raw, (Paragraph(sentences),), source=Source("a.md", "md"))
    segments = (Segment(sentences[0], "One."), Segment(sentences[1], "Two."))
    translation = Translation(document, "en", segments, samples.signature())
    assert first_line(translation) == "[One.](https://a.example) [Two.](https://a.example)"
    assert "https://a.example" in render("txt", Output(translation))
    assert 'href="https://a.example"' in render("html", Output(translation))


@pytest.mark.parametrize(
    "raw, plain, translated, expected",
    [
        ("[A](x)", "A", "An A.", "An [A](x)."),
        ("[A](x)", "A", "Ban.", "[Ban](x)."),
        ("[Zz](x) qq", "Zz qq", "Ban.", "Ban. ([Zz](x))"),
        ("Harga **beras** naik", "Harga beras naik", "Rice prices rose", "**Rice** prices rose"),
        ("Harga *[beras](x)* naik", "Harga beras naik", "Rice prices rose", "*[Rice](x)* prices rose"),
        ("<u>Harga</u> beras", "Harga beras", "Rice prices", "Rice <u>prices</u>"),
        ("Harga beras[^1] naik.", "Harga beras naik.", "Rice prices rose.", "Rice[^1] prices rose."),
        ("Harga naik[^1].", "Harga naik.", "Prices rose.", "Prices rose[^1]."),
        ("Harga naik.[^1]", "Harga naik.", "Prices rose.", "Prices rose.[^1]"),
        (
            "Warga ~~menolak~~ menerima bantuan.",
            "Warga  menerima bantuan.",
            "Residents accept aid.",
            "Residents ~~menolak~~ accept aid.",
        ),
        ("[A](x) [A](y)", "A A", "A and A", "[A](x) and [A](y)"),
        ('[A](x "t\\"t")', "A", "A", '[A](x "t\\"t")'),
        ("![](foto.png)", "", "", "![](foto.png)"),
        ("<https://a.example>", "https://a.example", "See https://a.example.", None),
        ("`a*b`", "`a*b`", "run `a*b`", "run `a*b`"),
        ("`a*b`", "`a*b`", "run a*b", "run `a*b`"),
        ("kata", "kata", "1. word", "1\\. word"),
        ("kata", "kata", "- word", "\\- word"),
        ("[A](javascript:alert)", "[A](javascript:alert)", "[A](javascript:alert)", "\\[A\\](javascript:alert)"),
    ],
)
def test_inline_marks(raw: str, plain: str, translated: str, expected: str | None) -> None:
    expected = expected or "See <https://a.example>."
    assert first_line(of_markdown(raw, plain, translated)) == expected


def test_other_sources_get_the_marks_of_their_kinds() -> None:
    text = render("md", samples.english())
    assert "\n# Teluk Biru port serves electric ships\n" in text
    assert "\n## Schedule and fares\n\n- Departs at 7:30 a.m. WITA\n- Fare Rp 15,000 per person\n\n> The sea" in text
    assert "\n*An electric ship at the quay.*\n" in text


def test_list_items_keep_their_numbers_and_have_one_mark() -> None:
    items = [("1. Satu", "1. One"), ("2) Dua", "2) Two"), ("- Tiga", "- 3")]
    translation = samples.build([(Kind.LIST, [item]) for item in items])
    assert render("md", Output(translation)).startswith("1. One\n2. Two\n- 3\n")


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("ab1 .)#>+-=*_`~[]()!<&;|\\/:\"'x\n"), max_size=20) | st.text(max_size=20))
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    said = " ".join(text.replace("\0", "").split())
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escape_line_start(escape(said)))
    if not said:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == said


@pytest.mark.parametrize("text", ["a`b", "`", "a``b`", " x "])
def test_code_reads_back_as_it_was(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark").parseInline(f"x {markdown_mark(Mark(MarkKind.CODE, 0, 1, text), text)} x")[0].children
        or []
    )
    assert [token.content.strip() for token in tokens if token.type == "code_inline"] == [text.strip()]


@settings(deadline=None, max_examples=60)
@given(st.text("ab .", max_size=12), st.lists(st.text("ab", max_size=2), max_size=3))
def test_no_link_is_lost(text: str, names: list[str]) -> None:
    source, marks = "", list[Mark]()
    for i, name in enumerate(names):
        at = len(source)
        marks.append(Mark(MarkKind.LINK, at, at + len(name), name, f"https://{i}.example"))
        source += f"{name} "
    said = in_markup(laid_out(source, text, marks, "en"), str, plain_mark)
    assert all(said.count(f"({mark.target})") == 1 for mark in marks)


def test_plain_text_of_markdown_keeps_links_unescaped() -> None:
    text = render("txt", Output(samples.markdown()))
    assert "[Dinas Laut](https://laut.example/a_(b)) says" in text and "guide](https://panduan.example/satu)." in text


def test_the_unchanged_article_comes_back_character_for_character() -> None:
    source = samples.markdown()
    plain = replace(source, segments=tuple(Segment(s.source, s.source.text) for s in source.segments))
    text = render("md", Output(plain)).split("\n\n---\n\nMachine translation by")[0]
    inlined = samples.MARKDOWN.replace("[panduan lengkap][p]", "[panduan lengkap](https://panduan.example/satu)")
    expected = inlined.replace("a_(b)", "a_\\(b\\)").strip()
    assert text == expected


FRONTS = [
    ('---\ntitle: "Harga \\"beras\\" naik"\n---\n', 'title: "Rice \\"price\\": up [x]"\n'),
    ("---\ntitle: 'Harga ''beras'' naik'\n---\n", "title: 'Rice \"price\": up [x]'\n"),
    ("---\njudul: Harga beras naik\ndate: 2024-01-02\n---\n", 'judul: "Rice \\"price\\": up [x]"\ndate: 2024-01-02\n'),
    ('+++\ntitle = "Harga beras naik"\n+++\n', 'title = "Rice \\"price\\": up [x]"\n'),
]


@pytest.mark.parametrize("front, expected", FRONTS)
def test_a_title_in_front_matter_is_a_string_of_its_language(front: str, expected: str) -> None:
    document = read_text(f"{front}\nHarga beras naik lima persen.\n", format="md", check_language=False)
    assert document.title is not None and document.title.replace("'", '"').replace('"', "") == "Harga beras naik"
    title = 'Rice "price": up [x]'
    said = tuple(Segment(s, title if i == 0 else "It rose.") for i, s in enumerate(document.sentences))
    flagged = replace(said[0], flags=(Flag(FlagCode.UNFINISHED),))
    translation = Translation(document, "en", (flagged, said[1]), samples.signature())
    text = render("md", Output(translation))
    fence = front[:3]
    assert text.startswith(f"{fence}\n{expected}{fence}\n\nIt rose.\n")
    assert "\nSentence 1: **UNFINISHED**" in text and "[^1]" not in text
    again = read_text(text, format="md", check_language=False)
    assert again.title == title, "what is written says the same when it is read"


@pytest.mark.parametrize("said", ["yes", "12", "- a", "# a", "a: b", "a #b", "@a", "", "It's a 'day'", "C:\\x"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_any_title_is_valid_yaml(said: str, quote: str) -> None:
    value = as_value(said, quote, toml=False)
    assert yaml.safe_load(f"title: {quote}{value}{quote}") == {"title": said}
    if quote:
        assert tomllib.loads(f"title = {quote}{as_value(said, quote, toml=True)}{quote}") == {
            "title": said.replace("'", "’") if quote == "'" else said
        }


def in_marks() -> Translation:
    raw = "Harga **beras** naik *lagi* ~~tinggi~~, kata [Rina](https://a.example).[^1]"
    document = read_text(raw, format="md")
    assert document.notes == ("1 struck-out passage left as it is, not translated",)
    segment = Segment(document.sentences[0], "Rice prices rose again, said Rina.")
    return Translation(document, "en", (segment,), samples.signature())


def test_plain_is_the_translation_alone() -> None:
    text = render("md", Output(in_marks(), plain=True))
    assert text == "**Rice** prices rose *again* ~~tinggi~~, said [Rina](https://a.example).[^1]\n"


def test_marks_become_those_of_html_and_word() -> None:
    page = render("html", Output(in_marks()))
    assert (
        '<strong>Rice</strong> prices rose <em>again</em> <del>tinggi</del>, said <a href="https://a.example"' in page
    )
    made = docx.Document(io.BytesIO(to_bytes("docx", Output(in_marks()))))
    paragraph = next(p for p in made.paragraphs if "Rice" in p.text)
    assert [run.text for run in paragraph.runs if run.bold] == ["Rice"]
    assert [run.text for run in paragraph.runs if run.italic] == ["again"]
    assert [run.text for run in paragraph.runs if run.font.strike] == ["tinggi"]
