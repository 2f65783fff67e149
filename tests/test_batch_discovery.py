"""Every article of a folder is found once, and every file that is not taken is counted."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.batch.discovery import Listing, discover
from translate.batch.naming import stems
from translate.errors import MissingFile, UsageError

TREE = (
    *("b.txt", "a.MD", "c.jpg", "tanpa-akhiran", ".rahasia.txt", "sub/d.html", "sub/lagi/e.srt", ".git/f.txt"),
    *("sub/g.jpg", "berita é 日本.txt"),
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    for name in TREE:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Hujan turun.", encoding="utf-8")
    return tmp_path / "inbox"


def found(inbox: Path, *include: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [f.name for f in discover([inbox], inbox / "out", include=include, exclude=exclude).files]


def test_articles_at_every_depth_and_counts_of_the_rest(inbox: Path) -> None:
    listing = discover([inbox], inbox.parent / "out")
    names = [f.name for f in listing.files]
    assert names == ["a.MD", "b.txt", "berita é 日本.txt", "sub/d.html", "sub/lagi/e.srt"]
    assert listing.files[0].path == inbox / "a.MD" and listing.files[0].size == 12
    assert (listing.hidden, listing.filtered, listing.failures) == (2, 0, ())
    assert listing.other == ((".jpg", 2), ("no ending", 1))


@pytest.mark.parametrize(
    ("include", "exclude", "names"),
    [
        (("*.txt",), (), ["b.txt", "berita é 日本.txt"]),
        (("sub/*",), (), ["sub/d.html", "sub/lagi/e.srt"]),
        (("*.html", "*.srt"), ("*/lagi/*",), ["sub/d.html"]),
        ((), ("*.*",), []),
        ((unicodedata.normalize("NFD", "*é*"),), (), ["berita é 日本.txt"]),
    ],
)
def test_patterns(include: tuple[str, ...], exclude: tuple[str, ...], names: list[str], inbox: Path) -> None:
    assert found(inbox, *include, exclude=exclude) == names
    listing = discover([inbox], inbox / "out", include=include, exclude=exclude)
    assert listing.filtered == 5 - len(names)


def test_outputs_are_not_read_as_input(inbox: Path) -> None:
    before = found(inbox)
    for name in ("out/b.en.txt", "out/sub/d.en.html"):
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text("Rain fell.", encoding="utf-8")
    assert found(inbox) == before
    (inbox / "link").symlink_to(inbox / "out")
    assert found(inbox) == before


def test_links_that_go_round_end(inbox: Path) -> None:
    before = found(inbox)
    (inbox / "sub" / "naik").symlink_to(inbox)
    (inbox / "sub" / "sini").symlink_to(inbox / "sub")
    listing = discover([inbox], inbox.parent / "out")
    assert [f.name for f in listing.files] == before
    assert listing.repeated == 2


def test_what_cannot_be_read_is_told(inbox: Path) -> None:
    (inbox / "putus.txt").symlink_to(inbox / "tidak-ada.txt")
    (inbox / "putar.txt").symlink_to(inbox / "putar.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(inbox / "pipa.txt")
    listing = discover([inbox], inbox.parent / "out")
    assert {Path(path).name for path, _ in listing.failures} >= {"putus.txt", "putar.txt"}
    assert ("pipa.txt" in {Path(path).name for path, _ in listing.failures}) == hasattr(os, "mkfifo")


def test_a_folder_that_may_not_be_read_is_told(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "lagi":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    listing = discover([inbox], inbox.parent / "out")
    assert listing.failures == ((str(inbox / "sub" / "lagi"), "the folder cannot be read: Permission denied"),)
    assert "sub/d.html" in [f.name for f in listing.files]


def test_several_paths_do_not_mix(inbox: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain"
    other.mkdir()
    (other / "b.txt").write_text("Hujan turun.", encoding="utf-8")
    listing: Listing = discover([inbox / "sub", other, inbox / ".rahasia.txt"], tmp_path / "out")
    assert [f.name for f in listing.files] == [".rahasia.txt", "lain/b.txt", "sub/d.html", "sub/lagi/e.srt"]
    below = discover([inbox, other], tmp_path / "out", include=["sub/*"])
    assert [f.name for f in below.files] == ["inbox/sub/d.html", "inbox/sub/lagi/e.srt"]
    with pytest.raises(UsageError, match="one place in the output folder"):
        discover([inbox / "b.txt", other / "b.txt"], tmp_path / "out")


def test_requests_that_cannot_be(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="tidak-ada"):
        discover([inbox / "tidak-ada"], tmp_path / "out")
    with pytest.raises(UsageError, match="No files"):
        discover([], tmp_path / "out")
    for output in (inbox, tmp_path):
        with pytest.raises(UsageError, match="outputs would be read as articles"):
            discover([inbox], output)


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@settings(deadline=None, max_examples=100)
@given(st.sets(st.from_regex(r"(s/)?[aAé]{1,2}(\.(txt|md|TXT)){1,3}(~2)?(\.txt)?", fullmatch=True), max_size=12))
def test_no_two_inputs_share_an_output(names: set[str]) -> None:
    ordered = sorted(names)
    given_names = stems(ordered)
    assert len({folded(stem) for stem in given_names.values()}) == len(ordered)
    assert stems(reversed(ordered)) == given_names
    for name, stem in given_names.items():
        assert stem.rpartition("/")[0] == name.rpartition("/")[0]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], []),
        (["a.txt", "sub/a.txt"], ["a", "sub/a"]),
        (["a.md", "a.txt"], ["a.md", "a.txt"]),
        (["a.md", "a.txt", "a.txt.md"], ["a.md", "a.txt", "a.txt.md"]),
        (["A.txt", "a.txt"], ["A.txt", "a.txt~2"]),
        (["Berita.id.txt"], ["Berita.id"]),
    ],
)
def test_names_keep_their_ending_only_where_they_must(names: list[str], expected: list[str]) -> None:
    assert list(stems(names).values()) == expected
