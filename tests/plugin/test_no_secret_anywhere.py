"""A thousand secrets planted wherever a server can put one; none of them is in anything that a run leaves."""

import base64
import json
import random
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.conftest import RunPytest
from tests.emulators.loopback import serve

IN_A_CHUNK = 50
CHUNKS = 20
SERVER = """
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import httpx
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

CHUNKS = json.loads(Path({secrets!r}).read_text())


def said(number):
    return f"note {{number}}: " + " ".join(CHUNKS[number])


server = MCPServer("leaky", instructions=said(0))
READS = ToolAnnotations(read_only_hint=True)
Number = Annotated[int, Field(description=said(1), ge=0, le=99)]
sys.stderr.write(said(2))


@server.tool(annotations=READS, structured_output=False, description="Read a note. " + said(3))
def read_note(number: Number) -> str:
    headers = {{"authorization": f"Bearer {{os.environ['LEAKY_TOKEN']}}", "x-note": CHUNKS[4][0]}}
    url = f"{url}/notes/{{number}}?key={{CHUNKS[4][1]}}"
    return f"note {{number}}: {{httpx.get(url, headers=headers).text}}"


@server.tool(annotations=READS, structured_output=False, description="Raise.")
def raise_it(number: Number) -> str:
    raise RuntimeError(said(number % 8 + 5))


@server.tool(annotations=READS, structured_output=False, description="Refuse.")
def refuse_it(number: Number) -> str:
    print(said(13))
    raise ToolError("Error: " + said(number % 3 + 14))


@server.tool(annotations=READS, description="Answer with another shape than stated.")
def answer_it(number: Number) -> dict[str, int]:
    return {{"note": number, said(17): number}}


if __name__ == "__main__":
    server.run()
"""
REGISTRY = """
format = 1
[servers.leaky]
id = 1
availability = "manual"
{start}
token_env = "LEAKY_TOKEN"
upstream = {{ LEAKY_API_URL = "{url}" }}
server_info = {{ name = "leaky", version = "1.0.0", description = "Notes." }}
[servers.leaky.tools_stakes]
read_note = "never_ask"
raise_it = "never_ask"
refuse_it = "never_ask"
answer_it = "never_ask"
[servers.leaky.tools.read_note]
examples = [
    {{ name = "normal", arguments = {{ number = 3 }} }},
    {{ name = "other", arguments = {{ number = 4 }} }},
]
[servers.leaky.tools.raise_it]
examples = [{{ name = "normal", arguments = {{ number = 1 }} }}]
[servers.leaky.tools.refuse_it]
examples = [{{ name = "normal", arguments = {{ number = 1 }} }}]
"""


