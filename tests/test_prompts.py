from pathlib import Path

import pytest

from translate.errors import PromptError
from translate.util.prompts import load_prompt, read_prompt


def write(folder: Path, text: str) -> Path:
    path = folder / "translate.en.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("target", "language"), [("en", "English"), ("ja", "Japanese")])
def test_the_starter_was_trained_on_exactly_this(target: str, language: str) -> None:
    prompt = load_prompt("translate", target)
    assert prompt.fill(source="Indonesian", text="Harga naik.") == f"Indonesian: Harga naik.\n{language}:"


def test_what_a_value_contains_is_no_variable() -> None:
    text = "$source ${text} $$ $5"
    assert text in load_prompt("translate", "en").fill(source="Indonesian", text=text)


def test_values_are_checked() -> None:
    prompt = load_prompt("translate", "en")
    with pytest.raises(PromptError, match=r"has unknown \$text"):
        prompt.fill(source="Indonesian")
    with pytest.raises(PromptError, match=r"lacks \$tone"):
        prompt.fill(source="Indonesian", text="Halo.", tone="formal")


def test_a_users_file_comes_first_and_others_are_our_own(tmp_path: Path) -> None:
    write(tmp_path, "---\nvariables: text source\n---\n$source / $text / $text\n")
    assert load_prompt("translate", "en", tmp_path).fill(source="I", text="T") == "I / T / T"
    assert load_prompt("translate", "ja", tmp_path) == load_prompt("translate", "ja")
    assert load_prompt("translate", "en", tmp_path).sha256 != load_prompt("translate", "en").sha256


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$source: $text", "has no header"),
        ("---\nvariables: source text\n---\n$source:", r"body lacks \$text"),
        ("---\nvariables: source text\n---\n$source $text $tone", r"body has unknown \$tone"),
        ("---\nvariables: source text tone\n---\n$source $text $tone", r"header has unknown \$tone"),
        ("---\nvariables: text\n---\n$text", r"header lacks \$source"),
        ("---\nvariables: source text\n---\n$source $text 5 $ each", "dollar sign"),
    ],
)
def test_a_malformed_template_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(PromptError, match=message) as caught:
        load_prompt("translate", "en", tmp_path)
    assert str(path) in str(caught.value)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"no-such\.en\.md"):
        load_prompt("no-such", "en")
    with pytest.raises(PromptError, match="is no folder"):
        load_prompt("translate", "en", tmp_path / "no")
    (tmp_path / "x.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(PromptError, match="not UTF-8"):
        read_prompt(tmp_path / "x.md")
