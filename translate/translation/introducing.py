"""Write out the short forms of an article where it has them first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from translate.document import TARGETS, Segment, Step
from translate.language.localise.introductions import bracketed, introduce
from translate.models.splitting import PASSING_ROLES
from translate.translation.retry import Policy

# A headline or a cell of a table has no room for long names; it has no full stop.
NO_LETTER = re.compile(r"[\W\d_]+")
SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*$""")


def introduced(segments: Sequence[Segment], source: str, target: str, policy: Policy) -> Iterator[Segment]:
    """Yield the segments of an article, in order; of Indonesian into English or Japanese with short forms introduced.

    What a person translated stays as it is, and so do short forms that the user's own terms have, and all of them
    without the built-in glossary, whose terms are those by context.
    """
    terms = policy.terms.terms
    if source != "id" or target not in TARGETS or not any(term.by_context for term in terms):
        yield from segments
        return
    known = frozenset(form for term in terms if not term.by_context for form in term.forms)
    for segment in segments:
        sentence = segment.source
        if sentence.role in PASSING_ROLES or not SENTENCE_END.search(sentence.text):
            yield segment
            continue
        if _is_kept(segment):
            known |= bracketed(segment.text)
            yield segment
            continue
        text, known = introduce(sentence.text, segment.text, target, known)
        yield replace(segment, text=text)


def _is_kept(segment: Segment) -> bool:
    """Return whether a person translated a segment, or nothing did: its text is the source."""
    if any(attempt.step is Step.IMPORTED for attempt in segment.attempts):
        return True
    source, text = (NO_LETTER.sub("", side) for side in (segment.source.text, segment.text))
    return source == text
