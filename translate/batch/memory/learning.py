"""Import the corrections of an edited output into a memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from translate.batch.memory.store import Memory
from translate.writers.corrections import EditedSegment, EditState
from translate.writers.corrections_reading import edited_segments


@dataclass(frozen=True, slots=True)
class LearnedSentences:
    """The numbers of the sentences of an edited output, from 1, by outcome."""

    learned: tuple[int, ...]  # corrected, and imported
    known: tuple[int, ...]  # corrected, and already in the memory
    unchanged: int  # number of unchanged machine translations
    deleted: tuple[int, ...]  # deleted or emptied
    beside_deleted: tuple[int, ...]  # changed beside a deleted one, so perhaps merged
    not_compared: int  # number with links or code, or only copied
    ambiguous: tuple[int, ...]  # corrected differently from a later equal sentence, which is used


def learn(memory: Memory, path: str | Path, *, source: str = "id") -> LearnedSentences:
    """Import the corrections in an edited `.json`, `.html` or `.docx` output, or a `.tsv` table, into a memory.

    Machine translations are not imported: neither unchanged sentences, nor texts that a model has produced for the
    sentence in this memory.

    Raises:
        MissingFile, DamagedFile, UsageError: as `edited_segments`.
        WritingError: the memory cannot be written.
    """
    segments = edited_segments(Path(path))
    changed = [edit for edit in segments if edit.state is EditState.CHANGED]
    machine = [edit for edit in changed if memory.is_machine(source, edit.target, edit.source, edit.text)]
    corrected = {(edit.target, edit.source): edit for edit in changed if edit not in machine}
    chosen = list(corrected.values())
    kept = {
        target: memory.imported(source, target, [edit.source for edit in chosen if edit.target == target])
        for target in {edit.target for edit in chosen}
    }
    known = [edit for edit in chosen if kept[edit.target].get(edit.source) == edit.text]
    taken = [edit for edit in chosen if edit not in known]
    for target in kept:
        memory.add_imported(source, target, {edit.source: edit.text for edit in taken if edit.target == target})
    return LearnedSentences(
        learned=_numbers(taken),
        known=_numbers(known),
        unchanged=len(machine) + sum(edit.state is EditState.UNCHANGED for edit in segments),
        deleted=_numbers(edit for edit in segments if edit.state is EditState.DELETED),
        beside_deleted=_numbers(edit for edit in segments if edit.state is EditState.BESIDE_DELETED),
        not_compared=sum(edit.state is EditState.NOT_COMPARED for edit in segments),
        ambiguous=_numbers(
            edit for edit in changed if edit not in machine and corrected[edit.target, edit.source].text != edit.text
        ),
    )


def _numbers(segments: Iterable[EditedSegment]) -> tuple[int, ...]:
    return tuple(sorted({edit.number for edit in segments}))
