"""Check that every name of a line is in its evidence.

In English a name is a capitalised word; at the beginning of a sentence it is a name unless the evidence or a table of
common words has it in lower case. Two adjacent ones must be adjacent in the evidence too, or Rudi Hartanto and Budi
Santoso would support "Rudi Santoso". In Japanese only some names are recognised: words in katakana or Latin letters,
and words before a title.
"""

from __future__ import annotations

from itertools import pairwise

from translate.checks.faithfulness.evidence import WORDS, Evidence, plain, words_of
from translate.document import Refusal, RefusalCode
from translate.language.tokens import Token, tokenise
from translate.patterns import regex

COMMON = WORDS["openings"]
DAYS = {
    "monday": "senin", "tuesday": "selasa", "wednesday": "rabu", "thursday": "kamis", "friday": "jumat",
    "saturday": "sabtu", "sunday": "minggu",
}  # fmt: skip
MONTHS = WORDS["months"]
MARKS = WORDS["marks"]
ENDINGS = ("", "s", "n", "an", "ian", "ese", "i", "es")  # of forms of one name: "Indonesia", "Indonesian"
NEAR = 3  # maximum distance of two words of a name: "Rudi (Budi) Hartanto"
OPENS = frozenset('.?!:"“”‘「')  # characters before the beginning of a sentence

KATAKANA = regex(r"[ァ-ヴー]+(?:[・=＝][ァ-ヴー]+)*")
UNITS_JA = WORDS["units_ja"]
LATIN = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-.&][A-Za-z0-9]+)*")
TITLED = regex(
    r"([一-龯々]{2,6}?)(?:氏|さん|容疑者|被告|大統領|首相|大臣|知事|市長|県知事|議員|教授|博士|選手|監督|"
    r"州|県|市|島)(?![一-龯々])"
)
NOT_NAMED = regex(r"^(?:[同各本当両他全前元現新旧副該離諸群]|地元|自治|都道府|関係|担当|国会|政府|中央|地方|大都|港湾)")


def names_fault(text: str, evidence: Evidence, language: str) -> Refusal | None:
    """Return the refusal for a name that the evidence lacks; None without one."""
    name = _japanese(plain(text), evidence) if language == "ja" else _english(plain(text), evidence)
    return Refusal(RefusalCode.NAME, name) if name else None


def _english(text: str, evidence: Evidence) -> str:
    tokens = tokenise(text)
    named: list[tuple[int, str]] = []
    for at, token in enumerate(tokens):
        if not token.capital:
            continue
        for part in words_of(token.text):
            if not part[0].isupper() or _no_name(part, tokens, at):
                continue
            if not _known(part, evidence):
                return part
            if not _is_common(part, evidence):
                named.append((at, part))
    for (at, first), (next_at, second) in pairwise(named):
        if next_at - at == 1 and not _together(first, second, evidence):
            return f"{first} {second}"
    return ""


def _no_name(word: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether a capitalised word is not a name: a common word at the beginning, a month, a unit."""
    lower = word.lower()
    first = at == 0 or tokens[at - 1].text in OPENS
    return (first and lower in COMMON) or lower in MONTHS or lower in MARKS or word == "I"


def _known(word: str, evidence: Evidence) -> bool:
    """Return whether the evidence has a word in any case, or another form of the name."""
    lower, vocabulary = word.lower(), evidence.vocabulary
    if DAYS.get(lower) in vocabulary:
        return True
    shorter = (lower.removesuffix(end) for end in ENDINGS)
    return any(form in vocabulary for form in shorter) or any(lower + end in vocabulary for end in ENDINGS)


def _is_common(word: str, evidence: Evidence) -> bool:
    """Return whether the evidence has a word in lower case as well, as it has "mayor" or "port"."""
    lower = word.lower()
    return lower in COMMON or lower in DAYS or any(lower in words for words in evidence.words)


def _together(first_name: str, second_name: str, evidence: Evidence) -> bool:
    """Return whether two words of a name stand near each other, in this order, somewhere in the evidence."""
    first, second = first_name.lower(), second_name.lower()
    for words in evidence.words:
        lower = [word.lower() for word in words]
        for at, word in enumerate(lower):
            if _alike(word, first) and any(_alike(other, second) for other in lower[at + 1 : at + 1 + NEAR]):
                return True
    return False


def _alike(first: str, second: str) -> bool:
    long, short = (first, second) if len(first) >= len(second) else (second, first)
    return long.startswith(short) and long[len(short) :] in ENDINGS


def _japanese(text: str, evidence: Evidence) -> str:
    evidence_text = "\n".join(evidence.texts)
    for match in KATAKANA.finditer(text):
        if len(match[0]) > 1 and match[0] not in UNITS_JA and match[0] not in evidence_text:
            return match[0]
    for match in LATIN.finditer(text):
        if match[0].lower() not in MARKS and match[0].lower() not in evidence_text.lower():
            return match[0]
    for match in TITLED.finditer(text):
        if not NOT_NAMED.match(match[1]) and match[1] not in evidence_text:
            return match[1]
    return ""
