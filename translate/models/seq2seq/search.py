"""Run `generate` on a batch with a length limit for each row, and record the log-probabilities of the tokens.

`generate` computes finished rows until the last one ends, and a looping row runs to its limit. So greedy decoding is
done in rounds: a round ends when a quarter of its rows have ended, and the others continue with their cache.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import LogitsProcessor, StoppingCriteria
from transformers.modeling_outputs import BaseModelOutput

_LEAVE = 0.75  # a round ends when no more than this part of its rows is left
_FEW = 8  # rows: a step of fewer takes no less time, as reading the weights is most of it


@dataclass(slots=True)
class Generated:
    """The tokens of a row so far, end of sentence included."""

    tokens: list[int] = field(default_factory=list)
    log_probabilities: list[float] = field(default_factory=list)  # natural


def greedy(
    model: Any, ids: torch.Tensor, mask: torch.Tensor, limits: Sequence[int], ends: Collection[int], **options: Any
) -> list[Generated]:
    """Return the greedy continuation of each row of `ids` (rows, tokens), up to one of `ends` or its limit.

    Args:
        model: an encoder-decoder model of transformers.
        ids: sources.
        mask: 1 where `ids` has a token, 0 where it is padded.
        limits: the most tokens of each row.
        ends: tokens that end a row.
        options: of `generate`.
    """
    written = [Generated() for _ in limits]
    left = list(range(len(limits)))
    going: dict[str, Any] = {
        "encoder_outputs": BaseModelOutput(model.get_encoder()(input_ids=ids, attention_mask=mask)[0]),
        "attention_mask": mask,
    }
    made = 0  # tokens of every row that is left
    while left:
        recorder = _Recorder(1)
        output = model.generate(
            **going,
            num_beams=1,
            num_return_sequences=1,
            max_new_tokens=max(limits[row] for row in left) - made,
            stopping_criteria=[_Round([limits[row] for row in left], ends)],
            logits_processor=[recorder],
            return_dict_in_generate=True,
            **options,
        )
        kept = []
        for at, row in enumerate(left):
            tokens = _up_to_end(output.sequences[at, made + 1 :].tolist(), ends)[: limits[row] - made]
            written[row].tokens += tokens
            written[row].log_probabilities += recorder.log_probabilities([at] * len(tokens), tokens)
            if tokens[-1] not in ends and len(written[row].tokens) < limits[row]:
                kept.append(at)
        made = output.sequences.shape[1] - 1
        left = [left[at] for at in kept]
        if left:
            going = _only(kept, going, output)
    return written


def _only(rows: list[int], going: dict[str, Any], output: Any) -> dict[str, Any]:
    """Return the inputs with which some rows of a round continue; the cache of the others is dropped."""
    chosen = torch.tensor(rows)
    cached = "cache" if "cache" in output else "past_key_values"  # its name since transformers 5.24, and before
    output[cached].batch_select_indices(chosen)
    return {
        "encoder_outputs": BaseModelOutput(going["encoder_outputs"][0][chosen]),
        "attention_mask": going["attention_mask"][chosen],
        "decoder_input_ids": output.sequences[chosen],
        # As long as what is written: so `generate` knows that all but the last token is cached.
        "decoder_attention_mask": torch.ones_like(output.sequences[chosen]),
        cached: output[cached],
    }


def _up_to_end(tokens: list[int], ends: Collection[int]) -> list[int]:
    return tokens[: next((at + 1 for at, token in enumerate(tokens) if token in ends), len(tokens))]


def beams(
    model: Any,
    ids: torch.Tensor,
    mask: torch.Tensor,
    limits: Sequence[int],
    ends: Collection[int],
    *,
    num_beams: int,
    **options: Any,
) -> list[Generated]:
    """Return the best hypothesis of a beam search for each row of `ids`; arguments are those of `greedy`."""
    recorder = _Recorder(max(2, 1 + len(ends)) * num_beams)
    output = model.generate(
        input_ids=ids,
        attention_mask=mask,
        num_beams=num_beams,
        max_new_tokens=max(limits),
        num_return_sequences=1,
        stopping_criteria=[_RowLimits(limits)],
        logits_processor=[recorder],
        return_dict_in_generate=True,
        **options,
    )
    written = []
    for parents, sequence in zip(output.beam_indices.tolist(), output.sequences[:, 1:].tolist(), strict=True):
        rows = [beam for beam in parents if beam >= 0]
        tokens = sequence[: len(rows)]
        written.append(Generated(tokens, recorder.log_probabilities(rows, tokens)))
    return written


class _RowLimits(StoppingCriteria):
    """Stops each row of a batch at its own limit; in beam search a row is all candidates of a sentence."""

    def __init__(self, limits: Sequence[int]) -> None:
        self.limits = torch.tensor(list(limits))

    def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        reached = self.limits <= input_ids.shape[1] - 1
        return reached.repeat_interleave(input_ids.shape[0] // len(self.limits))


class _Recorder(LogitsProcessor):
    """Records the log-probabilities of the best tokens of each step."""

    def __init__(self, best: int) -> None:
        self.best = best
        self.steps: list[tuple[torch.Tensor, torch.Tensor]] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        values, tokens = scores.topk(min(self.best, scores.shape[-1]))
        self.steps.append((values - scores.logsumexp(-1, keepdim=True), tokens))
        return scores

    def log_probabilities(self, beams: list[int], tokens: list[int]) -> list[float]:
        """Return the log-probability of each token, which the given beam wrote at its step."""
        found = []
        for (values, best), beam, token in zip(self.steps, beams, tokens, strict=False):
            match = (best[beam] == token).nonzero()
            # The search chooses among these; a token that is missing ties with the last of them.
            found.append(float(values[beam, match[0, 0]] if len(match) else values[beam, -1]))
        return found


class _Round(StoppingCriteria):
    """Ends a round of greedy decoding when all rows have ended, or enough that dropping them pays."""

    def __init__(self, limits: list[int], ends: Collection[int]) -> None:
        self.limits, self.ends = torch.tensor(limits), torch.tensor(sorted(ends))
        self.ended = torch.zeros(len(limits), dtype=torch.bool)

    def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        self.ended |= torch.isin(input_ids[:, -1], self.ends) | (self.limits <= input_ids.shape[1] - 1)
        left = len(self.ended) - int(self.ended.sum())
        over = left == 0 or (len(self.ended) > _FEW and left <= _LEAVE * len(self.ended))
        return torch.full_like(self.ended, over) | self.ended
