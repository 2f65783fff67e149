"""Prompt continuation, common to every runtime: rows, Gemma's tokens, and the end of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from translate.document import Hypothesis
from translate.errors import DamagedModel, ModelError
from translate.models.decoding import Decoding

ATTEND = 64  # a row attends over a multiple of this many tokens


@dataclass(slots=True)
class Row:
    """A prompt with the tokens generated so far; in beam search each beam is a row."""

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
        """The most tokens it can have, rounded up."""
        return up(len(self.prompt) + self.limit, ATTEND)


class Continuation:
    """Base of the models that continue prompts, on any runtime: Gemma's tokens, and the end of a text."""

    precision = ""  # of the arithmetic, as a signature names it

    def __init__(self, tokenizer: Any, window: int) -> None:
        """Take a `tokenizers.Tokenizer` and how many tokens the model attends to.

        Raises:
            DamagedModel: the tokenizer is not Gemma's.
        """
        self.tokenizer, self.window = tokenizer, window
        # Special tokens spelled in a text are plain text.
        self.tokenizer.encode_special_tokens = True
        vocabulary = tokenizer.get_vocab()
        try:
            self.bos, self.eos, self.pad = (vocabulary[name] for name in ("<bos>", "<eos>", "<pad>"))
        except KeyError as error:
            raise DamagedModel(f"The tokenizer has no {error}; it is none of Gemma's. Get the model again.") from error
        self.stops = {self.eos, *(token for name, token in vocabulary.items() if "\n" in name or name == "<0x0A>")}

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary has a character only as bytes."""
        tokens = self.tokenizer.encode(character, add_special_tokens=False).tokens
        return any(token.startswith("<0x") for token in tokens)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def generate(self, prompts: Sequence[str], limits: Sequence[int], decoding: Decoding) -> list[Hypothesis]:
        """Continue each prompt by at most its limit of tokens, up to the end or the first line break.

        Same length and order; a prompt that comes twice is decoded once. The score is the mean natural log-probability
        of the tokens made, the end included.

        Raises:
            ModelError: a prompt and its limit are over what the model can attend to.
        """
        requests = list(dict.fromkeys(zip(prompts, limits, strict=True)))
        rows = [Row(at, self._encode(prompt), limit) for at, (prompt, limit) in enumerate(requests)]
        for row in rows:
            if len(row.prompt) + row.limit > self.window:
                size = len(row.prompt)
                raise ModelError(f"A prompt of {size} tokens is too long for this model ({self.window} in all).")
        made = self._continue(rows, decoding)
        place = {pair: at for at, pair in enumerate(requests)}
        return [made[place[pair]] for pair in zip(prompts, limits, strict=True)]

    def _continue(self, rows: list[Row], decoding: Decoding) -> dict[int, Hypothesis]:
        """Return the continuation of each row's prompt, by `Row.at`."""
        raise NotImplementedError

    def _encode(self, prompt: str) -> list[int]:
        return [self.bos, *self.tokenizer.encode(prompt, add_special_tokens=False).ids]

    def _hypothesis(self, made: list[int], score: float) -> Hypothesis:
        ended = made[-1] in self.stops
        text = self.tokenizer.decode(made[:-1] if ended else made).strip()
        return Hypothesis(text, score, complete=ended)


def up(number: int, step: int) -> int:
    """Return the least multiple of `step` that is `number` or more, and not 0."""
    return max(step, -(-number // step) * step)
