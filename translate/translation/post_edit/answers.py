"""Parse the answer of a language model: one line that may be a translation, or a refusal.

Markup around a single line is removed. Several lines, or a line with a comment, are refused: which part is the
translation would be a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate.document import Refusal, RefusalCode
from translate.models.chat.server import THOUGHT, Answer

# Markup around a whole answer: a code block, inline code, bold, a tag of the prompt.
WRAPPED = (
    re.compile(r"(```|~~~)[\w-]*[ \t]*\n(?P<inside>.*?)\n?[ \t]*\1", re.S),
    re.compile(r"(`{1,3})(?P<inside>[^`\n]+)\1"),
    re.compile(r"\*\*(?P<inside>[^*\n]+)\*\*"),
    re.compile(r"<translation>(?P<inside>[^<>]*)</translation>"),
)
QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ("'", "'"), ("「", "」"), ("『", "』"))
OPENS = frozenset(mark for pair in QUOTES for mark in pair)
MARKDOWN = re.compile(r"```|~~~|\*\*|__")
COMMENT = re.compile(
    r"^(?:sure|certainly|of course|okay|ok)[,.!:]"
    r"|^[^.:]{0,60}\b(?:translation|translated|correction|version)\b[^.:]{0,20}:"
    r"|^i(?:'m| am) sorry|\bas an ai\b|^i (?:cannot|can't|have|corrected|changed)\b"
    r"|\b(?:note|explanation|changes?(?: made)?|corrections?)s?\s*:"
    r"|\bno (?:changes?|corrections?) (?:(?:is|are|was|were) )?(?:needed|necessary|required)"
    r"|^(?:はい、|申し訳)|^(?:以下|訂正|修正|日本語|訳文?)[^。:：]{0,20}[:：]"
    r"|(?:注|※|説明|備考|修正点)[:：]|(?:訂正|修正)の必要は",
    re.I,
)
MOST = 20_000  # characters of an answer; sentences of articles have less than a tenth


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The line of an answer, or the refusal."""

    text: str = ""
    refusal: Refusal | None = None


def read_answer(answer: Answer, *known: str) -> AnswerLine:
    """Return the line of an answer; markup and labels that a `known` text also has are kept.

    >>> read_answer(Answer('```\\n"The river rose."\\n```'), "Air sungai naik.")
    AnswerLine(text='The river rose.', refusal=None)
    >>> read_answer(Answer("The river rose.\\nNote: I changed the verb.")).refusal.code
    <RefusalCode.SEVERAL_LINES: 'several_lines'>
    """
    if not answer.complete:
        return AnswerLine(refusal=Refusal(RefusalCode.CUT_OFF))
    if len(answer.text) > MOST:
        return AnswerLine(refusal=Refusal(RefusalCode.HUGE, count=len(answer.text)))
    text = "\n".join(THOUGHT.sub("", answer.text).strip().splitlines())  # one kind of line break
    text = _unquoted(_unwrapped(text), known)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return AnswerLine(refusal=Refusal(RefusalCode.EMPTY))
    if len(lines) > 1:
        return AnswerLine(refusal=Refusal(RefusalCode.SEVERAL_LINES, count=len(lines)))
    for pattern, code in ((MARKDOWN, RefusalCode.MARKUP), (COMMENT, RefusalCode.COMMENT)):
        found = pattern.search(lines[0])
        if found and not any(found[0].lower() in text.lower() for text in known):
            return AnswerLine(refusal=Refusal(code))
    return AnswerLine(lines[0])


def _unwrapped(text: str) -> str:
    for pattern in WRAPPED:
        if match := pattern.fullmatch(text):
            text = match["inside"].strip()
    return text


def _unquoted(text: str, known: tuple[str, ...]) -> str:
    """Return a text without enclosing quotation marks, unless a known text begins with one."""
    for opening, closing in QUOTES:
        inside = text[1:-1]
        around = len(text) > 2 and text[0] == opening and text[-1] == closing
        if around and opening not in inside and closing not in inside:
            quoted = any(text.strip()[0] in OPENS for text in known if text.strip())
            return text if quoted else inside.strip()
    return text
