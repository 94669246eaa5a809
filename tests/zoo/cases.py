"""One server, one tool, one recording: what a row of the zoo is made of, and a registry of many of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import CassetteHeader, Exchange, Outcome, Registry, Request, Response
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits, Writing
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from pytest_mcp_contract.runner import Run

ROOT = "https://api.acme.example"
TODAY = date(2026, 11, 22)
ITEM: dict[str, Any] = {
    "number": 7,
    "title": "Spanner is lost",
    "state": "open",
    "body": "Somebody took it from the box by the door.",
    "owner": {"name": "octocat"},
    "labels": [{"name": name} for name in ("tools", "metal", "blue", "garage", "urgent", "heavy")],
    "url": f"{ROOT}/items/7",
    "node_id": "MDU6SXRlbTc0MTg1Mjk2Mw==",
    "updated_at": "2026-01-02T13:04:05Z",
}
SCHEMAS = "tests.servers.zoo"
RESPONSES = {
    "GET /items/{number}": f"{SCHEMAS}:Item",
    "GET /items": f"{SCHEMAS}:Page",
    "POST /items": f"{SCHEMAS}:Item",
}
STAKES = {"get_item": "never_ask", "list_items": "never_ask", "create_item": "low"}
LOST = "lost"
JSON_TYPE = (("Content-Type", "application/json"),)


def answered(
    path: str, body: object, *, method: str = "GET", sent: object = None, status: int = 200
) -> Exchange:
    """One exchange with a JSON answer."""
    asked = b"" if sent is None else json.dumps(sent).encode()
    headers = JSON_TYPE if asked else ()
    return Exchange(
        Request(method, f"{ROOT}{path}", headers, asked),
        Response(status, "OK", JSON_TYPE, json.dumps(body).encode()),
    )


def item(**changes: Any) -> tuple[Exchange, ...]:
    """The recording of `get_item`."""
    return (answered("/items/7", {**ITEM, **changes}),)


def page(*titles: str, more: int | None = None, page: int = 1) -> tuple[Exchange, ...]:
    """The recording of `list_items`."""
    items = [{**ITEM, "number": number, "title": title} for number, title in enumerate(titles, 1)]
    return (answered(f"/items?page={page}", {"items": items, "next_page": more}),)


_OWNER = {
    "type": "object",
    "nullable": True,
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
}
DESCRIPTION = {
    "openapi": "3.0.3",
    "info": {"title": "Acme", "version": "1"},
    "paths": {
        "/items/{number}": {
            "get": {
                "parameters": [
                    {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {
                    "200": {
                        "description": "An item",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["number", "title", "state", "owner"],
                                    "properties": {
                                        "number": {"type": "integer"},
                                        "title": {"type": "string"},
                                        "state": {"type": "string"},
                                        "owner": _OWNER,
                                    },
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}
"""The vendor's description of its API."""
CREATED = (answered("/items", ITEM, method="POST", sent={"title": "Spanner is lost"}, status=201),)
ARGUMENTS: Mapping[str, dict[str, Any]] = {
    "get_item": {"number": 7},
    "list_items": {"page": 1},
    "create_item": {"title": "Spanner is lost"},
}
RECORDED = {"get_item": item(), "list_items": page("Spanner is lost", "Door is open"), "create_item": CREATED}


@dataclass(frozen=True)
class Case:
    """One server, called once."""

    server: str = "Sound"
    tool: str = "get_item"
    exchanges: Sequence[Exchange] | None = None
    expect: str = "success"
    row: Mapping[str, Any] = field(default_factory=dict)
    """What the registry says of the server beside the usual."""
    config: Mapping[str, Any] = field(default_factory=dict)
    """What the registry says of the tool."""
    recorded: Mapping[str, Any] = field(default_factory=dict)
    """What the cassette's header says otherwise than the example."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files beside the cassette, as they are; they replace the golden or the cassette itself."""

    @property
    def recording(self) -> Sequence[Exchange]:
        """The exchanges of the cassette."""
        return RECORDED[self.tool] if self.exchanges is None else self.exchanges

    def entry(self, name: str) -> dict[str, Any]:
        """The row of the registry."""
        example = {"name": "normal", "arguments": ARGUMENTS[self.tool], "expect": self.expect}
        return {
            "name": name,
            "python": f"tests.servers.zoo:{self.server}.server",
            "token_env": "ACME_TOKEN",
            "upstream": {"ACME_API_URL": ROOT},
            "tools_stakes": STAKES,
            "responses": RESPONSES,
            "tools": {self.tool: {"examples": [example], **self.config}},
            **self.row,
        }

    def write(self, folder: Path, name: str) -> None:
        """Its cassette."""
        path = cassette_path(folder, name, self.tool, "normal")
        header = {
            "server": name,
            "tool": self.tool,
            "case": "normal",
            "arguments": ARGUMENTS[self.tool],
            "expect": self.expect,
            "recorded_at": TODAY.isoformat(),
        }
        write(Cassette(path, CassetteHeader(**{**header, **self.recorded}), tuple(self.recording)))


def found(folder: Path, cases: Mapping[str, Case]) -> dict[str, dict[str, list[str]]]:
    """What the checks of recorded traffic find of each case: name -> code -> what they saw.

    All cases are rows of one registry, and previews are run too. Where something was lost, `lost` says why.
    """
    registry = Registry.model_validate(
        {
            "servers": {name: case.entry(name) for name, case in cases.items()},
            "file": folder / "mcp_contract.toml",
            "today": TODAY,
        }
    )
    (folder / "openapi.json").write_text(json.dumps(DESCRIPTION), encoding="utf-8")
    for name, case in cases.items():
        case.write(folder / "cassettes", name)
    checks = tuple(check for check in all_checks() if check.family == "MCP4" and check.scope.is_per_tool)
    _write_goldens(registry, cases, folder)
    for name, case in cases.items():
        beside = cassette_path(folder / "cassettes", name, case.tool, "normal")
        for file, content in case.files.items():
            if content:
                (beside.parent / file).write_bytes(content)
            else:
                (beside.parent / file).unlink()
    observer = Observer(registry, rootdir=folder, limits=Limits())
    run = Run(registry, checks, observer, folder)
    told: dict[str, dict[str, list[str]]] = {}
    try:
        for name, case in cases.items():
            told[name] = {}
            for check in checks:
                verdict = run.judge(check, f"{name}::{check.code}", name, case.tool, "")
                saw = [finding.saw for finding in verdict.findings]
                if verdict.outcome is Outcome.LOST:
                    told[name].setdefault(LOST, []).append(verdict.reason)
                if saw:
                    told[name][check.code] = saw
            observer.release(name)
    finally:
        observer.close()
    return told


def _write_goldens(registry: Registry, cases: Mapping[str, Case], folder: Path) -> None:
    observer = Observer(registry, rootdir=folder, limits=Limits(), writing=Writing(goldens=True))
    try:
        for name, case in cases.items():
            observer.replays(name, case.tool)
            observer.release(name)
    finally:
        observer.close()
