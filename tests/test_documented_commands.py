"""What the README and the pages of docs/ tell a reader to type: it can be typed, and it does its work."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import checkpoints
import llm_server
import pytest
from hub_server import Hub
from markdown_it import MarkdownIt
from reading_checks import pdf
from records_server import Records
from test_abstractive_models import llama
from test_address import Site

from translate.cli.app import COMMANDS, load_command

pty = pytest.importorskip("pty", reason="a terminal of its own, which this system has not")

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELL = ("", "sh")  # languages of the blocks that hold commands
PROGRAMS = ("warta", "cat", "cp", "curl", "mkdir", "pip")  # an indented line that begins with another is no command
OTHER_OPTIONS = {"head", "address", "data-binary"}  # of ray and curl
# Pages whose commands are not run here.
NOT_RUN = {"scale.md": "tests/test_cluster.py runs such jobs; a cluster of machines is not to be had"}
LASTING = ("serve", "watch")  # commands that go on until they are stopped

ARTICLE = """\
Harga Beras Naik di Pasar Senja

Harga beras naik 5 persen di Jakarta sejak Senin lalu. Wali Kota Budi Santoso menyiapkan Rp 12,5 miliar.
"""
FILM = "1\n00:00:01,000 --> 00:00:04,000\nHarga beras naik 5 persen\n\n2\n00:00:04,000 --> 00:00:06,000\ndi Jakarta.\n"


def blocks(page: Path, *languages: str) -> list[str]:
    """Return the blocks of code of a page in these languages; "" is a block that is only indented."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    return [one.content for one in tokens if one.type in ("fence", "code_block") and one.info.strip() in languages]


def commands(page: Path) -> list[str]:
    """Return what a page tells a reader to type, one command each; a here-document belongs to its command."""
    found: list[str] = []
    for block in blocks(page, *SHELL):
        lines = iter(block.replace("\\\n", " ").splitlines())
        for line in lines:
            if line.strip().split(" ")[0] not in PROGRAMS:
                continue
            document = re.search(r"<<'(\w+)'", line)
            rest = [*takewhile(document[1].__ne__, lines), document[1]] if document else []
            found.append("\n".join([line.strip(), *rest]))
    return found


def of_warta(line: str) -> list[list[str]]:
    """Return the arguments of each call of `warta` in a command line."""
    words = shlex.split(line.split("\n")[0], comments=True)
    words = words[: words.index(">")] if ">" in words else words
    parts = " ".join(map(shlex.quote, words)).replace("'|'", "|").replace("'&&'", "&&")
    calls = [shlex.split(part) for part in re.split(r"\||&&", parts)]
    return [call[1:] for call in calls if call[:1] == ["warta"]]


TYPED = [(page.name, line) for page in PAGES for line in commands(page)]
RUN = [page for page in PAGES if page.name not in NOT_RUN and (commands(page) or blocks(page, "python"))]


def test_the_pages_have_commands() -> None:
    assert len(TYPED) > 60
    assert {name for name, _ in TYPED} >= {"README.md", "tutorial.md", "scale.md", "serve.md"}


@pytest.mark.parametrize(("page", "line"), [(page, line) for page, line in TYPED if of_warta(line)])
def test_a_command_can_be_typed(page: str, line: str) -> None:
    for words in of_warta(line):
        if words[0].startswith("-"):
            assert words == ["--version"]
            continue
        name, *rest = words
        command = load_command(name)
        if COMMANDS[name].kind == "group" and rest:
            command, rest = command.commands[rest[0]], rest[1:]  # type: ignore[attr-defined]
        with command.make_context(name, rest):
            pass  # options and arguments that the command does not have raise an error


def test_every_option_that_the_text_names_exists() -> None:
    known = set(OTHER_OPTIONS)
    for name in COMMANDS:
        command = load_command(name)
        for one in (command, *getattr(command, "commands", {}).values()):
            known |= {
                text.removeprefix("--") for option in one.params for text in (*option.opts, *option.secondary_opts)
            }
    known |= {"help", "version", "install-completion", "show-completion", "strict"}
    named = {
        page.name: set(re.findall(r"(?<![\w-])--([a-z][a-z-]+)", page.read_text(encoding="utf-8"))) for page in PAGES
    }
    assert sum(map(bool, named.values())) > 10
    assert {page: unknown for page, options in named.items() if (unknown := options - known)} == {}


def test_every_extra_that_the_text_names_exists() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = {one for found in re.findall(r"(?:warta|-e '?\.)\[([\w,-]+)\]", text) for one in found.split(",")}
    assert {"ray", "web"} <= named <= set(extras)


