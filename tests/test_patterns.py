"""Patterns that are compiled when they are first used are those that `re` would compile, every one of them."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import translate
from translate import patterns
from translate.language.numbers import english, indonesian, japanese
from translate.language.numbers.scanner import Rule
from translate.patterns import regex

ROOMS = ("briefing", "checks", "language", "reading", "util")


def test_a_pattern_is_compiled_once_and_used_like_one_of_re(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return re.compile(pattern, flags)

    monkeypatch.setattr(patterns, "re", type("Re", (), {"compile": staticmethod(compile_noted)}))
    word = regex(r"(?P<first>[a-z])[a-z]*", re.I)
    assert word.pattern == r"(?P<first>[a-z])[a-z]*" and not compiled
    assert word.findall("Air naik") == ["A", "n"] and word.sub("x", "Air naik") == "x x"
    assert (word.groups, word.flags, dict(word.groupindex)) == (1, re.compile("", re.I).flags, {"first": 1})
    assert word.fullmatch("Air") and word.search("- a") and not word.match("-")
    assert compiled == [word.pattern]
    assert not hasattr(word, "scanner")


def test_every_pattern_of_the_package_can_be_compiled() -> None:
    names = [found.name for found in walk_packages(translate.__path__, "translate.")]
    modules = [import_module(name) for name in names if name.split(".")[1] in ROOMS]
    held = {id(value): value for module in modules for value in vars(module).values()}.values()
    lazy = [value for value in held if isinstance(value, patterns._Pattern)]
    assert len(lazy) > 100 and all(re.compile(value.pattern, value._flags).flags == value.flags for value in lazy)


@pytest.mark.parametrize("rules", [english.RULES, english.LAST, indonesian.RULES, indonesian.LAST, japanese.RULES])
def test_every_rule_of_numbers_can_be_compiled(rules: tuple[Rule, ...]) -> None:
    assert all(re.compile(pattern) for pattern, _ in rules)
