"""What the nodes of an Atlassian document say, each read so that a malformed one does no harm."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Node: TypeAlias = dict[str, object]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def attribute(node: Node, name: str) -> str:
    attrs = node.get("attrs")
    return string(attrs.get(name)) if isinstance(attrs, dict) else ""


def string(value: object) -> str:
    return value if isinstance(value, str) else ""


def day(timestamp: object) -> str:
    """The day of milliseconds since 1970, which are a string; "" for what is no moment."""
    try:
        return f"{_EPOCH + timedelta(milliseconds=int(str(timestamp))):%Y-%m-%d}"
    except (ValueError, OverflowError):
        return ""


def first_number(node: Node) -> int:
    attrs = node.get("attrs")
    order = attrs.get("order") if isinstance(attrs, dict) else None
    return order if isinstance(order, int) and 0 <= order < 10**8 else 1


def needs_empty_line(of_list: Node) -> bool:
    """Whether Markdown takes the list for text when it follows a text directly.

    It does where the first number is not 1, or where the first item begins with nothing.
    """
    if of_list.get("type") == "orderedList" and first_number(of_list) != 1:
        return True
    first = _first_child(_first_child(of_list))
    return not first or (first.get("type") == "paragraph" and not _first_child(first))


def _first_child(node: Node) -> Node:
    content = node.get("content")
    return content[0] if isinstance(content, list) and content and isinstance(content[0], dict) else {}


def item_marks(of_list: Node, item: Node, number: int) -> tuple[str, str]:
    """What stands before an item: the mark of the list, and the item's state."""
    match of_list.get("type"):
        case "orderedList":
            return f"{number}. ", ""
        case "taskList":
            return "- ", "[x] " if attribute(item, "state") == "DONE" else "[ ] "
        case "decisionList":
            return "- ", "Decided: " if attribute(item, "state") == "DECIDED" else "To decide: "
        case _:
            return "- ", ""


def all_text(node: Node) -> str:
    """The text of all text nodes inside, as it is."""
    found: list[str] = []
    work: list[object] = [node]
    while work:
        step = work.pop()
        if isinstance(step, dict):
            found.append(string(step.get("text")) if step.get("type") == "text" else "")
            content = step.get("content")
            work += reversed(content) if isinstance(content, list) else []
    return "".join(found)
