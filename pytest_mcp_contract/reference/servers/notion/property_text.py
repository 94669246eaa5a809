"""The value of a property as one line of text.

Pure functions. One entry of `_TEXTS` for each type that Notion documents; a type that is not among them is
named, with its text where it has some.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.servers.notion.dates import date_text, moment_text
from pytest_mcp_contract.reference.servers.notion.rich_text import plain, raw, user_name
from pytest_mcp_contract.reference.servers.notion.schemas_properties import (
    Formula,
    Option,
    Place,
    PropertyValue,
    Rollup,
    UniqueId,
    Verification,
)
from pytest_mcp_contract.reference.servers.notion.schemas_text import File, NotionObject, RichText

T = TypeVar("T")
_LIMIT = 1_000
_MOST_LISTED = 10
_MOST_LOOKED_AT = 30
_DEEPEST = 3
_LONGEST_NAME = 100
_WHOLE = 1_000_000
_LONGEST_FILE_NAME = 900
"""Notion takes file names of 900 bytes."""
SENT_AT_ONCE = 25
"""Of what a property refers to, such as people, a page holds no more."""


def value_text(value: PropertyValue, *, limit: int = _LIMIT) -> str:
    """What the property is set to, cut with "…" at `limit`; "" where it is empty."""
    return one_line(_text(value, 0), limit)


def whole_text(value: PropertyValue, depth: int = 0) -> str:
    """What the property is set to, all of it that Notion sent and with its line breaks."""
    match value.type:
        case "title":
            return raw(value.title)
        case "rich_text":
            return raw(value.rich_text)
        case "multi_select":
            return _all(map(_option, value.multi_select or ()))
        case "people":
            return _all(map(user_name, value.people or ()))
        case "files":
            return _all(file_name(file) or "file without a name" for file in value.files or ())
        case "relation":
            return _all(one_line(one.id or "", 40) for one in value.relation or ())
        case "rollup" if value.rollup and value.rollup.type == "array" and depth < _DEEPEST:
            return _all(whole_text(one, depth + 1) for one in value.rollup.array or ())
    return _text(value, depth)


def is_longer(value: PropertyValue) -> bool:
    """Whether the property may hold more than Notion sends with its page."""
    match value.type:
        case "relation":
            return bool(value.has_more)
        case "people":
            return len(value.people or ()) >= SENT_AT_ONCE
        case "rollup":
            return len((value.rollup or Rollup()).array or ()) >= SENT_AT_ONCE
        case "title" | "rich_text":
            pieces = value.title if value.type == "title" else value.rich_text
            return sum(piece.type == "mention" for piece in pieces or ()) >= SENT_AT_ONCE
    return False


def items_text(items: Iterable[PropertyValue]) -> str:
    """Values that came one by one, as `whole_text` puts them together."""
    texts = [(item.type, whole_text(item)) for item in items]
    is_prose = all(kind in ("title", "rich_text") for kind, _ in texts)
    return "".join(text for _, text in texts) if is_prose else _all(text for _, text in texts)


def _all(texts: Iterable[str]) -> str:
    return ", ".join(filter(None, texts))


def title_of(properties: dict[str, PropertyValue] | None) -> list[RichText]:
    """The text of the property of the type `title`, whatever its name is."""
    for value in (properties or {}).values():
        if value.type == "title" and value.title:
            return value.title
    return []


def number_text(number: float | None) -> str:
    """`84`, `42.2`; no point where there is nothing after it."""
    if number is None:
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number)


def file_name(file: File) -> str:
    """The file's own name, else the one in its address. The address itself may be signed and is not shown."""
    name = one_line(file.name or "", _LONGEST_FILE_NAME)
    if name and "://" not in name:
        return name
    place = file.external or file.file
    return _name_in((place.url if place else None) or name)


def unknown_text(thing: NotionObject) -> str:
    """The plain text of a block or property of a type that is not known here; "" where it has none.

    It is looked for where Notion puts it in all types: in the field named as the type.
    """
    extra = thing.model_extra or {}
    inner = extra.get(str(getattr(thing, "type", "")))
    if isinstance(inner, dict):
        inner = next((inner[key] for key in ("rich_text", "title", "text", "name") if inner.get(key)), None)
    if isinstance(inner, str):
        return one_line(inner, _WHOLE)
    texts = [piece.get("plain_text") for piece in _few(inner) if isinstance(piece, dict)]
    return one_line("".join(text for text in texts if isinstance(text, str)), _WHOLE)


def _few(value: object) -> list[object]:
    return value[:100] if isinstance(value, list) else []


def _name_in(url: str) -> str:
    try:
        return one_line(unquote(urlsplit(url[:2_000]).path.rsplit("/", 1)[-1]), _LONGEST_FILE_NAME)
    except ValueError:
        return ""


