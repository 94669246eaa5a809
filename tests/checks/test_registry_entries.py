"""MCP106 to MCP139, where the examples of the checks do not reach: what is written reaches the rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.checks.registry._verbs import only_reads, verb, words
from pytest_mcp_contract.discover.parse import parse
from pytest_mcp_contract.model import Finding, Registry, Source

CHECKS = {
    check.code: check
    for check in all_checks()
    if "MCP106" <= check.code <= "MCP139" and check.scope in (Scope.REGISTRY, Scope.ENTRY)
}
Change = Callable[[dict[str, Any]], object]


def written() -> dict[str, Any]:
    """A sound registry as a file states it."""
    return {
        "names": ["github", "slack"],
        "stakes": ["never_ask", "low", "medium", "high"],
        "icons": ["GithubLogo", "SlackLogo"],
        "oauth_providers": {"github": {}},
        "servers": {
            "github": {
                "id": 1,
                "availability": "manual",
                "allow_multiple_instances": True,
                "timeout_ms": 60000,
                "tools_stakes": {"get_issue": "never_ask", "create_issue": "medium"},
                "tools_retry_policies": {"default": "no_retry"},
                "arguments_requiring_approval": {"create_issue": ["repo"]},
                "server_info": {
                    "name": "github",
                    "version": "1.0.0",
                    "description": "Read and write issues.",
                    "icon": "GithubLogo",
                    "documentation_url": "https://docs.acme.example/github",
                    "authorization": {"provider": "github", "supported_use_cases": ["personal_actions"]},
                },
            }
        },
    }


def found(raw: dict[str, Any]) -> dict[str, list[Finding]]:
    """Findings by code, on what the reader makes of `raw`."""
    registry = parse(raw, source=Source.TOML, file=Path("mcp_contract.toml"), lines={})
    by_code: dict[str, list[Finding]] = {}
    for code, check in CHECKS.items():
        if not all(registry.states(key) for key in check.requires):
            continue
        subjects = [registry] if check.scope is Scope.REGISTRY else list(registry.servers.values())
        told = [item for subject in subjects for item in check(subject) if isinstance(item, Finding)]
        if told:
            by_code[code] = told
    return by_code


def test_a_sound_registry_has_no_findings() -> None:
    assert found(written()) == {}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda row: row.update(id="one"), "id"),
        (lambda row: row.update(availability=5), "availability"),
        (lambda row: row.update(timeout_ms="0"), "timeout_ms"),
        (lambda row: row.update(is_preview=True, is_restricted=5), "is_restricted"),
        (lambda row: row.update(arguments_requiring_approval=["repo"]), "arguments_requiring_approval"),
        (lambda row: row.update(tools_stakes={"get_issue": 1, "create_issue": "medium"}), "tools_stakes"),
        (lambda row: row["server_info"].update(icon=1), "icon"),
        (lambda row: row["server_info"].update(documentation_url=1), "documentation_url"),
        (lambda row: row["server_info"].update(version=1.0), "version"),
        (lambda row: row["server_info"]["authorization"].update(provider=1), "provider"),
        (lambda row: row["server_info"]["authorization"].update(supported_use_cases="all"), "use cases"),
    ],
)
def test_a_value_that_could_not_be_read_is_unknown(change: Change, at: str) -> None:
    """Provenance: ours. MCP002 speaks of it; a second finding would send the reader to the wrong place."""
    raw = written()
    change(raw["servers"]["github"])

    assert found(raw) == {}, at


@pytest.mark.parametrize("key", ["names", "stakes", "icons", "oauth_providers"])
def test_a_list_that_could_not_be_read_accuses_nobody(key: str) -> None:
    raw = {**written(), key: 5}

    assert found(raw) == {}


@pytest.mark.parametrize("key", ["names", "icons", "oauth_providers"])
def test_a_list_that_is_not_stated_accuses_nobody(key: str) -> None:
    raw = written()
    del raw[key]

    assert found(raw) == {}


def test_every_defect_of_one_row_is_told_at_its_place() -> None:
    raw = written()
    row = raw["servers"]["github"]
    row.update(id=0, availability="always", timeout_ms=0, allow_multiple_instances=False, is_preview=True)
    row.update(tools_retry_policies={"get_isue": "often"}, arguments_requiring_approval={"gone": ["x"]})
    row["tools_stakes"].update(list_issues="low", update_issue="never_ask", delete_issue="low", run="some")
    row["server_info"].update(name="gitlab", version="1", description="", icon="TempLogo")
    row["server_info"].update(documentation_url="docs")
    row["server_info"]["authorization"].update(provider="gitlab", supported_use_cases=["all"])
    raw["names"] = ["slack", "github", "slack"]

    told = found(raw)

    assert set(told) == set(CHECKS) - {"MCP108", "MCP118", "MCP126", "MCP127", "MCP130", "MCP136"}
    assert all(
        finding.at == "names" or finding.at.startswith("servers.github.")
        for items in told.values()
        for finding in items
    )


def test_the_nearest_known_word_is_offered() -> None:
    raw = written()
    raw["servers"]["github"].update(availability="autohidden_builder")
    raw["servers"]["github"]["server_info"].update(icon="GitHubLogo")

    wants = {code: items[0].want for code, items in found(raw).items()}

    assert wants == {"MCP112": "`auto_hidden_builder`", "MCP128": "`GithubLogo`"}


@pytest.mark.parametrize(
    ("name", "server", "said"),
    [
        ("getIssue", "", "get"),
        ("list-pull-requests", "", "list"),
        ("git_add", "git", ""),
        ("git_add_file", "git", "add"),
        ("googleDriveSearch", "google_drive", "search"),
        ("search_and_browse", "search", "search"),
        ("add", "calculator", ""),
        ("settings", "", ""),
        ("URLFetch", "", ""),
        ("", "", ""),
        ("&", "&", ""),
    ],
)
def test_the_verb_of_a_name(name: str, server: str, said: str) -> None:
    assert verb(name, server) == said


def test_words_know_the_usual_spellings() -> None:
    assert words("getHTTPStatus_of-page2") == ["get", "http", "status", "of", "page", "2"]


@pytest.mark.parametrize("name", ["get_or_create", "find_and_replace", "check_in", "get_page_then_delete"])
def test_a_read_that_does_more_is_not_only_a_read(name: str) -> None:
    assert not only_reads(name)


def test_nouns_joined_do_not_hide_a_read() -> None:
    assert only_reads("get_plan_and_subscription")


def test_one_level_has_no_weakest_and_no_strongest() -> None:
    """Provenance: ours. With a single level nothing can be given another."""
    raw = {"stakes": ["asked"], "servers": {"wiki": {"tools_stakes": {"delete_page": "asked"}}}}
    registry: Registry = parse(raw, source=Source.TOML, file=Path("x.toml"), lines={})

    assert not [*CHECKS["MCP137"](registry), *CHECKS["MCP138"](registry), *CHECKS["MCP139"](registry)]


@pytest.mark.parametrize("tool", ["archive_issue", "defaults", "get_issues", "zip_issue"])
def test_a_policy_for_no_tool_is_found_whatever_its_name(tool: str) -> None:
    """Provenance: ours. Only the one word `default` is no name of a tool."""
    stakes = {"get_issue": "never_ask"}

    (finding,) = CHECKS["MCP123"](row(tools_stakes=stakes, tools_retry_policies={tool: "no_retry"}))

    assert isinstance(finding, Finding)
    assert finding.tool == tool
    assert not list(CHECKS["MCP123"](row(tools_stakes=stakes, tools_retry_policies={"default": "no_retry"})))
