"""Filters as JQL in which no value can be anything but a value.

Source: https://support.atlassian.com/jira-software-cloud/docs/use-advanced-search-with-jira-query-language-jql/
"""

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pytest_mcp_contract.reference.results import Err, Ok, Result

FilterField = Literal[
    "project",
    "issue_type",
    "status",
    "status_category",
    "priority",
    "resolution",
    "assignee",
    "reporter",
    "creator",
    "labels",
    "component",
    "fix_version",
    "parent",
    "summary",
    "text",
    "created",
    "updated",
    "resolved",
    "due",
    "votes",
    "watchers",
    "custom_field",
]
Operator = Literal["=", "!=", "~", "!~", ">", ">=", "<", "<=", "is empty", "is not empty"]
OrderField = Literal["updated", "created", "priority", "due", "key", "status"]
Direction = Literal["asc", "desc"]

_NAMES = {
    "issue_type": "issuetype",
    "status_category": "statusCategory",
    "fix_version": "fixVersion",
}
_TEXTS = frozenset({"summary", "text"})
_PEOPLE = frozenset({"assignee", "reporter", "creator"})
_NUMBERS = frozenset({"votes", "watchers"})
_ORDERED = frozenset({"created", "updated", "resolved", "due", "priority"}) | _NUMBERS
_MATCHING: frozenset[Operator] = frozenset({"~", "!~"})
_COMPARING: frozenset[Operator] = frozenset({">", ">=", "<", "<="})
_EMPTINESS: frozenset[Operator] = frozenset({"is empty", "is not empty"})
_CUSTOM_ID = re.compile(r"(?:customfield_|cf\[)(\d{1,9})\]?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')


class Filter(BaseModel):
    """One condition on the issues."""

    model_config = ConfigDict(extra="forbid")

    field: Annotated[
        FilterField, Field(description="What the condition is about; custom_field for any other field.")
    ]
    operator: Annotated[
        Operator,
        Field(
            description="How the field is compared: ~ and !~ for words in summary, text and custom fields "
            "of text; > >= < <= for dates, priority, votes, watchers and custom fields."
        ),
    ] = "="
    value: Annotated[
        str,
        Field(
            max_length=255,
            description="What it is compared with, e.g. `In Progress`, `me` or an account id for people, "
            "`2026-03-02` or `-7d` for dates; left out for `is empty` and `is not empty`.",
        ),
    ] = ""
    custom_field: Annotated[
        str,
        Field(
            max_length=100,
            description="Name or id of the field for custom_field, e.g. `Story points`.",
        ),
    ] = ""


def jql_of(filters: Sequence[Filter], order_by: OrderField, direction: Direction) -> Result[str]:
    """All conditions joined by AND, in that order, or why one of them cannot be asked."""
    clauses: list[str] = []
    for condition in filters:
        clause = _clause(condition)
        if isinstance(clause, Err):
            return clause
        clauses.append(clause.value)
    return Ok(f"{' AND '.join(clauses)} ORDER BY {order_by} {direction.upper()}")


def quoted(text: str) -> str:
    """`text` as a string of JQL, which ends where the text ends."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(sign: re.Match[str]) -> str:
    return _ESCAPES.get(sign[0], f"\\u{ord(sign[0]):04x}")


def _clause(condition: Filter) -> Result[str]:
    field, operator, value = condition.field, condition.operator, condition.value.strip()
    name = _name(condition)
    if not name:
        return _refused(field, "names no field; pass custom_field with its name or id")
    if operator in _EMPTINESS:
        return Ok(f"{name} {operator.upper()}")
    if not value:
        return _refused(field, "has no value; pass one, or the operator `is empty`")
    if operator in _MATCHING and field not in _TEXTS and field != "custom_field":
        return _refused(field, f"cannot be compared by {operator}; use = or !=")
    if operator in _COMPARING and field not in _ORDERED and field != "custom_field":
        return _refused(field, f"cannot be compared by {operator}; use = or !=")
    if field in _TEXTS and operator not in _MATCHING:
        return _refused(field, f"cannot be compared by {operator}; use ~ or !~")
    if field in _NUMBERS:
        if not re.fullmatch(r"[0-9]{1,9}", value):
            return _refused(field, "needs a whole number")
        return Ok(f"{name} {operator} {value}")
    shown = "currentUser()" if field in _PEOPLE and value.lower() == "me" else quoted(value)
    return Ok(f"{name} {operator} {shown}")


def _name(condition: Filter) -> str:
    """The field as JQL names it; "" where none is named."""
    if condition.field != "custom_field":
        return _NAMES.get(condition.field, condition.field)
    custom = condition.custom_field.strip()
    by_id = _CUSTOM_ID.fullmatch(custom)
    return f"cf[{by_id[1]}]" if by_id else quoted(custom) if custom else ""


def _refused(field: str, why: str) -> Err:
    return Err(f"Jira was not asked, because the filter on {field} {why}, then call again.")
