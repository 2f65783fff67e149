"""The models that a client may choose, and the loaded ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from translate.document import LANGUAGES, TARGETS
from translate.models import hub
from translate.models.catalogue import ENTRIES, find
from translate.models.naming import auto_model, installed_for
from translate.translation.setup import Setup
from translate.web.errors import Refused

LOADED = 3  # models kept in memory, least recently used first out


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model on this machine, for one target language."""

    name: str
    licence: str
    quality: str = "not measured"  # measured quality and its source
    notes: str = ""
    non_commercial: bool = False
    draft: bool = False  # whether its translations are only drafts


Choices = Mapping[str, tuple[ModelChoice, ...]]  # by target language; the first is the default


def installed_choices(named: Mapping[str, str], *, allow_pickle: bool = False) -> Choices:
    """Return the models on this machine by target language; a model named for a language comes first."""
    choices = {}
    for target in TARGETS:
        best = auto_model("id", target, allow_pickle=allow_pickle)
        pulled = installed_for("id", target, allow_pickle=allow_pickle)
        bundled = (e.name for e in ENTRIES if not e.id and ("id", target) in e.pairs and hub.is_installed(e))
        names = [named[target]] if target in named else []
        choices[target] = tuple(_choice(name) for name in dict.fromkeys([*names, best, *pulled, *bundled]))
    return choices


def _choice(name: str) -> ModelChoice:
    """Return the choice of a model, described by its catalogue entries, two for a pivot."""
    entries = [find(part) for part in name.split("+")]
    known = [entry for entry in entries if entry is not None]
    if len(known) < len(entries):
        return ModelChoice(name, "unknown")
    return ModelChoice(
        name,
        " and ".join(dict.fromkeys(entry.licence for entry in known)),
        "; ".join(dict.fromkeys(entry.quality for entry in known)),
        " ".join(entry.notes for entry in known),
        any(entry.non_commercial for entry in known),
        any(entry.draft for entry in known),
    )


class Models:
    """Loads each model once. `setup` is called from one thread."""

    def __init__(self, choices: Choices, load: Callable[[str, str], Setup]) -> None:
        """Take the choices, and a loader by name and target language."""
        self.choices = {target: found for target, found in choices.items() if found}
        self._load = load
        self._loaded: OrderedDict[tuple[str, str], Setup] = OrderedDict()

    def pick(self, target: str, name: str = "auto") -> str:
        """Return the name of the chosen model.

        Raises:
            Refused: it is not one of the choices; names of requests are never searched on disk or on a hub.
        """
        if target not in self.choices:
            known = ", ".join(f"{code} ({LANGUAGES.get(code, code)})" for code in self.choices)
            raise Refused(400, f"There is no model into {target!r}; expected one of {known}.")
        names = [choice.name for choice in self.choices[target]]
        if name not in ("", "auto", *names):
            raise Refused(
                400, f"There is no model {name!r} into {target} here; expected auto, {', '.join(names)}.", "NoModel"
            )
        return names[0] if name in ("", "auto") else name

    def is_loaded(self, name: str, target: str) -> bool:
        """Return whether a model is in memory."""
        return (name, target) in self._loaded

    def setup(self, name: str, target: str) -> Setup:
        """Return the setup of a model, loading it if necessary."""
        key = name, target
        if key not in self._loaded:
            while len(self._loaded) >= LOADED:
                self._loaded.popitem(last=False)
            self._loaded[key] = self._load(name, target)
        self._loaded.move_to_end(key)
        return self._loaded[key]
