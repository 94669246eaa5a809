"""How a run ends that has shown nothing, and what it says where not every character can be shown."""

import json
import os
import subprocess
import sys

import pytest

from tests.plugin.conftest import Contract, in_process, write_registry


def test_a_run_that_could_check_nothing_is_no_success(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Without a cassette; whatever else is checked beside it, a run is a success again."""
    write_registry(project, in_process("weather"))

    nothing, something = contract("--mcp-select=MCP401"), contract("--mcp-select=MCP401,MCP104")

    assert nothing.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    nothing.stdout.fnmatch_lines(["mcp-contract: 1 server, 1 not exercised; nothing was checked"])
    assert something.ret == 0
    something.stdout.fnmatch_lines(["mcp-contract: 1 server, 1 passed, 1 not exercised"])


@pytest.mark.parametrize(
    ("encoding", "shown", "colours"),
    [
        ("ascii", "gr\\u00fcn -> \\u65e5", {"FORCE_COLOR": "1"}),
        ("cp1252", "grün -> \\u65e5", {"NO_COLOR": "1"}),
    ],
)
def test_a_name_that_does_not_fit_is_spelled_and_whole_in_reports(
    project: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
    shown: str,
    colours: dict[str, str],
) -> None:
    """Provenance: Windows' consoles, and `LC_ALL=C`. Colours are those that pytest's own rules give."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    for name in ("NO_COLOR", "FORCE_COLOR", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in colours.items():
        monkeypatch.setenv(name, value)
    name = "grün → 日"
    second = in_process("weather").replace("servers.weather", f'servers."{name}"')
    write_registry(project, second, in_process("weather"))

    # In a process that starts anew: the encoding of one that runs is settled.
    command = [sys.executable, "-m", "pytest", "--mcp-contract", "--mcp-files-only", "--mcp-select=MCP104"]
    ended = subprocess.run([*command, "--mcp-report=json=report.json"], stdout=subprocess.PIPE, timeout=120)

    said = ended.stdout.decode(encoding)
    assert ended.returncode == 1
    assert f"saw   id 1, also the id of `{shown}`{os.linesep}" in said
    assert ("\x1b[31m" in said) == ("FORCE_COLOR" in colours)
    report = json.loads((project.path / "report.json").read_text(encoding="utf-8"))
    assert name in report["verdicts"][0]["findings"][0]["saw"]
