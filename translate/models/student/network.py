"""The network of Firefox's models in numpy, for `beams`; fxtranslate decodes greedily only.

A transformer (Vaswani et al. 2017) whose decoder has simple recurrent units in place of self-attention (SSRU; Kim et
al. 2019), so that going on needs no more of what was written than one vector a layer. It is run in float32 from the
8-bit weights; what goes into the products is not rounded, as fxtranslate does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from translate.models.student.marian_file import Floats, Ints, Vectors

# Rows of a product while decoding, at most. Kernels of BLAS take some rows at once, and what is left over otherwise: of
# 16 rows, OpenBLAS on AVX2 takes 6 in another way than 10.
ROWS = 16
END, UNKNOWN = 0, 1  # pieces: what ends a sentence, and what stands for a character there is no piece for
EPSILON = 1e-6
# The settings of the models at hand; another network would be computed wrongly.
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
    """What the decoder looks at of a source: keys and values of each of its layers (heads, length, size of a head)."""

    keys: tuple[Floats, ...]
    values: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """The pieces that a text may be written with: all of the target, or a shortlist of them."""

    vectors: Floats  # (size, pieces)
    bias: Floats  # (1, pieces)
    pieces: Ints | None = None  # their numbers in the target's vocabulary, ascending; None: all, in order

    def log_probabilities(self, hidden: Floats) -> Floats:
        """Return the natural log-probability of each piece as the next one (rows, pieces), of states (rows, size)."""
        logits: Floats = hidden @ self.vectors
        logits += self.bias
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        return logits

    def numbers(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return the numbers in the target's vocabulary of pieces that are numbered as here."""
        return tuple(chosen if self.pieces is None else map(int, self.pieces[list(chosen)]))


