"""THE torch module for encoder-decoder models: load a checkpoint from a folder, count tokens, translate in batches.

How sentences are batched changes no translation: rows of a batch do not see each other, what is padded is masked, and
each row has its own limit, taken from its own source. Two settings of the checkpoint are put aside, because they would
hide that a translation was cut: its `max_length`, and `forced_eos_token_id`, which writes an end of sentence at the
limit. The other ones (words that are forbidden, length penalty, early stopping) hold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from sentencepiece import SentencePieceProcessor
from tokenizers.models import Unigram
from transformers import (
    AutoConfig,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    LogitsProcessor,
    StoppingCriteria,
    T5Tokenizer,
)
from transformers.utils import logging

from translate.decoding import Decoding, length_limit
from translate.document import Hypothesis
from translate.errors import DamagedModel, ModelError, UnknownModel

# Rows of a batch times its longest source times beams: what a batch holds in memory grows with it.
TOKENS_A_BATCH = 2048

# Files a tokenizer cannot do without, by model type; transformers makes an empty tokenizer of some that are missing.
TOKENIZER_FILES = {
    "marian": (("source.spm",), ("target.spm",), ("vocab.json",)),
    "m2m_100": (("tokenizer.json", "sentencepiece.bpe.model"),),
    "t5": (("tokenizer.json", "spiece.model"),),
    "mt5": (("tokenizer.json", "spiece.model"),),
}

# T5 counts distances, not positions: it takes any length, and was trained with this one.
UNSAID_POSITIONS = 512

# Tables that are computed, not learned; a file may have them.
COMPUTED = ("embed_positions.weight", "embed_positions.weights")

_HERE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


class Checkpoint:
    """An encoder-decoder model in memory with its tokenizer; one thread at a time may use it."""

    precision = "f32"

    def __init__(self, folder: Path, model: Any, tokenizer: Any) -> None:
        """Take what `load` has read."""
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
        """Give the id of a token of the vocabulary, None if it has no such token."""
        index = self._tokenizer.convert_tokens_to_ids(token)
        return None if index is None or index == self._tokenizer.unk_token_id else int(index)

    def mark_ids(self, mark: str) -> list[int]:
        """Give the ids of words that stand before a text, special tokens in them taken for what they are.

        They are cut as SentencePiece cuts them, where its model is there: T5s were trained so, and transformers 5 drops
        the space that it puts before a first token like "<2ja>".
        """
        if mark not in self._marks:
            pieces = self.folder / "spiece.model"
            if pieces.is_file():
                self._marks[mark] = SentencePieceProcessor(model_file=str(pieces)).encode(mark)
            else:
                self._marks[mark] = self._tokenizer(mark, add_special_tokens=False)["input_ids"]
        return self._marks[mark]

    def count_tokens(self, text: str, language: str | None = None, *, mark: str = "") -> int:
        """Give how many tokens the encoder gets for `text`, those that frame it included."""
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
        """Give a hypothesis for each text, in order; equal texts are translated once, blank ones come back empty.

        The score is the mean natural log-probability of the tokens the model wrote, its end of sentence among them and
        a forced first token left out, each under the distribution it was chosen from (forbidden tokens taken out).

        Args:
            texts: each at most `positions` tokens.
            decoding: how to search.
            language: the name the tokenizer has for the source language, where it wants one.
            first_token: id of the token that every translation must begin with (NLLB's target language).
            mark: words that tell the model what to do, before every text (MADLAD's "<2ja>"); its tokens are read as
                tokens, those that a text spells are not.

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
        # With "never" the search looks ahead to the limit of the batch, so each row must be alone with its own.
        return 0 if self._model.generation_config.early_stopping == "never" else TOKENS_A_BATCH // decoding.beams

    def _encode(self, text: str, language: str | None, mark: str = "") -> list[int]:
        if language is not None and self._tokenizer.src_lang != language:
            self._tokenizer.src_lang = language
        # An article that says "</s>" or "jpn_Jpan" means the characters.
        ids: list[int] = self._tokenizer(text, split_special_tokens=True, verbose=False)["input_ids"]
        return [*self.mark_ids(mark), *ids] if mark else ids

    def _generate(self, sources: list[list[int]], decoding: Decoding, first_token: int | None) -> list[Hypothesis]:
        longest, pad = max(map(len, sources)), self._tokenizer.pad_token_id
        # One short of the positions: the start token takes one.
        limits = [min(length_limit(len(ids)), self._longest - 1) for ids in sources]
        recorder = _Recorder(1 if decoding.beams == 1 else max(2, 1 + len(self._ends)) * decoding.beams)
        options: dict[str, Any] = {} if first_token is None else {"forced_bos_token_id": first_token}
        try:
            with torch.inference_mode(), quiet():
                output = self._model.generate(
                    input_ids=torch.tensor([ids + [pad] * (longest - len(ids)) for ids in sources]),
                    attention_mask=torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in sources]),
                    num_beams=decoding.beams,
                    no_repeat_ngram_size=decoding.no_repeat_ngram,
                    max_new_tokens=max(limits),
                    do_sample=False,
                    num_return_sequences=1,
                    stopping_criteria=[_RowLimits(limits)],
                    logits_processor=[recorder],
                    return_dict_in_generate=True,
                    **options,
                )
        except RuntimeError as error:
            raise ModelError(f"{self.folder.name} failed on {len(sources)} sentences: {_first_line(error)}") from error
        return self._hypotheses(output, limits, recorder, forced=0 if first_token is None else 1)

    # Forced tokens are not of the translation: M2M100's tokenizer would write "__ja__".
    def _hypotheses(self, output: Any, limits: list[int], recorder: _Recorder, *, forced: int) -> list[Hypothesis]:
        parents, hypotheses = getattr(output, "beam_indices", None), []
        for row, written in enumerate(output.sequences[:, 1:].tolist()):
            if parents is None:
                ends = (at + 1 for at, token in enumerate(written) if token in self._ends)
                tokens = written[: min(next(ends, len(written)), limits[row])]
                beams = [row] * len(tokens)
            else:
                beams = [beam for beam in parents[row].tolist() if beam >= 0]
                tokens = written[: len(beams)]
            chosen = recorder.log_probabilities(beams, tokens)[forced:]
            score = sum(chosen) / len(chosen) if chosen else None
            hypotheses.append(Hypothesis(self._decode(tokens[forced:]), score, complete=tokens[-1] in self._ends))
        return hypotheses

    def _decode(self, tokens: list[int]) -> str:
        # Marian's tokenizer would decode a translation with the source language's pieces.
        options = {"use_source_tokenizer": False} if hasattr(self._tokenizer, "spm_target") else {}
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True, **options)).strip()


