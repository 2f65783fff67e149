"""Models are fetched once, found again without a network, and every way a hub can say no becomes one line."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from hub_server import Hub, PullRequest

from translate.errors import DamagedModel, HubError, ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.hub.description import BOT
from translate.models.seq2seq import load


def test_a_pulled_model_is_whole_and_is_found_again_without_a_network(server: Hub) -> None:
    (entry,) = [entry for entry in catalogue.ENTRIES if entry.name == "opus-id-en"]
    assert hub.installed(entry) is None
    server.publish(entry.id, server.folder)
    folder = hub.pull("opus-id-en")
    assert {path.name for path in folder.iterdir()} == {path.name for path in server.folder.iterdir()}
    assert all((folder / path.name).read_bytes() == path.read_bytes() for path in server.folder.iterdir())
    server.close()
    assert hub.installed(entry) == hub.cached(entry.id) == folder
    assert load(folder).positions == 64


def test_what_is_there_is_not_fetched_again(server: Hub) -> None:
    server.publish("org/tiny", server.folder)
    hub.pull("org/tiny")
    server.requests.clear()
    hub.pull("org/tiny")
    assert not [path for path in server.requests if "resolve" in path]


def test_files_of_other_programs_are_left_where_they_are(server: Hub, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    for name in ("tf_model.h5", "pytorch_model.bin", "modeling_own.py"):
        (folder / name).write_bytes(b"x")
    server.publish("org/tiny", folder)
    assert {path.name for path in hub.pull("org/tiny").iterdir()} == {path.name for path in server.folder.iterdir()}


def test_a_pickle_is_fetched_only_when_it_is_allowed(server: Hub, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    with pytest.raises(DamagedModel, match=r"at revision main, only a pickle.*`revision=refs/pr/N`.*`allow_pickle`"):
        hub.pull("org/pickle")
    assert not [path for path in server.requests if path.endswith(".bin")]
    assert hub.cached("org/pickle") is None
    pulled = hub.pull("org/pickle", allow_pickle=True)
    server.close()
    assert hub.cached("org/pickle") == pulled
    assert {path.name for path in pulled.iterdir()} == {path.name for path in server.folder.iterdir()}
    assert not list(tmp_path.rglob("*.parts"))
    assert hub.verify("org/pickle").damage == ()
    # The same weights, and from now on without a pickle.
    texts, decoding = ["Harga beras naik."], Decoding()
    assert load(pulled).translate(texts, decoding) == load(server.folder).translate(texts, decoding)


class Program:
    """What a pickle can carry: it would make a file when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_a_program_in_a_pickle_is_not_run(server: Hub, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    torch.save({"weight": torch.zeros(1), "more": Program(tmp_path / "run")}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    with pytest.raises(DamagedModel, match="holds more than weights"):
        hub.pull("org/pickle", allow_pickle=True)
    assert not (tmp_path / "run").exists()
    assert hub.cached("org/pickle") is None


def test_a_pickle_of_other_weights_is_not_taken(server: Hub, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    torch.save({"weight": torch.zeros(1)}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    with pytest.raises(DamagedModel, match="weights are missing"):
        hub.pull("org/pickle", allow_pickle=True)
    assert hub.cached("org/pickle") is None


def test_tied_weights_of_a_pickle_are_kept_once(server: Hub, tmp_path: Path) -> None:
    from safetensors.torch import load_file
    from transformers import MarianMTModel

    from translate.models.seq2seq import quiet

    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    with quiet():
        weights = MarianMTModel.from_pretrained(folder).state_dict()
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    kept = load_file(hub.pull("org/pickle", allow_pickle=True) / "model.safetensors")
    assert len(kept) < len(weights)
    assert "model.shared.weight" in kept


@pytest.mark.parametrize("fixture", ["mt5_folder", "madlad_folder"])
def test_a_pickle_of_a_t5_keeps_its_output_layer(
    fixture: str, server: Hub, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Old files of T5s name the one embedding three times, and hold a weight that nothing uses any more."""
    from safetensors.torch import load_file

    made: Path = request.getfixturevalue(fixture)
    folder = Path(shutil.copytree(made, tmp_path / "published"))
    weights = load_file(folder / "model.safetensors")
    for stack in ("encoder", "decoder"):
        weights[f"{stack}.embed_tokens.weight"] = weights["shared.weight"]
    weights["decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"] = torch.zeros(32, 2)
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    pulled = hub.pull("org/pickle", allow_pickle=True)
    texts, decoding = ["Harga beras naik."], Decoding()
    assert load(pulled).translate(texts, decoding) == load(made).translate(texts, decoding)


@pytest.fixture
def with_pickle(server: Hub, tmp_path: Path) -> Path:
    """A repository with a pickle on its main branch; its files, and beside them those of a pull request."""
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    torch.save({"weight": torch.zeros(1)}, folder / "pytorch_model.bin")
    shutil.copytree(folder, tmp_path / "requested")
    (folder / "model.safetensors").unlink()
    server.publish("org/pickle", folder)
    return tmp_path / "requested"


def test_safetensors_that_the_hub_s_own_bot_made_are_taken_in_place_of_a_pickle(
    server: Hub, with_pickle: Path, tmp_path: Path
) -> None:
    older = Path(shutil.copytree(with_pickle, tmp_path / "older"))
    (older / "config.json").unlink()
    server.pull_requests = [PullRequest(7, BOT, older), PullRequest(45, BOT, with_pickle)]
    said: list[str] = []
    pulled = hub.pull("org/pickle", on_note=said.append)
    assert "taking SFconvertbot's safetensors of it, refs/pr/45." in said[0]
    assert not list(pulled.glob("*.bin")) and pulled.name == f"{45:040x}"
    texts = ["Harga beras naik."]
    assert load(pulled).translate(texts, Decoding()) == load(server.folder).translate(texts, Decoding())
    record = hub.record_of("org/pickle", "refs/pr/45")
    assert record is not None and record.revision == pulled.name
    assert hub.cached("org/pickle") == pulled and hub.verify("org/pickle").damage == ()
    asked = len(server.requests)
    assert hub.pull("org/pickle") == pulled
    assert not any("model.safetensors" in path for path in server.requests[asked:]), "fetched twice"


@pytest.mark.parametrize("what", ["of anyone", "closed", "of other weights", "without weights", "not to be asked"])
def test_other_pull_requests_are_not_taken(what: str, server: Hub, with_pickle: Path) -> None:
    if what == "of other weights":
        torch.save({"weight": torch.ones(1)}, with_pickle / "pytorch_model.bin")
    if what == "without weights":
        (with_pickle / "model.safetensors").unlink()
    author, status = "SFconvertb0t" if what == "of anyone" else BOT, "closed" if what == "closed" else "open"
    server.pull_requests = [PullRequest(45, author, with_pickle, status)]
    server.discussions = 403 if what == "not to be asked" else 200
    with pytest.raises(DamagedModel, match="only a pickle"):
        hub.pull("org/pickle")
    assert hub.cached("org/pickle") is None


def test_a_hub_that_fails_when_it_is_asked_for_pull_requests_is_told(server: Hub, with_pickle: Path) -> None:
    server.discussions = 500
    with pytest.raises(HubError, match="500"):
        hub.pull("org/pickle")


def test_a_repository_without_any_weights(server: Hub, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    (folder / "model.safetensors").unlink()
    server.publish("org/empty", folder)
    with pytest.raises(DamagedModel, match="no weights as safetensors"):
        hub.pull("org/empty", allow_pickle=True)


def test_a_cut_connection_is_said_and_the_model_is_not_taken_for_whole(
    server: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # between the tries of huggingface_hub
    server.publish("org/tiny", server.folder)
    monkeypatch.setattr("translate.models.hub.client.PIECE", 500)  # what is at most lost of what came
    whole = (server.folder / "model.safetensors").stat().st_size
    server.cut_after = whole - 1000
    with pytest.raises(HubError, match="org/tiny: the download was cut") as caught:
        hub.pull("org/tiny")
    assert "\n" not in str(caught.value)
    assert hub.cached("org/tiny") is None
    assert hub.records() == ()
    server.cut_after, server.bytes_sent = None, 0
    folder = hub.pull("org/tiny")
    assert 1000 <= server.bytes_sent < 1500  # only the rest came
    assert not list(tmp_path.rglob("*.incomplete"))
    assert (folder / "model.safetensors").read_bytes() == (server.folder / "model.safetensors").read_bytes()


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (404, "RepoNotFound", "the hub has no such model, or it is private"),
        (401, "", "the hub answered 401. Check that HF_TOKEN may read it"),
        (401, "GatedRepo", "is gated: accept its terms on http://127.*/org/tiny, .* HF_TOKEN"),
        (403, "GatedRepo", "is gated: accept its terms .* HF_TOKEN"),
        (403, "", "the hub answered 403. Check that HF_TOKEN may read it"),
        (500, "", "the hub answered 500. Try again later"),
    ],
)
def test_a_hub_that_says_no(status: int, code: str, message: str, server: Hub) -> None:
    server.refused["org/tiny"] = (status, code)
    with pytest.raises(HubError, match=message) as caught:
        hub.pull("org/tiny")
    assert str(caught.value).startswith("org/tiny")
    assert "\n" not in str(caught.value)


def test_what_is_not_what_was_announced_is_thrown_away(server: Hub, tmp_path: Path) -> None:
    server.publish("org/tiny", server.folder)
    server.swapped = b"other"
    with pytest.raises(DamagedModel, match=r"model\.safetensors is not what the hub announced: its SHA-256 differs"):
        hub.pull("org/tiny")
    assert hub.cached("org/tiny") is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes().startswith(b"other")]
    server.swapped = b""
    assert hub.cached("org/tiny") is None
    assert hub.pull("org/tiny") == hub.cached("org/tiny")


@pytest.mark.parametrize("status", [429, 503])
def test_a_hub_that_asks_to_wait_for_long_is_not_waited_for(
    status: int, server: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    server.publish("org/tiny", server.folder)
    server.busy = [(status, "3600")]
    with pytest.raises(HubError, match=rf"the hub answered {status}\. It asks to wait 3600 s; try again then"):
        hub.pull("org/tiny")
    assert not [seconds for seconds in waited if seconds >= 1]
    assert hub.cached("org/tiny") is None


def test_a_short_wait_that_a_hub_asks_for_is_kept(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    server.publish("org/tiny", server.folder)
    server.busy = [(429, "3"), (429, "4")]
    assert hub.pull("org/tiny") == hub.cached("org/tiny")
    assert [seconds for seconds in waited if seconds >= 1] == [4, 5]  # huggingface_hub adds a second


def test_a_hub_that_never_has_time_is_given_up(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    server.publish("org/tiny", server.folder)
    server.busy = [(429, "10")] * 50
    with pytest.raises(HubError, match="the hub answered 429"):
        hub.pull("org/tiny")
    assert 0 < sum(waited) <= 120


def test_a_full_disk_is_seen_before_anything_is_fetched(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    server.publish("org/tiny", server.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1))
    with pytest.raises(HubError, match=r"org/tiny needs \d+ MB, and .* has 0 MB free\. .*HF_HOME"):
        hub.pull("org/tiny")
    assert server.bytes_sent == 0


def test_a_disk_that_fills_up_on_the_way(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import file_download

    def full(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    server.publish("org/tiny", server.folder)
    with monkeypatch.context() as context:
        context.setattr(file_download, "http_get", full)
        with pytest.raises(HubError, match=r"org/tiny: the disk is full\. Free some space"):
            hub.pull("org/tiny")
    assert hub.cached("org/tiny") is None
    assert hub.pull("org/tiny") == hub.cached("org/tiny")


def test_two_processes_get_a_model_once(server: Hub, tmp_path: Path) -> None:
    server.publish("org/tiny", server.folder)
    environment = {**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub"), "HF_ENDPOINT": server.url}
    code = "from translate.models import hub; print(hub.pull('org/tiny', on_note=print))"
    processes = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert server.bytes_sent == (server.folder / "model.safetensors").stat().st_size
    assert {text.splitlines()[-1] for text in said} == {str(hub.cached("org/tiny"))}


def test_the_licence_is_said_before_anything_is_fetched(server: Hub) -> None:
    server.publish("org/tiny", server.folder)
    said: list[tuple[str, int]] = []
    hub.pull("org/tiny", on_note=lambda line: said.append((line, server.bytes_sent)))
    assert said == [("org/tiny: licence mit, 1 MB, revision 111111111111.", 0)]


def test_a_token_is_shown(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    server.publish("org/tiny", server.folder)
    monkeypatch.setenv("HF_TOKEN", "hf_ours")
    hub.pull("org/tiny")
    assert server.credentials == {"Bearer hf_ours"}


def test_a_proxy_is_used(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import close_session

    server.publish("org/tiny", server.folder)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, server.url)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example")
    close_session()  # the client reads the proxy when it is made
    try:
        assert hub.pull("org/tiny") == hub.cached("org/tiny")
    finally:
        close_session()
    assert server.hosts == {"hub.example"}


def test_a_page_that_is_no_hub(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    server.publish("org/tiny", server.folder)
    monkeypatch.setattr(server, "commit", "latest")
    with pytest.raises(HubError, match=r"names no commit, so it is not from a hub\. Check HF_ENDPOINT"):
        hub.pull("org/tiny")


def test_a_pull_request_can_be_named(server: Hub) -> None:
    server.publish("org/tiny", server.folder)
    server.revisions.append("refs/pr/45")
    folder = hub.pull("org/tiny", "refs/pr/45")
    assert hub.cached("org/tiny", "refs/pr/45") == hub.cached("org/tiny", server.commit) == folder
    assert hub.cached("org/tiny", "main") is None
    assert hub.cached("org/tiny") == folder  # there is no other


def test_a_catalogue_model_pulled_at_a_pull_request_is_installed(server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    server.revisions.append("refs/pr/45")
    pulled = hub.pull("opus-id-en", "refs/pr/45")
    assert hub.installed(catalogue.get("opus-id-en")) == pulled
    server.commit = "2" * 40
    server.revisions.append(server.commit)
    assert hub.pull("opus-id-en") == hub.installed(catalogue.get("opus-id-en")) != pulled  # the main branch goes first
    (pulled / "config.json").unlink()
    assert hub.cached("Helsinki-NLP/opus-mt-id-en", "refs/pr/45") is None


def test_a_revision_that_is_not_there(server: Hub) -> None:
    server.publish("org/tiny", server.folder)
    with pytest.raises(HubError, match="org/tiny has no revision v9"):
        hub.pull("org/tiny", "v9")


def test_no_hub_at_all(hub_cache: Path) -> None:
    with pytest.raises(HubError, match="org/tiny: the hub cannot be reached"):
        hub.pull("org/tiny")


def test_hf_hub_offline_is_obeyed(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    server.publish("org/tiny", server.folder)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelNotInstalled, match=r"HF_HUB_OFFLINE is set\. .*warta models pull org/tiny"):
        hub.pull("org/tiny")
    assert not server.requests


@pytest.mark.parametrize("name", ["nothing", "a/b/c", "", "student", "student-ja"])
def test_what_cannot_be_pulled(name: str, hub_cache: Path) -> None:
    with pytest.raises(UnknownModel):
        hub.pull(name)


def test_a_command_to_pull_names_the_catalogue_s_name() -> None:
    assert hub.how_to_pull("Helsinki-NLP/opus-mt-id-en").endswith("warta models pull opus-id-en")
    assert hub.how_to_pull("student") == "It comes with Warta. Type: pip install --force-reinstall --no-deps warta"
    assert hub.how_to_pull("org/other").endswith("warta models pull org/other")
