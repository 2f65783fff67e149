"""The network of Firefox's models in numpy, for `beams`; fxtranslate decodes greedily only.

A transformer (Vaswani et al. 2017) whose decoder has simple recurrent units in place of self-attention (SSRU; Kim et
al. 2019), so that the state of a hypothesis is one vector a layer. It computes in float32 with the dequantised 8-bit
weights; unlike fxtranslate it does not quantise the inputs of products.

Inside, hidden states are columns, (size, rows): so OpenBLAS computes sixteen rows of a product alike, faster than as
(rows, size), and the heads of an attention need no transposition. Products are of a multiple of `Network.unit` columns,
filled with zeros, and of `Network.block` at most; attention is of each text alone. So a result does not depend on the
other texts of a batch.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from translate.models.student.marian_file import Floats, Ints, Vectors

# Sizes of products, in columns. BLAS kernels compute columns in groups and round the remaining columns differently.
# OpenBLAS on AVX-512 rounds every column of 16, 32, 48 or 64 alike, and takes half the time of 16 for each of 64. On
# AVX2 it treats the 16 in the middle of 32 differently from the others.
UNIT, BLOCK = 16, 64
END, UNKNOWN = 0, 1  # special pieces: end of sentence, unknown character
EPSILON = 1e-6
# The supported architecture; another one would be computed wrongly.
KNOWN = {
    "type": "transformer",
    "dec-cell": "ssru",
    "transformer-decoder-autoreg": "rnn",
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-ffn-activation": "relu",
}


@dataclass(frozen=True, slots=True)
class EncoderCache:
    """The encoder's output for the decoder: keys (heads, length, size of a head) and values (heads, size of a head,
    length) of each decoder layer."""

    keys: tuple[Floats, ...]
    values: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class OutputLayer:
    """The output layer over the pieces that may be written: all of the target, or a shortlist."""

    vectors: Floats  # (size, pieces)
    bias: Floats  # (1, pieces)
    pieces: Ints | None = None  # their numbers in the target's vocabulary, ascending; None: all, in order

    def numbers(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return the target vocabulary's numbers of pieces, given by their index here."""
        return tuple(chosen if self.pieces is None else map(int, self.pieces[list(chosen)]))


def log_probabilities(
    hidden: Floats, outputs: Sequence[OutputLayer], counts: Sequence[int]
) -> tuple[list[Floats], Floats]:
    """Return the natural log-probabilities of the next piece of several texts, and the entropy of each row in nats.

    The texts lie behind each other in one array, of which each result is a view: so what is not a product is computed
    for all of them at once, and yet the sums of each row are of this row alone.

    Args:
        hidden: the hidden states of all rows (rows, size).
        outputs: the output layer of each text.
        counts: the number of rows of each text.

    Returns:
        of each text the log-probabilities (its rows, its pieces), and the entropies (rows).
    """
    sizes = [output.bias.shape[1] for output in outputs]
    ends = list(accumulate(count * size for count, size in zip(counts, sizes, strict=True)))
    flat = np.empty(ends[-1], np.float32)
    scores, row = list[Floats](), 0
    for output, count, size, end in zip(outputs, counts, sizes, ends, strict=True):
        logits = flat[end - count * size : end].reshape(count, size)
        np.matmul(hidden[row : row + count], output.vectors, out=logits)
        logits += output.bias
        scores.append(logits)
        row += count
    lengths = np.repeat(sizes, counts)
    begins = np.cumsum(lengths) - lengths
    flat -= np.repeat(np.maximum.reduceat(flat, begins), lengths)
    exponentials = np.exp(flat)
    totals: Floats = np.add.reduceat(exponentials, begins)
    exponentials *= flat
    logs: Floats = np.log(totals)
    entropies: Floats = np.add.reduceat(exponentials, begins)
    entropies /= -totals
    entropies += logs
    flat -= np.repeat(logs, lengths)
    return scores, entropies


