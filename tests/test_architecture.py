"""The data goes one way: discover -> observe -> check -> report. Imports prove it."""

import ast
from pathlib import Path

import pytest

import pytest_mcp_contract

PACKAGE = Path(pytest_mcp_contract.__file__).parent
NAME = "pytest_mcp_contract"

MAY_IMPORT = {
    "model": {"model"},
    "catalogue": {"catalogue", "model", "errors", "checks"},
    "checks": {"catalogue", "model", "checks"},
    "discover": {"discover", "model", "errors"},
    "observe": {"observe", "model", "errors", "whole_file"},
    "fuzz": {"fuzz", "model", "errors"},
    "drift": {"drift", "fuzz", "model", "errors", "whole_file"},
    "report": {"report", "model", "catalogue", "errors", "whole_file"},
    "reference": {"reference"},
    "fuzzer": {"catalogue", "model", "observe", "fuzz"},
    "gate": {"catalogue", "checks", "model", "observe", "drift", "errors"},
    "runner": {"catalogue", "model", "observe", "fuzzer", "gate", "errors"},
    "options": set(),
    "errors": set(),
    "whole_file": set(),
    "plugin": {"options", "active", "activate", "fixtures", "model", "report"},
}
"""Room -> the rooms it may import. Who is not named may import all: the bridge to pytest, the commands."""


def room_of(path: Path) -> str:
    """The first folder under the package, or the module's own name."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a module imports, also inside its functions."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        rooms |= {name.split(".")[1] for name in names if name.startswith(f"{NAME}.")}
    return rooms


MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if room_of(path) in MAY_IMPORT]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    """Provenance: ours."""
    assert imported_rooms(path) <= MAY_IMPORT[room_of(path)]


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in ("checks", "model")], ids=str)
def test_rules_and_models_do_nothing_but_compute(path: Path) -> None:
    """Provenance: ours. No waiting, no files, no printing, no clock, no pytest."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    modules = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert not calls & {"open", "print", "input"}
    assert not {name.split(".")[0] for name in modules} & {
        "pytest", "logging", "socket", "subprocess", "asyncio", "anyio", "time", "os", "sys"
    }  # fmt: skip
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Await | ast.AsyncFunctionDef)]


def test_the_walk_saw_modules() -> None:
    """Provenance: ours. The tests above would pass on nothing."""
    assert len(MODULES) > 60