@dataclass
class Desk:
    """A folder with all that the pages' commands name, and servers in the place of those that they ask."""

    folder: Path
    environment: dict[str, str]
    places: dict[str, str]  # what is put in the place of what a page says
    port: int
    lasting: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, line: str) -> None:
        """Run a command as a reader would; it must end with 0. One that goes on until it is stopped goes on."""
        typed = line
        for said, meant in self.places.items():
            typed = typed.replace(said, meant)
        words = [call[0] for call in of_warta(line)]
        if words == ["setup"]:
            self.run_on_a_terminal("warta", "setup")
        elif words and words[0] in LASTING:
            self.begin(typed, words[0])
        else:
            self.check(["bash", "-euo", "pipefail", "-c", typed], line)

    def check(self, command: list[str], said: str) -> None:
        """Run a program in the folder; it must end with 0."""
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, timeout=300, check=False
        )
        assert ran.returncode == 0, f"{said}\n{ran.stdout.decode()[-2000:]}\n{ran.stderr.decode()[-2000:]}"

    def begin(self, typed: str, command: str) -> None:
        """Start a command that goes on, and wait until it does its work."""
        self.end()  # a folder has one watch at a time
        before = self.outputs()
        if command == "serve":
            typed = re.sub(r"warta serve", f"warta serve --port {self.port}", typed)
        words = shlex.split(typed, comments=True)
        process = subprocess.Popen(words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL)
        self.lasting.append(process)
        end = time.monotonic() + 120
        while not (self.answers() if command == "serve" else self.outputs() - before):
            assert process.poll() is None, f"{typed} ended with {process.returncode}"
            assert time.monotonic() < end, f"{typed} did nothing in two minutes"
            time.sleep(0.2)

    def outputs(self) -> set[Path]:
        """Return the files that commands have written into the output folder."""
        return {path for path in self.folder.glob("outbox/**/*") if ".warta" not in path.parts}

    def answers(self) -> bool:
        """Return whether something listens where the page is to be."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def run_on_a_terminal(self, *words: str) -> None:
        """Run a command that asks a person; the answer is no."""
        ours, theirs = pty.openpty()
        os.write(ours, b"n\nn\n")
        ran = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            timeout=120,
            check=False,
        )
        os.close(theirs)
        os.close(ours)
        assert ran.returncode == 0, words

    def end(self) -> None:
        """Stop what goes on, as Ctrl-C does; it must end with 0."""
        for process in self.lasting:
            process.send_signal(signal.SIGINT)
        assert [process.wait(60) for process in self.lasting] == [0] * len(self.lasting)
        self.lasting.clear()


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny checkpoints in the place of those that the pages name."""
    folder = tmp_path_factory.mktemp("models")
    checkpoints.marian(folder / "marian")
    checkpoints.t5(folder / "mt5")
    llama(folder / "chat", chat=True)
    return folder


@pytest.fixture
def desk(tmp_path: Path, models: Path, firefox_files: dict[str, bytes]) -> Iterator[Desk]:
    hub, records, site = Hub(models / "marian"), Records(), Site()
    hub.publish("Helsinki-NLP/opus-mt-id-en", models / "marian")
    hub.publish("csebuetnlp/mT5_multilingual_XLSum", models / "mt5")
    records.publish("id-en", firefox_files)
    records.publish("en-ja", firefox_files)
    with llm_server.serving("Rice prices rose 5 percent.") as llm, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        places = {
            "http://localhost:11434/v1": llm.url,
            "https://contoh.id": site.root,
            "http://127.0.0.1:8765": f"http://127.0.0.1:{port}",
        }
        made = Desk(furnish(tmp_path / "desk", models, site), {}, places, port)
        made.environment = environment(tmp_path, hub, records)
        yield made
        for process in made.lasting:  # those that a failure has left
            if process.poll() is None:
                process.kill()
                process.wait()
    for server in (hub, records, site):
        server.close()


def environment(folder: Path, hub: Hub, records: Records) -> dict[str, str]:
    """Return the variables of a reader's machine: nothing of ours, no real hub.

    `pip` does nothing there, and neither does `pytest`, which would run this test.
    """
    programs = folder / "bin"
    programs.mkdir()
    for name in ("pip", "pytest"):
        (programs / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (programs / "warta").write_text(f'#!/bin/sh\nexec {sys.executable} -m translate "$@"\n', encoding="utf-8")
    for program in programs.iterdir():
        program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WARTA_", "HF_"))}
    return kept | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder / "desk"),
        "WARTA_CACHE": str(folder / "cache"),
        "WARTA_CONFIG": os.devnull,
        "WARTA_ALLOW_PRIVATE": "yes",  # the addresses of the pages are on this machine here
        "HF_HOME": str(folder / "hub"),
        "HF_ENDPOINT": hub.url,
        "FXTRANSLATE_RECORDS_URL": records.url,
        "TERM": "dumb",
    }


def furnish(desk: Path, models: Path, site: Site) -> Path:
    """Fill a folder with the files that the pages name, and a site with its feed."""
    import docx

    item = f"<item><title>Harga beras</title><link>{site.root}/berita</link><guid>1</guid></item>"
    feed = f"<rss version='2.0'><channel><title>Berita</title>{item}</channel></rss>"
    site.page("/feed.xml", feed.encode(), kind="application/rss+xml")
    (desk / "inbox").mkdir(parents=True)
    (desk / "samples").symlink_to(ROOT / "samples")
    word = docx.Document()
    for line in ARTICLE.splitlines():
        word.add_paragraph(line)
    for name in ("article.docx", "surat.docx"):
        word.save(str(desk / name))
    (desk / "article.pdf").write_bytes(pdf([ARTICLE.splitlines()]))
    texts = {
        "article.txt": ARTICLE,
        "inbox/beras.txt": ARTICLE,
        "film.srt": FILM,
        "terms.tsv": "# source\ten\tja\nPasar Senja\tDusk Market\tスンジャ市場\n",
        "names.txt": "Pasar Senja\n",
        "links.txt": f"{site.root}/berita\n",
    }
    for name, text in texts.items():
        (desk / name).write_text(text, encoding="utf-8")
    shutil.copytree(models / "chat", desk / "my-chat-model")
    shutil.copytree(models / "mt5", desk / "my-bart")
    return desk


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_what_a_page_says_is_run(page: Path, desk: Desk) -> None:
    for line in commands(page):
        desk.run(line)
    if code := "\n".join(blocks(page, "python")):
        desk.check([sys.executable, "-c", code], f"the Python of {page.name}")
    desk.end()
