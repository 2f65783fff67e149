"""The catalogue of models: location, licence, size and quality.

Sizes are those of float32 weights computed from the architecture (four bytes a parameter), so they are approximate;
those of Firefox models are Mozilla's. Quality is quoted with its source, or measured here.
"""

from __future__ import annotations

from dataclasses import dataclass

from translate.errors import UnknownModel
from translate.language.data import tsv_rows


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A model that has a name in Warta."""

    name: str
    id: str  # on the model hub, or "firefox/id-en" for one of Mozilla's; "" for a model that comes with Warta
    family: str  # marian, nllb, m2m100, madlad or firefox; mt5 of a summarization model
    pairs: tuple[tuple[str, str], ...]  # (source, target); empty for a summarization model
    licence: str
    size_mb: int | None  # approximate
    summarises: tuple[str, ...]  # languages it writes briefs in
    quality: str  # and by whom it was measured
    notes: str

    @property
    def kind(self) -> str:
        """What it does: "translates" or "summarises"."""
        return "translates" if self.pairs else "summarises"

    @property
    def non_commercial(self) -> bool:
        """Whether the licence forbids commercial use."""
        return "-NC-" in self.licence

    @property
    def draft(self) -> bool:
        """Whether its translations are only drafts, as those of the models that come with Warta."""
        return not self.id


def _entry(row: list[str]) -> CatalogueEntry:
    name, id, family, pairs, licence, size, briefs, quality, notes = ("" if cell == "-" else cell for cell in row)
    of_pairs = tuple((pair[:2], pair[3:]) for pair in pairs.split())
    megabytes = int(size) if size else None
    return CatalogueEntry(name, id, family, of_pairs, licence, megabytes, tuple(briefs.split()), quality, notes)


ENTRIES = tuple(map(_entry, tsv_rows("translate.models", "data/catalogue.tsv")))

# "auto" chooses the first that is installed. Between models of which only one is measured, the larger one
# and the more specialised one stand first, and MADLAD, by far the slowest, after NLLB: a judgement, not a measurement.
PREFERENCE = {
    ("id", "en"): ("firefox-id-en", "nllb-1.3b", "nllb-600m", "madlad-3b", "opus-id-en", "m2m100-418m"),
    ("id", "ja"): (
        "firefox-id-en+firefox-en-ja",
        "nllb-1.3b",
        "nllb-600m",
        "madlad-3b",
        "opus-id-en+elan-en-ja",
        "opus-id-en+fugumt-en-ja",
        "m2m100-418m",
    ),
    ("en", "ja"): (
        "firefox-en-ja",
        "nllb-1.3b",
        "nllb-600m",
        "madlad-3b",
        "elan-en-ja",
        "fugumt-en-ja",
        "m2m100-418m",
    ),
}

# The bundled models, which it chooses if none of these is installed.
BUNDLED = {("id", "en"): "student", ("id", "ja"): "student-ja"}

# Models of earlier versions, with their replacements.
RETIRED = {"starter": "student into English, student-ja into Japanese"}

# The models that users of bundled ones are advised to pull, by target language.
RECOMMENDED = {"en": "firefox-id-en", "ja": "firefox-id-en+firefox-en-ja"}


def find(name: str) -> CatalogueEntry | None:
    """Return the entry of that name or hub id, None if there is none.

    >>> find("opus-id-en").licence
    'Apache-2.0'
    """
    return next((entry for entry in ENTRIES if name and name in (entry.name, entry.id)), None)


def get(name: str) -> CatalogueEntry:
    """Return the entry of that name or hub id.

    Raises:
        UnknownModel: there is none; the message lists the names.
    """
    entry = find(name)
    if entry is None:
        raise UnknownModel(f"{name!r} is no model Warta knows. It knows {', '.join(e.name for e in ENTRIES)}.")
    return entry
