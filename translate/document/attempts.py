"""How a segment was tried, and why a line that a language model wrote was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from translate.document.flags import Flag
from translate.document.quantities import Figure


class Step(StrEnum):
    """The ways to try a segment, in their order."""

    AS_ASKED = "as_asked"
    WITH_GLOSSARY = "with_glossary"
    NO_REPEAT = "no_repeat"  # with runs of tokens that may not come twice, and most often with more beams
    IN_PARTS = "in_parts"
    FALLBACK = "fallback"  # by another model
    POST_EDIT = "post_edit"  # by a language model that corrects the best attempt
    IMPORTED = "imported"  # from a translation memory, not made
    UNKNOWN = "unknown"  # by a version of Warta that this one does not know


class RefusalCode(StrEnum):
    """Why a line that a language model wrote was not taken, or why there is none."""

    # It is no line.
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
    # What it says is not in its evidence.
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
    # What an edit says is not in its sentence.
    EDIT_QUOTES = "edit_quotes"
    EDIT_NEGATION_ADDED = "edit_negation_added"
    EDIT_NEGATION_LOST = "edit_negation_lost"
    # The model was not asked, or gave nothing.
    SOURCE_ORDERS = "source_orders"
    SOURCE_TOO_LONG = "source_too_long"
    NOT_WRITTEN = "not_written"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    PROSE = "prose"  # in the words of an older version, which kept no values


UNANSWERED = frozenset({RefusalCode.FAILED, RefusalCode.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line was not taken; which fields are set depends on the code."""

    code: RefusalCode
    text: str = ""  # the name, digits or words; of FAILED the error
    figure: Figure | None = None
    flag: Flag | None = None  # of the check that refused it
    count: int = 0  # of words, characters or lines; of failures in a row
    limit: int = 0
    share: float = 0.0  # of its words that its evidence has

    @property
    def unanswered(self) -> bool:
        """Whether the model failed to answer, so that another run may succeed."""
        return self.code in UNANSWERED


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a segment."""

    step: Step
    text: str
    score: float | None = None
    flags: tuple[Flag, ...] = ()
    model: str = ""  # which one: "opus-id-en", "opus-id-en+elan-en-ja"; "" where that is not known
    no_repeat_ngram: int = 0  # tokens: the run that it was forbidden to repeat
    beams: int = 0  # where they were more than at the first attempt
    rewritten: bool = False  # whether figures were not left as the model wrote them
    refusal: Refusal | None = None  # of POST_EDIT: why there is no edit, and the text is that of an earlier attempt
    confidence: float | None = None  # chance, estimated, that it is not in the model's worst quarter; None: no estimate

    @property
    def unanswered(self) -> bool:
        """Whether a post-editor failed to answer, so that another run may succeed."""
        return self.refusal is not None and self.refusal.unanswered
