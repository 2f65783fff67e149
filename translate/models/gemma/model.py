"""Decoder-only models in torch: continuous batching, in which new prompts replace finished rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

import torch
from torch import Tensor

from translate.document import Hypothesis
from translate.models.decoding import Decoding
from translate.models.gemma.cache import Cache, Prompts
from translate.models.gemma.continuation import ATTEND, Continuation, Row, up
from translate.models.gemma.network import Gemma
from translate.models.gemma.products import least_rows
from translate.models.gemma.search import BeamSearch, Search

_ROWS = 32  # decoded at once; more gains little, as reading the weights no longer dominates
_TOKENS = 16384  # the most tokens in the cache of a batch: 18 kB a token for the starter in bfloat16
_READ = 8  # prompts are padded to a multiple of this
_REFILL = 0.75  # finished rows leave when fewer than this part is left; copying the cache costs half a step


class CausalModel(Continuation):
    """A decoder-only model in torch with its tokenizer."""

    def __init__(
        self,
        config: Mapping[str, Any],
        weights: Mapping[str, Tensor],
        tokenizer: Any,
        dtype: torch.dtype | None = None,
    ) -> None:
        """Take the fields of a `Gemma3TextConfig`, the weights (of one dtype) and a `tokenizers.Tokenizer`.

        The model computes in `dtype`, or in that of the weights.

        Raises:
            DamagedModel: weights are missing, or are not of the shapes that the configuration says.
        """
        super().__init__(tokenizer, config["max_position_embeddings"])
        special = {"bos_token_id": self.bos, "eos_token_id": self.eos, "pad_token_id": self.pad}
        self.network = Gemma({**config, **special, "vocab_size": tokenizer.get_vocab_size()}, weights, dtype)
        self.dtype = self.network.dtype
        self.precision = str(self.dtype).removeprefix("torch.").replace("bfloat", "bf").replace("float", "f")

    def _continue(self, rows: list[Row], decoding: Decoding) -> dict[int, Hypothesis]:
        search = (BeamSearch if decoding.beams > 1 else Search)(decoding, self.stops)
        with torch.inference_mode():
            self._decode(rows, search)
        return {at: self._hypothesis(made, score) for at, (made, score) in search.found.items()}

    def _decode(self, waiting: list[Row], search: Search) -> None:
        """Decode all prompts, longest first, so that later rows are shorter than those they join."""
        waiting = sorted(waiting, key=lambda row: -len(row.prompt))
        each = search.decoding.beams  # rows
        rows: list[Row] = []
        cache: Cache | None = None
        while waiting or not all(row.done for row in rows):
            left = [i for i, row in enumerate(rows) if not row.done]
            most = max(1, min(_ROWS, _TOKENS // max(row.capacity for row in waiting + rows)) // each)  # prompts
            if len(left) <= _REFILL * (most * each if waiting else len(rows)):
                new = waiting[: max(0, most - len(left) // each)]
                waiting = waiting[len(new) :]
                rows, cache = self._join(rows, cache, left, new, search)
            assert cache is not None  # the first round joins
            self._step(rows, cache, search)

    def _join(
        self, rows: list[Row], cache: Cache | None, left: list[int], new: list[Row], search: Search
    ) -> tuple[list[Row], Cache]:
        """Return the unfinished rows and those of new prompts, with a common cache."""
        both = [rows[i] for i in left]
        parts: list[tuple[Prompts | Cache, list[int]]] = [(cache, left)] if cache is not None else []
        for width, group in groupby(new, lambda row: up(row.length, _READ)):
            same = list(group)
            started = [search.start(row) for row in same]
            both += [row for beams in started for row in beams]
            parts.append((self._read(same, width), [i for i, beams in enumerate(started) for _ in beams]))
        # Rows that only fill the batch up: finished copies of the shortest.
        copies = max(0, least_rows(self.dtype) - len(both))
        if copies:
            parts.append((parts[-1][0], [parts[-1][1][-1]] * copies))
            both += [replace(both[-1], made=both[-1].made[:], done=True) for _ in range(copies)]
        joined = Cache(parts[0][0].keys, len(both), max(row.capacity for row in both))
        at = 0
        for part, indices in parts:
            joined.put(at, part, torch.tensor(indices, dtype=torch.long))
            at += len(indices)
        joined.lengths = torch.tensor([row.length for row in both])
        return both, joined

    def _read(self, rows: list[Row], width: int) -> Prompts:
        """Run the prompts without their last tokens, which the first step takes."""
        ids = torch.tensor([row.prompt[:-1] + [self.pad] * (width - row.length) for row in rows])
        return self.network.read(ids)

    def _step(self, rows: list[Row], cache: Cache, search: Search) -> None:
        """Generate the next token of each row."""
        logits = self._logits(rows, cache)
        cache.lengths += torch.tensor([not row.done for row in rows])
        if moves := search.choose(rows, logits):
            to, source = zip(*moves, strict=True)
            # What is before is of the prompt, and the same in both.
            first = min(len(rows[i].prompt) for i in to) - 1
            cache.copy(to, source, first, max(rows[i].length for i in to))

    def _logits(self, rows: list[Row], cache: Cache) -> Tensor:
        """Return the logits (rows, vocabulary) of the next token, after adding each row's last token to the cache."""
        tokens = [(row.made or row.prompt)[-1] for row in rows]
        groups, at = [], 0
        for width, group in groupby(up(row.length + 1, ATTEND) for row in rows):
            groups.append((at, at := at + len(list(group)), width))
        return self.network.step(torch.tensor(tokens), cache, groups)
