"""Engine of Firefox models: Mozilla's small Marian students, the best open quality for their size."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from translate.document import TARGETS, Hypothesis, ModelInfo
from translate.errors import ModelError, UnknownModel
from translate.language.common_words import is_common
from translate.language.gazetteer import exonyms
from translate.language.headlines import written_as
from translate.language.katakana import katakana
from translate.language.numbers.digits import digits_for
from translate.models.catalogue import BUNDLED
from translate.models.decoding import Decoding
from translate.models.student.model import BUDGET, StudentModel

BEGIN = re.compile(r"[^\W_]")  # the first letter or digit


class Firefox:
    """An engine of a Firefox model, which runs in worker processes.

    They were trained for greedy decoding by fxtranslate; the students gain much from beam search (`bench/history.md`).
    """

    budget = BUDGET

    def __init__(self, model: StudentModel, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded model for one pair of languages, and its entry for signatures.

        Raises:
            UnknownModel: the model was not hypotheses for this pair.
        """
        if model.pair not in (None, (source, target)):
            made_for = "-".join(model.pair or ())
            other = BUNDLED.get((source, target))
            raise UnknownModel(
                f"{info.id} translates {made_for} only, not {source}-{target}. Choose a model for that pair"
                f"{f', such as {other}' if other else ''}."
            )
        self._model, self.source, self.target = model, source, target
        self.models: tuple[ModelInfo, ...] = (info,)

    def prepare(self, sentences: int) -> None:
        """Begin to start processes for many sentences."""
        self._model.workers.prepare(sentences)

    @property
    def is_beside(self) -> bool:
        """Whether it translates in other processes now: after the first sentences."""
        return self._model.workers.running > 0

    def interrupt(self) -> None:
        """End the calls of `translate` in other threads, each with a `ModelError`."""
        self._model.workers.close()

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`, including the end of sentence."""
        return self._model.count_tokens(text)

    def lacks(self, character: str) -> bool:
        """Return whether a vocabulary of the model lacks a character."""
        return self._model.lacks(character)

    def repeats(self, text: str, length: int) -> bool:
        """Return whether a translation has an n-gram of `length` tokens more than once."""
        return self._model.repeats(text, length)

    def set_estimator(self, estimator: Callable[[Mapping[str, float]], float]) -> None:
        """Replace the estimator of confidence, a function of the features by name."""
        self._model.estimator = estimator

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text; equal texts are translated once, and blank ones stay blank.

        A greedy hypothesis has no score, as fxtranslate gives none; whether it is complete is inferred from its length.

        Raises:
            ModelError: a text is over the budget, or the model failed.
        """
        distinct = [text for text in dict.fromkeys(texts) if text.strip()]
        for text in distinct:
            if (count := self.count_tokens(text)) > self.budget:
                raise ModelError(
                    f'"{text[:40]} ..." has {count} tokens; the model takes {self.budget} at once. Split the text.'
                )
        name_in_target = self._name_in_target if self.models[0].copies_names else None
        normalised = [self._model.readable(text, is_common) for text in distinct] if self.source == "id" else distinct
        digits = partial(digits_for, target=self.target) if self.source == "id" and self.target in TARGETS else None
        hypotheses = self._model.translate(normalised, decoding, name_in_target, digits)
        hypotheses = list(map(_with_initial, distinct, normalised, hypotheses))
        hypotheses = [
            written_as(text, hypothesis, source=self.source, target=self.target, headlines=headlines)
            for text, hypothesis in zip(distinct, hypotheses, strict=True)
        ]
        found = dict(zip(distinct, hypotheses, strict=True))
        return [found.get(text, Hypothesis("")) for text in texts]

    def _name_in_target(self, word: str) -> str | None:
        """Return the form of a capitalised word in the target language; None if it is no name.

        In Japanese that is its katakana, acronyms excepted; elsewhere the word itself or the exonym of a place. In
        other source languages than Indonesian every capitalised word counts as a name.
        """
        if self.source != "id":
            return word
        if is_common(word):
            return None
        if self.target == "ja":
            return word if word.isupper() else katakana(word)
        return exonyms(self.target).get(word, word)


def _with_initial(text: str, normalised: str, hypothesis: Hypothesis) -> Hypothesis:
    """Return a hypothesis that begins with a capital if the source does but the normalised input did not."""
    if BEGIN.findall(text)[:1] == BEGIN.findall(normalised)[:1]:
        return hypothesis
    return replace(hypothesis, text=BEGIN.sub(lambda found: found[0].upper(), hypothesis.text, count=1))
