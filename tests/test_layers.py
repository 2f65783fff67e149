"""The picture of the floors in docs/architecture.md holds for every import of the package."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "translate"
WORD = re.compile(r"\w+")
# Not rooms: the package's own front door, and `python -m translate`.
DOORS = {"__init__", "__main__"}


@cache
def floors() -> dict[str, int]:
    """Return the floor of each room, counted from the ground: a line of the picture that names rooms is a floor."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith(" " * 4)]
    rooms = {room(module) for module in imports()} - DOORS
    named = [found for line in reversed(lines) if (found := [word for word in WORD.findall(line) if word in rooms])]
    assert named, "docs/architecture.md has no picture of the floors"
    assert sum(map(len, named)) == len(set(chain.from_iterable(named))), "a room is drawn twice"
    return {room: floor for floor, rooms in enumerate(named) for room in rooms}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return what each module of the package imports of it, at its top or inside a function."""
    modules = {name_of(path): path for path in PACKAGE.rglob("*.py")}
    known = frozenset(modules)
    return {name: frozenset(imported(path, known) - {name}) for name, path in modules.items()}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, known: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else str(node.module) for name in inside}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known


def test_every_room_stands_in_the_picture() -> None:
    assert {room(module) for module in imports()} - DOORS == set(floors())


def test_there_are_at_most_six_floors() -> None:
    assert max(floors().values()) < 6


def test_a_module_imports_only_lower_floors() -> None:
    floor = floors()
    upward = [
        f"{module} (floor {floor[room(module)]}) imports {other} (floor {floor[room(other)]})"
        for module, others in sorted(imports().items())
        for other in sorted(others)
        if room(module) not in DOORS and room(other) != room(module) and floor[room(other)] >= floor[room(module)]
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None


def test_only_one_module_uses_the_internals_of_huggingface_hub() -> None:
    internal = re.compile(r"huggingface_hub\.(?!errors\b)\w+|from huggingface_hub import .*\bconstants\b")
    users = {name_of(path) for path in PACKAGE.rglob("*.py") if internal.search(path.read_text(encoding="utf-8"))}
    assert users == {"translate.models.hub.client"}
