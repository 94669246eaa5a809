"""Servers in another language: one that does everything right, and one that is broken in every way."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.conftest import RunPytest

SERVERS = Path(__file__).parents[1] / "servers" / "node"
BASE = "https://api.acme.example"
NAMED = {"number": {"type": "integer"}, "name": {"type": "string"}}
ITEM = {
    "number": 7,
    "name": "spanner",
    "owner": {"login": "octocat"},
    "colour": "red",
    "node_id": "MDU6SXNzdWUx",
    "avatar_url": "https://cdn.acme.example/a.png",
}
WIDE = {"number": 7, "name": "spanner", **{f"measure_{number}": f"v{number}" for number in range(60)}}
LIST = {"items": [{"number": number, "name": f"item | {number}"} for number in range(1, 10)]}


def of(required: Iterable[str] = NAMED, **more: Any) -> dict[str, Any]:
    """The schema of one item."""
    return {"type": "object", "required": list(required), "properties": NAMED, **more}


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


SCHEMAS = {
    "item": of(),
    "owned": of(properties={**NAMED, "owner": {"type": ["object", "null"]}}),
    "closed": of(properties={**{name: {} for name in ITEM}, **NAMED}, additionalProperties=False),
    "list": {"type": "object", "required": ["items"], "properties": {"items": list_of(of())}},
    "items": list_of(of()),
}
RESPONSES = """responses = { "GET /v2/items/{number}" = "item.json", "PUT /v2/items/{number}" = "item.json", \
"POST /v2/items/{number}/touch" = "item.json", "POST /v2/items" = "item.json", \
"GET /v2/owned/{number}" = "owned.json", "GET /v2/closed/{number}" = "closed.json", \
"GET /v2/narrow/{number}" = "item.json", "GET /v2/odd/{number}" = "item.json", \
"GET /v2/wide/{number}" = "item.json" }
"""

RECORDING = {
    "MCP401": "misfits",
    "MCP402": "old",
    "MCP403": "old",
    "MCP405": "asks_late asks_more",
    "MCP406": "asks_less",
    "MCP407": "old",
    "MCP408": "old",
    "MCP409": "old",
    "MCP410": "registry",
    "MCP411": "undeclared",
    "MCP412": "writes",
    "MCP413": "closed",
    "MCP414": "narrow",
    "MCP415": "odd",
    "MCP441": "hides",
    "MCP460": "only_reads",
    "MCP461": "adds",
    **dict.fromkeys([f"MCP47{number}" for number in range(8)], "files"),
}
FAULTS = {
    "MCP420": "swallows",
    "MCP421": "crashes",
    "MCP422": "hangs",
    "MCP423": "storms",
    "MCP424": "picky",
    "MCP425": "floods",
    "MCP430": "traces",
    "MCP431": "secret",
    "MCP432": "markup",
    "MCP433": "wordy",
    "MCP434": "raises silent",
    "MCP435": "helpless",
    "MCP436": "moody",
}
RENDERING = {
    "MCP402": "clock",
    "MCP404": "raw",
    "MCP440": "noisy",
    "MCP450": "pythonic",
    "MCP451": "tabular",
    "MCP452": "empties",
    "MCP453": "costly",
    "MCP454": "hardly",
    "MCP455": "clock zoned",
    "MCP456": "placeholders",
    "MCP457": "breaks",
    "MCP458": "ends",
}
"""Each code with the tools that are broken in its way, and no other."""
LISTING = {"tabular", "empties", "breaks", "ends"}
Outcomes = Callable[..., dict[str, dict[str, str]]]
CODES = {check.code for check in all_checks() if check.code.startswith("MCP4")}
GOLDEN = "Item 7: spanner."
REFUSED = "Acme did not answer as it should. Try again in a minute."
"""What a tool of the broken server says where nothing else is wrong with it."""

Case = tuple[dict[str, Any], list[dict[str, Any]], str]
"""What a cassette holds: arguments, exchanges, what is expected."""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def exchange(
    method: str, path: str, body: Any, *, sent: str | None = None, status: int = 200
) -> dict[str, Any]:
    """One exchange as a cassette has it."""
    return {
        "request": {"method": method, "uri": f"{BASE}{path}", "headers": {}, "body": sent},
        "response": {
            "status": {"code": status, "message": "OK"},
            "headers": {"content-type": ["application/json"]},
            "body": {"string": json.dumps(body)},
        },
    }


def recorded(tool: str) -> dict[str, Case]:
    """The cassettes of a broken tool."""
    if tool in LISTING:
        some: dict[str, Any] = {**LIST, "has_more": True}
        none: dict[str, Any] = {"items": []}
        return {
            "normal": ({}, [exchange("GET", "/v2/items", some)], "success"),
            "empty": ({}, [exchange("GET", "/v2/items", none)], "success"),
        }
    folders = {"undeclared": "others", "picky": "owned", "hardly": "wide"}
    folders |= {name: name for name in ("closed", "narrow", "odd")}
    path = f"/v2/{folders.get(tool, 'items')}/7"
    answered = exchange("GET", path, WIDE if tool == "hardly" else ITEM)
    if tool == "misfits":
        return {"normal": ({"number": 7}, [exchange("GET", path, {"number": 7})], "error")}
    if tool == "writes":
        answered = exchange("POST", f"{path}/touch", ITEM, sent="{}")
    if tool == "adds":
        answered = exchange("POST", "/v2/items", ITEM, sent="{}")
    case: Case = {"number": 7}, [answered], "success"
    return dict.fromkeys(OLD if tool == "old" else ["normal"], case)


OLD = ["normal", "changed", "no_golden", "no_example", "renumbered", "stale"]
"""Cases of a sound tool, each with something else that is wrong about its recording."""


def header_of(server: str, tool: str, case: str, arguments: dict[str, Any], expect: str) -> dict[str, Any]:
    header = {"format": 1, "server": server, "tool": tool, "case": case, "arguments": arguments}
    recorded_at = "2020-02-02" if case == "stale" else "2999-01-01"
    return {**header, "expect": expect, "recorded_at": recorded_at, "redacted": []}


def write(folder: Path, server: str, tools: dict[str, dict[str, Case]], **stakes: str) -> None:
    """A registry with one Node server, its cassettes, its schemas, and its vendor's description."""
    levels = ", ".join(f'{tool} = "{stakes.get(tool, "never_ask")}"' for tool in tools)
    text = f"""format = 1
[servers.{server}]
id = 1
availability = "manual"
timeout_ms = 2000
command = ["node", "{server}.mjs"]
token_env = "ACME_TOKEN"
openapi = "vendor.json"
upstream = {{ ACME_API_URL = "{BASE}" }}
tools_stakes = {{ {levels} }}
server_info = {{ name = "{server}", version = "1.0.0", description = "Things of Acme, one or all." }}
{RESPONSES}"""
    for tool, cases in tools.items():
        for case, (arguments, exchanges, expect) in cases.items():
            header = header_of(server, tool, case, arguments, expect)
            path = folder / "cassettes" / server / tool / f"{case}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            cassette = {"version": 1, "metadata": {"mcp_contract": header}, "interactions": exchanges}
            path.write_text(yaml.safe_dump(cassette), encoding="utf-8")
        text += f"[servers.{server}.tools.{tool}]\n{OF_TOOLS.get(tool, '')}"
        examples = [_example(case, *cases[case]) for case in cases if case != "no_example"]
        text += f"examples = [{', '.join(examples)}]\n"
    (folder / "mcp_contract.toml").write_text(text, encoding="utf-8")
    for name, schema in SCHEMAS.items():
        (folder / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    (folder / "vendor.json").write_text(json.dumps(described(server)), encoding="utf-8")
    for path in SERVERS.glob("*.mjs"):
        shutil.copy(path, folder)


def _example(case: str, arguments: dict[str, Any], _exchanges: Any, expect: str) -> str:
    given = {"number": 8} if case == "renumbered" else arguments
    table = ", ".join(f"{name} = {json.dumps(value)}" for name, value in given.items())
    return f'{{ name = "{case}", arguments = {{ {table} }}, expect = "{expect}" }}'


OF_TOOLS = {
    "hides": 'shows = ["/colour"]\n',
    "costly": "max_tokens = 2\n",
    "get_item": 'shows = ["/name"]\n',
    **dict.fromkeys(LISTING, 'responses = { "GET /v2/items" = "list.json" }\n'),
    "list_items": 'responses = { "GET /v2/items" = "items.json" }\n',
}


def described(server: str) -> dict[str, Any]:
    """The vendor's description: of what the sound server asks for, or of what its broken twin has wrong."""
    nullable, text = {"type": "string", "nullable": True}, {"type": "string"}
    paths = {
        "/v2/narrow/{number}": {"get": of(properties={**NAMED, "name": nullable})},
        "/v2/odd/{number}": {"get": of(properties={**NAMED, "colour": {"type": "integer"}})},
    }
    if server == "items":
        item = of(properties={**NAMED, "colour": text})
        paths = {
            "/v2/items/{number}": {"get": item, "put": item},
            "/v2/items": {"get": list_of(item)},
        }

    def answering(schema: dict[str, Any]) -> dict[str, Any]:
        content = {"application/json": {"schema": schema}}
        return {"responses": {"200": {"description": "found", "content": content}}}

    return {
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "2"},
        "paths": {
            path: {method: answering(schema) for method, schema in methods.items()}
            for path, methods in paths.items()
        },
    }


