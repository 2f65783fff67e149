"""A cluster of two actors does what the local runner does, whoever dies on the way."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import batch_driver
import pytest

from translate.batch import Batch, Job, Status, translate_files
from translate.batch.discovery import discover
from translate.batch.journal import ACTORS, FOLDER, ActorJournal, Journal
from translate.batch.step import ArticleStep
from translate.cli import main
from translate.errors import DamagedFile, ModelError, UsageError
from translate.models.decoding import Decoding
from translate.testing import FakeEngine
from translate.translation.setup import Setup
from translate.writers import translation_from_json

pytest.importorskip("ray", reason="Ray is an extra: pip install 'warta[ray]'")
if sys.platform == "win32":
    pytest.skip("Ray on Windows is not tested", allow_module_level=True)

from translate.batch.ray_runner import Cluster, Table, Work, pool, rows, run, translate_on_ray, work, worker
from translate.batch.ray_runner.requests import ArticleRequest, requests_of_tables

pytestmark = [
    # Ray's remarks on its own settings and on what it will rename.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:translate.batch.ray_runner"),
]

JOB = Job(dated=False, check_language=False, formats=("txt", "json"), brief=True)
FILES = 30


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "inbox"
    batch_driver.fill(folder, FILES, sentences=3)
    (folder / "kosong.txt").touch()
    return folder


@pytest.fixture(scope="module")
def local(inbox: Path) -> dict[str, bytes]:
    """What the local runner writes with the engine of `Modelless`."""
    outbox = inbox.parent / "local"
    for _ in translate_files([inbox], outbox, engines=[engine()], job=JOB):
        pass
    return written(outbox)


def engine() -> FakeEngine:
    return FakeEngine(default=batch_driver.english)


@pytest.fixture(scope="module")
def ray_here() -> Iterator[None]:
    """One Ray for all tests; it ends with them."""
    from ray import cloudpickle

    for module in (sys.modules[__name__], batch_driver):
        cloudpickle.register_pickle_by_value(module)  # actors cannot import the tests
    with run._ray(Cluster(actors=2)):
        yield


def written(outbox: Path) -> dict[str, bytes]:
    paths = [path for path in outbox.rglob("*.en.*") if path.is_file()]
    return {str(path.relative_to(outbox)): path.read_bytes() for path in paths}


def table_of(folder: Path) -> list[dict[str, Any]]:
    from pyarrow import dataset

    records: list[dict[str, Any]] = dataset.dataset(folder).to_table().to_pylist()
    return sorted(records, key=lambda record: str(record["id"]))


class Modelless(worker.Worker):
    """Its engine needs no model: where a process dies, what it had loaded is not the point."""

    def _steps(self) -> Iterator[ArticleStep]:
        yield ArticleStep(Setup(engine()), self.work.job, ActorJournal(self.output), self.output)


class Mortal(Modelless):
    """Kills its process in the middle of the job, once."""

    def __call__(self, requests: Sequence[ArticleRequest]) -> Any:
        if "bagian 1/berita-0005.txt" in [request.id for request in requests]:
            marker = self.output.parent / "killed"
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(requests)


@pytest.mark.usefixtures("ray_here")
def test_a_killed_actor_changes_no_byte_and_a_second_run_does_only_what_failed(
    inbox: Path, local: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "Worker", Mortal)
    monkeypatch.setattr(run, "BATCH", 6)
    outbox = tmp_path / "out"
    asked = Work(job=JOB, files=True)
    made = translate_on_ray([inbox], outbox, asked, Cluster(actors=2))
    assert (tmp_path / "killed").exists() and made.deaths == 1
    assert written(outbox) == local and len(local) == 2 * FILES
    records = table_of(made.rows)
    assert [record["id"] for record in records] == sorted({record["id"] for record in records})
    assert made.of(Status.FAILED) == 1 and made.of(Status.DONE) + made.of(Status.FLAGGED) == FILES
    assert made.words == sum(record["words"] for record in records) > 0
    for record in records:
        if record["status"] == "failed":
            assert record["id"] == "kosong.txt" and "is empty" in record["reason"]
            assert made.reasons == (record["reason"],)
            continue
        stem = record["id"].removesuffix(".txt")
        file = json.loads(local[f"{stem}.en.json"])
        assert json.loads(record["segments"]) == file["segments"] and json.loads(record["brief"]) == file["brief"]
        assert record["path"] == str(inbox / record["id"]) and record["signature"] == file["signature"]["line"]
        assert record["translation"] == translation_from_json(local[f"{stem}.en.json"].decode())[0].text
        assert record["sentences"] == len(file["segments"]) and record["seconds"] > 0

    (outbox / "bagian 0" / "berita-0000.en.txt").unlink()
    (made.rows / "half.parquet").write_bytes(b"PAR1 and then the power went")
    again = translate_on_ray([inbox], outbox, asked, Cluster(actors=1))
    assert [record["id"] for record in table_of(again.rows)] == ["bagian 0/berita-0000.txt", "kosong.txt"]
    assert (again.known, again.removed) == (FILES, 1) and written(outbox) == local


class Poisoned(Modelless):
    """One article kills the process, whoever translates it."""

    def __call__(self, requests: Sequence[ArticleRequest]) -> Any:
        if any("0005" in request.id for request in requests):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(requests)


@pytest.mark.usefixtures("ray_here")
def test_an_article_that_always_kills_its_process_is_named_and_the_others_are_done(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "Worker", Poisoned)
    monkeypatch.setattr(run, "BATCH", 2)
    monkeypatch.setattr(pool, "PAUSE", 0.1)
    job = replace(JOB, include=("berita-000*",))
    made = translate_on_ray([inbox], tmp_path / "out", Work(job=job), Cluster(actors=2))
    records = table_of(made.rows)
    assert [record["id"] for record in records] == [
        f"bagian {n % 4}/berita-000{n}.txt" for n in sorted(range(10), key=lambda n: (n % 4, n))
    ]
    failed = [record for record in records if record["status"] == "failed"]
    assert [record["id"] for record in failed] == ["bagian 1/berita-0005.txt"]
    assert "died 3 times with this article alone" in failed[0]["reason"] and "\n" not in failed[0]["reason"]
    assert made.deaths == 4  # once with its neighbour, which was then done


class Unloadable(worker.Worker):
    """Its process dies as it loads the models."""

    def _steps(self) -> Iterator[ArticleStep]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()


@pytest.mark.usefixtures("ray_here")
def test_a_model_that_kills_its_process_ends_the_job_in_a_line(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "Worker", Unloadable)
    monkeypatch.setattr(pool, "PAUSE", 0.1)
    with pytest.raises(ModelError, match=r"^The process that loads the models died 3 times: .*memory"):
        translate_on_ray([inbox], tmp_path, Work(job=JOB), Cluster(actors=1))


@pytest.mark.usefixtures("ray_here")
def test_a_cluster_without_room_ends_the_job_in_a_line(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray

    monkeypatch.setattr(pool, "PATIENCE", 0.5)
    monkeypatch.setattr(pool, "TURN", 0.1)
    taken = ray.remote(pool.Actor).options(num_cpus=2).remote()
    ray.get(taken.node.remote())
    with pytest.raises(ModelError, match=r"^The cluster failed: for 0 s no actor could be started. Ray has no place"):
        translate_on_ray([inbox], tmp_path, Work(job=JOB), Cluster(actors=2))
    ray.kill(taken)


def test_the_journal_of_an_actor_that_was_killed_as_it_made_it_is_passed_over(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    ActorJournal(tmp_path).close()
    (made,) = (tmp_path / FOLDER / ACTORS).iterdir()
    with sqlite3.connect(made) as database:
        database.execute("ALTER TABLE outputs DROP COLUMN written")
    database.close()
    made.with_name("empty.sqlite").touch()
    Journal(tmp_path).close()
    assert not list((tmp_path / FOLDER / ACTORS).iterdir())


def test_lines_that_hold_no_article_are_rows_that_say_so(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"id": 1, "text": "Hujan."}\n\n[1]\n{"id": "b", "text": 5}\n{"id"', encoding="utf-8")
    found = requests_of_tables([path], Table())
    articles = list(found.articles)
    assert found.count == len(articles) == 4 and articles[0] == ArticleRequest("1", text="Hujan.")
    assert [article.reason for article in articles[1:]] == [
        f"{path}:3 is no JSON object; expected one article a line.",
        "b: the text is of type int; expected a string.",
        f"{path}:5 is no JSON object; expected one article a line.",
    ]


def test_tables_that_cannot_be_read_are_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(DamagedFile, match="is damaged; expected a Parquet file"):
        requests_of_tables([tmp_path / "a.parquet"], Table())
    (tmp_path / "b.jsonl").write_text('{"id": 1, "isi": "Hujan."}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"no column 'text' in .*the table has id, isi"):
        requests_of_tables([tmp_path / "b.jsonl"], Table())
    with pytest.raises(UsageError, match=r"Tables of .jsonl, .parquet: expected"):
        requests_of_tables([tmp_path], Table())


@pytest.mark.usefixtures("ray_here")
@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_a_table_becomes_the_same_translations(
    ending: str,
    inbox: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    marian_folder: Path,
) -> None:
    import pyarrow
    from pyarrow import parquet

    job = replace(JOB, include=("berita-000*",))
    for _ in translate_files([inbox], tmp_path / "local", model=str(marian_folder), job=job):
        pass
    local = written(tmp_path / "local")
    names = sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("berita-000*.txt"))
    assert len(names) == 10
    records = [{"nomor": n, "isi": (inbox / name).read_text(encoding="utf-8")} for n, name in enumerate(names)]
    records.append({"nomor": 77, "isi": None})
    path = tmp_path / f"articles.{ending}"
    if ending == "parquet":
        parquet.write_table(pyarrow.Table.from_pylist(records), path)
    else:
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    options = ("--runner", "ray", "--actors", "1", "--id-column", "nomor", "--text-column", "isi", "--no-date")
    asked = ("batch", str(path), "-o", str(tmp_path / "out"), "--model", str(marian_folder), "--any-language", *options)
    assert main([*asked, "--no-glossary"]) == 1
    said = capsys.readouterr().err
    assert "1 failed" in said and "77 has no text" in said
    made = {record["id"]: record for record in table_of(tmp_path / "out" / "rows")}
    assert made.keys() == {*map(str, range(len(names))), "77"} and made["77"]["path"] is None
    for n, name in enumerate(names):
        file = json.loads(local[name.removesuffix(".txt") + ".en.json"])
        assert [s["target"] for s in json.loads(made[str(n)]["segments"])] == [s["target"] for s in file["segments"]]
        assert made[str(n)]["brief"] is None


@pytest.mark.usefixtures("ray_here")
def test_a_model_that_is_not_there_ends_the_job_in_a_line(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^/nowhere/tiny: there is no such folder.$"):
        translate_on_ray([inbox], tmp_path, Work(model="/nowhere/tiny", job=JOB), Cluster(actors=1))


def test_an_article_that_kills_the_engine_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from test_batch import Poisoned

    monkeypatch.setattr(worker, "load_setup", lambda *names, **more: Setup(Poisoned()))
    Journal(tmp_path).close()
    made = worker.Worker(Work(model="identity", job=replace(JOB, brief=False)), str(tmp_path), ".", "", frozenset())
    texts = ["Harga beras naik.", "Warga datang.", ""]
    records = made([ArticleRequest(str(n), text=text) for n, text in enumerate(texts)]).to_pylist()
    assert {r["id"]: r["reason"] for r in records if r["status"] == "failed"} == {
        "0": "RuntimeError: out of memory",
        "2": "2 is empty; expected an Indonesian article. Check that it was saved.",
    }


class Runners:
    """One output folder for both runners, with an engine that keeps what it is asked."""

    def __init__(self, inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.inbox, self.out, self.engine = inbox, out, FakeEngine(default=batch_driver.english)
        monkeypatch.setattr(worker, "load_setup", lambda *names, **more: Setup(self.engine))

    def here(self, *include: str) -> dict[str, str]:
        batch = Batch(discover([self.inbox], self.out, include=include), self.out, [Setup(self.engine)], JOB)
        return {outcome.path: str(outcome.status) for outcome in batch.run()}

    def on_cluster(self, *include: str) -> dict[str, str]:
        requests = [
            ArticleRequest(found.name, str(found.path), found.name.removesuffix(".txt"))
            for found in discover([self.inbox], self.out, include=include).files
        ]
        Journal(self.out).close()
        statuses: dict[str, str] = {}
        for at in range(2):
            made = worker.Worker(Work(job=JOB, files=True), str(self.out), ".", "", frozenset())
            records = made(requests[at::2]).to_pylist()
            statuses |= {record["path"]: record["status"] for record in records}
        Journal(self.out).close()
        return statuses

    def asked(self) -> set[str]:
        # Whole sentences: halves of other ones, which the retries make, may be alike.
        texts = {text for texts, decoding in self.engine.history for text in texts if decoding == Decoding()}
        self.engine.history.clear()
        return texts


@pytest.mark.parametrize("begin", ["here", "on_cluster"])
def test_a_folder_begun_by_one_runner_goes_on_with_the_other(
    begin: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Runners(inbox, tmp_path / "whole", monkeypatch)
    whole.here()
    runners = Runners(inbox, tmp_path / "out", monkeypatch)
    first, then = (runners.here, runners.on_cluster) if begin == "here" else (runners.on_cluster, runners.here)
    done = first("berita-000*")
    before, old = runners.asked(), {path: path.stat().st_mtime_ns for path in runners.out.rglob("*.en.*")}
    assert len(done) == 10 and len(old) == 20 and before
    rest = then()
    assert len(rest) == FILES + 1 and not runners.asked() & before
    assert {path: path.stat().st_mtime_ns for path in old} == old  # nothing is written twice
    assert written(runners.out) == written(whole.out)
    assert {rest[path] for path in done} <= ({"skipped"} if begin == "on_cluster" else {"done", "flagged"})
    assert not list((runners.out / FOLDER / ACTORS).iterdir())
    assert set(runners.here().values()) == {"skipped", "failed"} and not runners.asked()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--runner", "spark"), "expected local or ray"),
        (("--files",), "add --runner ray"),
        (("--runner", "ray", "--on-error", "stop"), "expected skip"),
        (("--runner", "ray", "--memory", "m.sqlite"), "--runner local only"),
        (("--runner", "ray", "--text-column", "isi", "--files"), "no such place"),
        (("--runner", "ray", "--brief", "--summarizer", "llm", "--llm-url", "http://x/v1"), "textrank or lead"),
    ],
)
def test_requests_that_cannot_be(
    options: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(tmp_path), "-o", str(tmp_path / "out"), *options]) == 2
    assert said in capsys.readouterr().err


def test_without_ray_the_line_to_type_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'warta\[ray\]'$"):
        translate_on_ray([tmp_path], tmp_path / "out")


def test_actors_take_the_processors_of_the_cluster() -> None:
    assert (Cluster().size(9), Cluster(cpus_per_actor=4).size(9), Cluster(actors=3).size(9)) == (9, 2, 3)
    for cluster in (Cluster(actors=10), Cluster(cpus_per_actor=10)):
        with pytest.raises(UsageError, match="more than the 9"):
            cluster.size(9)


def test_keys_tell_apart_whatever_a_row_rests_on() -> None:
    assert len({rows.key(*parts) for parts in ("abcd", "bacd", "abdc", ("ab", "", "c", "d"), ("a", "b", "c", ""))}) == 5
    assert Table() == Table("id", "text") and work.BATCH > 0
