"""`warta explain`: what a flag means, an example, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated

from typer import Argument, Option

from translate.cli.choices import flag_names
from translate.document import FlagCode
from translate.errors import UsageError


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one kind of flag."""

    means: str
    example: str
    do: str


COMPARE = "Compare the sentence with its source."
EXPLAINED = {
    FlagCode.REPETITION: Explanation(
        "The translation says the same words again and again: the model was caught in a loop.",
        "'The mayor said that that that that ...'",
        "Do not use the sentence. Try a larger model (`warta setup`), or --fallback auto.",
    ),
    FlagCode.TOO_SHORT: Explanation(
        "The translation is much shorter than such a source usually becomes: something may be missing.",
        "A sentence of thirty words becomes 'He said.'",
        f"{COMPARE} Look for clauses that were dropped.",
    ),
    FlagCode.TOO_LONG: Explanation(
        "The translation is much longer than such a source usually becomes: something may be invented.",
        "'Hujan.' becomes a sentence of twenty words.",
        f"{COMPARE} Look for what the source does not say.",
    ),
    FlagCode.SOURCE_ECHO: Explanation(
        "The sentence, or a part of it, was left in Indonesian.",
        "'Harga beras naik' comes out as 'Harga beras naik'.",
        "Translate what is left yourself, or try --fallback auto. For names use --do-not-translate.",
    ),
    FlagCode.WRONG_SCRIPT: Explanation(
        "The translation has letters that its language does not use, or lacks those that it does.",
        "Cyrillic letters in English; Japanese without any kana.",
        "Do not use the sentence. Try another model with --model.",
    ),
    FlagCode.NUMBER_LOST: Explanation(
        "A number, amount, date or time of the source is not in the translation, or has another value.",
        "'Rp 12,5 triliun' becomes '12.5 billion rupiah'.",
        f"{COMPARE} Put the figure right before you use it.",
    ),
    FlagCode.NUMBER_ADDED: Explanation(
        "The translation has a number that the source does not have.",
        "'Beberapa rumah rusak' becomes '12 houses were damaged'.",
        f"{COMPARE} Take the figure out.",
    ),
    FlagCode.NAME_LOST: Explanation(
        "A name of the source is not in the translation, or is spelt in another way.",
        "'Joko Widodo' becomes 'the president', or 'Joko Fundo'.",
        f"{COMPARE} Put the name back. --do-not-translate NAME keeps one as it is.",
    ),
    FlagCode.VERBATIM_LOST: Explanation(
        "An address, a handle, a hashtag, code, an emoji or a sign between figures is not in the translation.",
        "'redaksi@contoh.id' becomes 'the editors', or 'x < 5' becomes 'x - 5'.",
        f"{COMPARE} Copy what is missing from the source.",
    ),
    FlagCode.TERM_IGNORED: Explanation(
        "A term of the glossary is in the source, and the translation does not use the glossary's translation.",
        "'Wali Kota' is to be 'Mayor', and the translation has 'city head'.",
        "Change the word, or the glossary if it is wrong here (docs/glossary.md).",
    ),
    FlagCode.LOW_SCORE: Explanation(
        "The model's confidence in the sentence is below the threshold: that of --min-confidence, else 0.5 for a "
        "student. A student's confidence is the estimated chance that the sentence is not among the worst quarter of "
        "its translations.",
        "Confidence 0.31: about seven in ten of such sentences are among the worst quarter.",
        f"{COMPARE} warta review lists these sentences, the least sure first.",
    ),
    FlagCode.UNFINISHED: Explanation(
        "The translation reached the length limit of the model before it was complete.",
        "'The minister explained that the budget for'",
        "The end is missing: read the source, or cut the sentence in two.",
    ),
    FlagCode.SPLIT: Explanation(
        "The sentence was too long for the model and was translated in pieces.",
        "A sentence of 120 words, translated in two parts.",
        "Read the place where the pieces meet.",
    ),
}


def explain(
    code: Annotated[
        str | None,
        Argument(metavar="CODE", help="A flag, such as NAME_LOST; by default all.", autocompletion=flag_names),
    ] = None,
    as_json: Annotated[bool, Option("--json", help="Write it as JSON.")] = False,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Explain a flag: what it means, an example, and what to do."""
    wanted = list(EXPLAINED) if code is None else [_known(code)]
    if as_json:
        result = [{"code": str(kind), **asdict(EXPLAINED[kind])} for kind in wanted]
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return
    for kind in wanted:
        explanation = EXPLAINED[kind]
        print(f"{kind}\n  {explanation.means}\n  Example: {explanation.example}\n  What to do: {explanation.do}")


def _known(code: str) -> FlagCode:
    try:
        return FlagCode(code.upper().replace("-", "_"))
    except ValueError:
        raise UsageError(f"There is no flag {code!r}; expected one of {', '.join(EXPLAINED)}.") from None
