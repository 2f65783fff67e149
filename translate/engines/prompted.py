"""An engine that asks a decoder-only model with a prompt: the starter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from translate import starter
from translate.causal import CausalModel
from translate.decoding import Decoding, length_limit
from translate.document import LANGUAGES, Hypothesis, ModelInfo
from translate.errors import ModelError, UnknownModel
from translate.prompts import Prompt, load_prompt

QUALITY = {
    "en": "A usable draft: most sentences read well, some are wrong. Check names and idioms.",
    "ja": "Not usable yet: expect loops, invented dates and places, and untranslated words.",
}


class Prompted:
    """Translation by a decoder-only model, one sentence a prompt."""

    # Tokens of source text. The window would hold far more, but the model has hardly seen texts beyond a paragraph.
    budget = 400

    def __init__(self, model: CausalModel, prompt: Prompt, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded model, a template with the variables `source` and `text`, and what to call the model."""
        prompt.expect(("source", "text"))
        self.model, self.prompt, self.source, self.target = model, prompt, source, target
        self.models = (info,)

    @classmethod
    def starter(
        cls, target: str, source: str = "id", *, prompts: Path | None = None, on_note: starter.Note | None = None
    ) -> Prompted:
        """Load the bundled starter model; engines for several targets share its weights.

        `prompts` is a folder of the user's own templates, `on_note` hears of what takes time or went wrong.

        Raises:
            UnknownModel: it does not translate this pair.
            PromptError: the template is malformed.
            ModelError: as `translate.starter.load`.
        """
        if (source, target) not in starter.PAIRS:
            pairs = ", ".join("-".join(pair) for pair in starter.PAIRS)
            raise UnknownModel(f"The starter model has no {source}-{target}; it has: {pairs}.")
        prompt = load_prompt("translate", target, prompts)
        model = starter.load(on_note)
        # The dtype comes first, as a signature shows the beginning: another rounding is another model.
        info = ModelInfo("starter", f"{model.precision}-{starter.revision()}", "prompted", starter.LICENCE, prompt_sha256=prompt.sha256)
        return cls(model, prompt, info, source=source, target=target)

    @property
    def draft(self) -> bool:
        """Whether the user must be told not to rely on it: so for Japanese; `quality` says how far to trust it."""
        return self.target == "ja"

    @property
    def quality(self) -> str:
        """One sentence for the user on how good its translations into this target are."""
        return QUALITY[self.target]

    def count_tokens(self, text: str) -> int:
        """Give the number of tokens of the text, without the prompt around it."""
        return self.model.count_tokens(text)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Give a hypothesis for each text: same length, same order, whatever was batched with what.

        A blank text stays blank. Line breaks inside a text become spaces, as the model ends at one.

        Raises:
            ModelError: a text is over the budget.
        """
        said = [" ".join(line.strip() for line in text.splitlines()).strip() for text in texts]
        made = [i for i, text in enumerate(said) if text]
        counts = [self.count_tokens(said[i]) for i in made]
        for i, count in zip(made, counts, strict=True):
            if count > self.budget:
                raise ModelError(
                    f'"{said[i][:40]} ..." has {count} tokens; the model takes {self.budget} at once. Split the text.'
                )
        prompts = [self.prompt.fill(source=LANGUAGES[self.source], text=said[i]) for i in made]
        found = self.model.generate(prompts, [length_limit(count) for count in counts], decoding)
        hypotheses = [Hypothesis("")] * len(texts)
        for i, hypothesis in zip(made, found, strict=True):
            hypotheses[i] = hypothesis
        return hypotheses
