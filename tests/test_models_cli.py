"""`warta models`: each command does what it says, names licences first, and fails in one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from builders import Run
from hub_server import Hub

from translate.cli import main
from translate.models import catalogue, hub
from translate.models.resolve import load_engine
from translate.models.student.store import BUNDLED_FOLDERS
from translate.util.files import cache_folder

pytestmark = pytest.mark.usefixtures("one_thread")

NOTHING = "warta: no model was pulled, so there is nothing to verify.\n"


@pytest.fixture
def warta(warta: Run, hub_cache: Path) -> Run:
    """Run `warta models`, with empty caches."""
    return partial(warta, "models")


@pytest.fixture
def published(server: Hub, nllb_folder: Path, mt5_folder: Path) -> Hub:
    """A hub with five tiny models."""
    server.publish("csebuetnlp/mT5_multilingual_XLSum", mt5_folder)
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    server.publish("staka/fugumt-en-ja", server.folder)
    server.publish("facebook/nllb-200-distilled-600M", nllb_folder)
    server.publish("org/tiny", server.folder)
    return server


def row(out: str, name: str) -> str:
    return next(line for line in out.splitlines() if line.startswith(f"{name} "))


def test_a_model_s_way_from_the_hub_to_the_bin(warta: Run, published: Hub) -> None:
    assert " no " in row(warta("list")[1], "opus-id-en")
    code, out, err = warta("pull", "opus-id-en")
    assert (code, out) == (0, "")
    first, second, last = err.splitlines()
    assert first == "warta: opus-id-en: licence Apache-2.0, about 300 MB."
    assert f"revision {Hub.commit[:12]}" in second
    assert "opus-id-en is installed in " in last
    assert " yes " in row(warta("list")[1], "opus-id-en")
    _, out, _ = warta("show", "opus-id-en")
    for said in ("Apache-2.0", Hub.commit, "about 300 MB", "COMET 85.9", "Mozilla", "installed: yes, in "):
        assert said in out
    told = json.loads(warta("show", "opus-id-en", "--json")[1])
    assert [f"{key + ':':<11}{value}" for key, value in told.items()] == out.splitlines()
    assert (told["model"], told["revision"], told["licence"]) == ("opus-id-en", Hub.commit, "Apache-2.0")
    count = len(list(published.folder.iterdir()))
    assert warta("verify") == (0, f"opus-id-en: {count} files as they were pulled\n", "")
    code, _, err = warta("remove", "opus-id-en")
    assert code == 0
    assert err.startswith("warta: opus-id-en removed; ")
    assert err.endswith(" MB freed.\n")
    assert " no " in row(warta("list")[1], "opus-id-en")
    assert warta("verify") == (0, "", NOTHING)


def test_a_licence_that_forbids_commerce_is_said_before_the_download(warta: Run, published: Hub) -> None:
    published.refused["facebook/nllb-200-distilled-600M"] = (503, "")
    code, _, err = warta("pull", "nllb-600m")
    assert code == 1
    licence, warning, error = err.splitlines()
    assert "CC-BY-NC-4.0 (non-commercial)" in licence
    assert "not for commercial use" in warning
    assert "the hub answered 503" in error


def test_a_summarizer_s_way_from_the_hub_to_a_brief(
    warta: Run, published: Hub, marian_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "beras.txt"
    article.write_text("Harga beras naik.\n\nHarga beras naik 5 persen di Jakarta sejak Senin.\n", encoding="utf-8")
    command = ["brief", str(article), "--model", str(marian_folder), "--summarizer", "seq2seq"]
    command += ["--summarizer-model", "mt5-xlsum", "--runtime", "torch"]
    assert row(warta()[1], "mt5-xlsum").split()[1:5] == ["summarises", "en", "ja", "no"]
    assert main(command) == 1
    assert "mt5-xlsum is not on this machine. Get it on a machine with a network" in capfd.readouterr().err
    code, _, err = warta("pull", "mt5-xlsum")
    assert code == 0
    assert err.startswith("warta: mt5-xlsum: licence CC-BY-NC-SA-4.0 (non-commercial), about 2330 MB.\n")
    assert "its output is not for commercial use" in err
    assert " yes " in row(warta()[1], "mt5-xlsum")
    assert "languages: en ja" in warta("show", "mt5-xlsum")[1]
    assert main(command) == 0
    out, err = capfd.readouterr()
    assert "mt5-xlsum is licensed CC-BY-NC-SA-4.0: its output is not for commercial use." in err
    assert f"model:mt5-xlsum@{Hub.commit[:12]}" in out
    assert "summarizer-licence:CC-BY-NC-SA-4.0 (non-commercial)|" in out
    code = main(["translate", str(article), "--model", "mt5-xlsum"])
    assert (code, "it does not translate. For a brief: --summarizer" in capfd.readouterr().err) == (2, True)
    assert main([*command[:-4], "--summarizer-model", "nllb-600m"]) == 2
    assert "--summarizer seq2seq cannot write with nllb-600m: it translates." in capfd.readouterr().err


def test_what_ctranslate2_made_of_a_model_goes_with_it(warta: Run, published: Hub) -> None:
    def size() -> int:
        return sum(path.stat().st_size for path in cache_folder().glob("ctranslate2-*/*"))

    for name in ("opus-id-en", "nllb-600m"):
        warta("pull", name)
        assert load_engine(name, target="en", runtime="ctranslate2").models[0].revision.startswith("ct2-")
    both = size()
    nllb = hub.records("facebook/nllb-200-distilled-600M")[0].size
    _, _, err = warta("remove", "nllb-600m")
    one = size()
    assert 0 < one < both
    assert err == f"warta: nllb-600m removed; {(nllb + both - one) / 1e6:.1f} MB freed.\n"
    hub.remove("opus-id-en")  # as a library does, which leaves the conversion
    code, _, err = warta("remove", "opus-id-en")
    assert (code, err) == (0, f"warta: opus-id-en removed; {one / 1e6:.1f} MB freed.\n")
    assert not list(cache_folder().glob("ctranslate2-*/*"))
    assert warta("remove", "opus-id-en")[0] == 1


def test_a_pivot_is_pulled_and_removed_as_two(warta: Run, published: Hub) -> None:
    assert warta("pull", "opus-id-en+fugumt-en-ja")[0] == 0
    assert all(hub.is_installed(catalogue.get(name)) for name in ("opus-id-en", "fugumt-en-ja"))
    assert warta("verify", "opus-id-en+fugumt-en-ja")[0] == 0
    assert warta("remove", "opus-id-en+fugumt-en-ja")[0] == 0
    assert not any(hub.is_installed(catalogue.get(name)) for name in ("opus-id-en", "fugumt-en-ja"))


def test_an_unknown_leg_is_seen_before_the_first_is_pulled(warta: Run, published: Hub) -> None:
    code, _, err = warta("pull", "opus-id-en+nothing")
    assert code == 2
    assert "'nothing' is no model Warta knows" in err
    assert not published.requests


def test_any_model_of_the_hub_is_pulled_and_listed(warta: Run, published: Hub) -> None:
    code, _, err = warta("pull", "org/tiny", "--revision", Hub.commit)
    assert code == 0
    assert "licence mit" in err
    assert row(warta()[1], "org/tiny").endswith("mit")
    assert warta("verify")[1].startswith("org/tiny: ")
    _, out, _ = warta("show", "org/tiny")
    assert [line.split()[0] for line in out.splitlines()] == ["model:", "installed:", "revision:", "size:", "licence:"]
    folder = hub.cached("org/tiny")
    assert folder is not None and f"yes, in {folder}\n" in out and Hub.commit in out
    (folder / "config.json").resolve().write_text("{}", encoding="utf-8")
    assert "installed: not complete any more: warta models pull org/tiny\n" in warta("show", "org/tiny")[1]


def test_damage_is_an_exit_code_and_a_line_a_file(warta: Run, published: Hub) -> None:
    warta("pull", "opus-id-en")
    warta("pull", "org/tiny")
    folder = hub.cached("org/tiny")
    assert folder is not None
    for name in ("config.json", "model.safetensors"):
        with (folder / name).resolve().open("ab") as file:
            file.write(b" ")
    code, out, err = warta("verify")
    assert code == 1
    assert out.startswith("opus-id-en: ")
    config, weights, todo = err.splitlines()
    assert config.startswith("warta: org/tiny: config.json has ")
    assert weights.startswith("warta: org/tiny: model.safetensors has ")
    assert todo == "warta: org/tiny is damaged. Get it again: warta models pull org/tiny"
    assert warta("verify", "opus-id-en")[0] == 0


def test_auto_explains_itself(warta: Run, published: Hub) -> None:
    _, out, _ = warta("show", "auto", "--to", "ja")
    first, *better = out.splitlines()
    assert first.startswith("auto takes student-ja for id-ja: no model that was pulled")
    names = catalogue.PREFERENCE["id", "ja"]
    assert [line.split()[1] for line in better] == [f"{name}," for name in names]
    assert "better: firefox-id-en+firefox-en-ja, licence MPL-2.0, not installed" in out
    assert all(f"warta models pull {name}" in line for name, line in zip(names, better, strict=True))
    told = json.loads(warta("show", "auto", "--to", "ja", "--json")[1])
    assert (told["model"], told["languages"]) == ("student-ja", "id-ja")
    assert [(one["model"], one["missing"]) for one in told["better"]] == [(name, name.split("+")) for name in names]
    warta("pull", "opus-id-en")
    _, out, _ = warta("show", "auto", "--to", "ja")
    (better_pivot,) = (line for line in out.splitlines() if "opus-id-en+fugumt-en-ja" in line)
    assert better_pivot == (
        "better: opus-id-en+fugumt-en-ja, licence Apache-2.0 and CC-BY-SA-4.0, "
        "not installed: warta models pull fugumt-en-ja"
    )
    assert warta("show", "auto")[1].startswith("auto takes opus-id-en for id-en")
    warta("pull", "nllb-600m")
    _, out, _ = warta("show", "auto", "--to", "ja")
    assert out.startswith("auto takes nllb-600m for id-ja")
    assert "opus-id-en+fugumt-en-ja" not in out
    code, _, err = warta("show", "auto", "--to", "fr")
    assert code == 2
    assert "auto chooses for en and ja only" in err


def test_a_model_in_a_file(warta: Run, published: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    warta("pull", "opus-id-en")
    archive = tmp_path / "opus.tar"
    code, _, err = warta("pack", "opus-id-en", archive)
    assert code == 0
    assert "licence Apache-2.0" in err
    assert err.endswith("There: warta models unpack opus.tar\n")
    code, _, err = warta("pack", "opus-id-en+fugumt-en-ja", tmp_path / "both.tar")
    assert code == 2
    assert "Pack opus-id-en and fugumt-en-ja each into a file of its own." in err
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "other"))
    assert " no " in row(warta("list")[1], "opus-id-en")
    code, _, err = warta("unpack", archive)
    assert (code, err) == (0, "warta: opus-id-en is installed: --model opus-id-en. Licence: Apache-2.0.\n")
    assert " yes " in row(warta("list")[1], "opus-id-en")


@pytest.mark.parametrize("name", ["student", "student-ja"])
def test_what_comes_with_warta_stays(warta: Run, name: str) -> None:
    for command in (["remove", name], ["verify", name], ["pack", name, "model.tar"], ["pull", name]):
        code, _, err = warta(*command)
        assert code == 2
        assert f"{name} comes with Warta" in err.splitlines()[-1]
    assert " yes " in row(warta("list")[1], name)
    assert warta("verify") == (0, "", NOTHING)


def test_what_is_told_of_the_student(warta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = warta("show", "student")
    assert "origin:    comes with Warta\n" in out and "licence:   MPL-2.0\n" in out and "_student\n" in out
    monkeypatch.setitem(BUNDLED_FOLDERS, "student", tmp_path)
    assert "installed: no. It comes with Warta. Type: pip install" in warta("show", "student")[1]


def test_an_interrupted_pull_says_how_to_go_on(warta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(hub, "pull", interrupt)
    code, _, err = warta("pull", "opus-id-en")
    assert code == 130
    assert "The same command resumes the download" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_pull_that_is_killed_leaves_no_half_model_and_the_next_goes_on(
    warta: Run, server: Hub, hub_cache: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(server.folder, tmp_path / "large"))
    size = 3_000_000
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(bytes(size))
    server.publish("Helsinki-NLP/opus-mt-id-en", folder)
    server.cut_after, server.hold = 2_500_000, threading.Event()
    command = [sys.executable, "-m", "translate", "models", "pull", "opus-id-en"]
    environment = {**os.environ, "HF_HUB_CACHE": str(hub_cache)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as killed:
        try:
            assert server.held.wait(30)
            while not any(path.stat().st_size > 10**6 for path in hub_cache.rglob("*.incomplete")):  # on their way
                time.sleep(0.01)
        finally:
            killed.kill()
            _, err = killed.communicate()
            server.hold.set()
    assert (killed.returncode, "is installed" in err) == (-signal.SIGKILL, False)
    assert " no " in row(warta()[1], "opus-id-en")
    assert warta("verify") == (0, "", NOTHING)
    assert warta("show", "auto")[1].startswith("auto takes student")
    server.cut_after = server.hold = None
    server.bytes_sent = 0
    assert warta("pull", "opus-id-en")[0] == 0
    assert server.bytes_sent < size - 10**6
    assert " yes " in row(warta()[1], "opus-id-en")
    assert warta("verify") == (0, f"opus-id-en: {len(list(folder.iterdir()))} files as they were pulled\n", "")
    assert not list(hub_cache.rglob("*.incomplete"))


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to open a connection or to look a name up: each is refused and kept."""
    tries: list[str] = []

    def refuse(*arguments: object, **options: object) -> None:
        tries.append(repr(arguments))
        raise AssertionError(f"a socket was used: {arguments}")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tries


def test_the_guard_would_see_a_socket(no_sockets: list[str], warta: Run) -> None:
    assert warta("pull", "opus-id-en")[0] == 1
    assert no_sockets


@pytest.mark.parametrize("how", ["--offline", "HF_HUB_OFFLINE"])
def test_offline_opens_no_socket(
    how: str,
    no_sockets: list[str],
    warta: Run,
    marian_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from huggingface_hub import constants

    article = tmp_path / "beras.txt"
    article.write_text("Harga beras naik 5 persen di Jakarta sejak Senin lalu.\n", encoding="utf-8")
    option = ["--offline"] if how == "--offline" else []
    if not option:
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert main(["translate", str(article), "--model", str(marian_folder), *option]) == 0
    assert main(["translate", str(article), "--model", "org/tiny", *option]) == 1
    assert main(["translate", str(article), "--model", "opus-id-en", *option]) == 1
    _, err = capfd.readouterr()
    assert err.count("warta models pull") == 2
    for command in (["list"], ["show", "auto"], ["show", "opus-id-en"], ["verify"]):
        assert warta(*command)[0] == 0
    assert no_sockets == []
