"""The attempts at the texts of many files: looked up first, translated once, durable before they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from translate.batch.journal import Journal
from translate.document import Attempt, Document, Hypothesis, Signature
from translate.engines.base import Engine
from translate.errors import WartaError
from translate.ladder import Policy, Rung, best
from translate.memory import Memory, Unit
from translate.pipeline import WINDOW, judge, sign, translate_texts

Attempts = dict[str, tuple[Attempt, ...]]  # by source text


@dataclass(slots=True)
class Segments:
    """The texts of one engine: what is known of them, and how the rest becomes known."""

    engine: Engine
    policy: Policy
    journal: Journal
    memory: Memory | None = None
    translated: int = 0  # distinct texts, by where their attempts came from
    known: int = 0
    remembered: int = 0
    imported: int = 0
    maker: Signature = field(init=False)
    imported_sha256: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """See what decides a translation: the engine, the policy and, if there are any, imported translations."""
        self.maker = sign(Document("", ()), self.engine, self.policy, "")
        if self.memory is not None:
            self.imported_sha256 = self.memory.imported_sha256(self.engine.source, self.engine.target)

    def signed(self, document: Document, date: str) -> Signature:
        """Give the signature of a translation of `document`."""
        # Not signed anew: to look up the versions of libraries takes longer than to write a short article.
        signature = replace(self.maker, input_sha256=document.source.sha256, date=date)
        if not self.imported_sha256:
            return signature
        return replace(signature, settings=(*signature.settings, ("imported", self.imported_sha256[:12])))

    def look_up(self, texts: Iterable[str]) -> Attempts:
        """Give the attempts at those of `texts` that need no engine: imported, known to the journal, or remembered.

        An imported translation is a person's, and goes before what a model once said.
        """
        wanted = set(texts)
        found = self._imported(wanted) if self.imported_sha256 else {}
        self.imported += len(found)
        known = self.journal.get(self.maker, wanted - found.keys())
        self.known += len(known)
        found |= known
        if self.memory is not None and (missing := wanted - found.keys()):
            remembered = self.memory.get(self.maker, missing)
            self.journal.put(self.maker, _units(remembered))
            self.remembered += len(remembered)
            found |= remembered
        return found

    def translate(
        self, texts: Iterable[str], attempts: Attempts, *, on_step: Callable[[], None], stop: Callable[[], bool]
    ) -> str:
        """Add the attempts at `texts`, batch by batch, each kept before it is added; give why it failed, or "".

        `stop` is asked before each batch, and ends the work; `on_step` is called after each.

        Raises:
            WritingError: the journal or the memory cannot be written.
        """
        stream = translate_texts(texts, self.engine, self.policy)
        while not stop():
            try:
                made = dict(islice(stream, WINDOW))
            except Exception as error:  # whatever a model dies of, the other files of the folder go on
                return reason_of(error)
            if not made:
                break
            self.journal.put(self.maker, _units(made))
            if self.memory is not None:
                self.memory.put(self.maker, _units(made))
            self.translated += len(made)
            attempts.update(made)
            on_step()
        return ""

    def _imported(self, texts: Iterable[str]) -> Attempts:
        if self.memory is None:
            return {}
        rung = Rung("from an imported memory", self.policy.decoding)
        pairs = self.memory.imported(self.engine.source, self.engine.target, texts)
        return {
            text: (judge(text, Hypothesis(said), rung, self.engine, over_budget=False, glossary=self.policy.terms),)
            for text, said in pairs.items()
        }


def _units(attempts: Attempts) -> list[Unit]:
    return [Unit(text, best(tried).text, tried) for text, tried in attempts.items()]


def reason_of(error: Exception) -> str:
    """Give an error as one line for the report."""
    line = " ".join(str(error).split())
    return line if isinstance(error, WartaError) else f"{type(error).__name__}: {line}"
