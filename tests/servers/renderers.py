"""One item of an API, rendered in many ways: sound, and each with one weakness."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
from mcp.server import MCPServer

server = MCPServer("renderers")


def _get(path: str) -> Any:
    with httpx.Client() as client:
        answer = client.get(f"{os.environ['ACME_API_URL'].rstrip('/')}{path}")
    answer.raise_for_status()
    return answer.json()


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _item(render: Callable[[dict[str, Any]], str]) -> None:
    """Make a tool that reads one item and renders it."""

    def tool(number: int) -> str:
        return render(_get(f"/items/{number}"))

    server.tool(name=render.__name__, description=render.__doc__ or render.__name__)(tool)


@_item
def sound(item: dict[str, Any]) -> str:
    """Everything in its place."""
    updated = datetime.fromisoformat(item["updated_at"].replace("Z", "+00:00"))
    return (
        f"# #{item['number']} {_line(item['title'])}\n\n"
        f"- Size: {item['size']:,} units\n"
        f"- Updated: {updated:%B} {updated.day}, {updated.year}\n"
        f"- Link: {item['html_url']}\n\n"
        f"{item['body']}"
    )


@_item
def raw_title(item: dict[str, Any]) -> str:
    """The title as it is, in a heading."""
    return f"# #{item['number']} {item['title']}\n\n- Labels: {_line(', '.join(item['labels']))}\n\nMore."


@_item
def raw_list(item: dict[str, Any]) -> str:
    """The title as it is in a list item, and the name of the owner in another one."""
    return f"Item:\n\n- Title: {item['title']}\n- Owner: {item['owner']['name']}\n- Size: {item['size']}"


@_item
def raw_cell(item: dict[str, Any]) -> str:
    """On one line, and pipes as they are."""
    return f"| # | Title | Size |\n| --- | --- | --- |\n| 1 | {_line(item['title'])} | {item['size']} |"


@_item
def escaped_cell(item: dict[str, Any]) -> str:
    """On one line, with pipes escaped."""
    return f"| # | Title | Size |\n| --- | --- | --- |\n| 1 | {_cell(item['title'])} | {item['size']} |"


@_item
def cut(item: dict[str, Any]) -> str:
    """Short texts on one line."""
    title = _line(item["title"])
    return f"# {title[:14] + '…' if len(title) > 14 else title}\n\n- About: {_line(item['body'])[:10]}…"


@_item
def in_its_place(item: dict[str, Any]) -> str:
    """A text of several lines is quoted or indented; one of one line stands in the line."""
    quoted = item["title"].replace("\n", "\n> ")
    name = item["owner"]["name"].replace("\n", "\n  ")
    return f"> Title: {quoted}\n\n- Owner: {name}\n\n{item['body']}"


@_item
def fenced(item: dict[str, Any]) -> str:
    """A text of several lines stands in a fence that is longer than any in it."""
    title = item["title"]
    return f"Title:\n\n````\n{title}\n````" if "\n" in title else f"Title: {title}"


@_item
def branching(item: dict[str, Any]) -> str:
    """Knows two states, and shows the title of open items only."""
    return f"- Title: {_line(item['title'])}" if item["state"] == "open" else "It is closed."


@_item
def picky(item: dict[str, Any]) -> str:
    """Fails on a state that it does not know."""
    known = {"open": "being worked on", "closed": "done"}
    return f"# {_line(item['title'])}\n\n- State: {known[item['state']]}\n- Size: {item['size']}"


@_item
def capped(item: dict[str, Any]) -> str:
    """Tells large sizes as one word."""
    size = item["size"]
    return f"# {_line(item['title'])}\n\n- Size: {size if size < 10_000 else 'large'}"


@_item
def stubborn(item: dict[str, Any]) -> str:
    """Fails on everything but what was recorded."""
    if item["checksum"] != len(str({**item, "checksum": 0})) or item["title"] != "A wobbly spanner":
        raise ValueError("the item is damaged")
    return f"# {_line(item['title'])}"


@_item
def leaky(item: dict[str, Any]) -> str:
    """Shows what only the API needs."""
    return (
        f"# {_line(item['title'])}\n\n- Node: {item['node_id']}\n- API: {item['url']}\n"
        f"- Link: https://acme.example/items/{item['number']}\n- Next: {item['paging']['next']['after']}"
    )


@server.tool()
def pages(number: int) -> str:
    """As many pages as the item says, each asked for."""
    item = _get(f"/items/{number}")
    parts = [_get(f"/items/{number}/pages/{page}") for page in range(item["pages"])]
    return f"# {_line(item['title'])}\n\n" + "\n".join(f"Page: {_line(part['text'])}" for part in parts)


@server.tool()
def joined(number: int) -> str:
    """The item with the name of its owner, which another request brings."""
    item, users = _get(f"/items/{number}"), _get("/users")
    names = {user["id"]: user["name"] for user in users}
    return f"# {_line(item['title'])}\n\n- Owner: {_line(names.get(item['owner_id'], 'unknown'))}"


@server.tool()
def waiting(number: int) -> str:
    """Hangs on a title that it was not made for."""
    item = _get(f"/items/{number}")
    while item["title"] != "A wobbly spanner":
        pass
    return f"# {item['title']}\n\n- Size: {item['size']}"
