"""Check that a model's answer is one line of text in the right language and length."""

from __future__ import annotations

import re

from translate.checks.faithfulness.evidence import WORDS, Evidence, plain
from translate.checks.loops import check_loops
from translate.checks.scripts import check_echo, check_script
from translate.document import Refusal, RefusalCode
from translate.language.words import has_letters, length_of

TOO_LONG = 2  # times the requested length
LONG_WORD = 16  # characters; longer words are not words
MARKUP = re.compile(r"```|~~~|^\s*#{1,6}\s|^\s*\||</?[A-Za-z][^>]*>|<\||!?\[[^\]]*\]\(|^\s*[{\[]\s*[\"{]|^---+$")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+", re.I)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ENGLISH = WORDS["english"]
OTHERS = WORDS["others"]
ENOUGH_WORDS = 8  # a shorter line may be a headline
RUN = {"en": 6, "ja": 14}  # consecutive words, or characters, of the instructions that a line must not repeat


def form_fault(text: str, evidence: Evidence, language: str, limit: int, instructions: str) -> Refusal | None:
    """Return the refusal of a line by its form; None for a valid line."""
    if not has_letters(text):
        return Refusal(RefusalCode.EMPTY)
    length = length_of(text, language)
    if length > TOO_LONG * limit or len(text) > TOO_LONG * limit * LONG_WORD:
        code = RefusalCode.TOO_MANY_CHARACTERS if language == "ja" else RefusalCode.TOO_MANY_WORDS
        return Refusal(code, count=length, limit=limit)
    if MARKUP.search(text):
        return Refusal(RefusalCode.MARKUP)
    if any(not character.isprintable() for character in text):
        return Refusal(RefusalCode.CONTROL_CHARACTERS)
    source = "\n".join(evidence.sources)
    if flags := check_script(source, text, language) or check_echo(source, text, language):
        return Refusal(RefusalCode.WRONG_LANGUAGE, flag=flags[0])
    if language == "en" and not _is_english(text):
        return Refusal(RefusalCode.WRONG_LANGUAGE)
    if flags := check_loops("\n".join(evidence.translations), text, language):
        return Refusal(RefusalCode.REPETITION, flag=flags[0])
    everything = "\n".join(evidence.texts).lower()
    if any(match[0].lower().rstrip(".,)") not in everything for match in ADDRESS.finditer(text)):
        return Refusal(RefusalCode.ADDRESS)
    if _copies(text, instructions, evidence, language):
        return Refusal(RefusalCode.INSTRUCTIONS)
    return None


def _is_english(text: str) -> bool:
    words = [word for word in WORD.findall(text) if word.islower()]
    english, foreign = sum(word in ENGLISH for word in words), sum(word in OTHERS for word in words)
    if foreign > english:
        return False
    return english > 0 or len(words) < ENOUGH_WORDS


def _copies(text: str, instructions: str, evidence: Evidence, language: str) -> bool:
    """Return whether a line repeats a run of the instructions that the article lacks."""
    size = RUN[language]
    instruction_units, units = _units(instructions, language), _units(text, language)
    runs = {instruction_units[at : at + size] for at in range(len(instruction_units) - size + 1)}
    evidence_units = _units("\n".join(evidence.translations), language)
    runs -= {evidence_units[at : at + size] for at in range(len(evidence_units) - size + 1)}
    return any(units[at : at + size] in runs for at in range(len(units) - size + 1))


def _units(text: str, language: str) -> tuple[str, ...]:
    lower = plain(text).lower()
    return tuple(c for c in lower if c.isalnum()) if language == "ja" else tuple(WORD.findall(lower))
