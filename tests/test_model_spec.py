"""One way to say which model; what cannot have an effect is refused, or told."""

import ast
import re
from pathlib import Path

import pytest

from translate import ModelSpec, Policy, Translator
from translate.cli import main
from translate.cli.fields import with_options
from translate.errors import UnknownModel, UsageError
from translate.models.resolve import load_engine, resolve
from translate.testing import FakeEngine

PACKAGE = Path(__file__).parent.parent / "translate"
NAMED = re.compile(r"`([a-z_.A-Z]+)(?:=[^`]*)?`")


@pytest.mark.parametrize("name", ["auto", "identity", "student", "opus-id-en+elan-en-ja", "firefox-id-en"])
@pytest.mark.parametrize("field", ["revision", "family"])
def test_what_cannot_have_an_effect_on_a_model_is_refused(name: str, field: str) -> None:
    with pytest.raises(UnknownModel, match=rf"^{re.escape(name)} has no .*Leave `{field}` out\.$"):
        ModelSpec(name, **{field: "marian"})  # type: ignore[arg-type]


def test_a_folder_has_no_revision_and_may_have_a_family(marian_folder: Path) -> None:
    with pytest.raises(UnknownModel, match="has no revisions: it is a folder"):
        ModelSpec(str(marian_folder), revision="main")
    assert ModelSpec(str(marian_folder), family="marian").family == "marian"
    assert ModelSpec("org/name", family="marian", revision="main").revision == "main"


def test_a_name_or_a_spec_and_its_other_fields() -> None:
    spec = ModelSpec("opus-id-en", runtime="torch")
    assert ModelSpec.of("opus-id-en", runtime="torch") == spec == ModelSpec.of(ModelSpec("opus-id-en"), runtime="torch")
    assert (
        Translator(model="identity", dated=False).engine.models == Translator(model=ModelSpec("identity")).engine.models
    )


def test_a_runtime_that_changes_nothing_is_told() -> None:
    said: list[str] = []
    load_engine("identity", target="en", runtime="torch", on_note=said.append)
    assert said == ["identity has a runtime of its own: `runtime=torch` changes nothing."]
    load_engine("identity", target="en", on_note=said.append)
    assert len(said) == 1


def test_resolving_loads_nothing(marian_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.models.engines.load._checkpoint", None)
    found = resolve(ModelSpec(f"{marian_folder}+identity", runtime="torch"), ("id", "ja"))
    assert [model.family for model in found.models] == ["marian", "identity"]


@pytest.mark.parametrize("field", ["fallback", "post_edit"])
def test_without_retries_nothing_else_can_be_asked(field: str) -> None:
    with pytest.raises(UsageError, match=rf"`{field}` .* leave `retry=False` out"):
        Translator(engine=FakeEngine(), policy=Policy(retry=False), **{field: "auto"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("translate", "--points 5 --max-length 9", "--points and --max-length are for a brief; add --brief"),
        ("batch", "--summarizer lead", "--summarizer is for a brief"),
        (
            "translate",
            "--fallback auto --no-retry",
            "--fallback .* retries leave flagged; leave --no-retry out",
        ),
        ("translate", "--model auto --revision main", "auto has no revisions: .*Leave --revision out"),
        ("translate", "--model identity --family t5", "identity has no other family: .*Leave --family out"),
        ("batch", "--id-column nomor", "--id-column is for a cluster; add --runner ray"),
        ("batch", "--runner ray --id-column nomor", "--id-column is for tables; add --text-column"),
        ("batch", "--runner ray --text-column isi --include *.txt", "--include is for files"),
        ("batch", "--runner ray --format html", "--format is for output files; add --files"),
        ("eval", "--strict", "No such option"),
    ],
)
def test_options_that_cannot_have_an_effect(
    command: str, options: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = ["-o", str(tmp_path / "out")] if command == "batch" else []
    assert main([command, str(tmp_path / "a.txt"), *output, *options.split()]) == 2
    assert re.search(said, capsys.readouterr().err)


def test_every_field_that_an_error_names_has_an_option() -> None:
    named = 0
    for path in sorted(set(PACKAGE.rglob("*.py")) - set((PACKAGE / "cli").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise):
                said = " ".join(str(part.value) for part in ast.walk(node) if isinstance(part, ast.Constant))
                fields = [found[0] for found in NAMED.finditer(said)]
                named += len(fields)
                unknown = [field for field in fields if with_options(field) == field]
                assert not unknown, f"{path.name}: {unknown}"
                assert not re.search("(?<![a-z])--[a-z]", said), f"{path.name}: {said}"
    assert named > 10, "fields are still found"
