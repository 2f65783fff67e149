"""Resolve the name of a model: what it is, and how to load it.

A model is named by the catalogue ("opus-id-en"), by a folder, by a hub id ("org/name"), as two of these for a pivot
("opus-id-en+elan-en-ja"), or as "auto" or "identity".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TypedDict, Unpack

from translate.document import ModelInfo
from translate.errors import ModelNotInstalled, UnknownModel, UsageError, expect
from translate.models import ctranslate2 as ct2
from translate.models import hub
from translate.models.catalogue import CatalogueEntry, find
from translate.models.engines.base import Engine
from translate.models.engines.identity import Identity
from translate.models.engines.load import Note, load_checkpoint, load_firefox
from translate.models.engines.pivot import Pivot
from translate.models.naming import (
    FAMILIES,
    auto_model,
    entry_of,
    family_of,
    folder_of,
    info_of,
    info_of_firefox,
    is_firefox,
    is_path,
    legs_of,
)
from translate.util.files import with_home

PIVOT_LANGUAGE = "en"  # the pivot language

Pair = tuple[str, str]  # language codes: of the source, of the target


class ModelOptions(TypedDict, total=False):
    """The fields of a `ModelSpec` beside the name, as keyword arguments."""

    family: str | None
    revision: str | None
    allow_pickle: bool
    offline: bool
    prompts: Path | None
    runtime: str


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model as a user names it, with the options for loading it.

    >>> ModelSpec("student", revision="main")
    Traceback (most recent call last):
    translate.errors.UnknownModel: student has no revisions: it comes with Warta. Leave `revision` out.
    """

    name: str = "auto"  # a catalogue name, a folder, a hub id, "a+b" for a pivot, "auto" or "identity"
    family: str | None = None  # one of FAMILIES; only needed if the files do not show it
    revision: str | None = None  # commit, branch or tag of a model of the hub
    allow_pickle: bool = False  # load weights that exist only as a pickle, which can carry a program
    offline: bool = False  # never open a socket
    prompts: Path | None = None  # folder of the user's own prompt templates, used file by file
    runtime: str = "auto"  # "torch", "ctranslate2", or "auto": ctranslate2 if it is installed

    def __post_init__(self) -> None:
        """Refuse an unknown family, and a family or revision without effect.

        Raises:
            UnknownModel: one of these.
        """
        expect(self.name, str, "The name of a model", "a name of the catalogue, a folder or a hub id")
        expect(self.prompts, (str, Path, type(None)), "The folder of prompts", "its path")
        if isinstance(self.prompts, str):
            object.__setattr__(self, "prompts", Path(self.prompts))
        if self.family is not None and self.family not in FAMILIES:
            raise UnknownModel(f"{self.family!r} is no family of models. The families are {', '.join(FAMILIES)}.")
        entry = find(self.name)
        if self.revision and (why := _why_fixed(self.name, entry) or (is_path(self.name) and "it is a folder")):
            raise UnknownModel(f"{self.name} has no revisions: {why}. Leave `revision` out.")
        if self.family and (why := _why_fixed(self.name, entry)):
            raise UnknownModel(f"{self.name} has no other family: {why}. Leave `family` out.")

    @classmethod
    def of(cls, model: str | Path | ModelSpec, **options: Unpack[ModelOptions]) -> ModelSpec:
        """Return the spec of a model given by name or as a spec, with other fields replaced.

        Raises:
            UsageError: there is no such field, or a value is of another type.
        """
        known = [field.name for field in fields(cls) if field.name != "name"]
        for name in options:
            if name not in known:
                raise UsageError(f"There is no option {name!r}; expected one of {', '.join(known)}.")
        return replace(model if isinstance(model, cls) else cls(str(model)), **options)


