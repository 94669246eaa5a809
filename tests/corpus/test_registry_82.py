"""The registry checks over a real registry of 82 servers.

How many findings each has, and which of them are true, is in precision.toml.
"""

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Registry
from tests.corpus import registry82

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not registry82.FILE.is_file(), reason=f"{registry82.FILE} is not here"),
]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return registry82.registry82()


def findings(code: str) -> list[Finding]:
    return registry82.findings(next(check for check in all_checks() if check.code == code))


def places(code: str) -> set[str]:
    """Findings as `server.tool`."""
    return {f"{finding.at.split('.')[1]}.{finding.tool}" for finding in findings(code)}


def test_the_registry_is_read_whole(registry: Registry) -> None:
    stakes = [stake for entry in registry.servers.values() for stake in (entry.tools_stakes or {}).values()]

    assert len(registry.servers) == 82
    assert len(stakes) == 598
    assert set(stakes) == set(registry.stakes)


def test_the_verbs_find_the_62_known_tools() -> None:
    """Provenance: REGISTRY-FACTS.md G4, counted by hand from the same data."""
    asked, unasked, below = (places(code) for code in ("MCP137", "MCP138", "MCP139"))

    assert (len(asked), len(unasked), len(below)) == (23, 23, 17)
    assert len(asked | unasked | below) == 62
    assert unasked & below == {"agent_memory.erase_entries"}
    assert not asked & (unasked | below)


def test_the_tools_that_the_facts_name_are_among_them() -> None:
    """Provenance: REGISTRY-FACTS.md G4."""
    assert {"val_town.get_file_content", "microsoft_teams.get_transcript_content"} <= places("MCP137")
    assert {
        "microsoft_drive.copy_file",
        *(f"files.{verb}" for verb in ("create", "edit", "move", "copy", "upload_from_url")),
        *(f"agent_memory.{verb}_entries" for verb in ("record", "edit", "erase")),
        "wakeups.cancel_wakeup",
        "pod_manager.move_conversation",
    } <= places("MCP138")
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
    } <= places("MCP139")


def test_drafts_that_ask_at_the_top_level_are_left_alone() -> None:
    """Provenance: REGISTRY-FACTS.md G4: the same verb is at the top level elsewhere."""
    assert not {"gmail.delete_draft", "front.delete_draft"} & places("MCP139")


def test_dead_approval_arguments_are_the_two_known_ones() -> None:
    """Provenance: REGISTRY-FACTS.md G6."""
    assert places("MCP136") == {"gmail.send_mail", "outlook.send_mail"}


def test_all_twelve_medium_tools_are_covered(registry: Registry) -> None:
    """Provenance: REGISTRY-FACTS.md G6."""
    medium = [
        tool
        for entry in registry.servers.values()
        for tool, stake in (entry.tools_stakes or {}).items()
        if stake == "medium"
    ]

    assert len(medium) == 12
    assert not findings("MCP133")
