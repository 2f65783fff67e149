"""Glossaries in files.

TSV, a line for each term: Indonesian, English, Japanese, and optionally "official" or "unofficial" and a note. Each of
the first three may hold several forms, separated by `|`; the first translation is preferred, and an empty column means
no prescribed translation. Lines that begin with `#` are comments, and so is a first line that names the columns.

TOML, a table for each term:

    [[term]]
    source = ["Wali Kota", "Walikota"]
    en = "Mayor"
    ja = ["市長"]
    exact = true      # capitals count
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from translate.errors import DamagedFile, MissingFile, NotText, ReadingError, TooLarge, UsageError
from translate.language.glossary.terms import Term, first_word

COLUMNS = 5
LONGEST_TERM = 1_000  # characters
MOST_BYTES = 10_000_000  # of a file; 200,000 terms have as many
HEADER = ("source", "en", "ja")
KEYS = frozenset({"source", "en", "ja", "exact", "mark", "note"})
MARKS = ("", "official", "unofficial")


class Terms(NamedTuple):
    """The content of a glossary file: its terms, and a note on each duplicate."""

    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()


def load(path: Path) -> Terms:
    """Return the terms of a file: TOML if its name ends in `.toml`, else TSV.

    Raises:
        MissingFile: it is not there, or it is a folder.
        NotText: it is not UTF-8.
        DamagedFile: it is no glossary; the message names the line.
    """
    text = _read(path)
    return parse_toml(text, str(path)) if path.suffix.lower() == ".toml" else parse_tsv(text, str(path))


def untranslated(wanted: Iterable[str]) -> tuple[Term, ...]:
    """Return do-not-translate terms; each of `wanted` is a term, or the path of a file with a term on each line.

    Raises:
        ReadingError: such a file cannot be read.
        UsageError: a term does not begin with a letter or digit.
    """
    terms: list[Term] = []
    for item in wanted:
        path = Path(item)
        try:
            is_file = path.is_file()
        except OSError:  # too long for a path: a term
            is_file = False
        lines = [line.strip() for line in _read(path).splitlines()] if is_file else [item.strip()]
        for number, line in enumerate(lines, start=1):
            if (line and not line.startswith("#")) or not is_file:
                text = unicodedata.normalize("NFC", " ".join(line.split()))
                if not first_word(text):
                    where = f"{item}, line {number}: " if is_file else ""
                    raise UsageError(f"{where}{text!r} cannot be kept: expected a term that begins with a letter.")
                terms.append(Term((text,), verbatim=True))
    return tuple(terms)


def parse_tsv(text: str, name: str, *, translated: bool = True) -> Terms:
    """Return the terms of a text in TSV; `name` is its path in messages.

    A term needs a translation only where `translated`.

    Raises:
        DamagedFile: a line is no term.
    """
    terms: list[tuple[int, Term]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not terms and tuple(cell.lower() for cell in cells[:3]) == HEADER:
            continue
        if not 2 <= len(cells) <= COLUMNS:
            raise _damaged(name, number, f"{len(cells)} columns; expected source, en, ja with tabs between")
        source, en, ja, mark, note = cells + [""] * (COLUMNS - len(cells))
        forms, english, japanese = (tuple(cell.split("|")) for cell in (source, en, ja))
        raw = Term(forms, english, japanese, mark=mark, note=note)
        terms.append((number, _term(name, number, raw, translated=translated)))
    return _with_notes(name, terms)


def parse_toml(text: str, name: str) -> Terms:
    """Return the terms of a text in TOML; `name` is its path in messages.

    Raises:
        DamagedFile: it is not TOML, or an entry is no term.
    """
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise DamagedFile(f"{name} nests too deep; expected [[term]] tables. Correct it there.") from None
    except tomllib.TOMLDecodeError as error:
        raise DamagedFile(f"{name} is not TOML: {error}. Correct it there.") from error
    tables = data.get("term")
    if set(data) != {"term"} or not isinstance(tables, list):
        raise DamagedFile(f"{name}: expected nothing but [[term]] tables with source, en and ja.")
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if line.strip().startswith("[[")]
    terms: list[tuple[int, Term]] = []
    for i, table in enumerate(tables):
        number = lines[i] if len(lines) == len(tables) else i + 1
        if not isinstance(table, dict):
            raise _damaged(name, number, "expected a [[term]] table with source, en and ja")
        if unknown := set(table) - KEYS:
            raise _damaged(name, number, f"unknown key {min(unknown)!r}; expected {', '.join(sorted(KEYS))}")
        source, en, ja = (_texts(name, number, table.get(key, [])) for key in HEADER)
        mark, note = str(table.get("mark", "")), str(table.get("note", ""))
        exact = table.get("exact", False)
        if not isinstance(exact, bool):
            raise _damaged(name, number, "exact must be true or false")
        terms.append((number, _term(name, number, Term(source, en, ja, exact=exact, mark=mark, note=note))))
    return _with_notes(name, terms)


def _texts(name: str, number: int, value: object) -> tuple[str, ...]:
    values = tuple(value) if isinstance(value, list) else (value,)
    if not all(isinstance(item, str) for item in values):
        raise _damaged(name, number, "source, en and ja must be text, or lists of texts")
    return tuple(str(item) for item in values)


def _term(name: str, number: int, raw: Term, *, translated: bool = True) -> Term:
    """Return the term of a line, cleaned.

    Raises:
        DamagedFile: it has no Indonesian or no translation, is too long, or the mark is unknown.
    """
    forms, english, japanese = (_clean(texts) for texts in (raw.forms, raw.en, raw.ja))
    longest = max(map(len, (*forms, *english, *japanese)), default=0)
    if longest > LONGEST_TERM:
        raise _damaged(name, number, f"{longest:,} characters; expected a term, of at most {LONGEST_TERM:,}")
    if not forms:
        raise _damaged(name, number, "no Indonesian term in the first column")
    for form in forms:
        if not first_word(form):
            raise _damaged(name, number, f"{form!r} does not begin with a letter or digit")
    if translated and not english and not japanese:
        raise _damaged(name, number, f"{forms[0]!r} has neither English nor Japanese")
    if raw.mark not in MARKS:
        raise _damaged(name, number, f"the mark {raw.mark!r}; expected official, unofficial or nothing")
    return replace(raw, forms=forms, en=english, ja=japanese)


def _clean(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned = (unicodedata.normalize("NFC", " ".join(text.split())) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))


def _with_notes(name: str, terms: list[tuple[int, Term]]) -> Terms:
    """Return the terms with a note on each duplicate."""
    notes, seen = [], dict[str, int]()
    for number, term in terms:
        for form in term.forms:
            key = form if term.counts_capitals(form) else form.casefold()
            if key in seen and seen[key] != number:
                notes.append(f"{name}, line {number}: {form!r} stands on line {seen[key]} already; this line counts.")
            seen[key] = number
    return Terms(tuple(term for _, term in terms), tuple(notes))


def _damaged(name: str, number: int, problem: str) -> ReadingError:
    return DamagedFile(f"{name}, line {number}: {problem}. Correct the line.")


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge(f"{path}: more than {MOST_BYTES / 1e6:.0f} MB; expected a glossary. Check the path.")
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotText(f"{path} is not UTF-8 at byte {error.start}; expected a glossary. Save it as UTF-8.") from error
    except OSError as error:
        raise MissingFile(f"{path}: no glossary can be read there ({error.strerror}). Check the path.") from error
