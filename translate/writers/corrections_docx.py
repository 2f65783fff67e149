"""Corrections in Word files: the record that Warta puts into the file, and reading the edited sentences.

The record is a custom XML part, which Word preserves: for each sentence its number, source and machine mark. Sentences
are found by their bookmarks (`s3`); text up to the next bookmark belongs to the sentence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from translate.errors import DamagedFile
from translate.writers.corrections import EditedSegment, machine_mark, single_spaced, state_of, unmarked

NAMESPACE = "urn:warta:sentences"
SENTENCE, BADGE, NUMBER = re.compile(r"s(\d+)"), re.compile(r"n\d+"), re.compile(r"\s*\[\d+\]\s*")


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as Warta wrote it into a Word file."""

    number: int  # from 1
    source: str
    shown: str  # text between its bookmarks
    lead: str = ""  # text drawn by Word itself: the number of a list item


def add_record(document: Any, written: Sequence[WrittenSentence], target: str) -> None:
    """Add the record of sentences to a document."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.part import Part
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}sentences", target=target, nsmap={None: NAMESPACE})
    for sentence in written:
        attributes = {"n": str(sentence.number), "machine": machine_mark(sentence.shown)} | (
            {"lead": sentence.lead} if sentence.lead else {}
        )
        etree.SubElement(root, f"{{{NAMESPACE}}}s", attributes).text = sentence.source
    package = document.part.package
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    part = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def docx_segments(data: bytes, name: str) -> list[EditedSegment]:
    """Return the sentences of an edited Word file.

    Raises:
        DamagedFile: it is not a Word file, or has no record.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # a damaged archive raises many kinds of errors
        raise DamagedFile(f"{name} is no whole Word file ({error}). Save it again as .docx.") from error
    record = _record(document)
    if record is None:
        raise unmarked(name)
    now: dict[int, str] = {}
    for paragraph in document.element.body.iter("{*}p"):
        for number, text in _sentences(paragraph):
            now[number] = single_spaced(now.get(number, "") + text)
    segments = []
    for entry in record:
        number, lead = int(entry.get("n")), entry.get("lead", "")
        text = now.get(number, "")
        state = state_of(text, entry.get("machine"))
        edited = single_spaced(f"{lead} {text}") if text else ""
        segments.append(EditedSegment(number, single_spaced(entry.text or ""), edited, record.get("target"), state))
    return segments


def drop_record(document: Any) -> None:
    """Remove the records from a document whose sentences are replaced."""
    for name, _ in list(_records(document)):
        del document.part.rels[name]


def _record(document: Any) -> Any:
    return next((root for _, root in _records(document)), None)


def _records(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield each record with its relation id."""
    from lxml import etree

    for name, relation in document.part.rels.items():
        if relation.reltype.endswith("/customXml") and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                root = etree.fromstring(relation.target_part.blob, parser)
            except etree.XMLSyntaxError:  # of another program
                continue
            if root.tag == f"{{{NAMESPACE}}}sentences":
                yield name, root


def _sentences(paragraph: Any) -> Iterator[tuple[int, str]]:
    """Yield the text of each sentence of a paragraph with its number; leading text belongs to the first."""
    current, waiting = None, ""
    for kind, value in _pieces(paragraph):
        if kind == "sentence":
            current = int(value)
            waiting = "" if NUMBER.fullmatch(waiting) else waiting
            yield current, waiting
            waiting = ""
        elif current is None:
            waiting += value
        else:
            yield current, value


def _pieces(node: Any) -> Iterator[tuple[str, str]]:
    """Yield ("sentence", number) at each bookmark of a sentence, and ("text", ...) without deletions and badges."""
    for child in node:
        tag = str(child.tag).rpartition("}")[2]
        attribute = {str(key).rpartition("}")[2]: value for key, value in child.attrib.items()}
        if tag == "bookmarkStart" and (found := SENTENCE.fullmatch(attribute.get("name", ""))):
            yield "sentence", found[1]
        elif tag == "t":
            yield "text", child.text or ""
        elif tag in ("tab", "br", "cr"):
            yield "text", " "
        elif tag not in ("del", "moveFrom", "pPr", "rPr") and not BADGE.fullmatch(attribute.get("anchor", "")):
            yield from _pieces(child)
