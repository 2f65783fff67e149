"""Words of a language that exists nowhere, so that a parent knows nothing of it, and the parent reading them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.folder import Model, load
from training.parent import reading
from training.ssru import SOURCES
from translate.models.student.marian_file import Floats

STEMS = [
    f"{first}{second}ek" for first in ("zab", "lum", "kar", "vin", "fer") for second in ("ob", "ut", "ig", "as", "en")
]
ADDED = np.linspace(-0.2, 0.2, 256, dtype=np.float32)  # what "nya" adds to the vector of each


def parent_with_stems(folder: Path) -> Model:
    """Return the parent, reading the stems by vectors of its own words, and each with "nya"."""
    parent = load(folder)
    vectors = parent.student.arrays()[SOURCES]
    stems = {f"▁{stem}": vectors[1000 + number] for number, stem in enumerate(STEMS)}
    both: dict[str, Floats] = stems | {f"{stem}nya": vector + ADDED for stem, vector in stems.items()}
    return reading(parent, {piece: (-9.0, vector) for piece, vector in both.items()})
