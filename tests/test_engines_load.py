"""A model is found by name, folder or hub id; what is not there is said in one line with what to do."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from typing import Any

import pytest
from checkpoints import CORPUS
from hub_server import Hub

from translate.errors import DamagedModel, HubError, ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.engines import load as loading
from translate.models.engines.identity import Identity
from translate.models.engines.marian import Marian
from translate.models.engines.nllb import Nllb
from translate.models.engines.pivot import Pivot
from translate.models.naming import best_installed, family_of
from translate.models.resolve import load_engine

pytestmark = pytest.mark.usefixtures("one_thread", "torch_runtime")


@pytest.mark.parametrize(
    ("fixture", "family", "kind"),
    [("marian_folder", "marian", Marian), ("nllb_folder", "nllb", Nllb), ("m2m100_folder", "m2m100", Nllb)],
)
def test_a_folder_says_its_family(fixture: str, family: str, kind: type, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(fixture)
    engine = load_engine(str(folder), target="en")
    assert isinstance(engine, kind)
    model = engine.models[0]
    assert (model.id, model.family, model.licence, len(model.revision)) == (str(folder), family, "unknown", 64)
    assert [bool(hypothesis.text) for hypothesis in engine.translate(CORPUS, Decoding())] == [True] * len(CORPUS)


def test_the_family_can_be_given(nllb_folder: Path) -> None:
    with pytest.raises(UnknownModel, match="has no language 'id'; it names one like 'ja'"):
        load_engine(str(nllb_folder), target="ja", family="m2m100")
    with pytest.raises(UnknownModel, match=r"no family .* are marian, nllb, m2m100, madlad, t5, firefox"):
        load_engine(str(nllb_folder), target="ja", family="gpt")


def test_weights_are_in_memory_once_and_then_gone(nllb_folder: Path) -> None:
    first: Any = load_engine(str(nllb_folder), target="en")
    second: Any = load_engine(str(nllb_folder), target="ja")
    assert first._checkpoint is second._checkpoint
    del first, second
    gc.collect()
    assert not loading._loaded


def test_changed_weights_are_read_again(marian_folder: Path, second_marian_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "model"))
    before = load_engine(str(folder), target="en")
    (folder / "model.safetensors").unlink()  # not overwritten: the weights in memory are the mapped file
    shutil.copy(second_marian_folder / "model.safetensors", folder)
    after = load_engine(str(folder), target="en")
    assert before.models != after.models
    assert before.translate(CORPUS, Decoding()) != after.translate(CORPUS, Decoding())


def test_a_pivot_of_two_folders(marian_folder: Path, second_marian_folder: Path) -> None:
    engine = load_engine(f"{marian_folder}+{second_marian_folder}", target="ja")
    assert isinstance(engine, Pivot)
    assert [model.id for model in engine.models] == [str(marian_folder), str(second_marian_folder)]
    first = load_engine(str(marian_folder), target="en")
    second = load_engine(str(second_marian_folder), source="en", target="ja")
    [between] = first.translate([CORPUS[1]], Decoding())
    assert second.count_tokens(between.text) <= second.budget
    [expected] = second.translate([between.text], Decoding())
    assert [hypothesis.text for hypothesis in engine.translate([CORPUS[1]], Decoding())] == [expected.text]


@pytest.mark.parametrize("model", ["a+b+c", "opus-id-en+", "+elan-en-ja"])
def test_a_pivot_has_two_legs(model: str) -> None:
    with pytest.raises(UnknownModel, match="a pivot is two models"):
        load_engine(model, target="ja")


def test_identity_needs_no_model() -> None:
    engine = load_engine("identity", source="en", target="fr")
    assert isinstance(engine, Identity)
    assert (engine.source, engine.target) == ("en", "fr")


@pytest.mark.parametrize("model", ["./nowhere", "/no/where", "~/nowhere", "../nowhere"])
def test_a_folder_that_is_not_there(model: str) -> None:
    with pytest.raises(UnknownModel, match="there is no such folder"):
        load_engine(model, target="en")


def test_an_unknown_name_lists_the_known_ones(hub_cache: Path) -> None:
    with pytest.raises(UnknownModel, match=r"student, student-ja, .*auto and identity; a folder .* hub id .* pivot"):
        load_engine("gpt-5", target="en")


def test_a_catalogue_model_that_was_not_pulled_says_how(hub_cache: Path, server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    with pytest.raises(ModelNotInstalled, match="warta models pull opus-id-en"):
        load_engine("opus-id-en", target="en")
    with pytest.raises(ModelNotInstalled, match="warta models pull elan-en-ja"):
        hub.pull("opus-id-en")
        load_engine("opus-id-en+elan-en-ja", target="ja")


def test_a_pulled_catalogue_model_knows_its_licence(hub_cache: Path, server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    hub.pull("opus-id-en")
    server.close()
    model = load_engine("opus-id-en", target="en").models[0]
    assert (model.id, model.revision, model.licence) == ("opus-id-en", server.commit, "Apache-2.0")
    with pytest.raises(UnknownModel, match="opus-id-en translates id-en, not id-ja"):
        load_engine("opus-id-en", target="ja")


def test_a_catalogue_model_that_is_not_whole_says_so(hub_cache: Path, server: Hub) -> None:
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    (hub.pull("opus-id-en") / "config.json").resolve().write_text("{}", encoding="utf-8")
    with pytest.raises(DamagedModel, match=r"opus-id-en was pulled and is not complete .*models pull opus-id-en"):
        load_engine("opus-id-en", target="en")


def test_a_hub_id_is_downloaded_once(hub_cache: Path, server: Hub) -> None:
    server.publish("org/tiny", server.folder)
    with pytest.raises(ModelNotInstalled, match="warta models pull org/tiny"):
        load_engine("org/tiny", target="en", offline=True)
    assert not server.requests
    model = load_engine("org/tiny", target="en").models[0]
    assert (model.id, model.revision, model.licence) == ("org/tiny", server.commit, "unknown")
    asked = len(server.requests)
    load_engine("org/tiny", target="en")
    assert len(server.requests) == asked


def test_a_hub_id_that_does_not_exist(hub_cache: Path, server: Hub) -> None:
    with pytest.raises(HubError, match="no such model"):
        load_engine("org/nothing", target="en")


def test_auto_takes_the_best_that_is_installed_and_downloads_nothing(
    hub_cache: Path, server: Hub, nllb_folder: Path
) -> None:
    assert best_installed("id", "en") is None
    with pytest.raises(ModelNotInstalled, match=r"No model for en-ja .*warta models pull firefox-en-ja"):
        load_engine("auto", source="en", target="ja")
    assert [load_engine("auto", target=target).models[0].id for target in ("en", "ja")] == ["student", "student-ja"]
    assert server.requests == []
    server.publish("Helsinki-NLP/opus-mt-id-en", server.folder)
    hub.pull("opus-id-en")
    assert (best_installed("id", "en"), best_installed("id", "ja")) == ("opus-id-en", None)
    assert load_engine("auto", target="en").models[0].id == "opus-id-en"
    server.publish("facebook/nllb-200-distilled-600M", nllb_folder)
    hub.pull("nllb-600m")
    assert best_installed("id", "en") == best_installed("id", "ja") == "nllb-600m"
    assert load_engine("auto", target="ja").models[0].non_commercial


def test_auto_knows_the_pairs_it_has(hub_cache: Path) -> None:
    with pytest.raises(UnknownModel, match="auto has no model for id-fr, only for id-en, id-ja, en-ja"):
        load_engine("auto", target="fr")


def test_a_model_of_no_family(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "gpt2"}', encoding="utf-8")
    with pytest.raises(UnknownModel, match="a 'gpt2' model is none Warta can run"):
        family_of(tmp_path)
    (tmp_path / "config.json").write_text("[]", encoding="utf-8")
    with pytest.raises(DamagedModel, match=r"config\.json is broken"):
        load_engine(str(tmp_path), target="en")
    (tmp_path / "config.json").unlink()
    with pytest.raises(DamagedModel, match=r"config\.json is missing"):
        load_engine(str(tmp_path), target="en")


def test_every_preferred_model_has_an_entry_for_the_pair() -> None:
    for (source, target), names in catalogue.PREFERENCE.items():
        for name in names:
            legs = [catalogue.get(part) for part in name.split("+")]
            wanted = [(source, target)] if len(legs) == 1 else [(source, "en"), ("en", target)]
            assert all(pair in leg.pairs for pair, leg in zip(wanted, legs, strict=True)), name
