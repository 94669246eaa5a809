"""Texts that say something else than the rest of the server."""

from typing import Any

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Served, Surface, Tool

CHECKS = {check.code: check for check in all_checks()}


def told(description: str, **schema: Any) -> list[str]:
    parameter = {"description": description, **schema}
    tool = Tool("t", input_schema={"type": "object", "properties": {"p": parameter}})
    return [finding.saw for finding in CHECKS["MCP224"](tool) if isinstance(finding, Finding)]


def named(description: str, *names: str, schema: Any = None) -> list[str]:
    tools = [Tool(name, input_schema={"type": "object"}) for name in names]
    tools.append(Tool("t", description=description, input_schema=schema or {"type": "object"}))
    subject = Served(Surface("s", tools=tuple(tools)))
    return [finding.saw for finding in CHECKS["MCP223"](subject) if isinstance(finding, Finding)]


@pytest.mark.parametrize(
    "text",
    [
        "(default: 10)",
        "(default 10)",
        "defaults to 10",
        "Default is 10.",
        "default=10",
        "Default: `10`",
        "Default 10.0",
    ],
)
def test_every_way_to_state_a_default_is_read(text: str) -> None:
    """Provenance: ours. Spellings of the 43 servers in shared/data/tools-lists."""
    assert told(text, type="integer", default=20) == ["the text says the default is 10, `default` is 20"]
    assert told(text, type="integer", default=10) == []


@pytest.mark.parametrize(
    "text",
    [
        "Number of rows (default max: 100, configurable by an administrator)",  # mcp-grafana
        "active hosts (defaults to 2h)",  # winor30 datadog
        "Default: 7.4 (timeline: 3.8).",  # excel-mcp-server
        "in seconds, default 30s or 5m",
        "Defaults to 10 for boards",
        "defaults to 10, or default 20 where the plan allows it",
        "longer than the default 10-line limit",
        "Defaults to 10%",
        "Defaults to 10,000",
    ],
)
def test_units_conditions_and_second_values_are_no_contradiction(text: str) -> None:
    """Provenance: the servers named, the rest ours."""
    assert told(text, type="integer", default=7) == []


@pytest.mark.parametrize(
    ("text", "schema", "is_told"),
    [
        ("(max 400 chars, 50 words)", {"type": "string", "maxLength": 400}, False),
        ("(max 400 chars, 50 words)", {"type": "string", "maxLength": 500}, True),
        ("(maximum 100 per batch)", {"type": "array", "maxItems": 100}, False),
        ("file size, Maximum 500MB", {"type": "integer", "maximum": 524288000}, False),
        ("page size, max: 100", {"type": "integer", "maximum": 50}, True),
        ("page size, max: 100", {"type": "integer", "minimum": 1}, False),
        ("page size, max: 100", {"type": ["integer", "null"], "maximum": 50}, False),
        ("max 20 (free plan) or max 100", {"type": "integer", "maximum": 100}, False),
    ],
)
def test_a_maximum_is_held_against_the_keyword_of_its_kind(
    text: str, schema: dict[str, Any], is_told: bool
) -> None:
    """Provenance: brave-search, hubspot and monday; the rest ours."""
    assert bool(told(text, **schema)) is is_told


def test_words_of_other_parameters_are_no_tools() -> None:
    """Provenance: mcp-gitlab, "use `auto_merge`" and "use `dry_run`"."""
    schema = {"type": "object", "properties": {"auto_merge": {"type": "boolean"}}}

    assert named("Use `auto_merge` to wait.", schema=schema) == []
    assert named("Use `auto_merge` to wait.") == ["the text names `auto_merge`, and no tool is called so"]


def test_spelling_a_tool_with_dashes_is_no_other_tool() -> None:
    """Provenance: ours."""
    assert named("Use `list-issues` first.", "list_issues") == []


def test_the_tool_that_was_meant_is_named() -> None:
    """Provenance: ours."""
    subject = Served(Surface("s", tools=(Tool("list_issues"), Tool("t", description="Call `list_issue`."))))

    (finding,) = CHECKS["MCP223"](subject)

    assert isinstance(finding, Finding)
    assert finding.tool == "t"
    assert "`list_issues`" in finding.want


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Use `list_issues` of the git server to find numbers.", False),
        ("Use `list_issues` to find numbers. The server keeps them for a day.", True),
        ("A server has them. Use `list_issues` to find numbers.", True),
    ],
)
def test_another_server_is_meant_where_the_same_sentence_names_it(text: str, is_told: bool) -> None:
    """Provenance: ours."""
    assert bool(named(text)) is is_told
