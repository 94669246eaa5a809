"""The tools of one server, as its metadata states them: a record or a list, in one of the layouts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pytest_mcp_contract.discover.typescript.values import (
    UNDEFINED,
    Arr,
    Callback,
    Obj,
    Reader,
    Ref,
    Slot,
    Unresolved,
    Value,
)
from pytest_mcp_contract.discover.typescript.zod import Zod
from pytest_mcp_contract.model import JSON, Tool

_SCHEMA: Final = ("schema", "inputSchema")
_STATED: Final = ("description", "title")


@dataclass(slots=True)
class ToolsFound:
    """What was found; `tools` is None where it is not known which there are."""

    tools: list[Tool] | None = None
    stakes: dict[str, Slot] = field(default_factory=dict)
    """The stake that a tool itself states."""
    places: dict[str, Slot] = field(default_factory=dict)
    partly: dict[str, Unresolved] = field(default_factory=dict)
    gaps: list[Unresolved] = field(default_factory=list)
    repeated: list[tuple[str, Slot]] = field(default_factory=list)
    """Tools that a record states again."""


def tools_in(reader: Reader, item: "Value | Ref") -> ToolsFound:
    """The tools of `{ get_issue: {...} }`, of `[{ name: "get_issue", ... }]`, or of what was made of them."""
    value = reader.value(item)
    if isinstance(value, Unresolved):
        return ToolsFound(gaps=[value])
    found = ToolsFound()
    if not isinstance(value, (Obj, Arr)):
        return found
    found.gaps += value.unread
    found.repeated += value.repeated if isinstance(value, Obj) else ()
    tools, is_whole = [], not value.unread
    for name, slot in _each(reader, value):
        if isinstance(name, Unresolved):
            found.gaps.append(name)
            is_whole = False
            continue
        tool = _tool(reader, name, slot, found)
        if tool is None:
            is_whole = False
            continue
        tools.append(tool)
        found.places[name] = slot
    if is_whole:
        found.tools = tools
    return found


def _each(reader: Reader, value: Obj | Arr) -> "Iterator[tuple[str | Unresolved, Slot]]":
    """Each tool with its name: the key of a record, unless the tool states another."""
    if isinstance(value, Obj):
        for key, slot in value.slots.items():
            stated = _name(reader, slot)
            yield (stated if isinstance(stated, str) else key), slot
        return
    for slot in value.slots:
        yield _name(reader, slot), slot


def _name(reader: Reader, slot: Slot) -> str | Unresolved:
    members = reader.members(slot.value)
    stated = members.slot("name") if members else None
    name = reader.value(stated.value) if stated else None
    if isinstance(name, (str, Unresolved)):
        return name
    return Unresolved(slot.path, slot.line, "", "a tool without a name that can be read")


def _tool(reader: Reader, name: str, slot: Slot, found: ToolsFound) -> Tool | None:
    members = reader.members(slot.value)
    if members is None:
        value = reader.value(slot.value)
        gap = value if isinstance(value, Unresolved) else Unresolved(slot.path, slot.line, name, "no object")
        found.gaps.append(gap)
        return None
    gaps = list(members.unread)
    raw: dict[str, JSON] = {"name": name}
    for key in _STATED:
        if key in members.slots:
            text = reader.value(members.slots[key].value)
            if isinstance(text, str):
                raw[key] = text
            elif isinstance(text, (Unresolved, Callback)):
                gaps.append(_gap(text, members.slots[key]))
    schema = next((one for key in _SCHEMA if (one := members.slot(key)) is not None), None)
    if schema is not None:
        zod = Zod(reader)
        raw["inputSchema"] = zod.arguments(schema.value)
        gaps += zod.gaps
    elif not members.unread:
        gaps.append(Unresolved(slot.path, slot.line, name, "it states no schema that is read"))
    annotations = _annotations(reader, members, gaps)
    if annotations:
        raw["annotations"] = annotations
    stake = members.slot("stake")
    if stake is not None:
        found.stakes[name] = stake
    elif members.unread:
        found.stakes[name] = Slot(members.unread[0], slot.path, slot.line)
    if gaps:
        found.partly[name] = gaps[0]
        found.gaps += gaps
    return Tool.from_raw(raw)


def _annotations(reader: Reader, members: Obj, gaps: list[Unresolved]) -> dict[str, JSON]:
    stated = members.slots.get("annotations")
    if stated is None:
        return {}
    value = reader.value(stated.value)
    if not isinstance(value, Obj):
        if value is not UNDEFINED:
            gaps.append(_gap(value, stated))
        return {}
    hints: dict[str, JSON] = {}
    for name, slot in value.slots.items():
        hint = reader.value(slot.value)
        if isinstance(hint, (bool, str)):
            hints[name] = hint
        elif hint is not UNDEFINED:
            gaps.append(_gap(hint, slot))
    return hints


def _gap(value: Value, slot: Slot) -> Unresolved:
    return (
        value if isinstance(value, Unresolved) else Unresolved(slot.path, slot.line, "", "it is no constant")
    )
