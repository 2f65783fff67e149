"""Encoder-decoder checkpoints on CTranslate2, behind the methods of `translate.models.seq2seq.Checkpoint`.

In greedy decoding each row of a batch ends at its own limit: the runtime has a callback after each token. Beam search
has none, and its limit affects its result, so only rows of equal limits are decoded together. It ends as soon as there
are as many finished hypotheses as beams, where that of transformers may search further; greedy decoding is the same.

In int8 the matrix products are exact in any batch. Attention is not: if the width of a batch is no multiple of the
processor's vector size, the remainder is added in another order. So batches get such a width, and a translation is the
same, to the last bit of its score, alone and among others. In float32 scores differ in their last digits.
"""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from translate.document import Hypothesis
from translate.errors import ModelError
from translate.models.ctranslate2.conversion import Note, Original, about, converted
from translate.models.decoding import Decoding, length_limit
from translate.models.seq2seq import Checkpoint, describe, load, loading
from translate.util.threads import threads

QUANTIZATION = "int8"
_VECTOR = 16  # tokens: a batch is a multiple of this wide; a vector of AVX-512 holds so many float32


@dataclass(frozen=True, slots=True)
class _Described:
    """Takes the place of a torch checkpoint's model; it has the configuration alone."""

    config: Any
    generation_config: Any


