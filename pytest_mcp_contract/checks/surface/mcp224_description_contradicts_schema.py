import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.checks.surface._schemas import Schema, dialect_of, subschemas
from pytest_mcp_contract.model import JSON, Finding, Tool, brief, pointer

_END = r"(?![\w%/°-])(?!\.\w)(?!,\d)"
_NUMBER = r"-?\d+(?:\.\d+)?"
_DEFAULT = re.compile(
    rf"\bdefault(?:s to|\s+is|\s*[:=])?\s+[`*]*({_NUMBER}|true|false){_END}"
    rf"|\bdefault[:=][`*]*({_NUMBER}|true|false){_END}",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    rf"\bmax(?:imum)?(?:\s+is|\s+of|\s*[:=])?\s*[`*]*({_NUMBER}){_END}\s*([a-z]*)", re.IGNORECASE
)
_ON_CONDITION = re.compile(r"[^.;)\n]*\b(?:if|when|for|unless|in|with|per|each)\b|\s*\(", re.IGNORECASE)
_BOUNDS = {"integer": "maximum", "number": "maximum", "string": "maxLength", "array": "maxItems"}
_NO_BOUND = 2**53 - 1
"""What a framework writes for every integer."""


def _tool(schema: Schema) -> Tool:
    return Tool("search", input_schema={"type": "object", "properties": {"limit": schema}})


@tool_check(
    code="MCP224",
    title="A parameter's description states another default or maximum than its schema",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        One of the two is wrong, and the model believes the text while the client believes the schema:
        it asks for 100 and is refused, or leaves the parameter out and gets something else.
    """,
    fix="Correct the one that is wrong, or leave it out of the text: the schema reaches the model too.",
    bad=(
        _tool({"type": "integer", "description": "How many (default: 10).", "default": 20}),
        _tool({"type": "integer", "description": "How many, defaults to 10.", "default": 20}),
        _tool({"type": "boolean", "description": "Default is true.", "default": False}),
        _tool({"type": "integer", "description": "How many (max 100).", "maximum": 50}),
        _tool({"type": "string", "description": "Maximum 255 characters.", "maxLength": 100}),
        _tool({"type": "array", "description": "Issues (maximum: 10).", "maxItems": 20}),
    ),
    good=(
        _tool({"type": "integer", "description": "How many (default: 10, max 100).", "default": 10}),
        _tool({"type": "number", "description": "Default 10.0", "default": 10}),
        _tool({"type": "integer", "description": "How many (max: 100)", "maximum": 100}),
        # The schema says nothing, or says "may be left out".
        _tool({"type": "integer", "description": "Default: 10", "default": None}),
        # Units and conditions.
        _tool({"type": "integer", "description": "Seconds (defaults to 2h)", "default": 7200}),
        _tool({"type": "integer", "description": "Default: 7 (timeline: 3)", "default": 3}),
        _tool({"type": "integer", "description": "Defaults to 5 for boards, 10 for lists.", "default": 10}),
        _tool({"type": "integer", "description": "At most 10,000. Default 10,000.", "default": 10000}),
        _tool({"type": "integer", "description": "Bytes, maximum 5 MB", "maximum": 5242880}),
        _tool({"type": "integer", "description": "Lines (default max: 100)", "default": 10}),
        # Of each element, or of the parts of a text.
        _tool({"type": "array", "description": "Labels, max 50 characters.", "maxItems": 10}),
        _tool({"type": "string", "description": "Ids with commas, max 100", "maxLength": 2000}),
        _tool({"type": "integer", "description": "How many (max 100).", "maximum": 9007199254740991}),
    ),
)
def description_contradicts_schema(tool: Tool) -> Iterator[Finding]:
    root = tool.input_schema
    dialect = dialect_of(root) if isinstance(root, dict) else None
    for at, schema in subschemas(root, dialect) if dialect else ():
        text = schema.get("description")
        if not at or not isinstance(text, str):
            continue
        told, stated = _told_default(text), schema.get("default")
        if told is not None and _is_plain(stated) and type(told) is type(_number(stated)) and told != stated:
            yield Finding(
                at=pointer("inputSchema", *at, "default"),
                saw=f"the text says the default is {brief(_short(told))}, `default` is {brief(stated)}",
            )
        kind = schema.get("type")
        bound = _BOUNDS.get(kind) if isinstance(kind, str) else None
        limit, most = schema.get(bound or ""), _told_maximum(text, str(kind))
        if most is None or isinstance(limit, bool) or not isinstance(limit, int | float):
            continue
        if limit not in (most, _NO_BOUND):
            yield Finding(
                at=pointer("inputSchema", *at, bound or ""),
                saw=f"the text says that the maximum is {brief(_short(most))}, `{bound}` is {brief(limit)}",
            )


def _told_default(text: str) -> float | bool | None:
    """The one default that the text states without a condition."""
    found = list(_DEFAULT.finditer(text))
    if len(found) != 1 or _ON_CONDITION.match(text, found[0].end()):
        return None
    word = (found[0][1] or found[0][2]).lower()
    return word == "true" if word in ("true", "false") else float(word)


def _told_maximum(text: str, kind: str) -> float | None:
    found = list(_MAXIMUM.finditer(text))
    if len(found) != 1 or text[: found[0].start()].rstrip().lower().endswith("default"):
        return None
    unit = found[0][2].lower()
    is_of_letters = unit.startswith(("char", "letter"))
    fits = is_of_letters if kind == "string" else not unit or (kind == "array" and not _is_measure(unit))
    return float(found[0][1]) if fits and not _ON_CONDITION.match(text, found[0].end(1)) else None


def _is_measure(unit: str) -> bool:
    return unit.startswith(
        ("char", "letter", "word", "byte", "kb", "mb", "gb", "token", "day", "hour", "sec")
    )


def _is_plain(value: JSON) -> bool:
    return isinstance(value, bool | int | float)


def _number(value: JSON) -> JSON:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _short(value: float | bool) -> float | bool:
    return int(value) if isinstance(value, float) and value.is_integer() else value
