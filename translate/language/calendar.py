"""Names of months, and weekdays in Indonesian, English and Japanese text."""

from __future__ import annotations

import re

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
INDONESIAN_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jum['’]?at", "Sabtu", "(?:Minggu|Ahad)"),
    "en": (
        *("Mon(?:day)?", "Tues?(?:day)?", "Wed(?:nesday)?", "Thurs?(?:day)?"),
        *("Fri(?:day)?", "Sat(?:urday)?", "Sun(?:day)?"),
    ),
    "ja": ("月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"),
}
INDONESIAN_DAY = f"(?:{'|'.join(DAYS['id'])})"
# Context before and after a day: "malam Senin" is Sunday night.
EDGE = {"id": (r"(?<!malam )\b", r"\b"), "en": (r"\b", r"s?\b"), "ja": ("", "")}
PATTERNS = {
    language: tuple(re.compile(name.join(EDGE[language])) for name in names) for language, names in DAYS.items()
}


def weekdays_in(text: str, language: str) -> dict[int, re.Match[str]]:
    """Return the first match of each weekday by its number, Monday as 0; nothing for an unknown language.

    >>> sorted(weekdays_in("on Monday and Thurs.", "en"))
    [0, 3]
    """
    found = {number: pattern.search(text) for number, pattern in enumerate(PATTERNS.get(language, ()))}
    return {number: match for number, match in found.items() if match}