class FastCheckpoint(Checkpoint):
    """An encoder-decoder model on CTranslate2 with its tokenizer; one thread at a time may use it."""

    def __init__(self, folder: Path, described: _Described, tokenizer: Any, translator: Any, quantization: str) -> None:
        """Take what `load_fast` has read."""
        super().__init__(folder, described, tokenizer)
        self._translator = translator
        release_at_exit(self, "_translator")
        self.precision = f"ct2-{quantization}"
        pad = described.config.pad_token_id
        # The converted Marian model has no padding; whatever else must not be written is kept from it.
        banned = described.generation_config.bad_words_ids or []
        self._banned = [list(map(str, words)) for words in banned if words != [pad]]

    def _budget(self, decoding: Decoding) -> int:
        return super()._budget(decoding) * 2 if decoding.beams == 1 else super()._budget(decoding)

    def _generate(self, sources: list[list[int]], decoding: Decoding, first_token: int | None) -> list[Hypothesis]:
        limits = [min(length_limit(len(ids)), self._longest - 1) for ids in sources]
        options: dict[str, Any] = {
            "max_input_length": 0,  # none: longer texts were refused
            "min_decoding_length": 0,  # a least length would change the scores of the first step
            "beam_size": decoding.beams,
            "no_repeat_ngram_size": decoding.no_repeat_ngram,
            "suppress_sequences": self._banned,
            "end_token": sorted(self._ends),
            "return_end_token": True,
            "return_scores": True,
        }
        try:
            if decoding.beams == 1:
                return self._greedy(sources, limits, first_token, options)
            return self._beams(sources, limits, first_token, options)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{self.folder.name} failed on {len(sources)} sentences: {error}") from error

    def _greedy(
        self, sources: list[list[int]], limits: list[int], first_token: int | None, options: dict[str, Any]
    ) -> list[Hypothesis]:
        watch = TokenCollector([*limits, 1])  # the filler, if there is one, comes last
        self._run(sources, first_token, max_decoding_length=max(limits), callback=watch, **options)
        rows = zip(sources, watch.tokens, watch.scores, strict=False)
        return [self._made(tokens, sum(scores), first_token) for _, tokens, scores in rows]

    def _beams(
        self, sources: list[list[int]], limits: list[int], first_token: int | None, options: dict[str, Any]
    ) -> list[Hypothesis]:
        penalty = self._model.generation_config.length_penalty
        penalty = 1.0 if penalty is None else float(penalty)
        found: dict[int, Hypothesis] = {}
        for limit, group in groupby(sorted(range(len(sources)), key=limits.__getitem__), key=limits.__getitem__):
            rows = list(group)
            results = self._run(
                [sources[row] for row in rows],
                first_token,
                max_decoding_length=limit,
                length_penalty=penalty,
                **options,
            )
            for row, result in zip(rows, results, strict=False):  # without the filler
                tokens = list(map(int, result.hypotheses[0]))
                found[row] = self._made(tokens, result.scores[0] * len(tokens) ** penalty, first_token)
        return [found[row] for row in range(len(sources))]

    def _run(self, sources: list[list[int]], first_token: int | None, **options: Any) -> Any:
        """Translate the rows, and after them a filler where none is as wide as what rounds alike."""
        longest = max(map(len, sources))
        if longest % _VECTOR:
            sources = [*sources, [min(self._ends)] * min(-(-longest // _VECTOR) * _VECTOR, self._longest)]
        prefix = None if first_token is None else [[str(first_token)]] * len(sources)
        return self._translator.translate_batch([list(map(str, ids)) for ids in sources], prefix, **options)

    def _made(self, tokens: list[int], log_probability: float, first_token: int | None) -> Hypothesis:
        """Return the hypothesis of tokens; a forced first token counts neither for the text nor for the score."""
        written = tokens if first_token is None else tokens[1:]
        score = log_probability / len(written) if written else None
        return Hypothesis(self._decode(written), score, complete=bool(tokens) and tokens[-1] in self._ends)


def load_fast(
    folder: Path,
    key: str,
    *,
    name: str = "",
    allow_pickle: bool = False,
    quantization: str = QUANTIZATION,
    on_note: Note | None = None,
) -> FastCheckpoint:
    """Return the checkpoint of a folder on CTranslate2, converted if it never was.

    Args:
        folder: as `translate.models.seq2seq.load` takes it.
        key: identifies the weights.
        name: of the model, for messages; empty for the name of the folder.
        allow_pickle: convert weights that are only there as a pickle, which can carry a program.
        quantization: as CTranslate2 names it.
        on_note: called with one line for each long wait or failure.

    Raises:
        UnknownModel, DamagedModel: as `translate.models.seq2seq.load`.
        ModelError: CTranslate2 cannot run this model.
    """
    import ctranslate2
    from transformers import GenerationConfig

    config, tokenizer = describe(folder)
    name = name or folder.name
    with loading(folder):
        settings = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*config.json"))]
    made_of = "\n".join((key, *settings))
    with loading(folder), converted(name, made_of, quantization, _original(folder, allow_pickle), on_note) as files:
        generation: Any = GenerationConfig.from_dict(about(files))
        try:
            translator = ctranslate2.Translator(str(files), device="cpu", inter_threads=1, intra_threads=threads())
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"CTranslate2 cannot load {name}: {error}") from error
        return FastCheckpoint(folder, _Described(config, generation), tokenizer, translator, quantization)


def _original(folder: Path, allow_pickle: bool) -> Callable[[], Original]:
    def make() -> Original:
        checkpoint = load(folder, allow_pickle=allow_pickle)
        model, tokenizer = checkpoint._model, checkpoint._tokenizer
        # The converter scales the outputs of a T5 by this field; in transformers 5 another field has the value.
        if model.config.model_type in ("t5", "mt5"):
            model.config.tie_word_embeddings = getattr(model.config, "scale_decoder_outputs", False)
        return Original(
            model,
            unknown=tokenizer.unk_token_id,
            end=tokenizer.eos_token_id,
            begin=tokenizer.eos_token_id if tokenizer.bos_token_id is None else tokenizer.bos_token_id,
            about=model.generation_config.to_diff_dict(),
        )

    return make


class TokenCollector:
    """Collects each token of a greedy batch as it is made, and ends each row at its own limit."""

    def __init__(self, limits: list[int]) -> None:
        """Take the most tokens of each row."""
        self.limits = limits
        self.tokens: list[list[int]] = [[] for _ in limits]
        self.scores: list[list[float]] = [[] for _ in limits]  # natural log-probabilities; 0 for a forced token

    def __call__(self, step: Any) -> bool:
        """Take a step of one row; True ends the row."""
        row: int = step.batch_id
        self.tokens[row].append(step.token_id)
        self.scores[row].append(step.log_prob)
        return len(self.tokens[row]) == self.limits[row]


def release_at_exit(owner: object, attribute: str) -> None:
    """Set `attribute` of `owner` to None when the program ends, if `owner` still exists then.

    CTranslate2's threads must be joined before the interpreter is torn down, which could otherwise end the process with
    "terminate called without an active exception".
    """
    reference = weakref.ref(owner)

    def release() -> None:
        if (alive := reference()) is not None:
            setattr(alive, attribute, None)

    atexit.register(release)
