"""Objects in the form in which Notion answers them."""

from collections.abc import Sequence
from datetime import datetime

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.notion.answers import REQUEST_ID, number_id

BOT = number_id(9_000)
LOOKS = ("bold", "italic", "strikethrough", "underline", "code")


def moment(when: datetime) -> str:
    """`2026-03-02T09:00:00.000Z`."""
    return f"{when:%Y-%m-%dT%H:%M:00.000Z}"


def text(content: str, *looks: str, url: str | None = None) -> dict[str, JSON]:
    """A piece of rich text."""
    return {
        "type": "text",
        "text": {"content": content, "link": {"url": url} if url else None},
        "annotations": _looks(*looks),
        "plain_text": content,
        "href": url,
    }


def equation(expression: str) -> dict[str, JSON]:
    """A formula inside a text."""
    return {
        "type": "equation",
        "equation": {"expression": expression},
        "annotations": _looks(),
        "plain_text": expression,
        "href": None,
    }


def mention(kind: str, what: JSON, shown: str, url: str | None = None) -> dict[str, JSON]:
    """A mention inside a text."""
    return {
        "type": "mention",
        "mention": {"type": kind, kind: what},
        "annotations": _looks(),
        "plain_text": shown,
        "href": url,
    }


def partial_user(id: str) -> dict[str, JSON]:
    """A user of whom only the id is told."""
    return {"object": "user", "id": id}


def person(id: str, name: str | None, details: JSON) -> dict[str, JSON]:
    """A user who is a person; the address is among the details, if it may be told."""
    return {
        "object": "user",
        "id": id,
        "name": name,
        "avatar_url": None,
        "type": "person",
        "person": details,
    }


def parent(kind: str, id: str, **more: JSON) -> dict[str, JSON]:
    """Where something is."""
    return {"type": kind, kind: id, **more}


def answered(sent: JSON) -> list[JSON]:
    """Rich text as it is answered, of rich text as it was sent."""
    pieces = sent if isinstance(sent, list) else []
    return [_answered_piece(piece) for piece in pieces if isinstance(piece, dict)]


def _answered_piece(piece: dict[str, JSON]) -> JSON:
    content, looks = piece.get("text"), piece.get("annotations")
    if not isinstance(content, dict):
        return text("")
    link = content.get("link")
    url = link.get("url") if isinstance(link, dict) else None
    set_looks = [name for name in LOOKS if isinstance(looks, dict) and looks.get(name)]
    return text(str(content.get("content", "")), *set_looks, url=str(url) if url else None)


def _looks(*names: str) -> dict[str, JSON]:
    return {**{name: name in names for name in LOOKS}, "color": "default"}


def block_json(
    id: str,
    kind: str,
    content: JSON,
    *,
    where: dict[str, JSON],
    when: datetime,
    has_children: bool,
    in_trash: bool = False,
) -> dict[str, JSON]:
    """A block."""
    return {
        "object": "block",
        "id": id,
        "parent": where,
        **_times(when, when),
        "has_children": has_children,
        "archived": in_trash,
        "in_trash": in_trash,
        "type": kind,
        kind: content,
    }


_SENT_AT_ONCE = 25


def sent_with_page(properties: dict[str, JSON]) -> dict[str, JSON]:
    """The properties with as many people and relations as Notion sends with a page."""
    sent: dict[str, JSON] = {}
    for name, value in properties.items():
        kind = value.get("type") if isinstance(value, dict) else None
        values = value.get(str(kind)) if isinstance(value, dict) else None
        if isinstance(value, dict) and kind in ("people", "relation") and isinstance(values, list):
            is_long = kind == "relation" and len(values) > _SENT_AT_ONCE
            more: dict[str, JSON] = {"has_more": True} if is_long else {}
            sent[name] = {**value, str(kind): values[:_SENT_AT_ONCE], **more}
        else:
            sent[name] = value
    return sent


def page_json(
    id: str,
    properties: dict[str, JSON],
    *,
    where: dict[str, JSON],
    created: datetime,
    edited: datetime,
    emoji: str | None,
    in_trash: bool = False,
) -> dict[str, JSON]:
    """A page with its properties."""
    return {
        "object": "page",
        "id": id,
        **_times(created, edited),
        "cover": None,
        "icon": {"type": "emoji", "emoji": emoji} if emoji else None,
        "parent": where,
        "archived": in_trash,
        "in_trash": in_trash,
        "is_locked": False,
        "properties": sent_with_page(properties),
        "url": f"https://www.notion.so/{id.replace('-', '')}",
        "public_url": None,
    }


def data_source_json(
    id: str, title: Sequence[JSON], properties: dict[str, JSON], *, database: str, page: str, when: datetime
) -> dict[str, JSON]:
    """A data source with the definitions of its properties."""
    return {
        "object": "data_source",
        "id": id,
        "cover": None,
        "icon": None,
        **_times(when, when),
        "title": list(title),
        "description": [],
        "is_inline": False,
        "properties": properties,
        "parent": parent("database_id", database),
        "database_parent": parent("page_id", page),
        "url": f"https://www.notion.so/{database.replace('-', '')}",
        "public_url": None,
        "archived": False,
        "in_trash": False,
    }


def comment_json(
    id: str,
    pieces: Sequence[JSON],
    *,
    where: dict[str, JSON],
    discussion: str,
    author: str,
    name: str,
    when: datetime,
) -> dict[str, JSON]:
    """A comment."""
    times = _times(when, when)
    del times["last_edited_by"]
    return {
        "object": "comment",
        "id": id,
        "parent": where,
        "discussion_id": discussion,
        **times,
        "created_by": partial_user(author),
        "rich_text": list(pieces),
        "display_name": {"type": "integration" if author == BOT else "user", "resolved_name": name},
    }


def alone(body: dict[str, JSON]) -> dict[str, JSON]:
    """The body of an answer that is this object."""
    return {**body, "request_id": REQUEST_ID}


def _times(created: datetime, edited: datetime) -> dict[str, JSON]:
    return {
        "created_time": moment(created),
        "last_edited_time": moment(edited),
        "created_by": partial_user(number_id(101)),
        "last_edited_by": partial_user(number_id(101)),
    }
