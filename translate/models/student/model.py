"""A Firefox model on this machine: checks its files, counts tokens, and translates.

Greedy decoding is fxtranslate's, beam search that of `network`. Both limit a translation to twice the tokens of the
source plus four, at most 256; fxtranslate does not report when it cuts, so that is inferred from the length. It takes
any source, but the models lose content beyond about a hundred tokens (`bench/firefox.py`): no numbers up to 95 tokens,
one number in seven from 112 to 127. So the budget is 96, below the 128 at which Firefox itself cuts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import Hypothesis
from translate.errors import DamagedModel
from translate.models.decoding import Decoding
from translate.models.student import confidence
from translate.models.student.capitals import capitalised_words
from translate.models.student.readable import readable
from translate.models.student.store import KINDS, Manifest, is_model_folder, manifest_of, need_package
from translate.models.student.text_features import of_texts
from translate.models.student.workers import DecodeRequest, DecodeResult, Workers
from translate.util.files import sha256_of

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

    from translate.models.student.searching import Searcher

BUDGET = 96  # source tokens, the end's included
MOST_WRITTEN = 256  # tokens of a translation

# A translation of this share of the limit counts as cut. Its text is tokenised again for this, which may differ by
# a few tokens from what the model wrote; complete translations have about half the limit.
NEARLY = 0.9

GREEDY = Decoding()

BYTE_PIECES = re.compile(r"(?:<0x[0-9A-F]{2}>)+")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The verified files of a model."""

    folder: Path
    manifest: Manifest
    paths: dict[str, Path]  # by kind: model, vocab (or srcvocab and trgvocab), lex
    sha256: str  # of all of them
    estimator: confidence.Estimator | None = None  # fitted to these files

    @property
    def revision(self) -> str:
        """Its version, if known, and the SHA-256 of its files: "3.1-0d2537d3..."."""
        return f"{self.manifest.version}-{self.sha256}" if self.manifest.version else self.sha256


