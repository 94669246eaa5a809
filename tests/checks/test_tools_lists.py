"""All checks that need no registry, over what 43 real servers answered.

Every finding at error level was read by hand and is true. A changed count is a changed check.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Reply, RpcError, Served, Surface, Tool

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tools-lists"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}"),
]


def surface(path: Path) -> Surface:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    probe = raw["probes"]["unknown_tool"]
    reply = (
        Reply.from_raw(probe["result"])
        if "result" in probe
        else Reply(error=RpcError(probe["error"]["code"], probe["error"]["message"]))
    )
    hello = raw["initialize"]
    return Surface(
        path.stem,
        tools=tuple(map(Tool.from_raw, raw["tools"])),
        protocol_version=hello["protocolVersion"],
        instructions=hello.get("instructions"),
        noise=tuple(raw["stdout_noise"]),
        unknown_tool=reply,
    )


def found() -> list[tuple[str, str, Finding]]:
    """Code, server and finding, for every check of a tool or a server."""
    rows: list[tuple[str, str, Finding]] = []
    for path in sorted(FOLDER.glob("*.json")):
        shown = surface(path)
        for check in all_checks():
            subjects: tuple[object, ...] = ()
            if check.scope is Scope.TOOL:
                subjects = shown.tools
            elif check.scope is Scope.SERVER:
                subjects = (Served(shown),)
            for subject in subjects:
                told = [finding for finding in check(subject) if isinstance(finding, Finding)]
                rows += [(check.code, path.stem, finding) for finding in told]
    return rows


def test_real_servers_have_these_findings_and_no_others() -> None:
    counts = Counter(code for code, _, _ in found())
    print("\n".join(f"{code} {count}" for code, count in sorted(counts.items())))  # noqa: T201

    assert counts == {"MCP202": 926, "MCP207": 14, "MCP215": 4, "MCP223": 4, "MCP301": 2}


def test_servers_that_take_an_unknown_tool_for_a_known_one_are_found() -> None:
    assert [server for code, server, _ in found() if code == "MCP301"] == [
        "mcp-server-duckdb-1.1.0",
        "modelcontextprotocol__server-slack-2025.4.25",
    ]


def test_tools_without_a_description_are_those_of_one_server() -> None:
    """Provenance: shopify-mcp 1.0.8 passes the text of its 14 tools under another key."""
    assert {server for code, server, _ in found() if code == "MCP207"} == {"shopify-mcp-1.0.8"}


def test_parameters_without_a_type_are_these() -> None:
    """Provenance: all four are true. Two say "as a JSON object" in words only."""
    assert [(server, finding.at) for code, server, finding in found() if code == "MCP215"] == [
        ("mcp-server-trello-0.5.2", "/inputSchema/properties/value"),
        ("mondaydotcomorg__monday-api-mcp-3.3.0", "/inputSchema/properties/settings"),
        ("mondaydotcomorg__monday-api-mcp-3.3.0", "/inputSchema/properties/settings"),
        ("opensearch-mcp-server-py-0.12.0", "/inputSchema/properties/query_dsl"),
    ]


def test_tools_that_are_named_and_not_listed_are_these() -> None:
    """Provenance: analytics names three that it never lists, gitlab one that is listed only on demand."""
    assert [(server, finding.saw.split("`")[1]) for code, server, finding in found() if code == "MCP223"] == [
        ("analytics-mcp-0.8.0", "run_report_dimension_filter_hints"),
        ("analytics-mcp-0.8.0", "run_report_metric_filter_hints"),
        ("analytics-mcp-0.8.0", "run_report_order_bys_hints"),
        ("zereight__mcp-gitlab-2.1.64", "list_pipelines"),
    ]
