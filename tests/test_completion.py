"""What a shell completes: commands, options, and the values that options and arguments take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from translate.cli import main
from translate.document import FlagCode

COMPLETED = {
    "warta tr": {"translate"},
    "warta translate --mod": {"--model"},
    "warta models pu": {"pull"},
    "warta translate --model opus": {"opus-id-en"},
    "warta translate --model opus-id-en+el": {"opus-id-en+elan-en-ja"},
    "warta translate --fallback no": {"none"},
    "warta translate --runtime c": {"ctranslate2"},
    "warta translate --decoding b": {"balanced", "best"},
    "warta translate --to ": {"en", "ja"},
    "warta batch --to en,": {"en,ja"},
    "warta batch --format j": {"json", "jsonl"},
    "warta batch --runner r": {"ray"},
    "warta batch --on-error s": {"skip", "stop"},
    "warta brief --summarizer l": {"lead", "llm"},
    "warta brief --summarizer-model m": {"mt5-xlsum"},
    "warta eval --to j": {"ja"},
    "warta models pull fire": {"firefox-id-en", "firefox-en-ja"},
    "warta models show au": {"auto"},
    "warta explain NAME": {"NAME_LOST"},
    "warta prompts show brief.e": {"brief.en"},
}


def completed(typed: str, shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what Warta answers to the script of a shell."""
    monkeypatch.setenv("COLUMNS", "80")  # which Warta changes
    monkeypatch.setenv("_WARTA_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", typed)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    with pytest.raises(SystemExit):
        main([])
    return capsys.readouterr().out


@pytest.mark.parametrize("typed", COMPLETED)
def test_names_are_completed(typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shown = completed(typed, "fish", monkeypatch, capsys)
    assert {line.split("\t")[0] for line in shown.splitlines()} == COMPLETED[typed]
    assert all(f'"{name}"' in completed(typed, "zsh", monkeypatch, capsys) for name in COMPLETED[typed])


def test_bash_completes_with_the_script_that_is_installed(tmp_path: Path) -> None:
    if (bash := shutil.which("bash")) is None:
        pytest.skip("no bash here")
    warta = tmp_path / "warta"
    warta.write_text(f'#!/bin/sh\nexec {sys.executable} -m translate "$@"\n', encoding="utf-8")
    warta.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    subprocess.run([warta, "--install-completion", "bash"], env=environment, check=True, capture_output=True)
    script = (
        "source ~/.bashrc; COMP_WORDS=(warta models show au); COMP_CWORD=3; _warta_completion warta; "
        'echo "${COMPREPLY[@]}"; complete -p warta'
    )
    shown = subprocess.run([bash, "-c", script], env=environment, check=True, capture_output=True, text=True).stdout
    assert shown.split("\n")[0] == "auto" and "-F _warta_completion warta" in shown


def test_every_flag_is_completed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert completed("warta explain ", "fish", monkeypatch, capsys).split() == [str(code) for code in FlagCode]
