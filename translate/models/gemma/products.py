"""Matrix products with constant weights, packed once in the layout of the processor's kernels.

A step of decoding multiplies few rows with every weight of the model. There torch's plain product of float32 is slow on
some processors, and adds up in another order for some numbers of rows; with weights that oneDNN has laid out it is up
to three times as fast (`bench/products.py`), and rounds a row alike in every product of two rows or more.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

_ROWS = 32  # rows the layout is made for; others come out the same


def packs(dtype: torch.dtype) -> bool:
    """Return whether weights of this type are laid out anew: float32 ones, where torch has oneDNN.

    In bfloat16 torch's plain product calls oneDNN by itself.
    """
    # The layout has no public name (torch 2.13); torch.compile makes and uses it by these two operators.
    names = ("_reorder_linear_weight", "_linear_pointwise")
    known = all(hasattr(torch.ops.mkldnn, name) for name in names)
    return dtype is torch.float32 and known and bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]


def least_rows(dtype: torch.dtype) -> int:
    """Return the least number of rows for which every row is rounded alike, as measured on several processors.

    Products of fewer rows take another path in oneDNN (one row in bfloat16, and in float32 on processors with AVX-512)
    and in MKL's float32.
    """
    return 2 if packs(dtype) or dtype is torch.bfloat16 else 12


class Product:
    """A product: calling it returns `x` (..., inputs) times the weights, (..., outputs)."""

    def __init__(self, weights: Sequence[Tensor], dtype: torch.dtype) -> None:
        """Take weights (outputs, inputs) that read the same input; their outputs are concatenated.

        They are packed at the first call, so that a model that is only converted costs nothing.
        """
        self._weights, self.dtype = list(weights), dtype
        self._made: Tensor | None = None
        self._packed = packs(dtype)

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        weights = self._lay_out() if self._made is None else self._made
        if self._packed:
            made: Tensor = torch.ops.mkldnn._linear_pointwise(x, weights, None, "none", [], "")
            return made
        return F.linear(x, weights)

    def _lay_out(self) -> Tensor:
        parts = self._weights
        if parts:  # else another thread has done it meanwhile
            whole = (parts[0] if len(parts) == 1 else torch.cat(parts)).to(self.dtype)
            self._made = torch.ops.mkldnn._reorder_linear_weight(whole, _ROWS) if self._packed else whole
            self._weights = []
        assert self._made is not None  # the weights go only after it has come
        return self._made
