"""Who may use the server: its own page and programs on this machine, or who has the token."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from web_server import Running, running

from translate.util.web import is_loopback
from translate.web.guard import Access

TOKEN = "0123456789abcdef"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("open")) as server:
        yield server


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Listens as for other machines, in truth on loopback."""
    with running(tmp_path_factory.mktemp("locked"), access=Access("0.0.0.0", TOKEN)) as server:
        yield server


@pytest.mark.parametrize("host", ["localhost", "localhost:99", "127.0.0.1:1234", "[::1]:80", "LOCALHOST"])
def test_this_machine_may_call_itself_as_it_likes(web: Running, host: str) -> None:
    assert web.http.get("/api/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["news.example", "127.0.0.1.example", "192.168.1.2:8765", "", "[", "localhost.example"]
)
def test_a_name_that_was_made_to_point_here_is_refused(web: Running, host: str) -> None:
    answer = web.http.get("/", headers={"Host": host})
    assert answer.status_code == 421 and "Use the address" in answer.json()["error"]


@pytest.mark.parametrize(
    "origin", ["https://news.example", "null", "http://[", "http://localhost:1", "http://127.0.0.1"]
)
@pytest.mark.parametrize("path", ["/api/jobs", "/translate"])
def test_a_post_from_another_page_is_refused(web: Running, origin: str, path: str) -> None:
    answer = web.http.post(path, json={"text": "Warga.", "q": "Warga."}, headers={"Origin": origin})
    assert answer.status_code == 403 and not web.queue.jobs


def test_a_request_of_another_site_is_refused_though_it_names_no_origin(web: Running) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert web.http.get("/api/about", headers=headers).status_code == 403
    assert web.http.get("/", headers=headers | {"Sec-Fetch-Mode": "navigate"}).status_code == 200  # a link was clicked


def test_our_own_page_is_not(web: Running) -> None:
    headers = {"Origin": web.root, "Sec-Fetch-Site": "same-origin"}
    assert web.http.post("/translate", json={"q": "7"}, headers=headers).json()["translatedText"] == "7"


def test_every_answer_forbids_what_the_page_does_not_need(web: Running) -> None:
    for path in ("/", "/app.js", "/api/about", "/nothing"):
        headers = web.http.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; ") and "unsafe" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "access-control-allow-origin" not in headers


def test_the_page_asks_nothing_of_another_machine(web: Running) -> None:
    for path in ("/", "/app.css", "/report.css", "/app.js"):
        assert not [word for word in web.http.get(path).text.split() if "://" in word and "w3.org" not in word]


def test_without_the_token_nothing_is_answered(locked: Running) -> None:
    for path in ("/", "/app.js", "/api/about", "/languages"):
        assert locked.http.get(path).status_code == 401
    for headers in ({"Authorization": "Bearer " + TOKEN[:-1]}, {"Authorization": "Bearer"}, {"Cookie": "warta-1=x"}):
        assert locked.http.get("/api/about", headers=headers).status_code == 401
    assert locked.http.get("/", params={"token": "x" * 16}).status_code == 401


def test_the_token_lets_in_a_program_a_browser_and_a_client_of_libretranslate(locked: Running) -> None:
    assert locked.http.get("/api/about", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert locked.http.post("/translate", data={"q": "7", "api_key": TOKEN}).status_code == 200
    with httpx2.Client(base_url=locked.root, follow_redirects=True) as browser:
        page = browser.get("/", params={"token": TOKEN})
        assert page.status_code == 200 and TOKEN not in str(page.url)
        assert {"httponly", "samesite=strict"} <= set(page.history[0].headers["set-cookie"].lower().split("; "))
        assert browser.get("/api/about").status_code == 200


def test_other_machines_may_use_an_address_but_no_name_that_could_point_anywhere(locked: Running) -> None:
    authorized = {"Authorization": f"Bearer {TOKEN}"}
    assert locked.http.get("/api/about", headers=authorized | {"Host": "192.168.1.2:8765"}).status_code == 200
    assert locked.http.get("/api/about", headers=authorized | {"Host": "news.example"}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_only_this_machine_can_reach(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "news.example", ""])
def test_other_machines_can_reach(host: str) -> None:
    assert not is_loopback(host)
