"""Display translations and briefs in notebooks, and save them from Python."""

from __future__ import annotations

from html import escape
from pathlib import Path

from translate.document import Brief, Translation
from translate.errors import UsageError, expect
from translate.util.files import write_atomically
from translate.writers import format_of, to_bytes
from translate.writers.base import Output

# An iframe isolates the report's style from the notebook, and runs no scripts.
FRAME = (
    '<iframe sandbox="" title="Warta" style="width: 100%; height: 32em; border: 1px solid #8888; resize: vertical" '
    'srcdoc="{page}"></iframe>'
)


def page(translation: Translation, brief: Brief | None, *, whole: bool) -> str:
    """Return the HTML report as a frame for a notebook."""
    data = to_bytes("html", Output(translation, brief, whole=whole))
    return FRAME.format(page=escape(data.decode("utf-8"), quote=True))


def save(path: str | Path, translation: Translation | None, brief: Brief | None, *, whole: bool) -> None:
    """Write a file whose ending names the format: .txt, .md, .json, .jsonl, .html or .docx.

    Raises:
        UsageError: the ending names no format, or a brief has no translation, whose sentences are its evidence.
        WritingError: the file cannot be written.
    """
    expect(path, (str, Path), "A file", "its path")
    expect(brief, (Brief, type(None)), "A brief", "a Brief, such as brief(translation)")
    if translation is None:
        raise UsageError("This brief has no translation, which is its evidence. Make it with translate.brief().")
    write_atomically(Path(path), to_bytes(format_of(path), Output(translation, brief, whole=whole)))
