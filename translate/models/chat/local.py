"""Generative models in torch: any encoder-decoder or decoder-only checkpoint of transformers.

Weights are read from safetensors, no code of a checkpoint is run, and a weight that is missing is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from translate.errors import DamagedModel, ModelError, UnknownModel
from translate.models.chat.server import Answer
from translate.models.seq2seq import loading, quiet, sized_config
from translate.util.threads import use_physical_cores

# A longer prompt needs more memory than a laptop has, and models ignore the middle of it.
LARGEST_WINDOW = 4096
DEFAULT_WINDOW = 512  # for a checkpoint without a limit, such as mT5, which was trained with this
DEFAULT_LENGTH = 128  # tokens of a summary, if the checkpoint has no limit
PLACE = "WARTA-PLACE-OF-THE-MESSAGE"


class LocalChatModel:
    """A decoder-only model that answers one message by greedy decoding."""

    def __init__(self, folder: Path, *, allow_pickle: bool = False) -> None:
        """Load the checkpoint of a folder.

        Raises:
            UnknownModel: there is no such folder.
            DamagedModel: files are missing or broken.
        """
        self.folder = folder
        self._model, self._tokenizer = _load(folder, AutoModelForCausalLM, allow_pickle)
        with loading(folder):
            self.window = min(LARGEST_WINDOW, _window(self._model, self._tokenizer))
        self._frame = self._read_frame()

    def count_tokens(self, question: str) -> int:
        """Return how many tokens a message takes with the chat template around it."""
        return len(self._encode(question))

    def ask(self, question: str, most_tokens: int) -> Answer:
        """Return the answer to one message.

        Raises:
            ModelError: the message is over the window, or torch failed.
        """
        ids = self._encode(question)
        if len(ids) + most_tokens > self.window:
            raise ModelError(
                f"A prompt of {len(ids)} tokens is too long for {self.folder.name}: {self.window} with the answer."
            )
        ends = _ends(self._model)
        pad = self._tokenizer.pad_token_id
        pad = min(ends) if pad is None else pad
        tokens = _generate(self._model, self.folder, ids, max_new_tokens=most_tokens, num_beams=1, pad_token_id=pad)
        text = str(self._tokenizer.decode(tokens[len(ids) :], skip_special_tokens=True))
        return Answer(text, complete=bool(tokens) and tokens[-1] in ends)

    def _read_frame(self) -> tuple[list[int], list[int]] | None:
        """Return the tokens before and after a message, as the chat template has them; None without a template."""
        if not self._tokenizer.chat_template:
            return None
        messages = [{"role": "user", "content": PLACE}]
        try:
            text = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        except Exception as error:  # a template is a program of the checkpoint's authors, in a sandbox of jinja2
            raise DamagedModel(f"{self.folder}: its chat template cannot be filled ({error}).") from error
        before, found, after = str(text).partition(PLACE)
        if not found:
            raise DamagedModel(f"{self.folder}: its chat template leaves out the message. Take another model.")
        return self._ids(before, special=True), self._ids(after, special=True)

    def _encode(self, question: str) -> list[int]:
        if self._frame is None:
            ids: list[int] = self._tokenizer(question, split_special_tokens=True, verbose=False)["input_ids"]
            return ids
        before, after = self._frame
        # Special tokens spelled in an article are plain text.
        return [*before, *self._ids(question, special=False), *after]

    def _ids(self, text: str, *, special: bool) -> list[int]:
        ids: list[int] = self._tokenizer(
            text, add_special_tokens=False, split_special_tokens=not special, verbose=False
        )["input_ids"]
        return ids


class LocalSummaryModel:
    """An encoder-decoder model that summarises, with the generation settings of its checkpoint."""

    def __init__(self, folder: Path, *, allow_pickle: bool = False) -> None:
        """Load the checkpoint of a folder.

        Raises:
            UnknownModel: there is no such folder.
            DamagedModel: files are missing or broken.
        """
        self.folder = folder
        self._model, self._tokenizer = _load(folder, AutoModelForSeq2SeqLM, allow_pickle)
        settings = self._model.generation_config
        with loading(folder):
            self.window = min(LARGEST_WINDOW, _window(self._model, self._tokenizer))
            self._most = int(settings.max_length or DEFAULT_LENGTH)
        # These settings would hide that a summary was cut.
        settings.max_length = settings.forced_eos_token_id = None

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text."""
        return len(self._encode(text))

    def summarise(self, text: str) -> Answer:
        """Return the summary of a text.

        The least length of a checkpoint makes it invent if the text is short, so it is at most half the text.

        Raises:
            ModelError: the text is over the window, or torch failed.
        """
        ids = self._encode(text)
        if len(ids) > self.window:
            raise ModelError(f"A text of {len(ids)} tokens is too long for {self.folder.name} ({self.window}).")
        least = min(self._model.generation_config.min_length or 0, len(ids) // 2)
        tokens = _generate(self._model, self.folder, ids, max_new_tokens=self._most, min_length=least)
        complete = any(token in _ends(self._model) for token in tokens[1:])
        return Answer(str(self._tokenizer.decode(tokens, skip_special_tokens=True)).strip(), complete)

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, split_special_tokens=True, verbose=False)["input_ids"]
        return ids


def _load(folder: Path, kind: Any, allow_pickle: bool) -> tuple[Any, Any]:
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    safe = any(folder.glob("*.safetensors"))
    if not safe and not (allow_pickle and any(folder.glob("pytorch_model*.bin"))):
        raise DamagedModel(f"{folder}: no weights as safetensors. A pickle (pytorch_model.bin) needs `allow_pickle`.")
    use_physical_cores()
    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    with quiet(), loading(folder):
        tokenizer = AutoTokenizer.from_pretrained(folder, **options)
        model, loading_info = kind.from_pretrained(
            folder, config=sized_config(folder), use_safetensors=safe, dtype="auto", output_loading_info=True, **options
        )
    if loading_info["missing_keys"] or loading_info["mismatched_keys"]:
        examples = ", ".join(sorted(map(str, [*loading_info["missing_keys"], *loading_info["mismatched_keys"]]))[:3])
        raise DamagedModel(f"{folder}: weights are missing or do not fit ({examples}). Get the model again.")
    # Half precision of this kind is for graphics cards.
    return (model.float() if model.dtype is torch.float16 else model).eval(), tokenizer


def _window(model: Any, tokenizer: Any) -> int:
    named = [getattr(model.config, field, None) for field in ("max_position_embeddings", "n_positions")]
    known = [int(size) for size in (*named, tokenizer.model_max_length) if size and size < 10**9]
    return min(known, default=DEFAULT_WINDOW)


def _ends(model: Any) -> frozenset[int]:
    ends = model.generation_config.eos_token_id
    return frozenset(ends if isinstance(ends, list) else [ends])


def _generate(model: Any, folder: Path, ids: list[int], **options: Any) -> list[int]:
    try:
        with torch.inference_mode(), quiet():
            output = model.generate(
                input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                do_sample=False, **options,
            )  # fmt: skip
    except (RuntimeError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError(f"{folder.name} failed to write: {reason}") from error
    tokens: list[int] = output[0].tolist()
    return tokens