class StudentModel:
    """A loaded model for one pair of languages."""

    def __init__(self, found: ModelFiles, *, processes: int | None = None, begin_here: bool = False) -> None:
        """Load the files that `examine` returned.

        Args:
            found: the files.
            processes: the most processes; by default one for each core.
            begin_here: search the first texts in this process, and start others only for more work.

        Raises:
            DamagedModel: they are broken.
            ModelError: no process could be started.
        """
        files, self.revision = found.paths, found.revision
        # Estimates the confidence of a translation from its features by name.
        self.estimator: Callable[[Mapping[str, float]], float] | None = found.estimator
        self.pair = found.manifest.pair or _pair(files["model"])
        source, target = files.get("srcvocab", files.get("vocab")), files.get("trgvocab", files.get("vocab"))
        assert source is not None and target is not None  # `is_model_folder` saw them
        self._source, self._target = _vocabulary(source), _vocabulary(target)
        self._reads_alone = source != target
        paths = [files["model"], source, target] + ([files["lex"]] if "lex" in files else [])
        search = partial(_searcher, files, self._source, self._target) if begin_here else None
        self.workers = Workers(paths, most_processes=processes, search=search)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a source text, including the end of sentence."""
        return len(self._source.encode(text)) + 1

    def lacks(self, character: str) -> bool:
        """Return whether one of the vocabularies lacks a character."""
        return any(pieces.unk_id() in pieces.encode(character) for pieces in (self._source, self._target))

    def repeats(self, translation: str, length: int) -> bool:
        """Return whether a translation has an n-gram of `length` tokens more than once."""
        tokens = self._target.encode(translation)
        ngrams = [tuple(tokens[begin : begin + length]) for begin in range(len(tokens) - length + 1)]
        return len(set(ngrams)) < len(ngrams)

    def readable(self, text: str, is_common: Callable[[str], bool]) -> str:
        """Return an Indonesian text normalised by `translate.models.student.readable`, never as more tokens.

        With one vocabulary for both sides it stays unchanged: such a model was trained from scratch for its languages.
        """
        return readable(text, is_common, self._source) if self._reads_alone else text

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding = GREEDY,
        name_in_target: Callable[[str], str | None] | None = None,
        digits: Callable[[str], Iterable[str]] | None = None,
    ) -> list[Hypothesis]:
        """Return the translation of each text, in order; none may be over `BUDGET`.

        Greedy decoding is fxtranslate's, and gives no score. Beam search, and a search that forbids repeated n-grams,
        give scores, and use the two callbacks.

        Args:
            texts: in the source language.
            decoding: how to search.
            name_in_target: the form in the target language of a capitalised word, to be copied by
                `models.student.copying`; None if it is no name.
            digits: the runs of digits that the translation of a text may contain, for `models.student.figures`.

        Raises:
            ModelError: the model failed.
        """
        requests = [
            DecodeRequest(
                text,
                length_limit(self.count_tokens(text)),
                decoding,
                _names(text, name_in_target) if name_in_target else (),
                tuple(digits(text)) if digits else None,
            )
            for text in texts
        ]
        results = self.workers.translate(requests)
        return [self._hypothesis(request, result) for request, result in zip(requests, results, strict=True)]

    def _hypothesis(self, request: DecodeRequest, result: DecodeResult) -> Hypothesis:
        text, complete = with_bytes_joined(result.text), result.complete
        if complete is None:
            complete = len(self._target.encode(text)) < NEARLY * request.limit
        return Hypothesis(text, result.score, complete, self._confidence(request.text, text, result.features))

    def _confidence(self, source: str, translation: str, features: Mapping[str, float]) -> float | None:
        """Return the estimated confidence of a translation; None after greedy decoding or without an estimator."""
        if self.estimator is None or not features:
            return None
        target = self.pair[1] if self.pair else ""
        return self.estimator({**features, **of_texts(source, translation, self._source, target)})


def _names(text: str, name_in_target: Callable[[str], str | None]) -> tuple[tuple[str, str], ...]:
    """Return the names of a text, each with its form in the target language."""
    names = ((word, name_in_target(word)) for word in capitalised_words(text))
    return tuple((word, form) for word, form in names if form is not None)


def load(folder: Path, *, processes: int | None = None) -> StudentModel:
    """Return the loaded model of a folder; `processes` is the most processes, by default one for each core.

    Raises:
        DamagedModel: files are missing, changed or broken.
        ModelError: fxtranslate is not installed, or no process could be started.
    """
    return StudentModel(examine(folder), processes=processes)


def examine(folder: Path) -> ModelFiles:
    """Return the verified files of the model in a folder; nothing is loaded.

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
    """Return the most tokens fxtranslate (0.5) writes for a source of `source_tokens`, end of sentence included."""
    return min(2 * source_tokens + 4, MOST_WRITTEN)


def with_bytes_joined(text: str) -> str:
    """Return `text` with the byte pieces that fxtranslate writes for rare characters decoded.

    >>> with_bytes_joined("to <0xE5><0x8C><0x97>")
    'to 北'
    """

    def characters(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("<0x", "").replace(">", "")).decode("utf-8", errors="replace")

    return BYTE_PIECES.sub(characters, text)


def files_of(folder: Path, manifest: Manifest) -> dict[str, Path]:
    """Return the files of a model by kind: model, vocab (or srcvocab and trgvocab), lex.

    Raises:
        DamagedModel: files are missing, or there are those of two models.
    """
    missing = [file.name for file in manifest.files if not (folder / file.name).is_file()]
    if missing:
        raise DamagedModel(f"{folder}: {', '.join(missing)} is missing. Get the model again.")
    if not is_model_folder(folder):
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
    """Return one SHA-256 over all files, after comparing each with the manifest."""
    try:
        sums = {path.name: sha256_of(path) for path in files.values()}
    except OSError as error:
        raise DamagedModel(f"{error.filename} cannot be read: {error.strerror}. Get the model again.") from error
    for file in manifest.files:
        if sums.get(file.name) != file.sha256:
            folder = files["model"].parent
            raise DamagedModel(f"{folder}: {file.name} has changed since it was downloaded. Get the model again.")
    return hashlib.sha256("".join(sums[name] for name in sorted(sums)).encode()).hexdigest()


def _pair(model: Path) -> tuple[str, str] | None:
    """Return the language pair in a file name such as "model.iden.intgemm.alphas.bin"; None if there is none."""
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
