import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from translate.errors import WritingError
from translate.util.files import cache_folder, locked, new_folder, sha256_of, write_atomically


def test_the_cache_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here" and not cache_folder().exists()
    monkeypatch.delenv("WARTA_CACHE")
    assert cache_folder().name in {"warta", "Cache"}


def test_a_file_is_written_with_its_folders_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    for data in (b"one", b"two"):
        write_atomically(path, data)
        assert path.read_bytes() == data
        assert list(path.parent.iterdir()) == [path]
    assert sha256_of(path) == hashlib.sha256(b"two").hexdigest()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WritingError, match=r"a\.txt cannot be written: No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_folder_in_its_place_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(WritingError, match=str(tmp_path)):
        write_atomically(tmp_path, b"x")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"
    (tmp_path / "far").symlink_to(tmp_path / ("x" * 250))  # a name with which no temporary name fits
    with pytest.raises(WritingError) as caught:
        write_atomically(tmp_path / "far", b"new")
    assert str(tmp_path / "far") in str(caught.value) and "xxx" not in str(caught.value)


def test_a_folder_appears_whole_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "model"
    for text in ("one", "two"):
        with new_folder(path) as new:
            (new / "file").write_text(text)
            assert not path.exists() or (path / "file").read_text() == "one"
        assert (path / "file").read_text() == text
        assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_fails_vanishes(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "model") as new:
        (new / "file").write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".model.1-abcd.tmp").mkdir()
    with new_folder(tmp_path / "model"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from translate.util.files import locked\n"
        "with locked(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()\n"
    )
    path, waited = tmp_path / "lock", list[int]()
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "in\n"
        late = locked(path, seconds=0.1, on_wait=lambda: waited.append(1))
        with pytest.raises(WritingError, match="another process"), late:
            pass
        assert waited == [1]
        other.kill()
    with locked(path, seconds=5):
        waited.append(2)
    assert waited == [1, 2], "the lock of a process that died is free"
