from pathlib import Path

import pytest

from translate.errors import PromptError
from translate.util.prompts import load_prompt, read_prompt


def write(folder: Path, text: str) -> Path:
    path = folder / "headline.en.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_value_contains_is_no_variable() -> None:
    text = "$source ${text} $$ $5"
    assert text in load_prompt("headline", "en").fill(length="5", article=text)


def test_values_are_checked() -> None:
    prompt = load_prompt("headline", "en")
    with pytest.raises(PromptError, match=r"has unknown \$article"):
        prompt.fill(length="5")
    with pytest.raises(PromptError, match=r"lacks \$tone"):
        prompt.fill(length="5", article="Halo.", tone="formal")


def test_a_users_file_comes_first_and_others_are_our_own(tmp_path: Path) -> None:
    write(tmp_path, "---\nvariables: article length\n---\n$length / $article / $article\n")
    assert load_prompt("headline", "en", tmp_path).fill(length="I", article="T") == "I / T / T"
    assert load_prompt("headline", "ja", tmp_path) == load_prompt("headline", "ja")
    assert load_prompt("headline", "en", tmp_path).sha256 != load_prompt("headline", "en").sha256


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$length: $article", "has no header"),
        ("---\nvariables: length article\n---\n$length:", r"body lacks \$article"),
        ("---\nvariables: length article\n---\n$length $article $tone", r"body has unknown \$tone"),
        ("---\nvariables: length article tone\n---\n$length $article $tone", r"header has unknown \$tone"),
        ("---\nvariables: article\n---\n$article", r"header lacks \$length"),
        ("---\nvariables: length article\n---\n$length $article 5 $ each", "dollar sign"),
    ],
)
def test_a_malformed_template_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(PromptError, match=message) as caught:
        load_prompt("headline", "en", tmp_path)
    assert str(path) in str(caught.value)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"no-such\.en\.md"):
        load_prompt("no-such", "en")
    with pytest.raises(PromptError, match="is no folder"):
        load_prompt("headline", "en", tmp_path / "no")
    (tmp_path / "x.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(PromptError, match="not UTF-8"):
        read_prompt(tmp_path / "x.md")
