"""The registry checks over a real registry of 82 servers: counts, and every place judged by hand."""

from collections.abc import Iterator

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Registry
from tests.corpus.registry82 import DATA, registry82

pytestmark = pytest.mark.shared_data

COUNTS = {
    "MCP101": 82,  # by construction: the data says of no server how it starts
    "MCP108": 1,  # true: `web_search_&_browse`
    "MCP130": 3,  # true: github, zendesk and fathom connect by OAuth and have a null documentationUrl
    "MCP136": 2,  # true: `send_mail` of gmail and of outlook went from medium to high, the arguments stayed
    "MCP137": 23,  # all of poke's 19 reads, two of openai_usage, one of val_town and of microsoft_teams
    "MCP138": 23,
    "MCP139": 17,
}
"""Every check of the registry and its rows that is not named here is silent on all 82."""
NOT_IN_THE_DATA = {"MCP102", "MCP103", "MCP106", "MCP107", "MCP115", "MCP128"}
"""Checks whose lists the data does not state: names, OAuth providers, icons."""
OURS = {f"MCP{number}" for number in (*range(101, 120), *range(123, 140))}


@pytest.fixture(scope="module")
def registry() -> Registry:
    file = DATA / "registry-82.json"
    if not file.is_file():
        pytest.skip(f"{file} is not here")
    return registry82(file)


def checks_that_apply(registry: Registry) -> Iterator[AnyCheck]:
    for check in all_checks():
        judges_rows = check.scope in (Scope.REGISTRY, Scope.ENTRY)
        if check.code in OURS and judges_rows and all(registry.states(key) for key in check.requires):
            yield check


def findings(code: str, registry: Registry) -> list[Finding]:
    check = next(check for check in all_checks() if check.code == code)
    subjects = [registry] if check.scope is Scope.REGISTRY else registry.servers.values()
    return [item for subject in subjects for item in check(subject) if isinstance(item, Finding)]


def places(code: str, registry: Registry) -> set[str]:
    """Findings as `server.tool`."""
    return {f"{finding.at.split('.')[1]}.{finding.tool}" for finding in findings(code, registry)}


def test_the_registry_is_read_whole(registry: Registry) -> None:
    stakes = [stake for entry in registry.servers.values() for stake in (entry.tools_stakes or {}).values()]

    assert len(registry.servers) == 82
    assert len(stakes) == 598
    assert set(stakes) == set(registry.stakes)


def test_every_check_finds_what_was_judged_true_and_no_more(registry: Registry) -> None:
    applied = {check.code for check in checks_that_apply(registry)}
    counts = {code: count for code in sorted(applied) if (count := len(findings(code, registry)))}

    assert counts == COUNTS
    assert not applied & NOT_IN_THE_DATA
    assert len(applied) > 20


def test_the_verbs_find_the_62_known_tools(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G4, counted by hand from the same data."""
    asked, unasked, below = (places(code, registry) for code in ("MCP137", "MCP138", "MCP139"))

    assert (len(asked), len(unasked), len(below)) == (23, 23, 17)
    assert len(asked | unasked | below) == 62
    assert unasked & below == {"agent_memory.erase_entries"}
    assert not asked & (unasked | below)


def test_the_tools_that_the_facts_name_are_among_them(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G4."""
    assert {"val_town.get_file_content", "microsoft_teams.get_transcript_content"} <= places(
        "MCP137", registry
    )
    assert {
        "microsoft_drive.copy_file",
        *(f"files.{verb}" for verb in ("create", "edit", "move", "copy", "upload_from_url")),
        *(f"agent_memory.{verb}_entries" for verb in ("record", "edit", "erase")),
        "wakeups.cancel_wakeup",
        "pod_manager.move_conversation",
    } <= places("MCP138", registry)
    assert {
        "notion.delete_page",
        "notion.delete_block",
        "jira.delete_issue_link",
        "google_sheets.delete_worksheet",
        "google_sheets.clear_range",
        "outlook.delete_draft",
        "outlook_calendar.delete_event",
        "google_calendar.delete_event",
        "ukg_ready.delete_pto_request",
        "files.delete",
    } <= places("MCP139", registry)


def test_drafts_that_ask_at_the_top_level_are_left_alone(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G4: the same verb is at the top level elsewhere."""
    assert not {"gmail.delete_draft", "front.delete_draft"} & places("MCP139", registry)


def test_dead_approval_arguments_are_the_two_known_ones(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G6."""
    assert places("MCP136", registry) == {"gmail.send_mail", "outlook.send_mail"}


def test_all_twelve_medium_tools_are_covered(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G6."""
    medium = [
        tool
        for entry in registry.servers.values()
        for tool, stake in (entry.tools_stakes or {}).items()
        if stake == "medium"
    ]

    assert len(medium) == 12
    assert not findings("MCP133", registry)
