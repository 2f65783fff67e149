"""The catalogue of models: location, licence, size and quality.

Sizes are those of float32 weights computed from the architecture (four bytes a parameter), so they are approximate;
those of Firefox models are Mozilla's. Quality is quoted with its source, or measured here.
"""

from __future__ import annotations

from dataclasses import dataclass

from translate.errors import UnknownModel

MOZILLA = "FLORES-200, as Mozilla's translation evaluation reports it"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A model that has a name in Warta."""

    name: str
    id: str  # on the model hub, or "firefox/id-en" for one of Mozilla's; "" for a model that comes with Warta
    family: str  # marian, nllb, m2m100, madlad or firefox; mt5 of a summarization model
    pairs: tuple[tuple[str, str], ...]  # (source, target); empty for a summarization model
    licence: str
    non_commercial: bool = False
    revision: str | None = None  # commit, branch or tag of the hub; None for its main branch
    size_mb: int | None = None  # approximate
    quality: str = "not measured"  # and by whom it was measured
    notes: str = ""
    draft: bool = False  # whether its translations are only drafts
    summarises: tuple[str, ...] = ()  # languages it writes briefs in

    @property
    def kind(self) -> str:
        """What it does: "translates" or "summarises"."""
        return "translates" if self.pairs else "summarises"


_ALL = (("id", "en"), ("id", "ja"), ("en", "ja"))

ENTRIES = (
    CatalogueEntry(
        "student",
        "",
        "firefox",
        (("id", "en"),),
        "MPL-2.0",
        size_mb=34,
        quality="chrF 62.4 id-en (296 sentences of Indonesian news), 57.2 (NTREX-128, 1,997 sentences), measured here",
        notes="Comes with Warta: begun from Mozilla's Portuguese-English model, trained on Indonesian-English pairs. "
        "A small draft model: names and idioms go wrong.",
        draft=True,
    ),
    CatalogueEntry(
        "student-ja",
        "",
        "firefox",
        (("id", "ja"),),
        "MPL-2.0",
        size_mb=32,
        quality="chrF 35.1, BLEU by characters 40.2 id-ja (296 sentences of Indonesian news, measured here)",
        notes="Comes with Warta: begun from the student, trained on Indonesian-Japanese pairs. A small draft model, "
        "for the gist alone: names, idioms and figures go wrong.",
        draft=True,
    ),
    CatalogueEntry(
        "firefox-id-en",
        "firefox/id-en",
        "firefox",
        (("id", "en"),),
        "MPL-2.0",
        size_mb=17,
        quality=f"BLEU 38.6, COMET 87.4 id-en (the tiny model on {MOZILLA})",
        notes="What Firefox translates pages with: the best quality for its size. Runs on the CPU, decodes greedily. "
        "The newest that Mozilla's server has is pulled, which may not be the one measured.",
    ),
    CatalogueEntry(
        "firefox-en-ja",
        "firefox/en-ja",
        "firefox",
        (("en", "ja"),),
        "MPL-2.0",
        size_mb=44,
        quality=f"BLEU 31.6, COMET 90.1 en-ja (the base-memory model on {MOZILLA})",
        notes="The second leg of a pivot: firefox-id-en+firefox-en-ja. The newest that Mozilla's server has is pulled, "
        "which may not be the one measured.",
    ),
    CatalogueEntry(
        "opus-id-en",
        "Helsinki-NLP/opus-mt-id-en",
        "marian",
        (("id", "en"),),
        "Apache-2.0",
        size_mb=300,
        quality=f"BLEU 33.4, COMET 85.9 id-en ({MOZILLA})",
    ),
    CatalogueEntry(
        "nllb-600m",
        "facebook/nllb-200-distilled-600M",
        "nllb",
        _ALL,
        "CC-BY-NC-4.0",
        non_commercial=True,
        size_mb=2460,
        quality=f"BLEU 38.7, COMET 86.1 id-en; BLEU 19.0, COMET 87.1 en-ja ({MOZILLA})",
        notes="Not for commercial use.",
    ),
    CatalogueEntry(
        "nllb-1.3b",
        "facebook/nllb-200-distilled-1.3B",
        "nllb",
        _ALL,
        "CC-BY-NC-4.0",
        non_commercial=True,
        size_mb=5480,
        notes="Not for commercial use.",
    ),
    CatalogueEntry("m2m100-418m", "facebook/m2m100_418M", "m2m100", _ALL, "MIT", size_mb=1940),
    CatalogueEntry(
        "madlad-3b",
        "google/madlad400-3b-mt",
        "madlad",
        _ALL,
        "Apache-2.0",
        size_mb=11760,
        notes="More than most laptops have memory for; CTranslate2 runs it in a quarter, once it is converted.",
    ),
    CatalogueEntry(
        "fugumt-en-ja",
        "staka/fugumt-en-ja",
        "marian",
        (("en", "ja"),),
        "CC-BY-SA-4.0",
        notes="The second leg of a pivot: opus-id-en+fugumt-en-ja.",
    ),
    CatalogueEntry(
        "elan-en-ja",
        "Mitsua/elan-mt-bt-en-ja",
        "marian",
        (("en", "ja"),),
        "CC-BY-SA-4.0",
        notes="The second leg of a pivot: opus-id-en+elan-en-ja.",
    ),
    CatalogueEntry(
        "mt5-xlsum",
        "csebuetnlp/mT5_multilingual_XLSum",
        "mt5",
        (),
        "CC-BY-NC-SA-4.0",
        non_commercial=True,
        size_mb=2330,
        notes="Not for commercial use. For a brief: `summarizer=seq2seq` `summarizer_model=mt5-xlsum`; it writes one "
        "sentence for each window of 512 tokens.",
        summarises=("en", "ja"),
    ),
)

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
