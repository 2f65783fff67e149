"""A name said in the target language."""

from __future__ import annotations

import re

from translate.briefing.facts.cues import PLACE_FORMS
from translate.briefing.facts.merge import Group, fullest
from translate.briefing.facts.scanning import Mention
from translate.document import FactKind

# "Chair of the Supreme Court", but "Governor of Bali" and "President Director of Garuda Indonesia".
THE = re.compile(
    r"\b(?:Agency|Authority|Bank|Board|Bureau|Commission|Council|Court|Cross|Exchange|Forces|House|Ministry|Nations|"
    r"Office|Organization|Party|Police|Union)\b"
)


def say_name(group: Group, language: str) -> str:
    """Return what a group of mentions names, in `language`, "en" or "ja".

    A name without a settled form there stays as it is.
    """
    mention = fullest(group).mention
    if mention.kind is FactKind.PERSON:
        office = next((n.mention for n in group if n.mention.office), None)
        return _person(mention.name, office, language)
    name = (mention.entry.say(language) if mention.entry else "") or mention.name
    if mention.kind is FactKind.PLACE and mention.cue:
        english, japanese = PLACE_FORMS[mention.cue]
        return (japanese if language == "ja" else english).format(name)
    return name


def _person(name: str, office: Mention | None, language: str) -> str:
    if office is None:
        return name
    said = _office(office, language)
    if language == "ja":
        return f"{name}（{said}）"
    return f"{name}, {said}"


def _office(mention: Mention, language: str) -> str:
    """Return the office with what it is of; in Indonesian, as written, where not all of it has a settled form."""
    assert mention.office is not None
    alone = " ".join(mention.office_text.split()).lower() == mention.office.id.lower()
    office, of = mention.office.say(language), mention.of.say(language) if mention.of else ""
    if not office or not (alone or of):
        return mention.office_text
    if alone:
        return office
    return of + office if language == "ja" else f"{office} of {'the ' * _takes_the(of)}{of}"


def _takes_the(name: str) -> bool:
    return bool(THE.search(name)) and name != "Bank Indonesia"
