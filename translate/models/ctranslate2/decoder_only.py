"""Decoder-only models on CTranslate2, behind the methods of `translate.models.gemma.Continuation`.

The runtime reads at once what is common to the lengths of a batch's prompts, and the rest token by token; in int8 the
one rounds otherwise than the other. So of each prompt the largest power of two that it is long is read at once: prompts
go in batches with those that have the same one, and where none is just so long, a row that is goes with them and is
dropped after one token. Then what happens to a row is told by the row alone, and in int8 its translation is, to the
last bit of its score, the same alone and among others.

A retry that forbids repeated runs would count as made what is read token by token; there prompts go with those of
exactly their length, of which but the last token is read at once.

The products of a step are too small to be shared between cores: two threads at one batch took the time of one. So each
core has batches of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from translate.document import Hypothesis
from translate.errors import ModelError
from translate.models.ctranslate2.closing import let_go_at_exit
from translate.models.ctranslate2.conversion import Note, Original, converted
from translate.models.ctranslate2.watching import Watch
from translate.models.decoding import Decoding
from translate.models.gemma import Continuation, Row
from translate.util.threads import threads

QUANTIZATION = "int8"
_ROWS = 64  # decoded at once
_TOKENS = 16384  # the most the cache of a batch can come to hold: 36 kB a token for the starter


class FastCausalModel(Continuation):
    """A decoder-only model on CTranslate2 with its tokenizer."""

    def __init__(self, generator: Any, tokenizer: Any, config: Mapping[str, Any], quantization: str) -> None:
        """Take what `load_fast_causal` has read; the generator has as many workers as may run at once."""
        super().__init__(tokenizer, config["max_position_embeddings"])
        self._generator = generator
        let_go_at_exit(self, "_generator")
        # What is read at once beyond this comes out wrong: CTranslate2 (4.8) looks further back than the model should.
        self._longest = int(config["sliding_window"])
        self.precision = f"ct2-{quantization}"

    def _continue(self, rows: list[Row], decoding: Decoding) -> dict[int, Hypothesis]:
        for row in rows:
            if len(row.prompt) > self._longest:
                size = len(row.prompt)
                raise ModelError(
                    f"A prompt of {size} tokens is over CTranslate2's {self._longest}. Set `runtime=torch`."
                )
        exact = decoding.no_repeat_ngram > 0 or decoding.beams > 1
        found: dict[int, Hypothesis] = {}
        try:
            batches = list(_batches(rows, decoding.beams, self._generator.num_generators, exact=exact))
            started = [self._start(batch, decoding, exact) for batch in batches]
            for batch, finish in zip(batches, started, strict=True):
                found.update((row.at, hypothesis) for row, hypothesis in zip(batch, finish(), strict=True))
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"CTranslate2 failed on {len(rows)} prompts: {error}") from error
        return found

    def _start(self, batch: list[Row], decoding: Decoding, exact: bool) -> Callable[[], list[Hypothesis]]:
        """Hand a batch to the next free worker; what is given waits for it."""
        prompts, limits = [row.prompt for row in batch], [row.limit for row in batch]
        read = _read_at_once(batch[0])
        if not exact and min(map(len, prompts)) > read:
            prompts, limits = [*prompts, prompts[0][:read]], [*limits, 1]
        watch = Watch(limits)
        results = self._generator.generate_batch(
            [list(map(str, prompt)) for prompt in prompts],
            max_length=max(limits),
            beam_size=decoding.beams,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            end_token=sorted(self.stops),
            return_end_token=True,
            include_prompt_in_result=False,
            return_scores=True,
            callback=watch if decoding.beams == 1 else None,
            asynchronous=True,
        )

        def finish() -> list[Hypothesis]:
            ended = [result.result() for result in results]
            if decoding.beams > 1:
                return [self._hypothesis(result.sequences_ids[0], result.scores[0]) for result in ended]
            made = zip(batch, watch.tokens, watch.scores, strict=False)  # without the row that is only read
            return [self._hypothesis(tokens, sum(scores) / len(tokens)) for _, tokens, scores in made]

        return finish


def _read_at_once(row: Row) -> int:
    """Return how many tokens of its prompt are read at once: the largest power of two that is not more than it has."""
    return 1 << len(row.prompt).bit_length() - 1


def _batches(rows: Sequence[Row], beams: int, workers: int, *, exact: bool) -> Iterator[list[Row]]:
    """Return rows that may be decoded together, the longest first, in batches enough that no worker is idle.

    They have as much that is read at once, or are of `exact`ly one length and for beams one limit.
    """

    def alike(row: Row) -> tuple[int, int]:
        return (len(row.prompt), row.limit if beams > 1 else 0) if exact else (_read_at_once(row), 0)

    share = -(-len(rows) // workers)
    for _, group in groupby(sorted(rows, key=alike, reverse=True), alike):
        batch: list[Row] = []
        for row in sorted(group, key=lambda row: -row.capacity):
            most = min(_ROWS, _TOKENS // (batch[0] if batch else row).capacity) // beams
            if batch and len(batch) >= min(most, share):
                yield batch
                batch = []
            batch.append(row)
        yield batch


def load_fast_causal(
    name: str,
    key: str,
    config: Mapping[str, Any],
    tokenizer: Any,
    weights: Callable[[], Mapping[str, Any]],
    texts: Sequence[str],
    *,
    quantization: str = QUANTIZATION,
    on_note: Note | None = None,
) -> FastCausalModel:
    """Return a Gemma 3 model on CTranslate2, converted if it never was.

    Args:
        name: of the model, for the user.
        key: says which weights and texts these are.
        config: fields of a `Gemma3TextConfig`.
        tokenizer: a `tokenizers.Tokenizer`.
        weights: loads the weights; called only if there is something to convert.
        texts: prompts with good answers; their ranges set how the model is rounded.
        quantization: as CTranslate2 names it.
        on_note: called with one line for each long wait or failure.

    Raises:
        DamagedModel: weights are missing, or are not of the shapes that the configuration says.
        ModelError: CTranslate2 cannot run this model.
    """
    import ctranslate2

    def original() -> Original:
        from translate.models.ctranslate2.smoothing import smooth
        from translate.models.gemma.model import CausalModel
        from translate.models.gemma.network import as_transformers

        whole = CausalModel(config, {name: weight.float().clone() for name, weight in weights().items()}, tokenizer)
        model = as_transformers(whole.network)
        if quantization.startswith("int8"):
            smooth(model, [whole._encode(text) for text in texts])
        unknown = tokenizer.token_to_id("<unk>")
        return Original(model, unknown=unknown, end=whole.eos, begin=whole.bos, about={})

    with converted(name, key, quantization, original, on_note) as folder:
        try:
            generator = ctranslate2.Generator(str(folder), device="cpu", inter_threads=threads(), intra_threads=1)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"CTranslate2 cannot load {name}: {error}") from error
    return FastCausalModel(generator, tokenizer, config, quantization)
