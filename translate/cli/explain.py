"""`warta explain`: what a flag means, an example, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

from typer import Argument, Option

from translate.cli.choices import Debug, flag_names
from translate.cli.show import print_json
from translate.document import FlagCode
from translate.errors import UsageError
from translate.language.data import tsv_rows


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one kind of flag."""

    means: str
    example: str
    do: str


EXPLAINED = {FlagCode(code): Explanation(*texts) for code, *texts in tsv_rows("translate.cli", "data/flags.tsv")}


def explain(
    code: Annotated[
        str | None,
        Argument(metavar="CODE", help="A flag, such as NAME_LOST; by default all.", autocompletion=flag_names),
    ] = None,
    as_json: Annotated[bool, Option("--json", help="Write it as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Explain a flag: what it means, an example, and what to do."""
    wanted = list(EXPLAINED) if code is None else [_known(code)]
    if as_json:
        result = [{"code": str(kind), **asdict(EXPLAINED[kind])} for kind in wanted]
        print_json(result)
        return
    for kind in wanted:
        explanation = EXPLAINED[kind]
        print(f"{kind}\n  {explanation.means}\n  Example: {explanation.example}\n  What to do: {explanation.do}")


def _known(code: str) -> FlagCode:
    try:
        return FlagCode(code.upper().replace("-", "_"))
    except ValueError:
        raise UsageError(f"There is no flag {code!r}; expected one of {', '.join(EXPLAINED)}.") from None
