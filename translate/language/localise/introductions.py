"""Write out a short form where an article has it first: "the Constitutional Court (MK)".

Readers of Indonesian news know MK, DPRD and OJK; readers of the translation do not. A table has the short forms that
translations usually keep, with their long forms. Which sense is meant is decided as for the glossary
(`translate.language.senses`): "PBB" beside a tax is the land and building tax, not the United Nations. If the sentence
has another sense, or the long form itself, nothing is written out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from translate.language import gazetteer
from translate.language.data import tsv_rows
from translate.language.senses import has_table_sense, is_tax
from translate.patterns import regex

# Bodies of the gazetteer whose short forms are as well known abroad, and brands.
WELL_KNOWN = frozenset({"WHO", "WWF", "IMF", "ADB", "JICA", "NATO", "ASEAN", "UNICEF", "UNESCO", "BNI", "BRI", "BCA"})
# An article is missing after these words only: "by KPK", but "former KPK", "the KPK", "Jakarta DPRD".
BEFORE_ARTICLE = regex(
    r"about|after|against|along|amid|among|and|as|at|because|before|between|but|by|during|for|"
    r"from|if|in|including|into|nor|of|on|or|over|per|since|than|that|through|to|toward|towards|"
    r"under|until|via|when|where|whether|which|while|with|within|asked|asks|attended|called|calls|"
    r"considers|considered|criticised|criticized|entered|invited|joined|left|obtain|received|reported|"
    r"said|says|supported|supports|told|urged|urges|visited",
    re.I,
)
DETERMINERS = regex(
    r"a|an|another|any|both|each|either|every|his|her|its|my|no|our|that|the|their|these|this|"
    r"those|your",
    re.I,
)
SINGULAR = regex(r"a|an|another|each|every|one|that|this", re.I)
BRACKETED = regex(r"[(（]([A-Z][\w-]*(?: [A-Z]\w*)*?)(?: RI)?[)）,;]")
NAME_BEFORE = regex(r"\b(?:PT|CV|RS|UU|SMA|SMK|RSUD|Bank|Stadion|Gedung) $")


class ShortForm(NamedTuple):
    """A short form with its long forms; the Japanese one is empty if Japanese does not write it out."""

    short: str
    en: str
    ja: str = ""
    # "the" if the English has the article; "plural" if it is one, which "a WNI" is not; "tax" if the short form has
    # this sense only in a sentence about a tax, where it often has the word after it: "PBB tax".
    kind: str = ""

    def long(self, language: str) -> str:
        """Return the long form in English or Japanese."""
        return self.en if language == "en" else self.ja


@cache
def short_forms(*, taxes: bool = False) -> dict[str, ShortForm]:
    """Return the short forms by themselves: those of bodies in the gazetteer, and others; or those of taxes alone."""
    forms = {}
    for entry in gazetteer.organisations().values() if not taxes else ():
        name, bracket, _ = entry.en.partition(f" ({entry.id})")
        if bracket and entry.id not in WELL_KNOWN:
            forms[entry.id] = ShortForm(entry.id, name, entry.ja.removesuffix(f"({entry.id})"), "the")
    others = (ShortForm(*row) for row in tsv_rows("translate.language.localise", "data/short_forms.tsv"))
    return forms | {form.short: form for form in others if (form.kind == "tax") is taxes}


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a short form that stands alone, the longest first; a " RI" after it is a part of it."""
    shorts = sorted(short_forms() | short_forms(taxes=True), key=len, reverse=True)
    forms = "|".join(map(re.escape, shorts))
    return re.compile(rf"(?<![\w(./&-])(?:{forms})(?![\w/&-]|\.\w)")


def find_short_forms(source: str) -> Iterator[tuple[re.Match[str], ShortForm]]:
    """Yield the short forms of the table in a source, in order, each with what it stands for if it is no name."""
    for found in _pattern().finditer(source):
        tax = is_tax(found[0], source)
        if form := short_forms(taxes=tax).get(found[0]):
            yield found, form


def bracketed(text: str) -> frozenset[str]:
    """Return the short forms of the table that a text has in brackets, as it does where it introduces them."""
    return frozenset(short for short in BRACKETED.findall(text) if _pattern().fullmatch(short))


class Introduced(NamedTuple):
    """A translation with short forms written out, and all short forms that the article has introduced so far."""

    text: str
    known: frozenset[str]


