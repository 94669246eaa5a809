"""Places in JSON bodies: what stands there, and the body with something else there. Pure."""

from typing import TypeAlias

from pytest_mcp_contract.model import JSON

Path: TypeAlias = tuple[str | int, ...]


class Absent:
    """No value: the key is left out."""


ABSENT = Absent()


def at(body: JSON, path: Path) -> JSON:
    """What stands there; the path was read off this body."""
    for part in path:
        body = body[part]  # type: ignore[index]
    return body


def put(body: JSON, path: Path, value: JSON | Absent) -> JSON:
    """A body like this one, with something else at that place."""
    if not path:
        return None if isinstance(value, Absent) else value
    part, rest = path[0], path[1:]
    is_removed = not rest and isinstance(value, Absent)
    if isinstance(body, list) and isinstance(part, int):
        here = [] if is_removed else [put(body[part], rest, value)]
        return [*body[:part], *here, *body[part + 1 :]]
    if isinstance(body, dict) and isinstance(part, str):
        if is_removed:
            return {name: item for name, item in body.items() if name != part}
        return {**body, part: put(body.get(part), rest, value)}
    return body


def shortened(body: JSON) -> JSON:
    """The body with one element in each of its lists."""
    if isinstance(body, dict):
        return {name: shortened(item) for name, item in body.items()}
    return [shortened(item) for item in body[:1]] if isinstance(body, list) else body
