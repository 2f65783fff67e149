"""`warta doctor` says what is there, and for what is wrong what to type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_server import Hub

from translate.cli import doctor as doctoring
from translate.cli import main
from translate.models import hub
from translate.models.student.store import BUNDLED_FOLDERS

pytestmark = pytest.mark.usefixtures("one_thread")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def doctor(capfd: pytest.CaptureFixture[str], hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `warta doctor` on a machine with nothing wrong; give its exit code, stdout and stderr."""
    monkeypatch.setattr(doctoring, "packages_distributions", lambda: {"translate": ["warta"]})
    monkeypatch.setattr(doctoring, "_memory", lambda: 8.0)
    monkeypatch.setattr(doctoring, "_free", lambda folder: 50.0)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["doctor", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_a_sound_machine(doctor: Run, server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    server.publish("org/tiny", server.folder)
    hub.pull("opus-id-en")
    hub.pull("org/tiny")
    code, out, err = doctor()
    assert (code, err) == (0, "")
    assert out.endswith("no problem found\n")
    facts = dict(line.split(":", 1) for line in out.splitlines()[:-1])
    assert facts["models"].strip() == "student, student-ja, opus-id-en, org/tiny"
    assert facts["auto for en"].strip() == "opus-id-en"
    assert facts["auto for ja"].strip() == "student-ja"
    assert "torch" in facts
    assert "threads for a model: 1" in facts["processors"]


def test_json_says_the_same(doctor: Run) -> None:
    code, out, _ = doctor("--json")
    said = json.loads(out)
    assert code == 0
    assert said["problems"] == []
    assert said["facts"]["auto for en"] == "student"


def test_a_password_or_token_is_never_shown(doctor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:pass-word@proxy.example:3128")
    _, out, err = doctor()
    assert "proxy.example" in out
    assert "set" in out
    assert "hf_secret" not in out + err
    assert "pass-word" not in out + err


def one_problem(doctor: Run) -> str:
    code, out, err = doctor()
    assert code == 1
    assert out.endswith("1 to put right:\n")
    (line,) = err.splitlines()
    return line


def test_another_package_of_the_name(doctor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "packages_distributions", lambda: {"translate": ["warta", "translate-toolkit"]})
    assert "pip uninstall translate-toolkit && pip install --force-reinstall --no-deps warta" in one_problem(doctor)


@pytest.mark.parametrize("name", sorted(BUNDLED_FOLDERS))
def test_a_student_is_missing(name: str, doctor: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUNDLED_FOLDERS, name, tmp_path)
    assert f"Files of the model {name} are missing. It comes with Warta. Type: pip install" in one_problem(doctor)


def test_a_library_is_missing(doctor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = doctoring._version
    monkeypatch.setattr(doctoring, "_version", lambda name: None if name == "transformers" else real(name))
    assert "transformers is not installed" in one_problem(doctor)


def test_a_cache_that_cannot_be_written(doctor: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "file" / "below"))
    line = one_problem(doctor)
    assert "below cannot be written" in line
    assert "WARTA_CACHE" in line


def test_a_disk_that_is_nearly_full(doctor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "_free", lambda folder: 0.2 if folder.name == "hub" else 50.0)
    line = one_problem(doctor)
    assert "0.2 GB free" in line
    assert "HF_HOME" in line


def test_little_memory(doctor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "_memory", lambda: 1.0)
    assert "1.0 GB of memory" in one_problem(doctor)


def test_a_model_that_lost_a_file(doctor: Run, server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    (hub.pull("opus-id-en") / "vocab.json").unlink()
    assert "opus-id-en was pulled and is not complete any more. Type: warta models pull opus-id-en" in one_problem(
        doctor
    )


def test_what_the_processor_can_do(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nflags\t\t: fpu avx2 avx512_bf16 avx2x\n", encoding="ascii")
    assert doctoring._features(info) == ["avx2", "avx512_bf16"]
    assert doctoring._features(tmp_path / "nothing") == []
