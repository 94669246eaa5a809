"""The files of a new server, as text: templates filled with what was asked for."""

import re
from collections.abc import Mapping, Sequence, Set
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pytest_mcp_contract.scaffold.layout import group, imported, literal, paragraph
from pytest_mcp_contract.scaffold.rows import PLACEHOLDER, row
from pytest_mcp_contract.scaffold.wanted import Kind, Noun, Wanted, WantedTool
from pytest_mcp_contract.scaffold.words import camel, listed, with_article

_TEMPLATES = Path(__file__).with_name("templates")
_ADDERS = {
    "create": "add_creating_tool",
    "comment": "add_creating_tool",
    "update": "add_updating_tool",
    "delete": "add_destructive_tool",
    "send": "add_destructive_tool",
}
_INSIDE = 8
"""Columns that stand before the docstring of a tool."""


def files_of(it: Wanted, *, package: str, id: int) -> dict[str, str]:
    """Path below the package's folder -> text, for everything that is the server's own."""
    context = _context(it, package, id)
    names = ["__init__", "api_helper", "arguments", "rendering", "schemas", "server", "utils"]
    names += ["tools_reading"] if context["reading"] else []
    names += ["tools_writing"] if context["writes"] else []
    made = {f"servers/{it.name}/{name}.py": _filled(f"server/{name}.py.j2", context) for name in names}
    made[f"entries/{it.name}.py"] = _filled("server/entry.py.j2", context)
    if it.auth == "oauth":
        made[f"oauth/{it.name}.py"] = _filled("server/oauth.py.j2", context)
    return made


def own_tests(it: Wanted, *, package: str) -> str:
    """Tests of the server's schemas and renderings, over a sample."""
    return _filled("server/test.py.j2", _context(it, package, 0))


def new_registry(package: str) -> dict[str, str]:
    """Path below the package's folder -> text, for what an empty registry has of its own."""
    context: dict[str, object] = {"package": package, "placeholder": PLACEHOLDER}
    names = ("__init__", "constants", "entries/__init__", "oauth/__init__", "servers/__init__")
    return {f"{name}.py": _filled(f"registry/{name}.py.j2", context) for name in names}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"group": group, "imported": imported, "literal": literal}
    environment.filters |= {
        "sentence": lambda text: f"{text[:1].upper()}{text[1:]}",
        "title_of": _title,
        "verb": lambda name: name.partition("_")[0],
        "with_article": with_article,
    }
    return environment


def _filled(template: str, context: Mapping[str, object]) -> str:
    text = _environment().get_template(template).render(context)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n") + "\n"


def _context(it: Wanted, package: str, id: int) -> dict[str, object]:
    kinds = {tool.kind for tool in it.tools}
    reading = [tool for tool in it.tools if tool.reads]
    writing = [tool for tool in it.tools if not tool.reads]
    with_model = [
        noun for noun in it.nouns if it.kinds(noun) & {"get", "list", "search"} or _writes(it, noun)
    ]
    return {
        "it": it,
        "package": package,
        "here": f"{package}.servers.{it.name}",
        "entry": literal(row(it, package=package, id=id), before=30),
        "kinds": kinds,
        "reading": reading,
        "writes": bool(writing),
        "sends_json": kinds & {"create", "update", "send"},
        "pages": kinds & {"list", "search"},
        "shows_id": kinds - {"count", "delete"},
        "fields": with_model,
        "needs_model": with_model.__contains__,
        "by_id": [noun for noun in it.nouns if it.kinds(noun) & {"get", "update", "comment", "delete"}],
        "listed_nouns": [noun for noun in it.nouns if it.kinds(noun) & {"list", "search"}],
        "base": f"{camel(it.name)}Object",
        "things": listed([noun.words_many for noun in it.nouns]),
        "reading_things": listed(_things(reading)),
        "writing_things": listed(_things(writing)),
        "models": sorted({answer for tool in it.tools if (answer := _answer(tool))}),
        "row_models": [noun.model for noun in it.nouns if it.kinds(noun) & {"list", "search"}],
        "markdown": _markdown(kinds),
        "reading_arguments": _arguments(reading),
        "writing_arguments": _arguments(writing),
        "adders": [_ADDERS[tool.kind] for tool in writing],
        "adder": lambda tool: _ADDERS[tool.kind],
        "define": _definition,
        "told": _docstring,
        "following": _following,
        "counted": _counted,
        "finding": lambda noun: _hint(it, noun, ("list", "search"), "To find its id"),
        "reading_one": lambda noun: _hint(it, noun, ("get",), "To read one whole"),
        "checking": lambda noun: _hint(it, noun, ("get",), "Before it"),
    }


