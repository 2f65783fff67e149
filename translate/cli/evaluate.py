"""`warta eval` and `warta compare`: how good a model is, and where two translations differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from translate.cli.choices import Debug, check_target
from translate.cli.idle import idle_settings
from translate.cli.options import Common
from translate.cli.progress import sentences_bar, waiting
from translate.cli.review import read_translation
from translate.cli.show import print_json, remarks
from translate.cli.stderr import note

if TYPE_CHECKING:
    from translate.document import Segment, Translation
    from translate.evaluation import Difference, Evaluation


Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRequest(Common):
    """Arguments and options of `warta eval`."""

    pairs: Path
    to: str = "en"
    json: bool = False


def evaluate(request: EvalRequest) -> None:
    """Score a model on sentences with references: chrF and BLEU with signatures, flags, speed."""
    check_target(request.to, request.model)
    policy, editing, spec = request.policy, request.editing, request.spec
    from translate.evaluation import INSTALL_WORDS, need_sacrebleu, read_pairs, tokenisation
    from translate.evaluation import evaluate as run
    from translate.translation.post_edit.load import load_editor
    from translate.translation.setup import load_setup

    need_sacrebleu()
    pairs, sha256 = read_pairs(request.pairs, request.to)

    tell = partial(note, quiet=request.quiet)
    editor = load_editor(editing, [request.to], on_note=tell)
    with waiting("Loading the model", quiet=request.quiet):
        setup = load_setup(spec, request.to, fallback=request.fallback, post_edit=editor, policy=policy, on_note=tell)
    for line in (*remarks(setup.engine), *idle_settings(setup.engine, policy)):
        tell(line)
    if tokenisation(request.to) == "char":
        tell(f"BLEU counts characters here, papers count words: {INSTALL_WORDS}")
    with sentences_bar("Translating", quiet=request.quiet) as progress:
        evaluation = run(pairs, setup, policy, sha256=sha256, progress=progress)
    print_json(_as_json(evaluation)) if request.json else print(_as_text(evaluation))


def _as_text(run: Evaluation) -> str:
    lines = [f"{score.metric + ':':<10}{score.value:.1f}  {score.signature}" for score in run.scores]
    flags = ", ".join(f"{code} {count}" for code, count in run.flags)
    lines.append(f"{'flags:':<10}{run.flags_per_100:.1f} per 100 segments{f' ({flags})' if flags else ''}")
    lines.append(f"{'speed:':<10}{run.words_per_second:.1f} words/s ({len(run.pairs)} pairs in {run.seconds:.1f} s)")
    return "\n".join([*lines, f"{'made by:':<10}{run.signature}"])


def _as_json(run: Evaluation) -> Json:
    return {
        "scores": [{"metric": s.metric, "value": s.value, "signature": s.signature} for s in run.scores],
        "flags_per_100": run.flags_per_100,
        "flags": {str(code): count for code, count in run.flags},
        "words_per_second": run.words_per_second,
        "seconds": run.seconds,
        "signature": str(run.signature),
        "segments": [
            {
                "source": pair.source,
                "reference": pair.reference,
                "translation": segment.text,
                "flags": [str(flag.code) for flag in segment.flags],
            }
            for pair, segment in zip(run.pairs, run.segments, strict=True)
        ],
    }


def compare(
    first: Annotated[Path, Argument(metavar="A.json", help="A .json output of Warta.", show_default=False)],
    second: Annotated[Path, Argument(metavar="B.json", help="Another one of the same article.", show_default=False)],
    most: Annotated[int, Option("--most", min=1, metavar="N", help="How many sentences at most.")] = 10,
    as_json: Annotated[bool, Option("--json", help="JSON instead of text.")] = False,
    debug: Debug = False,
) -> None:
    """Show the sentences in which two translations of an article differ most, with their flags."""
    from translate.evaluation import compare as run

    a, b = read_translation(first), read_translation(second)
    differences = run(a, b)
    if as_json:
        print_json(_differences(a, b, differences[:most], len(differences)))
        return
    for difference in differences[:most]:
        print(f"{difference.likeness:.0f}% alike")
        print(f"  {'source':<8}{difference.source}")
        print(f"  {'first':<8}{_with_flags(difference.first)}")
        print(f"  {'second':<8}{_with_flags(difference.second)}\n")
    print(f"{len(differences)} of {len(a.segments)} sentences differ; {len(a.flagged)} and {len(b.flagged)} flagged.")
    print(f"first:  {a.signature}\nsecond: {b.signature}")
    if not differences:
        note("the two translations are the same.")


def _differences(
    first: Translation, second: Translation, shown: Sequence[Difference], differ: int
) -> dict[str, object]:
    def shown_as(segment: Segment) -> Json:
        return {"text": segment.text, "flags": [str(flag.code) for flag in segment.flags]}

    listed = [
        {"likeness": round(d.likeness, 1), "source": d.source, "first": shown_as(d.first), "second": shown_as(d.second)}
        for d in shown
    ]
    return {
        "sentences": len(first.segments),
        "differ": differ,
        "flagged": {"first": len(first.flagged), "second": len(second.flagged)},
        "signatures": {"first": str(first.signature), "second": str(second.signature)},
        "differences": listed,
    }


def _with_flags(segment: Segment) -> str:
    from translate.writers.wording import flag_reason

    return segment.text + "".join(f"  [{flag.code}: {flag_reason(flag)}]" for flag in segment.flags)
