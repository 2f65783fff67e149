"""The students: models from Indonesian that come with Warta, in the format of Firefox's models.

The one into English was begun from Mozilla's Portuguese-English model, given Indonesian word vectors and trained on
pairs; the one into Japanese was begun from that. `training/` has the recipe, `NOTICE` the licence.
"""

from __future__ import annotations

from pathlib import Path

from translate.models.student.store import is_folder

_PACKAGE = Path(__file__).parents[2]
FOLDERS = {"student": _PACKAGE / "_student", "student-ja": _PACKAGE / "_student_ja"}


def bundled(name: str = "student") -> Path | None:
    """Return the folder of a student by its name in the catalogue, None if files of it are gone."""
    return FOLDERS[name] if is_folder(FOLDERS[name]) else None
