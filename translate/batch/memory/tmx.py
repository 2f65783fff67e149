"""TMX 1.4, in which translation programs exchange their memories (https://www.gala-global.org/tmx-14b).

Only the text of segments is read; inline codes (`bpt`, `ept`, `it`, `ph`, `ut`) are markup of another program. External
definitions are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from translate.batch.memory.store import Memory, MemoryPair
from translate.errors import DamagedFile, MissingFile
from translate.util.files import replacing
from translate.writers.corrections import machine_mark

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SIGNED, MARKED = "x-warta-signature", "x-warta-mark"  # properties of machine translations
AT_ONCE = 1000  # pairs kept in one transaction


@dataclass(frozen=True, slots=True)
class TmxCounts:
    """Numbers of the pairs of a file that were processed and omitted."""

    taken: int
    left_out: int  # export: characters not allowed in XML; import: no text in both languages
    machine: int = 0  # import: unchanged machine translations, which are omitted


def export_tmx(memory: Memory, path: Path, *, target: str | None = None) -> TmxCounts:
    """Write the pairs of a memory, or those into one language, as a TMX file.

    Raises:
        WritingError: the file cannot be written, or the memory cannot be read.
    """
    taken = left_out = 0
    with replacing(path) as file:
        file.write(_HEADER.format(version=version("warta")).encode())
        for pair in memory.pairs(target):
            if NOT_XML.search(pair.source + pair.text):
                left_out += 1
                continue
            file.write(ElementTree.tostring(_unit(pair), encoding="utf-8", xml_declaration=False) + b"\n")
            taken += 1
        file.write(b"</body>\n</tmx>\n")
    return TmxCounts(taken, left_out)


def import_tmx(memory: Memory, path: Path, *, source: str = "id") -> TmxCounts:
    """Import the translations from `source` into any language of a TMX file.

    Of repeated texts the last translation counts. Machine translations, known from the file or this memory, are not
    imported, as imported translations count as human.

    Raises:
        MissingFile: the file cannot be read.
        DamagedFile: it is not TMX.
        WritingError: the memory cannot be written; earlier pairs may have been imported.
    """
    taken = left_out = machine = 0
    waiting: dict[str, dict[str, str]] = {}
    try:
        for unit in _units(path):
            texts = _texts(unit)
            translation = texts.pop(source, "")
            found = {language: text for language, text in texts.items() if translation and text}
            left_out += not found
            translations = {
                to
                for to, text in found.items()
                if _by_machine(unit, text) or memory.is_machine(source, to, translation, text)
            }
            machine += len(translations)
            for language, text in found.items():
                if language in translations:
                    continue
                waiting.setdefault(language, {})[translation] = text
                taken += 1
            if taken % AT_ONCE == 0:
                _keep(memory, source, waiting)
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two of encodings
        raise DamagedFile(f"{path} is no whole TMX file ({error}); export it again.") from error
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror or error}. Check the path.") from error
    _keep(memory, source, waiting)
    return TmxCounts(taken, left_out, machine)


_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="Warta" creationtoolversion="{version}" segtype="sentence" o-tmf="Warta" adminlang="en" \
srclang="id" datatype="plaintext"/>
<body>
"""


def _unit(pair: MemoryPair) -> Element:
    unit = Element("tu", srclang=pair.source_language)
    mark = machine_mark(pair.text) if pair.made_by else ""
    for kind, value in ((SIGNED, pair.made_by), (MARKED, mark), ("x-warta-flags", " ".join(pair.flags))):
        if value:
            ElementTree.SubElement(unit, "prop", type=kind).text = NOT_XML.sub("?", value)
    for language, text in ((pair.source_language, pair.source), (pair.target_language, pair.text)):
        variant = ElementTree.SubElement(unit, "tuv", {LANGUAGE: language})
        ElementTree.SubElement(variant, "seg").text = text
    return unit


def _by_machine(unit: Element, text: str) -> bool:
    """Return whether a unit is an unchanged machine translation of Warta."""
    props = {prop.get("type"): prop.text for prop in unit.iter("prop")}
    return SIGNED in props and props.get(MARKED) in (None, machine_mark(text))


def _units(path: Path) -> Iterator[Element]:
    """Yield the units one by one, freeing each, so that large files need little memory."""
    body: Element | None = None
    with path.open("rb") as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            if event == "start":
                if body is None and element.tag != "tmx":
                    raise DamagedFile(f"{path} is no TMX file: it begins with <{element.tag}>, expected <tmx>.")
                body = element if element.tag == "body" or body is None else body
            elif element.tag == "tu":
                yield element
                if body is not None:
                    body.clear()


def _texts(unit: Element) -> dict[str, str]:
    """Return the text of a unit in each of its languages, with normalised white space."""
    found = {}
    for variant in unit.iter("tuv"):
        segment = variant.find("seg")
        language = variant.get(LANGUAGE) or variant.get("lang") or ""
        if segment is not None and language:
            found[_primary(language)] = " ".join("".join(_text(segment)).split())
    return found


def _text(element: Element) -> Iterator[str]:
    # Without recursion, whose depth deeply nested markup would exceed.
    waiting: list[Element | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.tag not in CODES:
            yield node.text or ""
            for child in reversed(node):
                waiting += [child.tail or "", child]


def _primary(language: str) -> str:
    """Return "id" for "ID", "id-ID", "in_ID": older programs write Indonesian as "in"."""
    code = re.split("[-_]", language.strip().lower())[0]
    return "id" if code == "in" else code


def _keep(memory: Memory, source: str, waiting: dict[str, dict[str, str]]) -> None:
    for language, pairs in waiting.items():
        memory.add_imported(source, language, pairs)
    waiting.clear()