def _writes(it: Wanted, noun: Noun) -> bool:
    return bool(it.kinds(noun) & {"create", "update", "send"})


def _things(tools: Sequence[WantedTool]) -> list[str]:
    return list(dict.fromkeys(tool.noun.words_many for tool in tools))


def _answer(tool: WantedTool) -> str:
    """The class that its request's answer is validated by; "" for an answer without a body."""
    ending = {"list": "Page", "search": "Page", "count": "Count", "comment": "Comment"}.get(tool.kind, "")
    return "" if tool.kind == "delete" else f"{tool.noun.model}{ending}"


def _markdown(kinds: Set[Kind]) -> list[str]:
    """What the renderings take from the shared module."""
    names: set[str] = set()
    if kinds - {"count", "delete"}:
        names.add("inline")
    if "get" in kinds:
        names |= {"blocks", "fact", "one_line", "utc"}
    if kinds & {"list", "search"}:
        names |= {"blocks", "counted", "one_line"}
    if kinds & {"create", "update", "send"}:
        names |= {"blocks", "fact", "one_line"}
    return sorted(names | ({"counted"} if "count" in kinds else set()))


def _arguments(tools: Sequence[WantedTool]) -> list[str]:
    names: set[str] = set()
    for tool in tools:
        names |= {f"{tool.noun.model}Id"} if tool.kind in ("get", "update", "comment", "delete") else set()
        names |= {
            "get": {"TextFrom"},
            "list": {"Limit", "Cursor"},
            "search": {"Query", "Limit", "Cursor"},
            "count": {"Query"},
            "create": {"Name", "Description"},
            "update": {"Name", "Description"},
            "comment": {"Text"},
            "delete": set[str](),
            "send": {"Recipient", "Text"},
        }[tool.kind]
    return sorted(names)


def _definition(tool: WantedTool, arguments: Sequence[str]) -> str:
    return "    " + group(f"async def {tool.name}(", arguments, ") -> CallToolResult:", indent=4)


def _docstring(*parts: str) -> str:
    """The description that a model reads: what it does, what it takes, what comes back, its limits."""
    first, *rest = parts
    margin = " " * _INSIDE
    lines = "\n".join(f"{margin}{paragraph(part, indent=_INSIDE)}" for part in rest)
    return f'{margin}"""{paragraph(first, indent=_INSIDE, first=3)}\n\n{lines}\n{margin}"""'


def _following(things: str, tool: str) -> str:
    arguments = [literal(things), literal(tool), "rows", "len(page.items)", "page.next_cursor"]
    return group("more = _following(", arguments, ")", indent=4)


def _counted(number: str, noun: Noun, before: str = "") -> str:
    """A call of `counted` for an f-string, which is told the plural only where it is no plain one."""
    names = [f"{before}{noun.words}", f"{before}{noun.words_many}"]
    shown = names if names[1] != f"{names[0]}s" else names[:1]
    return "{" + f"counted({number}, {', '.join(map(repr, shown))})" + "}"


def _hint(it: Wanted, noun: Noun, kinds: Sequence[str], start: str) -> str:
    """A sentence that names the tools that help, if there are any."""
    names = [tool.name for kind in kinds for tool in it.tools if tool.noun == noun and tool.kind == kind]
    return f" {start}, use {listed(names, 'or')}." if names else ""


def _title(tool: WantedTool) -> str:
    """`Get a ticket`, `List tickets`."""
    verb = tool.name.removesuffix(f"_{tool.noun.one}").removesuffix(f"_{tool.noun.many}")
    many = tool.kind in ("list", "search", "count")
    thing = tool.noun.words_many if many else with_article(tool.noun.words)
    return f"{verb.replace('_', ' ').capitalize()} {thing}"
