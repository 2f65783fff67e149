"""A post-editor that prompts a language model.

The sentence, its translation, the doubts and the terms are data in the prompt, each between two tags that no data can
close. An answer is accepted only as one line without content from elsewhere, and then checked like any attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from translate.checks.faithfulness import edit_fault, orders
from translate.document import FlagCode, ModelInfo, Refusal, RefusalCode
from translate.errors import ModelError
from translate.models.chat.server import ChatModel
from translate.translation.post_edit.answers import AnswerLine, read_answer
from translate.translation.post_edit.base import Edit, FlaggedTranslation
from translate.util.prompts import fenced, harmless, load_prompt
from translate.writers.wording import flag_reason

TASK = "post-edit"
# Consecutive failures after which no further request is made: a server that hangs costs minutes each time.
MOST_FAILURES = 3
ROOM = 64  # tokens of an answer beyond twice those of the sentence: a fence, a label, quotation marks
MOST_OF_WINDOW = 3  # an answer may take at most one part in so many of the window
NOT_MENTIONED = frozenset({FlagCode.SPLIT, FlagCode.LOW_SCORE})  # flags that are no help to a language model
NOTHING = "-"  # an empty field of the prompt


class LanguageModelEditor:
    """Corrects translations with the template `post-edit`."""

    def __init__(
        self,
        model: ChatModel,
        info: ModelInfo,
        languages: Sequence[str],
        *,
        host: str = "",
        prompts: Path | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        """Take a model, its entry for signatures, and the languages to correct; load and check their templates.

        Args:
            model: answers one message.
            info: its entry for a signature.
            languages: "en", "ja" or both.
            host: of its server; empty for a local model.
            prompts: folder of the user's own templates.
            on_note: called with one line the first time that the model fails.

        Raises:
            PromptError: a template is missing or malformed.
        """
        self.model, self._info, self._host = model, info, host
        self._prompts = {language: load_prompt(TASK, language, prompts) for language in languages}
        self._tell = on_note or (lambda line: None)
        self._failures = 0  # in a row
        self._failure_reported = False

    @property
    def host(self) -> str:
        """The host of its server; empty for a local model."""
        return self._host

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for a signature, with the hash of the template for a language."""
        return replace(self._info, prompt_sha256=self._prompts[language].sha256)

    def edit(self, flagged: FlaggedTranslation) -> Edit:
        """Return the corrected translation or a refusal; failures of the model are refusals, too."""
        if orders(flagged.source):
            return Edit(refusal=Refusal(RefusalCode.SOURCE_ORDERS))
        question = self.question(flagged)
        most = self._room(flagged)
        if self.model.count_tokens(question) + most > self.model.window:
            return Edit(refusal=Refusal(RefusalCode.SOURCE_TOO_LONG))
        if self._failures >= MOST_FAILURES:
            return Edit(refusal=Refusal(RefusalCode.GIVEN_UP, count=MOST_FAILURES))
        try:
            answer = self.model.ask(question, most)
        except ModelError as error:
            return self._failed(error)
        self._failures = 0
        line = read_answer(answer, flagged.source, flagged.translation)
        refusal = line.refusal or self._fault(line, flagged)
        return Edit(refusal=refusal) if refusal else Edit(line.text)

    def question(self, flagged: FlaggedTranslation) -> str:
        """Return the prompt."""
        doubts = [flag_reason(flag) for flag in flagged.flags if flag.code not in NOT_MENTIONED]
        terms = [f"{term} = {wanted}" for term, wanted in flagged.terms]
        fields = {
            "source": [flagged.source], "translation": [flagged.translation], "doubts": doubts, "terms": terms,
        }  # fmt: skip
        filled = {
            name: [harmless(text) for text in texts if text.strip()] or [NOTHING] for name, texts in fields.items()
        }
        return self._prompts[flagged.target].fill(**{name: fenced(name, lines) for name, lines in filled.items()})

    def _fault(self, line: AnswerLine, flagged: FlaggedTranslation) -> Refusal | None:
        return edit_fault(
            line.text,
            flagged.source,
            flagged.translation,
            flagged.target,
            terms=[wanted for _, wanted in flagged.terms],
            instructions=self._prompts[flagged.target].body,
        )

    def _room(self, flagged: FlaggedTranslation) -> int:
        """Return the most tokens of an answer that fit the window."""
        return max(1, min(2 * self.model.count_tokens(flagged.source) + ROOM, self.model.window // MOST_OF_WINDOW))

    def _failed(self, error: ModelError) -> Edit:
        """Return the edit for a failure of the model, and report the first failure to `on_note`."""
        self._failures += 1
        line = " ".join(str(error).split())
        if not self._failure_reported:
            self._failure_reported = True
            self._tell(f"post-editing failed, and the sentences in doubt stay as they were: {line}")
        return Edit(refusal=Refusal(RefusalCode.FAILED, line.rstrip(".")))