def planted() -> list[str]:
    """Half of them known by their variable, half by their shape."""
    at_random = random.Random("a thousand secrets")
    letters = string.ascii_letters + string.digits

    def word(length: int, of: str = letters) -> str:
        return "".join(at_random.choices(of, k=length))

    shapes = (
        lambda: f"ghp_{word(36)}",
        lambda: f"github_pat_{word(60)}",
        lambda: f"glpat-{word(20)}",
        lambda: f"xoxb-{word(12, string.digits)}-{word(24)}",
        lambda: f"sk-ant-{word(40)}",
        lambda: f"sk_live_{word(24)}",
        lambda: f"AKIA{word(16, string.ascii_uppercase + string.digits)}",
        lambda: f"AIza{word(35)}",
        lambda: f"ATATT3{word(60)}",
        lambda: f"ntn_{word(46)}",
        lambda: f"eyJ{word(30)}.eyJ{word(60)}.{word(43)}",
    )
    known = [word(at_random.randrange(8, 40)) for _ in range(CHUNKS * IN_A_CHUNK // 2)]
    shaped = [shapes[number % len(shapes)]() for number in range(len(known))]
    return [secret for pair in zip(known, shaped, strict=True) for secret in pair]


SECRETS = planted()


@pytest.fixture
def api() -> Iterator[str]:
    """An API whose answers hold secrets in the body, in headers and in cookies."""

    async def note(request: Request) -> JSONResponse:
        body = {"id": request.path_params["number"], "note": "kept words", "said": " ".join(SECRETS[-100:])}
        headers = {
            "x-api-key": SECRETS[-101],
            "set-cookie": f"session={SECRETS[-102]}",
            "x-said": SECRETS[-103],
        }
        return JSONResponse(body, headers=headers)

    with serve(Starlette(routes=[Route("/notes/{number}", note)])) as url:
        yield url


def spellings(secret: str) -> Iterator[str]:
    """The ways in which a secret is carried about."""
    yield secret
    yield quote(secret, safe="")
    yield json.dumps(secret)[1:-1]
    yield base64.b64encode(secret.encode()).decode().rstrip("=")


def test_a_thousand_planted_secrets_are_in_no_output(
    pytester: pytest.Pytester,
    run_pytest: RunPytest,
    api: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Provenance: ours. Terminal, JSON, SARIF, HTML, JUnit, cassettes, goldens, lock, cache, database."""
    assert len(set(SECRETS)) == 1_000
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("LEAKY_TOKEN", "the-token-of-leaky-9d2f")
    for number, secret in enumerate(SECRETS[::2]):
        monkeypatch.setenv(f"PLANTED_{number}_TOKEN", secret)
    held = tmp_path_factory.mktemp("held") / "secrets.json"
    chunks = [SECRETS[start : start + IN_A_CHUNK] for start in range(0, len(SECRETS), IN_A_CHUNK)]
    held.write_text(json.dumps(chunks), encoding="utf-8")
    pytester.makepyfile(leaky=SERVER.format(secrets=str(held), url=api))
    pytester.makeini("[pytest]\n")
    Path("mcp_contract.toml").write_text(
        REGISTRY.format(start='python = "leaky:server"', url=api), encoding="utf-8"
    )
    reports = [f"--mcp-report={kind}=out/report.{kind}" for kind in ("json", "sarif", "html")]

    recorded = run_pytest(pytester, "--mcp-contract", "--mcp-record=all", "--mcp-fuzz=off", "-rA")
    judged = run_pytest(
        pytester,
        "--mcp-contract",
        "--mcp-fuzz=local",
        "--mcp-seed=1",
        "--mcp-update-lock",
        "--mcp-store-durations",
        "--junitxml=out/junit.xml",
        "-rA",
        "-vv",
        *reports,
    )
    told = run_pytest(pytester, "--mcp-contract", "--mcp-fuzz=off", "-x", "--tb=long", "-l", "-s")

    outputs = {
        f"terminal {number}": run.stdout.str() + run.stderr.str()
        for number, run in enumerate((recorded, judged, told))
    }
    for path in pytester.path.rglob("*"):
        if path.is_file() and path.name not in ("leaky.py", "mcp_contract.toml") and path.suffix != ".pyc":
            outputs[str(path.relative_to(pytester.path))] = path.read_bytes().decode("utf-8", "replace")
    assert "out/report.sarif" in outputs
    assert "mcp-contract.lock/leaky.json" in outputs
    assert "cassettes/leaky/read_note/normal.yaml" in outputs
    assert any(name.startswith(".hypothesis") for name in outputs)

    leaks = {
        (name, secret)
        for name, text in outputs.items()
        for secret in (*SECRETS, "the-token-of-leaky-9d2f")
        if any(spelled in text for spelled in spellings(secret))
    }

    assert {name: sum(one == name for one, _ in leaks) for name, _ in leaks} == {}
    for name in ("terminal 1", "out/report.json", "out/report.html", "out/junit.xml", "out/report.sarif"):
        assert "REDACTED" in outputs[name], name
    assert "kept words" in outputs["cassettes/leaky/read_note/normal.yaml"]
