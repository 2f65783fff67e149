"""An engine with another model behind it, for the sentences in which the checks have doubts after every retry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from translate.decoding import Decoding
from translate.document import Hypothesis, ModelInfo
from translate.engines.base import Engine


class WithFallback:
    """An engine that is as the one it is made of, and names another, which is loaded only when it is asked for.

    >>> from translate.engines.identity import Identity
    >>> engine = WithFallback(Identity("id", "en"), (ModelInfo("identity"),), lambda: Identity("id", "en"))
    >>> [model.id for model in fallback_of(engine)]
    ['identity']
    """

    def __init__(self, engine: Engine, behind: tuple[ModelInfo, ...], load: Callable[[], Engine]) -> None:
        """Take an engine, the models of the other, and what loads it."""
        self.engine, self.behind = engine, behind
        self._load = load
        self._loaded: Engine | None = None

    @property
    def source(self) -> str:
        """Language code it reads."""
        return self.engine.source

    @property
    def target(self) -> str:
        """Language code it writes."""
        return self.engine.target

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models of the first engine; those of the other are `behind`."""
        return self.engine.models

    @property
    def budget(self) -> int:
        """The most tokens of source text the first engine takes for a text."""
        return self.engine.budget

    @property
    def draft(self) -> bool:
        """Whether the translations of the first engine are only a draft."""
        return self.engine.draft

    def count_tokens(self, text: str) -> int:
        """Give the number of tokens `text` has for the first engine."""
        return self.engine.count_tokens(text)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Give what the first engine makes of each text.

        Raises:
            ModelError: as that engine does.
        """
        return self.engine.translate(texts, decoding)

    def fallback(self) -> Engine:
        """Give the other engine, loaded at the first call.

        Raises:
            ModelError: it cannot be loaded.
        """
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


def fallback_of(engine: Engine) -> tuple[ModelInfo, ...]:
    """Give the models behind an engine, none for one that stands alone."""
    return engine.behind if isinstance(engine, WithFallback) else ()
