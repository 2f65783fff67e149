"""Text that is copied, not translated: addresses, handles, hashtags, code, tags, emoji, signs with figures.

Small models damage these ("redaksi@contoh.id" becomes "the word 'contoh.id"), and their vocabularies lack many signs
and letters ("≥ 2" becomes "- 2", "Müller" "M-ller"). So each is replaced by a placeholder ("X1") that the model copies,
and restored afterwards. Emoji and hashtags at the ends of a sentence do not go to the model at all.

>>> [kept.text for kept in find("Kirim ke redaksi@contoh.id, bila x < 5.")]
['redaksi@contoh.id', 'x < 5']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from translate.language.data import tsv_rows
from translate.patterns import regex


class VerbatimKind(StrEnum):
    """Why a piece of text is kept as it is."""

    ADDRESS = "address"  # of a page, a mailbox or a file
    HANDLE = "handle"  # "@kemkes"
    HASHTAG = "hashtag"
    CODE = "code"  # in backticks, or with a "_" in it
    TAG = "tag"  # "<i>"
    EMOJI = "emoji"
    SIGN = "sign"  # "x < 5", "≥ 2"
    RAISED = "raised"  # "5,6²", "CO₂", a footnote mark after a word
    CREDIT = "credit"  # of a picture or text: "Foto: Antara"
    FOREIGN = "foreign"  # not in the vocabulary of the model: "Müller", "€50", "→"


@dataclass(frozen=True, slots=True)
class VerbatimPiece:
    """A piece of the source that is copied, with its offsets."""

    start: int
    end: int
    text: str
    kind: VerbatimKind


SIGNS = "≥≤≠≈<>=±×÷"  # that a translation must preserve
# Repetitions are bounded throughout: input may be one endless run of digits.
NUMBER = r"(?<![\d.,])\d(?:[\d.,]{0,30}\d)?(?!\d)"
SIGN = f"[{SIGNS}+]{{1,2}}"
OPERAND = rf"(?:{NUMBER}\s?%?|\b[A-Za-z]{{1,2}}[²³]|\b[A-Za-z]\b)"
RAISED_FIGURES = "²³¹⁰-₉"
MAGNITUDE = r"\s?(?:ribu|juta|miliar|milyar|triliun)\b"
FILES = "pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|csv|txt|json|html?|py|toml|mp[34]"
EMOJI = "[\U0001f000-\U0001faff☀-➿⬀-⯿]"
JOINED = "[️⃣\U0001f3fb-\U0001f3ff]"
ENDINGS = "com|co|go|or|ac|sch|web|my|id|net|org|info|tv|me|io|gov|edu"
# Words of a credit that are no names.
NO_NAMES = "Istimewa|Ist|Dok|Dokumentasi|Dokumen|Ilustrasi|Pribadi|Humas|Tim|Redaksi|Arsip|Kolase|Tangkapan|Layar"
CREDITED = r"[A-Z][\w.'’-]{0,40}"
# Of each kind: a sign that no piece of it lacks, which is soon looked for; and the whole pattern.
FINDERS: tuple[tuple[VerbatimKind, re.Pattern[str], re.Pattern[str]], ...] = (
    (VerbatimKind.CODE, regex("`"), regex(r"`[^`\n]{1,200}`")),
    (VerbatimKind.ADDRESS, regex("://|www[.]", re.I), regex(r"(?:https?://|www\.)[^\s<>\"“”]{2,2000}", re.I)),
    (VerbatimKind.ADDRESS, regex("@"), regex(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (VerbatimKind.ADDRESS, regex(rf"[.](?:{ENDINGS})\b"), regex(
        rf"(?<![\w.@-])[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,3}}\.(?:{ENDINGS})\b(?:/[^\s<>\"“”]{{0,2000}})?"
    )),
    (VerbatimKind.ADDRESS, regex(rf"/|:\\|[.](?:{FILES})\b"), regex(
        rf"(?<!\w)[A-Za-z]:\\[^\s<>\"“”]{{1,300}}|(?<![\w/.])(?:~|\.{{1,2}})?/[\w.-]{{1,100}}/[\w./-]{{0,300}}"
        rf"|(?<![\w.-])[\w-]{{1,100}}\.(?:{FILES})\b"
    )),
    (
        VerbatimKind.CODE,
        regex("_"),
        regex(r"(?<![\w-])[A-Za-z0-9-]{1,50}(?:_[A-Za-z0-9-]{1,50}){1,10}(?![\w-])"),
    ),
    (VerbatimKind.HANDLE, regex("@"), regex(r"(?<![\w.@])@\w(?:[\w.]{0,60}\w)?")),
    (VerbatimKind.HASHTAG, regex("#"), regex(r"(?<![\w&])#\w{0,99}[^\W\d_]\w{0,99}")),
    (VerbatimKind.TAG, regex("<"), regex(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>\n]{0,300})?/?>")),
    (VerbatimKind.EMOJI, regex(f"{EMOJI}|⃣"), regex(rf"{EMOJI}{JOINED}*(?:‍{EMOJI}{JOINED}*)*|[0-9#*]️?⃣")),
    (VerbatimKind.SIGN, regex(SIGN), regex(
        rf"(?:{OPERAND}\s?)?{SIGN}\s?{OPERAND}(?:\s?{SIGN}\s?{OPERAND}){{0,20}}"
    )),
    (VerbatimKind.RAISED, regex(f"[{RAISED_FIGURES}]"), regex(
        rf"(?<=[^\W\d_]{{4}})[{RAISED_FIGURES}]{{1,9}}(?!\w)"
    )),
    (VerbatimKind.RAISED, regex(f"[{RAISED_FIGURES}]"), regex(
        rf"(?<![\w.,])[\w.,]{{0,30}}?[{RAISED_FIGURES}]{{1,9}}\w{{0,30}}"
    )),
    (VerbatimKind.CREDIT, regex("[:/]"), regex(
        r"^\s?(?:Foto|Fotografer|Pewarta|Penulis|Editor|Reporter|Laporan|Sumber)\s?[:/]\s?"
        rf"(?!.{{0,80}}\b(?:{NO_NAMES})\b)(?P<kept>{CREDITED}(?:[ /&|]{{1,3}}{CREDITED}){{0,6}})\s?$"
    )),
)  # fmt: skip
# Punctuation after an address is not part of it.
BEHIND_ADDRESS = regex(r"[.,;:!?)\]}'’”\"]+$")
WORD = regex(r"[^\W\d_](?:[\w'’-]*\w)?")
MONEY = regex(rf"[^\w\s]\s?{NUMBER}(?:{MAGNITUDE})?")
# Typographic signs, whose loss changes no meaning.
TYPOGRAPHIC = frozenset("–—‒―‐‑“”‘’„‚«»‹›…•·▪●■►▶✓★☆©®™ \u00a0")
# What may be missing from a vocabulary, unless it is typographic; letters, digits and usual punctuation never are.
MAY_LACK = regex(r"[^\x00-\x7f]|[@\\^`{}|~<>]")
KATAKANA = regex("[ァ-ヺ]{2}")
EDGES = (VerbatimKind.EMOJI, VerbatimKind.HASHTAG)


def find(text: str, lacks: Callable[[str], bool] = lambda character: False) -> tuple[VerbatimPiece, ...]:
    """Return the pieces of a text that are copied, in order and without overlap.

    Args:
        text: a sentence.
        lacks: whether a character is not in the vocabulary of the model.
    """
    found: list[VerbatimPiece] = []
    for kind, sign, pattern in FINDERS:
        if sign.search(text):
            found += [_trimmed(match, kind) for match in pattern.finditer(text)]
    if lacking := {
        character for character in MAY_LACK.findall(text) if character not in TYPOGRAPHIC and lacks(character)
    }:
        found += _foreign(text, lacking)
    chosen: list[VerbatimPiece] = []
    taken = [False] * len(text)
    for kept in found:
        if not any(taken[kept.start : kept.end]):
            chosen.append(kept)
            taken[kept.start : kept.end] = [True] * (kept.end - kept.start)
    return tuple(sorted(chosen, key=lambda kept: kept.start))


def _trimmed(match: re.Match[str], kind: VerbatimKind) -> VerbatimPiece:
    start, end = match.span("kept" if kind is VerbatimKind.CREDIT else 0)
    if kind is VerbatimKind.ADDRESS and (behind := BEHIND_ADDRESS.search(match[0])):
        end = start + behind.start()
    shown = match.string[start:end].rstrip()
    return VerbatimPiece(start, start + len(shown), shown, kind)


def _foreign(text: str, lacking: Container[str]) -> Iterator[VerbatimPiece]:
    """Yield amounts, words and signs with characters that are not in a vocabulary."""
    for pattern in (MONEY, WORD):
        for match in pattern.finditer(text):
            if any(character in lacking for character in match[0]):
                yield VerbatimPiece(*match.span(), match[0], VerbatimKind.FOREIGN)
    for at, character in enumerate(text):
        if character in lacking and unicodedata.category(character)[0] in "SNP":
            yield VerbatimPiece(at, at + 1, character, VerbatimKind.FOREIGN)


# Placeholders


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A text without the emoji and hashtags at its ends, and the pieces of it that need placeholders."""

    text: str
    kept: tuple[VerbatimPiece, ...]  # places in `text`
    before: str = ""
    after: str = ""
    start: int = 0  # of `text` in the source

    def with_ends(self, hypothesis: str) -> str:
        """Return a translation with the emoji and hashtags at its ends again."""
        return " ".join(part for part in (self.before, hypothesis.strip(), self.after) if part)


