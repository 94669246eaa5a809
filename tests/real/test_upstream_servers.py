"""Published servers whose API is asked under a base URL that a variable names: replayed, faulted, fuzzed."""

import pytest

from tests.real.runs import key, listed
from tests.real.upstream_run import JUDGED, REGISTRY, Run, run


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over both servers."""
    return run(tmp_path_factory.mktemp("upstream"))


def test_the_run_finds_nothing_that_nobody_has_judged(done: Run) -> None:
    """Provenance: ours. A finding about somebody else's server is read by hand before it is believed."""
    assert not done.new(), f"judge these by hand, in expected.toml:\n{listed(done.new())}"


def test_the_run_finds_everything_that_was_judged(done: Run) -> None:
    """Provenance: ours. Versions are pinned, so a finding that is gone is a check that has gone blind."""
    assert not done.gone(), f"no longer found:\n{listed(done.gone())}"


def test_no_error_is_judged_false(done: Run) -> None:
    """Provenance: ours. An error stops a merge; a false one teaches people to ignore the rest."""
    severities = done.severities()

    assert not [key(row) for row in JUDGED if not row["true"] and severities[row["code"]] == "error"]


def test_every_judgement_says_why() -> None:
    """Provenance: ours. `true` without a reason is a guess."""
    assert all(row["why"].strip() and isinstance(row["true"], bool) for row in JUDGED)
    assert len(set(map(key, JUDGED))) == len(JUDGED)


def test_every_example_is_replayed_without_a_request_that_was_not_recorded(done: Run) -> None:
    """Provenance: ours. The servers are not ours, so what they ask differs only if something here does."""
    examples = {
        f"{server}.{tool}": len(table["examples"])
        for server, entry in REGISTRY["servers"].items()
        for tool, table in entry["tools"].items()
    }

    assert {name: cassettes for name, (cassettes, _) in done.counted.items()} == examples
    assert done.outcome.ended("MCP405") == {name: {"passed"} for name in REGISTRY["servers"]}
    assert "lost" not in {verdict["outcome"] for verdict in done.outcome.report["verdicts"]}


@pytest.mark.parametrize("server", sorted(REGISTRY["servers"]))
def test_tools_are_tried_with_faults_and_with_calls_that_are_made_up(done: Run, server: str) -> None:
    """Provenance: ours. A run that tries nothing finds nothing and looks clean."""
    measured = done.measured(server)

    assert measured.faults >= 15 * measured.called, measured
    assert measured.calls >= 20 * measured.called / 2, measured


def test_tools_that_write_are_replayed_and_not_made_up(done: Run) -> None:
    """Provenance: ours. A recorded POST is played; a writing tool is asked nothing that nobody wrote down."""
    tools = done.outcome.tools()

    for server, tool in (("jira", "jira_add_comment"), ("gitlab", "create_note")):
        assert done.counted[f"{server}.{tool}"][1] >= 15
        assert not tools[server, tool].get("valid_calls")


def test_nothing_is_left_behind(done: Run) -> None:
    """Provenance: ours. Node and Python servers, killed and started again after each hang."""
    assert not done.outcome.survivors
    assert "Traceback (most recent call last)" not in done.outcome.output
