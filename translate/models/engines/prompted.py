"""The engine of the starter: a decoder-only model with a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from weakref import WeakValueDictionary

from translate.document import LANGUAGES, Hypothesis, ModelInfo
from translate.errors import ModelError, UnknownModel
from translate.language.common_words import is_common
from translate.language.headlines import as_sentence, written_as
from translate.models import ctranslate2 as ct2
from translate.models.decoding import Decoding, length_limit
from translate.models.gemma import Continuation, starter
from translate.util.prompts import Prompt, load_prompt

_fast_models: WeakValueDictionary[str, Continuation] = WeakValueDictionary()


def is_fast(runtime: str) -> bool:
    """Return whether the starter runs on CTranslate2; with "auto" not if the processor multiplies in bfloat16.

    Raises:
        UsageError: there is no such runtime.
        ModelError: `runtime` names CTranslate2, which is not installed.
    """
    wanted = ct2.wanted(runtime)
    if not wanted or runtime != "auto":
        return wanted
    import torch

    from translate.models.gemma.network import native_dtype

    return native_dtype() is not torch.bfloat16


class Prompted:
    """Translation by a decoder-only model, one sentence a prompt."""

    # Tokens of source text. The window would hold far more, but the model has hardly seen texts beyond a paragraph.
    budget = 400

    def __init__(self, model: Continuation, prompt: Prompt, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded model, a template with the variables `source` and `text`, and the entry for signatures."""
        prompt.expect(("source", "text"))
        self.model, self.prompt, self.source, self.target = model, prompt, source, target
        self.models = (info,)

    @classmethod
    def starter(
        cls,
        target: str,
        source: str = "id",
        *,
        prompts: Path | None = None,
        runtime: str = "auto",
        on_note: starter.Note | None = None,
    ) -> Prompted:
        """Load the bundled starter model; engines for several targets share its weights.

        Args:
            target: language code.
            source: language code.
            prompts: a folder of the user's own templates.
            runtime: "torch", "ctranslate2", or "auto": the second if it is installed and the processor does not
                multiply in bfloat16, in which torch is as fast.
            on_note: called with one line for each long wait or failure.

        Raises:
            UnknownModel: it does not translate this pair.
            PromptError: the template is malformed.
            ModelError: as `translate.models.gemma.starter.load`.
        """
        if (source, target) not in starter.PAIRS:
            pairs = ", ".join("-".join(pair) for pair in starter.PAIRS)
            raise UnknownModel(f"The starter model has no {source}-{target}; it has: {pairs}.")
        prompt = load_prompt("translate", target, prompts)
        model = _fast(on_note) if is_fast(runtime) else starter.load(on_note)
        # The precision comes first, as signatures are shortened: another rounding is another model.
        revision = f"{model.precision}-{starter.revision()}"
        info = ModelInfo("starter", revision, "prompted", starter.LICENCE, prompt_sha256=prompt.sha256)
        return cls(model, prompt, info, source=source, target=target)

    @property
    def draft(self) -> bool:
        """Whether translations are only drafts: True for Japanese."""
        return self.target == "ja"

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of the text, without the prompt around it."""
        return self.model.count_tokens(text)

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary has a character only as bytes, which a small model does not learn."""
        return self.model.lacks(character)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text, in order; batching does not change them.

        A blank text stays blank. Line breaks inside a text become spaces, as the model ends at one. Headlines are given
        to the model as `translate.language.headlines.as_sentence` writes them.

        Raises:
            ModelError: a text is over the budget.
        """
        lines = [" ".join(line.strip() for line in text.splitlines()).strip() for text in texts]
        made = [i for i, text in enumerate(lines) if text]
        counts = [self.count_tokens(lines[i]) for i in made]
        for i, count in zip(made, counts, strict=True):
            if count > self.budget:
                raise ModelError(
                    f'"{lines[i][:40]} ..." has {count} tokens; the model takes {self.budget} at once. Split the text.'
                )
        if self.source == "id":
            lines = [as_sentence(text, is_common) for text in lines]
        prompts = [self.prompt.fill(source=LANGUAGES[self.source], text=lines[i]) for i in made]
        found = self.model.generate(prompts, [length_limit(count) for count in counts], decoding)
        hypotheses = [Hypothesis("")] * len(texts)
        for i, hypothesis in zip(made, found, strict=True):
            if headlines:
                hypothesis = written_as(texts[i], hypothesis, source=self.source, target=self.target)
            hypotheses[i] = hypothesis
        return hypotheses


def _fast(on_note: starter.Note | None) -> Continuation:
    """Return the starter on CTranslate2; shared while any caller in the process holds it."""
    from translate.models.ctranslate2.decoder_only import load_fast_causal

    key, examples = starter.revision(), starter.examples()
    model = _fast_models.get(key)
    if model is None:
        note = on_note or (lambda line: None)
        model = _fast_models[key] = load_fast_causal(
            "the starter model",
            "\n".join((key, *examples)),
            starter.config(),
            starter.tokenizer(),
            lambda: starter.checkpoint(key, note),
            examples,
            on_note=on_note,
        )
    return model
