"""A Firefox model that is on this machine: its files checked, its tokens counted, its translations with their limits.

Greedy decoding is fxtranslate's, beams are those of `network`. Both end a translation after twice the source's tokens
and four, at most 256: fxtranslate without a word, so that whether it happened is found out from the length. It takes
any source, though the models lose what stands beyond about a hundred tokens (`bench/firefox.py`): of numbers none up to
95, one in seven from 112 to 127. So the budget is 96, below the 128 at which Firefox itself cuts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import Hypothesis
from translate.errors import DamagedModel
from translate.language.lexicon.rarer_words import rarer
from translate.models.decoding import Decoding
from translate.models.student import confidence
from translate.models.student.capitals import written_so
from translate.models.student.features import of_texts
from translate.models.student.readable import readable
from translate.models.student.signs import CARRIER, carried
from translate.models.student.store import KINDS, Manifest, is_folder, manifest_of, need_package
from translate.models.student.workers import DecodeRequest, DecodeResult, Workers
from translate.util.files import sha256_of

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

    from translate.models.student.searching import Searcher

BUDGET = 96  # source tokens, the end's included
MOST_WRITTEN = 256  # tokens of a translation

# A translation this near to the limit counts as cut. Its tokens are those of its text split anew, which may differ by
# a few from those the model wrote; sound ones are far below, at about half.
NEARLY = 0.9

GREEDY = Decoding()

BYTE_PIECES = re.compile(r"(?:<0x[0-9A-F]{2}>)+")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of a model in a folder, each what it was when it was fetched."""

    folder: Path
    manifest: Manifest
    paths: dict[str, Path]  # by what they are: model, vocab (or srcvocab and trgvocab), lex
    sha256: str  # of all of them
    estimator: confidence.Estimator | None = None  # of these files

    @property
    def revision(self) -> str:
        """Its version, where that is known, and the SHA-256 of its files: "3.1-0d2537d3..."."""
        return f"{self.manifest.version}-{self.sha256}" if self.manifest.version else self.sha256


class StudentModel:
    """A loaded model for one pair of languages."""

    def __init__(self, found: ModelFiles, *, processes: int | None = None, begin_here: bool = False) -> None:
        """Load files that `examine` gave.

        Args:
            found: the files.
            processes: at most as many; default is one a core.
            begin_here: search the first texts in this process, and start others when there is work for them.

        Raises:
            DamagedModel: they are broken.
            ModelError: no process could be started.
        """
        files, self.revision = found.paths, found.revision
        # Says how sure the model is of a translation, of its features by name.
        self.estimator: Callable[[Mapping[str, float]], float] | None = found.estimator
        self.pair = found.manifest.pair or _pair(files["model"])
        source, target = files.get("srcvocab", files.get("vocab")), files.get("trgvocab", files.get("vocab"))
        assert source is not None and target is not None  # `is_folder` saw them
        self._source, self._target = _vocabulary(source), _vocabulary(target)
        self._reads_alone = source != target
        paths = [files["model"], source, target] + ([files["lex"]] if "lex" in files else [])
        search = partial(_searcher, files, self._source, self._target) if begin_here else None
        self.workers = Workers(paths, most=processes, search=search)

    def count_tokens(self, text: str) -> int:
        """Return the tokens of a source text, the end's included."""
        return len(self._source.encode(text)) + 1

    def lacks(self, character: str) -> bool:
        """Return whether one of the vocabularies has no piece for a character."""
        return any(pieces.unk_id() in pieces.encode(character) for pieces in (self._source, self._target))

    def readable(self, text: str, is_common: Callable[[str], bool]) -> str:
        """Return an Indonesian text as `translate.models.student.readable` writes it, never as more tokens.

        As it is where both sides have one vocabulary: such a model was made for its language, not begun from another's.
        """
        return readable(text, is_common, self._source) if self._reads_alone else text

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = GREEDY,
        called: Callable[[str], str | None] | None = None,
        digits: Callable[[str], Iterable[str]] | None = None,
    ) -> list[Hypothesis]:
        """Return the translation of each text, in order; none may be over `BUDGET`.

        Greedy ones are fxtranslate's and have no score; with beams, or runs that must not come twice, they have one,
        and copy names, as `models.student.copying` does: words with a capital, of which `called` gives what they are
        called in the target, or None where one is no name. Of a text, `digits` gives the runs of digits that its
        translation may write, as `models.student.figures` says.
        Signs of money that the vocabulary lacks are kept as `models.student.signs` says.

        Raises:
            ModelError: the model failed.
        """
        signs = [carried(text, self._source, self._target) for text in texts]
        given = [text.replace(sign, CARRIER) if sign else text for text, sign in zip(texts, signs, strict=True)]
        found = self._made(given, decoding, called, digits)
        for at, sign in enumerate(signs):
            if sign and CARRIER in found[at].text:
                found[at] = replace(found[at], text=found[at].text.replace(CARRIER, sign))
            elif sign:  # "11 million dollars"
                (found[at],) = self._made([texts[at]], decoding, called, digits)
        return found

    def _made(
        self,
        texts: Sequence[str],
        decoding: Decoding,
        called: Callable[[str], str | None] | None,
        digits: Callable[[str], Iterable[str]] | None,
    ) -> list[Hypothesis]:
        """Return the translation of each text as the model says it."""
        names = [_names(text, called) if called else () for text in texts]
        wanted = [
            DecodeRequest(
                text, length_limit(self.count_tokens(text)), decoding, some, tuple(digits(text)) if digits else None
            )
            for text, some in zip(texts, names, strict=True)
        ]
        found = self.workers.translate(wanted)
        return [self._hypothesis(asked, said) for asked, said in zip(wanted, found, strict=True)]

    def _hypothesis(self, asked: DecodeRequest, said: DecodeResult) -> Hypothesis:
        whole = spelled(said.text)
        complete = said.complete
        if complete is None:
            complete = len(self._target.encode(whole)) < NEARLY * asked.limit
        return Hypothesis(whole, said.score, complete, self._confidence(asked.text, whole, said.features))

    def _confidence(self, source: str, made: str, features: Mapping[str, float]) -> float | None:
        """Return the estimated confidence of a translation; None of a greedy one, or where nothing estimates it."""
        if self.estimator is None or not features:
            return None
        target = self.pair[1] if self.pair else ""
        words = rarer(source, made, target)._asdict()
        return self.estimator({**features, **of_texts(source, made, self._source), **words})