def _text(value: PropertyValue, depth: int) -> str:
    kind = value.type or ""
    if kind in _NESTED:
        return _NESTED[kind](value, depth)
    if kind in _TEXTS:
        return _TEXTS[kind](value)
    if not kind:
        return ""
    name, text = one_line(kind, 40).replace("_", " "), unknown_text(value)
    return f"({name}) {text}" if text else f"({name}: not shown here)"


def _listed(
    values: Sequence[T] | None,
    text_of: Callable[[T], str],
    *,
    has_more: bool | None = False,
    may_have_more: bool = False,
) -> str:
    """The first of the values that have a text, and how many are left.

    Notion sends 25 of a long list. Of a longer one the start is looked at, and all behind it are counted.
    """
    looked_at = (values or ())[:_MOST_LOOKED_AT]
    texts = [text for text in map(text_of, looked_at) if text]
    shown = texts[:_MOST_LISTED]
    left = len(texts) - len(shown) + len(values or ()) - len(looked_at)
    more = f"at least {left + bool(has_more)} more" if has_more or may_have_more else f"{left} more"
    return ", ".join([*shown, *([more] if left or has_more else [])])


def _option(option: Option | None) -> str:
    return one_line((option.name if option else None) or "", _LONGEST_NAME)


def _flag(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"


def _unique_id(one: UniqueId | None) -> str:
    if one is None or one.number is None:
        return ""
    prefix = one_line(one.prefix or "", 40)
    return f"{prefix}-{number_text(one.number)}" if prefix else number_text(one.number)


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    at = ", ".join(filter(None, (number_text(place.lat), number_text(place.lon))))
    return ", ".join(filter(None, (place.name, place.address, f"at {at}" if at else "")))


def _verification(one: Verification | None) -> str:
    state = one_line((one.state if one else None) or "", 40)
    by = f" by {user_name(one.verified_by)}" if one and one.verified_by else ""
    return f"{state}{by}" if state else ""


def _formula(value: PropertyValue, _: int) -> str:
    formula = value.formula or Formula()
    match formula.type:
        case "string":
            return formula.string or ""
        case "number":
            return number_text(formula.number)
        case "boolean":
            return _flag(formula.boolean)
        case "date":
            return date_text(formula.date)
        case _:
            return _not_known(formula)


def _rollup(value: PropertyValue, depth: int) -> str:
    rollup = value.rollup or Rollup()
    match rollup.type:
        case "number":
            return number_text(rollup.number)
        case "date":
            return date_text(rollup.date)
        case "array" if depth < _DEEPEST:
            return _listed(rollup.array, lambda one: _text(one, depth + 1), may_have_more=is_longer(value))
        case "array":
            return f"({len(rollup.array or [])} values)" if rollup.array else ""
        case "incomplete":
            return "(Notion has not computed all of it)"
        case _:
            return _not_known(rollup)


def _not_known(computed: Formula | Rollup) -> str:
    kind = one_line(computed.type or "", 40)
    return f"(a result of the type {kind}, which is not shown here)" if kind else ""


_TEXTS: dict[str, Callable[[PropertyValue], str]] = {
    "title": lambda value: plain(value.title, _LIMIT),
    "rich_text": lambda value: plain(value.rich_text, _LIMIT),
    "number": lambda value: number_text(value.number),
    "checkbox": lambda value: _flag(value.checkbox),
    "select": lambda value: _option(value.select),
    "status": lambda value: _option(value.status),
    "multi_select": lambda value: _listed(value.multi_select, _option),
    "date": lambda value: date_text(value.date),
    "url": lambda value: value.url or "",
    "email": lambda value: value.email or "",
    "phone_number": lambda value: value.phone_number or "",
    "people": lambda value: _listed(value.people, user_name, may_have_more=is_longer(value)),
    "files": lambda value: _listed(value.files, lambda file: file_name(file) or "file without a name"),
    "relation": lambda value: _listed(
        value.relation, lambda one: one_line(one.id or "", 40), has_more=value.has_more
    ),
    "created_time": lambda value: moment_text(value.created_time),
    "created_by": lambda value: user_name(value.created_by) if value.created_by else "",
    "last_edited_time": lambda value: moment_text(value.last_edited_time),
    "last_edited_by": lambda value: user_name(value.last_edited_by) if value.last_edited_by else "",
    "unique_id": lambda value: _unique_id(value.unique_id),
    "verification": lambda value: _verification(value.verification),
    "place": lambda value: _place(value.place),
    "button": lambda _: "",
}
_NESTED: dict[str, Callable[[PropertyValue, int], str]] = {"formula": _formula, "rollup": _rollup}
"""Unions that hold other values."""