def break_files(folder: Path) -> None:
    """Every kind of broken file beside the sound cassette in a folder, one for each code."""
    sound = (folder / "normal.yaml").read_text(encoding="utf-8")
    (folder / "folder.yaml").mkdir()  # MCP470
    with (folder / "large.yaml").open("wb") as file:  # MCP474; it takes no room on the disk
        file.truncate(60 << 20)
    for name, text in {
        "conflict": f"<<<<<<< ours\n{sound}",  # MCP471
        "newer": sound.replace("version: 1", "version: 2"),  # MCP472
        "runs_code": sound.replace("body: null", "body: !!python/object/apply:os.getcwd []"),  # MCP473
        "half": sound.replace("response:", "answer:"),  # MCP475
        "empty": "",  # MCP476
        "of_another": sound.replace("tool: files", "tool: old"),  # MCP477
    }.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def outcomes(project: pytest.Pytester, run_pytest: RunPytest) -> Outcomes:
    """Run the contract: the tools of each code, with the outcome there."""

    def run(*arguments: str) -> dict[str, dict[str, str]]:
        report = project.path / "report.json"
        result = run_pytest(project, "--mcp-contract", f"--mcp-report=json={report}", *arguments)
        assert result.ret in (0, 1), result.stderr.str()
        found: dict[str, dict[str, str]] = {}
        for verdict in json.loads(report.read_text(encoding="utf-8"))["verdicts"]:
            by_tool = found.setdefault(verdict["code"], {})
            by_tool[verdict["tool"] or verdict["server"]] = verdict["outcome"]
        return found

    return run


