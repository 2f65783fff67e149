"""The local page's server: from an article to its translation, corrections, terms, files, the queue and its limits."""

from __future__ import annotations

import io
import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import docx
import httpx2
import pytest
from web_server import ARTICLE, ENGLISH, JAPANESE, Running, running

from translate.batch.memory import Memory
from translate.document import Document
from translate.reading import read_text
from translate.web import bodies
from translate.web.job import ServerLimits


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for tests that leave nothing behind: no correction, nothing that is held."""
    with running(tmp_path_factory.mktemp("shared")) as server:
        yield server


def test_what_can_be_chosen_is_told_with_grade_and_licence(shared: Running) -> None:
    about = shared.http.get("/api/about").json()
    assert [(target["code"], target["name"]) for target in about["targets"]] == [("en", "English"), ("ja", "Japanese")]
    (first, second), (japanese,) = (target["models"] for target in about["targets"])
    assert (first["name"], first["licence"], first["quality"]) == ("fake", "MIT", "chrF 99")
    assert second["draft"] and japanese["non_commercial"]
    assert about["memory"] == "memory.sqlite"


def test_sentences_come_as_they_are_made_and_the_report_at_the_end(web: Running) -> None:
    more = " ".join(f"Warga ke-{number} mengeluh kepada kepala desa." for number in range(20))
    web.held.go.set()
    told = web.events(web.translate(ARTICLE + more, model="held"))
    names = [name for name, _ in told]
    assert names[0] == "article" and "rows" in names and names[-2:] == ["article", "state"]
    last = told[-2][1]["html"]
    assert '<section aria-labelledby="brief">' in last and 'class="signature"' in last
    assert told[-1][1] | {"id": ""} == {
        "id": "", "state": "done", "place": 0, "done": 24, "total": 24, "reason": "", "stop_asked": False,
        "model": "held", "to": "en",
    }  # fmt: skip


def test_before_it_is_done_the_article_has_a_place_for_each_sentence(web: Running) -> None:
    id = web.translate(model="held")
    with web.http.stream("GET", f"/api/jobs/{id}/events") as answer:
        first = next(line for line in answer.iter_lines() if line.startswith("data: "))
    assert first.count("Harga cabai naik 12 persen.") == 1 and first.count('class=\\"seg') == 4
    assert "The price of chili" not in first
    web.held.go.set()


def test_a_doubt_is_told_as_in_the_report(shared: Running) -> None:
    html = shared.events(shared.translate())[-2][1]["html"]
    assert re.search(r'<mark id="s3"[^>]*>The price of chili rises.</mark>', html)
    assert "NUMBER_LOST" in html and "A number is missing" in html


def test_the_words_of_the_report_are_those_of_its_reader(shared: Running) -> None:
    told = shared.events(shared.translate("Harga beras naik. Warga mengeluh.", to="ja"))[-2][1]
    assert told["language"] == "ja" and "訳文" in told["html"] and "米の価格が上がる。" in told["html"]


@pytest.mark.parametrize("format", ["html", "md", "json", "jsonl", "txt"])
def test_what_is_saved_is_what_the_writers_write(shared: Running, format: str) -> None:
    answer = shared.http.get(f"/api/jobs/{shared.done()}/file?format={format}")
    assert "The price of rice rises." in answer.text
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="article.en.{format}"')


def test_a_word_file_is_read_and_written(shared: Running) -> None:
    made, buffer = docx.Document(), io.BytesIO()
    made.add_paragraph("Harga beras naik.")
    made.save(buffer)
    answer = shared.http.post("/api/jobs", params={"name": "../../etc/harga beras.docx"}, content=buffer.getvalue())
    id = answer.json()["id"]
    shared.events(id)
    saved = shared.http.get(f"/api/jobs/{id}/file?format=docx")
    assert "filename*=UTF-8''harga%20beras.en.docx" in saved.headers["content-disposition"]
    text = [paragraph.text for paragraph in docx.Document(io.BytesIO(saved.content)).paragraphs]
    assert any("The price of rice rises." in line for line in text)


def test_the_json_of_a_program_comes_in_one_answer(shared: Running) -> None:
    made = shared.http.post("/api/translate", json={"text": ARTICLE}).json()
    assert made["format"] == "warta" and [one["target"] for one in made["segments"]] == list(
        ENGLISH[text] for text in ("Harga beras naik.", "Warga mengeluh.", "Harga cabai naik 12 persen.",
                                   "Hujan turun di kota penyangga.")
    )  # fmt: skip
    assert made["brief"]["points"]


# Corrections


def test_a_correction_is_in_the_memory_and_is_used_again(web: Running) -> None:
    id = web.done()
    answer = web.http.post(f"/api/jobs/{id}/corrections", json={"sentence": 2, "translation": "Residents are upset."})
    assert answer.json()["corrected"] == [2] and ">Residents are upset.</span>" in answer.json()["html"]
    assert web.said(id)[1] == "Residents are upset."
    with Memory(web.memory) as other:  # what `warta batch --memory` would find
        assert other.imported("id", "en", ["Warga mengeluh."]) == {"Warga mengeluh.": "Residents are upset."}
    again = web.done("Warga mengeluh. Hujan turun di kota penyangga.")
    assert web.said(again)[0] == "Residents are upset."
    assert web.saved(again)["segments"][0]["attempts"][0]["step"] == "imported"
    assert "imported" in {setting["name"] for setting in web.saved(again)["signature"]["settings"]}


def test_a_correction_stays_as_it_was_typed_and_is_checked(web: Running) -> None:
    id = web.done()
    said = "Chilis cost 13 per  cent more than before."
    web.http.post(f"/api/jobs/{id}/corrections", json={"sentence": 3, "translation": said})
    segment = web.saved(id)["segments"][2]
    assert segment["target"] == "Chilis cost 13 per cent more than before."
    assert {flag["code"] for flag in segment["flags"]} >= {"NUMBER_LOST", "NUMBER_ADDED"}


def test_a_correction_can_be_taken_back(web: Running) -> None:
    id = web.done()
    web.http.post(f"/api/jobs/{id}/corrections", json={"sentence": 2, "translation": "Residents are upset."})
    answer = web.http.delete(f"/api/jobs/{id}/corrections/2").json()
    assert answer["corrected"] == [] and web.said(id)[1] == "People complain."
    with Memory(web.memory) as other:
        assert other.imported("id", "en", ["Warga mengeluh."]) == {}


def test_what_was_corrected_earlier_is_translated_when_it_is_taken_back(web: Running) -> None:
    web.http.post(f"/api/jobs/{web.done()}/corrections", json={"sentence": 2, "translation": "Residents are upset."})
    again = web.done("Warga mengeluh.")
    assert web.http.delete(f"/api/jobs/{again}/corrections/1").json()["state"] == "waiting"
    web.events(again)
    assert web.said(again) == ["People complain."]


def test_corrections_at_once_are_all_kept(web: Running) -> None:
    id = web.done()
    sentences = {1: "One.", 2: "Two.", 3: "Three.", 4: "Four."}

    def correct(item: tuple[int, str]) -> int:
        fields = {"sentence": item[0], "translation": item[1]}
        return httpx2.post(f"{web.root}/api/jobs/{id}/corrections", json=fields).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(correct, sentences.items())) == {200}
    assert web.said(id) == list(sentences.values())


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"sentence": 99, "translation": "x"}, 404),
        ({"sentence": 0, "translation": "x"}, 404),
        ({"sentence": "1", "translation": "x"}, 400),
        ({"sentence": 1, "translation": "  "}, 400),
        ({"sentence": 1, "translation": "\ud800"}, 400),
        ({"sentence": 1}, 400),
    ],
)
def test_a_correction_of_nothing_is_refused(shared: Running, fields: dict[str, object], status: int) -> None:
    body = json.dumps(fields)  # half of a surrogate pair, too: httpx would refuse to send it as text
    headers = {"Content-Type": "application/json"}
    answer = shared.http.post(f"/api/jobs/{shared.done()}/corrections", content=body, headers=headers)
    assert answer.status_code == status and answer.json()["error"]


# Terms


def test_a_term_translates_again_only_what_has_it(web: Running) -> None:
    engine = web.engines["en"]
    engine.replies["Hujan turun di satellite city."] = "Rain falls in the satellite city."
    id = web.done()
    engine.history.clear()
    terms = [{"source": "kota penyangga", "translation": "satellite city"}]
    assert web.http.post(f"/api/jobs/{id}/terms", json={"terms": terms}).status_code == 200
    web.events(id)
    asked = {text for texts, _ in engine.history for text in texts}
    assert asked and all("Hujan turun" in text for text in asked)
    assert web.said(id)[3] == "Rain falls in the satellite city."
    assert web.said(web.done(terms=terms))[3] == "Rain falls in the satellite city."


def test_a_term_without_a_translation_stays_as_it_is(shared: Running) -> None:
    id = shared.done("Warga mengeluh.", terms=[{"source": "Warga", "translation": ""}])
    assert "TERM_IGNORED" in {flag["code"] for flag in shared.saved(id)["segments"][0]["flags"]}


@pytest.mark.parametrize("terms", ["x", [1], [{"source": "-"}], {"source": "a"}, [{"source": "a", "translation": 1}]])
def test_terms_that_are_none_are_refused(shared: Running, terms: object) -> None:
    answer = shared.http.post("/api/jobs", json={"text": ARTICLE, "terms": terms})
    assert answer.status_code == 400 and re.match("terms: |The term |translation: ", answer.json()["error"])


# The queue


def test_a_place_in_the_queue_is_told(web: Running) -> None:
    first = web.translate(model="held")
    assert web.held.inside.wait(30)
    others = [web.translate() for _ in range(3)]
    assert web.http.get(f"/api/jobs/{first}/file").status_code == 409
    places = [web.http.get(f"/api/jobs/{id}").json() for id in (first, *others)]
    assert [(one["state"], one["place"]) for one in places] == [
        ("running", 0), ("waiting", 1), ("waiting", 2), ("waiting", 3),
    ]  # fmt: skip
    web.held.go.set()
    assert [web.events(id)[-1][1]["state"] for id in others] == ["done"] * 3


def test_a_model_is_loaded_once(web: Running) -> None:
    for _ in range(3):
        web.done()
    (setup,) = {id(web.queue.models.setup("fake", "en")) for _ in range(3)}
    assert setup == id(web.queue.models.setup("fake", "en"))
    assert not web.queue.models.is_loaded("held", "en")


def test_an_article_can_be_stopped_and_goes_on_with_what_is_missing(web: Running) -> None:
    sentences = " ".join(f"Warga ke-{number} mengeluh kepada kepala desa." for number in range(40))
    id = web.translate(sentences, model="held")
    assert web.held.inside.wait(30)
    web.http.post(f"/api/jobs/{id}/stop")
    web.held.go.set()
    stopped = web.events(id)[-1][1]
    assert stopped["state"] == "stopped" and 0 < stopped["done"] < stopped["total"]
    assert web.http.get(f"/api/jobs/{id}/file").json()["error"] == "It was stopped."
    asked = sum(len(texts) for texts, _ in web.held.history)
    web.http.post(f"/api/jobs/{id}/go-on")
    assert web.events(id)[-1][1]["state"] == "done"
    again = {text for texts, _ in web.held.history[-50:] for text in texts}
    assert len(again) >= 40 - asked and len(web.said(id)) == 40


def test_one_that_waits_can_be_stopped(web: Running) -> None:
    web.translate(model="held")
    assert web.held.inside.wait(30)
    second, third = web.translate(), web.translate()
    assert web.http.post(f"/api/jobs/{second}/stop").json()["state"] == "stopped"
    assert web.http.get(f"/api/jobs/{third}").json()["place"] == 1


def test_a_long_article_lets_others_have_their_turn_and_ends_too(tmp_path: Path) -> None:
    with running(tmp_path, limits=ServerLimits(turn_seconds=0.0)) as web:
        long = web.translate(" ".join(f"Warga ke-{n} mengeluh." for n in range(30)), model="held")
        assert web.held.inside.wait(30)
        short = web.translate("Warga mengeluh.")
        web.held.go.set()
        assert web.events(short)[-1][1]["state"] == "done"
        assert web.events(long)[-1][1]["state"] == "done"


def test_work_on_one_article_has_an_end(tmp_path: Path) -> None:
    with running(tmp_path, limits=ServerLimits(job_seconds=0.0)) as web:
        told = web.events(web.translate(" ".join(f"Warga ke-{n} mengeluh." for n in range(30))))[-1][1]
        assert told["state"] == "stopped" and "longer than the server works" in told["reason"]
        answer = web.http.post("/api/translate", json={"text": " ".join(f"Warga ke-{n} mengeluh." for n in range(30))})
        assert (answer.status_code, answer.json()["error"]) == (503, told["reason"])


def test_a_model_that_fails_is_told_and_the_next_article_has_its_turn(web: Running) -> None:
    def broken(texts: object, decoding: object, *, headlines: bool = True) -> list[object]:
        raise ZeroDivisionError("of the model")

    web.held.translate = broken  # type: ignore[method-assign, assignment]
    told = web.events(web.translate(model="held"))[-1][1]
    assert told["state"] == "failed" and told["reason"].startswith("ZeroDivisionError: of the model.")
    assert len(web.notes) == 1
    web.done()


# Bounds


def test_articles_that_cannot_be_read_are_refused_in_one_line(shared: Running) -> None:
    def refused(**request: object) -> tuple[int, str]:
        answer = shared.http.post("/api/jobs", **request)  # type: ignore[arg-type]
        return answer.status_code, answer.json()["error"]

    assert refused(json={"text": " \n"}) == (
        400, "There is no text to translate. Paste an Indonesian article, or open a file.",
    )  # fmt: skip
    status, line = refused(json={"text": f"{shared.root}/api/about "})
    assert status == 400 and "127.0.0.1" in line, "a page on this machine is not fetched for anybody"
    assert refused(json={"text": 7})[0] == refused(json=[])[0] == 400
    assert refused(content=b"{", headers={"Content-Type": "application/json"})[0] == 400
    assert refused(json={"text": "a", "to": "fr"})[1].startswith("There is no model into 'fr'; expected one of en")
    assert "no model '/etc/passwd'" in refused(json={"text": "a", "model": "/etc/passwd"})[1]
    assert refused(content=b"\x89PNG\r\n\x1a\n", params={"name": "a.png"})[0] == 400
    english = "The government said on Monday that the price of rice would not rise before the end of the year. " * 4
    status, line = refused(json={"text": english})
    assert (status, line) == (
        400, "The text seems to be in English; expected Indonesian. Use `any_language` to translate it anyway.",
    )  # fmt: skip
    assert shared.http.post("/api/jobs", json={"text": english, "any_language": True}).status_code == 202


def test_the_article_at_an_address_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetched(address: str, *, check_language: bool) -> Document:
        return read_text("Warga mengeluh.", name=address, check_language=check_language)

    monkeypatch.setattr(bodies, "read_address", fetched)
    with running(tmp_path) as web:
        assert web.said(web.done(" https://news.example/warga \n")) == ["People complain."]
    with running(tmp_path, limits=ServerLimits(addresses=False)) as web:
        answer = web.http.post("/api/jobs", json={"text": "https://news.example/warga"})
        assert answer.status_code == 400 and "without a network" in answer.json()["error"]


def test_a_request_that_is_too_large_or_too_slow_is_refused(tmp_path: Path) -> None:
    with running(tmp_path, limits=ServerLimits(body=1000, body_seconds=0.2)) as web:
        answer = web.http.post("/api/jobs", json={"text": "a" * 1000})
        assert answer.status_code == 413 and "larger than" in answer.json()["error"]
        # Without a length in its head.
        answer = web.http.post("/api/jobs", content=iter([b"a" * 600] * 2))
        assert answer.status_code == 413 and "larger than" in answer.json()["error"]

        def drip() -> Iterator[bytes]:
            yield b'{"text": "'
            time.sleep(1)
            yield b'Harga."}'

        answer = web.http.post("/api/jobs", content=drip(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 408


def test_an_article_that_takes_long_to_read_is_refused_and_keeps_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr(bodies, "read_bytes", lambda *a, **b: go.wait(30))
    with running(tmp_path, limits=ServerLimits(read_seconds=0.1)) as web:
        answer = web.http.post("/api/jobs", params={"name": "slow.pdf"}, content=b"%PDF-")
        assert answer.status_code == 503 and "could not be read within" in answer.json()["error"]
        assert web.http.get("/api/about").status_code == 200
        go.set()


def test_a_full_queue_says_so_and_the_oldest_article_makes_room(tmp_path: Path) -> None:
    with running(tmp_path, limits=ServerLimits(waiting=2, kept=2)) as web:
        ids = [web.done("Warga mengeluh.") for _ in range(4)]
        states = [web.http.get(f"/api/jobs/{id}").status_code for id in ids]
        assert states == [404, 404, 200, 200]
        web.translate(model="held")
        assert web.held.inside.wait(30)
        web.translate()
        assert web.http.post("/api/jobs", json={"text": ARTICLE}).status_code == 503
    with running(tmp_path, limits=replace(ServerLimits(), characters=50)) as web:
        assert web.http.post("/api/jobs", json={"text": ARTICLE}).status_code == 503


@pytest.mark.parametrize("path", ["/..%2f..%2fetc/passwd", "/../../etc/passwd", "/page/app.js", "/app.js/..", "/%00"])
def test_no_path_of_a_request_reaches_the_disk(shared: Running, path: str) -> None:
    connection = HTTPConnection(shared.root.removeprefix("http://"))
    connection.request("GET", path)  # as it stands: a client of more manners would put it right
    assert connection.getresponse().status == 404
    connection.close()


def test_what_is_wrong_is_told_as_json(shared: Running) -> None:
    assert shared.http.get("/api/jobs/none").json()["error"].startswith("The server no longer has this article.")
    assert shared.http.get("/nothing").json() == {"error": "There is nothing at this address."}
    assert shared.http.get("/translate").status_code == 405
    id = shared.done()
    assert "expected one of txt, md" in shared.http.get(f"/api/jobs/{id}/file?format=exe").json()["error"]


def test_markup_in_an_article_stays_text(shared: Running) -> None:
    html = shared.events(shared.translate("<script>alert(1)</script> <img src=x onerror=alert(1)> Warga."))[-2][1][
        "html"
    ]
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_clients_at_once_lose_nothing(web: Running) -> None:
    many(web, clients=10, rounds=1)


@pytest.mark.slow
def test_fifty_clients_at_once_lose_nothing(web: Running) -> None:
    many(web, clients=50, rounds=4)


def many(web: Running, *, clients: int, rounds: int) -> None:
    """Translate and correct from many clients at once: each gets its own article and every correction is kept."""
    barrier = threading.Barrier(clients)

    def client(number: int) -> dict[str, str]:
        corrections = {}
        with httpx2.Client(base_url=web.root, timeout=120) as http:
            barrier.wait(60)
            for turn in range(rounds):
                text = f"Warga nomor {number} mengeluh pada hari ke-{turn}."
                id = http.post("/api/jobs", json={"text": f"{text} Harga beras naik."}).json()["id"]
                with http.stream("GET", f"/api/jobs/{id}/events") as answer:
                    lines = list(answer.iter_lines())
                assert any('"state": "done"' in line for line in lines)
                made = http.get(f"/api/jobs/{id}/file?format=json").json()
                assert [one["source"]["text"].strip() for one in made["segments"]] == [text, "Harga beras naik."]
                said = f"Resident {number} complained on day {turn}."
                assert (
                    http.post(f"/api/jobs/{id}/corrections", json={"sentence": 1, "translation": said}).status_code
                    == 200
                )
                corrections[text] = said
        return corrections

    with ThreadPoolExecutor(clients) as pool:
        typed = {text: said for made in pool.map(client, range(clients)) for text, said in made.items()}
    assert len(typed) == clients * rounds
    with Memory(web.memory) as memory:
        assert memory.imported("id", "en", typed) == typed


def test_japanese_is_translated_by_its_own_model(shared: Running) -> None:
    assert shared.said(shared.done("Harga beras naik.", to="ja")) == [JAPANESE["Harga beras naik."]]
