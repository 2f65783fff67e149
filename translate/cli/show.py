"""Tables and JSON on stdout, and the lines about models and results that commands print on stderr."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.document import Flag, Translation
from translate.document.display import counted
from translate.language.glossary import Glossary, tally
from translate.models.catalogue import RECOMMENDED, CatalogueEntry, find
from translate.models.engines.base import Engine

if TYPE_CHECKING:
    from translate.batch.remembering import Recalled
    from translate.briefing.summarizers.load import Choice


# Descriptions of the bundled models, by id.
DRAFTING = {
    "student": "a small draft model",
    "student-ja": "a small draft model, for the gist alone",
}


def remarks(engine: Engine) -> list[str]:
    """Return the warnings about an engine: that it is a draft model, or that its licence forbids commercial use."""
    lines = []
    better = RECOMMENDED.get(engine.target)
    get_better = f" A better model: warta models pull {better}" if better else ""
    for model in engine.models:
        if model.id in DRAFTING:
            lines.append(f"translated by the {model.id}, {DRAFTING[model.id]}: check names and idioms.{get_better}")
        if model.non_commercial:
            lines.append(f"{model.id} is licensed {model.licence}: its output is not for commercial use.")
    return lines


def remarks_on(choice: Choice) -> list[str]:
    """Return the warnings about a summarizer: its licence forbids commercial use, or the article goes to a server."""
    entry = find(choice.model or "")
    if entry is not None and entry.non_commercial:
        return [f"{entry.name} is licensed {entry.licence}: its output is not for commercial use."]
    if choice.server is None or choice.server.local:
        return []
    return [f"the translated article goes to {choice.server.host}, which writes the brief."]


def summary(translation: Translation, seconds: float) -> str:
    """Return one line on a finished translation: sentences, flags, time."""
    flagged = translation.flagged
    doubts = "no flags" if not flagged else f"{len(flagged)} flagged ({codes(translation)})"
    return f"{counted(len(translation.segments), 'sentence')} to {translation.target}, {doubts}, {seconds:.1f} s."


def terms(translation: Translation, glossary: Glossary) -> str:
    """Return one line on the glossary terms in an article; empty without any."""
    pairs = [(s.source.text, s.text) for s in translation.segments if s.attempts]
    found, kept = tally(pairs, translation.target, glossary)
    return f"glossary: {found} terms found, {kept} kept, {found - kept} ignored." if found else ""


def recalled(found: Recalled) -> str:
    """Return one line with the numbers of sentences from the memory; empty without any."""
    if not found.imported + found.remembered:
        return ""
    return f"memory: {counted(found.imported, 'sentence')} by people, {found.remembered} of earlier runs."


def print_table(rows: Sequence[Sequence[str]], *, as_json: bool) -> None:
    """Print rows, the first of which names the columns, aligned or as JSON."""
    if as_json:
        names = [name.lower() for name in rows[0]]
        return print_json([dict(zip(names, row, strict=True)) for row in rows[1:]])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_json(value: object) -> None:
    """Print a value as JSON, for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def codes(translation: Translation) -> str:
    """Return the flag codes with their counts, most first: "NUMBER_LOST 2, REPETITION 1"."""
    flags: list[Flag] = [flag for segment in translation.segments for flag in segment.flags]
    counts = {code: sum(flag.code == code for flag in flags) for code in {flag.code for flag in flags}}
    return ", ".join(f"{code} {count}" for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def is_installed(entry: CatalogueEntry) -> bool:
    """Return whether a model can be used without a download."""
    from translate.models import hub

    return hub.is_installed(entry)


def languages_of(entry: CatalogueEntry) -> str:
    """Return the pairs of languages, "id-en id-ja", or the languages it writes summaries in."""
    return " ".join([f"{source}-{target}" for source, target in entry.pairs] or entry.summarises)


def size_of(entry: CatalogueEntry) -> str:
    """Return the approximate size."""
    return f"about {entry.size_mb} MB" if entry.size_mb else "size not known"


def licence_of(entry: CatalogueEntry) -> str:
    """Return the licence, marked if non-commercial."""
    return f"{entry.licence} (non-commercial)" if entry.non_commercial else entry.licence