def introduce(source: str, text: str, language: str, known: Collection[str] = ()) -> Introduced:
    """Return a sentence's translation with each short form written out that is not known yet.

    Args:
        source: the sentence.
        text: its translation into English or Japanese.
        language: of the translation.
        known: short forms that were introduced before, and those that are to be left alone.

    >>> introduce("Ketua KPK hadir.", "The KPK chairman was present.", "en").text
    'The Corruption Eradication Commission (KPK) chairman was present.'
    >>> introduce("Putusan MK ditunggu.", "MK's ruling is awaited.", "en").text
    "The Constitutional Court's (MK) ruling is awaited."
    >>> introduce("Ketua KPK hadir.", "KPKの委員長が出席した。", "ja").text
    '汚職撲滅委員会（KPK）の委員長が出席した。'
    """
    now = set(known) | bracketed(text)
    for found, form in find_short_forms(source):
        # Where the source has it in brackets, its own long form is beside it.
        if form.short in now or not form.long(language) or f"({form.short}" in source:
            continue
        if _stands_for_it(source, found, form):
            written = _write_english(source, text, form) if language == "en" else _write_japanese(text, form)
            if written != text:
                text = written
                now.add(form.short)
    return Introduced(text, frozenset(now))


def _stands_for_it(source: str, found: re.Match[str], form: ShortForm) -> bool:
    """Return whether a short form of a source is meant in the sense of the table, and is no part of a name."""
    start, end = found.span()
    is_meant = form.kind == "tax" or has_table_sense(source, start, end)
    return is_meant and not NAME_BEFORE.search(source, max(0, start - 10), start)


def _write_english(source: str, text: str, form: ShortForm) -> str:
    """Return an English text with the first occurrence of a short form written out, unless the long form is there."""
    if form.en.casefold() in text.casefold():
        return text
    short = rf"(?P<short>{re.escape(form.short)}(?: RI\b)?)(?P<of>['’]s?)?"
    tail = r"(?: [Tt]ax(?:es)?\b)?" if form.kind == "tax" else ""
    found = re.search(rf"(?<![\w(./&-]){short}{tail}(?![\w/&-]| \(|\.\w)", text)
    if found is None or _is_in_a_name(source, text, found):
        return text
    start = text[: found.start()]
    word, gap = _last_word(start)
    if form.kind == "plural" and SINGULAR.fullmatch(word):
        return text
    begins = not word and not gap.strip("\"“”'‘’([ ")
    # "The National Police Bareskrim" has the beginning of its name already.
    words = form.en.split()
    had = next((at for at in range(len(words) - 1, 0, -1) if start.endswith(" ".join(words[:at]) + " ")), 0)
    if had:
        return f"{start}{' '.join(words[had:])}{found['of'] or ''} ({found['short']}){text[found.end() :]}"
    name = form.en
    if form.kind == "the" and _lacks_article(word, gap, owns=bool(found["of"])):
        name = f"the {name}"
    if begins:
        name = name[0].upper() + name[1:]
    if word.casefold() in ("a", "an") and gap == " ":
        start = f"{start[: -len(word) - 1]}{word[0]}{'n' if name[0] in 'AEIOUaeio' else ''} "
    owner = found["of"] or ""
    owner = owner[:1] if name.endswith("s") else owner
    return f"{start}{name}{owner} ({found['short']}){text[found.end() :]}"


def _last_word(text: str) -> tuple[str, str]:
    """Return the last word of a text, and the characters after it."""
    # From the end, so that a long text costs no more than a short one.
    end = next((at for at in range(len(text), 0, -1) if _is_of_a_word(text[at - 1])), 0)
    start = next((at for at in range(end, 0, -1) if not _is_of_a_word(text[at - 1])), 0)
    return text[start:end], text[end:]


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character in "_’'"


def _lacks_article(word: str, gap: str, *, owns: bool) -> bool:
    """Return whether "the" is missing between a word and a name: "by KPK", but not in "former KPK", "Jakarta DPRD".

    Before a name with "'s" it is missing after all words but determiners and names.
    """
    if not word or gap.strip():
        return True
    if owns:
        return word.islower() and not DETERMINERS.fullmatch(word) and not word.endswith(("'s", "’s"))
    return BEFORE_ARTICLE.fullmatch(word) is not None


def _is_in_a_name(source: str, text: str, found: re.Match[str]) -> bool:
    """Return whether a short form has the same capitalised word or number after it in the source: "DPRD Bogor"."""
    after = re.match(r" ([A-Z0-9][\w-]*)", text[found.end() :])
    return after is not None and f"{found['short']} {after[1]}" in source


def _write_japanese(text: str, form: ShortForm) -> str:
    """Return a Japanese text with the first occurrence of a short form written out, unless the long form is there."""
    short = re.escape(form.short) + "税?" * (form.kind == "tax")
    found = re.search(rf"(?<![A-Za-z0-9（(・/&-]){short}(?![A-Za-z0-9/&-]| [A-Za-z]|[（(])", text)
    if found is None or form.ja in text:
        return text
    return f"{text[: found.start()]}{form.ja}（{form.short}）{text[found.end() :]}"
