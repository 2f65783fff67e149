"""Checks of a translated segment: source and translation in, flags out.

>>> [flag] = check("Warga yang sakit 1.500 orang.", "There are 1,200 people who are ill.", "id", "en")[:1]
>>> flag.data
Figures(figures=(Figure(kind=<QuantityKind.NUMBER: 'number'>, value=Decimal('1500'), text='1.500', currency=None),))
>>> check("Warga yang sakit 1.500 orang.", "There are 1,500 people who are ill.", "id", "en")
()

Thresholds are constants beside the code that uses them. They are set so that a flag is worth a reader's time: a fault
that good translations show as well is not flagged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from translate.checks.figures import check_figures
from translate.checks.lengths import check_length
from translate.checks.loops import check_loops
from translate.checks.names import check_names
from translate.checks.scripts import check_echo, check_script
from translate.checks.source import SourceSentence
from translate.checks.verbatim import check_verbatim, without
from translate.document import Flag, FlagCode
from translate.document.flags import Empty

__all__ = ["SourceSentence", "check", "check_sentence", "severity"]

# From the worst on. A loop or a wrong script leaves nothing to read; a wrong figure leaves a sentence that is wrong in
# one place; a length is only a hint. What is not here weighs nothing: it does not speak against an attempt.
ORDER = (
    (FlagCode.REPETITION,),
    (FlagCode.WRONG_SCRIPT,),
    (FlagCode.SOURCE_ECHO,),
    (FlagCode.UNFINISHED,),
    (FlagCode.NUMBER_LOST, FlagCode.NUMBER_ADDED),
    (FlagCode.VERBATIM_LOST,),
    (FlagCode.NAME_LOST,),
    (FlagCode.TOO_SHORT, FlagCode.TOO_LONG),
    (FlagCode.LOW_SCORE,),
    (FlagCode.TERM_IGNORED,),  # the last, so that a term never costs anything else
)


def check(
    source: str, hypothesis: str, source_language: str, target_language: str, *, complete: bool = True
) -> tuple[Flag, ...]:
    """Return the flags of a hypothesis, the worst first; none for a good one.

    `complete` is that of the `Hypothesis`: whether the model itself ended it. Nothing is raised on any text.
    """
    return check_sentence(SourceSentence(source, source_language, target_language), hypothesis, complete=complete)


def check_sentence(sentence: SourceSentence, hypothesis: str, *, complete: bool = True) -> tuple[Flag, ...]:
    """Return the same as `check`, for a sentence with several hypotheses."""
    sentence, hypothesis = sentence.composed, unicodedata.normalize("NFC", hypothesis)
    source, target_language = sentence.text, sentence.target
    script = check_script(source, hypothesis, target_language)
    # A length is believed or not by what is usual in the script of the target.
    length = [] if script else check_length(source, hypothesis, target_language)
    is_translation = target_language != sentence.language
    names = check_names(source, sentence.names, hypothesis, target_language) if is_translation and not script else []
    unfinished = [] if complete else [Flag(FlagCode.UNFINISHED)]
    if not hypothesis.strip():
        return (*length, *unfinished)
    loops = check_loops(source, hypothesis, target_language)
    # What is kept as it is, such as code, is no word that was left untranslated.
    bare, answered = without(source, sentence.kept), without(hypothesis, sentence.kept)
    echo = check_echo(bare, answered, target_language) if is_translation else []
    # One fault, one flag: what is said again and again or left as it was is too long by that alone, what was cut off
    # is too short.
    explained = {FlagCode.TOO_LONG: bool(loops or echo), FlagCode.TOO_SHORT: not complete}
    length = [flag for flag in length if not explained[flag.code]]
    flags = [
        *loops,
        *script,
        *echo,
        *unfinished,
        *check_figures(source, sentence.quantities, sentence.language, hypothesis, target_language),
        *check_verbatim(sentence.kept, hypothesis, target_language),
        *names,
        *length,
    ]
    return tuple(flags)


def severity(flags: Iterable[Flag]) -> tuple[int, ...]:
    """Return a sort key of flags: the attempt with the smaller severity is better.

    In descending order of weight: emptiness, loops, wrong script, untranslated text, unfinished text, figures and
    names, length, glossary terms. A heavier fault outweighs any number of lighter ones.
    """
    flags = tuple(flags)
    empty = sum(flag.data == Empty() for flag in flags)
    return (empty, *(sum(flag.code in codes for flag in flags) for codes in ORDER))
