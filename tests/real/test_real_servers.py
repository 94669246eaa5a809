"""Published servers from PyPI and npm, checked as their users would check them."""

import json
import os
import select
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

if "MCP_REAL" not in os.environ:
    pytest.skip("no real servers are installed: run `make real`", allow_module_level=True)

REAL = Path(os.environ["MCP_REAL"]).resolve()

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
REGISTRY = tomllib.loads((HERE / "mcp_contract.toml").read_text(encoding="utf-8"))
JUDGED: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["findings"]

COMMANDS = {
    "time": [f"{REAL}/venv/bin/mcp-server-time", "--local-timezone", "UTC"],
    "git": [f"{REAL}/venv/bin/mcp-server-git", "--repository", f"{REAL}/repository"],
    "everything": [f"{REAL}/npm/node_modules/.bin/mcp-server-everything"],
    "memory": [f"{REAL}/npm/node_modules/.bin/mcp-server-memory"],
    "filesystem": [f"{REAL}/npm/node_modules/.bin/mcp-server-filesystem", f"{REAL}/files"],
}
"""The five, as somebody without a registry starts them."""

Key = tuple[str, str, str | None, str]
"""Server, code, tool, place."""


@dataclass(frozen=True)
class Outcome:
    """One run of `pytest --mcp-contract` in a process of its own."""

    exit_code: int
    output: str
    report: dict[str, Any]
    survivors: list[str]
    """Command lines of processes that the run started and that are still there."""

    def found(self) -> dict[Key, str]:
        """Every finding, with what it saw; waived ones too."""
        return {
            (verdict["server"], verdict["code"], finding["tool"], finding["at"]): finding["saw"]
            for verdict in self.report["verdicts"]
            for finding in [*verdict["findings"], *verdict["waived"]]
        }

    def ended(self, code: str) -> dict[str, set[str]]:
        """The outcomes of one check, by server."""
        outcomes: dict[str, set[str]] = {}
        for verdict in self.report["verdicts"]:
            if verdict["code"] == code:
                outcomes.setdefault(verdict["server"], set()).add(verdict["outcome"])
        return outcomes


def check(*options: str, folder: Path, report: Path) -> Outcome:
    """Run the contract in `folder` and gather all that is known of the run."""
    before = living()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--mcp-contract"),
            *options,
            *("--mcp-report", f"json={report}"),
        ],
        env={**os.environ, "MCP_REAL": str(REAL)},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    survivors = [line for pid, line in living().items() if pid not in before and outlives(pid, seconds=2)]
    assert report.is_file(), done.stdout
    return Outcome(done.returncode, done.stdout, json.loads(report.read_text(encoding="utf-8")), survivors)


def living() -> dict[int, str]:
    """Processes whose command line names the folder of the real servers; empty where /proc is not known."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
            if str(REAL) in words:
                found[int(entry.name)] = words.strip()
    return found


def outlives(pid: int, *, seconds: float) -> bool:
    """Whether a process is still there when the time is over; a killed one may need a moment to go."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([handle], [], [], seconds)[0]
    finally:
        os.close(handle)


def key(row: dict[str, Any]) -> Key:
    return row["server"], row["code"], row["tool"], row["at"]


def listed(keys: Iterable[Key]) -> str:
    """Keys in the form of expected.toml, to be judged and put in."""
    names = ("server", "code", "tool", "at")
    rows = (
        ", ".join(f'{name} = "{value}"' for name, value in zip(names, row, strict=True))
        for row in sorted(keys, key=str)
    )
    return "\n".join(f'    {{ {row}, true = ?, why = "" }},' for row in rows)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run over the whole registry."""
    report = tmp_path_factory.mktemp("report") / "report.json"
    return check("--mcp-registry", "tests/real/mcp_contract.toml", folder=ROOT, report=report)


def test_the_run_finds_nothing_that_nobody_has_judged(outcome: Outcome) -> None:
    """Provenance: ours. A new check meets real servers here before it meets other people's."""
    unexpected = outcome.found().keys() - set(map(key, JUDGED))

    assert not unexpected, f"judge these by hand, in expected.toml:\n{listed(unexpected)}"


def test_the_run_finds_everything_that_was_judged(outcome: Outcome) -> None:
    """Provenance: ours. Versions are pinned, so a finding that is gone is a check that has gone blind."""
    missing = set(map(key, JUDGED)) - outcome.found().keys()

    assert not missing, f"no longer found:\n{listed(missing)}"


