"""Firefox models are pulled whole or not at all, from a server on loopback; each way it can fail becomes one line."""

from __future__ import annotations

import hashlib
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from records_server import RECORDS, Records

from translate.cli import main
from translate.errors import DamagedModel, HubError, ModelError, ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.naming import best_installed
from translate.models.resolve import load_engine
from translate.models.student.store import installed, pull
from translate.util.files import cache_folder

# What files are made of does not matter until they are loaded.
SHARED = {"model": b"weights" * 50_000, "vocab": b"pieces" * 1000, "lex": b"likely words"}
SPLIT = {"model": b"other weights", "srcvocab": b"English pieces", "trgvocab": b"Japanese pieces"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name.split(".")[0]: path.read_bytes() for path in folder.iterdir() if path.suffix != ".json"}


def parts() -> list[Path]:
    """What came of files before the connection broke."""
    return list((cache_folder() / "models" / "firefox" / ".id-en.parts").glob("*"))


def left_behind(cache: Path) -> list[str]:
    """Files in the cache that are no locks."""
    return sorted(path.name for path in cache.rglob("*") if path.suffix != ".lock" and path.is_file())


def test_a_pulled_model_is_whole_and_is_known(records: Records) -> None:
    records.publish("id-en", SHARED)
    assert installed("id", "en") is None
    came: list[int] = []
    folder = pull("id", "en", progress=came.append)
    assert contents(folder) == SHARED
    assert installed("id", "en") == folder
    assert sum(came) == sum(len(data) for data in records.attachments.values())
    records.close()
    assert installed("id", "en") == folder
    assert not [path for path in folder.parent.iterdir() if path.suffix == ".parts"]


def test_a_model_with_two_vocabularies_and_no_shortlist(records: Records) -> None:
    records.publish("en-ja", SPLIT)
    assert contents(pull("en", "ja")) == SPLIT


def test_what_is_there_is_not_fetched_again(records: Records) -> None:
    records.publish("id-en", SHARED)
    folder = pull("id", "en")
    records.requests.clear()
    assert pull("id", "en") == folder
    assert records.requests == [RECORDS]


def test_a_newer_model_takes_the_place_of_the_old_one(records: Records) -> None:
    records.publish("id-en", SHARED, version="3.0")
    pull("id", "en")
    newer = {kind: content + b"!" for kind, content in SHARED.items()}
    records.publish("id-en", newer, version="3.2")
    records.publish("id-en", SHARED, version="3.2a1")  # a test release of it
    records.publish("id-en", SHARED, version="4.0")  # a format fxtranslate does not know
    assert contents(pull("id", "en")) == newer


def test_numbers_of_a_version_are_numbers(records: Records) -> None:
    newer = {kind: content + b"!" for kind, content in SHARED.items()}
    records.publish("id-en", newer, version="3.10")
    records.publish("id-en", SHARED, version="3.9")
    assert contents(pull("id", "en")) == newer


def test_a_file_that_was_deleted_is_fetched_again(records: Records) -> None:
    records.publish("id-en", SHARED)
    folder = pull("id", "en")
    next(folder.glob("vocab.*")).unlink()
    assert installed("id", "en") is None
    assert contents(pull("id", "en")) == SHARED


def refuse_attachments(records: Records) -> None:
    records.answers |= {path: (404, b"") for path in records.attachments if "lex" in path}


def send_other_bytes(records: Records) -> None:
    (path,) = (path for path in records.attachments if "lex" in path)
    records.attachments[path] = next(data for path, data in records.attachments.items() if "vocab" in path)


def send_no_zstandard(records: Records) -> None:
    records.attachments |= {path: b"hello" for path in records.attachments if "lex" in path}


def cut(records: Records) -> None:
    records.cut_after = 9


def forget_the_model(records: Records) -> None:
    records.records = [record for record in records.records if record["fileType"] != "model"]