def _names(text: str, called: Callable[[str], str | None]) -> tuple[tuple[str, str], ...]:
    found = ((word, called(word)) for word in written_so(text))
    return tuple((word, other) for word, other in found if other is not None)


def load(folder: Path, *, processes: int | None = None) -> StudentModel:
    """Return the model in a folder, loaded; `processes` are at most as many, default is one a core.

    Raises:
        DamagedModel: files are missing, changed or broken.
        ModelError: fxtranslate is not installed, or no process could be started.
    """
    return StudentModel(examine(folder), processes=processes)


def examine(folder: Path) -> ModelFiles:
    """Return the files of the model in a folder, checked; nothing is loaded.

    Raises:
        DamagedModel: files are missing or changed.
        ModelError: fxtranslate is not installed.
    """
    need_package()
    manifest = manifest_of(folder) or Manifest()
    paths = files_of(folder, manifest)
    sha256 = _checked(paths, manifest)
    estimator = confidence.read(folder)
    fits = estimator is not None and estimator.weights_sha256 == sha256
    return ModelFiles(folder, manifest, paths, sha256, estimator if fits else None)


def length_limit(source_tokens: int) -> int:
    """Return the most tokens fxtranslate (0.5) writes for a source of so many, the end's included."""
    return min(2 * source_tokens + 4, MOST_WRITTEN)


def spelled(text: str) -> str:
    """Return `text` with the bytes that fxtranslate names in place of rare characters put together.

    >>> spelled("to <0xE5><0x8C><0x97>")
    'to 北'
    """

    def characters(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("<0x", "").replace(">", "")).decode("utf-8", errors="replace")

    return BYTE_PIECES.sub(characters, text)


def files_of(folder: Path, manifest: Manifest) -> dict[str, Path]:
    """Return the files of a model by what they are: model, vocab (or srcvocab and trgvocab), lex.

    Raises:
        DamagedModel: files are missing, or there are those of two models.
    """
    missing = [file.name for file in manifest.files if not (folder / file.name).is_file()]
    if missing:
        raise DamagedModel(f"{folder}: {', '.join(missing)} is missing. Get the model again.")
    if not is_folder(folder):
        raise DamagedModel(f"{folder} holds no Firefox model: one has model.*.bin and vocab.*.spm (or two of these).")
    files = {}
    for kind, pattern in KINDS.items():
        found = sorted(folder.glob(f"{kind}.{pattern}"))
        if len(found) > 1:
            raise DamagedModel(f"{folder} holds {found[0].name} and {found[1].name}. Give each model its own folder.")
        if found:
            files[kind] = found[0]
    return files


def _checked(files: dict[str, Path], manifest: Manifest) -> str:
    """Return one SHA-256 for all files, each compared with what it was when it was fetched."""
    try:
        sums = {path.name: sha256_of(path) for path in files.values()}
    except OSError as error:
        raise DamagedModel(f"{error.filename} cannot be read: {error.strerror}. Get the model again.") from error
    for file in manifest.files:
        if sums.get(file.name) != file.sha256:
            folder = files["model"].parent
            raise DamagedModel(f"{folder}: {file.name} is not what it was when it was fetched. Get the model again.")
    return hashlib.sha256("".join(sums[name] for name in sorted(sums)).encode()).hexdigest()


def _pair(model: Path) -> tuple[str, str] | None:
    """Return languages that the name of a file says, as in "model.iden.intgemm.alphas.bin"; None if it says none."""
    middle = model.name.split(".")[1]
    return (middle[:2], middle[2:]) if re.fullmatch(r"[a-z]{4}", middle) else None


def _searcher(files: dict[str, Path], source: SentencePieceProcessor, target: SentencePieceProcessor) -> Searcher:
    from translate.models.student.searching import Searcher

    return Searcher(files["model"], source, target, files.get("lex"))


def _vocabulary(path: Path) -> SentencePieceProcessor:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_proto=path.read_bytes())
    except (OSError, RuntimeError) as error:
        raise DamagedModel(f"{path} is no vocabulary of SentencePiece. Get the model again.") from error
