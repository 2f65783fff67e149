"""The fallback: a second model for sentences that are still flagged after every retry of the first.

"auto" chooses the best installed model that is not in use already. It never chooses a bundled model, whose drafts are
no second opinion on a better model, nor one whose licence forbids commercial use, unless the first model's does too;
both can be named explicitly. Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from translate.document import ModelInfo
from translate.errors import UnknownModel
from translate.models import catalogue
from translate.models.engines.base import Engine
from translate.models.naming import entry_of, installed_for
from translate.models.resolve import ModelSpec, parts, resolve


class Fallback:
    """An engine that is loaded when it is first needed."""

    def __init__(self, models: tuple[ModelInfo, ...], load: Callable[[], Engine]) -> None:
        """Take the models of the engine, and the function that loads it."""
        self.models = models
        self._load = load
        self._loaded: Engine | None = None

    def engine(self) -> Engine:
        """Return the engine, loaded at the first call.

        Raises:
            ModelError: it cannot be loaded.
        """
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


def find_fallback(engine: Engine, spec: ModelSpec, *, on_note: Callable[[str], None] | None = None) -> Fallback | None:
    """Return the fallback for an engine, not loaded yet; None if there is none.

    Args:
        engine: the first engine.
        spec: the model, whatever its licence; named "none", or "auto" for the best that is installed.
        on_note: called with one line if there is no other model, or if its licence forbids a use.

    Raises:
        UnknownModel: there is no such model, it does not translate this pair, or it is the one in use.
        ModelNotInstalled: it is not on this machine.
    """
    if spec.name == "none":
        return None
    tell, pair = on_note or (lambda line: None), (engine.source, engine.target)
    name = spec.name if spec.name != "auto" else _other(engine, spec.allow_pickle)
    if name is None:
        tell(
            f"no other model for {'-'.join(pair)} is installed: what the checks doubt stays as it is. `warta models` "
            "lists what can be pulled."
        )
        return None
    for part, (source, target) in parts(name, pair):
        entry = entry_of(part)
        if entry is not None and (source, target) not in entry.pairs:
            raise UnknownModel(f"{part} does not translate {source}-{target}, so it cannot be the fallback.")
    found = resolve(replace(spec, name=name, offline=True), pair)
    if _names(found.models) == _names(engine.models):
        raise UnknownModel(f"{name} translates already; expected another model, or none.")
    for info in found.models:
        if info.non_commercial:
            tell(f"{info.id} is licensed {info.licence}: what it translates is not for commercial use.")
    return Fallback(found.models, partial(found.load, on_note))


def _other(engine: Engine, allow_pickle: bool) -> str | None:
    """Return the best installed model that is not in use, None if there is none that may be chosen automatically."""
    accepted = any(info.non_commercial for info in engine.models)
    for name in installed_for(engine.source, engine.target, allow_pickle=allow_pickle):
        legs = name.split("+")
        free = not any(catalogue.get(leg).non_commercial for leg in legs)
        if legs != _names(engine.models) and (free or accepted):
            return name
    return None


def _names(models: Sequence[ModelInfo]) -> list[str]:
    return [info.id for info in models]
