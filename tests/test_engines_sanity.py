"""A model of the catalogue whose files load but translate nothing is refused when it is loaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_server import Hub

from translate.errors import DamagedModel
from translate.models import hub
from translate.models.engines.sanity import SENTENCES, refuse_garbage
from translate.models.resolve import load_engine
from translate.testing import FakeEngine

pytestmark = pytest.mark.usefixtures("one_thread")


def test_a_catalogue_model_that_writes_garbage_is_refused(server: Hub, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(server.folder, tmp_path / "garbage"))
    weights = load_file(folder / "model.safetensors")
    weights["final_logits_bias"] = torch.zeros_like(weights["final_logits_bias"])
    weights["final_logits_bias"][0, 20] = 1e4  # whatever the source, the same token
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    server.publish("Helsinki-NLP/opus-mt-id-en", folder)
    pulled = hub.pull("opus-id-en")
    with pytest.raises(DamagedModel, match=r"opus-id-en writes garbage: .*warta models verify.*pull opus-id-en"):
        load_engine("opus-id-en", target="en")
    # Who names a folder knows what is in it.
    assert load_engine(str(pulled), target="en").target == "en"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda text: "", "nothing"),
        (lambda text: " ", "nothing"),
        (lambda text: "I do not know.", "the same for every sentence"),
        (lambda text: "the " * len(text), "one word over and over"),
        (lambda text: "々" * len(text), "one word over and over"),
    ],
)
def test_what_no_trained_model_writes(answer: Callable[[str], str], reason: str) -> None:
    with pytest.raises(DamagedModel, match=f"fake writes garbage: {reason}"):
        refuse_garbage(FakeEngine(default=answer))


@pytest.mark.parametrize("source", [*SENTENCES, "fr"])
def test_other_models_pass_and_are_asked_once(source: str) -> None:
    engine = FakeEngine(source=source)
    refuse_garbage(engine)
    assert len(engine.history) == (source in SENTENCES)
