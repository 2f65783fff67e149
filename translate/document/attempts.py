"""Attempts at a segment, and refusals of lines that a language model wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from translate.document.flags import Flag
from translate.document.quantities import Figure


class Step(StrEnum):
    """The retry steps, in their order."""

    AS_ASKED = "as_asked"
    WITH_GLOSSARY = "with_glossary"
    NO_REPEAT = "no_repeat"  # without repeated n-grams, and usually with more beams
    IN_PARTS = "in_parts"
    FALLBACK = "fallback"  # by the fallback model
    POST_EDIT = "post_edit"  # by a language model that corrects the best attempt
    IMPORTED = "imported"  # a human translation from a translation memory
    UNKNOWN = "unknown"  # of a newer version of Warta


class RefusalCode(StrEnum):
    """Why a line that a language model wrote was refused, or why there is none."""

    # The answer is not one usable line.
    EMPTY = "empty"
    SEVERAL_LINES = "several_lines"
    HUGE = "huge"
    CUT_OFF = "cut_off"
    COMMENT = "comment"
    TOO_MANY_WORDS = "too_many_words"
    TOO_MANY_CHARACTERS = "too_many_characters"
    MARKUP = "markup"
    CONTROL_CHARACTERS = "control_characters"
    WRONG_LANGUAGE = "wrong_language"
    REPETITION = "repetition"
    ADDRESS = "address"
    INSTRUCTIONS = "instructions"
    SAME_LINE = "same_line"
    # Its content is not in its evidence.
    NO_EVIDENCE = "no_evidence"
    FIGURE = "figure"
    DIGITS = "digits"
    NAME = "name"
    AMOUNT = "amount"  # in words, without a value: "dozens"
    QUOTATION = "quotation"
    NEGATION_ADDED = "negation_added"
    NEGATION_LOST = "negation_lost"
    OTHER_WORDS = "other_words"
    EVIDENCE_ORDERS = "evidence_orders"
    # The content of an edit is not in its sentence.
    EDIT_QUOTES = "edit_quotes"
    EDIT_NEGATION_ADDED = "edit_negation_added"
    EDIT_NEGATION_LOST = "edit_negation_lost"
    # The model got no request, or gave no answer.
    SOURCE_ORDERS = "source_orders"
    SOURCE_TOO_LONG = "source_too_long"
    NOT_WRITTEN = "not_written"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    PROSE = "prose"  # the message of an older version, which had no codes


UNANSWERED = frozenset({RefusalCode.FAILED, RefusalCode.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line was refused; which fields are set depends on the code."""

    code: RefusalCode
    text: str = ""  # the name, digits or words; the error of FAILED
    figure: Figure | None = None
    flag: Flag | None = None  # of the check
    count: int = 0  # of words, characters or lines; of failures in a row
    limit: int = 0
    share: float = 0.0  # of its words that are in its evidence

    @property
    def unanswered(self) -> bool:
        """Whether the model failed to answer, so that another run may succeed."""
        return self.code in UNANSWERED


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a segment."""

    step: Step
    text: str
    score: float | None = None
    flags: tuple[Flag, ...] = ()
    model: str = ""  # "opus-id-en", "opus-id-en+elan-en-ja"; "" if unknown
    no_repeat_ngram: int = 0  # length in tokens of the n-grams that must not repeat
    beams: int = 0  # set if more than at the first attempt
    rewritten: bool = False  # whether localisation changed the model's figures or names
    refusal: Refusal | None = None  # of POST_EDIT: why there is no edit; the text is then that of an earlier attempt
    confidence: float | None = (
        None  # estimated probability that it is not in the model's worst quarter; None: no estimate
    )

    @property
    def unanswered(self) -> bool:
        """Whether a post-editor failed to answer, so that another run may succeed."""
        return self.refusal is not None and self.refusal.unanswered