class Network:
    """The network of a model."""

    def __init__(self, weights: Mapping[str, Floats | Vectors], settings: str) -> None:
        """Take the weights by Marian's names, and the settings.

        Raises:
            ValueError: the architecture is another one.
        """
        fields = dict(re.findall(r'(?m)^([\w-]+): "?([^"\n]*)"?$', settings))
        for name, value in KNOWN.items():
            if fields.get(name) != value:
                raise ValueError(
                    f"it has no beams here, as its {name} is {fields.get(name)!r}, not {value!r}; "
                    "greedy decoding without retries does: `Policy(Decoding(), retry=False)`"
                )
        # In columns, as products take them transposed.
        self.weights = {
            name: np.asfortranarray(array) for name, array in weights.items() if not isinstance(array, Vectors)
        }
        self.sources = weights["encoder_Wemb" if "encoder_Wemb" in weights else "Wemb"]
        self.targets = weights["decoder_Wemb" if "decoder_Wemb" in weights else "Wemb"]
        self.unit, self.block = _sizes_alike([array for array in self.weights.values() if len(array) > 1])
        self.size, self.heads = self.sources.shape[1], int(fields["transformer-heads"])
        self.scale = np.float32(math.sqrt(self.size))
        half = self.size // 2
        self._rates = np.exp(np.arange(half, dtype=np.float32) * (-math.log(10_000.0) / (half - 1)))
        self.depths = {side: int(fields[f"{side[:3]}-depth"]) for side in ("encoder", "decoder")}

    def read(self, sources: Sequence[Sequence[int]]) -> list[EncoderCache]:
        """Run the encoder over the pieces of each source, end of sentence included."""
        ends = list(accumulate(map(len, sources)))
        texts = [slice(end - len(source), end) for source, end in zip(sources, ends, strict=True)]
        pieces, places = (
            [piece for source in sources for piece in source],
            [at for s in sources for at in range(len(s))],
        )
        hidden = self._filled(self.sources[pieces].T * self.scale + self._places(places))
        for number in range(1, self.depths["encoder"] + 1):
            layer = f"encoder_l{number}"
            queries = self._product(f"{layer}_self_Wq", f"{layer}_self_bq", hidden)
            keys, values = self._keys_and_values(f"{layer}_self", hidden)
            attended = np.zeros_like(hidden)
            for text in texts:
                attended[:, text], _ = self._attention(
                    queries[:, text], keys[:, :, text].transpose(0, 2, 1), values[:, :, text]
                )
            hidden = self._fed_forward(layer, self._written(f"{layer}_self", hidden, attended))
        layers = [f"decoder_l{number}_context" for number in range(1, self.depths["decoder"] + 1)]
        both = [self._keys_and_values(layer, hidden) for layer in layers]
        return [
            EncoderCache(
                tuple(np.ascontiguousarray(keys[:, :, text].transpose(0, 2, 1)) for keys, _ in both),
                tuple(np.ascontiguousarray(values[:, :, text]) for _, values in both),
            )
            for text in texts
        ]

    def output(self, pieces: Ints | None = None) -> OutputLayer:
        """Return the output layer over all pieces of the target, or over those with these numbers."""
        if pieces is None:
            return self._every_piece
        bias = self.weights["decoder_ff_logit_out_b"][:, pieces]
        return OutputLayer(self._columns(pieces), bias, pieces)

    @cached_property
    def _every_piece(self) -> OutputLayer:
        return OutputLayer(self._columns(slice(None)), self.weights["decoder_ff_logit_out_b"])

    def _columns(self, pieces: Ints | slice) -> Floats:
        """Return the embeddings of pieces of the target as columns: a product of few rows takes a third less time."""
        targets = self.targets
        return targets.columns(pieces) if isinstance(targets, Vectors) else np.ascontiguousarray(targets[pieces].T)

    def advance(
        self, memories: Sequence[EncoderCache], counts: Sequence[int], states: Floats, before: Floats, at: Sequence[int]
    ) -> tuple[Floats, Floats, list[Floats]]:
        """Run one decoder step for several texts, each with several rows.

        Products run in blocks of rows, the last filled with zeros, and attention separately for each text. So the
        result of a row does not depend on the other rows.

        Args:
            memories: the encoder's output for each text.
            counts: the number of rows of each text.
            states: the recurrent state of each layer and row (layers, rows, size); zeros at the beginning.
            before: the embedding of the last piece of each row (rows, size); zeros at the beginning.
            at: the number of pieces of each row.

        Returns:
            the hidden states for the output layer (rows, size), the new recurrent states, and for each text the
            attention of the first head of the last layer (its rows, length of the source).
        """
        rows = len(before)
        hidden = self._filled(before.T * self.scale + self._places(at))
        kept: list[Floats] = []
        attention: list[Floats] = []
        for number in range(self.depths["decoder"]):
            layer = f"decoder_l{number + 1}"
            state = self._recurrent(f"{layer}_rnn", hidden, self._filled(states[number].T))
            kept.append(state[:, :rows].T)
            hidden = self._normed(f"{layer}_rnn_ffn", hidden + np.maximum(state, 0.0))
            queries = self._product(f"{layer}_context_Wq", f"{layer}_context_bq", hidden)
            attended, attention, begin = np.zeros_like(hidden), [], 0
            for memory, count in zip(memories, counts, strict=True):
                mine = slice(begin, begin + count)
                attended[:, mine], parts = self._attention(queries[:, mine], memory.keys[number], memory.values[number])
                attention.append(parts[0].T)
                begin += count
            hidden = self._fed_forward(layer, self._written(f"{layer}_context", hidden, attended))
        return hidden[:, :rows].T, np.stack(kept), attention

    def _filled(self, columns: Floats) -> Floats:
        """Return columns (size, rows) with zeros up to a multiple of `self.unit`."""
        size, rows = columns.shape
        filled = np.zeros((size, -(-rows // self.unit) * self.unit), np.float32)
        filled[:, :rows] = columns
        return filled

    def _places(self, at: Sequence[int]) -> Floats:
        """Return sinusoidal position embeddings (size, places) in Marian's layout: the sines, then the cosines."""
        angles = self._rates[:, None] * np.array(at, np.float32)
        return np.concatenate((np.sin(angles), np.cos(angles)))

    def _product(self, name: str, bias: str | None, hidden: Floats) -> Floats:
        weights = self.weights[name].T
        made: Floats = np.empty((len(weights), hidden.shape[1]), np.float32)
        for begin in range(0, hidden.shape[1], self.block):
            block = slice(begin, begin + self.block)
            np.matmul(weights, hidden[:, block], out=made[:, block])
        if bias is not None:
            made += self.weights[bias].T
        return made

    def _normed(self, name: str, hidden: Floats) -> Floats:
        normed: Floats = hidden - np.add.reduce(hidden, 0) / self.size  # `mean` takes longer
        normed /= np.sqrt(np.add.reduce(normed * normed, 0) / self.size + EPSILON)
        normed *= self.weights[f"{name}_ln_scale"].T
        normed += self.weights[f"{name}_ln_bias"].T
        return normed

    def _in_heads(self, hidden: Floats) -> Floats:
        return hidden.reshape(self.heads, -1, hidden.shape[1])

    def _keys_and_values(self, name: str, hidden: Floats) -> tuple[Floats, Floats]:
        keys, values = (self._in_heads(self._product(f"{name}_W{it}", f"{name}_b{it}", hidden)) for it in "kv")
        return keys, values

    def _attention(self, queries: Floats, keys: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Return the attended values (size, rows) and the attention weights (heads, length of the source, rows)."""
        parts = keys @ self._in_heads(queries)
        parts *= np.float32(1 / math.sqrt(self.size // self.heads))
        parts -= parts.max(1, keepdims=True)
        np.exp(parts, out=parts)
        parts /= parts.sum(1, keepdims=True)
        return (values @ parts).reshape(self.size, -1), parts

    def _written(self, name: str, hidden: Floats, attended: Floats) -> Floats:
        return self._normed(f"{name}_Wo", hidden + self._product(f"{name}_Wo", f"{name}_bo", attended))

    def _fed_forward(self, layer: str, hidden: Floats) -> Floats:
        inner = self._product(f"{layer}_ffn_W1", f"{layer}_ffn_b1", hidden)
        np.maximum(inner, 0.0, out=inner)
        return self._normed(f"{layer}_ffn_ffn", hidden + self._product(f"{layer}_ffn_W2", f"{layer}_ffn_b2", inner))

    def _recurrent(self, name: str, hidden: Floats, state: Floats) -> Floats:
        """Return the new state of a recurrent unit."""
        keep: Floats = np.reciprocal(np.exp(-self._product(f"{name}_Wf", f"{name}_bf", hidden)) + np.float32(1))
        return keep * state + (1 - keep) * self._product(f"{name}_W", None, hidden)


def _sizes_alike(weights: Sequence[Floats]) -> tuple[int, int]:
    """Return the unit and the largest block for which this machine's products round every column alike.

    That is so in products of each multiple of the unit up to the block; at most `UNIT` and `BLOCK`.
    """
    by_shape = {array.shape: array for array in weights}.values()
    for unit, block in ((UNIT, BLOCK), (UNIT, UNIT), (UNIT // 2, UNIT // 2), (UNIT // 4, UNIT // 4)):
        if all(_is_alike(array, range(unit, block + 1, unit)) for array in by_shape):
            return unit, block
    return 1, 1


def _is_alike(weights: Floats, sizes: Iterable[int]) -> bool:
    column = np.sin(np.arange(len(weights), dtype=np.float32))[:, None]  # sines, so that differences in rounding show
    products = [weights.T @ np.tile(column, (1, size)) for size in sizes]
    return all((product == products[0][:, :1]).all() for product in products)
