"""Begin a student from a Firefox model of another pair, which writes English already (Zoph et al. 2016).

    python -m training.parent PAIRS.tsv [...] --parent FOLDER --back FOLDER --sentences SENTENCES.txt.gz --work FOLDER

The parent reads another language and writes English; the student keeps its encoder, its decoder and the pieces it
writes English with. Its recurrent cells (Kim et al. 2019) become self-attention, as Marian models of transformers have
no other; the bias of its logits is left out; and the pieces of Indonesian get vectors. These begin as means of the
pieces of the parent's source language that they are aligned with (model 1 of Brown et al. 1993), found in pairs whose
English sides `--back`, the opposite model, has put into that language. FOLDER then holds a vocabulary and
`start.safetensors`, which `training.student` begins from.

A character the parent has no piece for cannot be written by the student either; `training.student` counts them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from training.student import START, Plan, make_model, read, train_pieces, write_vocabulary
from translate.firefox import load
from translate.firefox.model import BUDGET

Floats = np.ndarray[Any, np.dtype[np.float32]]
FLOAT32, INTGEMM8 = 0x0404, 0x4101  # Marian's codes of the two types such files have
LINES = 200_000  # Indonesian sentences that the vocabulary is made of
ALIGNED = 25_000  # pairs that the vectors are found with
ROUNDS, NEAREST = 5, 4  # of the alignment; pieces that a vector is made of


def tensors(path: Path) -> dict[str, Floats]:
    """Give the tensors of a Marian file by name, 8-bit ones as the numbers they stand for, (inputs, outputs).

    Raises:
        ValueError: the file is of another version, or has a tensor of another type.
    """
    data = path.read_bytes()
    version, count = struct.unpack_from("<QQ", data)
    if version != 1:
        raise ValueError(f"{path} is of version {version} of Marian's format; only 1 is known.")
    heads = [struct.unpack_from("<4Q", data, 16 + 32 * number) for number in range(count)]
    at = 16 + 32 * count
    names, shapes = [], []
    for length, _, _, _ in heads:
        names.append(data[at : at + length - 1].decode("ascii"))
        at += length
    for _, _, rank, _ in heads:
        shapes.append(struct.unpack_from(f"<{rank}i", data, at))
        at += 4 * rank
    at += 8 + struct.unpack_from("<Q", data, at)[0]  # padding
    found = {}
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        weights = int(np.prod(shape))
        if kind == INTGEMM8:
            whole = np.frombuffer(data, np.int8, weights, at).astype(np.float32)
            whole /= np.frombuffer(data, "<f4", 1, at + weights)[0]
            # All but the embedding lie there transposed.
            found[name] = whole.reshape(shape) if name == "Wemb" else whole.reshape(shape[::-1]).T
        elif kind == FLOAT32:
            found[name] = np.frombuffer(data, "<f4", weights, at).reshape(shape)
        elif name != "special:model.yml":
            raise ValueError(f"{path}: {name} is of type {kind:#x}; known are {FLOAT32:#x} and {INTGEMM8:#x}.")
        at += size
    return found


def depth(parent: dict[str, Floats], side: str) -> int:
    """Give the layers of "encoder" or "decoder"."""
    return sum(name.startswith(f"{side}_l") and name.endswith("_ffn_W1") for name in parent)


def layers(parent: dict[str, Floats], student: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give the weights of a student but for its vocabulary: the parent's, and `student`'s for what the parent has not.

    Self-attention begins as half a mean of the recurrent cell's inputs so far. That is far from what the cell computes,
    but less so than nothing.
    """
    found = {name: one.clone() for name, one in student.items()}

    def product(name: str, weight: str) -> None:
        found[f"{name}.weight"] = torch.tensor(np.ascontiguousarray(parent[weight].T))

    def linear(name: str, weight: str, bias: str) -> None:
        product(name, weight)
        found[f"{name}.bias"] = torch.tensor(parent[bias][0])

    def norm(name: str, prefix: str) -> None:
        found[f"{name}.weight"] = torch.tensor(parent[f"{prefix}_ln_scale"][0])
        found[f"{name}.bias"] = torch.tensor(parent[f"{prefix}_ln_bias"][0])

    def attention(name: str, prefix: str) -> None:
        for ours, theirs in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "o")):
            linear(f"{name}.{ours}", f"{prefix}_W{theirs}", f"{prefix}_b{theirs}")
        norm(f"{name}_layer_norm", f"{prefix}_Wo")

    for side in ("encoder", "decoder"):
        for number in range(depth(parent, side)):
            ours, theirs = f"model.{side}.layers.{number}", f"{side}_l{number + 1}"
            if side == "encoder":
                attention(f"{ours}.self_attn", f"{theirs}_self")
            else:
                product(f"{ours}.self_attn.v_proj", f"{theirs}_rnn_W")
                found[f"{ours}.self_attn.out_proj.weight"] = 0.5 * torch.eye(len(parent[f"{theirs}_rnn_W"]))
                norm(f"{ours}.self_attn_layer_norm", f"{theirs}_rnn_ffn")
                attention(f"{ours}.encoder_attn", f"{theirs}_context")
            linear(f"{ours}.fc1", f"{theirs}_ffn_W1", f"{theirs}_ffn_b1")
            linear(f"{ours}.fc2", f"{theirs}_ffn_W2", f"{theirs}_ffn_b2")
            norm(f"{ours}.final_layer_norm", f"{theirs}_ffn_ffn")
    return found