class Network:
    """The weights of a model, and what is computed with them."""

    def __init__(self, weights: Mapping[str, Floats | Vectors], settings: str) -> None:
        """Take weights by Marian's names and its settings.

        Raises:
            ValueError: it is another network.
        """
        said = dict(re.findall(r'(?m)^([\w-]+): "?([^"\n]*)"?$', settings))
        for name, value in KNOWN.items():
            if said.get(name) != value:
                raise ValueError(
                    f"it has no beams here, as its {name} is {said.get(name)!r}, not {value!r}; "
                    "greedy decoding without retries does: `Policy(Decoding(), retry=False)`"
                )
        self.weights = {
            name: np.ascontiguousarray(one) for name, one in weights.items() if not isinstance(one, Vectors)
        }
        self.sources = weights["encoder_Wemb" if "encoder_Wemb" in weights else "Wemb"]
        self.targets = weights["decoder_Wemb" if "decoder_Wemb" in weights else "Wemb"]
        self.rows = _rows_alike([one for one in self.weights.values() if len(one) > 1])
        self.size, self.heads = self.sources.shape[1], int(said["transformer-heads"])
        self.scale = np.float32(math.sqrt(self.size))
        half = self.size // 2
        self._rates = np.exp(np.arange(half, dtype=np.float32) * (-math.log(10_000.0) / (half - 1)))
        self.depths = {side: int(said[f"{side[:3]}-depth"]) for side in ("encoder", "decoder")}

    def read(self, source: Sequence[int]) -> EncoderCache:
        """Return what the decoder looks at of a source's pieces, its end included."""
        hidden = self.sources[list(source)] * self.scale + self._places(range(len(source)))
        for number in range(1, self.depths["encoder"] + 1):
            layer = f"encoder_l{number}"
            keys, values = self._looked_at(f"{layer}_self", hidden)
            hidden = self._attended(f"{layer}_self", hidden, keys, values)
            hidden = self._fed_forward(layer, hidden)
        layers = [f"decoder_l{number}_context" for number in range(1, self.depths["decoder"] + 1)]
        both = [self._looked_at(layer, hidden) for layer in layers]
        return EncoderCache(tuple(keys for keys, _ in both), tuple(values for _, values in both))

    def output(self, pieces: Ints | None = None) -> Output:
        """Return what texts are written with: all pieces of the target, or those with these numbers."""
        if pieces is None:
            return self._every_piece
        bias = self.weights["decoder_ff_logit_out_b"][:, pieces]
        # Laid out the other way round: so a product of few rows takes two thirds of the time.
        return Output(np.ascontiguousarray(self.targets[pieces].T), bias, pieces)

    @cached_property
    def _every_piece(self) -> Output:
        return Output(np.ascontiguousarray(self.targets[:].T), self.weights["decoder_ff_logit_out_b"])

    def advance(
        self, memories: Sequence[EncoderCache], counts: Sequence[int], states: Floats, before: Floats, at: Sequence[int]
    ) -> tuple[Floats, Floats, list[Floats]]:
        """Extend several texts by one piece, each with several rows.

        Products run in blocks of `self.rows` rows, the last filled with zeros, and looking is each text's own. So what
        comes out of a row does not depend on the rows beside it.

        Args:
            memories: of the source of each text.
            counts: how many rows each text has.
            states: what each layer keeps of each row (layers, rows, size); zeros at the beginning.
            before: the vector of the piece that each row wrote last (rows, size); zeros at the beginning.
            at: how many pieces each row has.

        Returns:
            the states that the next piece is told from (rows, size), what the layers keep then, and for each text what
            of its looking the first head of the last layer gives each piece of the source (its rows, length of the
            source).
        """
        rows = len(before)
        filled = -(-rows // self.rows) * self.rows
        states = np.pad(states, ((0, 0), (0, filled - rows), (0, 0)))
        hidden: Floats = np.pad(before * self.scale + self._places(at), ((0, filled - rows), (0, 0)))
        kept: list[Floats] = []
        looked: list[Floats] = []
        for number in range(self.depths["decoder"]):
            layer = f"decoder_l{number + 1}"
            state, out = self._recurrent(f"{layer}_rnn", hidden, states[number])
            kept.append(state[:rows])
            hidden = self._normed(f"{layer}_rnn_ffn", hidden + out)
            asked = self._product(f"{layer}_context_Wq", f"{layer}_context_bq", hidden)
            joined, looked, begin = np.zeros_like(hidden), [], 0
            for memory, count in zip(memories, counts, strict=True):
                mine = slice(begin, begin + count)
                joined[mine], parts = self._attention(asked[mine], memory.keys[number], memory.values[number])
                looked.append(parts[0])
                begin += count
            hidden = self._written(f"{layer}_context", hidden, joined)
            hidden = self._fed_forward(layer, hidden)
        return hidden[:rows], np.stack(kept), looked

    def _places(self, at: Sequence[int]) -> Floats:
        """Return the sines, then the cosines, of 1 to 1/10,000 of each place, as Marian has them."""
        angles = np.array(at, np.float32)[:, None] * self._rates
        return np.concatenate((np.sin(angles), np.cos(angles)), 1)

    def _product(self, name: str, bias: str | None, hidden: Floats) -> Floats:
        weights, rows = self.weights[name], len(hidden)
        if rows % self.rows:  # a text's own: nothing is beside it
            made: Floats = hidden @ weights
        else:
            made = (hidden.reshape(-1, self.rows, hidden.shape[1]) @ weights).reshape(rows, -1)
        if bias is not None:
            made += self.weights[bias]
        return made

    def _normed(self, name: str, hidden: Floats) -> Floats:
        around = hidden - hidden.mean(-1, keepdims=True)
        spread = np.sqrt((around * around).mean(-1, keepdims=True) + EPSILON)
        made: Floats = around / spread * self.weights[f"{name}_ln_scale"] + self.weights[f"{name}_ln_bias"]
        return made

    def _in_heads(self, hidden: Floats) -> Floats:
        return hidden.reshape(len(hidden), self.heads, -1).transpose(1, 0, 2)

    def _looked_at(self, name: str, hidden: Floats) -> tuple[Floats, Floats]:
        keys, values = (self._in_heads(self._product(f"{name}_W{it}", f"{name}_b{it}", hidden)) for it in "kv")
        return keys, values

    def _attended(self, name: str, hidden: Floats, keys: Floats, values: Floats) -> Floats:
        joined, _ = self._attention(self._product(f"{name}_Wq", f"{name}_bq", hidden), keys, values)
        return self._written(name, hidden, joined)

    def _attention(self, asked: Floats, keys: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Return what is seen (rows, size), and what of the attention is where (heads, rows, length of the source)."""
        scores = self._in_heads(asked) @ keys.transpose(0, 2, 1) / np.float32(math.sqrt(self.size // self.heads))
        parts = np.exp(scores - scores.max(-1, keepdims=True))
        parts /= parts.sum(-1, keepdims=True)
        return (parts @ values).transpose(1, 0, 2).reshape(len(asked), -1), parts

    def _written(self, name: str, hidden: Floats, joined: Floats) -> Floats:
        return self._normed(f"{name}_Wo", hidden + self._product(f"{name}_Wo", f"{name}_bo", joined))

    def _fed_forward(self, layer: str, hidden: Floats) -> Floats:
        inner = np.maximum(self._product(f"{layer}_ffn_W1", f"{layer}_ffn_b1", hidden), 0.0)
        return self._normed(f"{layer}_ffn_ffn", hidden + self._product(f"{layer}_ffn_W2", f"{layer}_ffn_b2", inner))

    def _recurrent(self, name: str, hidden: Floats, state: Floats) -> tuple[Floats, Floats]:
        keep: Floats = np.reciprocal(np.exp(-self._product(f"{name}_Wf", f"{name}_bf", hidden)) + np.float32(1))
        new: Floats = keep * state + (1 - keep) * self._product(f"{name}_W", None, hidden)
        return new, np.maximum(new, 0.0)


def _rows_alike(weights: Sequence[Floats]) -> int:
    """Return how many rows, `ROWS` at most, the products of this machine treat alike, wherever among them a row is."""
    by_shape = {one.shape: one for one in weights}.values()
    for rows in (ROWS, ROWS // 2, ROWS // 4):
        # Sines, so that rounding shows.
        made = [np.tile(np.sin(np.arange(len(one), dtype=np.float32)), (rows, 1)) @ one for one in by_shape]
        if all((one == one[0]).all() for one in made):
            return rows
    return 1
