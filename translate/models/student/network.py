"""The network of Firefox's models in numpy, for `beams`; fxtranslate decodes greedily only.

A transformer (Vaswani et al. 2017) whose decoder has simple recurrent units in place of self-attention (SSRU; Kim et
al. 2019), so that the state of a hypothesis is one vector a layer. It computes in float32 with the dequantised 8-bit
weights; unlike fxtranslate it does not quantise the inputs of products.

Inside, hidden states are columns, (size, rows): so OpenBLAS computes sixteen rows of a product alike, faster than as
(rows, size). Products are of a multiple of `Network.unit` columns, filled with zeros, and of `Network.block` at most;
the first and last `Network.margin` columns hold nothing. Attention is of each text alone. So a result does not depend
on the other texts of a batch.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from translate.models.student.marian_file import Floats, Ints, Vectors

# Sizes of products, in columns. BLAS kernels compute columns in groups and round the remaining columns differently.
# OpenBLAS on AVX-512 rounds every column of a multiple of 16 alike; on AVX2 all but the first and the last 8, so these
# are a margin there. A product of 128 columns takes half to three quarters of the time of eight of 16.
UNIT, BLOCK, MARGIN = 16, 144, 8
END, UNKNOWN = 0, 1  # special pieces: end of sentence, unknown character
NO_PIECES: Ints = np.zeros(0, np.int64)
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
    """The encoder's output for the decoder: keys (heads, size of a head, length) and values (heads, length, size of a
    head) of each decoder layer."""

    keys: tuple[Floats, ...]
    values: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class OutputLayer:
    """The output layer of a text: over the network's common pieces, then over the pieces of its own."""

    vectors: Floats  # embeddings of its own pieces (size, own pieces)
    bias: Floats  # (1, own pieces)
    pieces: list[int]  # the numbers of all, common and own, in the target's vocabulary


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths, one after another in one array.

    So something can be computed for all rows at once, and yet the sums of each row are of this row alone.
    """

    flat: Floats
    begins: Ints  # of each row
    lengths: Ints  # of each row

    @classmethod
    def empty(cls, lengths: Sequence[int], counts: Sequence[int]) -> Ragged:
        """Return so many rows of each length, with any numbers in them."""
        of_rows = np.repeat(lengths, counts)
        ends = np.cumsum(of_rows)
        return cls(np.empty(ends[-1], np.float32), ends - of_rows, of_rows)

    def split(self, counts: Sequence[int]) -> list[Floats]:
        """Return views (rows, their length) of so many rows each; rows of a view have equal lengths."""
        rows = accumulate(counts, initial=0)
        return [
            self.flat[(begin := self.begins[row]) : begin + count * self.lengths[row]].reshape(count, -1)
            for row, count in zip(rows, counts, strict=False)
        ]

    def each(self, numbers: Floats) -> Floats:
        """Return a number of each row, repeated for its elements."""
        return np.repeat(numbers, self.lengths)

    def sums(self, numbers: Floats) -> Floats:
        """Return the sum of each row of `numbers`, which lie as these do."""
        found: Floats = np.add.reduceat(numbers, self.begins)
        return found

    def maxima(self) -> Floats:
        """Return the maximum of each row."""
        found: Floats = np.maximum.reduceat(self.flat, self.begins)
        return found

    def softmax(self) -> None:
        """Turn the numbers of each row into probabilities, in place."""
        flat = self.flat
        flat -= self.each(self.maxima())
        np.exp(flat, out=flat)
        flat /= self.each(self.sums(flat))

    def log_softmax(self) -> Floats:
        """Turn the numbers of each row into natural log-probabilities, in place; return each row's entropy in nats."""
        flat = self.flat
        flat -= self.each(self.maxima())
        exponentials = np.exp(flat)
        totals = self.sums(exponentials)
        logs: Floats = np.log(totals)
        exponentials *= flat
        entropies = logs - self.sums(exponentials) / totals
        flat -= self.each(logs)
        return entropies


