"""Keys of servers and hubs: whatever fails, they are in no message, log, traceback or report."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from llm_server import Reply, serving

from translate.cli import main
from translate.errors import UsageError
from translate.models.chat.server import Client
from translate.models.resolve import Resolved
from translate.testing import FakeEngine

KEY, TOKEN = "sk-RAHASIA-satu", "hf_RAHASIAdua"
TRANSLATED = {
    "Harga Beras Naik": "Rice Price Rises",
    "Harga beras naik 5 persen di Jakarta sejak Senin lalu.": "Rice rose 5 percent in Jakarta since Monday.",
}
REPLIES = {
    "a server that refuses the key": Reply(status=401),
    "a server that fails": Reply(status=500, headers={"Retry-After": "0"}),
    "a server that leads elsewhere": Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}),
    "an answer that is no JSON": Reply(raw=b"{"),
    "an answer that nests without end": Reply(raw=b"[" * 100_000),
    "an answer that repeats the key": Reply(raw=json.dumps({"error": KEY}).encode()),
}


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WARTA_LLM_KEY", KEY)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(Resolved, "load", lambda self, on_note=None: FakeEngine(TRANSLATED))
    Path("a.txt").write_text("\n\n".join(TRANSLATED), encoding="utf-8")


def said(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> str:
    out, err = capfd.readouterr()
    return out + err + caplog.text


@pytest.mark.parametrize("reply", REPLIES)
def test_no_failure_of_a_server_shows_the_key(
    reply: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(REPLIES[reply]) as server:
        asked = ["--llm-url", server.url, "--llm-model", "m", "--summarizer", "llm", "--debug", "-o", "b.json"]
        code = main(["brief", "a.txt", *asked])
        assert server.headers
    shown = said(capfd, caplog)
    assert shown
    assert KEY not in shown and TOKEN not in shown
    written = Path("b.json").read_text(encoding="utf-8") if code == 0 else ""
    assert KEY not in written and TOKEN not in written


@pytest.mark.parametrize("command", [["doctor"], ["doctor", "--json"], ["config"], ["config", "--all"]])
def test_no_report_shows_a_key(
    command: list[str], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    main([*command, "--debug"])
    shown = said(capfd, caplog)
    assert shown
    assert KEY not in shown and TOKEN not in shown


@pytest.mark.parametrize("key", ["RAHA\nSIA", "RAHASIÁ", "RAHA SIA", "RAHASIA\x00"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(
    key: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UsageError, match="WARTA_LLM_KEY holds a space") as caught:
        Client("http://127.0.0.1:9/v1", "tiny", key)
    assert "RAHA" not in str(caught.value)
    if "\x00" in key or "\n" in key:
        return  # no variable holds the first; huggingface_hub takes line breaks out
    monkeypatch.setenv("HF_TOKEN", key)
    assert main(["models", "pull", "org/tiny", "--debug"]) == 1
    shown = said(capfd, caplog)
    assert "HF_TOKEN holds a space" in shown and key not in shown


def test_the_line_break_at_the_end_of_a_key_is_no_part_of_it() -> None:
    with serving("Hello.") as server:
        assert Client(server.url, "tiny", f"{KEY}\r\n").ask("x", 5).text == "Hello."
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
