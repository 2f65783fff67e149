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
    """The numbers of the sentences of an edited output, by outcome; they count from 1, as outputs show them."""

    taken: tuple[int, ...]  # corrected, and taken into the memory
    known: tuple[int, ...]  # corrected, and in the memory already
    unchanged: int  # as a machine wrote them
    gone: tuple[int, ...]  # deleted or emptied
    beside_gone: tuple[int, ...]  # changed, beside one that is gone; they may say what two sentences said
    not_compared: int  # with links or code, or only copied
    twice: tuple[int, ...]  # corrected in another way than an equal sentence after them, which counts


def learn(memory: Memory, path: str | Path, *, source: str = "id") -> Learned:
    """Import the corrections in an edited `.json`, `.html` or `.docx` output, or a `.tsv` table, into a memory.

    Machine translations are not imported: neither unchanged sentences, nor texts that a model has produced for the
    sentence in this memory.

    Raises:
        MissingFile, DamagedFile, UsageError: as `edited_segments`.
        WritingError: the memory cannot be written.
    """
    segments = edited_segments(Path(path))
    changed = [one for one in segments if one.state is State.CHANGED]
    machine = [one for one in changed if memory.made(source, one.target, one.source, one.text)]
    corrected = {(one.target, one.source): one for one in changed if one not in machine}
    chosen = list(corrected.values())
    kept = {
        target: memory.imported(source, target, [one.source for one in chosen if one.target == target])
        for target in {one.target for one in chosen}
    }
    known = [one for one in chosen if kept[one.target].get(one.source) == one.text]
    taken = [one for one in chosen if one not in known]
    for target in kept:
        memory.add_imported(source, target, {one.source: one.text for one in taken if one.target == target})
    return Learned(
        taken=_numbers(taken),
        known=_numbers(known),
        unchanged=len(machine) + sum(one.state is State.UNCHANGED for one in segments),
        gone=_numbers(one for one in segments if one.state is State.GONE),
        beside_gone=_numbers(one for one in segments if one.state is State.BESIDE_GONE),
        not_compared=sum(one.state is State.NOT_COMPARED for one in segments),
        twice=_numbers(
            one for one in changed if one not in machine and corrected[one.target, one.source].text != one.text
        ),
    )


def _numbers(segments: Iterable[EditedSegment]) -> tuple[int, ...]:
    return tuple(sorted({one.number for one in segments}))
