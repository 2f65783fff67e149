"""What many tests build: documents, put together from sentences, and the bytes of a Word file."""

import io
from collections.abc import Callable
from typing import Any

from translate.document import Document, Kind, Paragraph, Role, Sentence

Part = str | tuple[str, Role]
Run = Callable[..., tuple[int, str, str]]  # of the fixture `warta`: its arguments -> exit code, stdout and stderr


def saved(document: Any) -> bytes:
    """Return a Word file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def build_document(*paragraphs: tuple[Part, ...] | str, kinds: tuple[Kind, ...] = ()) -> Document:
    """Return a document whose paragraphs are tuples of sentences; a lone string is a paragraph of one sentence."""
    text, built = "", []
    for index, paragraph in enumerate(paragraphs):
        parts = (paragraph,) if isinstance(paragraph, str) else paragraph
        sentences = []
        for position, part in enumerate(parts):
            sentence, role = part if isinstance(part, tuple) else (part, Role.TEXT)
            sentence += " " if position < len(parts) - 1 else ""
            sentences.append(Sentence(sentence, len(text), len(text) + len(sentence), role))
            text += sentence
        built.append(Paragraph(tuple(sentences), kinds[index] if index < len(kinds) else Kind.BODY))
        text += "\n"
    return Document(text, tuple(built))
