"""Writers: a module for each output format of a `Translation` and its `Brief`.

>>> sorted(WRITERS)
['docx', 'html', 'json', 'jsonl', 'md', 'srt', 'txt', 'vtt']
>>> format_of("out/berita.HTML")
'html'

Evidence is numbered from 1 for readers (`[3]`, `#s3`), from 0 in JSON, as in `Brief`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from translate.errors import UsageError
from translate.writers.base import Output, TextWriter, Writer

if TYPE_CHECKING:
    from translate.writers.json_reading import translation_from_json

__all__ = ["WRITERS", "Output", "Writer", "format_of", "render", "to_bytes", "translation_from_json"]

# The module of each format, its class, and what that takes.
_HOMES = {
    "txt": ("text", "PlainText", ()),
    "md": ("markdown", "MarkdownFile", ()),
    "json": ("json_format", "JsonFile", ()),
    "jsonl": ("jsonl", "JsonLines", ()),
    "html": ("html", "HtmlReport", ()),
    "docx": ("docx_file", "WordFile", ()),
    "srt": ("subtitles", "Subtitles", ("srt",)),
    "vtt": ("subtitles", "Subtitles", ("vtt",)),
}


class _Writers(Mapping[str, Writer]):
    """The writers by format; the module of one is imported when it is first used."""

    def __getitem__(self, format: str) -> Writer:
        return _loaded(format)

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)

    def __contains__(self, format: object) -> bool:
        return format in _HOMES


@cache
def _loaded(format: str) -> Writer:
    module, name, arguments = _HOMES[format]
    writer: Writer = getattr(import_module(f"translate.writers.{module}"), name)(*arguments)
    return writer


WRITERS: Mapping[str, Writer] = _Writers()
# Other endings of the same formats.
ENDINGS = {"htm": "html", "markdown": "md", "text": "txt"}


def __getattr__(name: str) -> object:
    if name != "translation_from_json":
        raise AttributeError(f"module 'translate.writers' has no attribute {name!r}")
    from translate.writers.json_reading import translation_from_json

    return translation_from_json


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
