"""Writers: a module for each output format of a `Translation` and its `Brief`.

>>> sorted(WRITERS)
['docx', 'html', 'json', 'jsonl', 'md', 'srt', 'txt', 'vtt']
>>> format_of("out/berita.HTML")
'html'

Evidence is numbered from 1 for readers (`[3]`, `#s3`), from 0 in JSON, as in `Brief`.
"""

from __future__ import annotations

from pathlib import Path

from translate.errors import UsageError
from translate.writers.base import Output, TextWriter, Writer
from translate.writers.docx_file import WordFile
from translate.writers.html import HtmlReport
from translate.writers.json_format import JsonFile
from translate.writers.json_reading import translation_from_json
from translate.writers.jsonl import JsonLines
from translate.writers.markdown import MarkdownFile
from translate.writers.subtitles import Subtitles
from translate.writers.text import PlainText

__all__ = ["WRITERS", "Output", "Writer", "format_of", "render", "to_bytes", "translation_from_json"]

WRITERS: dict[str, Writer] = {
    writer.extension: writer
    for writer in (
        PlainText(),
        MarkdownFile(),
        JsonFile(),
        JsonLines(),
        HtmlReport(),
        WordFile(),
        Subtitles("srt"),
        Subtitles("vtt"),
    )
}
# Other endings of the same formats.
ENDINGS = {"htm": "html", "markdown": "md", "text": "txt"}


def to_bytes(format: str, output: Output) -> bytes:
    """Return the content of a file of a format; the same output gives the same bytes.

    Raises:
        UsageError: there is no such format.
        WritingError: the format cannot hold the text.
    """
    return _writer(format).to_bytes(output)


def render(format: str, output: Output) -> str:
    """Return the content of a text format as text, to be printed.

    Raises:
        UsageError: there is no such format, or its files are not text.
    """
    writer = _writer(format)
    if not isinstance(writer, TextWriter):
        raise UsageError(f"A .{format} file is not text; expected a file to write it to. Name one with `output`.")
    return writer.render(output)


def format_of(path: str | Path) -> str:
    """Return the format that the ending of a path names.

    Raises:
        UsageError: the ending is not that of a format.
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    ending = ENDINGS.get(ending, ending)
    if ending not in WRITERS:
        found = f"the ending .{ending}" if ending else "no ending"
        raise UsageError(f"{path} has {found}; expected one of {_choices()}. Rename the output.")
    return ending


def _writer(format: str) -> Writer:
    if format not in WRITERS:
        raise UsageError(f"There is no output format {format!r}; expected one of {_choices()}.")
    return WRITERS[format]


def _choices() -> str:
    return ", ".join(f".{name}" for name in WRITERS)
