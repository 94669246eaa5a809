"""Tools that a server registers one by one in code: `server.tool("get_issue", "...", {...}, handler)`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.factory import found_in
from pytest_mcp_contract.discover.typescript.modules import Module, Project
from pytest_mcp_contract.discover.typescript.syntax import named, text_of, unwrapped
from pytest_mcp_contract.discover.typescript.tools import ToolsFound
from pytest_mcp_contract.discover.typescript.values import Obj, Reader, Ref, Unresolved, Value, unresolved
from pytest_mcp_contract.discover.typescript.zod import Zod
from pytest_mcp_contract.model import JSON, Tool

if TYPE_CHECKING:
    from tree_sitter import Node

_REGISTERS: Final = frozenset({"tool", "registerTool"})
_NOTHING: Final = Obj({})
_FUNCTIONS: Final = frozenset(
    {
        "arrow_function", "function_declaration", "function_expression", "method_definition",
        "generator_function", "generator_function_declaration",
    }
)  # fmt: skip
_CONDITIONAL: Final = frozenset(
    {
        "if_statement", "for_statement", "for_in_statement", "while_statement", "do_statement",
        "switch_statement", "ternary_expression", "binary_expression", "catch_clause",
    }
)  # fmt: skip


def registered_tools(project: Project, reader: Reader, function: tuple[Module, str] | None) -> ToolsFound:
    """The tools that one function registers on the server which it gives back.

    Where it may register more or fewer (under a condition, in a function that it hands the server to, on a
    server that it was given), or under a name that is made, none is known.
    """
    found = ToolsFound()
    declared = function and project.lookup(*function)
    if declared is None:
        return found
    module, node = declared[0], unwrapped(declared[1])
    body = syntax.field(node, "body")
    if node.type not in _FUNCTIONS or body is None or body.type != "statement_block":
        return found
    calls = [call for call in found_in(body, "call_expression") if _registers(call)]
    if not calls:
        return found
    locals_ = _locals(module, node, body)
    doubt = _doubt(module, node, body, calls)
    if doubt is not None:
        found.gaps.append(doubt)
        return found
    tools = []
    for call in calls:
        given = [Ref(module, one, locals_) for one in named(_arguments(call))]
        name = reader.value(given[0]) if given else None
        if isinstance(name, str):
            tools.append(_tool(reader, name, given[1:-1], found))
        elif isinstance(name, Unresolved):
            found.gaps.append(name)
        else:
            found.gaps.append(unresolved(Ref(module, call), "its name is not known"))
    if not [gap for gap in found.gaps if gap not in found.partly.values()]:
        found.tools = tools
    return found


def _registers(call: "Node") -> bool:
    callee = syntax.field(call, "function")
    return (
        callee is not None
        and callee.type == "member_expression"
        and text_of(syntax.field(callee, "property")) in _REGISTERS
        and syntax.field(call, "arguments") is not None
    )


def _arguments(call: "Node") -> "Node":
    given = syntax.field(call, "arguments")
    assert given is not None, "a call without is none that registers"
    return given


def _server(call: "Node") -> str:
    """What a tool is registered on."""
    callee = syntax.field(call, "function")
    return text_of(None if callee is None else syntax.field(callee, "object"))


def _doubt(module: Module, function: "Node", body: "Node", calls: "list[Node]") -> Unresolved | None:
    """Why the tools of a function are not all of those that its server has, or not always; None for sure."""
    servers = {_server(call) for call in calls}
    if len(servers) > 1:
        return unresolved(Ref(module, calls[-1]), "tools are registered on more than one server")
    (server,) = servers
    for call in calls:
        if any(above.type in _CONDITIONAL or above.type in _FUNCTIONS for above in _above(call, body)):
            return unresolved(Ref(module, call), "registered only sometimes")
    parameters = syntax.field(function, "parameters")
    if server in map(text_of, _names(parameters) if parameters is not None else ()):
        return unresolved(Ref(module, calls[0]), f"`{server}` may have tools already")
    if _made(body, server) is None:
        return unresolved(Ref(module, calls[0]), f"where `{server}` comes from is not known")
    for call in found_in(body, "call_expression"):
        given = syntax.field(call, "arguments")
        if call in calls or given is None:
            continue
        if any(text_of(unwrapped(one)) == server for one in named(given)):
            return unresolved(Ref(module, call), f"it may register more tools on `{server}`")
    returns = [one for one in found_in(body, "return_statement") if not _is_inner(one, body)]
    for one in returns:
        is_server = [text_of(unwrapped(value)) for value in named(one)] == [server]
        is_certain = not any(above.type in _CONDITIONAL for above in _above(one, body))
        if not is_server or not is_certain:
            return unresolved(Ref(module, one), "it may give back another server, or one with fewer tools")
    if not returns:
        return unresolved(Ref(module, calls[0]), f"`{server}` is not given back")
    return None


def _names(pattern: "Node") -> "Iterator[Node]":
    """The names in parameters, or on the left of a declaration."""
    for kind in ("identifier", "shorthand_property_identifier_pattern"):
        yield from found_in(pattern, kind)


def _made(body: "Node", server: str) -> "Node | None":
    """What makes the server, in the function itself."""
    for declarator in found_in(body, "variable_declarator"):
        if text_of(syntax.field(declarator, "name")) == server and not _is_inner(declarator, body):
            return syntax.field(declarator, "value")
    return None


def _above(node: "Node", top: "Node") -> "Iterator[Node]":
    """The nodes around another one, up to the top without it."""
    above = node.parent
    while above is not None and above.id != top.id:
        yield above
        above = above.parent


def _is_inner(node: "Node", body: "Node") -> bool:
    """Whether a node belongs to a function inside."""
    return any(above.type in _FUNCTIONS for above in _above(node, body))


def _locals(module: Module, function: "Node", body: "Node") -> "dict[str, Value | Ref]":
    """What names mean inside a function, where they may mean something else outside."""
    bound: dict[str, Value | Ref] = {}
    parameters = syntax.field(function, "parameters")
    for one in _names(parameters) if parameters is not None else ():
        bound[text_of(one)] = unresolved(Ref(module, one), "it is known only when it runs")
    for declarator in found_in(body, "variable_declarator"):
        if _is_inner(declarator, body):
            continue
        name, value = syntax.field(declarator, "name"), syntax.field(declarator, "value")
        kept = declarator.parent
        is_constant = kept is not None and any(child.type == "const" for child in kept.children)
        is_top = kept is not None and kept.parent is not None and kept.parent.id == body.id
        if name is None:
            continue
        if name.type == "identifier" and value is not None and is_constant and is_top:
            bound[text_of(name)] = Ref(module, value, bound)
            continue
        for one in (name, *_names(name)):
            bound[text_of(one)] = unresolved(Ref(module, declarator), "it is known only when it runs")
    return bound


def _tool(reader: Reader, name: str, given: list[Ref], found: ToolsFound) -> Tool:
    """The tool in what stands between its name and its handler."""
    raw: dict[str, JSON] = {"name": name}
    zod = Zod(reader)
    gaps: list[Unresolved] = []
    for ref in given:
        target = reader.target(ref)
        if isinstance(target, Unresolved):
            gaps.append(target)
        if not isinstance(target, Ref):
            continue
        stated = (reader.members(ref) if target.node.type == "object" else None) or _NOTHING
        if "inputSchema" in stated.slots:
            text = stated.slot("description")
            description = None if text is None else reader.value(text.value)
            if isinstance(description, str):
                raw["description"] = description
            elif isinstance(description, Unresolved):
                gaps.append(description)
            schema = stated.slot("inputSchema")
            raw["inputSchema"] = zod.arguments(None if schema is None else schema.value)
        elif "inputSchema" not in raw and target.node.type in ("object", "call_expression"):
            # A call may also make the text, or the handler: then it is no schema that is read.
            raw["inputSchema"] = zod.arguments(ref)
        elif "description" not in raw:
            said = reader.value(target)
            if isinstance(said, str):
                raw["description"] = said
            elif isinstance(said, Unresolved):
                gaps.append(said)
    gaps = [*zod.gaps, *gaps]
    if gaps or "inputSchema" not in raw:
        place = given[0] if given else None
        first = Unresolved(place.module.path, place.line, name, "its schema is not read") if place else None
        told = gaps or ([first] if first else [])
        if told:
            found.partly[name] = told[0]
            found.gaps += told[:1]
    return Tool.from_raw(raw)
