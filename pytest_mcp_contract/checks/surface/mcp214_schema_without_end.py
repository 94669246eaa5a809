from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import (
    Schema,
    UnresolvedError,
    at_pointer,
    dialect_of,
    has_inner_base,
    subschemas,
)
from pytest_mcp_contract.model import JSON, Finding, Tool, brief, pointer


def _tool(**defs: JSON) -> Tool:
    return Tool(
        "add",
        input_schema={"type": "object", "properties": {"root": {"$ref": "#/$defs/Node"}}, "$defs": defs},
    )


@tool_check(
    code="MCP214",
    title="A schema requires itself at every level, so no finite value exists",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-core#section-9.4.1",
    why="""
        Whoever fills in the value has to nest it for ever. No call with this parameter can be right, and
        clients that expand `$ref` do not come to an end.
    """,
    fix="Make the way into the next level optional: not `required`, or null, or a list that may be empty.",
    bad=(
        _tool(
            Node={"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}, "required": ["next"]}
        ),
        _tool(Node={"$ref": "#/$defs/Node"}),
        _tool(Node={"type": "array", "items": {"$ref": "#/$defs/Node"}, "minItems": 1}),
        _tool(Node={"allOf": [{"$ref": "#/$defs/Other"}]}, Other={"$ref": "#/$defs/Node"}),
    ),
    good=(
        _tool(Node={"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}),
        _tool(
            Node={
                "type": "object",
                "properties": {"next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}},
                "required": ["next"],
            }
        ),
        _tool(
            Node={
                "type": "object",
                "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}},
                "required": ["children"],
            }
        ),
        # A text is a finite value here: nothing says that it must be an object.
        _tool(Node={"properties": {"next": {"$ref": "#/$defs/Node"}}, "required": ["next"]}),
        Tool("add", input_schema={"type": "object", "properties": {"all": {"$ref": "#"}}}),
    ),
)
def schema_without_end(tool: Tool) -> Iterator[Finding]:
    root = tool.input_schema
    dialect = dialect_of(root) if isinstance(root, dict) else None
    if not isinstance(root, dict) or dialect is None or has_inner_base(root, dialect):
        return
    users: dict[str, str] = {}
    for at, schema in subschemas(root, dialect):
        if isinstance(ref := schema.get("$ref"), str):
            users.setdefault(ref, pointer("inputSchema", *at, "$ref"))
    targets = {ref: found for ref in users if (found := _target(root, ref)) is not None}
    endless = set(targets)
    # A target ends as soon as one way through it needs only targets that end.
    while ends := {ref for ref in endless if _ends(targets[ref], endless, dialect.ref_stands_alone)}:
        endless -= ends
    for ref in sorted(endless):
        yield Finding(at=users[ref], saw=f"{brief(ref)} requires itself at every level")


def _target(root: Schema, ref: str) -> Schema | None:
    if ref != "#" and not ref.startswith("#/"):
        return None
    try:
        found = at_pointer(root, ref[1:])
    except UnresolvedError:
        return None
    return found if isinstance(found, dict) else None


def _ends(schema: JSON, endless: set[str], ref_stands_alone: bool) -> bool:
    """Whether a finite value may exist; whatever is not understood counts as one."""
    if not isinstance(schema, dict):
        return True
    ref = schema.get("$ref")
    if isinstance(ref, str) and (ref in endless or ref_stands_alone):
        return ref not in endless
    if "enum" in schema or "const" in schema:
        return True

    def end(parts: JSON) -> list[bool]:
        return [_ends(part, endless, ref_stands_alone) for part in parts] if isinstance(parts, list) else []

    if not all(end(schema.get("allOf"))):
        return False
    if any((branches := end(schema.get(key))) and not any(branches) for key in ("anyOf", "oneOf")):
        return False
    properties, required = schema.get("properties"), schema.get("required")
    if schema.get("type") == "object" and isinstance(properties, dict) and isinstance(required, list):
        return all(
            end([properties[name] for name in required if isinstance(name, str) and name in properties])
        )
    least = schema.get("minItems")
    if schema.get("type") == "array" and isinstance(least, int) and least > 0 and "prefixItems" not in schema:
        return _ends(schema.get("items"), endless, ref_stands_alone)
    return True
