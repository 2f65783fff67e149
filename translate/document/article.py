"""A `Document`: an article with its paragraphs and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from translate.document.display import counted

LANGUAGES = {"id": "Indonesian", "en": "English", "ja": "Japanese"}
TARGETS = ("en", "ja")  # the languages that Warta has rules for, beside Indonesian


class Kind(StrEnum):
    """What a paragraph is."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    LIST = "list"
    QUOTE = "quote"
    CAPTION = "caption"
    CELL = "cell"  # a cell of a table; the cells of one row stand on one line of the text
    BOILERPLATE = "boilerplate"  # only bylines, credits, marks and links to other articles


class Role(StrEnum):
    """The role of a sentence; datelines and marks are parts of a paragraph."""

    TEXT = "text"
    DATELINE = "dateline"  # "Focuskaltim.com, Balikpapan –"
    BYLINE = "byline"  # "Penulis: Budi", "Editor: Sari"
    CREDIT = "credit"  # "(ANTARA/xyz)"
    ADVERTORIAL = "advertorial"  # "(Adv/Diskominfo)": paid-for text; a brief says so
    RELATED = "related"  # "Baca juga: ..."
    PAGE = "page"  # "ADVERTISEMENT", "[Gambas:Video]": page furniture, which is not translated


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one recognised part such as a dateline.

    `start` and `end` are offsets into `Document.text`. The sentences of a paragraph tile it: each begins where the one
    before ends, and white space belongs to the sentence it follows. `text` is that part of `Document.text`; in Markdown
    without inline marks (link addresses, emphasis), in wrapped text without hyphens that break a word at the end of a
    line.
    """

    text: str
    start: int
    end: int
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of an article; never empty."""

    sentences: tuple[Sentence, ...]
    kind: Kind = Kind.BODY

    @property
    def start(self) -> int:
        """Offset of its first character in `Document.text`."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Offset just after its last character in `Document.text`."""
        return self.sentences[-1].end

    @property
    def text(self) -> str:
        """Its sentences joined."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Source:
    """The origin of a document."""

    name: str = "text"  # the path or address as the user gave it, "-" for standard input, "text" for a string
    format: str = "txt"  # txt, md, html, docx, pdf, srt or vtt
    sha256: str = ""  # hexadecimal, of the bytes that were read
    encoding: str = "utf-8"
    fetched: str = ""  # when an address was fetched, ISO 8601 in UTC


@dataclass(frozen=True, slots=True)
class Document:
    """An article that was read. `text` is NFC with `\\n` line ends; every offset counts its characters."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str = "id"
    source: Source = Source()
    author: str | None = None  # from the metadata of the file
    date: str | None = None  # ISO 8601, from the metadata of the file
    notes: tuple[str, ...] = ()  # remarks on reading the file: a guessed encoding, an empty page

    def __repr__(self) -> str:
        """Return a short description: `<Document id, 21 sentences: 'article.txt'>`."""
        return f"<Document {self.language}, {counted(len(self.sentences), 'sentence')}: {self.source.name!r}>"

    @property
    def title(self) -> str | None:
        """The text of the first title paragraph, if there is one."""
        return next((p.text.strip() for p in self.paragraphs if p.kind is Kind.TITLE), None)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order; segments and evidence indices count in this order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences)

    @property
    def spans(self) -> tuple[range, ...]:
        """The indices of the sentences of each paragraph."""
        ends = [*accumulate(len(paragraph.sentences) for paragraph in self.paragraphs)]
        return tuple(map(range, [0, *ends], ends))

    @property
    def advertorial(self) -> str | None:
        """The text of the mark that the article was paid for, if there is one."""
        return next((s.text.strip() for s in self.sentences if s.role is Role.ADVERTORIAL), None)
