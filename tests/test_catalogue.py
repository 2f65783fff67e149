"""The catalogue is consistent and says of every model what a user must know before using it."""

from __future__ import annotations

import pytest

from translate.document import LANGUAGES
from translate.errors import UnknownModel
from translate.models import catalogue
from translate.models.naming import FAMILIES
from translate.writers.wording import DRAFTING


def test_names_and_ids_are_unique_and_cannot_be_taken_for_one_another() -> None:
    names = [entry.name for entry in catalogue.ENTRIES]
    ids = [entry.id for entry in catalogue.ENTRIES if entry.id]
    assert len(set(names + ids)) == len(names) + len(ids) == 2 * len(names) - 2
    assert not any("/" in name or "+" in name for name in names)
    assert all(model.count("/") == 1 for model in ids)
    assert {"auto", "identity"}.isdisjoint(names)


def test_a_licence_that_forbids_commerce_is_said() -> None:
    for entry in catalogue.ENTRIES:
        assert entry.licence
        assert entry.non_commercial == ("Not for commercial use" in entry.notes)


def test_pairs_are_of_languages_warta_has() -> None:
    for entry in catalogue.ENTRIES:
        assert bool(entry.pairs) != bool(entry.summarises)
        assert set(entry.summarises) <= set(LANGUAGES)
        assert all(source in LANGUAGES and target in LANGUAGES and source != target for source, target in entry.pairs)


def test_the_families_are_those_that_run() -> None:
    translate = {entry.family for entry in catalogue.ENTRIES if entry.kind == "translates"}
    assert translate <= {*FAMILIES}
    assert {entry.family for entry in catalogue.ENTRIES if entry.kind == "summarises"} == {"mt5"}


def test_a_figure_names_who_measured_it() -> None:
    figures = [entry for entry in catalogue.ENTRIES if any(character.isdigit() for character in entry.quality)]
    assert figures
    for entry in figures:
        assert "measured" in entry.quality or "Mozilla" in entry.quality


def test_what_comes_with_warta_is_a_draft() -> None:
    assert {entry.name for entry in catalogue.ENTRIES if entry.draft} == {*catalogue.BUNDLED.values()} == DRAFTING


def test_a_model_is_found_by_name_and_by_id() -> None:
    entry = catalogue.get("nllb-600m")
    assert catalogue.get(entry.id) is catalogue.find(entry.name) is entry
    assert catalogue.find("") is None
    with pytest.raises(UnknownModel, match=r"'nllb' is no model Warta knows. It knows student, .*mt5-xlsum\."):
        catalogue.get("nllb")
