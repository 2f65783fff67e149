"""Import the corrections of an edited output into a memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from translate.batch.memory.store import Memory
from translate.writers.corrections import EditedSegment, State
from translate.writers.corrections_reading import edited_segments


@dataclass(frozen=True, slots=True)
class Learned:
    """The numbers of the sentences of an edited output, from 1, by outcome."""

    taken: tuple[int, ...]  # corrected, and imported
    known: tuple[int, ...]  # corrected, and already in the memory
    unchanged: int  # number of unchanged machine translations
    gone: tuple[int, ...]  # deleted or emptied
    beside_gone: tuple[int, ...]  # changed beside a deleted one, so perhaps merged
    not_compared: int  # number with links or code, or only copied
    twice: tuple[int, ...]  # corrected differently from a later equal sentence, which is used


def learn(memory: Memory, path: str | Path, *, source: str = "id") -> Learned:
    """Import the corrections in an edited `.json`, `.html` or `.docx` output, or a `.tsv` table, into a memory.

    Machine translations are not imported: neither unchanged sentences, nor texts that a model has produced for the
    sentence in this memory.

    Raises:
        MissingFile, DamagedFile, UsageError: as `edited_segments`.
        WritingError: the memory cannot be written.
    """
    segments = edited_segments(Path(path))
    changed = [segment for segment in segments if segment.state is State.CHANGED]
    machine = [
        segment for segment in changed if memory.is_machine(source, segment.target, segment.source, segment.text)
    ]
    corrected = {(segment.target, segment.source): segment for segment in changed if segment not in machine}
    chosen = list(corrected.values())
    kept = {
        target: memory.imported(source, target, [segment.source for segment in chosen if segment.target == target])
        for target in {segment.target for segment in chosen}
    }
    known = [segment for segment in chosen if kept[segment.target].get(segment.source) == segment.text]
    taken = [segment for segment in chosen if segment not in known]
    for target in kept:
        memory.add_imported(
            source, target, {segment.source: segment.text for segment in taken if segment.target == target}
        )
    return Learned(
        taken=_numbers(taken),
        known=_numbers(known),
        unchanged=len(machine) + sum(segment.state is State.UNCHANGED for segment in segments),
        gone=_numbers(segment for segment in segments if segment.state is State.GONE),
        beside_gone=_numbers(segment for segment in segments if segment.state is State.BESIDE_GONE),
        not_compared=sum(segment.state is State.NOT_COMPARED for segment in segments),
        twice=_numbers(
            segment
            for segment in changed
            if segment not in machine and corrected[segment.target, segment.source].text != segment.text
        ),
    )


def _numbers(segments: Iterable[EditedSegment]) -> tuple[int, ...]:
    return tuple(sorted({segment.number for segment in segments}))
