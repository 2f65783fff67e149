"""What a decoder is told of where to look: names and figures that stand for each other without a doubt."""

from __future__ import annotations

import torch

from training.folder import Model, load
from training.guided import links
from training.student import alignment_loss, examples_of, loss_of
from translate.models.student.store import BUNDLED_FOLDERS

PAIRS = [("Kurniawan tiba di Tembalang pada 1.250 hari.", "クルニアワンは1250日目にテンバランに着いた。")]


def told(model: Model, pairs: list[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Return source and target of each link as they are written."""
    examples = examples_of(model, pairs)
    reader, writer = model.source.processor(), model.target.processor()
    found = links(model, examples, language)
    return [
        (reader.decode(source[link.begin : link.end]), writer.decode([target[place] for place in link.targets]))
        for source, target in examples
        for link in found.get((tuple(source), tuple(target)), ())
    ]


def test_names_in_katakana_and_figures_are_told() -> None:
    model = load(BUNDLED_FOLDERS["student-ja"])
    assert told(model, PAIRS, "ja") == [
        ("Kurniawan", "クルニアワン"),
        ("Tembalang", "テンバラン"),
        ("1.250", "1250"),
    ]


def test_what_comes_twice_is_not_told() -> None:
    model = load(BUNDLED_FOLDERS["student"])
    pairs = [("Kurniawan dan Kurniawan membeli 5 dari 15 rumah.", "Kurniawan and Kurniawan bought 5 of 15 houses.")]
    assert told(model, pairs, "en") == [("15", "15")]


def test_looking_where_it_was_told_to_costs_less_after_a_step() -> None:
    model = load(BUNDLED_FOLDERS["student-ja"])
    examples = examples_of(model, PAIRS)
    found = links(model, examples, "ja")
    student = model.student
    weights = [one for name, one in student.named() if name.startswith("decoder_l2_context_W")]
    for one in weights:
        one.requires_grad_(True)
    costs = []
    for _ in range(3):
        loss_of(student, examples, None)
        cost = alignment_loss(student, examples, found)
        costs.append(cost.item())
        for one, gradient in zip(weights, torch.autograd.grad(cost, weights, allow_unused=True), strict=True):
            if gradient is not None:
                one.data -= 0.02 * gradient / gradient.norm()
    assert costs[0] > costs[1] > costs[2]
