"""Many files: found, translated together, written whole, and taken up again where a run ended.

discovery -> naming -> window of documents -> segments (journal, memory, engine) -> outputs -> report
"""

from __future__ import annotations

from translate.batch.job import Job
from translate.batch.library import translate_files
from translate.batch.report import Outcome, Progress, Status, Tally
from translate.batch.run import Batch

__all__ = ["Batch", "Job", "Outcome", "Progress", "Status", "Tally", "translate_files"]
