"""The faithfulness gate: a line that a model wrote enters a brief only if its evidence supports it.

Numbers are compared as values, names as words, quotations word by word. No rule detects a sentence that combines
correct names and numbers wrongly; so every line keeps its evidence for the reader.

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

__all__ = ["Draft", "Support", "Verdict", "edit_fault", "find_support", "judge", "orders"]

# A line that cites more sentences than these counts as citing none: ten sentences contain nearly any number.
MOST_EVIDENCE = 5
# Minimum share of the words of a line (Japanese: of its character pairs) that its evidence has; more for short lines.
LEAST_SHARED = {"en": 0.5, "ja": 0.3}
FEW_WORDS, FEW_SHARED = 4, 0.6
SAME = 0.8  # share of common words from which two lines are the same


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as a model wrote it."""

    text: str
    evidence: tuple[int, ...] = ()  # indices of the segments it cites
    complete: bool = True  # False if the length limit ended it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of judging a draft: accepted with its evidence, or refused."""

    text: str
    evidence: tuple[int, ...]  # indices of its segments; for a refused line, those it cites
    refusal: Refusal | None = None  # None for an accepted line

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
    """Return the verdict on a line, with the sentences that support it.

    If the cited sentences do not support it, or it cites none, the sentences with the most shared words are tried.

    Args:
        draft: the line.
        supports: the sentences that may be evidence.
        language: target language, one of `TARGETS`.
        limit: requested maximum length in words (Japanese: characters); twice the length is refused.
        instructions: the prompt, which the line must not repeat.
        before: the lines accepted so far.
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
    """Return the refusal of a line that these sentences do not support; None if they do."""
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
