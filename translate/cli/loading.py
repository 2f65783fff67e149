"""Load models, summarizers and the memory for the commands, and print the remarks on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from translate.cli.idle import idle_settings
from translate.cli.show import remarks, remarks_on
from translate.util.files import with_home

if TYPE_CHECKING:
    from translate.batch.memory import Memory
    from translate.briefing.summarizers.abstractive import AbstractiveSummarizer
    from translate.briefing.summarizers.load import Choice
    from translate.models.resolve import ModelSpec
    from translate.translation.post_edit.base import PostEditor
    from translate.translation.retry import Policy
    from translate.translation.setup import Setup


def load_brief(choice: Choice, targets: Sequence[str], tell: Callable[[str], None]) -> str | AbstractiveSummarizer:
    """Return the chosen summarizer, checked before the long work: a server must answer.

    Raises:
        ModelError: its model cannot be loaded, or its server does not answer.
    """
    from translate.briefing.summarizers.load import load_summarizer

    summarizer = load_summarizer(choice, targets)
    for line in remarks_on(choice):
        tell(line)
    return summarizer


def load_setups(
    spec: ModelSpec,
    targets: Sequence[str],
    *,
    fallback: str,
    editor: PostEditor | None,
    policy: Policy,
    tell: Callable[[str], None],
) -> tuple[Setup, ...]:
    """Return a setup for each target language, and print the remarks on its models without repetition.

    Raises:
        ModelError: a model cannot be loaded.
        UsageError: an option has no effect.
    """
    from translate.translation.setup import load_setup

    load = partial(load_setup, spec, fallback=fallback, post_edit=editor, policy=policy, on_note=tell)
    setups = tuple(load(target) for target in targets)
    notes = [(*remarks(setup.engine), *idle_settings(setup.engine, policy)) for setup in setups]
    for line in dict.fromkeys(chain.from_iterable(notes)):
        tell(line)
    return setups


def open_memory(named: str, stack: ExitStack, tell: Callable[[str], None]) -> Memory | None:
    """Return the memory that --memory names, open until the stack ends; None for "off".

    Raises:
        WritingError: it cannot be opened or made, or is not a memory.
    """
    if named == "off":
        return None
    from translate.batch.memory import Memory

    return stack.enter_context(Memory(with_home(named), on_note=tell))