class Network:
    """The network of a model."""

    def __init__(self, weights: Mapping[str, Floats | Vectors], settings: str, common: Ints | None = None) -> None:
        """Take the weights by Marian's names, and the settings.

        Args:
            weights: by Marian's names.
            settings: of the model, as YAML.
            common: pieces that every text may be written with, ascending; None for all pieces of the target.

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
        self.common = np.arange(self.targets.shape[0]) if common is None else common
        self._common_vectors = np.asfortranarray(self._columns(self.common))
        self._common_bias = self.weights["decoder_ff_logit_out_b"][:, self.common].T
        products = [array for array in self.weights.values() if len(array) > 1]
        self.unit, self.block, self.margin = _sizes_alike([*products, self._common_vectors])
        self.size, self.heads = self.sources.shape[1], int(fields["transformer-heads"])
        self.scale = np.float32(math.sqrt(self.size))
        half = self.size // 2
        self._rates = np.exp(np.arange(half, dtype=np.float32) * (-math.log(10_000.0) / (half - 1)))
        self.depths = {side: int(fields[f"{side[:3]}-depth"]) for side in ("encoder", "decoder")}

    def read(self, sources: Sequence[Sequence[int]]) -> list[EncoderCache]:
        """Run the encoder over the pieces of each source, end of sentence included."""
        counts = list(map(len, sources))
        texts = [slice(begin, end) for begin, end in pairwise(accumulate(counts, initial=self.margin))]
        pieces, places = (
            [piece for source in sources for piece in source],
            [at for s in sources for at in range(len(s))],
        )
        hidden = self._filled(self.sources[pieces].T * self.scale + self._places(places))
        for number in range(1, self.depths["encoder"] + 1):
            layer = f"encoder_l{number}"
            queries = self._product(f"{layer}_self_Wq", f"{layer}_self_bq", hidden)
            keys, values = self._keys_and_values(f"{layer}_self", hidden)
            of_texts = [(keys[:, :, text], values[:, :, text].transpose(0, 2, 1)) for text in texts]
            attended, _ = self._attention(queries, of_texts, counts)
            hidden = self._fed_forward(layer, self._written(f"{layer}_self", hidden, attended))
        layers = [f"decoder_l{number}_context" for number in range(1, self.depths["decoder"] + 1)]
        both = [self._keys_and_values(layer, hidden) for layer in layers]
        return [
            EncoderCache(
                tuple(np.ascontiguousarray(keys[:, :, text]) for keys, _ in both),
                tuple(np.ascontiguousarray(values[:, :, text].transpose(0, 2, 1)) for _, values in both),
            )
            for text in texts
        ]

    def output(self, own: Ints = NO_PIECES) -> OutputLayer:
        """Return the output layer over the common pieces and those with the numbers `own`."""
        bias = self.weights["decoder_ff_logit_out_b"][:, own]
        return OutputLayer(self._columns(own), bias, [*self._common_numbers, *own.tolist()])

    @cached_property
    def _common_numbers(self) -> list[int]:
        numbers: list[int] = self.common.tolist()
        return numbers

    def _columns(self, pieces: Ints) -> Floats:
        """Return the embeddings of pieces of the target as columns: a product of few rows takes a third less time."""
        targets = self.targets
        return targets.columns(pieces) if isinstance(targets, Vectors) else np.ascontiguousarray(targets[pieces].T)

    def log_probabilities(
        self, hidden: Floats, outputs: Sequence[OutputLayer], counts: Sequence[int]
    ) -> tuple[Ragged, Floats]:
        """Return the natural log-probabilities of the next piece of each row, and the entropy of each row in nats.

        Args:
            hidden: the hidden states that `advance` returns.
            outputs: the output layer of each text.
            counts: the number of rows of each text.
        """
        common = self._multiplied(self._common_vectors, hidden)
        common += self._common_bias
        common = np.ascontiguousarray(common.T)
        shared, rows, begin = len(self.common), np.ascontiguousarray(hidden.T), self.margin
        scores = Ragged.empty([len(output.pieces) for output in outputs], counts)
        for output, count, logits in zip(outputs, counts, scores.split(counts), strict=True):
            mine = slice(begin, begin := begin + count)
            logits[:, :shared] = common[mine]
            if output.bias.size:
                np.matmul(rows[mine], output.vectors, out=logits[:, shared:])
                logits[:, shared:] += output.bias
        return scores, scores.log_softmax()

    def advance(
        self,
        memories: Sequence[EncoderCache],
        counts: Sequence[int],
        states: Floats,
        before: Sequence[int],
        at: Sequence[int],
    ) -> tuple[Floats, Floats, list[Floats]]:
        """Run one decoder step for several texts, each with several rows.

        Products run in blocks of rows, the last filled with zeros, and attention separately for each text. So the
        result of a row does not depend on the other rows.

        Args:
            memories: the encoder's output for each text.
            counts: the number of rows of each text.
            states: the recurrent state of each layer and row (layers, rows, size); zeros at the beginning.
            before: the number of the last piece of each row; any at the beginning.
            at: the number of pieces of each row.

        Returns:
            the hidden states for `log_probabilities` in columns, filled and between margins (size, columns); the new
            recurrent states; and for each text the attention of the first head of the last layer (its rows, length of
            the source).
        """
        rows = len(before)
        vectors = self.targets[before]
        vectors[np.array(at) == 0] = 0
        hidden = self._filled(vectors.T * self.scale + self._places(at))
        kept: list[Floats] = []
        for number in range(self.depths["decoder"]):
            layer = f"decoder_l{number + 1}"
            state = self._recurrent(f"{layer}_rnn", hidden, self._filled(states[number].T))
            kept.append(state[:, self.margin : self.margin + rows].T)
            hidden = self._normed(f"{layer}_rnn_ffn", hidden + np.maximum(state, 0.0))
            queries = self._product(f"{layer}_context_Wq", f"{layer}_context_bq", hidden)
            of_layer = [(memory.keys[number], memory.values[number]) for memory in memories]
            attended, parts = self._attention(queries, of_layer, counts)
            hidden = self._fed_forward(layer, self._written(f"{layer}_context", hidden, attended))
        return hidden, np.stack(kept), [part[0].copy() for part in parts]

    def _filled(self, columns: Floats) -> Floats:
        """Return columns (size, rows) between margins, with zeros up to a multiple of `self.unit`."""
        size, rows = columns.shape
        filled = np.zeros((size, -(-(rows + 2 * self.margin) // self.unit) * self.unit), np.float32)
        filled[:, self.margin : self.margin + rows] = columns
        return filled

    def _places(self, at: Sequence[int]) -> Floats:
        """Return sinusoidal position embeddings (size, places) in Marian's layout: the sines, then the cosines."""
        angles = self._rates[:, None] * np.array(at, np.float32)
        return np.concatenate((np.sin(angles), np.cos(angles)))

    def _multiplied(self, weights: Floats, hidden: Floats) -> Floats:
        """Return the product of weights (size, outputs) and hidden states in columns: (outputs, rows).

        Blocks overlap by their margins, so that each column but those of the outer margins is inside of one.
        """
        made: Floats = np.empty((weights.shape[1], hidden.shape[1]), np.float32)
        overlap = 2 * self.margin
        for begin in range(0, hidden.shape[1] - overlap, self.block - overlap):
            block = slice(begin, begin + self.block)
            inside = slice(begin, begin + self.margin if begin else begin)  # of the block before
            before = made[:, inside].copy()
            np.matmul(weights.T, hidden[:, block], out=made[:, block])
            made[:, inside] = before
        return made

    def _product(self, name: str, bias: str | None, hidden: Floats) -> Floats:
        made = self._multiplied(self.weights[name], hidden)
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

    def _attention(
        self, queries: Floats, memories: Sequence[tuple[Floats, Floats]], counts: Sequence[int]
    ) -> tuple[Floats, list[Floats]]:
        """Return what the columns of several texts attend to, and the attention weights.

        Args:
            queries: of all texts in columns, filled and between margins (size, columns).
            memories: of each text its keys (heads, size of a head, length) and values (heads, length, size of a head).
            counts: the number of columns of each text.

        Returns:
            the attended values in the same columns, and the weights of each text (heads, its columns, length).
        """
        of_heads = [count * self.heads for count in counts]
        weights = Ragged.empty([keys.shape[2] for keys, _ in memories], of_heads)
        of_texts = [part.reshape(self.heads, -1, part.shape[1]) for part in weights.split(of_heads)]
        rows = np.ascontiguousarray(queries.T * np.float32(1 / math.sqrt(self.size // self.heads)))
        rows = rows.reshape(-1, self.heads, self.size // self.heads)
        texts = [slice(begin, end) for begin, end in pairwise(accumulate(counts, initial=self.margin))]
        for text, (keys, _), part in zip(texts, memories, of_texts, strict=True):
            np.matmul(rows[text].transpose(1, 0, 2), keys, out=part)
        weights.softmax()
        attended = np.zeros_like(rows)
        for text, (_, values), part in zip(texts, memories, of_texts, strict=True):
            np.matmul(part, values, out=attended[text].transpose(1, 0, 2))
        return np.ascontiguousarray(attended.reshape(-1, self.size).T), of_texts

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


def _sizes_alike(weights: Sequence[Floats]) -> tuple[int, int, int]:
    """Return the unit, the largest block and the margin for which this machine's products round columns alike.

    They do in products of each multiple of the unit up to the block, except for the margin at both ends.
    """
    by_shape = {array.shape: array for array in weights}.values()
    ways = ((UNIT, BLOCK, 0), (UNIT, BLOCK, MARGIN), *((unit, unit, 0) for unit in (UNIT, UNIT // 2, UNIT // 4)))
    for unit, block, margin in ways:
        sizes = range(unit + 2 * margin, block + 1, unit)
        if all(_is_alike(array, sizes, margin) for array in by_shape):
            return unit, block, margin
    return 1, 1, 0


def _is_alike(weights: Floats, sizes: Iterable[int], margin: int) -> bool:
    column = np.sin(np.arange(len(weights), dtype=np.float32))[:, None]  # sines, so that differences in rounding show
    products = ((weights.T @ np.tile(column, (1, size)))[:, margin : size - margin] for size in sizes)
    first = next(products)[:, :1].copy()
    return all((product == first).all() for product in products)