def with_outcome(found: dict[str, dict[str, str]], *wanted: str) -> dict[str, str]:
    """Each code with the tools of such an outcome, where there are any."""
    tools = {code: [one for one in sorted(by) if by[one] in wanted] for code, by in found.items()}
    return {code: " ".join(tools[code]) for code in sorted(tools) if tools[code]}


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini("[pytest]\nmcp_fuzz = off\n")
    return pytester


def broken(project: pytest.Pytester, wanted: dict[str, str]) -> Path:
    """A registry of the tools that are broken in these ways, with goldens; gives the cassettes' folder."""
    tools = sorted({tool for tools in wanted.values() for tool in tools.split()} - {"registry"})
    write(project.path, "broken", {tool: recorded(tool) for tool in tools}, only_reads="low", adds="low")
    for cassette in (project.path / "cassettes").rglob("*.yaml"):
        cassette.with_suffix(".md").write_text(f"{GOLDEN}\n", encoding="utf-8")
    return project.path / "cassettes" / "broken"


def test_what_is_wrong_about_a_recording_is_found_across_the_language_border(
    project: pytest.Pytester, outcomes: Outcomes
) -> None:
    """Provenance: ours. At its tool, and at no other: what one tool does wrong is told once."""
    cassettes = broken(project, RECORDING)
    (cassettes / "misfits" / "normal.md").write_text(f"<!-- error -->\n{REFUSED}\n", encoding="utf-8")
    (cassettes / "old" / "no_golden.md").unlink()
    (cassettes / "old" / "changed.md").write_text("Item 8: spanner.\n", encoding="utf-8")
    break_files(cassettes / "files")
    shutil.copytree(cassettes / "old", cassettes / "gone")

    found = outcomes("--mcp-select", "MCP4,MCP414,MCP415")

    assert with_outcome(found, "failed", "warned") == RECORDING
    assert set(" ".join(with_outcome(found, "lost").values()).split()) == {"files"}


