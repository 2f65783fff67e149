"""The torch module for decoder-only models: a Gemma 3 checkpoint in, hypotheses out.

What is batched with what must not change a translation, or a run that is resumed would differ from one that was not.
So greedy decoding is done here rather than by `generate`, which pads every row to its longest neighbour and keeps
finished rows to the end. A row's padding depends on the row alone: prompts are read in groups of equal width, and at
each step a row attends over its own length, rounded up. What is left is that a kernel must treat a row alike
however many rows there are: `_MIN_ROWS`. Finished rows leave and waiting ones take their place, longest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import torch
from torch import Tensor

from translate.decoding import Decoding
from translate.document import Hypothesis
from translate.errors import DamagedModel, ModelError

_ATTENTION = "warta-rows"
_ROWS = 32  # decoded at once; more gains little, as reading the weights no longer dominates
_TOKENS = 16384  # the most the cache of a batch can come to hold: 18 kB a token for the starter in bfloat16
_READ = 8  # prompts are padded to a multiple of this
_ATTEND = 64  # a row attends over a multiple of this
_REFILL = 0.75  # finished rows leave when fewer than this part is left; copying the cache costs half a step
# Products of fewer rows take another path in oneDNN's bfloat16 and in MKL's float32, and round otherwise.
_MIN_ROWS = {torch.bfloat16: 2, torch.float32: 8}


def native_dtype() -> torch.dtype:
    """Give bfloat16 where the processor multiplies in it, which is faster, else float32."""
    # torch has no public way to ask (2.13); without AVX512-BF16 or AMX, bfloat16 is slower than float32.
    asked = (getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile"))
    return torch.bfloat16 if any(ask is not None and ask() for ask in asked) else torch.float32


@dataclass(slots=True)
class Row:
    """A prompt on its way: the tokens of the prompt, and those made so far."""

    at: int  # index in the call
    prompt: list[int]
    limit: int
    made: list[int] = field(default_factory=list)
    log_probability: float = 0.0
    done: bool = False

    @property
    def length(self) -> int:
        """Tokens in the cache: all but the last, which goes in with the next step."""
        return len(self.prompt) + len(self.made) - 1

    @property
    def capacity(self) -> int:
        """Tokens it may come to hold, rounded up."""
        return _up(len(self.prompt) + self.limit, _ATTEND)


class _Prompts:
    """Keys and values of prompts as the model reads them, one tensor of (rows, heads, width, size) a layer."""

    def __init__(self) -> None:
        self.keys: list[Tensor] = []
        self.values: list[Tensor] = []

    def update(self, keys: Tensor, values: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """Keep what layer number `layer` hands over; called by the model."""
        self.keys.append(keys)
        self.values.append(values)
        return keys, values


class _Cache:
    """Keys and values of the rows that are decoded; row i holds `lengths[i]` tokens from position 0 on."""

    def __init__(self, like: list[Tensor], rows: int, capacity: int) -> None:
        def empty(one: Tensor) -> Tensor:  # zeros: what is masked is still multiplied by 0, and must be finite
            return torch.zeros(rows, one.shape[1], capacity, one.shape[3], dtype=one.dtype)

        self.keys = [empty(one) for one in like]
        self.values = [empty(one) for one in like]
        self.lengths = torch.zeros(rows, dtype=torch.long)
        self.every = torch.arange(rows)

    def put(self, at: int, other: _Prompts | _Cache, rows: Tensor) -> None:
        """Copy `rows` of another cache to the rows from `at` on."""
        for mine, theirs in ((self.keys, other.keys), (self.values, other.values)):
            for to, source in zip(mine, theirs, strict=True):
                width = min(to.shape[2], source.shape[2])
                to[at : at + len(rows), :, :width] = source[rows, :, :width]

    def update(self, keys: Tensor, values: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """Add one token to each row; called by the model."""
        self.keys[layer][self.every, :, self.lengths] = keys[:, :, 0]
        self.values[layer][self.every, :, self.lengths] = values[:, :, 0]
        return self.keys[layer], self.values[layer]


class Continuation:
    """What continues prompts, in whatever runtime: the tokens of a Gemma model, and what ends a text."""

    precision = ""  # of the arithmetic, as a signature names it

    def __init__(self, tokenizer: Any, window: int) -> None:
        """Take a `tokenizers.Tokenizer` and how many tokens the model attends to.

        Raises:
            DamagedModel: the tokenizer is none of Gemma's.
        """
        self.tokenizer, self.window = tokenizer, window
        # Text that happens to spell "<eos>" is text.
        self.tokenizer.encode_special_tokens = True
        vocabulary = tokenizer.get_vocab()
        try:
            self.bos, self.eos, self.pad = (vocabulary[name] for name in ("<bos>", "<eos>", "<pad>"))
        except KeyError as error:
            raise DamagedModel(f"The tokenizer has no {error}; it is none of Gemma's. Get the model again.") from error
        self.stops = {self.eos, *(token for name, token in vocabulary.items() if "\n" in name or name == "<0x0A>")}

    def count_tokens(self, text: str) -> int:
        """Give the number of tokens of `text`."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def generate(self, prompts: Sequence[str], limits: Sequence[int], decoding: Decoding) -> list[Hypothesis]:
        """Continue each prompt by at most its limit of tokens, up to the end or the first line break.

        Same length and order; a prompt that comes twice is decoded once. The score is the mean natural log-probability
        of the tokens made, the end included.

        Raises:
            ModelError: a prompt and its limit are over what the model can attend to.
        """
        asked = list(dict.fromkeys(zip(prompts, limits, strict=True)))
        rows = [Row(at, self._encode(prompt), limit) for at, (prompt, limit) in enumerate(asked)]
        for row in rows:
            if len(row.prompt) + row.limit > self.window:
                size = len(row.prompt)
                raise ModelError(f"A prompt of {size} tokens is too long for this model ({self.window} in all).")
        made = self._continue(rows, decoding)
        place = {pair: at for at, pair in enumerate(asked)}
        return [made[place[pair]] for pair in zip(prompts, limits, strict=True)]

    def _continue(self, rows: list[Row], decoding: Decoding) -> dict[int, Hypothesis]:
        """Give what each row's prompt is continued with, by the row's `at`."""
        raise NotImplementedError

    def _encode(self, prompt: str) -> list[int]:
        return [self.bos, *self.tokenizer.encode(prompt, add_special_tokens=False).ids]

    def _hypothesis(self, made: list[int], score: float) -> Hypothesis:
        ended = made[-1] in self.stops
        text = self.tokenizer.decode(made[:-1] if ended else made).strip()
        return Hypothesis(text, score, complete=ended)


