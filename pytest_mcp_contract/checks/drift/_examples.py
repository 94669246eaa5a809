"""Changes in few words, for the examples of checks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pytest_mcp_contract.model import JSON, Change, JSONObject, Locked, Proof, Proved

CLOSED: dict[str, JSON] = {
    "type": "object",
    "properties": {"state": {"enum": ["open", "closed"]}},
    "additionalProperties": False,
}
"""A schema of arguments."""
RESPELLED = Proof(Proved.EQUAL)
WIDER = Proof(Proved.WIDER)
REFUSED = Proof(Proved.BREAKING, {"state": "all"}, has_witness=True, at="/state")
UNPROVED = Proof(Proved.NOT_PROVED, tried="200 values of each")


def tool(**fields: JSON) -> JSONObject:
    """An element of tools/list."""
    return {
        "name": "get_issue",
        "description": "Read one issue.",
        "inputSchema": {"type": "object"},
        **fields,
    }


def of_tool(
    before: JSONObject | None,
    after: JSONObject | None,
    *,
    rows: tuple[JSONObject, JSONObject] = ({}, {}),
    **fields: Any,  # noqa: ANN401
) -> Change:
    """One tool of a server that a registry states."""
    sides = [
        Locked("github", 1, entry={"id": 1, **row}, tools={} if raw is None else {str(raw["name"]): raw})
        for raw, row in zip((before, after), rows, strict=True)
    ]
    name = str((after or before or {})["name"])
    return Change("github", sides[0], sides[1], tool=name, **fields)


def of_stake(
    before: str | None,
    after: str | None,
    *,
    asked: tuple[list[str], list[str]] = ([], []),
    order: Sequence[str] = (),
    name: str = "get_issue",
) -> Change:
    """A tool that stays as it is, with what the row says of it."""
    rows: list[dict[str, JSON]] = []
    for stake, arguments in zip((before, after), asked, strict=True):
        row: dict[str, JSON] = {"stakes": list(order)} if order else {}
        if stake is not None:
            row["tools_stakes"] = {name: stake}
        if arguments:
            row["arguments_requiring_approval"] = {name: list(arguments)}
        rows.append(row)
    same = tool(name=name)
    return of_tool(same, same, rows=(rows[0], rows[1]))


def of_row(before: Mapping[str, JSON], after: Mapping[str, JSON], **fields: Any) -> Change:  # noqa: ANN401
    """A server as a whole, of which the row has changed."""
    sides = [Locked("github", 1, entry={"id": 1, **row}) for row in (before, after)]
    return Change("github", sides[0], sides[1], **fields)


def of_info(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> Change:
    """A server as a whole, of which `server_info` has changed."""
    return of_row({"server_info": dict(before)}, {"server_info": dict(after)})


def of_scopes(before: list[JSON] | None, after: list[JSON] | None) -> Change:
    """A server whose OAuth provider asks for other scopes; None: it is not known for which."""
    sides: list[dict[str, JSON]] = [
        {"provider": "github"} if one is None else {"provider": "github", "scopes": one}
        for one in (before, after)
    ]
    return of_info({"authorization": sides[0]}, {"authorization": sides[1]})


def of_server(
    before: Locked | None, after: Locked | None, *others: Locked, against: str = "the lock"
) -> Change:
    """A server as a whole, with who it is."""
    known = after or before
    assert known is not None, "one side is there"
    return Change(known.name, before, after, others=others, against=against)


def server(name: str, id: int | None = 1, *tools: str, **fields: Any) -> Locked:  # noqa: ANN401
    """A server by name, id and the names of its tools."""
    row: JSONObject = {} if id is None else {"id": id}
    return Locked(name, id, entry=row, tools={each: tool(name=each) for each in tools}, **fields)


def unowned(before: JSONObject, after: JSONObject, *, versions: tuple[str | None, str | None]) -> Change:
    """One tool of a server that no registry states, with what the server says of its version."""
    changed = of_tool(before, after)
    sides = [
        replace(side, id=None, entry={}, version=version)
        for side, version in zip((changed.before, changed.after), versions, strict=True)
        if side is not None
    ]
    return replace(changed, before=sides[0], after=sides[1])
