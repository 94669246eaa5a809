"""All texts of a server that a model reads, with their places."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.surface._schemas import dialect_of, subschemas
from pytest_mcp_contract.model import JSON, Surface, Tool, pointer


@dataclass(frozen=True, slots=True)
class Text:
    """One text and where it stands."""

    at: str
    value: str
    tool: str | None = None
    is_name: bool = False


_last: tuple[Surface | None, tuple[Text, ...]] = (None, ())


def texts(surface: Surface) -> tuple[Text, ...]:
    """The instructions, and of each tool its name, titles, descriptions, and the texts in its schemas.

    Those of the last surface are remembered: several checks in turn read the same ones.
    """
    global _last
    if _last[0] is not surface:
        _last = surface, tuple(_texts(surface))
    return _last[1]


def _texts(surface: Surface) -> Iterator[Text]:
    if surface.instructions:
        yield Text("/instructions", surface.instructions)
    for tool in surface.tools:
        yield from _of_tool(tool)


def _of_tool(tool: Tool) -> Iterator[Text]:
    yield Text("/name", tool.name, tool.name, is_name=True)
    for at, value in (
        ("/title", tool.title),
        ("/description", tool.description),
        ("/annotations/title", tool.annotations.get("title")),
    ):
        if isinstance(value, str):
            yield Text(at, value, tool.name)
    yield from _of_schema("inputSchema", tool.input_schema, tool.name)
    yield from _of_schema("outputSchema", tool.output_schema, tool.name)


def _of_schema(where: str, root: JSON, tool: str) -> Iterator[Text]:
    dialect = dialect_of(root) if isinstance(root, dict) else None
    for at, schema in subschemas(root, dialect) if dialect else ():
        for key in ("title", "description", "$comment", "const", "default"):
            if isinstance(value := schema.get(key), str):
                yield Text(pointer(where, *at, key), value, tool)
        for key in ("enum", "examples"):
            members = schema.get(key)
            for index, member in enumerate(members if isinstance(members, list) else ()):
                if isinstance(member, str):
                    yield Text(pointer(where, *at, key, index), member, tool)
        properties = schema.get("properties")
        for name in properties if isinstance(properties, dict) else ():
            yield Text(pointer(where, *at, "properties", name), name, tool, is_name=True)
