from collections.abc import Iterator, Mapping

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._stakes import is_open, stakes_of
from pytest_mcp_contract.model import (
    JSON,
    Entry,
    Finding,
    JSONObject,
    Registry,
    Served,
    StartFailure,
    Surface,
    Tool,
    Unchecked,
    brief,
    pointer,
)

_ENTRY = Entry(name="github", tools_stakes={"delete_repo": "high"})
_META = Registry(stake_meta="acme.stake")


def _served(meta: JSONObject, *others: Tool, registry: Registry = _META) -> Served:
    tools = (Tool("delete_repo", meta=meta), *others)
    return Served(Surface("github", tools=tools), _ENTRY, registry)


@server_check(
    code="MCP143",
    title="A tool carries another stake on the wire than in the registry",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        A client that reads the stake from the tool asks by that one, everything else by the registry's.
        People have then approved a tool at a level at which it does not run.
    """,
    fix="""
        Let the server take the stake from the registry when it builds the tool, or correct the side that
        is wrong.
    """,
    requires=("stake_meta",),
    bad=(
        _served({"acme": {"stake": "never_ask"}}),
        _served({"acme.stake": "never_ask"}),
        _served({"acme": {"stake": 2}}),
        _served({"acme": {"stake": None}}),
        _served({}, Tool("get_repo", meta={"acme": {"stake": "never_ask"}})),
    ),
    good=(
        _served({"acme": {"stake": "high"}}),
        # A key of that very name wins over the path.
        _served({"acme.stake": "high", "acme": {"stake": "low"}}),
        # No tool carries any, so nobody reads it there.
        _served({}),
        _served({"acme": "high"}),
        # A tool without a stake in the registry is MCP120.
        _served({"acme": {"stake": "high"}}, Tool("get_repo", meta={"acme": {"stake": "never_ask"}})),
        _served({"acme": {"stake": "low"}}, registry=Registry()),
        Served(Surface("github", failure=StartFailure("does not start", "")), _ENTRY, _META),
    ),
)
def wire_stake_is_another(served: Served) -> Iterator[Finding | Unchecked]:
    path = served.registry.stake_meta
    if path is None or not is_open(served):
        return
    stakes = stakes_of(served)
    if isinstance(stakes, Unchecked):
        yield stakes
        return
    carried = [(tool, list(_carried(tool.meta, path))) for tool in served.surface.tools]
    if not any(found for _, found in carried):
        yield Unchecked(f"no tool carries a stake in `_meta` at `{path}`")
        return
    for tool, found in carried:
        stake = stakes.get(tool.name)
        if stake is not None and found != [stake]:
            saw = f"carries {brief(found[0])} on the wire" if found else "carries no stake on the wire"
            yield Finding(
                at=pointer("_meta"),
                saw=f"`{tool.name}` {saw}",
                want=f"`{stake}`, as the registry says",
                tool=tool.name,
            )


def _carried(meta: JSONObject, path: str) -> Iterator[JSON]:
    """What stands under the key `path`, or where the dotted path leads; nothing where neither is there."""
    if path in meta:
        yield meta[path]
        return
    node: JSON | JSONObject = meta
    for key in path.split("."):
        if not isinstance(node, Mapping) or key not in node:
            return
        node = node[key]
    yield node if not isinstance(node, Mapping) else dict(node)
