"""Translate the texts of many files, each once; attempts are stored before they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256

from translate.batch.memory import Memory, MemoryUnit
from translate.document import Attempt, Document, Signature
from translate.errors import WartaError
from translate.language.glossary import terms_fingerprint
from translate.models.engines.base import Engine
from translate.translation.attempts import imported_attempts
from translate.translation.retry import Policy, best, is_editable, is_stuck
from translate.translation.setup import Setup
from translate.translation.signing import fetched_from, sign
from translate.translation.windows import translate_windows

Attempts = dict[str, tuple[Attempt, ...]]  # by source text
# Settings of a signature that affect only some sentences: those with a term, and those still flagged after retries.
PER_SENTENCE = ("glossary", "fallback", "post-edit")


@dataclass(slots=True)
class CachedTranslator:
    """Translates texts with one setup, each once, and stores the results in the journal and the memory."""

    setup: Setup
    policy: Policy
    journal: Memory  # where new attempts are stored: the journal of a folder, or the memory itself
    memory: Memory | None = None
    translated: int = 0  # numbers of distinct texts by the origin of their attempts
    known: int = 0
    remembered: int = 0
    imported: int = 0
    full: Signature = field(init=False)  # of any translation, without its input and date
    maker: Signature = field(init=False)  # the signature without settings that affect only some sentences
    fallback: str = field(init=False)  # the fallback's models
    editor: str = field(init=False)  # the post-editor
    choices: str = field(init=False)  # SHA-256 of the glossary, the fallback and the post-editor
    imported_sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Compute the cache key: the engine, the policy and, if there are any, imported translations."""
        self.full = sign(Document("", ()), self.setup, self.policy, "")
        self.maker = replace(self.full, settings=tuple(s for s in self.full.settings if s[0] not in PER_SENTENCE))
        settings = dict(self.full.settings)
        self.fallback = settings.get("fallback", "")
        self.editor = f"post-edit {settings['post-edit']}" if "post-edit" in settings else ""
        choices = f"{self.policy.terms.sha256} {self.fallback}" + f" {self.editor}" * bool(self.editor)
        self.choices = sha256(choices.encode()).hexdigest()
        if self.memory is not None:
            self.imported_sha256 = self.memory.imported_sha256(self.engine.source, self.engine.target)

    @property
    def engine(self) -> Engine:
        """The first engine."""
        return self.setup.engine

    def signed(self, document: Document, date: str) -> Signature:
        """Return the signature of a translation of `document`."""
        # Reused, since looking up library versions takes longer than writing a short article.
        settings = (*self.full.settings, *fetched_from(document, date))
        return self._with_imported(
            replace(self.full, input_sha256=document.source.sha256, settings=settings, date=date)
        )

    def _with_imported(self, signature: Signature) -> Signature:
        if not self.imported_sha256:
            return signature
        return replace(signature, settings=(*signature.settings, ("imported", self.imported_sha256[:12])))

    @property
    def basis(self) -> Signature:
        """The settings that affect every sentence; `choices` has the others."""
        return self._with_imported(self.maker)

    def choices_key(self, text: str, *helpers: str) -> str:
        """Return the key of the choices that affect one text: its terms, and the fallback and post-editor it needed."""
        return " ".join([terms_fingerprint(text, self.policy.terms, self.engine.target), *helpers])

    def choices_sha256(self, texts: Iterable[str], attempts: Attempts) -> str:
        """Return the SHA-256 of the choices that affect these texts, which all have attempts."""
        return sha256("\n".join(self._choices_of(text, attempts[text]) for text in sorted(texts)).encode()).hexdigest()

    def choices_if_final(self, texts: Iterable[str], attempts: Attempts) -> str:
        """Return `choices` for an output of these texts; empty after a failed post-edit, which the next run repeats."""
        return "" if any(attempt.unanswered for text in texts for attempt in attempts[text]) else self.choices

    def _choices_of(self, text: str, tried: tuple[Attempt, ...]) -> str:
        stuck = [self.fallback] * bool(self.fallback and is_stuck(tried))
        answered = not any(attempt.unanswered for attempt in tried)
        return self.choices_key(text, *stuck, *[self.editor] * bool(self.editor and answered and is_editable(tried)))

    def look_up(self, texts: Iterable[str]) -> Attempts:
        """Return the cached attempts at `texts`: imported, from the journal, or from the memory.

        Imported human translations take precedence.
        """
        wanted = set(texts)
        found = self._imported(wanted) if self.imported_sha256 else {}
        self.imported += len(found)
        known = self._valid_attempts(self.journal, wanted - found.keys())
        self.known += len(known)
        found |= known
        if self.memory is not None and (missing := wanted - found.keys()):
            remembered = self._valid_attempts(self.memory, missing)
            self.journal.put(self.maker, self._units(remembered))
            self.remembered += len(remembered)
            found |= remembered
        return found

    def _valid_attempts(self, memory: Memory, texts: set[str]) -> Attempts:
        """Return the attempts in a memory that are valid under the current choices.

        Attempts without the fallback or the post-editor are valid for texts that do not need them.
        """
        found: Attempts = {}
        helpers = [helper for helper in (self.fallback, self.editor) if helper]
        for count in range(len(helpers) + 1):
            keys = {text: self.choices_key(text, *helpers[:count]) for text in texts - found.keys()}
            stored = memory.get(self.maker, keys.keys(), keys)
            found |= {text: tried for text, tried in stored.items() if self._choices_of(text, tried) == keys[text]}
        return found

    def _units(self, attempts: Attempts) -> list[MemoryUnit]:
        """Return attempts as units to store, without failed post-edits, so that the next run tries again."""
        answered = {text: tuple(a for a in tried if not a.unanswered) for text, tried in attempts.items()}
        return [
            MemoryUnit(text, best(answered[text]).text, answered[text], self._choices_of(text, tried))
            for text, tried in attempts.items()
        ]

    def translate(
        self, texts: Iterable[str], attempts: Attempts, *, on_step: Callable[[], None], stop: Callable[[], bool]
    ) -> str:
        """Translate `texts` in batches, store and add each batch; return the reason of a failure, or "".

        `stop` is called before each batch, True ends the work; `on_step` is called after each batch.

        Raises:
            WritingError: the journal or the memory cannot be written.
        """
        with closing(translate_windows(texts, self.setup, self.policy)) as stream:
            while not stop():
                try:
                    new_attempts = next(stream, {})
                except Exception as error:  # any failure of a model; the other files follow
                    return error_line(error)
                if not new_attempts:
                    break
                self.keep(new_attempts)
                attempts.update(new_attempts)
                on_step()
        return ""

    def keep(self, new_attempts: Attempts) -> None:
        """Store new attempts of the engine.

        Raises:
            WritingError: the journal or the memory cannot be written.
        """
        units = self._units(new_attempts)
        self.journal.put(self.maker, units)
        if self.memory is not None and self.memory is not self.journal:
            self.memory.put(self.maker, units)
        self.translated += len(new_attempts)

    def _imported(self, texts: Iterable[str]) -> Attempts:
        if self.memory is None:
            return {}
        pairs = self.memory.imported(self.engine.source, self.engine.target, texts)
        return imported_attempts(pairs, self.engine, self.policy)


def error_line(error: Exception) -> str:
    """Return an error as one line for the report."""
    line = " ".join(str(error).split())
    return line if isinstance(error, WartaError) else f"{type(error).__name__}: {line}"
