"""Models are fetched once, found again without a network, and every way a hub can say no becomes one line."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
import torch
from hub_server import Hub

from translate import catalogue, hub
from translate.errors import DamagedModel, HubError, ModelNotInstalled, UnknownModel
from translate.seq2seq import load


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
    with pytest.raises(DamagedModel, match=r"has no weights as safetensors at revision main\..*--allow-pickle"):
        hub.pull("org/pickle")
    assert not [path for path in server.requests if path.endswith(".bin")]
    assert hub.cached("org/pickle") is None
    pulled = hub.pull("org/pickle", allow_pickle=True)
    assert hub.cached("org/pickle") == pulled
    assert load(pulled, allow_pickle=True).positions == 64


def test_a_repository_without_any_weights(server: Hub, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "published"))
    (folder / "model.safetensors").unlink()
    server.publish("org/empty", folder)
    with pytest.raises(DamagedModel, match="no weights as safetensors"):
        hub.pull("org/empty", allow_pickle=True)


def test_a_cut_connection_is_said_and_the_model_is_not_taken_for_whole(
    server: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # between the tries of huggingface_hub
    server.publish("org/tiny", server.folder)
    server.cut_after = 1000
    with pytest.raises(HubError, match="org/tiny: the download was cut") as caught:
        hub.pull("org/tiny")
    assert "\n" not in str(caught.value)
    assert hub.cached("org/tiny") is None
    server.cut_after = None
    folder = hub.pull("org/tiny")
    assert (folder / "model.safetensors").read_bytes() == (server.folder / "model.safetensors").read_bytes()


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (404, "RepoNotFound", "the hub has no such model, or it is private"),
        (401, "", "the hub answered 401. Check that HF_TOKEN may read it"),
        (401, "GatedRepo", "is gated: accept its terms .* HF_TOKEN"),
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


@pytest.mark.parametrize("name", ["nothing", "a/b/c", "", "starter"])
def test_what_cannot_be_pulled(name: str, hub_cache: Path) -> None:
    with pytest.raises(UnknownModel):
        hub.pull(name)


def test_the_starter_is_installed_without_a_folder_of_the_hub(hub_cache: Path) -> None:
    starter = catalogue.get("starter")
    assert hub.installed(starter) is None
    assert hub.is_installed(starter)
    assert not hub.is_installed(catalogue.get("opus-id-en"))


def test_a_command_to_pull_names_the_catalogue_s_name() -> None:
    assert hub.how_to_pull("Helsinki-NLP/opus-mt-id-en").endswith("warta models pull opus-id-en")
    assert hub.how_to_pull("org/other").endswith("warta models pull org/other")
