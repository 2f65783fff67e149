"""A name said in the target language."""

from __future__ import annotations

import re

from translate.briefing.facts.bodies import KIND, say_body, say_office
from translate.briefing.facts.cues import BODIES, NOT_NOW, PLACE_FORMS, SEVERAL
from translate.briefing.facts.merge import Group, fullest
from translate.briefing.facts.scanning import Mention
from translate.document import FactKind
from translate.language.katakana import in_katakana

# "Chair of the Supreme Court", but "Governor of Bali" and "President Director of Garuda Indonesia".
THE = re.compile(
    r"\b(?:Agency|Association|Authority|Bank|Board|Bureau|Commission|Committee|Confederation|Council|Court|Cross|FBI|CIA|"
    r"Exchange|Federation|Forces|Foundation|Front|Fund|House|Ministry|Nations|Office|Organization|Party|Police|Union|"
    r"agency|command|commission|council|government|office|Hospital|Embassy)\b"
)
BRACKETED = re.compile(r" ?\([^()]+\)$")


def say_name(group: Group, language: str) -> str:
    """Return what a group of mentions names, in `language`, "en" or "ja".

    A name without a settled form there stays as it is, and so does every name in any other language.
    """
    mention = fullest(group).mention
    if language not in ("en", "ja"):
        return mention.name
    if mention.kind is FactKind.PERSON:
        office = next((n.mention for n in group if n.mention.office), None)
        return _person(mention.name.replace(" - ", "-"), office, language)
    return _thing(mention, language)


def _thing(mention: Mention, language: str) -> str:
    """Return a place or a body; one without a settled form, and that no rule knows, as it is written."""
    name = mention.entry.say(language) if mention.entry else ""
    if mention.kind is FactKind.ORGANISATION:
        return name or say_body(mention.name, language) or mention.name
    name = name or (in_katakana(mention.name) if language == "ja" else "") or mention.name
    if mention.cue:
        english, japanese = PLACE_FORMS[mention.cue]
        return (
            japanese.format(KIND.sub("", name) if japanese != "{}" else name)
            if language == "ja"
            else english.format(name)
        )
    return name


def _person(name: str, office: Mention | None, language: str) -> str:
    said = _office(office, language) if office else ""
    if language == "ja":
        name = in_katakana(name) or name
    if not said:
        return name
    return f"{name}（{said}）" if language == "ja" else f"{name}, {said}"


def _office(mention: Mention, language: str) -> str:
    """Return the office with what it is of; in Indonesian, as written, where not all of it has a settled form."""
    assert mention.office is not None
    office, whole = say_office(mention.office.id, mention.office_text, language)
    of = _thing(mention.of, language) if mention.of and not whole else ""
    # "Anggota DPR" of some commission, but not "Staf Ahli Wali Kota Bandung".
    whose = mention.of
    of_part = bool(whose and whose.within and (mention.office.id not in SEVERAL or whose.kind is FactKind.PLACE))
    unclear = not of or of.split()[0] in BODIES or of_part
    if not office or (unclear and not whole):
        return f"{mention.tense} {mention.office_text}".strip()
    if of and language == "ja":
        office = BRACKETED.sub("", of) + office
    elif of:
        office = f"{office} {'at' if mention.of and mention.of.within else 'of'} {'the ' * _takes_the(of)}{of}"
    return NOT_NOW[mention.tense][language == "ja"].format(office) if mention.tense else office


def _takes_the(name: str) -> bool:
    return bool(THE.search(name)) and not name.startswith("Bank ")
