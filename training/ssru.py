"""The network of Firefox's small models, to be trained: a transformer whose decoder has recurrent cells.

In place of self-attention the decoder has a simple recurrent unit (SSRU; Kim et al. 2019): a gate decides
element by element what a position keeps of the previous ones. Weights have Marian's names and
shapes, (inputs, outputs), so files need no conversion. The target embeddings and the output bias are not trained, as
they come from far more text than a student sees.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from translate.models.student.marian_file import Floats
from translate.models.student.network import END, EPSILON

HEADS = 8
SOURCES, TARGETS, BIAS = "encoder_Wemb", "decoder_Wemb", "decoder_ff_logit_out_b"


class Watched:
    """Recorded inputs of matrix products, by weight name."""

    def __init__(self) -> None:
        """Start without any recorded input."""
        self._greatest: dict[str, list[float]] = defaultdict(list)
        self.moments: dict[str, Tensor] = {}  # sums of the products of input pairs (inputs, inputs), in float64
        self.rows: Counter[str] = Counter()  # number of rows

    def note(self, name: str, hidden: Tensor) -> None:
        """Record the inputs of one product (..., inputs)."""
        self._greatest[name].append(float(hidden.abs().max()))
        rows = hidden.detach().flatten(0, -2).double()
        self.moments[name] = self.moments.get(name, 0) + rows.T @ rows
        self.rows[name] += len(rows)

    def greatest(self) -> dict[str, float]:
        """Return the clipping value of the inputs of each product, as in Marian.

        This is the mean of the maximum inputs of the runs plus 1.1 times their standard deviation.
        """
        found = {name: torch.tensor(seen) for name, seen in self._greatest.items()}
        return {name: float(seen.mean() + 1.1 * seen.std(correction=0)) for name, seen in found.items()}


class Student(nn.Module):
    """The network, on the device of its weights."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        """Take weights by Marian's names; a shared embedding (`Wemb`) becomes one for each side."""
        super().__init__()
        tensors = {
            name: torch.tensor(weight).contiguous() for name, weight in weights.items()
        }  # some are transposed views
        if "Wemb" in tensors:
            shared = tensors.pop("Wemb")
            tensors |= {SOURCES: shared, TARGETS: shared.clone()}
        self.fixed = nn.ParameterDict({name: nn.Parameter(tensors.pop(name), False) for name in (TARGETS, BIAS)})
        self.weights = nn.ParameterDict({name: nn.Parameter(weight) for name, weight in tensors.items()})
        self.size = tensors[SOURCES].shape[1]
        self.layers = {side: sum(self._is_layer(side, name) for name in tensors) for side in ("encoder", "decoder")}
        self.watched: Watched | None = None
        self.attention: Tensor | None = None  # weights of the first head of the last attention (batch, queries, keys)

    @staticmethod
    def _is_layer(side: str, name: str) -> bool:
        return name.startswith(f"{side}_l") and name.endswith("_ffn_W1")

    def arrays(self) -> dict[str, Floats]:
        """Return all weights by Marian's names."""
        return {
            name: weight.detach().cpu().numpy() for part in (self.weights, self.fixed) for name, weight in part.items()
        }

    def named(self) -> Iterator[tuple[str, nn.Parameter]]:
        """Yield all weights with Marian's names."""
        for part in (self.weights, self.fixed):
            yield from part.items()

    def forward(self, sources: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        """Return the hidden states for each position of the targets.

        Args:
            sources: pieces (batch, source length).
            mask: where a source has a piece (batch, source length).
            targets: pieces (batch, target length), read by later positions only.

        Returns:
            (batch, target length, size).
        """
        return self.decode(targets[:, :-1], *self.encode(sources, mask))

    def encode(self, sources: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states of the sources (batch, length, size), and their additive attention mask."""
        hidden = self._placed(F.embedding(sources, self.weights[SOURCES]))
        hide = attention_mask(mask)
        for number in range(1, self.layers["encoder"] + 1):
            layer = f"encoder_l{number}"
            hidden = self._attended(f"{layer}_self", hidden, hidden, hide)
            hidden = self._fed_forward(layer, hidden)
        return hidden, hide

    def decode(self, before: Tensor, memory: Tensor, hide: Tensor) -> Tensor:
        """Return the states of all positions: one more than the pieces in `before` (batch, length)."""
        vectors = F.pad(F.embedding(before, self.fixed[TARGETS]), (0, 0, 1, 0))  # the first position has no input
        hidden = self._placed(vectors)
        for number in range(1, self.layers["decoder"] + 1):
            layer = f"decoder_l{number}"
            hidden = self._normed(f"{layer}_rnn_ffn", hidden + self._recurrent(f"{layer}_rnn", hidden))
            hidden = self._attended(f"{layer}_context", hidden, memory, hide)
            hidden = self._fed_forward(layer, hidden)
        return hidden

    def logits(self, hidden: Tensor, pieces: Tensor | None = None) -> Tensor:
        """Return the logits of all target pieces, or of `pieces`, for states (..., size)."""
        self._watch("none", hidden)
        vectors, bias = self.fixed[TARGETS], self.fixed[BIAS][0]
        if pieces is not None:
            vectors, bias = vectors[pieces], bias[pieces]
        return F.linear(hidden, vectors, bias)

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        device: torch.device = self.fixed[TARGETS].device
        return device

    @contextmanager
    def watching(self) -> Iterator[Watched]:
        """Record the inputs of each product in the block; padding rows are included, so there should be none."""
        self.watched = watched = Watched()
        try:
            yield watched
        finally:
            self.watched = None

    def _placed(self, vectors: Tensor) -> Tensor:
        """Return the vectors with sinusoidal positions: sines, then cosines (Vaswani et al. 2017)."""
        half = self.size // 2
        rates = torch.exp(torch.arange(half, device=vectors.device) * (-math.log(10_000.0) / (half - 1)))
        angles = torch.arange(vectors.shape[1], device=vectors.device)[:, None] * rates
        return vectors * math.sqrt(self.size) + torch.cat((angles.sin(), angles.cos()), 1)

    def _normed(self, name: str, hidden: Tensor) -> Tensor:
        scale, bias = self.weights[f"{name}_ln_scale"][0], self.weights[f"{name}_ln_bias"][0]
        return F.layer_norm(hidden, (self.size,), scale, bias, EPSILON)

    def _product(self, name: str, hidden: Tensor, bias: str | None = None) -> Tensor:
        self._watch(name, hidden)
        product: Tensor = hidden @ self.weights[name]
        return product if bias is None else product + self.weights[bias][0]

    def _watch(self, name: str, hidden: Tensor) -> None:
        if self.watched is not None:
            self.watched.note(name, hidden)

    def _attended(self, name: str, hidden: Tensor, memory: Tensor, hide: Tensor) -> Tensor:
        def heads(part: str, states: Tensor) -> Tensor:
            projected = self._product(f"{name}_W{part}", states, f"{name}_b{part}")
            return projected.view(*projected.shape[:2], HEADS, -1).transpose(1, 2)

        # Plain products: torch's fused attention is slower here on processors.
        scores = heads("q", hidden) @ heads("k", memory).transpose(2, 3) / math.sqrt(self.size // HEADS)
        looked = (scores + hide).softmax(-1)
        self.attention = looked[:, 0]
        found = (looked @ heads("v", memory)).transpose(1, 2).flatten(2)
        return self._normed(f"{name}_Wo", hidden + self._product(f"{name}_Wo", found, f"{name}_bo"))

    def _fed_forward(self, layer: str, hidden: Tensor) -> Tensor:
        inner = self._product(f"{layer}_ffn_W1", hidden, f"{layer}_ffn_b1").relu()
        return self._normed(f"{layer}_ffn_ffn", hidden + self._product(f"{layer}_ffn_W2", inner, f"{layer}_ffn_b2"))

    def _recurrent(self, name: str, hidden: Tensor) -> Tensor:
        keep = self._product(f"{name}_Wf", hidden, f"{name}_bf").sigmoid()
        new = (1 - keep) * self._product(f"{name}_W", hidden)
        state, states = torch.zeros_like(new[:, 0]), []
        for at in range(new.shape[1]):
            state = torch.addcmul(new[:, at], keep[:, at], state)
            states.append(state)
        return torch.stack(states, 1).relu()


def attention_mask(mask: Tensor) -> Tensor:
    """Return the additive attention mask of a source: 0, or a large negative number for padding."""
    return torch.where(mask, 0.0, -1e9)[:, None, None]


def table(rows: Sequence[Sequence[int]], device: torch.device | str = "cpu") -> tuple[Tensor, Tensor]:
    """Return rows of pieces as a padded tensor (rows, longest), and its mask."""
    width = max(map(len, rows))
    filled = torch.tensor([[*row, *[END] * (width - len(row))] for row in rows], device=device)
    lengths = torch.tensor([len(row) for row in rows], device=device)
    return filled, torch.arange(width, device=device) < lengths[:, None]


def greedy(student: Student, sources: Sequence[Sequence[int]], batch: int = 32) -> Iterator[list[int]]:
    """Yield the greedy output of each source in turn, without the end piece, at most twice its length."""
    with torch.inference_mode():
        for at in range(0, len(sources), batch):
            ids, mask = table(sources[at : at + batch], student.device)
            memory, hide = student.encode(ids, mask)
            written = ids.new_zeros((len(ids), 0))
            ended = torch.zeros(len(ids), dtype=torch.bool, device=student.device)
            while written.shape[1] < 2 * ids.shape[1] + 4 and not ended.all():
                piece = student.logits(student.decode(written, memory, hide)[:, -1]).argmax(-1)
                written = torch.cat((written, piece[:, None]), 1)
                ended |= piece == END
            for row in written.tolist():
                yield row[: row.index(END)] if END in row else row
