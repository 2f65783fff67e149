"""Negations and quotations of a line, and prompt injection in its evidence."""

from __future__ import annotations

import re

from translate.checks.faithfulness.evidence import Evidence, plain
from translate.document import Refusal, RefusalCode
from translate.patterns import regex

QUOTED = {
    "en": regex(r"“([^”]+)”|\"([^\"]+)\""),
    "ja": regex(r"「([^」]+)」|『([^』]+)』"),
}
# Shorter quotations are terms or titles: words in English, characters in Japanese.
SHORTEST_QUOTE = {"en": 3, "ja": 8}
NEGATION = {
    "en": regex(
        r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|fail(?:s|ed)?|refus\w+|reject\w+|den(?:y|ies|ied))"
        r"\b|n['’]t\b",
        re.I,
    ),
    # "must" is a double negation, "few" and "dangerous" end like one.
    "ja": regex(
        r"(?<![少危切汚幼])な(?:い|かった|く(?!な))|ません|(?<=[^ひま])ず(?:に|、|。|$)|"
        r"拒否|否定|却下|失敗|未(?=[^来満明])"
    ),
    "id": regex(
        r"\b(?:tidak|tak|bukan\w*|belum|tanpa|jangan|tiada|enggan|gagal|menolak|ditolak|membantah|dibantah|mustahil)\b",
        re.I,
    ),
}
DOUBLE = regex(r"な(?:ければ|くては|ければいけ)な(?:らない|りません)|かもしれない|[に間]違いない|しかない|のではないか")

# Prompt injection: a line with such evidence may be written on its instructions.
ORDERS = regex(
    r"\b(?:abaikan|lupakan|hiraukan)\b.{0,40}\b(?:instruksi|perintah|arahan|petunjuk|prompt)|"
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|orders?|rules|directions?)\b|"
    r"(?:指示|命令|プロンプト|ルール).{0,12}(?:無視|忘れ)|\b(?:system|developer) prompt\b|"
    r"\b(?:you are|kamu adalah|anda adalah) (?:now |sekarang )?(?:an? |sebuah )?(?:ai|chatgpt|language model|"
    r"model bahasa|asisten)\b",
    re.I,
)


def claims_fault(text: str, evidence: Evidence, language: str) -> Refusal | None:
    """Return the refusal for a quotation or negation that only the line has, or a negation only in its evidence."""
    if any(ORDERS.search(known) for known in evidence.texts):
        return Refusal(RefusalCode.EVIDENCE_ORDERS)
    for match in QUOTED[language].finditer(text):
        quotation = next(group for group in match.groups() if group)
        size = len(quotation) if language == "ja" else len(quotation.split())
        if size >= SHORTEST_QUOTE[language] and not any(_bare(quotation) in _bare(known) for known in evidence.texts):
            return Refusal(RefusalCode.QUOTATION)
    says_no = negated(plain(text), language)
    pairs = list(zip(evidence.translations, evidence.sources, strict=True))
    denied = [negated(quotation, language) or negated(source, "id") for quotation, source in pairs]
    if says_no and not any(denied):
        return Refusal(RefusalCode.NEGATION_ADDED)
    if not says_no and denied and all(denied):
        return Refusal(RefusalCode.NEGATION_LOST)
    return None


def negated(text: str, language: str) -> bool:
    """Return whether a text has a negation, in English, Japanese or Indonesian."""
    return NEGATION[language].search(DOUBLE.sub("", text) if language == "ja" else text) is not None


def _bare(text: str) -> str:
    return "".join(character for character in plain(text).lower() if character.isalnum())
