"""Names of public bodies in the target language, by rule: the kind from the glossary, then the place.

"Dinas Kesehatan Surabaya" is the Surabaya Health Office, "Pemerintah Kota Balikpapan" the Balikpapan city government. A
body that no rule covers stays as written.
"""

from __future__ import annotations

import re
from functools import cache

from translate.briefing.facts.cues import CUES
from translate.language.gazetteer import (
    GazetteerEntry,
    NameTable,
    local_bodies,
    named_bodies,
    offices,
    organisations,
    places,
    remits,
)
from translate.language.gazetteer.matching import known_at
from translate.language.glossary.builtin import builtin
from translate.language.katakana import in_katakana
from translate.language.tokens import Token, tokenise

ACRONYM = re.compile(r" ?\(([^()]+)\)$")
KIND = re.compile("[州県市]$")
OF_THE_STATE = re.compile(r"(?<=\w) (?:RI|Republik Indonesia)$")  # "Menteri Pertahanan RI"
BRACKETS = re.compile(r" ?\([^()]*\)(?= )")  # "Pemerintah Provinsi (Pemprov) DKI Jakarta"
CLASS = re.compile(
    r" Kelas I{1,3}[AB]?(?: Khusus)?(?: (?:Non )?TPI)?(?= |$)"
)  # "Kantor Imigrasi Kelas I Jakarta Pusat"
METRO = re.compile(r"^(?:Polres Metro|Polrestro) (?=.+?(?P<city> Kota)?$)")  # "Polres Metro Bekasi Kota"
LEVELS = {"Kota": ("city", "市"), "Kabupaten": ("regency", "県"), "Provinsi": ("provincial", "州")}
GOVERNMENTS = {"Pemkot": "Kota", "Pemko": "Kota", "Pemkab": "Kabupaten", "Pemprov": "Provinsi"}
# Forms of offices, ministries and ministers; {} is their responsibility.
HEADS = {
    "Dinas": ("{} Office", "{}局"),
    "Kementerian": ("Ministry of {}", "{}省"),
    "Menteri": ("Minister of {}", "{}大臣"),
    "Menteri Koordinator Bidang": ("Coordinating Minister for {}", "{}担当調整大臣"),
}


def body_name(text: str, language: str) -> str:
    """Return the name of a body in `language`, "en" or "ja"; empty where no rule covers it.

    >>> body_name("Pemerintah Kota Balikpapan", "en"), body_name("Dinas Kesehatan dan Sosial Bandung", "ja")
    ('Balikpapan city government', 'バンドン保健・社会局')
    """
    text = METRO.sub(lambda found: "Polresta " if found["city"] else "Polres ", CLASS.sub("", BRACKETS.sub("", text)))
    text = text.removesuffix(" Kota") if text.startswith("Polresta ") else text
    tokens = tokenise(text)
    if tokens and tokens[-1].text in CUES["clubs"]:
        return ""  # "Sulut United"
    for size in range(len(tokens), 0, -1):
        rest = tokens[size:]
        level = rest[0].text if rest and rest[0].text in LEVELS else ""
        place = place_name(text, rest[bool(level) :], language)
        if rest and not place:
            continue
        head = text[: tokens[size - 1].end]
        if name := _government(head, level, place, language) or _of_place(head, place, language):
            return name
    return ""


def office_name(name: str, text: str, language: str) -> tuple[str, bool]:
    """Return the name of an office written as `text`, and whether it includes its responsibility; empty if unknown.

    >>> office_name("Menteri", "Menteri Pemuda dan Olahraga", "en"), office_name("Dirjen", "Dirjen Pajak", "en")
    (('Youth and Sports Minister', True), ('Director General', False))
    """
    written = OF_THE_STATE.sub("", " ".join(text.split()).replace("Kordinator", "Koordinator"))
    if whole := _terms(language).get(written) or _remit(written, language):
        return whole, True
    entry = offices().get(tuple(name.lower().split()))
    return entry.name(language) if entry else "", written.lower() == name.lower()


