"""Load the engine of a resolved model; weights are in memory once, however many engines use them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from translate.document import ModelInfo
from translate.errors import DamagedModel, ModelError
from translate.models import ctranslate2 as ct2
from translate.models.catalogue import CatalogueEntry
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.engines.sanity import refuse_garbage

if TYPE_CHECKING:
    from translate.models.seq2seq import Checkpoint
    from translate.models.student.model import ModelFiles, StudentModel

Note = Callable[[str], None]

_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_fast_loaded: WeakValueDictionary[tuple[Path, str], Checkpoint] = WeakValueDictionary()
_students: WeakValueDictionary[tuple[Path, str], StudentModel] = WeakValueDictionary()


def load_checkpoint(
    folder: Path,
    info: ModelInfo,
    entry: CatalogueEntry | None,
    pair: tuple[str, str],
    allow_pickle: bool,
    runtime: str,
    tell: Note,
) -> Engine:
    """Return the engine of the encoder-decoder checkpoint in a folder.

    Args:
        folder: the files.
        info: their entry for signatures.
        entry: of the catalogue, if the model is in it.
        pair: language codes of the source and the target.
        allow_pickle: load weights that are only there as a pickle, which can carry a program.
        runtime: "torch", "ctranslate2", or "auto": the second if it is installed and can run the model.
        tell: called with one line for each long wait or failure.

    Raises:
        UnknownModel: the model was not made for this pair.
        DamagedModel: its files are broken.
    """
    checkpoint = _fast(folder, info, allow_pickle, runtime, tell) if ct2.is_wanted(runtime) else None
    if checkpoint is None:
        checkpoint = _checkpoint(folder, info.revision, allow_pickle)
    else:  # the precision comes first, as signatures are shortened: another rounding is another model
        info = replace(info, revision=f"{checkpoint.precision}-{info.revision}")
    engine = _engine(checkpoint, info, entry, pair)
    if entry is not None:
        refuse_garbage(engine)
    return engine


def load_firefox(files: ModelFiles, info: ModelInfo, pair: tuple[str, str], tell: Note) -> Engine:
    """Return the engine of a Firefox model.

    Raises:
        UnknownModel: the model was not made for this pair.
        DamagedModel: its files are broken.
    """
    from translate.models.engines.student import Firefox
    from translate.models.student.model import StudentModel
    from translate.models.student.store import BUNDLED_FOLDERS

    # The bundled students use beam search by default, which can begin in this process.
    is_bundled = files.folder in BUNDLED_FOLDERS.values()
    key = (files.folder.resolve(), files.revision)
    student = _students.get(key)
    if student is None:
        student = _students[key] = StudentModel(files, begin_here=is_bundled)
    engine = Firefox(student, info, source=pair[0], target=pair[1])
    if files.estimator is None:  # else it was fitted to translations by these very files
        refuse_garbage(engine, Decoding(beams=2) if is_bundled else Decoding())
    return engine


def _engine(checkpoint: Checkpoint, info: ModelInfo, entry: CatalogueEntry | None, pair: tuple[str, str]) -> Engine:
    """Return the engine of a loaded checkpoint, by its family."""
    from translate.models.engines.marian import Marian
    from translate.models.engines.nllb import Nllb
    from translate.models.engines.t5 import T5

    source, target = pair
    if info.family == "marian":
        pairs = entry.pairs if entry else ()
        return Marian(checkpoint, info, source=source, target=target, pairs=pairs)
    if info.family in ("madlad", "t5"):
        return T5(checkpoint, info, source=source, target=target)
    return Nllb(checkpoint, info, source=source, target=target)


def _checkpoint(folder: Path, revision: str, allow_pickle: bool) -> Checkpoint:
    from translate.models.seq2seq import load

    key = (folder.resolve(), revision)
    checkpoint = _loaded.get(key)
    if checkpoint is None:
        checkpoint = _loaded[key] = load(folder, allow_pickle=allow_pickle)
    return checkpoint


def _fast(folder: Path, info: ModelInfo, allow_pickle: bool, runtime: str, tell: Note) -> Checkpoint | None:
    """Return the checkpoint on CTranslate2; None if that cannot run it and `runtime` is "auto"."""
    from translate.models.ctranslate2.encoder_decoder import load_fast

    key = (folder.resolve(), info.revision)
    checkpoint = _fast_loaded.get(key)
    if checkpoint is None:
        try:
            loaded = load_fast(folder, info.revision, name=info.id, allow_pickle=allow_pickle, on_note=tell)
        except DamagedModel:
            raise
        except ModelError as error:
            if runtime != "auto":
                raise
            tell(f"{info.id} runs on torch. {error}")
            return None
        checkpoint = _fast_loaded[key] = loaded
    return checkpoint
