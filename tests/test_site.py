"""The documentation: its site builds with every link sound, asks no other server, and says all that the code offers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from reference_pages import flags, library, options

import translate
from translate.cli.app import COMMANDS, load_command
from translate.document import FlagCode

ROOT = Path(__file__).parent.parent
# What a browser fetches by itself: the attribute that names it.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}


class Requests(HTMLParser):
    """The addresses that a browser asks for when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(FETCHED.get(tag, ""))
        if address and dict(attrs).get("rel") != "canonical":
            self.addresses.append(address)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mkdocs") is None, reason="needs the extra: pip install -e '.[docs]'")
def test_the_site_builds_and_asks_no_other_server(tmp_path: Path) -> None:
    site = tmp_path / "site"
    # --strict: a link, an anchor, an image or a name of the library that is not there is an error.
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    pages = sorted(site.rglob("*.html"))
    assert {"index.html", "options.html", "flags.html", "library.html", "tutorial.html"} <= {one.name for one in pages}
    for page in pages:
        asked = Requests()
        asked.feed(page.read_text(encoding="utf-8"))
        assert asked.addresses
        assert not [address for address in asked.addresses if re.match(r"(https?:)?//", address)], page.name
    styles = [one.read_text(encoding="utf-8") for one in site.rglob("*.css")]
    assert styles and not [style for style in styles if re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", style)]


def test_every_option_is_on_its_page() -> None:
    page = options()
    for name in COMMANDS:
        command = load_command(name)
        for one in getattr(command, "commands", {name: command}).values():
            for option in one.params:
                if option.param_type_name == "option" and option.name != "help":
                    assert re.search(rf"{option.opts[0]}\b", page), (name, option.opts)
        assert f"## warta {name}\n" in page


def test_every_flag_and_every_name_of_the_library_is_on_its_page() -> None:
    assert [line.removeprefix("## ") for line in flags().splitlines() if line.startswith("## ")] == list(FlagCode)
    named = {line.rpartition(".")[2] for line in library().splitlines() if line.startswith("::: ")}
    assert set(translate.__all__) <= named
