"""The effect of a glossary on translations by the students: kept terms, chrF, and the best form of a term.

    python bench/glossary.py                    # the cases of tests/cases/glossary.json: without, with
    python bench/glossary.py --forms            # the forms in which a term can be put into the source
    python bench/glossary.py --lines FOLDER     # 400 lines of ntrex.id.txt with ntrex.en.txt and ntrex.ja.txt

`--targets en` or `--targets ja` takes one of the two.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import sacrebleu

from translate.document import FlagCode, Sentence, Step
from translate.language.glossary import NO_TERMS, Match, builtin, contains_term, find, tally
from translate.language.glossary.checking import expected
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.resolve import load_engine
from translate.translation.pipeline import translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup

CASES = Path(__file__).parent.parent / "tests" / "cases" / "glossary.json"
LINES = 400
TOKENS = {"X1": "X{}", "⟦1⟧": "⟦{}⟧", "<1>": "<{}>", "TERM1": "TERM{}"}
Form = Callable[[int, Match], str]


def put(text: str, matches: tuple[Match, ...], form: Form) -> str:
    parts, at = [], 0
    for number, match in enumerate(matches, start=1):
        parts += [text[at : match.start], form(number, match)]
        at = match.end
    return "".join(parts) + text[at:]


def chrf(hypotheses: list[str], reference: list[str]) -> float:
    return float(sacrebleu.corpus_chrf(hypotheses, [reference]).score)


def compare_forms(engine: Engine, texts: list[str], reference: list[str]) -> None:
    """Compare the forms of terms in the source; a term is kept if the result has an accepted translation."""
    language = engine.target
    found = [find(text, builtin(), language) for text in texts]
    forms: dict[str, Form] = {
        "none": lambda number, match: match.text,
        "the term": lambda number, match: expected(match, language),
        "the term in quotes": lambda number, match: f'"{expected(match, language)}"',
    }
    forms |= {name: lambda number, match, form=form: form.format(number) for name, form in TOKENS.items()}  # type: ignore[misc]
    for name, form in forms.items():
        inputs = [put(text, matches, form) for text, matches in zip(texts, found, strict=True)]
        hypotheses = [result.text for result in engine.translate(inputs, Decoding())]
        if name in TOKENS:
            whole = sum(
                hypothesis.count(form(number, match)) == 1
                for hypothesis, matches in zip(hypotheses, found, strict=True)
                for number, match in enumerate(matches, start=1)
            )
            for i, matches in enumerate(found):
                for number, match in enumerate(matches, start=1):
                    hypotheses[i] = hypotheses[i].replace(form(number, match), expected(match, language))
        kept = sum(
            contains_term(hypothesis, m, language)
            for hypothesis, matches in zip(hypotheses, found, strict=True)
            for m in matches
        )
        whole = whole if name in TOKENS else kept
        terms = sum(map(len, found))
        halves = [f"{chrf(hypotheses[at::2], reference[at::2]):.1f}" for at in (0, 1)]
        print(
            f"  {name}: survived {whole}/{terms}, chrF {chrf(hypotheses, reference):.2f} (halves {', '.join(halves)})"
        )


def compare_runs(engine: Engine, texts: list[str], reference: list[str]) -> None:
    """Compare the pipeline without a glossary and with the built-in one."""
    sentences = [Sentence(text, 0, len(text)) for text in texts]
    plain: list[str] = []
    touched: list[int] = []
    for name, glossary in (("without", NO_TERMS), ("with", builtin())):
        segments = translate_sentences(sentences, Setup(engine), Policy(glossary=glossary))
        hypotheses = [segment.text for segment in segments]
        terms, kept = tally(list(zip(texts, hypotheses, strict=True)), engine.target, builtin())
        flagged = sum(any(flag.code is not FlagCode.TERM_IGNORED for flag in s.flags) for s in segments)
        print(f"  {name}: kept {kept}/{terms}, chrF {chrf(hypotheses, reference):.2f}, other flags {flagged}")
        if not plain:
            plain = hypotheses
        else:
            touched = [i for i, (a, b) in enumerate(zip(plain, hypotheses, strict=True)) if a != b]
            some = [reference[i] for i in touched]
            before, after = (chrf([texts_of[i] for i in touched], some) for texts_of in (plain, hypotheses))
            retried = sum(any(a.step is Step.WITH_GLOSSARY for a in s.attempts) for s in segments)
            print(f"  tried again {retried}, changed {len(touched)}: chrF of these {before:.2f} -> {after:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", action="store_true")
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--targets", default="en,ja")
    args = parser.parse_args()
    for target in args.targets.split(","):
        if args.lines:
            texts, reference = (
                (args.lines / f"ntrex.{language}.txt").read_text(encoding="utf-8").splitlines()[:LINES]
                for language in ("id", target)
            )
        else:
            cases = json.loads(CASES.read_text(encoding="utf-8"))
            texts, reference = [case["text"] for case in cases], [case[target] for case in cases]
        print(f"id-{target}, {len(texts)} sentences")
        engine = load_engine("auto", target=target)
        (compare_forms if args.forms else compare_runs)(engine, texts, reference)


if __name__ == "__main__":
    main()
