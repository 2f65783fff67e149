"""Values of options and arguments: parsing, checks, and shell completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

from typer import Option

from translate.document import TARGETS
from translate.errors import UsageError
from translate.models.decoding import Decoding

DECODINGS = {"auto": None, "fast": Decoding(), "balanced": Decoding(beams=2), "best": Decoding(beams=5)}

Debug = Annotated[bool, Option("--debug", help="Show the traceback of an error.")]

Completer = Callable[[str], list[str]]  # returns the values with a prefix


def among(names: Callable[[], Iterable[str]]) -> Completer:
    """Return a completer over names, which are looked up at completion."""

    def completer(incomplete: str) -> list[str]:
        return [name for name in names() if name.startswith(incomplete)]

    return completer


def listed(names: Callable[[], Iterable[str]], between: str) -> Completer:
    """Return a completer over names joined by a separator: "en,ja", "opus-id-en+elan-en-ja"."""

    def completer(incomplete: str) -> list[str]:
        before, sign, last = incomplete.rpartition(between)
        chosen = before.split(between)
        return [before + sign + name for name in names() if name.startswith(last) and name not in chosen]

    return completer


def fixed(*names: str) -> Completer:
    """Return a completer over fixed names."""
    return among(lambda: names)


def _models() -> list[str]:
    from translate.models.catalogue import ENTRIES

    return [entry.name for entry in ENTRIES]


def _formats() -> Iterable[str]:
    from translate.writers import WRITERS

    return WRITERS


def _summary_models() -> list[str]:
    from translate.models.catalogue import ENTRIES

    return [entry.name for entry in ENTRIES if entry.summarises]


def _flags() -> Iterable[str]:
    from translate.document import FlagCode

    return map(str, FlagCode)


def _families() -> Iterable[str]:
    from translate.models.naming import FAMILIES

    return FAMILIES


def _summarizers() -> list[str]:
    from translate.briefing.summarizers import SUMMARIZERS
    from translate.briefing.summarizers.load import WRITTEN

    return sorted((*SUMMARIZERS, *WRITTEN))


def _templates() -> list[str]:
    from translate.util.prompts import own_prompts

    return [path.stem for path in own_prompts()]


catalogue_names = listed(_models, "+")
model_names = listed(lambda: ("auto", *_models()), "+")
fallback_names = among(lambda: ("none", "auto", *_models()))
summary_model_names = among(_summary_models)
language_names = fixed(*TARGETS)
language_lists = listed(lambda: TARGETS, ",")
format_names = among(_formats)
decoding_names = fixed(*DECODINGS)
flag_names = among(_flags)
template_names = among(_templates)
family_names = among(_families)
summarizer_names = among(_summarizers)


def looks_like_a_path(text: str) -> bool:
    """Return whether a value looks like the path of a file.

    >>> [looks_like_a_path(text) for text in ("names.txt", "./names", "PT Maju", "Detik.com")]
    [True, True, False, False]
    """
    return text.startswith(("./", "../", "~/", "/")) or Path(text).suffix.lower() in (".txt", ".tsv", ".csv", ".toml")


def targets_of(options: Iterable[str] | None) -> tuple[str, ...]:
    """Return the target languages without duplicates; --to may be repeated, and takes several with commas.

    >>> targets_of(["en,ja", "en"]), targets_of(None)
    (('en', 'ja'), ('en',))
    """
    codes = [code.strip() for text in options or ("en",) for code in text.split(",")]
    return tuple(dict.fromkeys(code for code in codes if code)) or ("en",)


def check_target(to: str, model: str) -> None:
    """Refuse a target language that only a named model could have.

    Raises:
        UsageError: the language is not supported, and no model is named.
    """
    if to not in TARGETS and model == "auto":
        raise UsageError(
            f"--to {to}: expected {' or '.join(TARGETS)}. For another language name a model that knows it, "
            "such as --model nllb-600m."
        )
