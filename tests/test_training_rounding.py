"""Weights in 8 bits: that what comes into a product decides how they are rounded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.folder import load, save
from training.rounding import ENOUGH, MOST, Doubles, Rounded, harm, plainly, rounded
from translate.models.student.marian_file import Floats, read

RNG = np.random.default_rng(0)


@pytest.fixture
def weight() -> Floats:
    return RNG.normal(0, 0.1, (24, 40)).astype(np.float32)


def moments_of(inputs: Doubles) -> Doubles:
    made: Doubles = inputs.T @ inputs
    return made


def test_plainly_is_to_the_nearest(weight: Floats) -> None:
    made = plainly(weight)
    assert np.abs(made.numbers).max() == MOST
    assert np.abs(weight - made.numbers / made.scale).max() <= 0.5 / made.scale + 1e-9


def test_inputs_that_come_together_make_up_for_each_other(weight: Floats) -> None:
    inputs = RNG.normal(size=(500, 3)) @ RNG.normal(size=(3, 24)) + RNG.normal(size=(500, 24)) * 0.05
    moments = moments_of(inputs)
    made = rounded(weight, moments, 500)
    assert harm(weight, made, moments) < 0.2 * harm(weight, plainly(weight), moments)
    assert harm(weight, made, moments) == pytest.approx(
        float(((inputs @ (weight - made.numbers / made.scale)) ** 2).sum()), rel=1e-6
    )


def test_it_is_never_worse_than_plainly(weight: Floats) -> None:
    moments = moments_of(RNG.normal(size=(500, 24)))
    made = rounded(weight, moments, 500)
    assert harm(weight, made, moments) <= harm(weight, plainly(weight), moments)
    assert np.abs(made.numbers.astype(int)).max() <= MOST


def test_too_little_came_in_to_tell(weight: Floats) -> None:
    rows = ENOUGH * 24 - 1
    made, plain = rounded(weight, moments_of(RNG.normal(size=(rows, 24))), rows), plainly(weight)
    assert (made.numbers == plain.numbers).all() and made.scale == plain.scale


def test_an_input_that_never_came_does_no_harm(weight: Floats) -> None:
    inputs = RNG.normal(size=(200, 24))
    inputs[:, 5] = 0
    made = rounded(weight, moments_of(inputs), 200)
    assert np.isfinite(made.scale) and np.abs(weight - made.numbers / made.scale).max() < 0.1


def test_what_is_in_8_bits_stays_as_it_is(weight: Floats) -> None:
    before = plainly(weight)
    again = rounded((before.numbers / before.scale).astype(np.float32), moments_of(RNG.normal(size=(99, 24))), 99)
    assert isinstance(again, Rounded) and again.scale == pytest.approx(before.scale, rel=1e-6)
    assert (again.numbers == before.numbers).all()


def test_what_is_written_is_read_again(firefox_folder: Path, tmp_path: Path) -> None:
    model = load(firefox_folder)
    before = model.student.arrays()
    examples = list(zip(model.source.encode(["Obrigado."]), model.target.encode(["Thanks."]), strict=True))
    save(model, tmp_path, "pten", examples)
    after, _ = read(tmp_path / "model.pten.intgemm.alphas.bin")
    assert before
    for name, one in before.items():
        assert after[name].shape == one.shape, name
        assert (np.abs(after[name] - one) <= 1e-6 * np.maximum(np.abs(one), 1)).all(), name
