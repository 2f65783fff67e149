"""Beams for Firefox's models, which fxtranslate decodes greedily: their network in numpy, a text at a time.

A transformer (Vaswani et al. 2017) whose decoder has simple recurrent units in place of self-attention (SSRU; Kim et
al. 2019), so that going on needs no more of what was written than one vector a layer. It is run in float32 from the
8-bit weights; what goes into the products is not rounded, as fxtranslate does. Every text is alone with its beams, so
nothing depends on what it is translated with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from translate.models.decoding import Decoding, banned
from translate.models.student.copying import Copier
from translate.models.student.marian_file import Floats

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
class Decoded:
    """A translation: its pieces without the end, the mean natural log-probability of a piece, whether it ended."""

    pieces: tuple[int, ...]
    score: float
    complete: bool


class Network:
    """The weights of a model, and what is computed with them."""

    def __init__(self, weights: Mapping[str, Floats], settings: str) -> None:
        """Take weights by Marian's names and its settings.

        Raises:
            ValueError: it is another network.
        """
        said = dict(re.findall(r'(?m)^([\w-]+): "?([^"\n]*)"?$', settings))
        for name, value in KNOWN.items():
            if said.get(name) != value:
                raise ValueError(
                    f"it has no beams here, as its {name} is {said.get(name)!r}, not {value!r}; "
                    "--decoding fast --no-retry does without"
                )
        self.weights = {name: np.ascontiguousarray(one) for name, one in weights.items()}
        self.sources = self.weights["encoder_Wemb" if "encoder_Wemb" in weights else "Wemb"]
        # Laid out the other way round: so a product of few rows takes two thirds of the time.
        self.targets = np.ascontiguousarray(self.weights["decoder_Wemb" if "decoder_Wemb" in weights else "Wemb"].T)
        self.size, self.heads = self.sources.shape[1], int(said["transformer-heads"])
        self.scale = np.float32(math.sqrt(self.size))
        self.depths = {side: int(said[f"{side[:3]}-depth"]) for side in ("encoder", "decoder")}

    def read(self, source: Sequence[int]) -> EncoderCache:
        """Return what the decoder looks at of a source's pieces, its end included."""
        hidden = self.sources[list(source)] * self.scale + self._places(range(len(source)))
        for number in range(1, self.depths["encoder"] + 1):
            layer = f"encoder_l{number}"
            keys, values = self._looked_at(f"{layer}_self", hidden)
            hidden, _ = self._attended(f"{layer}_self", hidden, keys, values)
            hidden = self._fed_forward(layer, hidden)
        layers = [f"decoder_l{number}_context" for number in range(1, self.depths["decoder"] + 1)]
        both = [self._looked_at(layer, hidden) for layer in layers]
        return EncoderCache(tuple(keys for keys, _ in both), tuple(values for _, values in both))

    def step(
        self, memory: EncoderCache, states: Floats, before: Sequence[int] | None, at: int
    ) -> tuple[Floats, Floats, Floats]:
        """Write on by a piece.

        Args:
            memory: of the source.
            states: what each layer keeps of each row (layers, rows, size); zeros at the beginning.
            before: the piece each row wrote last; None at the beginning.
            at: how many pieces each row has.

        Returns:
            natural log-probabilities of the next piece (rows, pieces), the states that follow, and what of its looking
            the first head of the last layer gives each piece of the source (rows, length of the source).
        """
        rows = states.shape[1]
        vectors = np.zeros((rows, self.size), np.float32) if before is None else self.targets[:, list(before)].T
        hidden: Floats = vectors * self.scale + self._places([at])
        kept = []
        for number, (keys, values) in enumerate(zip(memory.keys, memory.values, strict=True)):
            layer = f"decoder_l{number + 1}"
            state, out = self._recurrent(f"{layer}_rnn", hidden, states[number])
            kept.append(state)
            hidden = self._normed(f"{layer}_rnn_ffn", hidden + out)
            hidden, attention = self._attended(f"{layer}_context", hidden, keys, values)
            hidden = self._fed_forward(layer, hidden)
        logits: Floats = hidden @ self.targets
        logits += self.weights["decoder_ff_logit_out_b"]
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        return logits, np.stack(kept), attention[0]

    def _places(self, at: Sequence[int]) -> Floats:
        """Return the sines, then the cosines, of 1 to 1/10,000 of each place, as Marian has them."""
        half = self.size // 2
        rates = np.exp(np.arange(half, dtype=np.float32) * (-math.log(10_000.0) / (half - 1)))
        angles = np.array(at, np.float32)[:, None] * rates
        return np.concatenate((np.sin(angles), np.cos(angles)), 1)

    def _product(self, name: str, bias: str, hidden: Floats) -> Floats:
        made: Floats = hidden @ self.weights[name] + self.weights[bias]
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

    def _attended(self, name: str, hidden: Floats, keys: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Return what follows from looking, and the parts of the looking (heads, rows, length of what is looked at)."""
        asked = self._in_heads(self._product(f"{name}_Wq", f"{name}_bq", hidden))
        scores = asked @ keys.transpose(0, 2, 1) / np.float32(math.sqrt(self.size // self.heads))
        parts = np.exp(scores - scores.max(-1, keepdims=True))
        parts /= parts.sum(-1, keepdims=True)
        joined = (parts @ values).transpose(1, 0, 2).reshape(len(hidden), -1)
        return self._normed(f"{name}_Wo", hidden + self._product(f"{name}_Wo", f"{name}_bo", joined)), parts

    def _fed_forward(self, layer: str, hidden: Floats) -> Floats:
        inner = np.maximum(self._product(f"{layer}_ffn_W1", f"{layer}_ffn_b1", hidden), 0.0)
        return self._normed(f"{layer}_ffn_ffn", hidden + self._product(f"{layer}_ffn_W2", f"{layer}_ffn_b2", inner))

    def _recurrent(self, name: str, hidden: Floats, state: Floats) -> tuple[Floats, Floats]:
        keep = np.reciprocal(np.exp(-self._product(f"{name}_Wf", f"{name}_bf", hidden)) + np.float32(1))
        new: Floats = keep * state + (1 - keep) * (hidden @ self.weights[f"{name}_W"])
        return new, np.maximum(new, 0.0)


def search(
    network: Network, source: Sequence[int], limit: int, decoding: Decoding, copier: Copier | None = None
) -> Decoded:
    """Return the best translation of a source's pieces that a beam search finds.

    The mean log-probability of a piece decides between hypotheses that ended. The search is over when as many as there
    are beams have, and the best that goes on is no better than the worst of them, or when they have `limit` pieces. The
    piece for unknown characters is never written.

    Args:
        network: of the model.
        source: pieces, the end included.
        limit: pieces of a translation, its end included.
        decoding: beams, and the runs that must not come twice.
        copier: of the source's names; the log-probabilities are then those of `translate.models.student.copying`.
    """
    beams = decoding.beams
    memory = network.read(source)
    states = np.zeros((network.depths["decoder"], 1, network.size), np.float32)
    rows: list[tuple[int, ...]] = [()]
    sums = np.zeros(1, np.float32)
    ended: list[Decoded] = []
    before: list[Floats | None] = [None]
    for length in range(1, limit + 1):
        last = [row[-1] for row in rows] if length > 1 else None
        scores, states, attention = network.step(memory, states, last, length - 1)
        scores[:, UNKNOWN] = -np.inf
        for row, line, part, earlier in zip(rows, scores, attention, before, strict=True):
            if copier is not None:
                copier.weigh(line, row, part, earlier)
            line[banned(row, decoding.no_repeat_ngram)] = -np.inf
        scores += sums[:, None]
        best = _best(scores, 2 * beams)  # as many as there are beams go on, even where each of them could end
        for one in best[:beams]:
            if one.piece == END:
                ended.append(Decoded(rows[one.row], one.sum / length, complete=True))
        ended = sorted(ended, key=lambda one: -one.score)[:beams]
        going = [one for one in best if one.piece != END][:beams]
        if len(ended) == beams and going[0].sum / length <= ended[-1].score:
            break
        rows = [(*rows[one.row], one.piece) for one in going]
        before = [attention[one.row] for one in going]
        states, sums = states[:, [one.row for one in going]], np.array([one.sum for one in going], np.float32)
    if ended:
        return ended[0]
    return Decoded(rows[0], float(sums[0]) / limit, complete=False)


class _Next(NamedTuple):
    """A row with a piece more."""

    sum: float  # of log-probabilities
    row: int
    piece: int


def _best(scores: Floats, count: int) -> list[_Next]:
    """Return where the greatest scores (rows, pieces) are, in order; of equal ones the first goes before."""
    flat = scores.ravel()
    places = np.argpartition(flat, -count)[-count:] if count < len(flat) else np.arange(len(flat))
    places = places[np.lexsort((places, -flat[places]))]
    size = scores.shape[1]
    return [_Next(float(flat[place]), int(place // size), int(place % size)) for place in places]
