"""Errors as HTTP answers: a status and one line."""

from __future__ import annotations

from translate.errors import ReadingError, TooLarge, UsageError, WartaError

# Fields of the library's messages by their names in the API.
FIELDS = {"`check_language=False`": "`any_language`"}


class Refused(UsageError):
    """A refused request.

    Attributes:
        status: the HTTP status.
        kind: of a refusal that the page displays: `page/words.js` has a line for each in each language.
    """

    def __init__(self, status: int, message: str, kind: str = "Refused") -> None:
        """Take the status, the line in English, and the kind."""
        super().__init__(message)
        self.status, self.kind = status, kind


def kind_of(error: Exception) -> str:
    """Return the kind of an error, by which the page finds its wording."""
    return error.kind if isinstance(error, Refused) else type(error).__name__


def status_of(error: WartaError) -> int:
    """Return the HTTP status of an error: 4xx for faults of the request, else 500."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, TooLarge):
        return 413
    return 400 if isinstance(error, UsageError | ReadingError) else 500


def line_of(error: Exception) -> str:
    """Return an error as one line for a client."""
    line = " ".join(str(error).split())
    if not isinstance(error, WartaError):
        return f"{type(error).__name__}: {line}. This is a defect of Warta, not of your article."
    for field, name in FIELDS.items():
        line = line.replace(field, name)
    return line
