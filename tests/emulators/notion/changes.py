"""What requests send, checked against Notion's limits, and in the form in which it is kept."""

from collections.abc import Iterator

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.notion.bodies import answered, partial_user
from tests.emulators.notion.rows import option
from tests.emulators.notion.store import StoredBlock, StoredSource, title_property

MOST_BLOCKS, MOST_IN_ALL, LONGEST_TEXT, MOST_PIECES = 100, 1_000, 2_000, 100
LEVELS = 3
CONTAINERS = frozenset(
    (
        *("paragraph", "heading_1", "heading_2", "heading_3", "bulleted_list_item", "numbered_list_item"),
        *("to_do", "toggle", "quote", "callout", "table", "column_list", "column"),
    )
)
COMPUTED = frozenset(("formula", "rollup", "created_time", "created_by", "unique_id", "button"))
LANGUAGES = frozenset(("plain text", "python", "shell", "javascript", "json", "sql", "yaml", "java"))
"""Some of them."""


class InvalidError(Exception):
    """The text of the answer."""


def new_blocks(sent: JSON) -> list[StoredBlock]:
    """The blocks that `children` describes; raises InvalidError for what breaks a limit."""
    made = list(_blocks(sent, "body.children", 1))
    if _count(made) > MOST_IN_ALL:
        raise InvalidError(f"body failed validation: there should be at most {MOST_IN_ALL} blocks.")
    return made


def checked_text(sent: JSON, at: str) -> list[JSON]:
    """Rich text as it is answered; raises InvalidError for what breaks a limit."""
    pieces = sent if isinstance(sent, list) else []
    if len(pieces) > MOST_PIECES:
        raise InvalidError(_too_long(at, MOST_PIECES, len(pieces)))
    for number, piece in enumerate(pieces):
        content = piece.get("text") if isinstance(piece, dict) else None
        text = str(content.get("content", "")) if isinstance(content, dict) else ""
        units = len(text.encode("utf-16-le")) // 2
        if units > LONGEST_TEXT:
            raise InvalidError(_too_long(f"{at}[{number}].text.content", LONGEST_TEXT, units))
    return answered(sent)


def new_values(sent: JSON, known: dict[str, JSON], source: StoredSource | None) -> dict[str, JSON]:
    """The values that `properties` sets, by name; raises InvalidError for what cannot be set."""
    asked = sent if isinstance(sent, dict) else {}
    made: dict[str, JSON] = {}
    for key, given in asked.items():
        name = next((one for one, value in known.items() if key in (one, _object(value).get("id"))), None)
        if name is None:
            raise InvalidError(f"{key} is not a property that exists.")
        kind = str(_object(known[name])["type"])
        if not isinstance(given, dict) or kind not in given or kind in COMPUTED:
            raise InvalidError(f"{name} is expected to be {kind}.")
        made[name] = {**_object(known[name]), kind: _value(name, kind, given[kind], source)}
    return made


def _value(name: str, kind: str, value: JSON, source: StoredSource | None) -> JSON:
    match kind:
        case "title" | "rich_text":
            return checked_text(value, f"body.properties.{name}.{kind}")
        case "select" | "status" if isinstance(value, dict):
            chosen = str(value.get("name"))
            if kind == "status" and chosen not in _choices(name, kind, source):
                raise InvalidError(f"Status option {chosen!r} does not exist.")
            return option(chosen)
        case "multi_select" if isinstance(value, list):
            return [option(str(one.get("name"))) for one in value if isinstance(one, dict)]
        case "people" if isinstance(value, list):
            return [partial_user(str(one.get("id"))) for one in value if isinstance(one, dict)]
        case "date" if isinstance(value, dict):
            return {"start": value.get("start"), "end": value.get("end"), "time_zone": None}
        case _:
            return value


def _choices(name: str, kind: str, source: StoredSource | None) -> list[str]:
    definition = _object(source.definitions[name]) if source else {}
    options = _object(definition.get(kind) or {}).get("options")
    return [str(_object(one).get("name")) for one in options] if isinstance(options, list) else []


def untitled() -> dict[str, JSON]:
    """The properties of a page that is no row."""
    return {"title": title_property("")}


def _blocks(sent: JSON, at: str, level: int) -> Iterator[StoredBlock]:
    given = sent if isinstance(sent, list) else []
    if given and level > LEVELS:
        raise InvalidError(f"body failed validation: {at} should be not present, instead was an array.")
    if len(given) > MOST_BLOCKS:
        raise InvalidError(_too_long(at, MOST_BLOCKS, len(given)))
    for number, one in enumerate(given):
        yield _one(one, f"{at}[{number}]", level)


def _one(sent: JSON, at: str, level: int) -> StoredBlock:
    block = _object(sent)
    kind = str(block.get("type"))
    if kind not in block:
        raise InvalidError(f"body failed validation: {at}.{kind} should be defined, instead was `undefined`.")
    content = dict(_object(block[kind]))
    nested = content.pop("children", None)
    is_flat_heading = kind.startswith("heading") and not content.get("is_toggleable")
    if nested and (kind not in CONTAINERS or is_flat_heading):
        raise InvalidError(f"body failed validation: {at}.{kind}.children should be not present.")
    for name in ("rich_text", "caption"):
        if name in content:
            content[name] = checked_text(content[name], f"{at}.{kind}.{name}")
    if kind == "code" and content.get("language") not in LANGUAGES:
        raise InvalidError(f"body failed validation: {at}.code.language should be a language.")
    if kind == "table_row":
        cells = content.get("cells")
        content["cells"] = [
            checked_text(cell, f"{at}.cells") for cell in (cells if isinstance(cells, list) else [])
        ]
    return StoredBlock(kind, content, list(_blocks(nested, f"{at}.{kind}.children", level + 1)))


def _count(blocks: list[StoredBlock]) -> int:
    return sum(1 + _count(block.children) for block in blocks)


def _object(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise InvalidError("body failed validation: an object was expected.")
    return value


def _too_long(at: str, most: int, number: int) -> str:
    return f"body failed validation: {at}.length should be ≤ `{most}`, instead was `{number}`."