def test_no_error_is_judged_false(outcome: Outcome) -> None:
    """Provenance: ours. An error stops a merge; a false one teaches people to ignore the rest."""
    errors = {verdict["code"] for verdict in outcome.report["verdicts"] if verdict["severity"] == "error"}

    false_alarms = [key(row) for row in JUDGED if not row["true"] and row["code"] in errors]

    assert not false_alarms, listed(false_alarms)


def test_every_judgement_says_why() -> None:
    """Provenance: ours. `true` without a reason is a guess."""
    assert all(row["why"].strip() and isinstance(row["true"], bool) for row in JUDGED)
    assert len(set(map(key, JUDGED))) == len(JUDGED)


def test_every_server_is_reached(outcome: Outcome) -> None:
    """Provenance: ours. A run that reaches nobody finds nothing and looks clean."""
    assert outcome.ended("MCP003") == {name: {"passed"} for name in REGISTRY["servers"]}
    assert "lost" not in {verdict["outcome"] for verdict in outcome.report["verdicts"]}


def test_the_stakes_name_exactly_the_tools_that_the_servers_list(outcome: Outcome) -> None:
    """Provenance: ours. Both ways, so that tools were listed for certain."""
    everybody = {name: {"passed"} for name in REGISTRY["servers"]}

    assert outcome.ended("MCP120") == everybody
    assert outcome.ended("MCP121") == everybody


def test_every_tool_with_an_example_is_called(outcome: Outcome) -> None:
    """Provenance: ours. Examples stand only at tools that change nothing."""
    examples = {
        (server, tool)
        for server, entry in REGISTRY["servers"].items()
        for tool, table in entry["tools"].items()
        if table["examples"]
    }

    called = {
        (verdict["server"], verdict["tool"])
        for verdict in outcome.report["verdicts"]
        if verdict["code"] == "MCP302" and verdict["outcome"] == "passed"
    }

    assert called == examples
    assert all(REGISTRY["servers"][server]["tools_stakes"][tool] == "never_ask" for server, tool in called)


def test_some_checks_pass_on_every_server(outcome: Outcome) -> None:
    """Provenance: ours. Silence is not success: something must have been exercised."""
    passed = {row["name"]: row["outcomes"].get("passed", 0) for row in outcome.report["servers"]}

    assert passed.keys() == REGISTRY["servers"].keys()
    assert all(count > 0 for count in passed.values()), passed


def test_the_exit_code_says_whether_there_are_errors(outcome: Outcome) -> None:
    """Provenance: ours. 2, 3 and 4 are for interruption, breakage and wrong usage."""
    failed = any(verdict["outcome"] == "failed" for verdict in outcome.report["verdicts"])

    assert outcome.exit_code == int(failed), outcome.output
    assert "Traceback" not in outcome.output


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are found through /proc")
def test_no_process_is_left_behind(outcome: Outcome) -> None:
    """Provenance: ours. Servers behind npx and shells survive a client that only closes its pipe."""
    assert not outcome.survivors


@pytest.mark.parametrize("server", COMMANDS)
def test_one_command_without_a_registry_shows_the_same_surface(server: str, tmp_path: Path) -> None:
    """Provenance: ours. The author of one server has a command and an empty folder, nothing else."""
    outcome = check(
        "--mcp-server", shlex.join(COMMANDS[server]), folder=tmp_path, report=tmp_path / "report.json"
    )

    found = {(code, tool, at) for _, code, tool, at in outcome.found() if at.startswith("/")}
    judged = {(row["code"], row["tool"], row["at"]) for row in JUDGED if row["server"] == server}
    assert found == {place for place in judged if place[2].startswith("/")}
    assert outcome.exit_code in (0, 1), outcome.output
    assert list(outcome.ended("MCP003").values()) == [{"passed"}], outcome.output
    assert not outcome.survivors


def test_a_server_without_a_registry_shows_its_findings_on_the_terminal(tmp_path: Path) -> None:
    """Provenance: ours. The first command of the first page of the documentation."""
    outcome = check(
        "--mcp-server", shlex.join(COMMANDS["everything"]), folder=tmp_path, report=tmp_path / "report.json"
    )

    assert outcome.exit_code in (0, 1), outcome.output
    assert "`resourceType` has no description" in outcome.output
    assert "/inputSchema/properties/resourceType" in outcome.output
