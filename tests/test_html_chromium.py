"""The HTML report in a real browser. Skipped where there is no Chromium; CI installs one."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import writers_samples as samples
from test_writers_html import Page

from translate.document import Document, Paragraph, Segment, Sentence, Source, Translation
from translate.writers import Output, to_bytes

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} is on the PATH")

FLAGS = (
    "--headless",
    "--no-sandbox",  # CI runs as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--virtual-time-budget=2000",  # milliseconds of the page's own time
)


def browse(page: Path, folder: Path, *flags: str) -> str:
    """Return the document as the browser holds it once the page has loaded."""
    profile = folder / "profile"
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *flags, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8")


def written(output: Output, folder: Path) -> Path:
    page = folder / "report.html"
    page.write_bytes(to_bytes("html", output))
    return page


def test_a_script_in_an_article_is_text(tmp_path: Path) -> None:
    page = written(samples.hostile(), tmp_path)
    seen = browse(page, tmp_path)
    title = re.search("<title>(.*?)</title>", seen, re.S)
    assert title and title.group(1).startswith("Title &lt;script&gt;")
    assert "<script" not in seen and "<img" not in seen and "<svg" not in seen
    ours, theirs = Page(page.read_text(encoding="utf-8")), Page(seen)
    assert theirs.elements == ours.elements, "the browser reads the elements that were written, no other"


def test_the_policy_stops_a_script_that_got_in(tmp_path: Path) -> None:
    """Proof that the test above can fail, and that escaping is not the only wall."""
    script = "<script>document.title = 'owned'</script>"
    page = written(samples.one_paragraph(), tmp_path)
    html = page.read_text(encoding="utf-8").replace("<main>", f"<main>{script}")
    page.write_text(html, encoding="utf-8")
    assert "<title>owned</title>" not in browse(page, tmp_path)
    page.write_text(re.sub("<meta http-equiv[^>]*>", "", html), encoding="utf-8")
    assert "<title>owned</title>" in browse(page, tmp_path)


def test_links_of_the_brief_lead_to_their_sentences(tmp_path: Path) -> None:
    output = samples.english()
    seen = browse(written(output, tmp_path), tmp_path)
    places = set(Page(seen).all("id"))
    links = re.findall(r'<a href="#(s\d+)" title="Evidence', seen)
    assert len(links) == 11 and set(links) <= places
    sentence = re.search(r'<span id="s3"[^>]*>(.*?)</span>', seen)
    assert sentence and sentence.group(1) == output.translation.segments[2].text


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback: its address, and the paths it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", paths
        server.shutdown()
        thread.join()


def test_nothing_is_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    raw = f"![peta]({address}/map.png) [laman]({address}/page)"
    document = Document(raw, (Paragraph((Sentence("peta laman", 0, len(raw)),)),), source=Source("a.md", "md"))
    translation = Translation(document, "en", (Segment(document.sentences[0], "peta laman"),), samples.signature())
    page = written(Output(replace(translation)), tmp_path)
    assert f'href="{address}/map.png"' in browse(page, tmp_path)
    assert paths == []
    # The server would have heard it: without the policy an image is fetched.
    html = page.read_text(encoding="utf-8").replace("<main>", f'<main><img src="{address}/seen.png">')
    page.write_text(re.sub("<meta http-equiv[^>]*>", "", html), encoding="utf-8")
    browse(page, tmp_path)
    assert paths == ["/seen.png"]


@pytest.mark.parametrize("width", [420, 1280])
def test_the_page_is_not_wider_than_the_window(tmp_path: Path, width: int) -> None:
    """Measured by a script of the test, in a copy without the policy, inside a frame of that width."""
    page = written(samples.hostile(), tmp_path)
    page.write_text(re.sub("<meta http-equiv[^>]*>", "", page.read_text(encoding="utf-8")), encoding="utf-8")
    frame = tmp_path / "frame.html"
    measure = "document.title = 'wide ' + this.contentDocument.documentElement.scrollWidth"
    frame.write_text(
        f'<title></title><iframe src="report.html" width="{width}" height="900" style="border:0" '
        f'onload="{measure}"></iframe>',
        encoding="utf-8",
    )
    seen = browse(frame, tmp_path, "--allow-file-access-from-files")
    found = re.search(r"<title>wide (\d+)</title>", seen)
    assert found and int(found.group(1)) <= width
