"""Products with weights that are laid out once: the same numbers, and each row alike however many there are."""

from __future__ import annotations

import pytest
import torch

from translate.models.gemma import products
from translate.models.gemma.products import Product, least_rows, packs

WEIGHTS = [torch.randn(size, 48, generator=torch.Generator().manual_seed(size)) for size in (40, 8, 8)]
ROWS = torch.randn(40, 48, generator=torch.Generator().manual_seed(1))


@pytest.fixture(params=["laid out", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "plain":
        monkeypatch.setattr(products, "packs", lambda dtype: False)
    elif not packs(torch.float32):
        pytest.skip("this build of torch has no oneDNN")
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
def test_it_is_the_product_of_torch(dtype: torch.dtype) -> None:
    x = ROWS.view(4, 10, 48).to(dtype)
    made = Product([weight.to(torch.bfloat16) for weight in WEIGHTS], dtype)(x)
    wanted = x @ torch.cat(WEIGHTS).to(torch.bfloat16).to(dtype).T
    assert made.dtype is dtype and made.shape == (4, 10, 56)
    torch.testing.assert_close(made, wanted)


@pytest.mark.usefixtures("way")
def test_a_row_is_rounded_alike_among_however_many() -> None:
    product = Product(WEIGHTS, torch.float32)
    together = product(ROWS)
    for rows in range(products.least_rows(torch.float32), len(ROWS)):
        assert torch.equal(product(ROWS[:rows]), together[:rows]), f"{rows} rows"


def test_only_float32_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not packs(torch.bfloat16) and least_rows(torch.bfloat16) == 2
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert not packs(torch.float32) and least_rows(torch.float32) == 12
