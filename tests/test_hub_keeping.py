"""What was pulled can be checked, carried to another machine and removed; an archive is believed in nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from hub_server import Hub

from translate.errors import DamagedFile, DamagedModel, MissingFile, ModelNotInstalled, UsageError, WritingError
from translate.models import catalogue, hub
from translate.models.hub import client
from translate.models.hub.records import records
from translate.models.resolve import load_engine
from translate.models.student import store
from translate.util.files import sha256_of

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def pulled(server: Hub) -> Path:
    """The folder of opus-id-en, a tiny one."""
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    return hub.pull("opus-id-en")


@pytest.fixture
def archive(pulled: Path, tmp_path: Path) -> Path:
    """An archive of opus-id-en."""
    hub.pack("opus-id-en", tmp_path / "model.tar")
    return tmp_path / "model.tar"


def test_a_pulled_model_is_what_was_recorded(pulled: Path) -> None:
    checked = hub.verify("opus-id-en")
    assert checked == hub.verify("Helsinki-NLP/opus-mt-id-en") == hub.verify("opus-id-en", Hub.commit)
    assert (checked.files, checked.damage) == (len(list(pulled.iterdir())), ())
    [record] = records()
    assert (record.id, record.revision, record.references) == ("Helsinki-NLP/opus-mt-id-en", Hub.commit, ("main",))
    assert record.licence == "Apache-2.0"
    first_version = record.path.read_text(encoding="utf-8").replace('"references"', '"asked"')
    record.path.write_text(first_version, encoding="utf-8")
    assert '"asked"' in first_version and records() == (record,), "records of earlier versions are read"


def spoil(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = (folder / name).resolve()
    path.write_bytes(change(path.read_bytes()))


def test_damage_is_named_file_by_file_and_repaired_by_another_pull(pulled: Path, server: Hub) -> None:
    spoil(pulled, "model.safetensors", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") == pulled  # only the hash can tell
    [clause] = hub.verify("opus-id-en").damage
    assert clause.startswith("model.safetensors has SHA-256 ")
    spoil(pulled, "vocab.json", lambda data: data[:-1])
    (pulled / "source.spm").unlink()
    damage = hub.verify("opus-id-en").damage
    assert [clause.split(" ")[0] for clause in damage] == ["model.safetensors", "source.spm", "vocab.json"]
    assert "source.spm is missing" in damage
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") is None
    assert hub.pull("opus-id-en") == pulled
    assert hub.verify("opus-id-en").damage == ()


def test_what_cannot_be_verified(server: Hub, pulled: Path) -> None:
    with pytest.raises(ModelNotInstalled, match="warta models pull nllb-600m"):
        hub.verify("nllb-600m")
    with pytest.raises(UsageError, match="student comes with Warta"):
        hub.verify("student")
    records()[0].path.unlink()
    with pytest.raises(DamagedModel, match="put here by another program, so no SHA-256 was recorded"):
        hub.verify("opus-id-en")
    hub.pull("opus-id-en")
    assert hub.verify("opus-id-en").damage == ()


def test_a_broken_record_is_none(pulled: Path) -> None:
    path = records()[0].path
    for content in ("", "[]", "{}", "null", path.read_text().replace("model.safetensors", "../model.safetensors")):
        path.write_text(content, encoding="utf-8")
        assert records() == ()
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") == pulled


def test_a_model_is_removed_and_its_bytes_are_counted(pulled: Path, server: Hub, tmp_path: Path) -> None:
    server.publish("org/other", server.folder)
    other = hub.pull("org/other")
    freed = hub.remove("opus-id-en")
    # The cache holds the two vocabularies, which are the same, once.
    assert freed == sum(map(len, {path.read_bytes() for path in server.folder.iterdir()}))
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") is None
    assert not pulled.exists()
    assert hub.cached("org/other") == other
    with pytest.raises(ModelNotInstalled, match="nothing to remove"):
        hub.remove("opus-id-en")
    hub.remove("org/other")
    assert not list(tmp_path.rglob("*.safetensors"))


def test_what_is_not_removed(pulled: Path, server: Hub) -> None:
    with pytest.raises(UsageError, match="student comes with Warta"):
        hub.remove("student")
    server.publish("org/foreign", server.folder)
    folder = hub.pull("org/foreign")
    hub.record_of("org/foreign", None).path.unlink()  # type: ignore[union-attr]
    with pytest.raises(DamagedModel, match="put here by another program"):
        hub.remove("org/foreign")
    assert hub.cached("org/foreign") == folder


def test_a_model_is_carried_to_a_machine_without_a_network(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    expected = load_engine("opus-id-en", target="en", offline=True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "other-warta"))
    with pytest.raises(ModelNotInstalled):
        load_engine("opus-id-en", target="en", offline=True)
    record = hub.unpack(archive)
    assert record.id == "Helsinki-NLP/opus-mt-id-en"
    engine = load_engine("opus-id-en", target="en", offline=True)
    assert engine.models == expected.models
    assert hub.verify("opus-id-en").damage == ()
    hub.unpack(archive)  # again: nothing changes
    again = tmp_path / "again.tar"
    hub.pack("opus-id-en", again)
    assert again.read_bytes() == archive.read_bytes()
    assert hub.remove("opus-id-en") == record.size
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") is None


def test_a_download_goes_before_what_was_unpacked(archive: Path, pulled: Path) -> None:
    record = hub.unpack(archive)
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") == record.folder != pulled
    assert hub.pull("opus-id-en") == hub.cached("Helsinki-NLP/opus-mt-id-en") == pulled


def test_what_cannot_be_packed(pulled: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotInstalled, match="nllb-600m was not pulled here"):
        hub.pack("nllb-600m", tmp_path / "x.tar")
    with pytest.raises(WritingError, match="this is a folder"):
        hub.pack("opus-id-en", tmp_path)
    with pytest.raises(WritingError, match=r"x\.tar cannot be written"):
        hub.pack("opus-id-en", tmp_path / "nowhere" / "x.tar")
    spoil(pulled, "config.json", lambda data: data + b" ")
    with pytest.raises(DamagedModel, match=r"config\.json has .* bytes.*warta models pull opus-id-en"):
        hub.pack("opus-id-en", tmp_path / "x.tar")
    assert not list(tmp_path.glob("*.tar*"))


def members(archive: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(archive) as tar:
        return [(member, tar.extractfile(member).read()) for member in tar]  # type: ignore[union-attr]


def written(path: Path, content: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w") as tar:
        for member, data in content:
            tar.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return path


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


CHANGES: dict[str, Callable[[list[tuple[tarfile.TarInfo, bytes]]], list[tuple[tarfile.TarInfo, bytes]]]] = {
    "no record": lambda content: content[1:],
    "nothing": lambda content: [],
    "a file less": lambda content: content[:-1],
    "a file more": lambda content: [*content, (tarfile.TarInfo("more.txt"), b"")],
    "another order": lambda content: [content[0], *reversed(content[1:])],
    "other content": lambda content: [*content[:-1], (content[-1][0], b"x" * len(content[-1][1]))],
    "a symbolic link": lambda content: [content[0], (link(content[1][0].name, tarfile.SYMTYPE), b""), *content[2:]],
    "a hard link": lambda content: [content[0], (link(content[1][0].name, tarfile.LNKTYPE), b""), *content[2:]],
    "a device": lambda content: [content[0], (link(content[1][0].name, tarfile.CHRTYPE), b""), *content[2:]],
    "a way out in the record": lambda content: renamed(content, b'"config.json"', b'"../evil.js"'),
    "a file with a slash": lambda content: renamed(content, b'"config.json"', b'"a/onfig.json"'),
    "a hidden file": lambda content: renamed(content, b'"config.json"', b'".onfig.json"'),
    "another model's name": lambda content: renamed(content, b'"Helsinki-NLP/opus-mt-id-en"', b'"../../opus-mt-id-en"'),
    "no commit": lambda content: renamed(content, b'"' + Hub.commit.encode(), b'"../' + Hub.commit.encode()[3:]),
    "another version": lambda content: renamed(content, b'"version": 1', b'"version": 9'),
}


def renamed(
    content: list[tuple[tarfile.TarInfo, bytes]], before: bytes, after: bytes
) -> list[tuple[tarfile.TarInfo, bytes]]:
    record = content[0][1]
    assert before in record
    record = record.replace(before, after)
    content[0][0].size = len(record)
    for member, _ in content[1:]:
        if before.strip(b'"').decode() == member.name:
            member.name = after.strip(b'"').decode()
    return [(content[0][0], record), *content[1:]]


@pytest.mark.parametrize("change", CHANGES)
def test_an_archive_that_is_not_what_was_packed_is_refused(change: str, archive: Path, tmp_path: Path) -> None:
    hub.remove("opus-id-en")
    bad = written(tmp_path / "bad.tar", CHANGES[change](members(archive)))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DamagedFile, match=r"bad\.tar: not an archive of .*Nothing was installed") as error:
        hub.unpack(bad)
    assert "\n" not in str(error.value)
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") is None
    left = {path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"} - set(before)
    assert not left


@pytest.mark.parametrize("length", [0, 100, 512, 5000, -1500])
def test_a_damaged_archive_is_refused(length: int, archive: Path, tmp_path: Path) -> None:
    hub.remove("opus-id-en")
    data = archive.read_bytes()
    content = len(data.rstrip(b"\0"))  # the rest is the tail of a tar file
    archive.write_bytes(data[: length if length >= 0 else content + length])
    with pytest.raises(DamagedFile):
        hub.unpack(archive)
    assert hub.cached("Helsinki-NLP/opus-mt-id-en") is None


def test_no_archive_at_all(tmp_path: Path, hub_cache: Path) -> None:
    with pytest.raises(MissingFile):
        hub.unpack(tmp_path / "nothing.tar")
    text = tmp_path / "text.tar"
    text.write_text("Harga beras naik.\n" * 1000, encoding="utf-8")
    with pytest.raises(DamagedFile):
        hub.unpack(text)


def test_an_archive_replaces_what_was_damaged(archive: Path) -> None:
    record = hub.unpack(archive)
    spoil(record.folder, "model.safetensors", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
    assert hub.verify("opus-id-en").damage
    hub.unpack(archive)
    assert hub.verify("opus-id-en").damage == ()


@pytest.fixture
def firefox_folder(hub_cache: Path) -> Path:
    """The folder of firefox-id-en as it is after a pull, with files that are none of Mozilla's."""
    folder = store.folder_of("id", "en")
    folder.mkdir(parents=True)
    names = ("model.iden.intgemm.alphas.bin", "vocab.iden.spm", "lex.50.50.iden.s2t.bin")
    for name in names:
        (folder / name).write_bytes(name.encode() * 100)
    files = tuple(store.File(name, sha256_of(folder / name), "3.0") for name in names)
    manifest = store.Manifest("id", "en", "3.0", files)
    (folder / store.MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return folder


def test_a_firefox_model_is_checked_carried_and_removed(
    firefox_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = catalogue.get("firefox-id-en")
    assert hub.verify("firefox-id-en").damage == ()
    record = hub.pack("firefox-id-en", tmp_path / "firefox.tar")
    assert (record.id, record.licence, len(record.files)) == ("firefox/id-en", "MPL-2.0", 4)
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "other-warta"))
    assert not hub.is_installed(entry)
    assert hub.unpack(tmp_path / "firefox.tar") == record
    folder = hub.installed(entry)
    assert folder is not None
    assert folder != firefox_folder
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in firefox_folder.iterdir()
    }
    spoil(folder, "vocab.iden.spm", lambda data: b"x" + data[1:])
    (folder / "lex.50.50.iden.s2t.bin").unlink()
    damage = hub.verify("firefox-id-en").damage
    assert [clause.split(" ")[0] for clause in damage] == ["vocab.iden.spm", "lex.50.50.iden.s2t.bin"]
    with pytest.raises(DamagedModel, match=r"vocab\.iden\.spm has SHA-256"):
        hub.pack("firefox-id-en", tmp_path / "again.tar")
    hub.unpack(tmp_path / "firefox.tar")
    assert hub.verify("firefox-id-en").damage == ()
    assert hub.remove("firefox-id-en") == record.size
    assert not hub.is_installed(entry)
    for ask in (hub.verify, hub.remove):
        with pytest.raises(ModelNotInstalled):
            ask("firefox-id-en")


@pytest.mark.parametrize("model_id", ["gpt2", "Helsinki-NLP/opus-mt-id-en"])
def test_the_folder_of_a_model_is_where_the_library_has_it(model_id: str) -> None:
    from huggingface_hub.file_download import repo_folder_name

    assert client.model_folder(model_id).name == repo_folder_name(repo_id=model_id, repo_type="model")
