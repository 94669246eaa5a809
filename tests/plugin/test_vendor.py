"""A row that names the vendor's description, as a user would run it."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.plugin.conftest import Contract, verdicts, write_registry

CASSETTES = Path(__file__).resolve().parents[2] / "cassettes" / "github" / "get_issue"
SCHEMAS = "pytest_mcp_contract.reference.servers.github.schemas"
ROW = f"""
[servers.github]
id = 1
availability = "manual"
python = "pytest_mcp_contract.reference.servers.github:create_server"
token_env = "GITHUB_TOKEN"
upstream = {{ GITHUB_API_URL = "https://api.github.com" }}
tools_stakes = {{ get_issue = "never_ask" }}
server_info = {{ name = "github" }}
responses = {{ "GET /repos/{{owner}}/{{repo}}/issues/{{number}}" = "{SCHEMAS}:Issue" }}
"""
NARROWER, CONTRADICTS = (f"mcp_contract.toml::github::get_issue::{code}" for code in ("MCP414", "MCP415"))


def description(**properties: dict[str, Any]) -> dict[str, Any]:
    """A description of one endpoint, which lists these properties as always there."""
    schema = {"type": "object", "required": list(properties), "properties": properties}
    answer = {"description": "an issue", "content": {"application/json": {"schema": schema}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "GitHub", "version": "1"},
        "paths": {"/repos/{owner}/{repo}/issues/{number}": {"get": {"responses": {"200": answer}}}},
    }


@pytest.fixture
def project(project: pytest.Pytester) -> pytest.Pytester:
    """The project, with recorded calls."""
    copytree(CASSETTES, project.path / "cassettes" / "github" / "get_issue")
    return project


def test_both_sides_are_told_where_they_differ(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Warnings that do not fail the run, with the value and the place."""
    described = description(title={"type": "string", "nullable": True}, number={"type": "string"})
    project.path.joinpath("vendor.json").write_text(json.dumps(described), encoding="utf-8")
    write_registry(project, ROW + 'openapi = "vendor.json"\n')

    found = verdicts(project, contract, "--mcp-select=MCP414,MCP415")

    assert found[NARROWER]["outcome"] == found[CONTRADICTS]["outcome"] == "warned"
    (narrower,) = found[NARROWER]["findings"]
    assert narrower["saw"].startswith("github may send `title: null`; `Issue.title` refuses it: ")
    (contradiction, *_) = found[CONTRADICTS]["findings"]
    assert contradiction["saw"] == "`/number` is described as a string, and recorded as 1"


def test_a_sound_row_passes(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The sound twin."""
    described = description(title={"type": "string"}, number={"type": "integer"})
    project.path.joinpath("vendor.json").write_text(json.dumps(described), encoding="utf-8")
    write_registry(project, ROW + 'openapi = "vendor.json"\n')

    found = verdicts(project, contract, "--mcp-select=MCP415")

    assert found[CONTRADICTS]["outcome"] == "passed"


def test_a_row_without_a_description_is_one_line(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Not exercised, once for the server, and the run is green."""
    write_registry(project, ROW)

    result = contract("--mcp-select=MCP104,MCP414,MCP415")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["  2 x the row names no `openapi`*(get_issue)"])
    assert result.stdout.str().count("the row names no `openapi`") == 1


def test_a_description_that_is_not_there_fails(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. The row says that there is one."""
    write_registry(project, ROW + 'openapi = "vendor.json"\n')

    result = contract("--mcp-select=MCP414,MCP415")

    assert result.ret == 1
    result.stdout.fnmatch_lines(
        ["LOST *github - 2 checks: `openapi` names `vendor.json`, which is not there"]
    )
