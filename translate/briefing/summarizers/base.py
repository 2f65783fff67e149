"""The base of extractive methods: the candidate sentences, and the order of the result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence

from translate.document import Document, Kind, Role
from translate.errors import UsageError
from translate.language.words import has_letters, inside_quotes, size

# Titles and captions are not sentences of the report.
READ = (Kind.BODY, Kind.LIST, Kind.QUOTE)


def eligible(document: Document, skip: Collection[int] = ()) -> tuple[int, ...]:
    """Return the indices of the sentences of `document` that are candidates, in order, without those in `skip`."""
    kinds = [paragraph.kind for paragraph in document.paragraphs for _ in paragraph.sentences]
    return tuple(
        index
        for index, (kind, sentence) in enumerate(zip(kinds, document.sentences, strict=True))
        if kind in READ and sentence.role is Role.TEXT and has_letters(sentence.text) and index not in skip
    )


class Extractive(ABC):
    """A summarizer that selects whole sentences; a method implements only `rank`."""

    fewest_words = 0  # shorter sentences are chosen last
    farthest = 1_000  # only the first sentences are considered, as each is compared with each

    def __call__(self, document: Document, count: int, *, skip: Collection[int] = ()) -> tuple[int, ...]:
        """Return the indices of the best sentences, at most `count`, in document order.

        Sentences whose index is in `skip` are never chosen.

        Raises:
            UsageError: `count` is less than 1.
        """
        if count < 1:
            raise UsageError(f"A summary of {count} sentences: expected 1 or more.")
        indices = eligible(document, skip)[: self.farthest]
        if len(indices) <= count:
            return indices
        sentences = document.sentences
        texts, quoted = [sentences[i].text for i in indices], inside_quotes(document)
        fragments = {i for i, text in enumerate(texts) if size(text, document.language) < self.fewest_words}
        most = min(len(indices), count + len(fragments))
        ranking = self.rank(texts, [i in quoted for i in indices], document.language, most)
        ordered = sorted(ranking[:most], key=lambda place: place in fragments)  # stable
        return tuple(sorted(indices[place] for place in ordered[:count]))

    @abstractmethod
    def rank(self, texts: Sequence[str], quoted: Sequence[bool], language: str, count: int) -> list[int]:
        """Return the indices in `texts` of at least the `count` best sentences, best first.

        `quoted[i]`: whether sentence i begins inside a quotation of an earlier sentence.
        """


class Lead(Extractive):
    """Selects the first sentences of the article: a strong baseline for news."""

    def rank(self, texts: Sequence[str], quoted: Sequence[bool], language: str, count: int) -> list[int]:
        """Return the indices of `texts` in order."""
        return list(range(len(texts)))
