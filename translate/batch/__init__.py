"""Translate many files: discovery, common batches, atomic outputs, resumable runs.

discovery -> naming -> window of documents -> segments (journal, memory, engine) -> outputs -> report
"""

from __future__ import annotations

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
