"""Published servers from PyPI and npm, checked as their users would check them."""

import shlex
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.real.pages import pages
from tests.real.runs import REAL, ROOT, Outcome, check, key, listed

HERE = Path(__file__).parent
REGISTRY = tomllib.loads((HERE / "mcp_contract.toml").read_text(encoding="utf-8"))
JUDGED: list[dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["findings"]

COMMANDS = {
    "time": [f"{REAL}/venv/bin/mcp-server-time", "--local-timezone", "UTC"],
    "git": [f"{REAL}/venv/bin/mcp-server-git", "--repository", f"{REAL}/repository"],
    "everything": [f"{REAL}/npm/node_modules/.bin/mcp-server-everything"],
    "memory": [f"{REAL}/npm/node_modules/.bin/mcp-server-memory"],
    "filesystem": [f"{REAL}/npm/node_modules/.bin/mcp-server-filesystem", f"{REAL}/files"],
    "fetch": [f"{REAL}/venv/bin/mcp-server-fetch"],
    "sqlite": [f"{REAL}/venv-sqlite/bin/mcp-server-sqlite", "--db-path", "shop.db"],
}
"""The seven, as somebody without a registry starts them."""
ERROR_AS_SUCCESS = "MCP311"

FILE = "tests/real/mcp_contract.toml"
ALL_TOOLS = ("--mcp-registry", FILE, "--mcp-allow-stakes", "low,high")


@pytest.fixture(scope="module", autouse=True)
def web() -> Iterator[None]:
    """The only web that mcp-server-fetch is shown."""
    with pages() as proxy, pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCP_REAL_PAGES", proxy)
        yield


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run over the whole registry, with every tool called in every way: what they change is a copy."""
    report = tmp_path_factory.mktemp("report") / "report.json"
    return check(*ALL_TOOLS, folder=ROOT, report=report)


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The examples of the same registry, as somebody calls them who allows no effects."""
    report = tmp_path_factory.mktemp("report") / "report.json"
    return check("--mcp-registry", FILE, "--mcp-fuzz", "off", folder=ROOT, report=report)


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


def test_only_tools_that_change_nothing_are_called_without_leave(careful: Outcome) -> None:
    """Provenance: ours. Every tool with an example, and no other."""
    examples = {
        (server, tool)
        for server, entry in REGISTRY["servers"].items()
        for tool, table in entry["tools"].items()
        if "examples" in table
    }

    called = {
        (verdict["server"], verdict["tool"])
        for verdict in careful.report["verdicts"]
        if verdict["code"] == "MCP302" and verdict["outcome"] == "passed"
    }

    assert called == examples
    assert careful.found().keys() <= set(map(key, JUDGED))
    assert not careful.survivors
    assert all(REGISTRY["servers"][server]["tools_stakes"][tool] == "never_ask" for server, tool in called)


def test_most_valid_calls_get_through_where_values_are_given(outcome: Outcome) -> None:
    """Provenance: ours. Without values no call gets through to git or time, and everything passes."""
    measured = [
        measures
        for (server, tool), measures in outcome.tools().items()
        if "values" in REGISTRY["servers"][server]
        or "values" in REGISTRY["servers"][server]["tools"].get(tool, {})
    ]

    valid = sum(measures["valid_calls"] for measures in measured)
    reached = sum(measures["reached_calls"] for measures in measured)

    assert len(measured) >= 30
    assert reached / valid >= 0.6, f"{reached} of {valid}"


@pytest.mark.parametrize(
    ("server", "least"),
    [
        ("everything", 12),
        ("fetch", 1),
        ("filesystem", 14),
        ("git", 12),
        ("memory", 9),
        ("sqlite", 6),
        ("time", 2),
    ],
)
def test_the_tools_of_a_server_are_reached(outcome: Outcome, server: str, least: int) -> None:
    """Provenance: ours. The thirteenth tool of `everything` runs as a task only, which nobody starts here."""
    reached = [
        tool
        for (name, tool), measures in outcome.tools().items()
        if name == server and measures["reached_calls"] and sum(measures["reached_by"].values())
    ]

    assert len(reached) >= least, reached


def test_every_server_is_called_with_what_its_schemas_forbid(outcome: Outcome) -> None:
    """Provenance: ours. Tools without arguments forbid nothing."""
    invalid: Counter[str] = Counter()
    for (server, _), measures in outcome.tools().items():
        invalid[server] += measures["invalid_calls"]

    assert invalid.keys() == REGISTRY["servers"].keys()
    assert all(invalid.values()), invalid


def test_errors_that_are_told_as_success_are_found(outcome: Outcome) -> None:
    """Provenance: the handler of mcp-server-sqlite 2025.4.25 returns the text of every exception."""
    found = {(server, tool) for server, code, tool, _ in outcome.found() if code == ERROR_AS_SUCCESS}

    assert found == {
        ("sqlite", tool) for tool in ("create_table", "describe_table", "read_query", "write_query")
    }


def test_what_is_found_in_generated_calls_is_nearly_always_true() -> None:
    """Provenance: ours. A fuzzer that cries wolf is switched off."""
    judged = [row["true"] for row in JUDGED if "MCP302" <= row["code"] <= "MCP317"]

    assert sum(judged) >= 0.9 * len(judged)


def test_a_server_alone_gives_the_same_as_among_all(outcome: Outcome, tmp_path: Path) -> None:
    """Provenance: ours. Byte for byte, in another process, by other workers: no figure is chance."""
    alone = check(*ALL_TOOLS, f"{FILE}::sqlite", "-n", "2", folder=ROOT, report=tmp_path / "report.json")

    assert alone.told("sqlite") == outcome.told("sqlite")
    assert '"failing": ' in alone.told("sqlite")


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
        *("--mcp-server", shlex.join(COMMANDS[server]), "--mcp-fuzz", "off"),
        folder=tmp_path,
        report=tmp_path / "report.json",
    )

    found = {(code, tool, at) for _, code, tool, at in outcome.found() if at.startswith("/")}
    judged = {key(row)[1:] for row in JUDGED if row["server"] == server}
    assert found == {place for place in judged if place[2].startswith("/")}
    assert outcome.exit_code in (0, 1), outcome.output
    assert list(outcome.ended("MCP003").values()) == [{"passed"}], outcome.output
    assert not outcome.survivors


def test_a_server_without_a_registry_shows_its_findings_on_the_terminal(tmp_path: Path) -> None:
    """Provenance: ours. The first command of the first page of the documentation."""
    outcome = check(
        *("--mcp-server", shlex.join(COMMANDS["everything"]), "--mcp-call-timeout", "3"),
        folder=tmp_path,
        report=tmp_path / "report.json",
    )

    assert outcome.exit_code == 0, outcome.output
    assert "`resourceType` has no description" in outcome.output
    assert "/inputSchema/properties/resourceType" in outcome.output