def written(model: Any, texts: Sequence[str]) -> list[str]:
    """Give the pieces a parent needs to write texts like these: those used twice, and every character and byte."""
    used = Counter(piece for pieces in model.encode(list(texts)) for piece in pieces)
    return [
        model.id_to_piece(piece)
        for piece in range(model.get_piece_size())
        if not (model.is_control(piece) or model.is_unknown(piece))
        and (used[piece] > 1 or model.is_byte(piece) or len(model.id_to_piece(piece)) == 1)
    ]


def make_vocabulary(target: Path, written_pieces: Sequence[str], texts: Iterable[str], folder: Path, size: int) -> None:
    """Write `source.spm`, made of `texts`; `target.spm`, the parent's; and `vocab.json`, the pieces of both."""
    import sentencepiece

    train_pieces(texts, folder / "source.spm", size, byte_fallback=True)
    (folder / "target.spm").write_bytes(target.read_bytes())
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    write_vocabulary(folder, [*written_pieces, *(model.id_to_piece(i) for i in range(model.get_piece_size()))])


def align(
    pairs: Sequence[tuple[list[int], list[int]]], sources: int, targets: int
) -> dict[int, list[tuple[int, float]]]:
    """Give for each source piece the `NEAREST` target pieces and their shares, by model 1 (Brown et al. 1993)."""
    keys, tokens = [], []
    offset = 0
    for ours, theirs in pairs:
        lines, columns = np.meshgrid(np.unique(ours), np.asarray(theirs), indexing="ij")
        keys.append((lines.astype(np.int64) * targets + columns).ravel())
        tokens.append(np.broadcast_to(np.arange(len(theirs)) + offset, lines.shape).ravel())
        offset += len(theirs)
    kinds, links = np.unique(np.concatenate(keys), return_inverse=True)
    token = np.concatenate(tokens)
    sources_of = kinds // targets
    share: Any = np.ones(len(kinds))
    for _ in range(ROUNDS):
        chance = share[links]
        chance /= np.bincount(token, chance, offset)[token]
        share = np.bincount(links, chance, len(kinds))
        share /= np.bincount(sources_of, share, sources)[sources_of]
    found: dict[int, list[tuple[int, float]]] = {}
    for at in np.lexsort((-share, sources_of)):
        best = found.setdefault(int(sources_of[at]), [])
        if len(best) < NEAREST:
            best.append((int(kinds[at] % targets), float(share[at])))
    return found


def vectors(parent: Floats, own: dict[str, int], model: Any, near: dict[str, list[tuple[int, float]]]) -> Tensor:
    """Give the table of a student's pieces: the parent's vector, or the mean of those a piece is aligned with.

    A piece with neither begins as one of the parent's at random; `<pad>` is zero, as Marian models have it.
    """
    chance = random.Random(0)
    table = np.zeros((len(own), parent.shape[1]), np.float32)
    for name, number in own.items():
        theirs = model.piece_to_id(name)
        if name in {"</s>", "<unk>"} or not model.is_unknown(theirs):
            table[number] = parent[theirs]
        elif name in near:
            total = sum(share for _, share in near[name])
            table[number] = sum(share / total * parent[piece] for piece, share in near[name])
        elif name != "<pad>":
            table[number] = parent[chance.randrange(len(parent))]
    return torch.tensor(table)


def main() -> None:
    """Write a vocabulary and the weights to begin with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--parent", type=Path, required=True, help="a Firefox model into English")
    parser.add_argument("--back", type=Path, required=True, help="the Firefox model the other way")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=12_000, help="of Indonesian")
    asked = parser.parse_args()
    from sentencepiece import SentencePieceProcessor

    asked.work.mkdir(parents=True, exist_ok=True)
    pairs = read(asked.pairs)
    (spm,) = asked.parent.glob("vocab.*.spm")
    theirs = SentencePieceProcessor(model_file=str(spm))
    with gzip.open(asked.sentences, "rt", encoding="utf-8") as file:
        texts = [line.strip() for line in islice(file, LINES)]
    pieces = written(theirs, [target for _, target in pairs])
    make_vocabulary(spm, pieces, [*texts, *(source for source, _ in pairs)], asked.work, asked.pieces)
    own = json.loads((asked.work / "vocab.json").read_text(encoding="utf-8"))
    print(f"{len(own):,} pieces, {len(pieces):,} of them to write English with", flush=True)

    chosen = random.Random(0).sample(pairs, min(ALIGNED, len(pairs)))
    back = load(asked.back)
    chosen = [pair for pair in chosen if back.count_tokens(pair[1]) <= BUDGET]
    put = [made.text for made in back.translate([target for _, target in chosen])]
    back.workers.close()
    reader = SentencePieceProcessor(model_file=str(asked.work / "source.spm"))
    tokens = zip(reader.encode([source for source, _ in chosen]), theirs.encode(put), strict=True)
    near = align([pair for pair in tokens if all(pair)], reader.get_piece_size(), theirs.get_piece_size())
    print(f"{len(near):,} pieces aligned in {len(chosen):,} pairs", flush=True)

    (path,) = asked.parent.glob("model.*.bin")
    parent = tensors(path)
    size, inner = parent["encoder_l1_ffn_W1"].shape
    plan = Plan(len(own), size, depth(parent, "encoder"), depth(parent, "decoder"), inner)
    torch.manual_seed(0)
    student = {name: one.detach() for name, one in make_model(plan, len(own)).named_parameters() if one.requires_grad}
    state = layers(parent, student)
    state["model.shared.weight"] = vectors(
        parent["Wemb"], own, theirs, {reader.id_to_piece(piece): best for piece, best in near.items()}
    )
    save_file(state, asked.work / START, {"plan": json.dumps(asdict(plan))})


if __name__ == "__main__":
    main()