def _why_fixed(name: str, entry: CatalogueEntry | None) -> str:
    """Return why the files of a model cannot be chosen by options; "" if they can."""
    if name == "auto":
        return "it stands for the best installed model"
    if legs_of(name):
        return "a pivot is two models"
    if name == "identity" or (entry and not entry.id):
        return "it comes with Warta"
    return "a Firefox model is what was pulled" if entry and entry.family == "firefox" else ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A model that was found, with its loader."""

    models: tuple[ModelInfo, ...]  # entries for signatures; the loaded engine adds its precision
    loader: Callable[[Note], Engine] = field(repr=False)
    notes: tuple[str, ...] = ()  # options without effect, one line each

    def load(self, on_note: Note | None = None) -> Engine:
        """Return the engine, its model loaded; weights are in memory once, however many engines use them.

        Args:
            on_note: called with one line for each long wait, failure or option without effect.

        Raises:
            UnknownModel: the model was not made for this pair.
            DamagedModel: its files are broken.
        """
        tell = on_note or (lambda line: None)
        for line in self.notes:
            tell(line)
        return self.loader(tell)


def load_engine(
    model: str | ModelSpec,
    *,
    target: str,
    source: str = "id",
    on_note: Note | None = None,
    **options: Unpack[ModelOptions],
) -> Engine:
    """Return the loaded engine of a model for a pair of languages: `resolve` and `Resolved.load` in one step."""
    return resolve(ModelSpec.of(model, **options), (source, target)).load(on_note)


def resolve(spec: ModelSpec, pair: Pair) -> Resolved:
    """Return what a model is and how to load it for a pair of languages.

    Only a hub id given as such is ever downloaded here, and only if it is not on this machine; a model of the
    catalogue must be pulled first (`translate.models.hub.pull`), and "auto" takes the best installed one, else one
    that comes with Warta.

    Raises:
        UnknownModel: there is no such model, or it does not translate this pair.
        ModelNotInstalled: it is not on this machine.
        DamagedModel: its files are broken.
        HubError: it could not be downloaded.
        UsageError: there is no such runtime.
    """
    ct2.is_wanted(spec.runtime)  # refuses an unknown one
    if spec.name == "auto":  # it is installed: nothing is to be fetched
        spec = replace(spec, name=auto_model(*pair, allow_pickle=spec.allow_pickle), offline=True)
    legs = [_single(replace(spec, name=name), leg) for name, leg in parts(spec.name, pair)]
    return legs[0] if len(legs) == 1 else _pivot(*legs)


def parts(name: str, pair: Pair) -> tuple[tuple[str, Pair], ...]:
    """Return the models of a name, one or the two of a pivot, each with its language pair.

    >>> parts("opus-id-en+elan-en-ja", ("id", "ja"))
    (('opus-id-en', ('id', 'en')), ('elan-en-ja', ('en', 'ja')))
    """
    legs = legs_of(name)
    return ((legs[0], (pair[0], PIVOT_LANGUAGE)), (legs[1], (PIVOT_LANGUAGE, pair[1]))) if legs else ((name, pair),)


def _pivot(first: Resolved, second: Resolved) -> Resolved:
    return Resolved(
        (*first.models, *second.models),
        lambda tell: Pivot(first.loader(tell), second.loader(tell)),
        tuple(dict.fromkeys((*first.notes, *second.notes))),
    )


def _single(spec: ModelSpec, pair: Pair) -> Resolved:
    if spec.name == "identity":
        engine = Identity(*pair)
        return Resolved(engine.models, lambda tell: engine, _own_runtime(spec))
    entry = entry_of(spec.name)
    if is_firefox(spec.name, entry, spec.family):
        return _firefox(spec, pair, entry)
    folder = folder_of(spec.name, entry, revision=spec.revision, allow_pickle=spec.allow_pickle, offline=spec.offline)
    info = info_of(spec.name, folder, entry, spec.family or (entry.family if entry else family_of(folder)))
    rounded = "ct2-" if ct2.is_wanted(spec.runtime) else ""
    return Resolved(
        (replace(info, revision=rounded + info.revision),),
        partial(load_checkpoint, folder, info, entry, pair, spec.allow_pickle, spec.runtime),
    )


def _firefox(spec: ModelSpec, pair: Pair, entry: CatalogueEntry | None) -> Resolved:
    from translate.models.student.model import examine

    folder = hub.installed(entry) if entry else with_home(spec.name)
    if folder is None:
        raise ModelNotInstalled(f"{spec.name} is not on this machine. {hub.how_to_pull(spec.name)}")
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    files = examine(folder)
    info = info_of_firefox(spec.name, files.revision, entry, pair)
    return Resolved((info,), partial(load_firefox, files, info, pair), _own_runtime(spec))


def _own_runtime(spec: ModelSpec) -> tuple[str, ...]:
    if spec.runtime == "auto":
        return ()
    return (f"{spec.name} has a runtime of its own: `runtime={spec.runtime}` changes nothing.",)
