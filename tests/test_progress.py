"""What a person sees while something goes on: on a terminal a bar that moves, elsewhere a line now and then."""

from __future__ import annotations

import os
import re
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hub_server import Hub
from records_server import Records
from terminal import on_a_terminal

from translate.cli import main
from translate.errors import HubError
from translate.models import hub

SIZE = 3_000_000  # bytes of the weights that are pulled


@pytest.fixture
def large(server: Hub, tmp_path: Path) -> Hub:
    """A hub with a model whose weights come in more than one piece."""
    folder = tmp_path / "large"
    folder.mkdir()
    for path in server.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "model.safetensors").write_bytes(os.urandom(SIZE))
    server.publish("org/large", folder)
    return server


def seen(shown: str) -> set[str]:
    """Return how far a download was, as it was shown: "1.2/3.3 MB"."""
    return set(re.findall(r"[\d.]+/[\d.]+ MB", shown))


def seconds(shown: str) -> set[str]:
    """Return the elapsed times that were shown."""
    return set(re.findall(r"0:00:\d\d", shown))


def test_a_download_shows_its_size_first_and_moves_while_the_server_does_not(
    large: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.cut_after, large.hold = 1_000_000, (hold := threading.Event())
    still: set[str] = set()

    def watch(shown: str) -> None:
        nonlocal still
        if large.held.is_set():
            still = still or seconds(shown)
            if len(seconds(shown) - still) >= 2:  # it has gone on for more than a second without a byte
                large.cut_after = None
                hold.set()

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    code, shown = on_a_terminal("models", "pull", "org/large", watch=watch)
    assert code == 0 and large.hold.is_set()
    steps = sorted(seen(shown), key=lambda step: float(step.split("/")[0]))
    assert len(steps) >= 2 and len({step.split("/")[1] for step in steps}) == 1
    assert re.search(r"MB, [\d.]+ MB/s, \d+:\d\d left", shown) and "verifying" in shown
    assert "Fetching" not in shown and "Reconstruct" not in shown  # the hub library's own bars


def test_a_download_that_goes_on_counts_what_was_there(large: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # between the tries of huggingface_hub
    large.cut_after = 1_000_000
    with pytest.raises(HubError):
        hub.pull("org/large")
    large.cut_after = None
    told: list[tuple[int, int]] = []
    hub.pull("org/large", progress=lambda done, total: told.append((done, total)))
    total = sum(path.stat().st_size for path in large.repositories["org/large"].iterdir())
    assert {all_of_it for _, all_of_it in told} == {total}
    done = [some for some, _ in told]
    assert done == sorted(done) and done[0] == 0 and done[-1] == total
    steps = [after - before for before, after in pairwise(done)]
    assert max(steps) >= 900_000 and len([step for step in steps if 0 < step <= 1 << 16]) > 20  # there; then by pieces


def test_a_firefox_model_that_goes_on_counts_what_was_there(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    data = os.urandom(300_000)
    records.publish("id-en", {"model": data, "vocab": data[:1000]})
    records.cut_after = 200_000
    with pytest.raises(HubError):
        hub.pull("firefox-id-en")
    records.cut_after = None
    told: list[tuple[int, int]] = []
    hub.pull("firefox-id-en", progress=lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {17_000_000}  # as the catalogue has it, rounded
    done = [some for some, _ in told]
    assert done[0] == 200_000 and done[-1] == sum(len(sent) for sent in records.attachments.values())


def test_lines_tell_of_a_download_where_no_bar_can_be_drawn(
    large: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("translate.cli.progress.LINE_EVERY", 0.0)
    assert main(["models", "pull", "org/large"]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if " of 3 MB" in line]
    assert lines[0] == "warta: org/large: 0 of 3 MB." and lines[-1] == "warta: org/large: 3 of 3 MB."
