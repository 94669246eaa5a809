"""What a registry and its servers are now, in the shape of a lock, and what of that is to be written."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pytest_mcp_contract.drift.lock_files import Lock, complete, partners
from pytest_mcp_contract.drift.unread import NOT_READ, kept
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, Entry, JSONObject, Locked, Registry, Surface
from pytest_mcp_contract.model.entry import STAKES

NOT_LOCKED = frozenset(
    {
        "name",
        # how it is started
        "python", "command", "env", "workdir", "url", "headers", "token_env",
        # how it is examined
        "openapi", "match_on", "upstream", "ignore", "values", "examples",
        # locked as schemas, not as the names of what holds them
        "responses",
    }
)  # fmt: skip
"""Fields of a row, and of its tools, that say nothing of what the server promises."""
IN_RETIRED_IDS = "in `retired_ids` of the registry"
"""Why a server is retired whose id stands there."""


@dataclass(frozen=True, slots=True)
class NoSchema:
    """A response key whose schema cannot be made."""

    why: str


Schemas: TypeAlias = Mapping[str, "JSON | NoSchema"]
"""What the answers of one server are held to, by response key; that of a tool as `tool: METHOD path`."""


def responses_of(entry: Entry, schema_of: Callable[[str], JSON]) -> dict[str, JSON | NoSchema]:
    """The JSON Schema behind every response key of a row, its own and those of its tools.

    `schema_of` gives the one that `pkg.mod:Model` or `schemas/issue.json` names, and may raise anything.
    """
    declared = dict(entry.responses)
    for tool, config in entry.tools.items():
        declared |= {f"{tool}: {key}": target for key, target in config.responses.items()}
    found: dict[str, JSON | NoSchema] = {}
    for key, target in declared.items():
        try:
            found[key] = schema_of(target)
        except Exception as error:  # what a user's module raises when it is imported
            found[key] = NoSchema(f"`{target}`: {str(error).strip() or type(error).__name__}")
    return found


def locked_of(entry: Entry, surface: Surface | None, responses: Schemas, registry: Registry) -> Locked:
    """One server as it is now. Its tools are None where it was not asked, or gave no answer.

    A schema that cannot be made is None; a row names what of it could not be read. Of a name that is listed
    twice the first tool counts; one without a name, which nobody can call, does not. Sources without registry
    fields state no row.
    """
    tools: dict[str, JSONObject] | None = None
    version: str | None = None
    is_known = entry.read is None or entry.read.tools is not None
    if surface is not None and surface.failure is None and is_known:
        version = surface.server_version
        tools = {}
        for tool in surface.tools:
            if tool.raw.get("name") == tool.name and tool.name not in tools:
                tools[tool.name] = {key: _plain(value) for key, value in tool.raw.items()}
    row: JSONObject = {} if registry.is_bare else {**stated(entry), **_of_registry(entry, registry)}
    if registry.is_read and (unread := sorted(entry.dropped - NOT_LOCKED)):
        row = {**row, NOT_READ: [*unread]}
    return Locked(
        name=entry.name,
        id=None if registry.is_bare else entry.id,
        entry=row,
        tools=tools,
        responses={
            key: None if isinstance(schema, NoSchema) else _plain(schema) for key, schema in responses.items()
        },
        version=version,
    )


def stated(entry: Entry) -> JSONObject:
    """The fields that a row states, without `NOT_LOCKED`; a callable as its dotted name."""
    tools: dict[str, JSON] = {}
    for name, config in entry.tools.items():
        told = config.model_dump(mode="json", exclude={*NOT_LOCKED}, exclude_unset=True, exclude_none=True)
        if told:
            tools[name] = told
    left_out = {*NOT_LOCKED, "tools", "is_restricted"}
    fields: dict[str, JSON] = entry.model_dump(
        mode="json", exclude=left_out, exclude_unset=True, exclude_none=True
    )
    if tools:
        fields["tools"] = tools
    if entry.is_restricted is not None:
        restricted = entry.is_restricted
        fields["is_restricted"] = restricted if isinstance(restricted, str) else _dotted(restricted)
    return fields


def _of_registry(entry: Entry, registry: Registry) -> JSONObject:
    """What the registry states for all servers, as far as it decides what this one may do.

    The order of its levels, where it is not the usual one, and the scopes that its provider asks for. A lock
    that was written without them says nothing of them.
    """
    found: dict[str, JSON] = {}
    if "stakes" not in registry.dropped and registry.stakes != list(STAKES):
        found["stakes"] = list(registry.stakes)
    info = stated(entry).get("server_info")
    authorization = info.get("authorization") if isinstance(info, dict) else None
    if isinstance(info, dict) and isinstance(authorization, dict):
        record = registry.oauth_providers.get(str(authorization.get("provider")))
        if record is not None:
            scopes: list[JSON] = [*sorted(set(record.scopes))]
            found["server_info"] = {**info, "authorization": {**authorization, "scopes": scopes}}
    return found


def merged(
    old: Lock, now: Sequence[Locked], registry: Registry, *, reasons: Mapping[str, str] | None = None
) -> tuple[Locked, ...]:
    """The servers to be written, sorted: those that were looked at now, and what a lock never loses.

    - A server is the same by its id; by its name where it has none. Who was renamed keeps the former names.
    - A server of the registry that is not in `now` stays as it is; so do the tools of one that gave no
      answer, and a response schema that cannot be made now.
    - A server that has left the registry is retired, for the reason that `reasons` gives its name. A registry
      that could not be read, or has no server at all, retires nobody.
    - A tombstone stays one, and so does an id in `retired_ids`: a server that takes its id is left out, for
      the reuse must not look agreed on.

    Raises:
        ConfigError: a server has taken the id of another one, as far as that can be told from a rename.
    """
    known = [_retired_by(registry, server) for server in old.servers]
    ids = {server.id for server in known}
    known += [
        Locked(name=name, id=number, retired=IN_RETIRED_IDS)
        for number, name in registry.retired_ids.items()
        if number not in ids
    ]
    looked_at = {server.name for server in now}
    others = [
        Locked(name=name, id=None if registry.is_bare else entry.id)
        for name, entry in registry.servers.items()
        if name not in looked_at
    ]
    before = partners(known, [*now, *others])
    _refuse_reuse(known, now, [*now, *others])
    made = [_filled(before.get(index), server) for index, server in enumerate(now)]
    if _is_whole(registry):
        others_kept = [before[index] for index in range(len(now), len(now) + len(others)) if index in before]
    else:
        paired = {id(before[index]) for index in range(len(now)) if index in before}
        others_kept = [server for server in known if id(server) not in paired]
    return complete(known, [*made, *others_kept], reasons=reasons)


def _refuse_reuse(known: Sequence[Locked], now: Sequence[Locked], everyone: Sequence[Locked]) -> None:
    """Refuse a server that took the id of another one: written down, the reuse would look like a rename."""
    owners = {one.id: one for one in known if one.id is not None and one.retired is None}
    there = {one.name: one for one in everyone}
    for server in now:
        owner = None if server.id is None else owners.get(server.id)
        if owner is None or owner.name == server.name:
            continue
        shared = owner.tool_names & server.tool_names
        moved = None if shared or owner.name in server.former_names else there.get(owner.name)
        if moved is None and server.may_be(owner):
            continue
        if moved is not None and moved.id == owner.id:
            continue  # one id twice: MCP104
        free = max(number for one in (*known, *everyone) if (number := one.id) is not None) + 1
        why = f", which now has id {moved.id}" if moved is not None else ", and has none of its tools"
        back = f"put the id of `{owner.name}` back, and " if moved is not None else ""
        raise ConfigError(
            at=f"servers.{server.name}.id",
            what=f"`{server.name}` takes id {owner.id} of `{owner.name}`{why}",
            fix=f"{back}give `{server.name}` an id that was never used, such as {free}; if it is"
            f" `{owner.name}` under a new name, lock the new name first and change its tools after that",
        )


def _is_whole(registry: Registry) -> bool:
    """Whether who is not in the registry has left it."""
    return bool(registry.servers) and not registry.dropped & {"servers", "format"}


def _retired_by(registry: Registry, server: Locked) -> Locked:
    is_retired = server.retired is None and server.id in registry.retired_ids
    return replace(server, retired=IN_RETIRED_IDS) if is_retired else server


def _filled(before: Locked | None, now: Locked) -> Locked:
    """`now`, with what could not be asked as it was."""
    if before is None:
        return now
    return replace(
        kept(now, before),
        tools=before.tools if now.tools is None else now.tools,
        responses={
            key: before.responses.get(key) if schema is None else schema
            for key, schema in now.responses.items()
        },
    )


def _dotted(function: Callable[..., object]) -> str:
    """Where a callable is defined; of an object that can be called, its type. Never an address."""
    named = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"


def _plain(value: object) -> JSON:
    """`value` as JSON has it: an in-process server may hold mappings, tuples and numbers that are none."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float():
            return value if math.isfinite(value) else None
        case str() | int() | None:
            return value
        case _:
            return str(value)
