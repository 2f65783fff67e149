"""The public library: `translate`, `brief`, and the `Translator` that they use.

Threads: a `Translator` may be shared by threads. One article is translated at a time, the others wait; others are
read, briefed and written meanwhile. In asyncio: `await asyncio.to_thread(translator.translate, article)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Unpack

from translate.briefing.compose import make_brief
from translate.briefing.summarizers.abstractive import AbstractiveSummarizer
from translate.document import Brief, Document, Translation
from translate.errors import UsageError, expect
from translate.language.glossary import Glossary
from translate.models.engines.base import Engine
from translate.models.fallback import Fallback
from translate.models.resolve import ModelOptions, ModelSpec
from translate.reading import FORMATS, read, read_text
from translate.translation.pipeline import Progress, translate_document
from translate.translation.post_edit.base import PostEditor
from translate.translation.retry import Policy, name_of
from translate.translation.setup import load_setup

# What can be translated: an article as text, the path of a file, or a document.
Readable = str | Path | Document
_LOADING = Lock()


class Translator:
    """Translates many articles with one loaded model; threads may share it.

    >>> from translate.testing import FakeEngine
    >>> translator = Translator(engine=FakeEngine({"Harga beras naik.": "The price of rice has risen."}))
    >>> translator.translate("Harga beras naik.").text
    'The price of rice has risen.'
    """

    def __init__(
        self,
        to: str = "en",
        *,
        model: str | Path | ModelSpec = "auto",
        fallback: str | Fallback = "none",
        post_edit: str | PostEditor = "none",
        on_note: Callable[[str], None] | None = None,
        engine: Engine | None = None,
        policy: Policy | None = None,
        glossary: Glossary | str | Path | None = None,
        dated: bool = True,
        **options: Unpack[ModelOptions],
    ) -> None:
        """Load a model, or use an engine that is already loaded.

        Args:
            to: target language, "en" or "ja" (or another one of the model); ignored if `engine` is given.
            model: a catalogue name, a folder, a hub id, "first+second" for a pivot, or "auto": the best installed; or
                a `ModelSpec`.
            fallback: the model for sentences that are still flagged after every retry: "none", "auto" (the best other
                one that is installed), or its name. It is loaded when it is first needed, and never downloaded.
            post_edit: the language model that corrects sentences still flagged then: "none", the folder or hub id of a
                local one, or a post-editor from `translation.post_edit.load`, such as that of a server.
            on_note: called with one line for each long wait, failure or idle option while loading.
            engine: used instead of `model` and the options for loading it.
            policy: decoding, retries and terms; the terms are the built-in ones unless it has a glossary.
            glossary: your own terms, or their file, added to those of the policy; yours take precedence.
            dated: whether signatures have today's date; False makes output reproducible byte for byte.
            options: the other fields of a `ModelSpec`: family, revision, allow_pickle, offline, prompts, runtime.

        Raises:
            UnknownModel: there is no such model, or it does not translate into `to`.
            ModelError: it cannot be loaded.
            UsageError: an option cannot have an effect, or post-edits in this language cannot be checked.
            ReadingError: the glossary cannot be read.
        """
        _check(to, model)
        expect(policy, (Policy, type(None)), "The policy", "a Policy, such as Policy(retry=False)")
        self.policy = _with_terms(policy or Policy(), glossary)
        spec = ModelSpec.of(model, **options)
        self.setup = load_setup(
            spec, to, engine=engine, fallback=fallback, post_edit=post_edit, policy=self.policy, on_note=on_note
        )
        self.dated = dated
        self._turn = Lock()  # engines are not thread-safe

    def __repr__(self) -> str:
        """Return a short description: `<Translator id-en, student>`."""
        return f"<Translator {self.engine.source}-{self.engine.target}, {name_of(self.engine.models)}>"

    @property
    def engine(self) -> Engine:
        """The loaded model."""
        return self.setup.engine

    def translate(self, article: Readable, *, progress: Progress | None = None) -> Translation:
        """Return the translation of an article: text, the path of a file, or a `Document`.

        Raises:
            ReadingError: the article cannot be read as an Indonesian article.
            ModelError: the model cannot run.
        """
        document = as_document(article)
        with self._turn:
            return translate_document(document, self.setup, self.policy, date=self._date(), progress=progress)

    def translate_many(self, articles: Iterable[Readable]) -> Iterator[Translation]:
        """Yield the translation of each article, in order.

        Raises:
            UsageError: they are one text or path, or no articles at all.
        """
        if isinstance(articles, str | Path | Document) or not isinstance(articles, Iterable):
            raise UsageError(
                f"Articles cannot be of type {type(articles).__name__}; expected a list or another iterable of texts, "
                "paths and documents. Give a single one to translate."
            )
        return (self.translate(article) for article in articles)

    def brief(
        self,
        article: Readable | Translation,
        *,
        points: int = 4,
        summarizer: str | AbstractiveSummarizer = "textrank",
        max_length: int | None = None,
    ) -> Brief:
        """Return the brief of an article, or of an existing translation; the options are those of `make_brief`.

        Raises:
            UsageError: there is no such summarizer, or `points` is less than one.
        """
        translation = article if isinstance(article, Translation) else self.translate(article)
        return make_brief(translation, points=points, summarizer=summarizer, max_length=max_length)

    def _date(self) -> str:
        return datetime.now(UTC).date().isoformat() if self.dated else ""


def _with_terms(policy: Policy, glossary: Glossary | str | Path | None) -> Policy:
    if glossary is None:
        return policy
    expect(glossary, (Glossary, str, Path), "A glossary", "a Glossary, or the path of a .tsv or .toml file")
    more = glossary if isinstance(glossary, Glossary) else Glossary.load(glossary)
    return replace(policy, glossary=policy.terms + more)


def as_document(article: Readable) -> Document:
    """Return a document: a string is read as text, a path as a file.

    Raises:
        UsageError: it is none of these, or a string that is only the name of a file.
        ReadingError: it cannot be read as an Indonesian article.
    """
    if isinstance(article, Document):
        return article
    if not isinstance(article, str | Path):
        raise UsageError(
            f"An article cannot be of type {type(article).__name__}; expected its text, a Path or a Document. "
            "Decode bytes, and give several articles to translate_many."
        )
    if isinstance(article, Path):
        return read(article)
    if len(article.split()) == 1 and Path(article.strip()).suffix.lower() in FORMATS:
        raise UsageError(
            f"{article.strip()!r} is the name of a file, and a string is read as text; expected an article. "
            f"Give Path({article.strip()!r}) for what is in the file."
        )
    return read_text(article)


def _check(to: object, model: object) -> None:
    """Refuse a language or model of another type."""
    expect(to, str, "A target language", 'one code, "en" or "ja"; make a Translator for each')
    expect(model, (str, Path, ModelSpec), "A model", "a name, a folder, a hub id or a ModelSpec")


def translate(article: Readable, to: str = "en", *, model: str = "auto") -> Translation:
    """Return the translation of an Indonesian article; `print` shows its text.

    The model stays loaded for the next call. See `Translator` for the options.

    Raises:
        WartaError: of the kind of failure; the message is one line.
    """
    _check(to, model)
    return _loaded(to, model).translate(article)


def brief(article: Readable | Translation, to: str = "en", *, model: str = "auto", points: int = 4) -> Brief:
    """Return a brief of an Indonesian article, or of an existing translation; `print` shows its lines.

    Raises:
        WartaError: of the kind of failure; the message is one line.
    """
    if isinstance(article, Translation):
        return make_brief(article, points=points)
    _check(to, model)
    return _loaded(to, model).brief(article, points=points)


def _loaded(to: str, model: str) -> Translator:
    with _LOADING:  # else two threads could load the same model
        return _translator(to, model)


@lru_cache(maxsize=2)  # one for each target language; loading takes longer than translating most texts
def _translator(to: str, model: str) -> Translator:
    return Translator(to, model=model)
