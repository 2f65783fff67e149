"""From what a user calls a model to an engine that runs it.

A model is named by the catalogue ("opus-id-en"), by a folder, by a hub id ("org/name"), as two of these for a pivot
("opus-id-en+elan-en-ja"), or as "auto" or "identity". Weights are in memory once, however many engines use them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from translate import catalogue, ct2, hub
from translate.catalogue import Entry
from translate.document import ModelInfo
from translate.engines.base import Engine
from translate.engines.identity import Identity
from translate.engines.pivot import Pivot
from translate.engines.sanity import refuse_garbage
from translate.errors import DamagedModel, ModelError, ModelNotInstalled, UnknownModel
from translate.files import sha256_of

if TYPE_CHECKING:
    from translate.firefox import Model
    from translate.seq2seq import Checkpoint

FAMILIES = ("marian", "nllb", "m2m100", "firefox")
BETWEEN = "en"  # the language between the legs of a pivot
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
PATH = re.compile(r"[/~.\\]|[A-Za-z]:[/\\]")  # how a path starts that cannot be a hub id

Note = Callable[[str], None]

_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_fast_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_students: WeakValueDictionary[Path, Model] = WeakValueDictionary()


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
    """Give an engine for one pair of languages, its model loaded.

    Only a hub id given as such is ever downloaded here, and only if it is not on this machine; a model of the
    catalogue wants `translate.hub.pull` first, and "auto" takes the best installed one, else the starter.

    Args:
        model: a name of the catalogue, a folder, a hub id, "a+b", "auto" or "identity".
        source: language code.
        target: language code.
        family: "marian", "nllb", "m2m100" or "firefox", where the files of the model do not say it.
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
    fast = ct2.wanted(runtime)
    if model == "identity":
        return Identity(source, target)
    if model == "auto":
        model = _chosen(source, target, allow_pickle)
        offline = True  # it is installed: nothing is to be fetched
    if model == "starter":
        from translate.engines.prompted import Prompted

        return Prompted.starter(target, source, prompts=prompts, runtime=runtime, on_note=on_note)
    if "+" in model and not Path(model).is_dir():
        first, second = _legs(model)
        same: dict[str, Any] = {"allow_pickle": allow_pickle, "offline": offline, "runtime": runtime}
        same["on_note"] = on_note
        return Pivot(
            load_engine(first, source=source, target=BETWEEN, **same),
            load_engine(second, source=BETWEEN, target=target, **same),
        )
    entry = catalogue.find(model)
    if (entry and entry.family == "firefox") or _is_firefox(model, family):
        return _firefox(model, entry, source, target, revision)
    folder = _folder(model, entry, revision, allow_pickle, offline)
    info = _info(model, folder, entry, family or (entry.family if entry else family_of(folder)))
    checkpoint = _fast(folder, info, runtime, allow_pickle, on_note) if fast else None
    if checkpoint is None:
        return _engine(_checkpoint(folder, info.revision, allow_pickle), info, entry, source, target)
    # The precision comes first, as a signature shows the beginning: another rounding is another model.
    info = replace(info, revision=f"{checkpoint.precision}-{info.revision}")
    return _engine(checkpoint, info, entry, source, target)


def best_installed(source: str, target: str, *, allow_pickle: bool = False) -> str | None:
    """Give what "auto" takes of the models that were pulled, by name; None if none is there for the pair."""
    for name in catalogue.PREFERENCE.get((source, target), ()):
        if all(_usable(catalogue.get(part), allow_pickle) for part in name.split("+")):
            return name
    return None


def _usable(entry: Entry, allow_pickle: bool) -> bool:
    """Say whether a model of the catalogue is here, in a form that may be loaded."""
    folder = hub.installed(entry)
    return folder is not None and (allow_pickle or entry.family == "firefox" or any(folder.glob(hub.WEIGHTS)))


def family_of(folder: Path) -> str:
    """Give the family of the checkpoint in a folder, from its configuration.

    Raises:
        DamagedModel: the configuration is missing or broken.
        UnknownModel: it is of no family Warta can run.
    """
    kind = _said(folder, "config.json", "model_type")
    if kind == "marian":
        return "marian"
    if kind == "m2m_100":
        return "nllb" if _said(folder, "tokenizer_config.json", "tokenizer_class").startswith("Nllb") else "m2m100"
    raise UnknownModel(f"{folder}: a {kind!r} model is none Warta can run; it runs Marian, M2M100 and NLLB models.")


