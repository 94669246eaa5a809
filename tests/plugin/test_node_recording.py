"""A server in another language, recorded against a live API and played again."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.emulators.loopback import serve
from tests.plugin.conftest import Contract

SERVERS = Path(__file__).parents[1] / "servers" / "node"
BASE = "https://api.acme.example"
TOKEN = "acme-4f9d2c71aa03"
REGISTRY = f"""format = 1
[servers.items]
id = 1
availability = "manual"
command = ["node", "items.mjs"]
token_env = "ACME_TOKEN"
upstream = {{ ACME_API_URL = "{BASE}" }}
tools_stakes = {{ get_item = "never_ask", list_items = "never_ask", rename_item = "low" }}
server_info = {{ name = "items", version = "1.0.0", description = "Things of Acme, one or all." }}
[servers.items.tools.get_item]
examples = [
    {{ name = "normal", arguments = {{ number = 7 }} }},
    {{ name = "missing", arguments = {{ number = 99 }}, expect = "error" }},
]
[servers.items.tools.list_items]
examples = [{{ name = "all" }}]
"""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


@pytest.fixture
def acme() -> Iterator[str]:
    """The live API: two pages of items, for whoever has the token, which it repeats."""

    def item(number: int) -> dict[str, object]:
        return {"number": number, "name": f"item {number}", "owner": None, "seen_with": TOKEN}

    async def one(request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {TOKEN}":
            return Response(status_code=401)
        number = request.path_params["number"]
        return JSONResponse(item(number)) if number == 7 else JSONResponse({"message": "no"}, 404)

    async def many(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        if request.query_params.get("page") == "2":
            return JSONResponse([item(9)])
        return JSONResponse([item(7)], headers={"Link": f'<{base}/v2/items?page=2>; rel="next"'})

    with serve(Starlette(routes=[Route("/v2/items/{number:int}", one), Route("/v2/items", many)])) as base:
        yield base


def test_what_is_recorded_is_at_the_vendors_address_without_the_token_and_plays(
    project: pytest.Pytester, contract: Contract, acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    for path in SERVERS.glob("*.mjs"):
        shutil.copy(path, project.path)
    (project.path / "mcp_contract.toml").write_text(REGISTRY, encoding="utf-8")
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    monkeypatch.setenv("ACME_API_URL", acme)

    recorded = contract("--mcp-record", "--mcp-select", "MCP402,MCP405,MCP406")
    monkeypatch.delenv("ACME_TOKEN")
    monkeypatch.delenv("ACME_API_URL")
    played = contract("--mcp-select", "MCP402,MCP405,MCP406")

    assert (recorded.ret, played.ret) == (0, 0)
    played.stdout.fnmatch_lines(["items *6 passed, *"])
    files = [path for path in (project.path / "cassettes").rglob("*") if path.is_file()]
    assert sorted(path.name for path in files if path.suffix == ".yaml") == [
        "all.yaml",
        "missing.yaml",
        "normal.yaml",
    ]
    texts = [path.read_text(encoding="utf-8") for path in files] + [
        recorded.stdout.str(),
        recorded.stderr.str(),
    ]
    assert not any(TOKEN in text or acme in text for text in texts)
    cassette = yaml.safe_load(
        (project.path / "cassettes/items/list_items/all.yaml").read_text(encoding="utf-8")
    )
    uris = [one["request"]["uri"] for one in cassette["interactions"]]
    assert uris == [f"{BASE}/v2/items", f"{BASE}/v2/items?page=2"]
    assert json.loads(cassette["interactions"][0]["response"]["body"]["string"])[0]["seen_with"] == "REDACTED"


def test_without_its_token_nothing_is_called(
    project: pytest.Pytester, contract: Contract, acme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The near miss."""
    for path in SERVERS.glob("*.mjs"):
        shutil.copy(path, project.path)
    (project.path / "mcp_contract.toml").write_text(REGISTRY, encoding="utf-8")
    monkeypatch.delenv("ACME_TOKEN", raising=False)
    monkeypatch.setenv("ACME_API_URL", acme)

    result = contract("--mcp-record", "--mcp-select", "MCP402")

    result.stdout.fnmatch_lines(["*`ACME_TOKEN` is not set, the token of `items`*"])
    assert result.ret == 1
    assert not (project.path / "cassettes").exists()
