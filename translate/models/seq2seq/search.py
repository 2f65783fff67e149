"""Search for the best continuation of each row of a batch, greedily or with beams; rows leave when their search ends.

`generate` of transformers prepares the search: settings, rules about tokens, the encoder's output, an empty cache. Its
own decoding loop computes every row until the last one of the batch is over, so the loop is here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import torch
from torch import Tensor
from transformers import EncoderDecoderCache
from transformers.utils.generic import ModelOutput


@dataclass(slots=True)
class Generated:
    """The tokens of a row, end of sentence included; none if the model had no number for any."""

    tokens: list[int] = field(default_factory=list)
    log_probabilities: list[float] = field(default_factory=list)  # natural


def search(
    model: Any,
    ids: Tensor,
    mask: Tensor,
    limits: Sequence[int],
    ends: Collection[int],
    *,
    beams: int,
    **options: Any,
) -> list[Generated]:
    """Return the best continuation of each row of `ids` (rows, tokens), up to one of `ends` or its limit.

    A row gets what `generate` finds for it alone, with its limit as `max_new_tokens`. The log-probability of a token is
    under the distribution it was chosen from, after all rules about tokens.

    Args:
        model: an encoder-decoder model of transformers.
        ids: sources.
        mask: 1 where `ids` has a token, 0 where it is padded.
        limits: the most tokens of each row.
        ends: tokens that end a row.
        beams: hypotheses kept at each step; 1 is greedy.
        options: of `generate`.
    """
    found: list[Generated] = model.generate(
        input_ids=ids,
        attention_mask=mask,
        max_new_tokens=max(limits),
        num_beams=1,  # `generate` would copy each row for its beams, which are alike until the first step is done
        num_return_sequences=1,
        use_cache=True,
        cache_implementation="dynamic",  # the kind whose rows can leave
        custom_generate=_Search(limits, ends, beams),
        **options,
    )
    return found


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The most likely continuations of each row's hypotheses by one token, best first; tensors (rows, candidates)."""

    sums: Tensor  # log-probabilities of the whole hypotheses
    parents: Tensor  # the hypotheses that are continued
    tokens: Tensor
    log_probabilities: Tensor  # of the tokens
    over: Tensor  # whether the token is an end, or the last one within the limit


