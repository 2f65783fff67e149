"""Hostile files at the commands beside `translate`: each ends in one line that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import writers_samples as samples

from translate.cli import main
from translate.errors import DamagedFile, TooLarge
from translate.evaluation import read_pairs
from translate.language.glossary.files import parse_toml, parse_tsv
from translate.util import files
from translate.util.files import read_whole
from translate.writers import to_bytes

TMX = '<tmx version="1.4"><header srclang="id"/><body>{}</body></tmx>'
UNIT = '<tu><tuv xml:lang="id"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'
LINE = "Harga beras naik.\tThe price of rice rises.\n"
BOMB = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8))


def without(key: str) -> bytes:
    made = json.loads(to_bytes("json", samples.english()))
    del made[key]
    return json.dumps(made).encode()


HOSTILE: dict[str, tuple[str, str | bytes, str]] = {  # the command, the file, what is said
    "eval: empty": ("eval", "", "there is no pair"),
    "eval: a mark of order alone": ("eval", b"\xef\xbb\xbf", "there is no pair"),
    "eval: one column": ("eval", "Harga beras naik.\n", "1 columns"),
    "eval: no reference": ("eval", "Harga beras naik.\t\n", "an empty one"),
    "eval: three columns": ("eval", "a\tb\tc\n", "3 columns"),
    "eval: columns of other languages": ("eval", "id\tfr\nHarga\tprix\n", "names no column 'en'"),
    "eval: UTF-16": ("eval", LINE.encode("utf-16"), "not UTF-8"),
    "eval: a picture": ("eval", b"\x89PNG\r\n\x1a\n", "not UTF-8"),
    "eval: a sentence without end": ("eval", "a " * 400_000 + "\tb\n", "a cell of 800,000 characters"),
    "review: a list": ("review", "[]", 'no "format"'),
    "review: nested": ("review", "[" * 200_000, "nests too deep"),
    "review: a number of thousands of digits": ("review", '{"format": ' + "1" * 5_000 + "}", "thousands of digits"),
    "review: UTF-16": ("review", "{}".encode("utf-16"), "not UTF-8"),
    "review: no segments": ("review", without("segments"), "damaged"),
    "review: no target": ("review", without("target"), "damaged"),
    "compare: no JSON": ("compare", "x", "no JSON"),
    "compare: no document": ("compare", without("document"), "damaged"),
    "import: empty": ("import", "", "no whole TMX"),
    "import: nulls": ("import", b"\0" * 1_000, "no whole TMX"),
    "import: an unknown encoding": ("import", f'<?xml version="1.0" encoding="nix"?>{TMX}', "unknown encoding"),
    "import: no encoding of text": ("import", f'<?xml version="1.0" encoding="rot13"?>{TMX}', "no whole TMX"),
    "import: UTF-32": ("import", f'<?xml version="1.0" encoding="utf-32"?>{TMX}', "no whole TMX"),
    "import: elements without end": ("import", "<a>" * 100_000, "expected <tmx>"),
    "import: a file of this machine": (
        "import",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + TMX.format(UNIT.format("&x;", "b")),
        "entity",
    ),
    "import: entities of entities": (
        "import",
        f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{BOMB}]>' + TMX.format(UNIT.format("&i;", "b")),
        "amplification",
    ),
    "import: a translation without end": ("import", TMX.format(UNIT.format("a", "b " * 9_999)), "cannot keep 19,997"),
    "learn: no columns": ("learn", "a\n", "names no columns"),
    "learn: a translation without end": ("learn", "source\ten\nHarga\t" + "b" * 99_999 + "\n", "cannot keep 99,999"),
    "terms: one column": ("terms", "beras\n", "1 columns"),
    "terms: bytes": ("terms", b"\xff", "not UTF-8"),
    "terms: a term without end": ("terms", "beras\t" + "x" * 1_000_000, "1,000,000 characters"),
    "unpack: empty": ("unpack", b"", ""),
    "unpack: no archive": ("unpack", b"hello" * 1_000, ""),
    "unpack: a zip": ("unpack", b"PK\x03\x04" + b"\0" * 100, ""),
}  # fmt: skip
COMMANDS: dict[str, tuple[str, Callable[[Path, Path], list[str]]]] = {
    "eval": ("pairs.tsv", lambda file, folder: ["eval", str(file), "--model", "identity"]),
    "review": ("out.json", lambda file, folder: ["review", str(file)]),
    "compare": ("out.json", lambda file, folder: ["compare", str(file), str(file)]),
    "import": ("m.tmx", lambda file, folder: ["memory", "import", str(file), "--memory", str(folder / "m.sqlite")]),
    "learn": ("t.tsv", lambda file, folder: ["memory", "learn", str(file), "--memory", str(folder / "m.sqlite")]),
    "terms": ("terms.tsv", lambda file, folder: ["translate", str(folder / "a.txt"), "--glossary", str(file)]),
    "unpack": ("model.tar", lambda file, folder: ["models", "unpack", str(file)]),
}


def refused(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    """Return the one line in which a command ends."""
    assert main(arguments) in (1, 2)
    out, err = capfd.readouterr()
    assert not out and err.count("\n") == 1 and err.startswith("warta: ") and "defect" not in err and "\x1b" not in err
    return err


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    command, content, said = HOSTILE[name]
    ending, arguments = COMMANDS[command]
    (tmp_path / "a.txt").write_text("Harga beras naik.", encoding="utf-8")
    file = tmp_path / ending
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    assert said in refused(arguments(file, tmp_path), capfd)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "import"])
def test_a_file_of_a_gigabyte_is_one_line(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ending, arguments = COMMANDS[command]
    (tmp_path / "a.txt").write_text("Harga beras naik.", encoding="utf-8")
    with (tmp_path / ending).open("wb") as file:
        file.truncate(1_000_000_000)  # of zeros, which take no room on the disk
    line = refused(arguments(tmp_path / ending, tmp_path), capfd)
    assert command == "unpack" or "more than " in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_one_line(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ending, arguments = COMMANDS[command]
    (tmp_path / "a.txt").write_text("Harga beras naik.", encoding="utf-8")
    (tmp_path / ending).mkdir()
    refused(arguments(tmp_path / ending, tmp_path), capfd)


def test_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_whole(path, 5) == b"12345"
    with pytest.raises(TooLarge, match="a: more than"):
        read_whole(path, 4)
    with pytest.raises(TooLarge):
        read_whole(Path("/dev/zero"), files.HASHED_AT_ONCE)


def test_markup_that_nests_without_end_in_a_translation_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = "<hi>" * 20_000 + "Price" + "</hi>" * 20_000
    (tmp_path / "m.tmx").write_text(TMX.format(UNIT.format("Harga", said)), encoding="utf-8")
    assert main(COMMANDS["import"][1](tmp_path / "m.tmx", tmp_path)) == 0
    assert "1 translation taken" in capfd.readouterr().err


def test_a_line_with_a_null_or_a_mark_of_order_is_a_pair(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    for text in ("\ufeffa\tb\n", "a\0\tb\n", "id\tb\n", "a\tb\u2028c\n"):
        path.write_text(text, encoding="utf-8")
        assert len(read_pairs(path, "en")[0]) == 1


def test_terms_without_end_are_refused_in_either_format() -> None:
    with pytest.raises(DamagedFile, match="line 1: 1,001 characters"):
        parse_tsv("b" * 1_001 + "\trice\n", "t.tsv")
    with pytest.raises(DamagedFile, match="line 1: 1,001 characters"):
        parse_toml(f'[[term]]\nsource = "beras"\nen = "{"x" * 1_001}"\n', "t.toml")
