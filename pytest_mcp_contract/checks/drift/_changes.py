"""What the checks of changes share: how to write an example, and how a finding is told."""

import json
from collections.abc import Mapping

from pytest_mcp_contract.model import JSON, Change, Finding, JSONObject, Locked, Proof, Proved, brief

TOOL: JSONObject = {
    "name": "get_issue",
    "title": "Get an issue",
    "description": "Show one issue.",
    "inputSchema": {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]},
    "annotations": {"readOnlyHint": True},
}
ENTRY: JSONObject = {
    "availability": "manual",
    "tools_stakes": {"get_issue": "low"},
    "server_info": {"name": "github", "version": "1.0.0", "description": "Issues."},
}
EQUAL = Proof(Proved.EQUAL)


def server(
    tool: JSONObject | None = TOOL,
    *,
    name: str = "github",
    id: int | None = 1,
    row: Mapping[str, JSON] | None = None,
) -> Locked:
    """A server with one tool, or none; `row` overrides fields of its row."""
    tools = {} if tool is None else {str(tool["name"]): tool}
    return Locked(name=name, id=id, entry={**ENTRY, **(row or {})}, tools=tools)


def of_tool(
    before: Locked,
    after: Locked,
    *,
    input: Proof | None = EQUAL,
    output: Proof | None = None,
) -> Change:
    """The one tool of two servers, compared."""
    return Change(after.name, before, after, tool="get_issue", input=input, output=output)


def tools(**changed: JSON) -> Change:
    """The tool with some of its fields changed."""
    return of_tool(server(), server({**TOOL, **changed}))


def rows(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> Change:
    """A server whose row has changed."""
    return Change("github", server(row=before), server(row=after))


def row_of_tool(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> Change:
    """The tool, with what the row says of it changed."""
    return of_tool(server(row=before), server(row=after))


def refused(witness: JSON, at: str = "") -> Proof:
    """A proof that breaks callers, with its witness."""
    return Proof(Proved.BREAKING, witness, True, at)


def shown(proof: Proof) -> str:
    """The witness of a proof, on a line of its own; "" where there is none."""
    return f"\n{json.dumps(proof.witness, ensure_ascii=False)}" if proof.has_witness else ""


def was(change: Change, at: str, before: object, after: object, what: str, *, mild: bool = False) -> Finding:
    """`what` was one thing and is another."""
    return Finding(
        at=at,
        saw=f"{what} was {brief(before)}, and is {brief(after)}",
        want=way_out(change),
        tool=change.tool,
        is_mild=mild,
    )


def way_out(change: Change) -> str:
    """How a change is agreed on."""
    if change.against == "the lock":
        return "undo it, or agree on it with `pytest-mcp-contract lock`"
    return f"undo it, or accept it against {change.against} with a row under `accepted`"


def row(change: Change, key: str) -> tuple[JSON, JSON]:
    """A field of the row on both sides; `a.b` for one within `a`."""
    sides: list[JSON] = []
    for side in (change.before, change.after):
        value: JSON = dict(side.entry) if side else None
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        sides.append(value)
    return sides[0], sides[1]
