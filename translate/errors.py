"""Every error that Warta raises on purpose.

A message names the fields and arguments of the library between backticks, with a value where one is meant
(`allow_pickle`, `runtime=torch`); the command line puts its options in their place.

WartaError                 one line for the user: what happened, what was expected, what to do next
├── UsageError             the request itself is wrong (exit code 2)
│   └── UnknownModel       no such model, or none for this pair of languages
├── ReadingError           a file cannot be read as an article
│   ├── FetchError         an address cannot be fetched, or must not be
│   ├── MissingFile        it is not there, or it is a folder
│   ├── EmptyDocument      nothing in it can be translated
│   ├── NotText            binary content, or a format Warta does not read
│   ├── TooLarge           larger than an article can be
│   ├── DamagedFile        the format is known, the content is broken
│   └── WrongLanguage      the text is not Indonesian
├── ModelError             a model cannot be loaded or run
│   ├── DamagedModel       files missing, changed, or not what they claim to be
│   ├── ModelNotInstalled  it is known but not on this machine
│   └── HubError           a model hub cannot be reached, or refuses
├── PromptError            a template is missing, or names a variable it should not
├── WritingError           an output cannot be written
└── Interrupted            the user stopped it (exit code 130)
"""

from __future__ import annotations


class WartaError(Exception):
    """Base of all errors that are shown to the user as one line: "subject: problem", or the problem alone.

    >>> error = FetchError("not there after 60 s.", subject="https://contoh.id")
    >>> str(error), error.problem
    ('https://contoh.id: not there after 60 s.', 'not there after 60 s.')
    """

    exit_code = 1

    def __init__(self, problem: str = "", *, subject: str = "") -> None:
        """Keep the problem, and its subject for callers that show it in another place."""
        super().__init__(f"{subject}: {problem}" if subject else problem)
        self.problem, self.subject = problem, subject


class UsageError(WartaError):
    """The request itself is wrong."""

    exit_code = 2


def expect(value: object, kinds: type | tuple[type, ...], what: str, expected: str) -> None:
    """Refuse an argument of another type, which would cause an unclear failure later.

    >>> expect(b"Hujan.", str, "An article", "its text")
    Traceback (most recent call last):
    translate.errors.UsageError: An article cannot be of type bytes; expected its text.

    Raises:
        UsageError: the value is of none of these types.
    """
    if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is int):
        raise UsageError(f"{what} cannot be of type {type(value).__name__}; expected {expected}.")


class UnknownModel(UsageError):
    """There is no such model, or none for this pair of languages."""


class ReadingError(WartaError):
    """A file cannot be read as an article."""


class MissingFile(ReadingError):
    """The file does not exist, or is a folder."""


class FetchError(ReadingError):
    """An address cannot be fetched, or must not be."""


class EmptyDocument(ReadingError):
    """Nothing in the document can be translated."""


class NotText(ReadingError):
    """The content is binary, or of a format that Warta does not read."""


class TooLarge(ReadingError):
    """The file is larger than an article can be."""


class DamagedFile(ReadingError):
    """The format is known but the content is broken."""


class WrongLanguage(ReadingError):
    """The text is not in the source language."""


class ModelError(WartaError):
    """A model cannot be loaded or run."""


class DamagedModel(ModelError):
    """Files of a model are missing, changed, or not what they claim to be."""


class ModelNotInstalled(ModelError):
    """The model is known but is not on this machine."""


class HubError(ModelError):
    """A model hub cannot be reached, or refuses."""


class PromptError(WartaError):
    """A prompt template is missing or malformed."""


class WritingError(WartaError):
    """An output cannot be written."""


class Interrupted(WartaError):
    """The user stopped the work."""

    exit_code = 130
