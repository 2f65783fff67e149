"""Check that a model's answer is one line of text in the right language and length."""

from __future__ import annotations

import re

from translate.checks.faithfulness.evidence import Evidence, plain, word_set
from translate.checks.loops import check_loops
from translate.checks.scripts import check_echo, check_script
from translate.document import Refusal, RefusalCode
from translate.language.words import has_letters, length_of

TOO_LONG = 2  # times the requested length
LONG_WORD = 16  # characters; longer words are not words
MARKUP = re.compile(r"```|~~~|^\s*#{1,6}\s|^\s*\||</?[A-Za-z][^>]*>|<\||!?\[[^\]]*\]\(|^\s*[{\[]\s*[\"{]|^---+$")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+", re.I)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Function words of the target languages and of neighbouring languages.
ENGLISH = word_set(
    """a about after all also an and any are as at be been before but by can could do during for from had has have he
    her his if in into is it its more most no not of on or our out over said she should since so than that the their
    them then there these they this those to two under until up was we were what when where which while who will with
    would you"""
)
OTHERS = word_set(
    """aux avec ce cette dans des est les leur nous ont par pour qui sont sur une der das den dem des ein eine für ist
    mit nicht sich und von wurde zu con del desde el en es esta las los para pero por que se su sus una che della di
    gli il nel non per sono alla ao da dos foi mais na nos não os pela uma aan bij dat een het met naar niet op van
    voor yang dan dengan untuk dari pada ini itu adalah tidak akan dalam oleh juga telah karena bahwa"""
)
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
    ours, others = sum(word in ENGLISH for word in words), sum(word in OTHERS for word in words)
    if others > ours:
        return False
    return ours > 0 or len(words) < ENOUGH_WORDS


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
