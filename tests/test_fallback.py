"""Another model is asked only where the checks still doubt, is loaded only then, and never makes a segment worse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from translate.batch import Job, Status, translate_files
from translate.document import ModelInfo, Translation
from translate.errors import DamagedModel, ModelNotInstalled, UnknownModel
from translate.models import fallback as module
from translate.models import resolve as resolving
from translate.models.engines.base import Engine
from translate.models.fallback import Fallback, find_fallback
from translate.models.resolve import ModelSpec
from translate.reading import read_text
from translate.testing import FakeEngine
from translate.translation.pipeline import translate_document
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translator import Translator
from translate.writers.wording import attempt_text

SOURCE = "Sebanyak 45 warga desa menerima beras dari pemerintah kota."
LOST = "Villagers received rice from the city government."
KEPT = "A total of 45 villagers received rice from the city government."
OTHER = ModelInfo("other", "2" * 40, "marian", "MIT")


class Loader:
    """Return an engine, and count the calls."""

    def __init__(self, reply: str) -> None:
        self.engine = FakeEngine({SOURCE: reply})
        self.calls = 0

    def __call__(self) -> Engine:
        self.calls += 1
        return self.engine


def run(first: str, second: str, policy: Policy = Policy()) -> tuple[Translation, Loader]:  # noqa: B008  # frozen
    loader = Loader(second)
    setup = Setup(FakeEngine({SOURCE: first}, default=lambda text: first), Fallback((OTHER,), loader))
    document = read_text(f"{SOURCE}\n\n{SOURCE}", check_language=False)
    return translate_document(document, setup, policy), loader


def test_a_good_sentence_loads_nothing() -> None:
    translation, loader = run(KEPT, "never asked for")
    assert loader.calls == 0
    assert [attempt_text(attempt) for attempt in translation.segments[0].attempts] == ["as asked"]


def test_what_no_retry_helped_is_asked_of_the_other_model_once() -> None:
    translation, loader = run(LOST, KEPT)
    segment = translation.segments[0]
    assert (segment.text, segment.flags) == (KEPT, ())
    assert attempt_text(segment.attempts[-1]) == "by other" and len(segment.attempts) > 2
    assert loader.calls == 1 and len(loader.engine.history) == 1 and len(loader.engine.history[0][0]) == 1


@pytest.mark.parametrize("second", ["", LOST, "Warga warga warga warga warga warga warga warga warga.", SOURCE])
def test_the_other_model_never_makes_it_worse(second: str) -> None:
    translation, _ = run(LOST, second)
    assert translation.segments[0].text == LOST and translation.flagged == (0, 1)


def test_without_retries_nobody_else_is_asked() -> None:
    translation, loader = run(LOST, KEPT, Policy(retry=False))
    assert loader.calls == 0 and translation.segments[0].text == LOST
    assert "fallback" not in str(translation.signature)


def test_the_signature_names_the_other_model_and_its_licence() -> None:
    signature = run(KEPT, KEPT)[0].signature
    assert dict(signature.settings)["fallback"] == "other@2222222222222222 (MIT)"
    assert [model.id for model in signature.models] == ["fake"]


def engine_of(*ids: str, non_commercial: bool = False) -> FakeEngine:
    engine = FakeEngine()
    engine.models = tuple(ModelInfo(id, non_commercial=non_commercial) for id in ids)  # type: ignore[assignment]
    return engine


@pytest.fixture
def installed(marian_folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names = ["nllb-600m", "opus-id-en", "m2m100-418m"]

    def there(source: str, target: str, *, allow_pickle: bool = False) -> Iterator[str]:
        yield from names

    monkeypatch.setattr(module, "installed_for", there)
    monkeypatch.setattr(resolving, "folder_of", lambda *names, **options: marian_folder)
    return names


@pytest.mark.parametrize(
    ("first", "non_commercial", "chosen"),
    [
        ("firefox-id-en", False, "opus-id-en"),
        ("opus-id-en", False, "m2m100-418m"),
        ("nllb-1.3b", True, "nllb-600m"),  # who took one such licence may take another
        ("student", False, "opus-id-en"),
    ],
)
def test_auto_takes_the_best_other_model(first: str, non_commercial: bool, chosen: str, installed: list[str]) -> None:
    first_engine = engine_of(first, non_commercial=non_commercial)
    fallback = find_fallback(first_engine, ModelSpec("auto", runtime="torch"))
    assert fallback is not None and [model.id for model in fallback.models] == [chosen]


def test_auto_without_another_model_says_so(installed: list[str]) -> None:
    said: list[str] = []
    installed[:] = ["nllb-600m", "opus-id-en"]
    engine = engine_of("opus-id-en")
    assert find_fallback(engine, ModelSpec("auto"), on_note=said.append) is None
    assert len(said) == 1 and "no other model for id-en" in said[0]


def test_a_named_model_may_have_any_licence_and_it_is_told(installed: list[str]) -> None:
    said: list[str] = []
    spec = ModelSpec("nllb-600m", runtime="torch")
    fallback = find_fallback(engine_of("student"), spec, on_note=said.append)
    assert fallback is not None and [model.non_commercial for model in fallback.models] == [True]
    assert said == ["nllb-600m is licensed CC-BY-NC-4.0: what it translates is not for commercial use."]


@pytest.mark.parametrize(
    ("model", "error", "message"),
    [
        ("opus-id-en", ModelNotInstalled, "not on this machine"),
        ("someone/else", ModelNotInstalled, "not on this machine"),
        ("elan-en-ja", UnknownModel, "does not translate id-en"),
        ("no such", UnknownModel, "no model Warta knows"),
        ("identity", UnknownModel, "translates already"),
    ],
)
def test_what_cannot_stand_in_is_refused_before_the_work(model: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Translator(model="identity", fallback=model)


def test_two_real_checkpoints(marian_folder: Path, nllb_folder: Path) -> None:
    first, second = str(marian_folder), str(nllb_folder)
    translator = Translator(model=first, fallback=second, runtime="torch", dated=False)
    alone = Translator(model=first, runtime="torch", dated=False)
    document = read_text(SOURCE, check_language=False)
    [segment], [before] = translator.translate(document).segments, alone.translate(document).segments
    assert before.flags  # of random weights
    assert segment.attempts[:-1] == before.attempts
    assert attempt_text(segment.attempts[-1]).startswith(f"by {second}")
    [only] = Translator(model=second, runtime="torch", policy=Policy(retry=False)).translate(document).segments
    assert segment.attempts[-1].text == only.text
    assert str(translator.translate(document).signature) == str(translator.translate(document).signature)


def test_files_from_python_take_it_too(marian_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text(SOURCE, encoding="utf-8")
    job = Job(formats=("json",), check_language=False)
    engine = FakeEngine({SOURCE: LOST}, default=lambda text: LOST)
    options = {"engines": [engine], "job": job, "fallback": str(marian_folder)}
    [outcome] = translate_files([tmp_path / "berita.txt"], tmp_path / "out", **options)  # type: ignore[arg-type]
    assert outcome.status is Status.FLAGGED
    assert f"by {marian_folder}" in (tmp_path / "out" / "berita.en.json").read_text(encoding="utf-8")


def test_a_model_that_cannot_be_loaded_fails_what_needs_it_and_nothing_else(tmp_path: Path) -> None:
    def broken() -> Engine:
        raise DamagedModel("The other model is damaged.")

    other = "Air sungai naik sejak pagi di kota."
    for name, text in (("baik", other), ("ragu", SOURCE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    replies = {SOURCE: LOST, other: "The river in the city has risen since the morning."}
    engine, fallback = FakeEngine(replies, default=lambda text: LOST), Fallback((OTHER,), broken)
    files = [tmp_path / "baik.txt", tmp_path / "ragu.txt"]
    made = translate_files(files, tmp_path / "out", engines=[engine], fallback=fallback, job=Job(check_language=False))
    assert {Path(o.path).stem: (str(o.status), o.reason) for o in made} == {
        "baik": ("done", ""),
        "ragu": ("failed", "The other model is damaged."),
    }


@pytest.mark.parametrize("runtime", ["auto", "torch"])
def test_a_description_names_the_runtime_the_model_gets(runtime: str, marian_folder: Path) -> None:
    folder = str(marian_folder)
    fallback = find_fallback(engine_of("first"), ModelSpec(folder, runtime=runtime))
    assert fallback is not None
    [said], [got] = fallback.models, fallback.engine().models
    assert said.revision.startswith("ct2-") is got.revision.startswith("ct2-")
    assert said.revision.removeprefix("ct2-") == got.revision.rpartition("-")[2]
    assert (said.id, said.family, said.licence) == (got.id, got.family, got.licence)
