"""`pytest-mcp-contract new-server`: three made-up platforms in one project, held to their contract."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.emulators.loopback import serve
from tests.scaffold.projects import API_KEY, DESTRUCTIVE, OAUTH, contents, new_server

SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
REGISTRY = "mcp_servers/constants.py"
WITHIN = 240


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean project with three servers, the last of which sorts first."""
    folder = tmp_path_factory.mktemp("project")
    for words in (OAUTH, API_KEY, DESTRUCTIVE):
        assert new_server(folder, *words) == 0
    return folder


@pytest.fixture(scope="module")
def written(project: Path) -> dict[str, bytes]:
    """What stood there before anything was run."""
    return contents(project)


def run(project: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in the project, without the variables of this run's own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=project,
        env={**kept, "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
        timeout=WITHIN,
    )


def contract(project: Path, *words: str, **variables: str) -> dict[str, dict[str, Any]]:
    """The verdicts of `pytest --mcp-contract`, by node id."""
    report = project / "report.json"
    result = run(
        project,
        "pytest",
        "--mcp-contract",
        "-p",
        "no:cacheprovider",
        f"--mcp-report=json={report}",
        *words,
        **variables,
    )
    assert report.is_file(), result.stdout + result.stderr
    try:
        found = json.loads(report.read_text(encoding="utf-8"))["verdicts"]
    finally:
        report.unlink()
    return {verdict["node_id"]: verdict for verdict in found}


@pytest.fixture(scope="module")
def verdicts(project: Path, written: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Of the project as it was written."""
    assert written
    return contract(project)


def findings(
    verdicts: Mapping[str, Mapping[str, Any]], *outcomes: str
) -> dict[tuple[str, str | None, str], str]:
    """Server, tool and code -> what was seen first, of verdicts with one of `outcomes`."""
    return {
        (one["server"], one["tool"], one["code"]): one["findings"][0]["saw"]
        for one in verdicts.values()
        if one["outcome"] in outcomes
    }


def test_nothing_is_found_but_what_only_a_person_can_do(verdicts: dict[str, dict[str, Any]]) -> None:
    """Provenance: GUIDE.md, steps 1 to 6: to record, to draw an icon and to agree are a person's."""
    warned, failed = findings(verdicts, "warned"), findings(verdicts, "failed", "lost")

    assert warned == {
        ("registry", None, "MCP561"): "there is no lock at `mcp-contract.lock`",
        ("acme_files", None, "MCP129"): "icon `PlaceholderLogo`",
        ("nimbus_desk", None, "MCP129"): "icon `PlaceholderLogo`",
        ("orbit", None, "MCP129"): "icon `PlaceholderLogo`",
    }
    assert failed == {}


def test_what_nobody_recorded_is_not_exercised_and_says_so(verdicts: dict[str, dict[str, Any]]) -> None:
    """Provenance: ours. Its API is not there, so nothing that a tool makes of that is its fault."""
    reasons = {
        (one["server"], one["tool"]): one["reason"]
        for one in verdicts.values()
        if (one["code"], one["outcome"]) == ("MCP304", "not_exercised")
    }

    for tool in (
        ("acme_files", "count_files"),
        ("acme_files", "search_files"),
        ("nimbus_desk", "get_ticket"),
        ("nimbus_desk", "list_tickets"),
        ("orbit", "get_company"),
        ("orbit", "list_companies"),
    ):
        assert "is not recorded: run `pytest --mcp-contract --mcp-record`" in reasons[tool]


def test_every_tool_is_started_listed_and_called(verdicts: dict[str, dict[str, Any]]) -> None:
    """Provenance: ours. Passed means that something was exercised."""
    passed = {
        (one["server"], one["tool"], one["code"]) for one in verdicts.values() if one["outcome"] == "passed"
    }

    for server in ("acme_files", "nimbus_desk", "orbit"):
        assert {(server, None, code) for code in ("MCP120", "MCP122", "MCP202", "MCP207")} <= passed
    for code in ("MCP305", "MCP307", "MCP308", "MCP315"):
        assert ("orbit", "get_company", code) in passed


def company(id: int) -> dict[str, object]:
    """What the stand-in knows of one."""
    return {
        "id": id,
        "name": f"Engines of {id}",
        "status": "open",
        "description": "Makes engines.",
        "updated_at": "2026-03-01T09:30:00Z",
        "url": f"https://app.orbit.example/{id}",
        "employees": {"count": 3},
    }


async def one(request: Request) -> JSONResponse:
    if request.path_params["id"] != "1":
        return JSONResponse({"message": "No such company"}, 404)
    return JSONResponse(company(1))


async def many(request: Request) -> JSONResponse:
    limit = int(request.query_params["limit"])
    return JSONResponse(
        {"items": [company(1), company(2)][:limit], "next_cursor": "abc" if limit < 2 else None}
    )


ORBIT = Starlette(routes=[Route("/companies/{id}", one), Route("/companies", many)])


def test_once_recorded_only_the_icon_is_left(project: Path, verdicts: dict[str, dict[str, Any]]) -> None:
    """Provenance: ours. The person's part, done against a stand-in of the platform."""
    assert findings(verdicts, "warned")

    with serve(ORBIT) as url:
        found = contract(
            project,
            "--mcp-record",
            "--mcp-update-goldens",
            "--mcp-fuzz=off",
            f"{REGISTRY}::orbit",
            ORBIT_API_URL=url,
            ORBIT_API_KEY="a-token-of-nobody",
        )

    assert findings(found, "warned", "failed", "lost") == {
        ("orbit", None, "MCP129"): "icon `PlaceholderLogo`"
    }
    assert sum(one["outcome"] == "passed" for one in found.values()) > 150
    golden = project / "mcp_servers" / "cassettes" / "orbit" / "list_companies" / "short_page.md"
    assert golden.read_text(encoding="utf-8") == (
        "1 company:\n\n- 1 (open): Engines of 1\n\n"
        'More companies follow: call list_companies again with after="abc".\n'
    )


def test_what_is_written_is_linted_formatted_and_typed(project: Path, written: dict[str, bytes]) -> None:
    """Provenance: ours. As strict as this project is with itself."""
    assert f"{REGISTRY}" in written
    lint = run(project, "ruff", "check", "--no-cache", f"--config={SETTINGS}", ".")
    form = run(project, "ruff", "format", "--no-cache", f"--config={SETTINGS}", "--diff", ".")
    types = run(project, "mypy", "--strict", "--cache-dir=/dev/null", "mcp_servers", "tests")

    assert lint.returncode == 0, lint.stdout
    assert form.returncode == 0, form.stdout
    assert types.returncode == 0, types.stdout


def test_the_written_tests_pass(project: Path, written: dict[str, bytes]) -> None:
    """Provenance: ours. Plain `pytest` finds them, and the servers."""
    assert "tests/test_orbit_server.py" in written

    result = run(project, "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")

    assert result.returncode == 0, result.stdout
    assert "19 passed" in result.stdout