def _said(folder: Path, name: str, key: str) -> str:
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    try:
        said = json.loads((folder / name).read_text(encoding="utf-8"))[key]
    except FileNotFoundError:
        raise DamagedModel(f"{folder}: {name} is missing, so this is no whole checkpoint of transformers.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedModel(f"{folder}: {name} is broken or says no {key}. Get the model again.") from error
    return str(said)


def _chosen(source: str, target: str, allow_pickle: bool) -> str:
    """Give the model that "auto" stands for: the best installed, else the starter."""
    if (source, target) not in catalogue.PREFERENCE:
        pairs = ", ".join("-".join(pair) for pair in catalogue.PREFERENCE)
        raise UnknownModel(f"No model is chosen by itself for {source}-{target}, only for {pairs}. Name one (--model).")
    return best_installed(source, target, allow_pickle=allow_pickle) or "starter"


def _legs(model: str) -> tuple[str, str]:
    legs = model.split("+")
    if len(legs) != 2 or not all(legs):
        raise UnknownModel(f"{model!r}: a pivot is two models, like opus-id-en+elan-en-ja.")
    return legs[0], legs[1]


def _folder(model: str, entry: Entry | None, revision: str | None, allow_pickle: bool, offline: bool) -> Path:
    """Give the folder a model stands in, downloaded if it is a hub id that is not here."""
    if entry is None and _is_path(model):
        return Path(model).expanduser()
    if entry is None and not HUB_ID.fullmatch(model):
        names = ", ".join(entry.name for entry in catalogue.ENTRIES)
        raise UnknownModel(
            f"{model!r} is no model Warta knows. It knows {names}, auto and identity; a folder (./name), a hub id "
            "(org/name) and a pivot (a+b) work too."
        )
    model_id, revision = (entry.id, revision or entry.revision) if entry else (model, revision)
    folder = hub.cached(model_id, revision)
    if folder is None and (offline or (entry and model == entry.name)):
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model_id)}")
    return folder or hub.pull(model_id, revision, allow_pickle=allow_pickle)


def _is_path(model: str) -> bool:
    return bool(PATH.match(model)) or Path(model).exists()


def _info(model: str, folder: Path, entry: Entry | None, family: str) -> ModelInfo:
    """Give what a signature says of a model; the revision of a hub's model is the name of its folder."""
    if entry is not None:
        return ModelInfo(entry.name, folder.name, family, entry.licence, entry.non_commercial)
    return ModelInfo(model, _fingerprint(folder) if _is_path(model) else folder.name, family, "unknown")


def _fingerprint(folder: Path) -> str:
    """SHA-256 of the weights: of the file, or of the files' own where there are several; "" without any."""
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    sums = [sha256_of(path) for path in weights]
    return sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest() if sums else ""


def _checkpoint(folder: Path, revision: str, allow_pickle: bool) -> Checkpoint:
    from translate.seq2seq import load

    key = (folder.resolve(), revision)
    checkpoint = _loaded.get(key)
    if checkpoint is None:
        checkpoint = _loaded[key] = load(folder, allow_pickle=allow_pickle)
    return checkpoint


def _fast(
    folder: Path, info: ModelInfo, runtime: str, allow_pickle: bool, on_note: Note | None
) -> Checkpoint | None:
    """Give the checkpoint on CTranslate2; None if that cannot run it and the choice of the runtime was left to us."""
    from translate.ct2.encoder_decoder import load_fast

    key = (folder.resolve(), info.revision)
    checkpoint = _fast_loaded.get(key)
    if checkpoint is None:
        try:
            loaded = load_fast(folder, info.revision, name=info.id, allow_pickle=allow_pickle, on_note=on_note)
        except DamagedModel:
            raise
        except ModelError as error:
            if runtime != "auto":
                raise
            if on_note:
                on_note(f"{info.id} runs on torch. {error}")
            return None
        checkpoint = _fast_loaded[key] = loaded
    return checkpoint


def _is_firefox(model: str, family: str | None) -> bool:
    if family is not None or not _is_path(model):
        return family == "firefox"
    from translate.firefox import is_folder

    return is_folder(Path(model).expanduser())


def _firefox(model: str, entry: Entry | None, source: str, target: str, revision: str | None) -> Engine:
    """Give the engine of a Firefox model: of the catalogue, or in a folder."""
    from translate.engines.firefox import Firefox
    from translate.firefox import load

    folder = hub.installed(entry) if entry else Path(model).expanduser()
    if folder is None:
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model)}")
    if revision:
        raise UnknownModel(f"{model} has no revisions: a Firefox model is what was pulled. Leave the revision out.")
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    key = folder.resolve()
    student = _students.get(key)
    if student is None:
        student = _students[key] = load(folder)
    name, licence = (entry.name, entry.licence) if entry else (model, "unknown")
    info = ModelInfo(name, student.revision, "firefox", licence)
    return Firefox(student, info, source=source, target=target)


def _engine(checkpoint: Checkpoint, info: ModelInfo, entry: Entry | None, source: str, target: str) -> Engine:
    from translate.engines.marian import Marian
    from translate.engines.nllb import Nllb

    draft = entry is not None and target in entry.draft_targets
    if info.family == "marian":
        pairs = entry.pairs if entry else ()
        engine: Engine = Marian(checkpoint, info, source=source, target=target, pairs=pairs, draft=draft)
    else:
        engine = Nllb(checkpoint, info, source=source, target=target, draft=draft)
    if entry is not None:
        refuse_garbage(engine)
    return engine