class CausalModel(Continuation):
    """A decoder-only model in torch with its tokenizer."""

    def __init__(self, config: Mapping[str, Any], weights: Mapping[str, Tensor], tokenizer: Any) -> None:
        """Take the fields of a `Gemma3TextConfig`, the weights (of one dtype, kept) and a `tokenizers.Tokenizer`.

        Raises:
            DamagedModel: weights are missing, or are not of the shapes that the configuration says.
        """
        super().__init__(tokenizer, config["max_position_embeddings"])
        special = {"bos_token_id": self.bos, "eos_token_id": self.eos, "pad_token_id": self.pad}
        self.model = _build({**config, **special, "vocab_size": tokenizer.get_vocab_size()}, dict(weights))
        self.dtype: torch.dtype = self.model.dtype
        self.precision = str(self.dtype).removeprefix("torch.").replace("bfloat", "bf").replace("float", "f")

    def _continue(self, rows: list[Row], decoding: Decoding) -> dict[int, Hypothesis]:
        with torch.inference_mode():
            if decoding.beams > 1:
                return {row.at: self._beams(row, decoding) for row in rows}
            self._greedy(rows, decoding.no_repeat_ngram)
            return {row.at: self._hypothesis(row.made, row.log_probability / len(row.made)) for row in rows}

    def _greedy(self, waiting: list[Row], no_repeat: int) -> None:
        """Decode all rows, longest first, so that a row that comes later is shorter than those it joins."""
        waiting = sorted(waiting, key=lambda row: -len(row.prompt))
        rows: list[Row] = []
        cache: _Cache | None = None
        while waiting or not all(row.done for row in rows):
            left = [i for i, row in enumerate(rows) if not row.done]
            most = max(1, min(_ROWS, _TOKENS // max(row.capacity for row in waiting + rows)))
            if len(left) <= _REFILL * (most if waiting else len(rows)):
                new = waiting[: max(0, most - len(left))]
                waiting = waiting[len(new) :]
                rows, cache = self._join(rows, cache, left, new)
            assert cache is not None  # the first round joins
            self._step(rows, cache, no_repeat)

    def _join(
        self, rows: list[Row], cache: _Cache | None, left: list[int], new: list[Row]
    ) -> tuple[list[Row], _Cache]:
        """Give the rows that are left and the new ones with a cache of their own."""
        both = [rows[i] for i in left] + new
        parts: list[tuple[_Prompts | _Cache, list[int]]] = [(cache, left)] if cache is not None else []
        for width, group in groupby(new, lambda row: _up(row.length, _READ)):
            same = list(group)
            parts.append((self._read(same, width), list(range(len(same)))))
        # Rows that only make up the number: finished copies of the shortest.
        copies = max(0, _MIN_ROWS.get(self.dtype, 8) - len(both))
        if copies:
            parts.append((parts[-1][0], [parts[-1][1][-1]] * copies))
            both += [replace(both[-1], made=both[-1].made[:], done=True) for _ in range(copies)]
        joined = _Cache(parts[0][0].keys, len(both), max(row.capacity for row in both))
        at = 0
        for part, indices in parts:
            joined.put(at, part, torch.tensor(indices, dtype=torch.long))
            at += len(indices)
        joined.lengths = torch.tensor([row.length for row in both])
        return both, joined

    def _read(self, rows: list[Row], width: int) -> _Prompts:
        """Run the prompts but for their last tokens, which the first step takes."""
        ids = torch.tensor([row.prompt[:-1] + [self.pad] * (width - row.length) for row in rows])
        cache = _Prompts()
        window = self.model.config.sliding_window
        near = None
        if width > window:
            place = torch.arange(width)
            near = ((place[:, None] >= place) & (place[:, None] - place < window))[None, None]
        masks = {"full_attention": None, "sliding_attention": near}
        place = torch.arange(width)[None]
        self.model.model(input_ids=ids, attention_mask=masks, position_ids=place, past_key_values=cache, use_cache=True)
        return cache

    def _step(self, rows: list[Row], cache: _Cache, no_repeat: int) -> None:
        """Make the next token of each row."""
        tokens = [(row.made or row.prompt)[-1] for row in rows]
        widths = [_up(row.length + 1, _ATTEND) for row in rows]
        groups, at = [], 0
        for width, group in groupby(widths):
            groups.append((at, at := at + len(list(group)), width))
        place = torch.arange(max(widths))
        seen = place <= cache.lengths[:, None]
        near = seen & (place > cache.lengths[:, None] - self.model.config.sliding_window)
        logits = self.model(
            input_ids=torch.tensor(tokens)[:, None],
            attention_mask={"full_attention": seen[:, None, None], "sliding_attention": near[:, None, None]},
            position_ids=cache.lengths[:, None],
            past_key_values=cache,
            use_cache=True,
            groups=groups,
        ).logits[:, 0].float()
        log_probabilities = torch.log_softmax(logits, -1)
        for i, row in enumerate(rows):
            if not row.done and (banned := _banned(row.made, no_repeat)):
                logits[i, banned] = -torch.inf
        best = logits.argmax(-1)
        chosen = log_probabilities.gather(1, best[:, None])[:, 0].tolist()
        cache.lengths += torch.tensor([not row.done for row in rows])
        for row, token, log_probability in zip(rows, best.tolist(), chosen, strict=True):
            if not row.done:
                row.made.append(token)
                row.log_probability += log_probability
                row.done = token in self.stops or len(row.made) == row.limit

    def _beams(self, row: Row, decoding: Decoding) -> Hypothesis:
        """Let `generate` search one prompt; alone, as its neighbours would change its padding."""
        from transformers import LogitsProcessorList

        start = len(row.prompt)

        def forbid(ids: Tensor, scores: Tensor) -> Tensor:
            for beam, made in enumerate(ids[:, start:].tolist()):
                scores[beam, _banned(made, decoding.no_repeat_ngram)] = -torch.inf
            return scores

        ids = torch.tensor([row.prompt])
        found = self.model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            num_beams=decoding.beams,
            do_sample=False,
            max_new_tokens=row.limit,
            eos_token_id=sorted(self.stops),
            pad_token_id=self.pad,
            return_dict_in_generate=True,
            output_scores=True,
            logits_processor=LogitsProcessorList([forbid]),
        )
        made = found.sequences[0, start:].tolist()
        while len(made) > 1 and made[-1] == self.pad:
            made.pop()
        return self._hypothesis(made, float(found.sequences_scores[0]))


def _up(number: int, step: int) -> int:
    return max(step, -(-number // step) * step)


def _banned(made: Sequence[int], size: int) -> list[int]:
    """Give the tokens that would make a run of `size` tokens come twice in `made`; the prompt may be repeated."""
    if size == 0 or len(made) < size:
        return []
    tail = tuple(made[len(made) - size + 1 :])
    return sorted({made[i + size - 1] for i in range(len(made) - size + 1) if tuple(made[i : i + size - 1]) == tail})


def _build(config: dict[str, Any], weights: dict[str, Tensor]) -> Any:
    """Make the model around the weights, which are not copied."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig
    from transformers.initialization import no_init_weights
    from transformers.integrations.sdpa_attention import sdpa_attention_forward
    from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask
    from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

    def attend(
        module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, groups: Any = None, **rest: Any
    ) -> tuple[Tensor, None]:
        """Attend as transformers does, but each group of rows (first, end, width) over its own width."""
        if groups is None:
            return sdpa_attention_forward(module, query, key, value, mask, **rest)
        assert mask is not None
        parts = []
        for a, b, width in groups:
            keys, values, seen = key[a:b, :, :width], value[a:b, :, :width], mask[a:b, ..., :width]
            parts.append(sdpa_attention_forward(module, query[a:b], keys, values, seen, **rest)[0])
        return torch.cat(parts), None

    ALL_ATTENTION_FUNCTIONS.register(_ATTENTION, attend)
    ALL_MASK_ATTENTION_FUNCTIONS.register(_ATTENTION, sdpa_mask)
    weights.setdefault("lm_head.weight", weights["model.embed_tokens.weight"])
    with no_init_weights():
        model: Any = Gemma3ForCausalLM(Gemma3TextConfig(**{**config, "attn_implementation": _ATTENTION}))
    try:
        model.load_state_dict(weights, strict=True, assign=True)
    except RuntimeError as error:
        first = " ".join(str(error).split())[:300]
        raise DamagedModel(f"The weights do not fit the configuration: {first}. Get the model again.") from error
    model.tie_weights()
    return model.eval()
