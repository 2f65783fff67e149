"""Tiny checkpoints, built once a session; nothing here is downloaded."""

from __future__ import annotations

from pathlib import Path

import checkpoints
import pytest


@pytest.fixture(scope="session")
def marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indonesian to English."""
    return checkpoints.marian(tmp_path_factory.mktemp("marian") / "tiny-id-en")


@pytest.fixture(scope="session")
def second_marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English to Japanese, the second leg of a pivot."""
    return checkpoints.marian(tmp_path_factory.mktemp("marian") / "tiny-en-ja", source="en", target="ja", seed=1)


@pytest.fixture(scope="session")
def tagged_marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indonesian to English and Japanese, the target named by a tag."""
    folder = tmp_path_factory.mktemp("marian") / "tiny-id-mul"
    return checkpoints.marian(folder, target=None, tags=checkpoints.TAGS, seed=2)


@pytest.fixture(scope="session")
def m2m100_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Any of M2M100's languages."""
    return checkpoints.m2m100(tmp_path_factory.mktemp("m2m100") / "tiny-m2m100")


@pytest.fixture(scope="session")
def nllb_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Any of NLLB's languages."""
    return checkpoints.nllb(tmp_path_factory.mktemp("nllb") / "tiny-nllb")
