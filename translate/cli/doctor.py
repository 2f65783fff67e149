"""`warta doctor`: what is installed, and problems with it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from typer import Exit, Option

from translate.cli.choices import Debug
from translate.cli.show import print_json
from translate.cli.stderr import complain
from translate.models.catalogue import BUNDLED, ENTRIES, PREFERENCE, find, get
from translate.util.threads import threads

Facts = Iterator[tuple[str, str]]

LIBRARIES = ("torch", "transformers", "tokenizers", "ctranslate2", "fxtranslate", "huggingface_hub", "sacrebleu")
NEEDED = ("torch", "transformers", "tokenizers", "fxtranslate", "huggingface_hub")
# CPU features that affect the speed of models, as Linux names them.
FEATURES = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "asimd", "bf16", "i8mm")
LOW_MEMORY, LOW_DISK = 2.0, 1.0  # GB; a model of 600 million parameters needs about 1 GB of memory in 8 bits
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


def doctor(
    as_json: Annotated[bool, Option("--json", help="Write facts and problems as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Show what is installed on this machine, and problems; exit code 1 if there are any."""
    facts = [*_programs(), *_machine(), *_folders(), *_models(), *_network()]
    problems = [*_package_problems(), *_model_problems(), *_room_problems()]
    if as_json:
        print_json({"facts": dict(facts), "problems": problems})
    else:
        for name, value in facts:
            print(f"{name + ':':<17}{value}")
        print("no problem found" if not problems else f"{len(problems)} to put right:")
        for problem in problems:
            complain(problem)
    if problems:
        raise Exit(1)


def _programs() -> Facts:
    yield "warta", _version("warta") or "not installed as a package"
    yield "python", f"{platform.python_version()} ({sys.executable})"
    for name in LIBRARIES:
        yield name, _version(name) or "not installed"


def _machine() -> Facts:
    yield "platform", platform.platform()
    yield "processors", f"{os.cpu_count()}, threads for a model: {threads()}"
    yield "instructions", " ".join(_features()) or "not known on this system"
    memory = _memory()
    yield "memory", f"{memory:.1f} GB" if memory else "not known on this system"


def _folders() -> Facts:
    from translate.models.hub import client
    from translate.util.files import cache_folder

    for name, folder in (("cache", cache_folder()), ("hub cache", client.cache_folder())):
        size = f"{_size(folder) / 1e6:.0f} MB" if folder.is_dir() else "not there yet"
        yield name, f"{folder} ({size}, {_free(folder):.1f} GB free)"


def _models() -> Facts:
    from translate.models import hub
    from translate.models.naming import best_installed

    names = [entry.name for entry in ENTRIES if hub.is_installed(entry)]
    names += sorted({record.id for record in hub.records() if find(record.id) is None})
    yield "models", ", ".join(names) or "none"
    for source, target in PREFERENCE:
        if source == "id":
            yield f"auto for {target}", best_installed(source, target) or BUNDLED[source, target]


def _network() -> Facts:
    from huggingface_hub import get_token

    from translate.models.hub import client

    yield "model hub", client.address()
    yield "HF_TOKEN", "set" if get_token() else "not set; only gated models need one"
    yield (
        "network",
        "never used: HF_HUB_OFFLINE is set" if client.is_offline() else "used to get models, for nothing else",
    )
    if proxy := next((os.environ[name] for name in PROXIES if os.environ.get(name)), None):
        yield "proxy", urlsplit(proxy).hostname or "set"  # without a password


def _package_problems() -> Iterator[str]:
    strangers = sorted(set(packages_distributions().get("translate", ())) - {"warta"})
    if strangers:
        yield (
            f"{' and '.join(strangers)} installs a package `translate` over ours. Type: pip uninstall "
            f"{' '.join(strangers)} && pip install --force-reinstall --no-deps warta"
        )
    for name in NEEDED:
        if _version(name) is None:
            yield f"{name} is not installed, and Warta needs it. Type: pip install --force-reinstall warta"
        else:
            try:
                __import__(name)
            except Exception as error:  # a damaged library raises any error
                reason = " ".join(str(error).split())[:160]
                yield f"{name} cannot be imported ({reason}). Type: pip install --force-reinstall {name}"


def _model_problems() -> Iterator[str]:
    from translate.models import hub

    for student in ("student", "student-ja"):
        if not hub.is_installed(get(student)):
            yield f"Files of the model {student} are missing. {hub.how_to_pull(student)}"
    for record in hub.records():
        if hub.cached(record.id, record.revision) is None:
            entry = find(record.id)
            name = entry.name if entry else record.id
            yield f"{name} was pulled and is not complete any more. Type: warta models pull {name}"


def _room_problems() -> Iterator[str]:
    from translate.models.hub import client
    from translate.util.files import cache_folder

    chosen = {"WARTA_CACHE": cache_folder(), "HF_HOME": client.cache_folder()}
    for variable, folder in chosen.items():
        nearest = _existing(folder)
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            yield f"{folder} cannot be written. Give yourself the right to, or set {variable} to another folder."
        elif _free(folder) < LOW_DISK:
            yield f"{folder} has {_free(folder):.1f} GB free. Free some space, or set {variable} to a larger disk."
    memory = _memory()
    if memory is not None and memory < LOW_MEMORY:
        yield f"This machine has {memory:.1f} GB of memory; a model needs about {LOW_MEMORY:.0f} GB. Close programs."


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _features(path: Path = Path("/proc/cpuinfo")) -> list[str]:
    """Return the FEATURES of this processor; empty if unknown."""
    try:
        words = set(path.read_text(encoding="ascii", errors="replace").split())
    except OSError:
        return []
    return [name for name in FEATURES if name in words]


def _memory() -> float | None:
    """Return the memory of the machine in GB; None if unknown."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    except (AttributeError, ValueError, OSError):
        return None


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _free(folder: Path) -> float:
    return shutil.disk_usage(_existing(folder)).free / 1e9


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
