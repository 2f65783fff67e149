"""Repair the package of a Word file (ECMA-376, part 2) that lacks parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def without_missing_parts(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a package without relationships to missing parts, and the names of these parts.

    python-docx opens no file that lacks a part, even if it is only a thumbnail.
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = set(archive.namelist())
        mended: dict[str, bytes] = {}
        missing: dict[str, None] = {}
        for member in sorted(members):
            if not member.endswith(".rels"):
                continue
            root = parse_xml(archive.read(member))
            lost = [relation for relation in root if not _has_target(relation, member, members)]
            for relation in lost:
                root.remove(relation)
                missing[posixpath.basename(relation.get("Target"))] = None
            if lost:
                mended[member] = serialize_part_xml(root)
        return (_rewritten(archive, mended) if mended else data), tuple(missing)


def _has_target(relation: Any, member: str, members: set[str]) -> bool:
    """Return whether the target of a relationship is in the package or external."""
    target = relation.get("Target")
    if relation.tag != f"{RELATIONSHIPS}Relationship" or not target or relation.get("TargetMode") == "External":
        return True
    folder = posixpath.dirname(posixpath.dirname(member))
    path = posixpath.normpath(posixpath.join("/", folder, target))
    return path.lstrip("/") in members or target.startswith("#")


def _rewritten(archive: zipfile.ZipFile, mended: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for member in archive.infolist():
            copy.writestr(member.filename, mended.get(member.filename) or archive.read(member))
    return buffer.getvalue()
