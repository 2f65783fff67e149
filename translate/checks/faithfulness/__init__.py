"""The faithfulness gate: a line that a model wrote enters a brief only if its evidence supports it.

Numbers are compared as values, names as words, quotations word by word. What no rule here can see is a sentence that
puts true names and true numbers together wrongly; so every line keeps its evidence for the reader.

>>> [support] = [Support(0, "The dyke costs Rp 12 billion.", "Tanggul itu menelan biaya Rp 12 miliar.")]
>>> judge(Draft("The dyke costs Rp 12 billion.", (0,)), [support], "en", limit=30).accepted
True
>>> judge(Draft("The dyke costs Rp 15 billion.", (0,)), [support], "en", limit=30).refusal.code
<RefusalCode.FIGURE: 'figure'>
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from translate.checks.faithfulness.claims import claims_fault
from translate.checks.faithfulness.edits import edit_fault, orders
from translate.checks.faithfulness.evidence import Evidence, Support, find_support, shared
from translate.checks.faithfulness.figures import figures_fault
from translate.checks.faithfulness.form import form_fault
from translate.checks.faithfulness.names import names_fault
from translate.document import Refusal, RefusalCode
from translate.language.words import terms

__all__ = ["CHECKED", "Draft", "Support", "Verdict", "edit_fault", "find_support", "judge", "orders"]

# The target languages whose numbers and names the gate can read.
CHECKED = ("en", "ja")
# A line that names more sentences than these names none: among ten sentences any number is found.
MOST_EVIDENCE = 5
# Of the words of a line (of the pairs of characters in Japanese), how many must stand in its evidence; of a line of
# few words, more.
LEAST_SHARED = {"en": 0.5, "ja": 0.3}
FEW_WORDS, FEW_SHARED = 4, 0.6
SAME = 0.8  # of the words of two lines that are one line said twice


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as a model wrote it."""

    text: str
    evidence: tuple[int, ...] = ()  # the segments it names; empty when it names none
    complete: bool = True  # False: the length limit ended it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of judging a draft: accepted with its evidence, or refused."""

    text: str
    evidence: tuple[int, ...]  # the segments it rests on; of a refused line, those it names
    refusal: Refusal | None = None  # None for a line that may be shown

    @property
    def accepted(self) -> bool:
        """Whether the line may be shown."""
        return self.refusal is None


def judge(
    draft: Draft,
    supports: Sequence[Support],
    language: str,
    *,
    limit: int,
    instructions: str = "",
    before: Sequence[str] = (),
) -> Verdict:
    """Return whether a line may be shown, and which sentences support it.

    If the named sentences do not support it, or it names none, the sentences with the most shared words are tried.

    Args:
        draft: the line.
        supports: the sentences it may rest on.
        language: what it should be written in, one of `CHECKED`.
        limit: how long it was asked to be at most: words, in Japanese characters; twice as long is refused.
        instructions: what the model was told, which is no news.
        before: the lines that are shown already.
    """
    text = " ".join(unicodedata.normalize("NFC", draft.text).split())
    if not draft.complete:
        return Verdict(text, (), Refusal(RefusalCode.CUT_OFF))
    everything = Evidence(supports)
    if fault := form_fault(text, everything, language, limit, instructions):
        return Verdict(text, (), fault)
    if any(_same(text, other, language) for other in before):
        return Verdict(text, (), Refusal(RefusalCode.SAME_LINE))
    by_index = {support.index: support for support in supports}
    named = tuple(dict.fromkeys(index for index in draft.evidence if index in by_index))
    tries = [named] if 0 < len(named) <= MOST_EVIDENCE else []
    tries.append(find_support(text, supports, language))
    refusals = []
    for indices in dict.fromkeys(tuple(sorted(some)) for some in tries):
        refusal = _fault(text, Evidence([by_index[index] for index in indices]), language)
        if refusal is None:
            return Verdict(text, indices)
        refusals.append(refusal)
    return Verdict(text, named, refusals[0])


def _fault(text: str, evidence: Evidence, language: str) -> Refusal | None:
    """Return why these sentences do not support a line; None if they do."""
    if not evidence.supports:
        return Refusal(RefusalCode.NO_EVIDENCE)
    return (
        figures_fault(text, evidence, language)
        or names_fault(text, evidence, language)
        or claims_fault(text, evidence, language)
        or _unshared(text, evidence, language)
    )


def _unshared(text: str, evidence: Evidence, language: str) -> Refusal | None:
    share = shared(text, evidence.supports, language)
    few = language == "en" and len(terms(text, language)) < FEW_WORDS
    least = FEW_SHARED if few else LEAST_SHARED[language]
    return Refusal(RefusalCode.OTHER_WORDS, share=share) if share < least else None


def _same(text: str, other: str, language: str) -> bool:
    first, second = set(terms(text, language)), set(terms(other, language))
    return bool(first) and len(first & second) >= SAME * len(first | second)