def test_what_a_tool_makes_of_a_failing_api_is_found_across_the_language_border(
    project: pytest.Pytester, outcomes: Outcomes
) -> None:
    """Provenance: ours. At its tool, and at no other."""
    broken(project, FAULTS)

    found = outcomes("--mcp-select", "MCP4")

    assert with_outcome(found, "failed", "warned", "lost") == FAULTS


def test_what_is_wrong_about_a_rendering_is_found_across_the_language_border(
    project: pytest.Pytester, outcomes: Outcomes
) -> None:
    """Provenance: ours. At its tool, and at no other."""
    broken(project, RENDERING)
    outcomes("--mcp-update-goldens", "--mcp-select", "MCP402")

    found = outcomes("--mcp-select", "MCP4")

    assert with_outcome(found, "failed", "warned", "lost") == RENDERING


def test_no_check_of_recorded_traffic_is_left_out() -> None:
    """Provenance: ours. There is none that cannot be shown of a server outside this process."""
    assert RECORDING.keys() | FAULTS.keys() | RENDERING.keys() == CODES


def test_a_sound_server_is_left_alone(project: pytest.Pytester, outcomes: Outcomes) -> None:
    """Provenance: ours. The sound twin: two pages, none, a missing item, and every fault survived."""
    missing = exchange("GET", "/v2/items/99", {"message": "Not Found"}, status=404)
    one, two = (exchange("GET", f"/v2/items{page}", LIST["items"][:2]) for page in ("", "?page=2"))
    one["response"]["headers"]["link"] = [f'<{BASE}/v2/items?page=2>; rel="next"']
    renamed = exchange("PUT", "/v2/items/7", {**ITEM, "name": "wrench"}, sent='{"name": "wrench"}')
    tools: dict[str, dict[str, Case]] = {
        "get_item": {
            "normal": ({"number": 7}, [exchange("GET", "/v2/items/7", ITEM)], "success"),
            "missing": ({"number": 99}, [missing], "error"),
        },
        "list_items": {
            "all": ({}, [one, two], "success"),
            "none": ({}, [exchange("GET", "/v2/items", [])], "success"),
        },
        "rename_item": {"normal": ({"number": 7, "name": "wrench"}, [renamed], "success")},
    }
    write(project.path, "items", tools, rename_item="low")
    outcomes("--mcp-update-goldens", "--mcp-select", "MCP402")

    found = outcomes("--mcp-select", "MCP3,MCP4,MCP414,MCP415", "--mcp-fuzz=ci")

    assert with_outcome(found, "failed", "warned", "lost", "waived") == {}
    assert CODES - set(with_outcome(found, "passed")) == set()
