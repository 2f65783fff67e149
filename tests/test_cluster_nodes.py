"""A cluster of several nodes, each with processes of its own, on this machine: one dies, and nothing is lost.

It needs a process of its own: Ray keeps the token of the first cluster that a process starts.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import batch_driver
import pytest

from translate.batch import Batch, Job, Status
from translate.batch.discovery import discover
from translate.batch.journal import ActorJournal
from translate.batch.step import ArticleStep
from translate.testing import FakeEngine
from translate.translation.setup import Setup

pytest.importorskip("ray", reason="Ray is an extra: pip install 'warta[ray]'")
if sys.platform == "win32":
    pytest.skip("Ray on Windows is not tested", allow_module_level=True)

from ray import cloudpickle
from ray.cluster_utils import Cluster as Nodes

from translate.batch.ray_runner import Cluster, Work, run, translate_on_ray, worker
from translate.batch.ray_runner.requests import ArticleRequest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning:ray"),
]

JOB = Job(dated=False, check_language=False, formats=("txt", "json"), brief=True)
FILES = 24
BATCH = 3  # articles that an actor gets at a time
LAST = "bagian 1/berita-0005.txt"  # the article whose batch is the last one of its node
MEMORY = 80 * 2**20  # bytes of the object store of a node
# Beside programs that take the processors, Ray's own time limits are too short, and its actors, to which it gives the
# least priority, hardly run.
ON_A_BUSY_MACHINE = {
    "RAY_gcs_server_port_wait_time_s": "240",
    "RAY_gcs_server_request_timeout_seconds": "240",
    "RAY_worker_niceness": "0",
}


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nodes]:
    """A head without processors, and two nodes, each with enough of them to do the whole work alone."""
    import ray

    for module in (sys.modules[__name__], batch_driver):
        cloudpickle.register_pickle_by_value(module)  # actors cannot import the tests
    # As Warta's own Ray: no statistics, and no token of Ray's in the home folder.
    environment = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_TOKEN": secrets.token_hex(32), **ON_A_BUSY_MACHINE}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    head = {"num_cpus": 0, "include_dashboard": False, "object_store_memory": MEMORY}
    cluster = Nodes(initialize_head=True, head_node_args=head)
    try:
        for _ in range(2):
            cluster.add_node(wait=False, num_cpus=3, object_store_memory=MEMORY)
        cluster.wait_for_nodes(timeout=240)
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


class OnANodeThatDies(worker.Worker):
    """Notes what it begins; the first actor that has begun with the batch of `LAST` ends its whole node."""

    def _steps(self) -> Iterator[ArticleStep]:
        engine = FakeEngine(default=batch_driver.english)
        yield ArticleStep(Setup(engine), self.work.job, ActorJournal(self.output), self.output)

    def __call__(self, requests: Sequence[ArticleRequest]) -> Any:
        import ray

        node, ids = ray.get_runtime_context().get_node_id(), [request.id for request in requests]
        with (self.output.parent / "begun").open("a", encoding="utf-8") as file:
            file.writelines(f"{node}\t{id}\n" for id in ids)
        made = super().__call__(requests)
        died = self.output.parent / "died"
        if LAST in ids and not died.exists():  # its files stand there, but not its rows
            died.write_text(node, encoding="utf-8")
            os.kill(os.getppid(), signal.SIGKILL)  # the raylet: without it there is no node, and its actors end
            time.sleep(60)
        return made


def outputs(outbox: Path) -> dict[str, bytes]:
    return {str(path.relative_to(outbox)): path.read_bytes() for path in outbox.rglob("*.en.*")}


def test_a_node_that_dies_in_the_middle_loses_nothing_and_nothing_is_done_twice(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import dataset

    inbox, outbox, local = (tmp_path / name for name in ("inbox", "outbox", "local"))
    batch_driver.fill(inbox, FILES, sentences=3)
    for _ in Batch(discover([inbox], local), local, [Setup(FakeEngine(default=batch_driver.english))], JOB).run():
        pass
    monkeypatch.setattr(run, "Worker", OnANodeThatDies)
    monkeypatch.setattr(run, "BATCH", BATCH)
    asked = Work(job=JOB, files=True)
    made = translate_on_ray([inbox], outbox, asked, Cluster(address=nodes.address, actors=2))

    died = (tmp_path / "died").read_text(encoding="utf-8")
    begun = [line.split("\t") for line in (tmp_path / "begun").read_text(encoding="utf-8").splitlines()]
    on_the_dead, elsewhere = ([id for node, id in begun if (node == died) is dead] for dead in (True, False))
    articles = sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.txt"))
    assert LAST in on_the_dead and LAST in elsewhere  # begun again, on another node
    assert len(elsewhere) == len(set(elsewhere))  # and nothing else is: only what the dead node had begun
    assert set(on_the_dead) | set(elsewhere) == set(articles)
    assert sorted(record["id"] for record in dataset.dataset(made.rows).to_table().to_pylist()) == articles
    assert made.of(Status.FAILED) == 0 and made.of(Status.DONE) + made.of(Status.FLAGGED) == FILES
    assert outputs(outbox) == outputs(local) and len(outputs(outbox)) == 2 * FILES

    again = translate_on_ray([inbox], outbox, asked, Cluster(address=nodes.address, actors=1))
    assert (again.known, again.of(Status.DONE), again.of(Status.FLAGGED)) == (FILES, 0, 0)  # nothing was left to do
