"""The layer table of docs/architecture.md holds for every import of the package."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "translate"
ROW = re.compile(r"^\| (\d+) \| (\w+) \|", re.M)
# Not rooms: the package's own front door, the version, and `python -m translate`.
DOORS = {"__init__", "__main__"}


def layers() -> dict[str, int]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return {room: int(number) for number, room in ROW.findall(page)}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            if node.module == "translate":
                names = [f"translate.{alias.name}" for alias in node.names]
            else:
                names = [str(node.module)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("translate.")}
    return found


def test_every_room_stands_in_the_table() -> None:
    rooms = {room(path) for path in PACKAGE.rglob("*.py")} - DOORS
    assert rooms == set(layers())


def test_a_module_imports_only_lower_layers() -> None:
    layer = layers()
    upward = [
        f"{path.relative_to(ROOT)} (layer {layer[room(path)]}) imports {name} (layer {layer[name]})"
        for path in sorted(PACKAGE.rglob("*.py"))
        if room(path) not in DOORS
        for name in sorted(imported_rooms(path))
        if name in layer and name != room(path) and layer[name] >= layer[room(path)]
    ]
    assert upward == []
