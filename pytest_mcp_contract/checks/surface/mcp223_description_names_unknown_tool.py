import re
from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.surface._schemas import dialect_of, subschemas
from pytest_mcp_contract.model import JSON, Finding, Served, Surface, Tool, pointer

_NAME = r"`([A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)+)`"
_NO_TOOL = (
    r"(?!\s*(?:[=:(]|parameter|argument|param|option|field|flag|property|key|mode|format|value|header))"
)
_NAMED = re.compile(rf"{_NAME}\s+tool\b|\btool\s+{_NAME}|\b(?:use|call)\s+(?:the\s+)?{_NAME}{_NO_TOOL}", re.I)
_ELSEWHERE = re.compile(r"server|extension|toolset|if (?:available|enabled)|requires|deprecated", re.I)


def _served(description: str, *others: str, **properties: JSON) -> Served:
    tool = Tool(
        "get_issue",
        description=description,
        input_schema={"type": "object", "properties": properties},
    )
    rest = tuple(Tool(name, input_schema={"type": "object"}) for name in others)
    return Served(Surface("github", tools=(tool, *rest)))


@server_check(
    code="MCP223",
    title="A description names a tool that does not exist",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The model calls what it reads. A tool that was renamed or taken out, and is still named by its
        neighbours, costs a failed call, and the model has no way to the one that was meant.
    """,
    fix="Name the tool as it is listed, or take the sentence out.",
    bad=(
        _served("Read an issue. Use `list_issues` to find numbers.", "search_issues"),
        _served("Read an issue. Numbers come from the `list-issues` tool."),
        _served("Read an issue found by the tool `list_issues`."),
        Served(Surface("github", instructions="Call `list_issues` first.")),
    ),
    good=(
        _served("Read an issue. Use `list_issues` to find numbers.", "list_issues"),
        _served("Use `dry_run` to see what would happen.", dry_run={"type": "boolean"}),
        _served("Use `created_at` to sort.", sort={"enum": ["created_at"]}),
        _served("Use the `per_page` parameter of the API."),
        # One word may be anything.
        _served("Call `search` first."),
        # Not said to be a tool.
        _served("Returns `next_page`, and `total_count`."),
        _served("Use `git_status` of the git server for local changes."),
    ),
)
def description_names_unknown_tool(served: Served) -> Iterator[Finding]:
    tools = served.surface.tools
    known = {tool.name for tool in tools}
    words = known | {word for tool in tools for word in _words(tool)}
    for at, text, owner in _texts(served.surface):
        for found in _NAMED.finditer(text):
            name = found[1] or found[2] or found[3]
            sentence = text[found.start() :].partition(". ")[0]
            if name in words or name.replace("-", "_") in words or _ELSEWHERE.search(sentence):
                continue
            near = get_close_matches(name, known, n=1, cutoff=0.8)
            yield Finding(
                at=at,
                saw=f"the text names `{name}`, and no tool is called so",
                want=f"`{near[0]}`, which is listed" if near else "",
                tool=owner,
            )


def _texts(surface: Surface) -> Iterator[tuple[str, str, str | None]]:
    """Place, text and tool."""
    if surface.instructions:
        yield "/instructions", surface.instructions, None
    for tool in surface.tools:
        if isinstance(tool.description, str):
            yield "/description", tool.description, tool.name
        for name, schema in tool.properties():
            if isinstance(text := schema.get("description"), str):
                yield pointer("inputSchema", "properties", name, "description"), text, tool.name


def _words(tool: Tool) -> Iterator[str]:
    """Names in the tool's schemas, which a text may well tell the model to use."""
    for root in (tool.input_schema, tool.output_schema):
        dialect = dialect_of(root) if isinstance(root, dict) else None
        for _, schema in subschemas(root, dialect) if dialect else ():
            for key in ("properties", "$defs", "definitions"):
                table = schema.get(key)
                yield from table if isinstance(table, dict) else ()
            for key in ("enum", "examples"):
                values = schema.get(key)
                yield from (v for v in (values if isinstance(values, list) else ()) if isinstance(v, str))
            for key in ("const", "default"):
                if isinstance(value := schema.get(key), str):
                    yield value
