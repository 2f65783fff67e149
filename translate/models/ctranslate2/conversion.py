"""Checkpoints converted for CTranslate2 once and kept in the cache; a conversion is complete or absent.

The tokens of a converted model are the decimal numbers of their ids. So texts are split and joined by the tokenizer of
the checkpoint, and tokens that are spelled alike cannot be confused.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate.errors import ModelError, WritingError
from translate.util.files import cache_folder, locked, new_folder, sha256_of

Note = Callable[[str], None]

WEIGHTS, ABOUT, SEAL = "model.bin", "about.json", "sha256"
MADE_OF = "made-of.txt"  # the name of the model, by which `remove_made_of` finds it
_FORMAT = "1"  # raise it when the code makes other files from the same checkpoint
_PARTS = (WEIGHTS, ABOUT, "config.json")


@dataclass(frozen=True, slots=True)
class Original:
    """The input of a conversion: a torch model, which the conversion may change, and the settings to run it with."""

    model: Any
    unknown: int  # ids of its special tokens
    end: int
    begin: int
    about: dict[str, Any]  # settings for the code that runs it; JSON


@contextmanager
def converted(
    name: str, key: str, quantization: str, make: Callable[[], Original], on_note: Note | None = None
) -> Iterator[Path]:
    """Return the folder of a converted checkpoint for as long as it takes to load it.

    It is made if it is not in the cache or not as it was written; of two processes one makes it, the other waits. Where
    nothing can be kept it is made in a temporary folder.

    Args:
        name: of the model, for the user.
        key: identifies the weights.
        quantization: as CTranslate2 names it: "int8", "float32", ...
        make: loads the original; called only if there is something to convert.
        on_note: called with one line for each long wait or failure.

    Raises:
        ModelError: CTranslate2 cannot convert this model; and whatever `make` raises.
    """
    note = on_note or (lambda line: None)
    digest = hashlib.sha256(f"{_FORMAT} {key} {quantization}".encode()).hexdigest()
    folder = cache_folder() / f"ctranslate2-{digest[:16]}"
    with tempfile.TemporaryDirectory(prefix="warta-") as temporary:
        try:
            if not _is_whole(folder, note):
                wait = f"Waiting for another Warta to convert {name} for CTranslate2."
                with locked(folder.with_suffix(".lock"), on_wait=lambda: note(wait)):
                    if not _is_whole(folder, lambda line: None):  # another process may have made it meanwhile
                        note(f"Converting {name} for CTranslate2 (once).")
                        with new_folder(folder) as new:
                            _convert(name, make(), quantization, new)
                            (new / MADE_OF).write_text(name, encoding="utf-8")
        except WritingError as error:
            note(f"{name} cannot be kept for CTranslate2 and will be converted again next time: {error}")
            folder = Path(temporary)
            _convert(name, make(), quantization, folder)
        yield folder


def remove_made_of(names: Collection[str]) -> int:
    """Remove the conversions of the named models, of all revisions; return the bytes freed."""
    freed = 0
    for origin in cache_folder().glob(f"ctranslate2-*/{MADE_OF}"):
        folder = origin.parent
        with locked(folder.with_suffix(".lock")):
            if origin.is_file() and origin.read_text(encoding="utf-8") in names:
                freed += sum(path.stat().st_size for path in folder.iterdir())
                shutil.rmtree(folder)
    return freed


def about(folder: Path) -> Any:
    """Return the `Original.about` that was stored with a conversion."""
    return json.loads((folder / ABOUT).read_text(encoding="utf-8"))


def _is_whole(folder: Path, note: Note) -> bool:
    if not folder.exists():
        return False
    try:
        if _seal(folder) == (folder / SEAL).read_text(encoding="ascii"):
            return True
        reason = "its files have changed"
    except (OSError, ValueError) as error:
        reason = str(error)
    note(f"The converted model in {folder} is damaged ({reason}); it is made again.")
    return False


def _seal(folder: Path) -> str:
    vocabularies = sorted(path.name for path in folder.glob("*vocabulary.json"))
    return "\n".join(f"{name} {sha256_of(folder / name)}" for name in (*_PARTS, *vocabularies))


def _convert(name: str, original: Original, quantization: str, folder: Path) -> None:
    """Fill an empty folder."""
    from ctranslate2.converters import TransformersConverter

    from translate.models.seq2seq import quiet

    class InMemory(TransformersConverter):  # type: ignore[misc]  # it is not typed
        """Converts a model in memory, whose weights were checked, instead of the files of a folder."""

        def load_model(self, *args: Any, **options: Any) -> Any:
            return original.model

        def load_tokenizer(self, *args: Any, **options: Any) -> Any:
            return _Numbers(original)

    inside = folder / "converted"
    try:
        with quiet():
            original.model.config.save_pretrained(folder)
            InMemory(str(folder)).convert(str(inside), quantization=quantization)
        for path in inside.iterdir():
            path.replace(folder / path.name)
        inside.rmdir()
        (folder / ABOUT).write_text(json.dumps(original.about), encoding="utf-8")
        (folder / SEAL).write_text(_seal(folder), encoding="ascii")
    except OSError as error:
        raise WritingError(f"{folder} cannot be written: {error}") from error
    except (ValueError, RuntimeError, NotImplementedError, KeyError, AttributeError) as error:
        raise ModelError(f"CTranslate2 cannot convert {name} ({error}). Run it with `runtime=torch`.") from error


class _Numbers:
    """The part of a tokenizer that the converter needs, with tokens named by their ids."""

    def __init__(self, original: Original) -> None:
        self.size = original.model.config.vocab_size
        self.bos_token, self.eos_token, self.unk_token = map(str, (original.begin, original.end, original.unknown))
        self.pad_token = str(original.model.config.pad_token_id)
        self.special_tokens_map: dict[str, Any] = {}
        # Marian starts without a token, and the converter drops its placeholder, by name, as the last token.
        self.nothing = original.model.config.pad_token_id if original.model.config.model_type == "marian" else None
        if self.nothing not in (None, self.size - 1):
            raise ValueError("its padding is not the last of its tokens")

    def get_vocab(self) -> dict[str, int]:
        return {"<pad>" if index == self.nothing else str(index): index for index in range(self.size)}

    def convert_ids_to_tokens(self, index: int) -> str:
        return str(index)
