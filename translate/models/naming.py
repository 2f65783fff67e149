"""Names of models as users give them: a catalogue name, a folder, a hub id, two of these for a pivot, or "auto"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from translate.document import ModelInfo
from translate.errors import DamagedModel, ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models.catalogue import CatalogueEntry
from translate.models.engines.t5 import names_targets
from translate.util.files import sha256_of, with_home
from translate.util.untrusted import json_from

FAMILIES = ("marian", "nllb", "m2m100", "madlad", "t5", "firefox")
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
# Languages that do not write names in Latin letters.
_OTHERS = "ar be bg bn el fa gu he hi ja ka kn ko mk ml mr ru sr ta te th uk ur zh"
OTHER_SCRIPTS = frozenset(_OTHERS.split())
PATH = re.compile(r"[/~.\\]|[A-Za-z]:[/\\]")  # the start of a path, which no hub id has


def best_installed(source: str, target: str, *, allow_pickle: bool = False) -> str | None:
    """Return the name of the best installed model for a pair, as "auto" chooses it; None if there is none."""
    return next(installed_for(source, target, allow_pickle=allow_pickle), None)


def installed_for(source: str, target: str, *, allow_pickle: bool = False) -> Iterator[str]:
    """Yield the names of the installed models that "auto" may choose for a pair, the best first."""
    for name in catalogue.PREFERENCE.get((source, target), ()):
        if all(_usable(catalogue.get(part), allow_pickle) for part in name.split("+")):
            yield name


def auto_model(source: str, target: str, *, allow_pickle: bool = False) -> str:
    """Return the model that "auto" stands for: the best installed one, else the bundled one.

    Raises:
        UnknownModel: there is none for this pair.
        ModelNotInstalled: none was pulled, and none comes with Warta.
    """
    if (source, target) not in catalogue.PREFERENCE:
        pairs = ", ".join("-".join(pair) for pair in catalogue.PREFERENCE)
        raise UnknownModel(f"auto has no model for {source}-{target}, only for {pairs}. Name a `model`.")
    name = best_installed(source, target, allow_pickle=allow_pickle) or catalogue.BUNDLED.get((source, target))
    if name is None:
        best = catalogue.PREFERENCE[source, target][0]
        raise ModelNotInstalled(f"No model for {source}-{target} is on this machine. {hub.how_to_pull(best)}")
    return name


def entry_of(model: str) -> CatalogueEntry | None:
    """Return the catalogue entry of a translation model, None if it has none.

    Raises:
        UnknownModel: the entry is of a summarization model, or was removed in this version.
    """
    if model in catalogue.RETIRED:
        raise UnknownModel(f"{model} is not part of Warta any more. Name {catalogue.RETIRED[model]}.")
    entry = catalogue.find(model)
    if entry is not None and not entry.pairs:
        raise UnknownModel(
            f"{entry.name} writes summaries, it does not translate. For a brief: `summarizer=seq2seq` "
            f"`summarizer_model={entry.name}`"
        )
    return entry


def legs_of(model: str) -> tuple[str, str] | None:
    """Return the two models of a pivot ("a+b"), None if the name is that of one.

    Raises:
        UnknownModel: it names more or fewer than two.
    """
    if "+" not in model or Path(model).is_dir():
        return None
    legs = model.split("+")
    if len(legs) != 2 or not all(legs):
        raise UnknownModel(f"{model!r}: a pivot is two models, like opus-id-en+elan-en-ja.")
    return legs[0], legs[1]


def folder_of(
    model: str, entry: CatalogueEntry | None, *, revision: str | None, allow_pickle: bool, offline: bool
) -> Path:
    """Return the folder of a model; a hub id that is not on this machine is downloaded.

    Raises:
        UnknownModel: no model is called so.
        ModelNotInstalled: it is not on this machine, and must not be downloaded.
        DamagedModel: the same, but it was pulled before.
        HubError: it could not be downloaded.
    """
    if entry is None and is_path(model):
        return with_home(model)
    if entry is None and not HUB_ID.fullmatch(model):
        names = ", ".join(entry.name for entry in catalogue.ENTRIES if entry.pairs)
        raise UnknownModel(
            f"{model!r} is no model Warta knows. It knows {names}, auto and identity; a folder (./name), a hub id "
            "(org/name) and a pivot (a+b) work too."
        )
    model_id = entry.id if entry else model
    folder = hub.cached(model_id, revision)
    if folder is None and (offline or (entry and model == entry.name)):
        if hub.record_of(model_id, revision):
            raise DamagedModel(f"{model} was pulled and is not complete any more. {hub.how_to_pull(model_id)}")
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model_id)}")
    return folder or hub.pull(model_id, revision, allow_pickle=allow_pickle)


def is_path(model: str) -> bool:
    """Return whether a model is named by its folder."""
    return bool(PATH.match(model)) or Path(model).exists()


def is_firefox(model: str, entry: CatalogueEntry | None, family: str | None) -> bool:
    """Return whether a model is one of Firefox's: of the catalogue, by its family, or by the files of its folder."""
    if entry is not None or family is not None or not is_path(model):
        return "firefox" in (family, entry and entry.family)
    from translate.models.student.store import is_model_folder

    return is_model_folder(with_home(model))


