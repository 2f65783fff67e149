"""A student in a folder in Firefox's format: the quantised network and its SentencePiece vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training import marian_file
from training.rounding import rounded
from training.ssru import BIAS, SOURCES, TARGETS, Student, table
from translate.models.student.marian_file import read
from translate.models.student.model import files_of
from translate.models.student.network import END
from translate.models.student.store import Manifest

Example = tuple[list[int], list[int]]  # pieces of both sides, ends included
UNUSED = 5  # SentencePiece's number for a kind of piece
MEASURED = 300  # examples that the inputs of each product are measured on


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A SentencePiece model (Kudo 2018) as the bytes of its file."""

    data: bytes

    def processor(self) -> Any:
        """Return the SentencePiece processor of the vocabulary."""
        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_proto=self.data)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of each text, the end included."""
        return [[*pieces, END] for pieces in self.processor().encode(list(texts))]

    def having(self, scores: dict[str, float]) -> Vocabulary:
        """Return the vocabulary with pieces added or reweighted, each with the logarithm of its share of the text."""
        model = self._model()
        have = {piece.piece: piece for piece in model.pieces}
        for name, score in scores.items():
            if name in have:
                have[name].score = max(score, have[name].score)
            else:
                model.pieces.add(piece=name, score=score)
        return Vocabulary(model.SerializeToString())

    def only(self, texts: Iterable[str], least: int) -> tuple[Vocabulary, list[int]]:
        """Return it without pieces used fewer than `least` times, except signs and single letters; and the kept ids."""
        processor, model = self.processor(), self._model()
        used = Counter(piece for text in texts for piece in processor.encode(text))
        kept = [
            number
            for number, piece in enumerate(model.pieces)
            if piece.type != 1 or used[number] >= least or len(piece.piece.removeprefix("▁")) <= 1
        ]
        pieces = [model.pieces[number] for number in kept]
        small = type(model)()
        small.CopyFrom(model)
        del small.pieces[:]
        small.pieces.extend(pieces)
        return Vocabulary(small.SerializeToString()), kept

    def without(self, words: Collection[str]) -> Vocabulary:
        """Return the vocabulary without these words: their pieces keep their ids but become unused."""
        model = self._model()
        for piece in model.pieces:
            if piece.piece.removeprefix("▁") in words:
                piece.type = UNUSED
        return Vocabulary(model.SerializeToString())

    def _model(self) -> Any:
        from sentencepiece import sentencepiece_model_pb2 as files

        return vars(files)["ModelProto"].FromString(self.data)  # what is in that module has no types


@dataclass(frozen=True, slots=True)
class Model:
    """The content of such a folder."""

    student: Student
    source: Vocabulary
    target: Vocabulary
    settings: str  # Marian's, in YAML


def load(folder: Path) -> Model:
    """Return the model in a folder.

    Raises:
        DamagedModel: there is no model, or more than one.
        ValueError: its file is not one `translate.models.student.marian_file` reads.
    """
    files = files_of(folder, Manifest())
    paths = [files.get(f"{side}vocab") or files["vocab"] for side in ("src", "trg")]
    source, target = (Vocabulary(path.read_bytes()) for path in paths)
    weights, settings = read(files["model"])
    return Model(Student(weights), source, target, settings)


def smaller(model: Model, sources: Iterable[str], targets: Iterable[str], least: int) -> Model:
    """Return the model with only the used pieces: in sources once, in targets `least` times."""
    source, kept = model.source.only(sources, 1)
    target, written = model.target.only(targets, least)
    weights = model.student.arrays()
    weights |= {SOURCES: weights[SOURCES][kept], TARGETS: weights[TARGETS][written], BIAS: weights[BIAS][:, written]}
    return Model(Student(weights), source, target, model.settings)


def blended(model: Model, other: Model, part: float) -> Model:
    """Return the weighted mean of two models, `part` of the other; pieces missing there keep their vectors.

    A mean of a trained and an initial model can be better than both on new text (Wortsman et al. 2022).
    """
    ours, theirs = model.student.arrays(), other.student.arrays()
    reader, known = model.source.processor(), other.source.processor()
    pieces = [reader.id_to_piece(number) for number in range(reader.get_piece_size())]
    places = [known.piece_to_id(piece) for piece in pieces]
    shared = [known.id_to_piece(place) == piece for place, piece in zip(places, pieces, strict=True)]
    theirs[SOURCES] = np.where(np.array(shared)[:, None], theirs[SOURCES][places], ours[SOURCES])
    kept = () if model.target == other.target else (TARGETS, BIAS)
    mean = {
        name: weight if name in kept else (1 - part) * weight + part * theirs[name] for name, weight in ours.items()
    }
    return Model(Student(mean), model.source, model.target, model.settings)


def save(model: Model, folder: Path, pair: str, examples: Sequence[Example]) -> None:
    """Write a folder that `load` and Warta read.

    Args:
        model: the model.
        folder: created if missing.
        pair: "iden" for Indonesian-English.
        examples: for measuring the inputs of each product, for quantisation. Without any the weights are written in
            float32, to continue training; Firefox does not read these.
    """
    student = model.student
    with torch.inference_mode(), student.watching() as watched:
        for source, target in examples[:MEASURED]:
            student.logits(student(*table([source], student.device), table([target], student.device)[0]))
    folder.mkdir(parents=True, exist_ok=True)
    weights = student.arrays()
    whole = {
        name: rounded(weights[name], moments.cpu().numpy(), watched.rows[name])
        for name, moments in watched.moments.items()
        if name in weights
    }
    sizes = "".join(f"  - {len(weights[name])}\n" for name in (SOURCES, TARGETS))
    settings = re.sub(r"(?m)^dim-vocabs:\n(?:  - \d+\n)+", f"dim-vocabs:\n{sizes}", model.settings)
    for name, value in (("tied-embeddings-all", "false"), ("tied-embeddings", "true")):
        settings = re.sub(rf"(?m)^{name}: \w+$", f"{name}: {value}", settings)
    (folder / f"srcvocab.{pair}.spm").write_bytes(model.source.data)
    (folder / f"trgvocab.{pair}.spm").write_bytes(model.target.data)
    marian_file.write(folder / f"model.{pair}.intgemm.alphas.bin", weights, watched.greatest(), settings, whole)
