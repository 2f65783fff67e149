"""The values of a translation: hypotheses, segments, signature and the translated document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from translate.document.article import Document, Paragraph, Role, Sentence
from translate.document.attempts import Attempt
from translate.document.display import counted, page_of, save, shortened
from translate.document.flags import Flag


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The output of an engine for one text."""

    text: str
    score: float | None = None  # mean log-probability a token, natural logarithm; None where the engine has none
    complete: bool = True  # False: the length limit ended it, not the model
    confidence: float | None = None  # chance, estimated, that it is not in the model's worst quarter; None: no estimate


@dataclass(frozen=True, slots=True)
class Segment:
    """A source sentence with its translation. `attempts` is empty for a segment that passed through."""

    source: Sentence
    text: str
    score: float | None = None
    attempts: tuple[Attempt, ...] = ()
    flags: tuple[Flag, ...] = ()
    confidence: float | None = None  # as of a hypothesis


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model, as a signature names it."""

    id: str  # catalogue name, hub id or folder
    revision: str = ""  # hub commit, or sha256 of the weights
    family: str = ""  # marian, nllb, m2m100, prompted, identity, ...
    licence: str = ""
    non_commercial: bool = False
    prompt_sha256: str = ""  # of the template it is asked with, if it is asked with one
    copies_names: bool = False  # whether with beams it is helped to write names as the source has them


@dataclass(frozen=True, slots=True)
class Signature:
    """How an output was made; enough to make it again. `str()` is one line in the manner of sacreBLEU's signatures."""

    warta: str
    models: tuple[ModelInfo, ...]
    decoding: str
    source: str
    target: str
    input_sha256: str = ""
    libraries: tuple[tuple[str, str], ...] = ()  # (name, version), the ones that can change a translation
    settings: tuple[tuple[str, str], ...] = ()  # whatever else was chosen: the summarizer, the retries
    date: str = ""  # ISO 8601 in UTC; empty in a run that can be repeated

    def __str__(self) -> str:
        """Return `key:value` pairs joined by `|`."""
        pairs = [("warta", self.warta), ("pair", f"{self.source}-{self.target}")]
        for model in self.models:
            pairs.append(("model", f"{model.id}@{model.revision[:12]}" if model.revision else model.id))
            pairs.append(("family", model.family))
            pairs.append(("licence", model.licence + (" (non-commercial)" if model.non_commercial else "")))
            pairs.append(("prompt", model.prompt_sha256[:12]))
            pairs.append(("names", "copied with beams" * model.copies_names))
        pairs += [("decoding", self.decoding), *self.settings, *self.libraries]
        pairs += [("input", self.input_sha256[:12]), ("date", self.date)]
        return "|".join(f"{key}:{value}" for key, value in pairs if value)


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated document. `segments[i]` is the translation of `document.sentences[i]`."""

    document: Document
    target: str
    segments: tuple[Segment, ...]
    signature: Signature

    @property
    def paragraphs(self) -> tuple[tuple[Paragraph, tuple[Segment, ...]], ...]:
        """Each source paragraph with its segments."""
        pairs, at = [], 0
        for paragraph in self.document.paragraphs:
            pairs.append((paragraph, self.segments[at : at + len(paragraph.sentences)]))
            at += len(paragraph.sentences)
        return tuple(pairs)

    @property
    def text(self) -> str:
        """The translation with the layout of the source around it; a paragraph that came out empty stays empty."""
        parts, at = [], 0
        for paragraph, segments in self.paragraphs:
            parts += [self.document.text[at : paragraph.start], join(segments, self.target)]
            parts.append(trailing_space(self.document.text[paragraph.start : paragraph.end]))
            at = paragraph.end
        return "".join(parts) + self.document.text[at:]

    def __str__(self) -> str:
        """Return the translated text."""
        return self.text

    def __repr__(self) -> str:
        """Return a short description: `<Translation id-en, 2 sentences, 1 flagged: 'Rice Prices Rise'>`."""
        title = shortened(next((s.text for s in self.segments if s.text.strip()), ""))
        counts = f"{counted(len(self.segments), 'sentence')}, {len(self.flagged)} flagged"
        return f"<Translation {self.document.language}-{self.target}, {counts}: {title}>"

    def _repr_html_(self) -> str:
        """Return the report for a notebook: source and translation side by side, doubts marked."""
        return page_of(self, None, whole=True)

    def save(self, path: str | Path, brief: object = None) -> None:
        """Write a file whose ending names the format: .txt, .md, .json, .jsonl, .html or .docx.

        Args:
            path: of the file; one that is there is replaced.
            brief: a `Brief` to put on top.

        Raises:
            UsageError: the ending names no format.
            WritingError: the file cannot be written.
        """
        save(path, self, brief, whole=True)

    @property
    def flagged(self) -> tuple[int, ...]:
        """Indices of the segments with a flag."""
        return tuple(i for i, segment in enumerate(self.segments) if segment.flags)

    def as_document(self) -> Document:
        """Return the translation as a document of its own, a sentence for each segment that is not empty.

        A summarizer takes any `Document`; it need not know that a translation happened.
        """
        text, paragraphs = "", []
        for paragraph, segments in self.paragraphs:
            sentences = []
            for segment in segments:
                if segment.text.strip():
                    said = segment.text.strip() + ("" if self.target == "ja" else " ")
                    sentences.append(Sentence(said, len(text), len(text) + len(said), segment.source.role))
                    text += said
            if sentences:
                paragraphs.append(Paragraph(tuple(sentences), paragraph.kind))
                text += "\n\n"
        return Document(text, tuple(paragraphs), self.target, self.document.source)


def join(segments: tuple[Segment, ...], target: str) -> str:
    """Return the translated segments of a paragraph as one text.

    Japanese has no space between sentences, but a dateline is set off from the first.
    """
    text = ""
    for segment in segments:
        said = segment.text.strip()
        if said:
            spaced = target != "ja" or segment.source.role is Role.DATELINE
            text += said + (" " if spaced else "")
    return text.rstrip()


def trailing_space(text: str) -> str:
    """Return the white space that `text` ends with."""
    return text[len(text.rstrip()) :]
