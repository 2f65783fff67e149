"""Windows of documents that are translated together: enough for full batches, and bounded in memory."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from translate.batch.discovery import InputFile
from translate.batch.outputs import OutputTarget, PendingOutputs
from translate.batch.pages import page_in
from translate.document import Document
from translate.errors import DamagedFile
from translate.reading import read
from translate.reading.address import read_page
from translate.translation.pipeline import is_translatable, text_of

# Maximum sentences, and characters for files that are mostly layout; a larger document is a window by itself.
MOST_SENTENCES = 2_000
MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its pending outputs."""

    found: InputFile
    document: Document
    todo: tuple[PendingOutputs, ...]  # for each unfinished target
    texts: frozenset[str]  # the distinct texts to translate
    seconds: float  # of reading

    @property
    def words(self) -> int:
        """The number of words of the input, separated by white space."""
        return sum(len(sentence.text.split()) for sentence in self.document.sentences)

    def pending(self, target: str) -> PendingOutputs:
        """Return the pending outputs for a target language."""
        return next(
            (outputs for outputs in self.todo if outputs.target == target), PendingOutputs(target, (), (), None)
        )

    def targets(self, target: str) -> tuple[OutputTarget, ...]:
        """Return the outputs to write for a target language, as known before translation."""
        return self.pending(target).places

    def paths(self, target: str) -> tuple[str, ...]:
        """Return the paths of all its outputs for a target language."""
        return self.pending(target).paths


@dataclass(slots=True)
class Window:
    """Articles in reading order."""

    articles: list[Article] = field(default_factory=list)
    sentences: int = 0
    characters: int = 0

    def add(self, article: Article) -> None:
        """Add an article."""
        self.articles.append(article)
        self.sentences += len(article.document.sentences)
        self.characters += len(article.document.text)

    @property
    def full(self) -> bool:
        """Whether the window should be translated now."""
        return self.sentences >= MOST_SENTENCES or self.characters >= MOST_CHARACTERS

    @property
    def bytes(self) -> int:
        """The size of its files."""
        return sum(article.found.size for article in self.articles)


def open_article(found: InputFile, todo: tuple[PendingOutputs, ...], *, check_language: bool) -> Article:
    """Return the article in a file.

    Raises:
        ReadingError: it cannot be read as an Indonesian article.
    """
    started = time.perf_counter()
    if found.address:
        document = read_page(page_in(found.path), check_language=check_language)
    else:
        document = read(found.path, check_language=check_language)
    return article_of(found, document, todo, started)


def article_of(found: InputFile, document: Document, todo: tuple[PendingOutputs, ...], started: float) -> Article:
    """Return an article whose reading began at `started` (`time.perf_counter`).

    Raises:
        DamagedFile: it has characters that cannot be written.
    """
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise DamagedFile(
            f"{found.source} holds half of a surrogate pair at character {error.start}; expected Unicode characters. "
            "Save it again as UTF-8."
        ) from error
    texts = frozenset(text_of(sentence) for sentence in document.sentences if is_translatable(sentence))
    return Article(found, document, todo, texts, time.perf_counter() - started)
