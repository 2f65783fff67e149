"""Translate many files: discovery, common batches, atomic outputs, resumable runs.

discovery -> naming -> window of documents -> segments (journal, memory, engine) -> outputs -> report

Each name below is looked up when it is first used: `warta translate` needs one module of this package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translate.batch.job import Job
    from translate.batch.library import translate_files
    from translate.batch.memory import Memory, learn
    from translate.batch.remembering import translate_with_memory
    from translate.batch.report import Outcome, Progress, Status, Tally
    from translate.batch.run import Batch
    from translate.translation.setup import load_setup

__all__ = [
    "Batch",
    "Job",
    "Memory",
    "Outcome",
    "Progress",
    "Status",
    "Tally",
    "learn",
    "load_setup",
    "translate_files",
    "translate_with_memory",
]

_HOMES = {
    "Batch": "translate.batch.run",
    "Job": "translate.batch.job",
    "Memory": "translate.batch.memory",
    "Outcome": "translate.batch.report",
    "Progress": "translate.batch.report",
    "Status": "translate.batch.report",
    "Tally": "translate.batch.report",
    "learn": "translate.batch.memory",
    "load_setup": "translate.translation.setup",
    "translate_files": "translate.batch.library",
    "translate_with_memory": "translate.batch.remembering",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'translate.batch' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
