"""`warta serve` as it is typed, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import httpx2
import pytest

from translate.batch.memory import Memory
from translate.cli import main

TOKEN = "0123456789abcdef"


@contextmanager
def serving(*options: str, token: str = "") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve until the block ends; give the process and the address that it printed."""
    command = [sys.executable, "-m", "translate", "serve", "--port", "0", "--offline", *options]
    environment = os.environ | ({"WARTA_TOKEN": token} if token else {})
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address, process.stderr.read() if process.stderr else ""
            yield process, address
        finally:
            process.kill()


def test_ctrl_c_ends_the_server_and_a_kill_loses_no_correction(tmp_path: Path) -> None:
    memory = tmp_path / "memory.sqlite"
    options = ("--model", "identity", "--memory", str(memory))
    with serving(*options) as (process, root), httpx2.Client(base_url=root) as http:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", root)
        assert "<title>Warta</title>" in http.get("/").text
        id = http.post("/api/jobs", json={"text": "Warga mengeluh."}).json()["id"]
        assert '"state": "done"' in http.get(f"/api/jobs/{id}/events", timeout=60).text
        fields = {"sentence": 1, "translation": "People complain."}
        assert http.post(f"/api/jobs/{id}/corrections", json=fields, timeout=60).status_code == 200
        process.kill()  # SIGKILL, the moment it is answered
        process.wait()
    with Memory(memory) as kept:
        assert kept.imported("id", "en", ["Warga mengeluh."]) == {"Warga mengeluh.": "People complain."}
    with serving(*options, token=TOKEN) as (process, address):
        root, _, token = address.partition("?token=")
        assert token == TOKEN and httpx2.get(f"{root}api/about").status_code == 401
        headers = {"Authorization": f"Bearer {TOKEN}"}
        made = httpx2.post(f"{root}api/translate", json={"text": "Warga mengeluh."}, headers=headers, timeout=60).json()
        assert [one["target"] for one in made["segments"]] == ["People complain."]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read().splitlines()[-1] == "warta: the server has ended; every correction is kept."


@pytest.mark.slow
def test_a_server_that_is_killed_at_work_loses_no_correction_that_it_answered(tmp_path: Path) -> None:
    memory, clients, many = tmp_path / "memory.sqlite", 20, 100
    answered: dict[str, str] = {}

    def client(number: int, root: str) -> None:
        with httpx2.Client(base_url=root, timeout=120) as http, suppress(httpx2.TransportError):
            for turn in count():
                text = f"Warga nomor {number} mengeluh pada hari ke-{turn}."
                id = http.post("/api/jobs", json={"text": text}).json()["id"]
                http.get(f"/api/jobs/{id}/events")  # ends when it is translated
                fields = {"sentence": 1, "translation": f"Resident {number} complained on day {turn}."}
                if http.post(f"/api/jobs/{id}/corrections", json=fields).status_code == 200:
                    answered[text] = str(fields["translation"])

    with serving("--model", "identity", "--memory", str(memory)) as (process, root):
        with ThreadPoolExecutor(clients) as pool:
            at_work = [pool.submit(client, number, root) for number in range(clients)]
            while len(answered) < many:
                assert not any(one.done() for one in at_work)
                time.sleep(0.01)
            process.kill()  # SIGKILL, with requests of all clients in hand
        assert [one.exception() for one in at_work] == [None] * clients
    with Memory(memory) as kept:
        assert kept.imported("id", "en", answered) == answered


def refused(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Return the one line that a command ends with."""
    assert main(["serve", *options]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_other_machines_need_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert "lets other machines in, so it needs a --token" in refused(capsys, "--host", "0.0.0.0")
    assert "expected 16 or more letters and digits" in refused(capsys, "--host", "0.0.0.0", "--token", "short")


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = refused(capsys, "--port", port, "--memory", str(tmp_path / "m.sqlite"))
    assert f"--port {port}: the server cannot listen there" in line and "choose another --port" in line


def test_a_model_that_is_none_is_said_before_anything_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no model Warta knows" in refused(capsys, "--model", "nonesuch")


def test_without_the_extra_the_way_to_get_it_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("translate.web.", "uvicorn"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert "pip install 'warta[web]'" in refused(capsys)
