"""Checks of a translated segment: source and translation in, flags out.

>>> [flag] = check("Warga yang sakit 1.500 orang.", "There are 1,200 people who are ill.", "id", "en")[:1]
>>> flag.data
Figures(figures=(Figure(kind=<QuantityKind.NUMBER: 'number'>, value=Decimal('1500'), text='1.500', currency=None),))
>>> check("Warga yang sakit 1.500 orang.", "There are 1,500 people who are ill.", "id", "en")
()

Thresholds are constants beside the code that uses them. They are set so that a flag is worth a reader's time: what
good translations also show is not flagged.
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

# The worst first. A loop or wrong script makes a sentence useless, a wrong figure makes it wrong in one place, a length
# is only a hint. Other codes have no weight when attempts are compared.
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
    (FlagCode.TERM_IGNORED,),  # the last, so that a term never outweighs another fault
)


def check(
    source: str, hypothesis: str, source_language: str, target_language: str, *, complete: bool = True
) -> tuple[Flag, ...]:
    """Return the flags of a hypothesis, the worst first; empty for a good one.

    `complete` is that of the `Hypothesis`: whether the model itself ended it. Never raises an error.
    """
    return check_sentence(SourceSentence(source, source_language, target_language), hypothesis, complete=complete)


def check_sentence(sentence: SourceSentence, hypothesis: str, *, complete: bool = True) -> tuple[Flag, ...]:
    """Return the same as `check`, for a sentence with several hypotheses."""
    sentence, hypothesis = sentence.composed, unicodedata.normalize("NFC", hypothesis)
    source, target_language = sentence.text, sentence.target
    script = check_script(source, hypothesis, target_language)
    # Length bounds depend on the script of the target.
    length = [] if script else check_length(source, hypothesis, target_language)
    is_translation = target_language != sentence.language
    names = check_names(source, sentence.names, hypothesis, target_language) if is_translation and not script else []
    unfinished = [] if complete else [Flag(FlagCode.UNFINISHED)]
    if not hypothesis.strip():
        return (*length, *unfinished)
    loops = check_loops(source, hypothesis, target_language)
    # Text to be copied, such as code, is not untranslated.
    bare, answered = without(source, sentence.kept), without(hypothesis, sentence.kept)
    echo = check_echo(bare, answered, target_language) if is_translation else []
    # One flag for one fault: repeated or untranslated text is also too long, truncated text also too short.
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