def prepare(text: str, kept: Sequence[VerbatimPiece]) -> PreparedText:
    """Return a text prepared for translation, given its pieces that are copied."""
    start, end = 0, len(text)
    first = list(takewhile(lambda item: item.kind in EDGES, kept))
    for item in first:
        if text[start : item.start].strip():
            break
        start = item.end
    for item in reversed(kept):
        if item.kind not in EDGES or item.start < start or text[item.end : end].strip():
            break
        end = item.start
    if not any(map(str.isalpha, text[start:end])):
        start, end = 0, len(text)
    # Spaces around the rest are layout.
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip()
    inside = (item for item in kept if start <= item.start and item.end <= start + len(inner))
    moved = tuple(VerbatimPiece(item.start - start, item.end - start, item.text, item.kind) for item in inside)
    return PreparedText(inner, moved, text[:start].strip(), text[start + len(inner) :].strip(), start)


def folded(kept: VerbatimPiece) -> str | None:
    """Return "m2" for "m²", which a model copies better; None where that would be ambiguous."""
    plain = unicodedata.normalize("NFKC", kept.text)
    letters = kept.kind is VerbatimKind.RAISED and kept.text.rstrip("²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉").isalpha()
    return plain if letters and plain != kept.text else None


def closes(kept: VerbatimPiece) -> bool | None:
    """Return whether a tag or footnote mark belongs to the text before it; None if it belongs to neither side."""
    if kept.kind is VerbatimKind.RAISED and re.fullmatch(f"[{RAISED_FIGURES}]+", kept.text):
        return True
    if kept.kind is not VerbatimKind.TAG or kept.text.endswith("/>"):
        return None
    return kept.text.startswith("</")