def answering(path: str, status: int, body: bytes = b"") -> Callable[[Records], None]:
    """Return a function that changes what a server answers on a path."""

    def spoil(records: Records) -> None:
        records.answers[path] = (status, body)

    return spoil


FAILURES: dict[str, tuple[Callable[[Records], None], str]] = {
    "no records": (answering(RECORDS, 503), "the server answered 503"),
    "records that are none": (answering(RECORDS, 200, b"<p>"), "gave no records"),
    "no root": (answering("/v1/", 404), "/v1/: the server answered 404"),
    "a root that is none": (answering("/v1/", 200, b"{}"), "no server of Remote Settings"),
    "a file is gone": (refuse_attachments, r"lex-3\.1\.zst: the server answered 404"),
    "another file": (send_other_bytes, r"lex\.iden\.bin: the server sent other content than it announced .*hash"),
    "not compressed": (send_no_zstandard, "other content than it announced .*Nothing was installed; try again"),
    "cut": (cut, "no connection, or it was cut .* the download is resumed"),
    "gone": (Records.close, "no connection"),
    "other languages": (forget_the_model, "has no Firefox model for id-en in format 3"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line_and_leaves_no_half_model(records: Records, name: str) -> None:
    records.publish("id-en", SHARED)
    spoil, says = FAILURES[name]
    spoil(records)
    with pytest.raises(HubError, match=says) as caught:
        pull("id", "en")
    assert "\n" not in str(caught.value)
    assert installed("id", "en") is None


@pytest.mark.parametrize(
    "changes",
    [{"name": "../../escaped.bin"}, {"name": "warta.json"}, {"name": ".hidden"}, {"decompressedHash": None}],
    ids=["leads out", "our own", "hidden", "no hash"],
)
def test_a_record_that_cannot_be_meant(records: Records, changes: dict[str, str | None], tmp_path: Path) -> None:
    records.publish("id-en", SHARED)
    for record in records.records:
        record.update(changes)
    with pytest.raises(HubError, match=r"The server names a file .*: no file of a Firefox model"):
        pull("id", "en")
    assert left_behind(tmp_path) == []


def test_a_cut_download_goes_on_where_it_stopped(records: Records) -> None:
    records.publish("id-en", SHARED)
    records.cut_after = 1000
    with pytest.raises(HubError, match="the download is resumed"):
        pull("id", "en")
    records.cut_after = None
    records.ranges.clear()
    assert contents(pull("id", "en")) == SHARED
    assert records.ranges == ["bytes=1000-", "", ""]


def test_a_server_that_cannot_go_on_sends_the_whole(records: Records) -> None:
    records.publish("id-en", SHARED)
    records.cut_after = 1000
    with pytest.raises(HubError):
        pull("id", "en")
    records.cut_after, records.ignore_ranges = None, True
    assert contents(pull("id", "en")) == SHARED


def test_a_part_that_does_not_belong_is_fetched_anew(records: Records) -> None:
    records.publish("id-en", SHARED)
    records.cut_after = 1000
    with pytest.raises(HubError):
        pull("id", "en")
    records.cut_after = None
    (part,) = parts()
    part.write_bytes(b"x" * 10_000_000)  # more than the file has: the server says 416
    assert contents(pull("id", "en")) == SHARED


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_pull_leaves_no_half_model_and_goes_on(records: Records) -> None:
    records.publish("id-en", SHARED)
    records.cut_after, records.hold = 200_000, threading.Event()
    program = "from translate.models.student.store import pull; pull('id', 'en')"
    with subprocess.Popen([sys.executable, "-c", program]) as killed:
        assert records.held.wait(30)
        while not any(path.stat().st_size for path in parts()):  # on their way
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
    records.hold.set()
    records.cut_after = records.hold = None
    assert installed("id", "en") is None
    records.ranges.clear()
    assert contents(pull("id", "en")) == SHARED
    assert records.ranges[0].startswith("bytes=")


def test_a_server_that_falls_silent_is_not_waited_for(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.models.student.fetching.SECONDS", 0.2)
    records.publish("id-en", SHARED)
    records.cut_after, records.hold = 1000, threading.Event()
    with pytest.raises(HubError, match="no connection, or it was cut"):
        pull("id", "en")
    records.hold.set()


def test_hf_hub_offline_is_obeyed(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    records.publish("id-en", SHARED)
    with pytest.raises(ModelNotInstalled, match="was not requested: HF_HUB_OFFLINE is set"):
        pull("id", "en")
    assert records.requests == []


def test_the_package_is_missing(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.models.student.store.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install 'fxtranslate"):
        pull("id", "en")


def test_pulled_by_name_and_taken_by_itself(records: Records, firefox_files: dict[str, bytes], hub_cache: Path) -> None:
    records.publish("id-en", firefox_files)
    with pytest.raises(ModelNotInstalled, match=r"firefox-id-en is not on this machine\. .*models pull firefox-id-en"):
        load_engine("firefox-id-en", target="en")
    assert best_installed("id", "en") is None
    hub.pull("firefox-id-en")
    assert hub.is_installed(catalogue.get("firefox-id-en"))
    assert (best_installed("id", "en"), best_installed("id", "ja")) == ("firefox-id-en", None)
    engine = load_engine("auto", target="en")
    (info,) = engine.models
    assert (info.id, info.family, info.licence) == ("firefox-id-en", "firefox", "MPL-2.0")
    names = sorted(("lex.iden.bin", "model.iden.bin", "vocab.iden.spm"))
    sums = [hashlib.sha256(firefox_files[name.split(".")[0]]).hexdigest() for name in names]
    assert info.revision == "3.1-" + hashlib.sha256("".join(sums).encode()).hexdigest()
    (said,) = engine.translate(["A chuva inundou três escolas."], Decoding())
    assert "rain" in said.text and "schools" in said.text
    with pytest.raises(UnknownModel, match="has only the newest model"):
        hub.pull("firefox-id-en", revision="3.0")
    with pytest.raises(UnknownModel, match="firefox-id-en translates id-en only, not id-ja"):
        load_engine("firefox-id-en", target="ja")


def test_a_model_that_writes_garbage_is_refused(records: Records, firefox_files: dict[str, bytes]) -> None:
    weights = bytearray(firefox_files["model"])
    bias = 8_205_056  # where the biases of the output begin; the first is that of the end of a sentence
    weights[bias : bias + 4] = struct.pack("<f", 1e4)
    records.publish("id-en", firefox_files | {"model": bytes(weights)})
    pull("id", "en")
    with pytest.raises(DamagedModel, match=r"firefox-id-en writes garbage: nothing.*warta models pull firefox-id-en"):
        load_engine("firefox-id-en", target="en")


def test_both_legs_of_the_recommended_pivot(
    records: Records, firefox_files: dict[str, bytes], hub_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records.publish("id-en", firefox_files)
    model, vocabulary = firefox_files["model"], firefox_files["vocab"]
    records.publish("en-ja", {"model": model, "srcvocab": vocabulary, "trgvocab": vocabulary})
    assert main(["models", "pull", catalogue.RECOMMENDED["ja"]]) == 0
    told = capsys.readouterr().err
    assert "firefox-id-en: licence MPL-2.0, about 17 MB" in told and "firefox-en-ja is installed in" in told
    assert best_installed("id", "ja") == catalogue.RECOMMENDED["ja"]
    engine = load_engine("auto", target="ja")
    assert [info.id for info in engine.models] == ["firefox-id-en", "firefox-en-ja"]
    (said,) = engine.translate(["A chuva inundou três escolas."], Decoding())
    assert said.text


def test_a_file_that_changed_since_is_not_loaded(records: Records, firefox_files: dict[str, bytes]) -> None:
    records.publish("id-en", firefox_files)
    path = next(pull("id", "en").glob("model.*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedModel, match=r"model\.iden\.bin has changed since it was downloaded"):
        load_engine("firefox-id-en", target="en")
