"""Checks that need no registry, over what 43 real servers answered.

How many findings each has, and which of them are true, is in tests/corpus/precision.toml.
"""

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding
from tests.corpus.tools_lists import FOLDER, findings

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}"),
]


def found(code: str) -> list[tuple[str, Finding]]:
    """Server and finding, for one check."""
    check = next(check for check in all_checks() if check.code == code)
    return [(surface.server, finding) for surface, _, finding in findings(check)]


def test_servers_that_take_an_unknown_tool_for_a_known_one_are_found() -> None:
    assert [server for server, _ in found("MCP301")] == [
        "mcp-server-duckdb-1.1.0",
        "modelcontextprotocol__server-slack-2025.4.25",
    ]


def test_tools_without_a_description_are_those_of_one_server() -> None:
    """Provenance: shopify-mcp 1.0.8 passes the text of its 14 tools under another key."""
    assert {server for server, _ in found("MCP207")} == {"shopify-mcp-1.0.8"}


def test_tools_that_are_named_and_not_listed_are_these() -> None:
    """Provenance: analytics names three that it never lists, gitlab one that is listed only on demand."""
    assert [(server, finding.saw.split("`")[1]) for server, finding in found("MCP223")] == [
        ("analytics-mcp-0.8.0", "run_report_dimension_filter_hints"),
        ("analytics-mcp-0.8.0", "run_report_metric_filter_hints"),
        ("analytics-mcp-0.8.0", "run_report_order_bys_hints"),
        ("zereight__mcp-gitlab-2.1.64", "list_pipelines"),
    ]
