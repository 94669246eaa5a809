"""Checks from packages of others: held to their examples, and run like ours."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main
from pytest_mcp_contract.errors import ConfigError

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-check.md"
FILE = "acme001_tenant_missing.py"


def documented() -> str:
    """The check that the how-to shows."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(code)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package `acme_checks` with the check of the how-to, installed as far as entry points go."""
    folder = tmp_path / "acme_checks"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / FILE).write_text(documented(), encoding="utf-8")
    info = tmp_path / "acme_checks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: acme-checks\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[pytest_mcp_contract.checks]\nacme = acme_checks\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    all_checks.cache_clear()
    yield folder
    all_checks.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "acme_checks"]:
        del sys.modules[name]


def change(package: Path, old: str, new: str) -> None:
    """Edit the check."""
    text = (package / FILE).read_text(encoding="utf-8")
    assert old in text
    (package / FILE).write_text(text.replace(old, new), encoding="utf-8")


def test_the_documented_check_is_sound(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    assert main(["check-checks", "acme_checks"]) == 0
    assert "ACME001  error    tenant-missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('if "tenant" not in', 'if "nothing" in', "bad example 0 is silent"),
        ('if "tenant" not in', 'if "nothing" not in', "good example 0 fires: no parameter `tenant`"),
        ('at="/inputSchema/properties"', 'at=""', "bad example 0: a finding says no place (`at`)"),
        ('saw="no parameter `tenant`"', 'saw="No."', "bad example 0: the first line of `saw`"),
        ('source="house"', 'source="somewhere"', "its source is 'somewhere'"),
        ('title="A tool does not take a tenant"', 'title="Bad."', "its title has to be a sentence"),
    ],
)
def test_a_check_that_is_wrong_is_named_with_what_is_wrong(
    package: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    """Provenance: ours."""
    change(package, old, new)

    assert main(["check-checks", "acme_checks"]) == 1
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("acme_check", "No module named 'acme_check'"),
        ("json.decoder", "is a module; a package is wanted"),
        ("json", "holds no file that is named"),
    ],
)
def test_what_is_no_package_of_checks_is_told(
    package: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    """Provenance: ours."""
    assert main(["check-checks", name]) == 2
    assert told in capsys.readouterr().err


def test_a_check_of_ours_and_one_of_theirs_are_both_known(package: Path) -> None:
    """Provenance: ours."""
    codes = [check.code for check in all_checks()]

    assert codes[-1] == "ACME001"
    assert "MCP104" in codes


def test_a_code_that_is_ours_is_refused_with_the_way_out(package: Path) -> None:
    """Provenance: ours. Else waivers and selections would mean two checks."""
    change(package, "ACME001", "MCP104")
    (package / FILE).rename(package / "mcp104_tenant_missing.py")

    with pytest.raises(ConfigError, match=r"`acme_checks` of acme-checks 1\.0: MCP104: codes that begin"):
        all_checks()


def test_a_run_of_the_contract_runs_it(package: Path, pytester: pytest.Pytester) -> None:
    """Provenance: ours. Both halves: the tool without a tenant, and the one with it."""
    pytester.makeini("[pytest]\nmcp_fuzz = off\n")
    pytester.makepyfile(
        weather="""
        from mcp.server import MCPServer

        server = MCPServer("weather")

        @server.tool()
        def get_forecast(city: str) -> str:
            return city

        @server.tool()
        def list_alerts(tenant: str) -> str:
            return tenant
        """
    )
    pytester.path.joinpath("mcp_contract.toml").write_text(
        'format = 1\n[servers.weather]\npython = "weather:server"\n'
        'tools_stakes = { get_forecast = "never_ask", list_alerts = "never_ask" }\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(package.parent))
        result = pytester.runpytest_subprocess("--mcp-contract", "--mcp-select=ACME", timeout=120)

    result.stdout.fnmatch_lines(["*`get_forecast`: no parameter `tenant`*", "*error[[]ACME001[]]*"])
    result.stdout.no_fnmatch_line("*list_alerts*no parameter*")
    result.assert_outcomes(failed=1)
