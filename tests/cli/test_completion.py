"""What a shell is told to go on with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main

REGISTRY = """
format = 1
[servers.github]
command = ["gh"]
[servers.jira]
command = ["j"]
"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("lock --", {"--help", "--check", "--files-only", "--mcp-registry"}),
        ("doctor g", {"github"}),
        ("explain duplicate-i", {"duplicate-id"}),
        ("checks MCP10", {one.code for one in all_checks() if one.code.startswith("MCP10")}),
    ],
)
def test_a_line_is_completed(tmp_path: Path, line: str, words: set[str]) -> None:
    """Provenance: ours. As a shell asks."""
    (tmp_path / "mcp_contract.toml").write_text(REGISTRY, encoding="utf-8")
    typed = f"pytest-mcp-contract {line}"
    asked = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": "told",
        "COMP_LINE": typed,
        "COMP_POINT": str(len(typed)),
    }

    subprocess.run(
        [sys.executable, "-m", "pytest_mcp_contract.cli"], cwd=tmp_path, env=asked, timeout=60, check=True
    )

    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert {word.strip() for word in told} == words


def test_the_shell_is_given_what_asks_us(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    assert main(["completion", "bash"]) == 0
    assert "pytest-mcp-contract" in capsys.readouterr().out


def test_the_extra_is_named_where_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    monkeypatch.setitem(sys.modules, "argcomplete.shell_integration", None)

    assert main(["completion", "bash"]) == 2
    assert "pytest-mcp-registry-contract[completion]" in capsys.readouterr().err


def test_a_start_imports_no_model_and_nothing_for_completion() -> None:
    """Provenance: ours. A shell waits for it while somebody types."""
    script = "import sys; from pytest_mcp_contract.cli import main\ntry: main(['lock', '--help'])\n"
    script += "except SystemExit: pass\nassert not {'pydantic', 'argcomplete', 'pytest'} & set(sys.modules)"

    subprocess.run([sys.executable, "-c", script], timeout=60, check=True, stdout=subprocess.DEVNULL)