def contains(hypothesis: str, kept: VerbatimPiece, language: str) -> bool:
    """Return whether a translation preserves a piece: exactly, or a sign in words."""
    if kept.kind is VerbatimKind.SIGN:
        signs = [character for character in kept.text if character in SIGNS]
        return all(sign in hypothesis or _in_words(sign, hypothesis, language) for sign in signs)
    if kept.kind is VerbatimKind.CREDIT and language == "ja":
        return kept.text in hypothesis or KATAKANA.search(hypothesis) is not None
    if kept.kind is VerbatimKind.CODE:
        return kept.text.strip("`") in hypothesis
    if kept.kind is VerbatimKind.RAISED:
        unit = folded(kept) is not None and re.search(r"\b(?:square|cubic|sq)\b|平方|立方|[㎡㎥㎢]", hypothesis)
        return bool(unit) or any(item in hypothesis for item in (kept.text, kept.text.translate(SWAPPED)))
    return kept.text.casefold() in hypothesis.casefold()


SWAPPED = str.maketrans(",.", ".,")  # figures may be written the way of the target
SIGN_WORDS = {
    sign: {"en": rf"\b(?:{english})\b", "ja": japanese}
    for sign, english, japanese in tsv_rows("translate.language", "data/signs.tsv")
}


def _in_words(sign: str, hypothesis: str, language: str) -> bool:
    words = SIGN_WORDS.get(sign, {}).get(language)
    return words is not None and re.search(words, hypothesis, re.I) is not None