def place_name(text: str, tokens: tuple[Token, ...], language: str) -> str:
    """Return the place named by tokens: from the gazetteer, or any name of one or two words."""
    if not tokens or not all(token.capital for token in tokens):
        return ""
    known = known_at(places(), text, tokens, 0)
    if known:
        return known[0].name(language).removeprefix("the ") if known[1] == len(tokens) else ""
    if len(tokens) > 2 or any(token.text.isupper() or (token.text,) in remits() for token in tokens):
        return ""
    name = text[tokens[0].start : tokens[-1].end]
    return in_katakana(name) or name if language == "ja" else name


def _government(head: str, level: str, place: str, language: str) -> str:
    first, _, second = head.partition(" ")
    level = GOVERNMENTS.get(head) or (first == "Pemerintah" and (second or level)) or ""
    if level not in LEVELS or not place:
        return ""
    english, japanese = LEVELS[level]
    return f"{KIND.sub('', place)}{japanese}政府" if language == "ja" else f"{place} {english} government"


def _of_place(head: str, place: str, language: str) -> str:
    if place and (local := local_bodies().get(tuple(head.split()))):
        return local.name(language).format(place)
    name = _remit(head, language) or _of_glossary(head, language)
    if not name or not place:
        return name
    if head.startswith("Kementerian"):
        return ""  # a ministry belongs to the country
    return f"{place}{name}" if language == "ja" else f"{place} {name}"


def _remit(head: str, language: str) -> str:
    """Return the name of an office, ministry or minister by their responsibility."""
    first = next((known for known in sorted(HEADS, key=len, reverse=True) if head.startswith(known + " ")), "")
    form, rest = HEADS.get(first), head.removeprefix(first)
    parts = [part.strip() for part in re.split(r",? dan |,", rest) if part.strip()]
    known = [entry for part in parts if (entry := remits().get(tuple(part.split())))]
    if form is None or not parts or len(known) < len(parts):
        return ""
    names = [entry.name(language) for entry in known]
    if language == "ja":
        return form[1].format("・".join(names))
    return form[0].format(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")


def _of_glossary(head: str, language: str) -> str:
    entry = organisations().get(tuple(head.replace(",", "").split()))
    name = entry.name(language) if entry else _terms(language).get(head, "")
    return name.removeprefix("the ")


# Glossary terms that name a single body.
ONE_BODY = re.compile(
    r"(?:Kementerian|Kemen|Kemko|Kom[dn])[\w/ -]*|KLHK|Komisi [A-Z].*|Dewan Pers|Badan (?!Usaha).+|BGN|BPN|BKN|BKKBN|"
    r"(?:PT )?KAI|Kereta Api Indonesia|BNPT|BSSN|Bakamla|Bapanas|Lemhannas|LPSK?|PPATK|KPPU|KNKT|KONI|Densus 88|"
    r"Bareskrim(?: Polri)?|Brimob|Kostrad|Kopassus|Paspampres|KBRI|Satpol PP|Setneg|Ditjen .+|Direktorat Jenderal .+|"
    r"Istana Negara|Istana Merdeka"
)


@cache
def known_bodies(*, sport: bool = False) -> NameTable:
    """Return the bodies of the gazetteer and of the glossary by their words; of `sport`, in an article about it."""
    named = ((words, entry) for words, entry in named_bodies().items() if sport or entry.only != "sport")
    table = NameTable([*named, *organisations().items()])
    table.passes_commas = True
    for term in builtin().terms:
        for form in term.forms:
            words = tuple(form.replace(",", "").split())
            if ONE_BODY.fullmatch(form):
                table.setdefault(words, GazetteerEntry(term.forms[0], term.en[0], term.ja[0]))
    return table


@cache
def _terms(language: str) -> dict[str, str]:
    """Return the translations of glossary terms, without terms that become mere acronyms."""
    return {
        form: term.translations(language)[0]
        for term in builtin().terms
        for form in term.forms
        if term.translations(language)
    }