class _Search:
    """A decoding loop that `generate` calls, with the state of the rows that go on.

    The hypotheses of a row lie side by side, the most likely one first. One that ends is scored by its log-probability
    over its length to the power of the length penalty, and as many of the best are kept as there are beams. The search
    of a row is over when

    - no candidate is left that can go on, as at the row's limit;
    - so many have ended, and `early_stopping` is set or the search is greedy; or
    - so many have ended, and the most likely hypothesis that goes on would be scored no better than the worst of them:
      at its length of now, or with `early_stopping="never"` at the best length for it.
    """

    def __init__(self, limits: Sequence[int], ends: Collection[int], beams: int) -> None:
        self.beams, self.ends = beams, torch.tensor(sorted(ends))
        self.choices = max(2, 1 + len(ends)) * beams  # so many that all beams can end in every way and go on
        self.found = [Generated() for _ in limits]
        # Of each row that goes on:
        self.rows = torch.arange(len(limits))  # its number in the batch
        self.limits = torch.tensor(list(limits))
        self.ended = torch.full((len(limits), beams), -inf)  # scores of hypotheses that have ended, best first
        self.sums = torch.zeros(len(limits), 1)  # log-probabilities of its hypotheses

    def __call__(
        self,
        model: Any,
        input_ids: Tensor,
        logits_processor: Any,
        stopping_criteria: Any,  # ends and a limit for all; the search has its own
        generation_config: Any,
        **inputs: Any,
    ) -> list[Generated]:
        """Return the best hypothesis of each row of the batch; the arguments are those of every decoding loop."""
        # Found by its class, as versions of transformers differ in its name.
        cache: Any = next(value for value in inputs.values() if isinstance(value, EncoderDecoderCache))
        self.settings, self.start = generation_config, input_ids.shape[1]
        # Of each hypothesis of each row:
        self.tokens, self.log_probabilities = input_ids, torch.zeros(len(input_ids), 0)
        while len(self.rows):
            shape = self.sums.shape
            logits = model(decoder_input_ids=self.tokens[:, cache.get_seq_length() :], **inputs).logits[:, -1].float()
            # The rules see logits in a greedy search and log-probabilities in others, as those of `generate` do.
            scores = logits if self.beams == 1 else logits.log_softmax(-1)
            kept = self._step(logits_processor(self.tokens, scores))
            if not torch.equal(kept, torch.arange(shape.numel())):
                cache.self_attention_cache.reorder_cache(kept)
            if self.sums.shape != shape:  # otherwise each row continues its own, and these share what is of the source
                cache.cross_attention_cache.reorder_cache(kept)
                inputs = {name: _select(value, kept) for name, value in inputs.items()}
        return self.found

    def _step(self, scores: Tensor) -> Tensor:
        """Continue all hypotheses by a token, and let rows leave; return which hypothesis each one now continues.

        Args:
            scores: of each token as the next one (hypotheses, tokens).
        """
        candidates = self._candidates(scores)
        self._end(candidates)
        self.sums, chosen = candidates.sums.masked_fill(candidates.over, -inf).topk(self.beams)
        going = self._going(candidates.over)
        kept, tokens, log_probabilities = (
            values.gather(1, chosen)[going].flatten()
            for values in (candidates.parents, candidates.tokens, candidates.log_probabilities)
        )
        self.tokens = torch.cat((self.tokens[kept], tokens[:, None]), 1)
        self.log_probabilities = torch.cat((self.log_probabilities[kept], log_probabilities[:, None]), 1)
        self.rows, self.limits, self.ended, self.sums = (
            values[going] for values in (self.rows, self.limits, self.ended, self.sums)
        )
        return kept

    @property
    def _length(self) -> int:
        """The number of tokens of a candidate."""
        return self.log_probabilities.shape[1] + 1

    def _candidates(self, scores: Tensor) -> _Candidates:
        rows, width = self.sums.shape
        best, tokens = scores.topk(self.choices)  # of each hypothesis
        # Greedy search compares the tokens alone: a sum would round small differences away.
        sums = best if self.beams == 1 else best + self.sums.view(-1, 1)
        sums, at = sums.view(rows, -1).topk(self.choices)
        log_probabilities = best - scores.logsumexp(-1, keepdim=True)
        tokens, log_probabilities = (values.view(rows, -1).gather(1, at) for values in (tokens, log_probabilities))
        parents = at // self.choices + width * torch.arange(rows)[:, None]
        over = torch.isin(tokens, self.ends) | (self.limits <= self._length)[:, None]
        return _Candidates(sums, parents, tokens, log_probabilities, over)

    def _end(self, candidates: _Candidates) -> None:
        """Keep the best of the hypotheses that have ended, those among the first candidates with them."""
        scores = candidates.sums / self._length**self.settings.length_penalty
        scores = scores.masked_fill(~candidates.over, -inf)[:, : self.beams]
        self.ended, at = torch.cat((self.ended, scores), 1).topk(self.beams)
        better = (at[:, 0] >= self.beams) & (self.ended[:, 0] > -inf)
        for row, candidate in zip(better.nonzero()[:, 0].tolist(), (at[better, 0] - self.beams).tolist(), strict=True):
            parent = candidates.parents[row, candidate]
            self.found[self.rows[row]] = Generated(
                [*self.tokens[parent, self.start :].tolist(), int(candidates.tokens[row, candidate])],
                [*self.log_probabilities[parent].tolist(), float(candidates.log_probabilities[row, candidate])],
            )

    def _going(self, over: Tensor) -> Tensor:
        """Return which rows go on."""
        penalty, early = self.settings.length_penalty, self.settings.early_stopping
        at_the_limit = early == "never" and penalty > 0
        lengths = self.limits if at_the_limit else torch.full_like(self.limits, self._length)
        hoped = self.sums[:, 0] / (lengths.double() ** penalty).float()
        going: Tensor = (hoped > self.ended[:, -1]) & ~over.all(1)
        if early is True or self.beams == 1:
            going &= self.ended[:, -1] == -inf
        return going.nonzero()[:, 0]


def _select(value: Any, rows: Tensor) -> Any:
    """Return the rows of an input of the model; of an output of its encoder, the rows of each tensor in it."""
    if isinstance(value, ModelOutput):
        return type(value)(**{name: _select(part, rows) for name, part in value.items()})
    return value[rows] if isinstance(value, Tensor) else value
