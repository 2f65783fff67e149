"""Parse untrusted JSON and TOML; all failures are ValueError, also too deep nesting."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from typing import Any


def json_from(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is not JSON, or nests too deep.
    """
    return _parsed(lambda: json.loads(text), "it has a number of thousands of digits")


def toml_from(text: str) -> dict[str, Any]:
    """Return the table of a TOML text.

    Raises:
        ValueError: it is not TOML, or nests too deep.
    """
    table: dict[str, Any] = _parsed(
        lambda: tomllib.loads(text), "it has a number of thousands of digits, or a date that no calendar has"
    )
    return table


def _parsed(parse: Callable[[], Any], bad_value: str) -> Any:
    try:
        return parse()
    except RecursionError:
        raise ValueError("it nests too deep") from None
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise
    except ValueError:  # of int or datetime, in words for programmers
        raise ValueError(bad_value) from None
