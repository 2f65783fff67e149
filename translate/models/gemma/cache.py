"""Attention caches: keys and values of prompts, and of rows during decoding."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


class Prompts:
    """Keys and values of prompts, one tensor (rows, heads, width, size) for each layer."""

    def __init__(self) -> None:
        """Start empty."""
        self.keys: list[Tensor] = []
        self.values: list[Tensor] = []

    def update(self, keys: Tensor, values: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """Add the keys and values of layer number `layer`; called by the model."""
        self.keys.append(keys)
        self.values.append(values)
        return keys, values


class Cache:
    """Keys and values of rows during decoding; row i has `lengths[i]` tokens from position 0 on."""

    def __init__(self, like: list[Tensor], rows: int, capacity: int) -> None:
        """Make room for rows of at most `capacity` tokens, of the layers, heads and dtype of `like`."""

        def empty(tensor: Tensor) -> Tensor:  # zeros: what is masked is still multiplied by 0, and must be finite
            return torch.zeros(rows, tensor.shape[1], capacity, tensor.shape[3], dtype=tensor.dtype)

        self.keys = [empty(tensor) for tensor in like]
        self.values = [empty(tensor) for tensor in like]
        self.lengths = torch.zeros(rows, dtype=torch.long)
        self.every = torch.arange(rows)

    def put(self, at: int, other: Prompts | Cache, rows: Tensor) -> None:
        """Copy `rows` of another cache into the rows from `at` on."""
        for own, added in ((self.keys, other.keys), (self.values, other.values)):
            for to, source in zip(own, added, strict=True):
                width = min(to.shape[2], source.shape[2])
                to[at : at + len(rows), :, :width] = source[rows, :, :width]

    def update(self, keys: Tensor, values: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """Add one token to each row; called by the model."""
        self.keys[layer][self.every, :, self.lengths] = keys[:, :, 0]
        self.values[layer][self.every, :, self.lengths] = values[:, :, 0]
        return self.keys[layer], self.values[layer]

    def copy(self, to: Sequence[int], source: Sequence[int], first: int, end: int) -> None:
        """Copy positions `first` to `end` of rows `source` to rows `to`, which are disjoint."""
        for tensors in (self.keys, self.values):
            for tensor in tensors:
                tensor[to, :, first:end] = tensor[source, :, first:end]
