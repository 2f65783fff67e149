"""Remove the second half of dates that a model writes twice: "Monday (Feb. (5 February)", 2月5日（2024年2月5日）.

News gives the day in brackets after a weekday. A model may begin with another form and then copy the brackets of its
source, so that the date is there twice and one bracket stays open.
"""

from __future__ import annotations

import re

from translate.document.quantities import Day
from translate.language.numbers import find_quantities
from translate.language.numbers.english import MONTH_OF
from translate.patterns import regex

MONTH = rf"(?:{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\b\.?"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# A date or the beginning of one. No part but the weekday may be without the month or a day.
PART = {
    "en": rf"(?:{MONTH}(?: [0-9]{{1,2}})?(?:,? [12][0-9]{{3}})?|[0-9]{{1,2}}(?: {MONTH}(?: [12][0-9]{{3}})?)?)",
    "ja": "(?:(?:[12][0-9]{3}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日?)?|[0-9]{1,2}日))",
}
BRACKETED = r"[(（](?P<date>[^()（）]{1,40})[)）]"
# What a date is written behind: an open bracket, its beginning, and again a bracket; or a date, and then brackets.
NESTED = {
    "en": regex(
        rf"(?P<before>{WEEKDAY},? )?\((?:(?P<weekday>{WEEKDAY})(?:,? |(?= ?\()))?(?P<part>{PART['en']})?,? ?"
        rf"{BRACKETED}(?P<close>\))?"
    ),
    "ja": regex(rf"[(（](?P<part>{PART['ja']})?{BRACKETED}(?P<close>[)）])?"),
}
BEHIND = {
    "en": regex(rf"(?P<weekday>{WEEKDAY},? )?(?P<open>\()?(?P<part>{PART['en']})(?(open)\)) ?{BRACKETED}"),
    "ja": regex(
        rf"(?P<open>[(（])?(?P<part>{PART['ja']})(?(open)[)）])(?P<weekday>[(（][月火水木金土日](?:曜日?)?[)）])?{BRACKETED}"
    ),
}


def write_dates_once(text: str, target: str) -> str:
    """Return a translation into "en" or "ja" in which a date in brackets does not repeat the date before it."""
    if not re.search("[(（]", text):
        return text
    text = NESTED[target].sub(lambda match: _nested(match, target), text)
    return BEHIND[target].sub(lambda match: _behind(match, target), text)


def _nested(match: re.Match[str], target: str) -> str:
    """Return the inner brackets alone, with the weekday of the outer ones where none stands before them."""
    groups = match.groupdict()
    if not (match["part"] or groups.get("weekday") or match["close"]) or not _says(match, target):
        return match[0]
    before, weekday = groups.get("before") or "", groups.get("weekday")
    opening, closing = ("（", "）") if target == "ja" else ("(", ")")
    named = f"{weekday}, " if weekday and not before else ""
    return f"{before}{opening}{named}{match['date']}{closing}"


def _behind(match: re.Match[str], target: str) -> str:
    """Return one of two dates: in brackets behind a weekday, else without them."""
    if not _says(match, target):
        return match[0]
    weekday = match["weekday"] or ""
    if target == "ja":
        return f"（{match['date']}）" if match["open"] else f"{match['date']}{weekday}"
    if match["open"] or weekday:
        return f"{weekday.rstrip(', ')} ({match['date']})".lstrip()
    return str(match["date"])


def _says(match: re.Match[str], target: str) -> bool:
    """Return whether brackets have a whole date, and the text before them a part of it."""
    days = _days(match["date"], target)
    part = match["part"] or ""
    month = re.search("[A-Za-z]+", part) if target == "en" else None
    if not days or (month is not None and MONTH_OF.get(month[0]) not in {day.month for day in days}):
        return False
    known = {figure for day in days for figure in (day.year, day.month if target == "ja" else None, day.day)}
    return {int(figure) for figure in re.findall("[0-9]+", part)} <= known


def _days(text: str, target: str) -> list[Day]:
    """Return the day, or both ends of a range of days, that a text is; nothing if it is another thing."""
    found = find_quantities(text, target)
    days = [quantity.value for quantity in found if isinstance(quantity.value, Day)]
    if not days or len(days) < len(found) or None in {part for day in days for part in (day.month, day.day)}:
        return []
    is_only_date = not text[: found[0].start].strip() and not text[found[-1].end :].strip()
    return days if is_only_date and len(days) <= 2 else []
