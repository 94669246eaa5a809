"""What 43 real servers answered to `initialize`, tools/list and a call of an unknown tool, as our model."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.model import Finding, Reply, RpcError, Served, Surface, Tool
from tests.corpus.places import Place, numbered

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tools-lists"
"""Third-party data, which is not part of this repository."""


@cache
def surfaces() -> tuple[Surface, ...]:
    """Every server of the corpus; its name is the package and the version."""
    return tuple(map(_surface, sorted(FOLDER.glob("*.json"))))


def _surface(path: Path) -> Surface:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    probe = raw["probes"]["unknown_tool"]
    reply = (
        Reply.from_raw(probe["result"])
        if "result" in probe
        else Reply(error=RpcError(probe["error"]["code"], probe["error"]["message"]))
    )
    hello = raw["initialize"]
    listed = list(enumerate(raw["tools"]))
    return Surface(
        path.stem,
        tools=tuple(Tool.from_raw(item) for _, item in listed if isinstance(item, dict)),
        malformed=tuple((index, item) for index, item in listed if not isinstance(item, dict)),
        protocol_version=hello["protocolVersion"],
        instructions=hello.get("instructions"),
        noise=tuple(raw["stdout_noise"]),
        unknown_tool=reply,
    )


def judges(check: AnyCheck) -> bool:
    """Whether the check judges a surface without a row beside it."""
    return check.scope in (Scope.TOOL, Scope.SERVER) and not check.needs_registry


def findings(check: AnyCheck) -> Iterator[tuple[Surface, str, Finding]]:
    """Everything that a check finds, with the server and the tool (`""` where it is the server)."""
    for surface in surfaces():
        if check.scope is Scope.TOOL:
            subjects = [(tool.name, check(tool)) for tool in surface.tools]
        else:
            subjects = [("", check(Served(surface)))]
        for tool, told in subjects:
            for item in told:
                if isinstance(item, Finding):
                    yield surface, item.tool or tool, item


def places(check: AnyCheck) -> list[Place]:
    """The same without words, in the order of the corpus."""
    return list(numbered((surface.server, tool, item.at) for surface, tool, item in findings(check)))
