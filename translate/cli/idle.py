"""Options without an effect: refused if the request shows it, reported if only the loaded model does.

Options of the model and its loading (`--revision`, `--family`, `--runtime`) are refused or reported by
`translate.models.resolve`, also for the library.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, fields
from typing import Any

from translate.errors import UsageError
from translate.models.engines.base import Engine
from translate.translation.retry import SCORELESS, Policy, decoding_of, is_scored, name_of
from translate.translation.setup import refuse_without_retries
from translate.util.web import is_address


@dataclass(frozen=True, slots=True)
class Rule:
    """Options that have an effect only on some requests."""

    options: tuple[str, ...]  # as fields of the request
    holds: Callable[[Any], bool]  # whether they have an effect
    purpose: str  # completes "--points and --max-length are"


def _on_cluster(request: Any) -> bool:
    return str(getattr(request, "runner", "local")) == "ray"


RULES = (
    Rule(
        ("points", "summarizer", "summarizer_model", "max_length"),
        lambda request: getattr(request, "brief", True),
        "for a brief; add --brief",
    ),
    Rule(
        ("ray_address", "actors", "cpus_per_actor", "text_column", "id_column", "files"),
        _on_cluster,
        "for a cluster; add --runner ray",
    ),
    Rule(
        ("memory", "post_edit"),
        lambda request: not _on_cluster(request),
        "of one machine, for --runner local only",
    ),
    Rule(
        ("allow_private",),
        lambda request: (
            getattr(request, "addresses", None)
            or getattr(request, "feed", None)
            or any(map(is_address, getattr(request, "articles", ())))
        ),
        "for addresses such as https://contoh.id/berita",
    ),
    Rule(("feed_every",), lambda request: request.feed, "for feeds; add --feed URL"),
    Rule(
        ("addresses",),
        lambda request: not _on_cluster(request),
        "for --runner local only",
    ),
    Rule(("id_column",), lambda request: request.text_column, "for tables; add --text-column"),
    Rule(
        ("include", "exclude"),
        lambda request: not request.text_column,
        "for files; of a table all rows are taken",
    ),
    Rule(
        ("format", "overwrite"),
        lambda request: not _on_cluster(request) or request.files,
        "for output files; add --files",
    ),
    Rule(("overwrite",), lambda request: request.output is not None, "for output files; add -o FILE"),
    Rule(
        ("prompts",),
        lambda request: request.post_edit != "none" or getattr(request, "summarizer", "") == "llm",
        "for language models; add --post-edit MODEL or --summarizer llm",
    ),
)


def refuse_idle(request: Any, typed: Container[str]) -> None:
    """Refuse options of a request that have no effect; configured defaults are ignored instead.

    Args:
        request: the arguments and options of the command.
        typed: the options given on the command line, as fields.

    Raises:
        UsageError: there is one; the message has its purpose.
    """
    changed = {
        field.name for field in fields(request) if field.name in typed and getattr(request, field.name) != field.default
    }
    for rule in RULES:
        idle = [f"--{name.replace('_', '-')}" for name in rule.options if name in changed]
        if idle and not rule.holds(request):
            raise UsageError(f"{' and '.join(idle)} {'is' if len(idle) == 1 else 'are'} {rule.purpose}.")
    refuse_without_retries(request.retry, fallback="fallback" in changed, post_edit="post_edit" in changed)


def idle_settings(engine: Engine, policy: Policy) -> list[str]:
    """Return a line for each setting without an effect on a loaded engine, such as an unsupported confidence."""
    name, lines = name_of(engine.models), []
    decoding = decoding_of(policy, engine.models)
    if policy.min_confidence and not is_scored(decoding, engine.models):
        never = all(model.family in SCORELESS for model in engine.models)
        why = "it gives no scores" if never else "greedily it gives no scores. --decoding best does"
        lines.append(f"--min-confidence flags nothing that {name} translates: {why}.")
    if policy.decoding and policy.decoding.beams > decoding.beams:
        lines.append(f"--decoding sets beams, which {name} does not have: it decodes greedily.")
    return lines
