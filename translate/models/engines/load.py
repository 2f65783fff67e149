"""From what a user calls a model to an engine that runs it.

A model is named by the catalogue ("opus-id-en"), by a folder, by a hub id ("org/name"), as two of these for a pivot
("opus-id-en+elan-en-ja"), or as "auto" or "identity". Weights are in memory once, however many engines use them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from translate.document import ModelInfo
from translate.errors import DamagedModel, ModelError, ModelNotInstalled, UnknownModel
from translate.models import ctranslate2 as ct2
from translate.models import hub
from translate.models.catalogue import CatalogueEntry
from translate.models.engines.base import Engine
from translate.models.engines.identity import Identity
from translate.models.engines.naming import (
    FAMILIES,
    best_installed,
    chosen,
    entry_of,
    family_of,
    folder_of,
    info_of,
    info_of_firefox,
    is_firefox,
    legs_of,
)
from translate.models.engines.pivot import Pivot
from translate.models.engines.sanity import refuse_garbage

if TYPE_CHECKING:
    from translate.models.seq2seq import Checkpoint
    from translate.models.student import StudentModel

__all__ = ["best_installed", "family_of", "load_engine"]

BETWEEN = "en"  # the language between the legs of a pivot

Note = Callable[[str], None]

_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_fast_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_students: WeakValueDictionary[Path, StudentModel] = WeakValueDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """How a model is to be loaded, whatever it is called: the arguments of `load_engine`."""

    source: str
    target: str
    family: str | None
    revision: str | None
    allow_pickle: bool
    offline: bool
    prompts: Path | None
    runtime: str
    on_note: Note | None


def load_engine(
    model: str,
    *,
    source: str = "id",
    target: str,
    family: str | None = None,
    revision: str | None = None,
    allow_pickle: bool = False,
    offline: bool = False,
    prompts: Path | None = None,
    runtime: str = "auto",
    on_note: Note | None = None,
) -> Engine:
    """Return an engine for one pair of languages, its model loaded.

    Only a hub id given as such is ever downloaded here, and only if it is not on this machine; a model of the
    catalogue wants `translate.models.hub.pull` first, and "auto" takes the best installed one, else one that comes
    with Warta.

    Args:
        model: a name of the catalogue, a folder, a hub id, "a+b", "auto" or "identity".
        source: language code.
        target: language code.
        family: "marian", "nllb", "m2m100", "madlad", "t5" or "firefox", where the files of the model do not say it.
        revision: commit, branch or tag of a model of the hub.
        allow_pickle: load weights that are only there as a pickle, which can carry a program.
        offline: use no network.
        prompts: folder of the user's own prompt templates; only a prompted model has any use for it.
        runtime: "torch", "ctranslate2", or "auto": the second if it is installed; a Firefox model has its own.
        on_note: hears, in one line each, of what takes long or went wrong on the way.

    Raises:
        UnknownModel: there is no such model, or it does not translate this pair.
        ModelNotInstalled: it is not on this machine.
        DamagedModel: its files are broken.
        HubError: it could not be downloaded.
    """
    if family is not None and family not in FAMILIES:
        raise UnknownModel(f"{family!r} is no family of models. The families are {', '.join(FAMILIES)}.")
    ct2.wanted(runtime)  # refuses what is none, before anything is loaded
    wish = _Wish(
        source=source,
        target=target,
        family=family,
        revision=revision,
        allow_pickle=allow_pickle,
        offline=offline,
        prompts=prompts,
        runtime=runtime,
        on_note=on_note,
    )
    return _any(model, wish)


def _any(model: str, wish: _Wish) -> Engine:
    """Return the engine of a model, or of the two of a pivot."""
    if model == "auto":  # it is installed: nothing is to be fetched
        model = chosen(wish.source, wish.target, allow_pickle=wish.allow_pickle)
        wish = replace(wish, offline=True)
    if legs := legs_of(model):
        same = replace(wish, family=None, revision=None)
        return Pivot(_any(legs[0], replace(same, target=BETWEEN)), _any(legs[1], replace(same, source=BETWEEN)))
    return _one(model, wish)


def _one(model: str, wish: _Wish) -> Engine:
    """Return the engine of one model."""
    if model == "identity":
        return Identity(wish.source, wish.target)
    if model == "starter":
        from translate.models.engines.prompted import Prompted

        return Prompted.starter(
            wish.target, wish.source, prompts=wish.prompts, runtime=wish.runtime, on_note=wish.on_note
        )
    entry = entry_of(model)
    if is_firefox(model, entry, wish.family):
        return _firefox(model, entry, wish)
    folder = folder_of(model, entry, revision=wish.revision, allow_pickle=wish.allow_pickle, offline=wish.offline)
    info = info_of(model, folder, entry, wish.family or (entry.family if entry else family_of(folder)))
    checkpoint = _fast(folder, info, wish) if ct2.wanted(wish.runtime) else None
    if checkpoint is None:
        checkpoint = _checkpoint(folder, info.revision, wish.allow_pickle)
    else:  # the precision comes first, as a signature shows the beginning: another rounding is another model
        info = replace(info, revision=f"{checkpoint.precision}-{info.revision}")
    engine = _engine(checkpoint, info, entry, wish)
    if entry is not None:
        refuse_garbage(engine)
    return engine


def _engine(checkpoint: Checkpoint, info: ModelInfo, entry: CatalogueEntry | None, wish: _Wish) -> Engine:
    """Return the engine of a loaded checkpoint, by its family."""
    from translate.models.engines.marian import Marian
    from translate.models.engines.nllb import Nllb
    from translate.models.engines.t5 import T5

    source, target = wish.source, wish.target
    draft = entry is not None and target in entry.draft_targets
    if info.family == "marian":
        pairs = entry.pairs if entry else ()
        return Marian(checkpoint, info, source=source, target=target, pairs=pairs, draft=draft)
    if info.family in ("madlad", "t5"):
        return T5(checkpoint, info, source=source, target=target, draft=draft)
    return Nllb(checkpoint, info, source=source, target=target, draft=draft)


def _checkpoint(folder: Path, revision: str, allow_pickle: bool) -> Checkpoint:
    from translate.models.seq2seq import load

    key = (folder.resolve(), revision)
    checkpoint = _loaded.get(key)
    if checkpoint is None:
        checkpoint = _loaded[key] = load(folder, allow_pickle=allow_pickle)
    return checkpoint


def _fast(folder: Path, info: ModelInfo, wish: _Wish) -> Checkpoint | None:
    """Return the checkpoint on CTranslate2; None if that cannot run it and the choice of the runtime was left to us."""
    from translate.models.ctranslate2.encoder_decoder import load_fast

    key = (folder.resolve(), info.revision)
    checkpoint = _fast_loaded.get(key)
    if checkpoint is None:
        try:
            loaded = load_fast(
                folder, info.revision, name=info.id, allow_pickle=wish.allow_pickle, on_note=wish.on_note
            )
        except DamagedModel:
            raise
        except ModelError as error:
            if wish.runtime != "auto":
                raise
            if wish.on_note:
                wish.on_note(f"{info.id} runs on torch. {error}")
            return None
        checkpoint = _fast_loaded[key] = loaded
    return checkpoint


def _firefox(model: str, entry: CatalogueEntry | None, wish: _Wish) -> Engine:
    """Return the engine of a Firefox model: of the catalogue, or in a folder."""
    from translate.models.engines.student import Firefox
    from translate.models.student import load

    folder = hub.installed(entry) if entry else Path(model).expanduser()
    if folder is None:
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model)}")
    if wish.revision:
        raise UnknownModel(f"{model} has no revisions: a Firefox model is what was pulled. Leave the revision out.")
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    key = folder.resolve()
    student = _students.get(key)
    if student is None:
        student = _students[key] = load(folder)
    info = info_of_firefox(model, student.revision, entry, wish.target)
    engine = Firefox(student, info, source=wish.source, target=wish.target)
    refuse_garbage(engine)
    return engine
