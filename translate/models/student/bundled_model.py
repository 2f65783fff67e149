"""The student: the model for Indonesian into English that comes with Warta, in the format of Firefox's models.

It was begun from Mozilla's Portuguese-English model, given Indonesian word vectors and trained on pairs whose English
people wrote; `training/` has the recipe, `NOTICE` the licence.
"""

from __future__ import annotations

from pathlib import Path

from translate.models.student.store import is_folder

FOLDER = Path(__file__).parents[2] / "_student"


def bundled() -> Path | None:
    """Return the folder of the student, None if files of it are gone."""
    return FOLDER if is_folder(FOLDER) else None
