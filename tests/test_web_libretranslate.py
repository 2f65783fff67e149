"""LibreTranslate's form: its own Python client, and what its clients send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from libretranslatepy import LibreTranslateAPI
from web_server import ARTICLE, ENGLISH, Running, running


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("libretranslate")) as server:
        yield server


def test_its_own_client_translates_detects_and_lists(web: Running) -> None:
    client = LibreTranslateAPI(web.root)
    assert client.translate("Warga mengeluh.", "id", "en") == "People complain."
    assert client.translate("Warga mengeluh.", "id", "ja") == "住民が不満を述べる。"
    listed = {one["code"]: one for one in client.languages()}
    assert (
        listed["id"] == {"code": "id", "name": "Indonesian", "targets": ["en", "ja"]} and listed["en"]["targets"] == []
    )
    (found,) = client.detect("Pemerintah menyatakan bahwa harga beras tidak akan naik pada tahun ini.")
    assert found["language"] == "id" and found["confidence"] > 50
    with pytest.raises(HTTPError) as refused:
        client.translate("Hello.", "en", "id")
    with refused.value as answer:
        assert answer.code == 400 and b"Warta translates from Indonesian" in answer.read()


def test_the_layout_of_a_text_is_kept(web: Running) -> None:
    said = web.http.post("/translate", json={"q": ARTICLE, "source": "id", "target": "en"}).json()["translatedText"]
    first, second, third, last = ENGLISH.values()
    assert said == f"{first}\n\n{second} {third}\n\n{last}\n"


def test_a_list_gives_a_list_and_what_has_no_words_is_left(web: Running) -> None:
    made = web.http.post(
        "/translate", json={"q": ["Warga mengeluh.", "", "42", "Harga beras naik."], "target": "en"}
    ).json()
    assert made["translatedText"] == ["People complain.", "", "42", "The price of rice rises."]
    assert [one["language"] for one in made["detectedLanguage"]] == ["id"] * 4
    long = "Pemerintah menyatakan bahwa harga beras tidak akan naik pada tahun ini."
    assert web.http.post("/translate", json={"q": long}).json()["detectedLanguage"]["confidence"] > 50
    assert not web.queue.jobs, "nothing of it is held"


def test_corrections_are_used_here_too(tmp_path: Path) -> None:
    with running(tmp_path) as web:
        id = web.done("Hujan turun di kota penyangga.")
        web.http.post(f"/api/jobs/{id}/corrections", json={"sentence": 1, "translation": "It is raining."})
        q = {"q": "Hujan turun di kota penyangga.", "source": "id", "target": "en"}
        assert web.http.post("/translate", json=q).json() == {"translatedText": "It is raining."}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "q: expected a text"),
        ({"q": []}, "q: expected a text"),
        ({"q": [1]}, "q: expected text"),
        ({"q": "Warga.", "target": "fr"}, "no model into 'fr'"),
        ({"q": "<p>Warga.</p>", "format": "html"}, "Only the format text"),
        ({"q": "The government said that the price of rice would not rise. " * 6}, "seems to be in English"),
    ],
)
def test_what_cannot_be_done_is_said_in_its_form(web: Running, fields: dict[str, object], said: str) -> None:
    answer = web.http.post("/translate", json={"target": "en"} | fields)
    assert answer.status_code == 400 and said in answer.json()["error"]


def test_a_form_with_files_is_refused(web: Running) -> None:
    assert web.http.post("/translate", files={"q": b"Warga."}).status_code == 415
