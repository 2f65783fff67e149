"""Input made to be slow: the time of every reader grows about as its input does."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from growing import LINEAR, growth
from growth_texts import CUE, KINDS

from translate.errors import WartaError
from translate.reading import read_bytes, read_text
from translate.reading.mojibake import repaired

CHARACTERS = 3_000  # of the smaller text


def reader(format: str) -> Callable[[str], object]:
    """Return the reading of a text that goes on with what it is given; what is refused is read as well."""
    head = {"html": "<html><body>", "srt": CUE}.get(format, "Judul\n\n")

    def work(text: str) -> object:
        with suppress(WartaError):
            return read_text(f"{head}{text}x", format=format, check_language=False)
        return None

    return work


@pytest.mark.parametrize(("format", "piece"), [(format, piece) for format, pieces in KINDS.items() for piece in pieces])
def test_time_grows_as_the_input(format: str, piece: str) -> None:
    work = reader(format)
    work(piece)  # libraries are loaded when they are first needed
    assert growth(work, piece, max(CHARACTERS // len(piece), 1), LINEAR) < LINEAR


def test_many_paragraphs_in_one_item_of_a_list_are_read_in_linear_time() -> None:
    def work(text: str) -> object:
        return read_text(f"- Harga\n\n{text}", format="md", check_language=False)

    work("  a\n\n")
    assert growth(work, "  a\n\n", CHARACTERS // 5, LINEAR) < LINEAR


def test_comments_before_a_page_are_passed_over_at_once() -> None:
    began = time.process_time()
    for comments in (32, 500):
        data = b"<!-- -->" * comments
        with suppress(WartaError):
            read_bytes(data + b"x", name="a.txt", check_language=False)
        assert (
            read_bytes(data + b"<!doctype html><p>Harga naik.", name="a", check_language=False).source.format == "html"
        )
    assert time.process_time() - began < 2


def test_text_decoded_twice_is_mended_in_linear_time() -> None:
    began = time.process_time()
    repaired("â€œHarga,â€ katanya. " * 5_000)
    assert time.process_time() - began < 2