def info_of(model: str, folder: Path, entry: CatalogueEntry | None, family: str) -> ModelInfo:
    """Return the entry of a model for signatures; the revision of a hub model is the name of its folder."""
    if entry is not None:
        return ModelInfo(entry.name, folder.name, family, entry.licence, entry.non_commercial)
    return ModelInfo(model, _fingerprint(folder) if is_path(model) else folder.name, family, "unknown")


def info_of_firefox(model: str, revision: str, entry: CatalogueEntry | None, pair: tuple[str, str]) -> ModelInfo:
    """Return the entry of a Firefox model for signatures.

    Names are copied into target languages in Latin script, and from Indonesian into Japanese as katakana.
    """
    name, licence = (entry.name, entry.licence) if entry else (model, "unknown")
    copies = pair == ("id", "ja") or pair[1] not in OTHER_SCRIPTS
    return ModelInfo(name, revision, "firefox", licence, copies_names=copies)


def family_of(folder: Path) -> str:
    """Return the family of the checkpoint in a folder, from its configuration.

    Raises:
        DamagedModel: the configuration is missing or broken.
        UnknownModel: it is of no family Warta can run.
    """
    kind = _field(folder, "config.json", "model_type")
    if kind == "marian":
        return "marian"
    if kind == "m2m_100":
        return "nllb" if _field(folder, "tokenizer_config.json", "tokenizer_class").startswith("Nllb") else "m2m100"
    if kind in ("t5", "mt5"):
        return "madlad" if names_targets(folder) else "t5"
    raise UnknownModel(f"{folder}: a {kind!r} model is none Warta can run; its families are {', '.join(FAMILIES)}.")


def _usable(entry: CatalogueEntry, allow_pickle: bool) -> bool:
    """Return whether a model of the catalogue is here, in a form that may be loaded."""
    folder = hub.installed(entry)
    return folder is not None and (allow_pickle or entry.family == "firefox" or any(folder.glob(hub.WEIGHTS)))


def _field(folder: Path, name: str, key: str) -> str:
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    try:
        value = json_from((folder / name).read_text(encoding="utf-8"))[key]
    except FileNotFoundError:
        raise DamagedModel(f"{folder}: {name} is missing, so this is no whole checkpoint of transformers.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedModel(f"{folder}: {name} is broken or says no {key}. Get the model again.") from error
    return str(value)


def _fingerprint(folder: Path) -> str:
    """SHA-256 of the weights: of the file, or of the files' own where there are several; "" without any."""
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    sums = [sha256_of(path) for path in weights]
    return sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest() if sums else ""
