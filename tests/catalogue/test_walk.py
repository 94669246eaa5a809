"""The walk over a folder of checks: what it finds, and what it refuses."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import pytest_mcp_contract.checks
from pytest_mcp_contract.catalogue.walk import all_checks

CHECK = """
    from collections.abc import Iterator

    from pytest_mcp_contract.catalogue import Severity, tool_check
    from pytest_mcp_contract.model import Finding, Tool


    @tool_check(
        code="{code}", title="t", severity=Severity.ERROR, since="0.1.0", source="house",
        why="w", fix="f", bad=(), good=(),
    )
    def {name}(tool: Tool) -> Iterator[Finding]:
        yield Finding(at="", saw="")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty package that stands where the checks stand."""
    package = tmp_path / "walked_checks"
    (package / "surface").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "surface" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(pytest_mcp_contract.checks, "__path__", [str(package)])
    monkeypatch.setattr(pytest_mcp_contract.checks, "__name__", "walked_checks")
    all_checks.cache_clear()
    yield package / "surface"
    all_checks.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "walked_checks"]:
        del sys.modules[name]


def write(path: Path, *, code: str, name: str) -> None:
    path.write_text(textwrap.dedent(CHECK.format(code=code, name=name)), encoding="utf-8")


def test_checks_are_found_in_the_order_of_their_codes(folder: Path) -> None:
    write(folder / "mcp202_second.py", code="MCP202", name="second")
    write(folder / "mcp201_first_one.py", code="MCP201", name="first_one")
    (folder / "_helpers.py").write_text("from walked_checks.surface.mcp202_second import second\n", "utf-8")

    assert [(check.code, check.name) for check in all_checks()] == [
        ("MCP201", "first-one"),
        ("MCP202", "second"),
    ]


def test_a_file_with_another_code_than_its_check_is_refused(folder: Path) -> None:
    write(folder / "mcp203_first.py", code="MCP201", name="first")

    with pytest.raises(ValueError, match="MCP201 first: file and check differ in name"):
        all_checks()


def test_a_file_with_another_name_than_its_check_is_refused(folder: Path) -> None:
    write(folder / "mcp201_first.py", code="MCP201", name="second")

    with pytest.raises(ValueError, match="MCP201 second: file and check differ in name"):
        all_checks()


def test_a_file_without_a_check_is_refused(folder: Path) -> None:
    (folder / "mcp201_empty.py").touch()

    with pytest.raises(ValueError, match="holds 0 checks, not one"):
        all_checks()


def test_two_checks_with_one_code_are_refused(folder: Path) -> None:
    write(folder / "mcp201_first.py", code="MCP201", name="first")
    write(folder / "mcp201_second.py", code="MCP201", name="second")

    with pytest.raises(ValueError, match="MCP201 is both first and second"):
        all_checks()
