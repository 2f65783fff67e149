"""Web pages of a batch: fetched once, stored in the output folder, and read from there by later runs.

So a resumed run has the same inputs, and no page is requested twice. Each page is a file
in `.warta/pages` with its metadata in `<file>.json`.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from translate.batch.discovery import InputFile, Listing
from translate.errors import DamagedFile, MissingFile, UsageError, WartaError
from translate.reading.address import FORMATS, FetchedPage, fetch
from translate.util.files import read_whole, write_atomically
from translate.util.threads import unless_stopped
from translate.util.untrusted import json_from
from translate.util.web import is_address

FOLDER = "pages"  # below the journal's
PAUSE = 1.0  # seconds between two pages of one host
LONGEST_NAME = 80  # characters


def addresses_in(file: Path) -> tuple[str, ...]:
    """Return the addresses in a file, one a line, each once; blank lines and lines with "#" are skipped.

    Raises:
        MissingFile: it cannot be read.
        UsageError: a line is not an address.
    """
    try:
        lines = read_whole(file).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFile(f"{file} cannot be read ({error}); expected a text with an address a line.") from error
    found = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    for line in found:
        if not is_address(line):
            raise UsageError(f"{file}: {line[:100]!a} is no address; expected one such as https://contoh.id/berita.")
    return tuple(dict.fromkeys(found))


def fetch_missing(
    addresses: Sequence[str],
    folder: Path,
    *,
    allow_private: bool = False,
    stop: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], None] = time.sleep,
) -> Listing:
    """Return the pages at addresses as files in a folder; stored pages are not fetched again.

    An address that cannot be fetched is a failure, and the others follow.

    Args:
        addresses: of web pages.
        folder: for the pages.
        allow_private: whether they may be on this machine or in its network.
        stop: called before each page; True ends the work.
        sleep: function that waits some seconds.

    Raises:
        WritingError: a page cannot be stored.
    """
    files: list[InputFile] = []
    failures: list[tuple[str, str]] = []
    next_request: dict[str, float] = {}  # time of the next request to each host
    for address in addresses:
        if stop():
            break
        try:
            host = urlsplit(address).netloc
            found = stored_page(folder, address)
            if found is None:
                sleep(max(0.0, next_request.get(host, 0.0) - time.monotonic()))
                page = unless_stopped(partial(fetch, address, allow_private=allow_private), stop)
                next_request[host] = time.monotonic() + PAUSE
                if page is None:
                    break
                found = _store(folder, page)
        except ValueError as error:
            failures.append((address, f"it is no address of a page ({error})"))
        except WartaError as error:
            failures.append((address, error.problem if error.subject == address else str(error)))
        else:
            files.append(found)
    return Listing(tuple(files), tuple(failures))


def page_in(path: Path) -> FetchedPage:
    """Return the page in a file of `fetch_missing`.

    Raises:
        DamagedFile: its metadata file is missing or malformed.
    """
    try:
        record: dict[str, Any] = json_from(_metadata(path).read_text(encoding="utf-8"))
        if "asked" in record:  # the first name of `requested`
            record["requested"] = record.pop("asked")
        return FetchedPage(**record | {"notes": tuple(record["notes"])}, data=path.read_bytes())
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise DamagedFile(f"{path}: its address is not beside it ({error}). Delete it, and run again.") from error


def union(first: Listing, second: Listing) -> Listing:
    """Return the union of two listings."""
    files = tuple(sorted((*first.files, *second.files), key=lambda file: file.name))
    return Listing(files, first.failures + second.failures, first.hidden, first.filtered, first.other, first.repeated)


def stem(address: str) -> str:
    """Return a file name for an address: a readable part and a digest."""
    parts = urlsplit(address)
    words = re.sub(r"[^\w.-]+", "-", f"{parts.hostname}{parts.path}").strip("-.")[:LONGEST_NAME]
    return f"{words}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def stored_page(folder: Path, address: str) -> InputFile | None:
    """Return the stored page of an address; None if missing."""
    for format in dict.fromkeys(FORMATS.values()):
        path = folder / f"{stem(address)}.{format}"
        if path.is_file() and _metadata(path).is_file():
            return _input(path, address)
    return None


def _input(path: Path, address: str) -> InputFile:
    return InputFile(path, path.name, path.stat().st_size, address)


def _store(folder: Path, page: FetchedPage) -> InputFile:
    path = folder / f"{stem(page.requested)}.{page.format}"
    record = asdict(page)
    del record["data"]
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, page.data)
    # Written last, as it marks the page as complete.
    write_atomically(_metadata(path), json.dumps(record, ensure_ascii=False).encode("utf-8"))
    return _input(path, page.requested)


def _metadata(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
