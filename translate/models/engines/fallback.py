"""An engine with another model behind it, for the sentences in which the checks have doubts after every retry.

Which model that is can be left to the catalogue: the best of those that were pulled and are not in use already. Those
that come with Warta are not among them: a draft is no second opinion on a better model, but the starter may be one on
the student, for who names it. Nor is one whose licence forbids commercial use, unless the first model is such a one: a
licence is for the user to accept. Nothing is ever downloaded for this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from translate.document import ModelInfo
from translate.errors import ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models import ctranslate2 as ct2
from translate.models.engines.base import Engine
from translate.models.engines.behind import Backed, Fallback
from translate.models.engines.load import load_engine
from translate.models.engines.naming import (
    entry_of,
    family_of,
    folder_of,
    info_of,
    info_of_firefox,
    installed_for,
    is_firefox,
    legs_of,
)
from translate.util.files import sha256_of
from translate.util.prompts import load_prompt


def with_fallback(
    engine: Engine,
    model: str,
    *,
    allow_pickle: bool = False,
    prompts: Path | None = None,
    runtime: str = "auto",
    on_note: Callable[[str], None] | None = None,
) -> Engine:
    """Return `engine` with another model behind it, of which only the files are looked at now.

    Args:
        engine: what translates.
        model: "none"; "auto": the best that is installed; or a model, named as for `load_engine`, whatever its licence.
        allow_pickle: load weights that are only there as a pickle, which can carry a program.
        prompts: folder of the user's own prompt templates.
        runtime: as for `load_engine`.
        on_note: hears, in one line each, that there is no other model, and what the licence of it forbids.

    Raises:
        UnknownModel: there is no such model, it does not translate this pair, or it is the one in use.
        ModelNotInstalled: it is not on this machine.
    """
    if model == "none":
        return engine
    tell = on_note or (lambda line: None)
    if model == "auto":
        found = _other(engine, allow_pickle)
        if found is None:
            tell(
                f"no other model for {engine.source}-{engine.target} is installed: what the checks doubt stays as it "
                "is. `warta models` lists what can be pulled."
            )
            return engine
        model = found
    behind = _described(model, engine.source, engine.target, allow_pickle, prompts, runtime)
    if _names(behind) == _names(engine.models):
        raise UnknownModel(f"{model} translates already; expected another model, or none.")
    for info in behind:
        if info.non_commercial:
            tell(f"{info.id} is licensed {info.licence}: what it translates is not for commercial use.")
    load = partial(
        load_engine,
        model,
        source=engine.source,
        target=engine.target,
        allow_pickle=allow_pickle,
        offline=True,
        prompts=prompts,
        runtime=runtime,
        on_note=on_note,
    )
    return Backed(engine, fallback=Fallback(behind, load))


def _other(engine: Engine, allow_pickle: bool) -> str | None:
    """Return the best installed model that is not in use, None if there is none that may be taken unasked."""
    accepted = any(info.non_commercial for info in engine.models)
    for name in installed_for(engine.source, engine.target, allow_pickle=allow_pickle):
        legs = name.split("+")
        free = not any(catalogue.get(leg).non_commercial for leg in legs)
        if legs != _names(engine.models) and (free or accepted):
            return name
    return None


def _names(models: Sequence[ModelInfo]) -> list[str]:
    return [info.id for info in models]


def _described(
    model: str, source: str, target: str, allow_pickle: bool, prompts: Path | None, runtime: str
) -> tuple[ModelInfo, ...]:
    """Return what a signature says of a model, or of the two of a pivot, without loading it.

    Raises:
        UnknownModel: there is no such model, or it does not translate this pair.
        ModelNotInstalled: it is not on this machine.
    """
    if legs := legs_of(model):
        first = _described(legs[0], source, "en", allow_pickle, prompts, runtime)
        return first + _described(legs[1], "en", target, allow_pickle, prompts, runtime)
    if model == "identity":
        return (ModelInfo("identity", family="identity"),)
    if model == "starter":
        from translate.models.engines.prompted import is_fast
        from translate.models.gemma import starter

        rounded = "ct2-" if is_fast(runtime) else ""
        prompt = load_prompt("translate", target, prompts).sha256
        return (ModelInfo(model, rounded + starter.revision(), "prompted", starter.LICENCE, prompt_sha256=prompt),)
    entry = entry_of(model)
    if entry is not None and (source, target) not in entry.pairs:
        raise UnknownModel(f"{model} does not translate {source}-{target}, so it cannot stand in.")
    if is_firefox(model, entry, None):
        folder = hub.installed(entry) if entry else Path(model).expanduser()
        if folder is None:
            raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model)}")
        sums = "".join(sha256_of(path) for path in sorted(folder.iterdir()) if path.is_file())
        return (info_of_firefox(model, hashlib.sha256(sums.encode()).hexdigest(), entry, target),)
    rounded = "ct2-" if ct2.wanted(runtime) else ""
    folder = folder_of(model, entry, revision=None, allow_pickle=allow_pickle, offline=True)
    info = info_of(model, folder, entry, entry.family if entry else family_of(folder))
    return (replace(info, revision=rounded + info.revision),)
