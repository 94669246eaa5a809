"""Values of fields: what is written, in the shape that Jira wants, and what was read, as text."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line, utc
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira.adf_to_markdown import markdown_of
from pytest_mcp_contract.reference.servers.jira.markdown_to_adf import document_of
from pytest_mcp_contract.reference.servers.jira.schemas_setup import FieldSchema

Kind = Literal[
    "text",
    "rich_text",
    "number",
    "option",
    "name",
    "user",
    "cascade",
    "text_list",
    "option_list",
    "name_list",
    "user_list",
]
VALUE_LIMIT = 255
"""Jira takes no longer names of options, people, versions and the like."""

_LISTS = frozenset({"text_list", "option_list", "name_list", "user_list"})
_RICH = ("description", "environment", ":textarea")
_SPRINT = ":gh-sprint"
_KINDS: dict[str, Kind] = {
    "number": "number",
    "option": "option",
    "option-with-child": "cascade",
    "user": "user",
    "group": "name",
    "priority": "name",
    "resolution": "name",
    "securitylevel": "name",
    "version": "name",
    "component": "name",
}
_LIST_KINDS: dict[str, Kind] = {
    "string": "text_list",
    "option": "option_list",
    "user": "user_list",
    "version": "name_list",
    "component": "name_list",
    "group": "name_list",
}
_NAMING_KEYS = ("displayName", "name", "value", "key", "title", "filename", "id")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


class FieldValue(BaseModel):
    """A value for a field that has no argument of its own."""

    model_config = ConfigDict(extra="forbid")

    field_id: Annotated[
        str,
        Field(
            max_length=100,
            pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
            description="Id of the field, e.g. `customfield_10016`; get_create_fields shows it.",
        ),
    ]
    kind: Annotated[Kind, Field(description="Kind of the field, as get_create_fields shows it.")]
    values: Annotated[
        tuple[Annotated[str, Field(max_length=32_767)], ...],
        Field(
            max_length=50,
            description="The value, e.g. `5`; a cascade takes one or two, a list kind several; none clears "
            "the field. Dates as `2026-03-02`, people by account id, rich_text in Markdown.",
        ),
    ] = ()


def json_of(field: FieldValue) -> Result[JSON]:
    """The value as Jira wants it, or why it cannot be sent."""
    values, kind = field.values, field.kind
    if kind in _LISTS:
        return Ok([_WRITTEN[kind](value) for value in values])
    if not values:
        return Ok(None)
    if kind == "cascade" and len(values) == 2:
        return Ok({"value": values[0], "child": {"value": values[1]}})
    if len(values) > 1:
        return _refused(field, "takes one value")
    value = values[0]
    if kind == "number":
        number = _number(value)
        return _refused(field, "needs a number") if number is None else Ok(number)
    if kind == "rich_text":
        document = document_of(value)
        return document if isinstance(document, Err) else Ok(document.value)
    return Ok(_WRITTEN[kind](value))


_WRITTEN: dict[str, Callable[[str], JSON]] = {
    "text": lambda value: value,
    "option": lambda value: {"value": value},
    "cascade": lambda value: {"value": value},
    "name": lambda value: {"name": value},
    "user": lambda value: {"accountId": value},
    "text_list": lambda value: value,
    "option_list": lambda value: {"value": value},
    "name_list": lambda value: {"name": value},
    "user_list": lambda value: {"accountId": value},
}


def kind_of(schema: FieldSchema | None) -> Kind:
    """The kind that a field of this type is written as."""
    if schema is None:
        return "text"
    custom = schema.custom or ""
    if schema.system in _RICH or custom.endswith(_RICH):
        return "rich_text"
    if custom.endswith(_SPRINT):
        return "number"
    if schema.type == "array":
        return _LIST_KINDS.get(schema.items or "", "text_list")
    return _KINDS.get(schema.type or "", "text")


def text_of(value: object) -> str:
    """A value that was read, in words: a document as Markdown, anything else on one line; "" for none."""
    if isinstance(value, dict) and value.get("type") == "doc":
        return markdown_of(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_one, value)))
    return _one(value)


def _one(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return (str(int(value)) if value.is_integer() else str(value)) if math.isfinite(value) else ""
        case str():
            return _moment(value)
        case dict():
            name = next((text for key in _NAMING_KEYS if (text := _scalar(value.get(key)))), "")
            child = value.get("child")
            below = _scalar(child.get("value")) if isinstance(child, dict) else ""
            return f"{name} > {below}" if name and below else name
    return ""


def _scalar(value: object) -> str:
    is_plain = isinstance(value, str | int) and not isinstance(value, bool)
    return one_line(str(value), VALUE_LIMIT) if is_plain else ""


def _moment(text: str) -> str:
    """A moment in UTC; any other text as it is, also a date that no calendar has."""
    if _MOMENT.fullmatch(text) is None:
        return text
    try:
        return utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def _refused(field: FieldValue, why: str) -> Err:
    return Err(
        f"Nothing was sent to Jira, because {field.field_id} {why}; correct its values and call again."
    )


def fields_of(values: Sequence[FieldValue]) -> Result[dict[str, JSON]]:
    """All values by the ids of their fields, or why one of them cannot be sent."""
    fields: dict[str, JSON] = {}
    for field in values:
        result = json_of(field)
        if isinstance(result, Err):
            return result
        fields[field.field_id] = result.value
    return Ok(fields)
