"""Packages of checks that others bring: what is taken from them, and what is refused with the way out."""

import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue import walk
from pytest_mcp_contract.catalogue.walk import GROUP, all_checks, own_checks
from pytest_mcp_contract.errors import ConfigError
from tests.catalogue import test_walk

CHECK = textwrap.dedent(test_walk.CHECK)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package `globex_checks`, which is empty."""
    package = tmp_path / "globex_checks"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    all_checks.cache_clear()
    yield package
    all_checks.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "globex_checks"]:
        del sys.modules[name]


def write(folder: Path, code: str, name: str) -> None:
    (folder / f"{code.lower()}_{name}.py").write_text(CHECK.format(code=code, name=name), encoding="utf-8")


def installed(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """As if these packages were named by entry points."""
    points = [EntryPoint("checks", package, GROUP) for package in packages]
    monkeypatch.setattr(walk, "entry_points", lambda group: points if group == GROUP else [])


def test_the_checks_of_a_package_come_by_their_codes(folder: Path) -> None:
    """Provenance: ours. Files of other names are no checks."""
    write(folder, "GLOB002", "second")
    write(folder, "GLOB001", "first")
    (folder / "helpers.py").write_text("raise ImportError", encoding="utf-8")
    (folder / "glob003_folder").mkdir()
    (folder / "glob003_folder" / "__init__.py").touch()

    assert [(check.code, check.name) for check in own_checks("globex_checks")] == [
        ("GLOB001", "first"),
        ("GLOB002", "second"),
    ]


def test_a_package_without_a_check_is_refused(folder: Path) -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError, match="holds no file that is named"):
        own_checks("globex_checks")


def test_a_module_is_no_package(folder: Path) -> None:
    """Provenance: ours."""
    write(folder, "GLOB001", "first")

    with pytest.raises(ValueError, match="is a module; a package is wanted"):
        own_checks("globex_checks.glob001_first")


def test_a_package_that_is_not_there_is_told_by_its_name() -> None:
    """Provenance: ours."""
    with pytest.raises(ImportError, match="globex_nowhere"):
        own_checks("globex_nowhere")


@pytest.mark.parametrize("code", ["MCP901", "MCPX901"])
def test_codes_of_ours_are_taken_even_where_only_one_of_several_has_it(folder: Path, code: str) -> None:
    """Provenance: ours. Else waivers and selections would mean two checks."""
    write(folder, "GLOB001", "first")
    write(folder, code, "second")

    with pytest.raises(ValueError, match=f"^{code}: codes that begin with MCP are taken$"):
        own_checks("globex_checks")


def test_checks_of_others_stand_behind_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    ours = all_checks()
    all_checks.cache_clear()
    write(folder, "GLOB002", "second")
    write(folder, "GLOB001", "first")
    installed(monkeypatch, "globex_checks")

    found = all_checks()

    assert [check.code for check in found[: len(ours)]] == [check.code for check in ours]
    assert [check.code for check in found[len(ours) :]] == ["GLOB001", "GLOB002"]


def test_two_packages_with_one_code_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Which of the two was meant, nobody can say."""
    write(folder, "GLOB001", "first")
    installed(monkeypatch, "globex_checks", "globex_checks")

    with pytest.raises(ConfigError) as caught:
        all_checks()

    assert caught.value.at == "checks `globex_checks` of an installed package"
    assert caught.value.what == "GLOB001 is both first and first"
    assert caught.value.fix == (
        "mend it (`pytest-mcp-contract check-checks globex_checks`), or uninstall an installed package"
    )


@pytest.mark.parametrize(
    ("package", "what"),
    [
        ("globex_nowhere", "No module named 'globex_nowhere'"),
        ("globex_checks", "holds no file that is named `<code>_<name>.py`"),
    ],
)
def test_a_package_that_cannot_be_used_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, what: str
) -> None:
    """Provenance: ours. Whoever runs the contract did not write it."""
    installed(monkeypatch, package)

    with pytest.raises(ConfigError) as caught:
        all_checks()

    assert (caught.value.at, caught.value.what) == (f"checks `{package}` of an installed package", what)
