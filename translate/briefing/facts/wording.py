"""Names in the target language."""

from __future__ import annotations

import re

from translate.briefing.facts.bodies import KIND, body_name, office_name
from translate.briefing.facts.cues import CUES, NOT_NOW, PLACE_FORMS
from translate.briefing.facts.merge import Group, fullest
from translate.briefing.facts.scanning import Mention
from translate.document import TARGETS, FactKind
from translate.language.katakana import in_katakana

# "Chair of the Supreme Court", but "Governor of Bali" and "President Director of Garuda Indonesia".
THE = re.compile(
    r"\b(?:Agency|Association|Authority|Bank|Board|Bureau|Commission|Committee|Confederation|Council|Court|Cross|FBI|CIA|"
    r"Exchange|Federation|Forces|Foundation|Front|Fund|House|Ministry|Nations|Office|Organization|Party|Police|Union|"
    r"agency|command|commission|council|government|office|Hospital|Embassy)\b"
)
BRACKETED = re.compile(r" ?\([^()]+\)$")


def name_in_language(group: Group, language: str) -> str:
    """Return the name of a group of mentions in `language`, "en" or "ja".

    A name without a settled form is unchanged, and so is every name in any other language.
    """
    mention = fullest(group).mention
    if language not in TARGETS:
        return mention.name
    if mention.kind is FactKind.PERSON:
        office = next((n.mention for n in group if n.mention.office), None)
        return _person(mention.name.replace(" - ", "-"), office, language)
    return _thing(mention, language)


def _thing(mention: Mention, language: str) -> str:
    """Return a place or body; as written without a settled form or rule."""
    name = mention.entry.name(language) if mention.entry else ""
    if mention.kind is FactKind.ORGANISATION:
        return name or body_name(mention.name, language) or mention.name
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
    title = _office(office, language) if office else ""
    if language == "ja":
        name = in_katakana(name) or name
    if not title:
        return name
    return f"{name}（{title}）" if language == "ja" else f"{name}, {title}"


def _office(mention: Mention, language: str) -> str:
    """Return the office with its complement; as written if a part has no settled form."""
    assert mention.office is not None
    office, whole = office_name(mention.office.id, mention.office_text, language)
    of = _thing(mention.of, language) if mention.of and not whole else ""
    # "Anggota DPR" without the commission, but not "Staf Ahli Wali Kota Bandung".
    whose = mention.of
    of_part = bool(
        whose and whose.within and (mention.office.id not in CUES["several"] or whose.kind is FactKind.PLACE)
    )
    unclear = not of or of.split()[0] in CUES["bodies"] or of_part
    if not office or (unclear and not whole):
        return f"{mention.tense} {mention.office_text}".strip()
    if of and language == "ja":
        office = BRACKETED.sub("", of) + office
    elif of:
        office = f"{office} {'at' if mention.of and mention.of.within else 'of'} {'the ' * _takes_the(of)}{of}"
    return NOT_NOW[mention.tense][language == "ja"].format(office) if mention.tense else office


def _takes_the(name: str) -> bool:
    return bool(THE.search(name)) and not name.startswith("Bank ")
