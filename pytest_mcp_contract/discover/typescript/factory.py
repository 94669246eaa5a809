"""The factory that starts servers by name, and servers that name their tools only in code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.modules import Module, Project
from pytest_mcp_contract.discover.typescript.syntax import line_of, named, text_of
from pytest_mcp_contract.discover.typescript.tools import ToolsFound
from pytest_mcp_contract.discover.typescript.values import Obj, Reader, Ref, Unresolved, unresolved
from pytest_mcp_contract.discover.typescript.zod import Zod
from pytest_mcp_contract.model import JSON, Tool

if TYPE_CHECKING:
    from tree_sitter import Node

_REGISTERS: Final = frozenset({"tool", "registerTool"})
_NOTHING: Final = Obj({})
_CONDITIONAL: Final = frozenset(
    {
        "if_statement",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "switch_statement",
        "ternary_expression",
    }
)


@dataclass(slots=True)
class Cases:
    """The cases of a factory's `switch`."""

    file: Path | None = None
    line: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    functions: dict[str, tuple[Module, str]] = field(default_factory=dict)
    """The function that each case calls, as its module names it."""
    unread: list[Unresolved] = field(default_factory=list)


def cases_of(project: Project, reader: Reader, path: Path) -> Cases:
    """The cases of the `switch` with the most of them in a file."""
    module = project.module(path)
    cases = Cases(path)
    if module is None:
        return cases
    switches = list(_found(module.root, "switch_statement"))
    if not switches:
        return cases
    switch = max(switches, key=lambda one: len(list(_found(one, "switch_case"))))
    cases.line = line_of(switch)
    body = syntax.field(switch, "body")
    waiting: list[str] = []
    for case in named(body) if body is not None else ():
        value = syntax.field(case, "value")
        if case.type == "switch_default":
            continue
        name = reader.value(Ref(module, value)) if value is not None else None
        if not isinstance(name, str):
            cases.unread.append(
                name if isinstance(name, Unresolved) else unresolved(Ref(module, case), "no constant")
            )
            continue
        cases.lines[name] = line_of(case)
        waiting.append(name)  # cases that fall through share what the last one calls
        called = next(_called(case), None)
        if called is not None:
            cases.functions |= dict.fromkeys(waiting, (module, called))
            waiting = []
    return cases


def legacy_tools(project: Project, reader: Reader, function: tuple[Module, str] | None) -> ToolsFound:
    """The tools that a server registers one by one: `server.tool("get_issue", "...", {...}, handler)`.

    Where any of them is registered under a condition, or under a name that is made, none is known.
    """
    found = ToolsFound()
    declared = function and project.lookup(*function)
    if declared is None:
        return found
    module = declared[0]
    tools = []
    for call in _found(module.root, "call_expression"):
        callee, arguments = syntax.field(call, "function"), syntax.field(call, "arguments")
        if callee is None or callee.type != "member_expression" or arguments is None:
            continue
        if text_of(syntax.field(callee, "property")) not in _REGISTERS:
            continue
        given = named(arguments)
        name = reader.value(Ref(module, given[0])) if given else None
        if not isinstance(name, str) or _is_conditional(call):
            gap = (
                name
                if isinstance(name, Unresolved)
                else unresolved(Ref(module, call), "registered only sometimes")
            )
            found.gaps.append(gap)
            continue
        tools.append(_registered(reader, module, name, given[1:], found))
    if tools and not [gap for gap in found.gaps if gap not in found.partly.values()]:
        found.tools = tools
    return found


def _registered(reader: Reader, module: Module, name: str, given: "list[Node]", found: ToolsFound) -> Tool:
    raw: dict[str, JSON] = {"name": name}
    zod = Zod(reader)
    for node in given:
        ref = Ref(module, node)
        if node.type == "object" and "inputSchema" in (members := reader.members(ref) or _NOTHING).slots:
            description = (
                reader.value(members.slots["description"].value) if "description" in members.slots else None
            )
            if isinstance(description, str):
                raw["description"] = description
            raw["inputSchema"] = zod.arguments(members.slots["inputSchema"].value)
        elif "inputSchema" not in raw and isinstance(reader.target(ref), Ref) and _is_shape(reader, ref):
            raw["inputSchema"] = zod.arguments(ref)
        elif "description" not in raw and isinstance(text := reader.value(ref), str):
            raw["description"] = text
    if zod.gaps or "inputSchema" not in raw:
        gap = next(iter(zod.gaps), Unresolved(module.path, 1, name, "its schema is not read"))
        found.partly[name] = gap
        found.gaps.append(gap)
    return Tool.from_raw(raw)


def _is_shape(reader: Reader, ref: Ref) -> bool:
    target = reader.target(ref)
    return isinstance(target, Ref) and target.node.type in ("object", "call_expression")


def _called(case: "Node") -> Iterator[str]:
    """Names of the functions that a case calls."""
    for call in _found(case, "call_expression"):
        function = syntax.field(call, "function")
        if function is not None and function.type == "identifier":
            yield text_of(function)


def _is_conditional(node: "Node") -> bool:
    above = node.parent
    while above is not None:
        if above.type in _CONDITIONAL:
            return True
        above = above.parent
    return False


def _found(root: "Node", kind: str) -> "Iterator[Node]":
    """Every node of a kind below another, in the order of the text."""
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if node.type == kind and node is not root:
            yield node
        ahead += reversed(node.named_children)
