"""Enough of JQL for the tools: conditions joined by AND, and an order."""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta

from tests.emulators.common import FIRST_DAY
from tests.emulators.jira.bodies import NAMES
from tests.emulators.jira.store import MIA, PEOPLE, PRIORITIES, STATUSES, TYPES, Store, StoredIssue

NOW = FIRST_DAY + timedelta(days=30)
_TOKEN = re.compile(r'\s*("(?:\\.|[^"\\])*"|cf\[\d+\]|[<>!]=|!~|[=<>~(),]|[^\s"=<>!~(),]+)')
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}


class JqlError(Exception):
    """Why a query is refused, in Jira's words."""


def found(jql: str, store: Store) -> list[StoredIssue]:
    """The issues that match, in the order that the query asks for."""
    tokens = _tokens(jql)
    words = [token.upper() for token in tokens]
    split = words.index("ORDER") if "ORDER" in words else len(tokens)
    conditions, order = tokens[:split], tokens[split + 2 :]
    if not conditions:
        raise JqlError(
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
        )
    tests: list[Callable[[StoredIssue], bool]] = []
    while conditions:
        tests.append(_condition(conditions, store))
        if conditions and conditions.pop(0).upper() != "AND":
            raise JqlError("Error in the JQL Query: Expecting either 'OR' or 'AND'.")
    matching = [issue for issue in store.issues if all(test(issue) for test in tests)]
    if order:
        matching.sort(
            key=lambda issue: _values(issue, order[0].lower())[:1], reverse=order[-1].upper() == "DESC"
        )
    return matching


def token_of(offset: int, jql: str) -> str:
    """The token of the page that starts there; it fits this query only."""
    return urlsafe_b64encode(f"{offset}:{zlib.crc32(jql.encode())}".encode()).decode()


def offset_of(token: str, jql: str) -> int:
    """Where the page of that token starts."""
    try:
        offset, _, check = urlsafe_b64decode(token).decode().partition(":")
        if int(check) == zlib.crc32(jql.encode()):
            return int(offset)
    except ValueError:
        pass
    raise JqlError("The nextPageToken is not valid for this query.")


def _tokens(jql: str) -> list[str]:
    tokens, end = [], 0
    while jql[end:].strip():
        match = _TOKEN.match(jql, end)
        if match is None:
            raise JqlError(
                f"Error in the JQL Query: The character '{jql[end:].strip()[0]}' is not expected here."
            )
        tokens.append(match[1])
        end = match.end()
    return tokens


def _condition(tokens: list[str], store: Store) -> Callable[[StoredIssue], bool]:
    """The first condition, which is taken from the list."""
    if len(tokens) < 3:
        raise JqlError("Error in the JQL Query: Expecting operator before the end of the query.")
    raw = tokens.pop(0)
    field, operator = _field(raw), tokens.pop(0)
    if operator.upper() == "IS":
        negated = tokens[0].upper() == "NOT"
        del tokens[: 2 if negated else 1]
        return lambda issue: bool(_values(issue, field)) is negated
    value = _unquoted(tokens.pop(0))
    if value == "currentUser":
        del tokens[:2]
        value = MIA
    _check(field, value, store)
    match operator:
        case "=" | "!=":
            return lambda issue: (_folded(value) in map(_folded, _values(issue, field))) is (operator == "=")
        case "~" | "!~":
            words = _folded(value).split()
            return lambda issue: (
                all(any(word in _folded(text) for text in _values(issue, field)) for word in words)
                is (operator == "~")
            )
        case "<" | "<=" | ">" | ">=":
            return lambda issue: any(_compared(there, operator, value) for there in _values(issue, field))
    raise JqlError(f"Error in the JQL Query: Expecting operator but got '{operator}'.")


def _field(raw: str) -> str:
    name = _unquoted(raw)
    if name.startswith("cf["):
        return f"customfield_{name[3:-1]}"
    by_name = {shown.lower(): field for field, shown in NAMES.items()}
    known = by_name.get(name.lower(), name.lower())
    fields = (
        "key",
        "text",
        "creator",
        "statuscategory",
        "due",
        "resolved",
        "votes",
        "watchers",
        "fixversion",
        "component",
    )
    if known not in (*fields, *NAMES):
        raise JqlError(f"Field '{name}' does not exist or you do not have permission to view it.")
    return known


def _check(field: str, value: str, store: Store) -> None:
    known: dict[str, list[str]] = {
        "project": [*store.projects, *(name for name, _ in store.projects.values())],
        "status": list(STATUSES),
        "issuetype": [*TYPES, *(name for name, _ in TYPES.values())],
        "priority": list(PRIORITIES),
    }
    if field in known and _folded(value) not in map(_folded, known[field]):
        raise JqlError(f"The value '{value}' does not exist for the field '{field}'.")


def _values(issue: StoredIssue, field: str) -> list[str]:
    match field:
        case "project":
            return [issue.project]
        case "key":
            return [f"{issue.project}-{issue.number:06}"]
        case "status" | "statuscategory":
            return [issue.status]
        case "issuetype":
            return [issue.kind, TYPES[issue.kind][0]]
        case "summary":
            return [issue.summary]
        case "text":
            return [issue.summary, str(issue.description), *(str(comment.body) for comment in issue.comments)]
        case "labels":
            return issue.labels
        case "component" | "components":
            return issue.components
        case "fixversion" | "fixversions":
            return issue.versions
        case "created":
            return [f"{issue.created:%Y-%m-%d %H:%M}"]
        case "updated":
            return [f"{issue.updated or issue.created:%Y-%m-%d %H:%M}"]
        case "resolved":
            return [f"{issue.resolved:%Y-%m-%d %H:%M}"] if issue.resolved else []
        case "votes" | "watchers":
            return ["0"]
        case "assignee" | "reporter" | "creator":
            account = issue.assignee if field == "assignee" else issue.reporter
            return [account, PEOPLE[account]] if account else []
    single = {
        "priority": issue.priority, "resolution": issue.resolution, "due": issue.due, "duedate": issue.due,
        "parent": issue.parent,
    }  # fmt: skip
    value = single.get(field, issue.custom.get(field))
    if isinstance(value, dict):
        value = value.get("value")
    return [str(value)] if value is not None else []


def _compared(there: str, operator: str, value: str) -> bool:
    relative = re.fullmatch(r"-(\d+)([dw])", value)
    if relative:
        days = int(relative[1]) * (7 if relative[2] == "w" else 1)
        value = f"{NOW - timedelta(days=days):%Y-%m-%d %H:%M}"
    left: tuple[float, str] = (float(there), "") if there.isdecimal() else (0, there)
    right: tuple[float, str] = (float(value), "") if value.isdecimal() else (0, value)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _unquoted(token: str) -> str:
    if not token.startswith('"'):
        return token
    return _ESCAPE.sub(
        lambda mark: chr(int(mark[1][1:], 16)) if len(mark[1]) == 5 else _CONTROL.get(mark[1], mark[1]),
        token[1:-1],
    )


def _folded(text: str) -> str:
    return text.casefold()
