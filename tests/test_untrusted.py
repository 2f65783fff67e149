"""JSON and TOML from anywhere: whatever is wrong with them is a ValueError in plain words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from translate.cli import main
from translate.util.untrusted import json_from, toml_from


@pytest.mark.parametrize(("read", "form"), [(json_from, '{"a":%s}'), (toml_from, "a = %s")])
def test_a_number_of_thousands_of_digits_is_named(read: Callable[[str], object], form: str) -> None:
    with pytest.raises(ValueError, match="it has a number of thousands of digits"):
        read(form % ("9" * 5_000))


@pytest.mark.parametrize("command", ["review", "compare"])
def test_an_output_in_another_encoding_is_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes('{"format":"warta"}'.encode("utf-16"))
    assert main([command, *[str(path)] * (1 + (command == "compare"))]) == 1
    assert f"{path} is not UTF-8 at byte 0. Save it as UTF-8." in capsys.readouterr().err