class _RowLimits(StoppingCriteria):
    """Stops each row of a batch at its own limit; in beam search a row is all candidates of a sentence."""

    def __init__(self, limits: list[int]) -> None:
        self.limits = torch.tensor(limits)

    def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        reached = self.limits <= input_ids.shape[1] - 1
        return reached.repeat_interleave(input_ids.shape[0] // len(self.limits))


class _Recorder(LogitsProcessor):
    """Keeps the log-probabilities of the best tokens of each step; all of them would be a vocabulary a step."""

    def __init__(self, best: int) -> None:
        self.best = best
        self.steps: list[tuple[torch.Tensor, torch.Tensor]] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        values, tokens = scores.topk(min(self.best, scores.shape[-1]))
        self.steps.append((values - scores.logsumexp(-1, keepdim=True), tokens))
        return scores

    def log_probabilities(self, beams: list[int], tokens: list[int]) -> list[float]:
        """Log-probability of each token, written at its step by the beam given."""
        found = []
        for (values, best), beam, token in zip(self.steps, beams, tokens, strict=False):
            match = (best[beam] == token).nonzero()
            # The search takes its tokens from these; one that is not there ties with the last of them.
            found.append(float(values[beam, match[0, 0]] if len(match) else values[beam, -1]))
        return found


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Give the indices of `lengths`, longest first, in batches of one row or of rows times longest within `budget`."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: (-lengths[row], row)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def load(folder: Path, *, allow_pickle: bool = False) -> Checkpoint:
    """Give the checkpoint of a folder in float32 on the CPU, every weight of it read from the file.

    Raises:
        UnknownModel: the folder is not there, or holds a model of another kind.
        DamagedModel: files are missing or broken, weights do not fit the configuration, or are only there as a pickle.
    """
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    safetensors = _has_safetensors(folder, allow_pickle)
    use_physical_cores()
    config, tokenizer = describe(folder)
    with quiet(), _loading(folder):
        model, info = AutoModelForSeq2SeqLM.from_pretrained(
            folder,
            config=config,
            use_safetensors=safetensors,
            dtype=torch.float32,
            output_loading_info=True,
            **_HERE,
        )
    _check_weights(folder, model, info)
    model.generation_config.max_length = None
    model.generation_config.forced_eos_token_id = None
    return Checkpoint(folder, model.eval(), tokenizer)


def describe(folder: Path) -> tuple[Any, Any]:
    """Give the configuration and the tokenizer of a checkpoint, which belong together; its weights are not read.

    Raises:
        UnknownModel, DamagedModel: as `load`.
    """
    with quiet(), _loading(folder):
        config = AutoConfig.from_pretrained(folder, **_HERE)
        if config.model_type not in TOKENIZER_FILES:
            raise UnknownModel(f"{folder}: a {config.model_type!r} model is no Marian, M2M100, NLLB or T5 model.")
        _check_files(folder, config.model_type)
        tokenizer = AutoTokenizer.from_pretrained(folder, **_HERE)
        _mend_unknown(tokenizer)
    if len(tokenizer) > config.vocab_size:
        raise DamagedModel(
            f"{folder}: the tokenizer has {len(tokenizer)} tokens, the model {config.vocab_size}; "
            "they do not belong together. Get the model again."
        )
    return config, tokenizer


def _mend_unknown(tokenizer: Any) -> None:
    """Let what a T5 tokenizer does not know be its unknown token.

    transformers takes the third token of the vocabulary for it. In MADLAD's that is the end of the sentence.
    """
    stranger = "\ue000"  # a character that nobody has given a meaning
    if isinstance(tokenizer, T5Tokenizer) and tokenizer(stranger)["input_ids"].count(tokenizer.eos_token_id) > 1:
        made = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
        pieces = [(piece, score) for piece, score in made["vocab"]]
        tokenizer.backend_tokenizer.model = Unigram(pieces, unk_id=tokenizer.unk_token_id, byte_fallback=False)


@contextmanager
def _loading(folder: Path) -> Iterator[None]:
    try:
        yield
    except (MemoryError, UnknownModel, DamagedModel):
        raise
    except Exception as error:  # files from anywhere fail in any way; every way means the same to the user
        raise DamagedModel(f"{folder}: the model cannot be loaded ({_first_line(error)}). Get it again.") from error


def _has_safetensors(folder: Path, allow_pickle: bool) -> bool:
    """Whether the weights are safetensors and not an allowed pickle."""
    if any(folder.glob("*.safetensors")):
        return True
    if not any(folder.glob("pytorch_model*.bin")):
        raise DamagedModel(f"{folder}: no weights (*.safetensors). Get the model again.")
    if not allow_pickle:
        raise DamagedModel(
            f"{folder}: the weights are a pickle (pytorch_model*.bin), a format that can carry a program. "
            "Take a revision with safetensors, or give --allow-pickle if you trust where it came from."
        )
    return False


def _check_files(folder: Path, kind: str) -> None:
    for names in TOKENIZER_FILES[kind]:
        if not any((folder / name).is_file() for name in names):
            raise DamagedModel(f"{folder}: {' or '.join(names)} of the tokenizer is missing. Get the model again.")


def _check_weights(folder: Path, model: Any, info: dict[str, Any]) -> None:
    """Refuse weights transformers would make up at random, leave out, or not tie, all in silence."""
    tied = set(model.get_expanded_tied_weights_keys(all_submodels=True))
    # T5's config says nothing of this any more; later T5s and all mT5s learned their output layer apart.
    if model.config.model_type == "mt5" or getattr(model.config, "scale_decoder_outputs", None) is False:
        tied.discard("lm_head.weight")
    wrong = {
        "are missing": info["missing_keys"],
        "do not fit": {key if isinstance(key, str) else key[0] for key in info["mismatched_keys"]},
        "are unknown": {key for key in info["unexpected_keys"] if not key.endswith(COMPUTED)},
        "differ from the weights they are tied to": tied - set(model.all_tied_weights_keys),
    }
    for what, keys in wrong.items():
        if keys:
            some = ", ".join(sorted(keys)[:3])
            raise DamagedModel(f"{folder}: {len(keys)} weights {what} ({some}). Get the model again.")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from logging anything below an error, or drawing progress bars, for a while."""
    log: Any = logging  # its functions are not typed
    verbosity, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(verbosity)
        if bars:
            log.enable_progress_bar()


def use_physical_cores() -> None:
    """Make torch use one thread a physical core, unless OMP_NUM_THREADS is set or the system does not say."""
    if "OMP_NUM_THREADS" in os.environ or not hasattr(os, "sched_getaffinity"):
        return
    siblings = [Path(f"/sys/devices/system/cpu/cpu{n}/topology/thread_siblings_list") for n in os.sched_getaffinity(0)]
    if all(path.is_file() for path in siblings):
        torch.set_num_threads(len({path.read_text(encoding="ascii") for path in siblings}))


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
