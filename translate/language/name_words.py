"""Word lists for recognising names: capitalised words that are translated, exonyms, brands."""

from __future__ import annotations

from translate.language.data import tsv_rows, word_lists

_LISTS = word_lists("translate.language", "data/names.txt")
TRANSLATED, ENGLISH_TOO, COMPASS = _LISTS["translated"], _LISTS["english_too"], _LISTS["compass"]
SAID_OTHERWISE, GIVEN, BRANDS = _LISTS["said_otherwise"], _LISTS["given"], _LISTS["brands"]
EXONYMS = dict(tsv_rows("translate.language", "data/exonyms.tsv"))
IN_JAPANESE = dict(tsv_rows("translate.language", "data/in_japanese.tsv"))
# Names of football leagues by country.
LEAGUES = {"Inggris": "premier", "Spanyol": "laliga la", "Italia": "serie", "Jerman": "bundesliga", "Prancis": "ligue"}
