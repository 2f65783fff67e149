"""Cue words that show the kind of an adjacent name. All are data; the rules are in `mentions`."""

from __future__ import annotations

from translate.language.data import tsv_rows, word_lists

CUES = word_lists("translate.briefing.facts", "data/cues.txt")
ALL_BODIES = CUES["bodies"] | CUES["local_bodies"] | CUES["free_bodies"]
NO_GIVEN = CUES["no_names"] | CUES["directions"]
STATE = ("Republik", "RI")
NO_BODIES = frozenset((("Balai", "Kota"), ("Badan", "Hukum"), ("Badan", "Usaha")))  # halls and kinds
# Former, acting and future offices: English and Japanese, {} for the office.
NOT_NOW = {
    **dict.fromkeys(("mantan", "eks", "bekas"), ("Former {}", "元{}")),
    **dict.fromkeys(("calon", "bakal", "kandidat"), ("Candidate for {}", "{}候補")),
    **dict.fromkeys(("plt", "plh", "pj", "penjabat"), ("Acting {}", "{}代行")),
}
# Kinds of places in English and Japanese.
PLACE_FORMS = {word: (en, ja) for word, en, ja in tsv_rows("translate.briefing.facts", "data/place_forms.tsv")}
