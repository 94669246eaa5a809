"""The factory that starts servers by name: the cases of its `switch`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.modules import Module, Project
from pytest_mcp_contract.discover.typescript.syntax import line_of, named, text_of
from pytest_mcp_contract.discover.typescript.values import (
    NO_TYPESCRIPT,
    Reader,
    Ref,
    Unresolved,
    unresolved,
)

if TYPE_CHECKING:
    from tree_sitter import Node


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
    switches = list(found_in(module.root, "switch_statement"))
    if module.fault is not None:
        cases.unread.append(Unresolved(path, module.fault.line, module.fault.text, NO_TYPESCRIPT))
    if not switches:
        cases.unread.append(Unresolved(path, 1, "", "the factory has no `switch`"))
        return cases
    switch = max(switches, key=lambda one: len(list(found_in(one, "switch_case"))))
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


def _called(case: "Node") -> Iterator[str]:
    """Names of the functions that a case calls."""
    for call in found_in(case, "call_expression"):
        function = syntax.field(call, "function")
        if function is not None and function.type == "identifier":
            yield text_of(function)


def found_in(root: "Node", kind: str) -> "Iterator[Node]":
    """Every node of a kind below another, in the order of the text."""
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if node.type == kind and node is not root:
            yield node
        ahead += reversed(node.named_children)
