"""The options of a batch run, without its engines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from translate.batch.memory.rows import key_of
from translate.briefing.summarizers.abstractive import AbstractiveSummarizer
from translate.document import Signature
from translate.errors import UsageError, expect
from translate.translation.retry import Policy
from translate.writers import WRITERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The options of a batch run."""

    formats: tuple[str, ...] = ("txt",)  # output formats, one file each
    brief: bool = False  # whether outputs carry a brief
    points: int = 4  # of the brief
    summarizer: str | AbstractiveSummarizer = "textrank"  # a name, or a result of `load_summarizer`
    max_length: int | None = None  # words (Japanese: characters) of all points
    policy: Policy = field(default_factory=Policy)
    dated: bool = True  # whether signatures have a date; without it reruns are byte-identical
    check_language: bool = True  # whether files not in Indonesian are refused
    include: tuple[str, ...] = ()  # patterns, see `discover`
    exclude: tuple[str, ...] = ()
    overwrite: bool = False  # whether files unknown to the journal may be replaced
    stop_on_error: bool = False

    def __post_init__(self) -> None:
        """Refuse unknown formats."""
        expect(self.formats, (tuple, list), "Formats", 'several, such as ("txt", "html")')
        for name in self.formats:
            if name not in WRITERS:
                raise UsageError(f"There is no output format {name!r}; expected one of {', '.join(WRITERS)}.")
        if not self.formats or len(set(self.formats)) < len(self.formats):
            raise UsageError(f"Formats {', '.join(self.formats) or '(none)'}: expected at least one, each once.")

    def settings(self, maker: Signature) -> str:
        """Return the SHA-256 of all settings of an output, without its input and the date."""
        brief = [self.points, *self._summarizer(maker.target), self.max_length] if self.brief else None
        return hashlib.sha256(json.dumps([key_of(maker), brief, self.dated, self.check_language]).encode()).hexdigest()

    def _summarizer(self, target: str) -> list[str]:
        """Return all settings of the summarizer."""
        if isinstance(self.summarizer, str):
            return [self.summarizer]
        info = self.summarizer.info(target)
        return [self.summarizer.name, info.id, info.revision, info.prompt_sha256]
