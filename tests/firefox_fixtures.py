"""Fixtures of tests that run a Firefox model: the Portuguese-English one, and an engine of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from translate.models.engines.student import Firefox
from translate.models.naming import info_of_firefox
from translate.models.student.model import StudentModel, load


@pytest.fixture(scope="session")
def model(firefox_folder: Path) -> Iterator[StudentModel]:
    loaded = load(firefox_folder, processes=2)
    yield loaded
    loaded.workers.close()


@pytest.fixture
def engine(model: StudentModel) -> Firefox:
    return Firefox(model, info_of_firefox("pt-en", model.revision, None, ("pt", "en")), source="pt", target="en")
