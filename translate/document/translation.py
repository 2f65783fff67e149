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
    score: float | None = None  # mean natural log-probability of a token; None if the engine gives none
    complete: bool = True  # False if the length limit cut it
    confidence: float | None = (
        None  # estimated probability that it is not in the model's worst quarter; None: no estimate
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """A source sentence with its translation. `attempts` is empty for a segment that was copied."""

    source: Sentence
    text: str
    score: float | None = None
    attempts: tuple[Attempt, ...] = ()
    flags: tuple[Flag, ...] = ()
    confidence: float | None = None  # as of a hypothesis


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The entry of a model in a signature."""

    id: str  # catalogue name, hub id or folder
    revision: str = ""  # hub commit, or sha256 of the weights
    family: str = ""  # marian, nllb, m2m100, prompted, identity, ...
    licence: str = ""
    non_commercial: bool = False
    prompt_sha256: str = ""  # of its prompt template, if it has one
    copies_names: bool = False  # whether beam search has a copy mechanism for names


@dataclass(frozen=True, slots=True)
class Signature:
    """Everything that determines an output, to reproduce it. `str()` is one line like a sacreBLEU signature."""

    warta: str
    models: tuple[ModelInfo, ...]
    decoding: str
    source: str
    target: str
    input_sha256: str = ""
    libraries: tuple[tuple[str, str], ...] = ()  # (name, version) of those that can change a translation
    settings: tuple[tuple[str, str], ...] = ()  # further options: the summarizer, the retries
    date: str = ""  # ISO 8601 in UTC; empty for reproducible output

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
        spans = self.document.spans
        return tuple(
            (paragraph, self.segments[span.start : span.stop])
            for paragraph, span in zip(self.document.paragraphs, spans, strict=True)
        )

    @property
    def text(self) -> str:
        """The translation in the layout of the source."""
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
            path: of the file; an existing file is replaced.
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
        """Return the translation as a document, with a sentence for each segment that is not empty.

        Summarizers take any `Document`, translated or not.
        """
        text, paragraphs = "", []
        for paragraph, segments in self.paragraphs:
            sentences = []
            for segment in segments:
                if segment.text.strip():
                    part = segment.text.strip() + ("" if self.target == "ja" else " ")
                    sentences.append(Sentence(part, len(text), len(text) + len(part), segment.source.role))
                    text += part
            if sentences:
                paragraphs.append(Paragraph(tuple(sentences), paragraph.kind))
                text += "\n\n"
        return Document(text, tuple(paragraphs), self.target, self.document.source)


def join(segments: tuple[Segment, ...], target: str) -> str:
    """Return the translated segments of a paragraph as one text.

    Japanese has no space between sentences, except after a dateline.
    """
    text = ""
    for segment in segments:
        if part := segment.text.strip():
            spaced = target != "ja" or segment.source.role is Role.DATELINE
            text += part + (" " if spaced else "")
    return text.rstrip()


def trailing_space(text: str) -> str:
    """Return the white space that `text` ends with."""
    return text[len(text.rstrip()) :]
