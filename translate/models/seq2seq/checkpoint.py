"""An encoder-decoder model in memory: translates in batches.

Batching changes no translation: rows of a batch do not see each other, padding is masked, and each row has its own
length limit, from its own source. `loading` resets two settings of the checkpoint that would hide that a translation
was cut: `max_length`, and `forced_eos_token_id`, which writes an end of sentence at the limit. The others (bad words,
length penalty, early stopping) hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor

from translate.document import Hypothesis
from translate.errors import ModelError
from translate.models.decoding import Decoding, length_limit
from translate.models.seq2seq.search import Generated, search
from translate.models.seq2seq.silence import first_line, quiet

# The most rows times longest source times beams of a batch, which its memory grows with.
TOKENS_A_BATCH = 2048

# T5 has relative positions and takes any length; it was trained with this one.
UNSAID_POSITIONS = 512


class Checkpoint:
    """An encoder-decoder model in memory with its tokenizer; one thread at a time may use it."""

    precision = "f32"

    def __init__(self, folder: Path, model: Any, tokenizer: Any) -> None:
        """Take the parts that `load` has read."""
        self.folder, self._model, self._tokenizer = folder, model, tokenizer
        named = (getattr(model.config, key, None) for key in ("max_position_embeddings", "n_positions"))
        self._longest = int(next((size for size in named if size), UNSAID_POSITIONS))
        self.positions = min(self._longest, int(tokenizer.model_max_length))
        self.source_language: str | None = getattr(tokenizer, "source_lang", None)
        self.target_language: str | None = getattr(tokenizer, "target_lang", None)
        self.tags: tuple[str, ...] = tuple(getattr(tokenizer, "supported_language_codes", ()))
        self._marks: dict[str, list[int]] = {}
        ends = model.generation_config.eos_token_id
        self._ends = frozenset(ends if isinstance(ends, list) else [ends])

    def token_id(self, token: str) -> int | None:
        """Return the id of a token of the vocabulary, None if it has no such token."""
        index = self._tokenizer.convert_tokens_to_ids(token)
        return None if index is None or index == self._tokenizer.unk_token_id else int(index)

    def mark_ids(self, mark: str) -> list[int]:
        """Return the token ids of a prefix, in which special tokens are parsed.

        It is tokenised by SentencePiece if its model is there, as T5 was trained: transformers 5 drops the space before
        a first token like "<2ja>".
        """
        if mark not in self._marks:
            pieces = self.folder / "spiece.model"
            if pieces.is_file():
                self._marks[mark] = SentencePieceProcessor(model_file=str(pieces)).encode(mark)
            else:
                self._marks[mark] = self._tokenizer(mark, add_special_tokens=False)["input_ids"]
        return self._marks[mark]

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary lacks a character."""
        return self._tokenizer.unk_token_id in self._tokenizer(character, add_special_tokens=False)["input_ids"]

    def count_tokens(self, text: str, language: str | None = None, *, mark: str = "") -> int:
        """Return the number of tokens of the encoder's input for `text`, special tokens included."""
        return len(self._encode(text, language, mark))

    def translate(
        self,
        texts: Sequence[str],
        decoding: Decoding,
        *,
        language: str | None = None,
        first_token: int | None = None,
        mark: str = "",
    ) -> list[Hypothesis]:
        """Return a hypothesis for each text, in order; equal texts are translated once, blank ones come back empty.

        The score is the mean natural log-probability of the tokens, with the end of sentence and without a forced first
        token, each under the distribution it was chosen from (banned tokens removed).

        Args:
            texts: each at most `positions` tokens.
            decoding: how to search.
            language: the tokenizer's name of the source language, if it needs one.
            first_token: id of the token that every translation must begin with (NLLB's target language).
            mark: task prefix before every text (MADLAD's "<2ja>"); special tokens in it are parsed, those that a text
                spells are not.

        Raises:
            ModelError: a text is over the model's positions, or torch failed.
        """
        sources = {text: self._encode(text, language, mark) for text in texts if text.strip()}
        for text, ids in sources.items():
            if len(ids) > self.positions:
                raise ModelError(
                    f"{text[:40]!r}... has {len(ids)} tokens, the model {self.folder.name} reads at most "
                    f"{self.positions}: split the text."
                )
        done: dict[str, Hypothesis] = {}
        names = list(sources)
        for rows in batches([len(ids) for ids in sources.values()], self._budget(decoding)):
            found = self._generate([sources[names[row]] for row in rows], decoding, first_token)
            done.update((names[row], hypothesis) for row, hypothesis in zip(rows, found, strict=True))
        return [done.get(text, Hypothesis("")) for text in texts]

    def _budget(self, decoding: Decoding) -> int:
        settings = self._model.generation_config
        # transformers applies these by the row of the first step's batch, which rows leave: each needs one of its own.
        by_row = settings.encoder_no_repeat_ngram_size or settings.encoder_repetition_penalty not in (None, 1)
        return 0 if by_row else TOKENS_A_BATCH // decoding.beams

    def _encode(self, text: str, language: str | None, mark: str = "") -> list[int]:
        if language is not None and self._tokenizer.src_lang != language:
            self._tokenizer.src_lang = language
        # Special tokens spelled in an article ("</s>", "jpn_Jpan") are plain text.
        ids: list[int] = self._tokenizer(text, split_special_tokens=True, verbose=False)["input_ids"]
        return [*self.mark_ids(mark), *ids] if mark else ids

    def _generate(self, sources: list[list[int]], decoding: Decoding, first_token: int | None) -> list[Hypothesis]:
        longest, pad = max(map(len, sources)), self._tokenizer.pad_token_id
        # One short of the positions: the start token takes one.
        limits = [min(length_limit(len(ids)), self._longest - 1) for ids in sources]
        options: dict[str, Any] = {"no_repeat_ngram_size": decoding.no_repeat_ngram, "do_sample": False}
        if first_token is not None:
            options["forced_bos_token_id"] = first_token
        ids = torch.tensor([ids + [pad] * (longest - len(ids)) for ids in sources])
        mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in sources])
        try:
            with torch.inference_mode(), quiet():
                written = search(self._model, ids, mask, limits, self._ends, beams=decoding.beams, **options)
        except RuntimeError as error:
            raise ModelError(f"{self.folder.name} failed on {len(sources)} sentences: {first_line(error)}") from error
        return [self._hypothesis(row, forced=0 if first_token is None else 1) for row in written]

    # Forced tokens are not of the translation: M2M100's tokenizer would write "__ja__".
    def _hypothesis(self, row: Generated, *, forced: int) -> Hypothesis:
        chosen = row.log_probabilities[forced:]
        score = sum(chosen) / len(chosen) if chosen else None
        complete = not self._ends.isdisjoint(row.tokens[-1:])
        return Hypothesis(self._decode(row.tokens[forced:]), score, complete=complete)

    def _decode(self, tokens: list[int]) -> str:
        # Marian's tokenizer would decode a translation with the source language's pieces.
        options = {"use_source_tokenizer": False} if hasattr(self._tokenizer, "spm_target") else {}
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True, **options)).strip()


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Return indices of `lengths`, longest first, in batches of one row or of rows times longest within `budget`."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: (-lengths[row], row)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
