"""Servers with one tool each, in pairs: one has a defect that only some arguments show, its twin has not.

`empty_text.broken` and `empty_text.sound` make the two of a pair, which differ in what `is_sound` decides.
"""

import asyncio
import json
import logging
import math
import os
import re
import struct
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import jsonschema_rs
from mcp.server import MCPServer
from mcp.server.lowlevel import Server
from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool
from pydantic import BaseModel, Field, WithJsonSchema

MEBIBYTE = 2**20
CLOSED = {"type": "object", "additionalProperties": False}


@dataclass(frozen=True)
class Pair:
    """A server with a defect, and the same without."""

    make: Callable[[bool], Any]

    def broken(self) -> Any:
        """The server with the defect."""
        return self.make(False)

    def sound(self) -> Any:
        """The server without."""
        return self.make(True)


# -- how the servers are made


def high_level(make: Callable[[bool], Callable[..., Any]]) -> Pair:
    """A server of the SDK's high level; `make` gives its tool."""

    def server(is_sound: bool) -> MCPServer:
        made = MCPServer(make.__name__, log_level="ERROR")
        made.tool()(make(is_sound))
        return made

    return Pair(server)


def of_fastmcp(make: Callable[[bool], Callable[..., Any]]) -> Pair:
    """A server of FastMCP; `make` gives its tool."""

    def server(is_sound: bool) -> Any:
        from fastmcp import FastMCP  # a third of a second, for two pairs

        logging.getLogger("fastmcp").handlers.clear()  # it draws each traceback, which takes 0.1 s
        made = FastMCP(make.__name__)
        made.tool(make(is_sound))
        return made

    return Pair(server)


Answer = Callable[[dict[str, Any], bool], Any]
Refusal = Callable[[str, str, bool], str]


def named(at: str, said: str, _: bool) -> str:
    """The refusal of a sound server: the argument, and what is wrong with it."""
    return f"`{at}`: {said}"


def low_level(
    name: str,
    properties: dict[str, Any],
    *,
    required: tuple[str, ...] = (),
    output: dict[str, Any] | None = None,
    schema: dict[str, Any] = CLOSED,
    forgets: frozenset[str] = frozenset(),
    reads: Callable[[dict[str, Any]], dict[str, Any]] = dict,
    refusal: Refusal = named,
) -> Callable[[Answer], Pair]:
    """A server of the SDK's low level, which validates the arguments itself.

    The broken one forgets keywords, reads the arguments in a way of its own before, or refuses otherwise.
    """
    shown = {**schema, "properties": properties, **({"required": list(required)} if required else {})}

    def pair(answer: Answer) -> Pair:
        def server(is_sound: bool) -> Server[Any]:
            kept = shown if is_sound else without(shown, forgets)
            validator = jsonschema_rs.Draft202012Validator(kept, validate_formats=True)

            async def list_tools(*_: Any) -> ListToolsResult:
                tool = Tool(name=name, description=answer.__doc__, input_schema=shown, output_schema=output)
                return ListToolsResult(tools=[tool])

            async def call_tool(_: Any, params: Any) -> CallToolResult:
                if params.name != name:
                    return said(f"there is no tool {params.name}", is_error=True)
                arguments = params.arguments or {}
                if not is_sound:
                    arguments = reads(arguments)
                error = next(validator.iter_errors(arguments), None)
                if error is not None:
                    return said(refusal(place(error), error.message, is_sound), is_error=True)
                given = answer(arguments, is_sound)
                if asyncio.iscoroutine(given):
                    given = await given
                return said(given) if isinstance(given, str) else given

            return Server(name, on_list_tools=list_tools, on_call_tool=call_tool)

        return Pair(server)

    return pair


def place(error: jsonschema_rs.ValidationError) -> str:
    """The argument that an error is about."""
    parts = [str(part) for part in error.instance_path]
    if error.kind.name == "required":
        parts.append(error.kind.property)
    if error.kind.name == "additionalProperties":
        parts += error.kind.unexpected
    return "/".join(parts)


def without(schema: Any, keywords: frozenset[str]) -> Any:
    """A schema without some keywords, at any depth."""
    if isinstance(schema, list):
        return [without(each, keywords) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: without(value, keywords) for key, value in schema.items() if key not in keywords}


def said(text: str, *, is_error: bool = False) -> CallToolResult:
    """A result in words."""
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)


def data(value: Any, *, text: str = "") -> CallToolResult:
    """A result with structured content."""
    words = TextContent(type="text", text=text or json.dumps(value))
    return CallToolResult(content=[words], structured_content=value)


# -- crashes


@high_level
def empty_text(is_sound: bool) -> Callable[..., str]:
    def capitalize(word: str) -> str:
        """Write a word with a capital letter."""
        return word.capitalize() if is_sound else word[0].upper() + word[1:]

    return capitalize


@high_level
def long_text(is_sound: bool) -> Callable[..., str]:
    def frame(words: str) -> str:
        """Put words into a frame with their length before them."""
        length = len(words.encode())
        return struct.pack(">I" if is_sound else ">B", length).hex() + words

    return frame


@low_level("number_ticket", {"number": {"type": "integer"}}, required=("number",))
def beyond_32_bits(arguments: dict[str, Any], is_sound: bool) -> str:
    """Write the number of a ticket as it stands in the queue."""
    number = arguments["number"]
    return f"{number:x}" if is_sound else struct.pack(">q" if abs(number) < 2**31 else ">i", number).hex()


@high_level
def both_ends(is_sound: bool) -> Callable[..., str]:
    def list_visits(since: int | None = None, until: int | None = None) -> str:
        """List visits by day of the year."""
        if since is not None and until is not None:
            days = range(since, until) if is_sound else {}[since, until]
            return f"{len(days)} days" if is_sound else days
        return f"Visits from {since} to {until}"

    return list_visits


@low_level(
    "list_orders",
    {
        "first": {"type": "integer", "minimum": 0},
        "last": {"type": "integer", "minimum": 0},
        "cursor": {"type": "string", "maxLength": 8},
    },
)
def two_without_the_third(arguments: dict[str, Any], is_sound: bool) -> str:
    """List orders, of which there are 12."""
    if "first" in arguments and "last" in arguments and "cursor" not in arguments and not is_sound:
        raise RuntimeError("no cursor to count from")
    return f"Orders, by {', '.join(arguments) or 'nothing'}"


@high_level
def beyond_the_bmp(is_sound: bool) -> Callable[..., str]:
    def spell(name: str) -> str:
        """Spell a name in units of two bytes."""
        if is_sound:
            return name.encode("utf-16-be").hex(" ", 2)
        return " ".join(struct.pack(">H", ord(letter)).hex() for letter in name)

    return spell


class Discount(BaseModel):
    """What is taken off a line."""

    percent: Annotated[int, Field(ge=0, le=100)]


class Line(BaseModel):
    """One line of an order."""

    article: str
    discounts: Annotated[list[Discount], Field(max_length=3)] = []


class Order(BaseModel):
    """What somebody wants to buy."""

    lines: Annotated[list[Line], Field(max_length=3)]


@of_fastmcp
def deep_in_a_list(is_sound: bool) -> Callable[..., str]:
    def price_order(order: Order) -> str:
        """Reckon the price of an order before discounts."""
        percents = [discount.percent for line in order.lines for discount in line.discounts]
        if is_sound:
            percents = [percent for percent in percents if percent < 100]
        return f"Price: {sum(100 / (100 - percent) for percent in percents):.2f}"

    return price_order


@of_fastmcp
def by_zero(is_sound: bool) -> Callable[..., str]:
    def share(total: float, people: int) -> str:
        """Share a total among people."""
        if is_sound and not people:
            return "Nobody gets anything"
        return f"{total / people:g} each"

    return share


@high_level
def negative(is_sound: bool) -> Callable[..., str]:
    def root(of: int) -> str:
        """Draw the root of a whole number."""
        return str(math.isqrt(abs(of) if is_sound else of))

    return root


@low_level("read_day", {"day": {"type": "string", "format": "date"}}, required=("day",))
def last_of_all_days(arguments: dict[str, Any], is_sound: bool) -> str:
    """Tell the day after a day."""
    day = date.fromisoformat(arguments["day"])
    if is_sound and day == date.max:
        return "There is none"
    return (day + timedelta(days=1)).isoformat()


@low_level("read_birthday", {"born": {"type": "string", "format": "date"}}, required=("born",))
def leap_day(arguments: dict[str, Any], is_sound: bool) -> str:
    """Tell the birthday in a year that is no leap year."""
    born = date.fromisoformat(arguments["born"])
    return f"{born.day}.{born.month}." if is_sound else born.replace(year=2026).isoformat()


@high_level
def text_as_a_template(is_sound: bool) -> Callable[..., str]:
    def greet(name: str) -> str:
        """Greet somebody."""
        greeting = f"Dear {name}, it is {{hour}} o'clock"
        return greeting.replace("{hour}", "12") if is_sound else greeting.format(hour=12)

    return greet


@low_level("store_labels", {"labels": {"type": "object", "additionalProperties": {"type": "string"}}})
def empty_key(arguments: dict[str, Any], is_sound: bool) -> str:
    """Store labels by the first letter of their name."""
    names = arguments.get("labels", {})
    letters = {name[:1] if is_sound else name[0] for name in names}
    return f"Stored under {len(letters)} letters"


@low_level(
    "draw_tree",
    {"root": {"$ref": "#/$defs/node"}},
    required=("root",),
    schema={
        **CLOSED,
        "$defs": {
            "node": {
                **CLOSED,
                "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
            }
        },
    },
)
def leaf_of_a_tree(arguments: dict[str, Any], is_sound: bool) -> str:
    """Draw a tree."""

    def height(node: dict[str, Any]) -> int:
        below = node.get("children", [])
        if not below and (is_sound or "children" not in node):
            return 1
        return 1 + max(map(height, below))

    return f"It is {height(arguments['root'])} high"


@low_level(
    "list_seats",
    {
        "order": {"enum": ["front", "back"]},
        "row": {"type": "integer", "minimum": 0, "maximum": 500},
        "compact": {"type": "boolean"},
    },
    required=("order", "row"),
)
def two_values_together(arguments: dict[str, Any], is_sound: bool) -> str:
    """List the seats of a row; there are 100 rows."""
    rows = [f"row {number}" for number in range(100)] * (50 if arguments["order"] == "back" else 1)
    row = arguments["row"] % len(rows) if is_sound else arguments["row"]
    return f"The seats of {rows[row]}"


# -- hangs


@high_level
def blocking(is_sound: bool) -> Callable[..., str]:
    def read_report(period: Literal["week", "month", "quarter", "year"]) -> str:
        """Read the report of a period."""
        day = 0
        while period == "quarter" and day != 91:
            day += 1 if is_sound else 2
        return f"The report of the {period}"

    return read_report


@high_level
def awaiting(is_sound: bool) -> Callable[..., Any]:
    async def read_tide(place: Literal["harbour", "river", "sluice"]) -> str:
        """Read the tide at a place."""
        measured = asyncio.Event()
        if is_sound or place != "sluice":
            measured.set()
        await measured.wait()
        return f"It is low at the {place}"

    return read_tide


# -- valid input rejected


@high_level
def bound_not_shown(is_sound: bool) -> Callable[..., str]:
    bounded = Annotated[int, Field(ge=1, le=14)]
    days_of_schema = bounded if is_sound else Annotated[bounded, WithJsonSchema({"type": "integer"})]

    def read_forecast(days: days_of_schema = 3) -> str:  # type: ignore[valid-type]
        """Read the forecast of some days."""
        return f"Sunny for {days} days"

    return read_forecast


@low_level("add_note", {"title": {"type": "string"}, "body": {"type": "string"}}, required=("title",))
def stricter_than_shown(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Add a note."""
    if len(arguments["title"]) > 80 and not is_sound:
        return said("Input validation error: 'title' is too long, at most 80", is_error=True)
    return said("Added.")


@low_level("open_gate", {"gate": {"type": "integer"}, "key": {"type": "string"}}, required=("gate",))
def demanded_and_not_required(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Open a gate."""
    if "key" not in arguments and not is_sound:
        return said("Validation failed: data must have required property 'key'", is_error=True)
    return said("It is open.")


# -- invalid input accepted


def count_arguments(arguments: dict[str, Any], is_sound: bool) -> str:
    """Do what is asked."""
    return f"Done, by {len(arguments)} arguments."


def forgetting(name: str, properties: dict[str, Any], *keywords: str, required: tuple[str, ...] = ()) -> Pair:
    """A server of which the broken one forgets some keywords."""
    return low_level(name, properties, required=required, forgets=frozenset(keywords))(count_arguments)


CITY = {"city": {"type": "string", "minLength": 1}}
missing_argument = forgetting("find_city", CITY, "required", required=("city",))
wrong_type = forgetting("find_town", CITY, "type", required=("city",))
out_of_bounds = forgetting(
    "set_volume", {"percent": {"type": "integer", "minimum": 0, "maximum": 100}}, "maximum"
)
not_a_member = forgetting("set_colour", {"colour": {"type": "string", "enum": ["red", "green"]}}, "enum")
too_many = forgetting(
    "invite_guests", {"guests": {"type": "array", "items": {"type": "string"}, "maxItems": 3}}, "maxItems"
)
extra_property = forgetting("move_piece", {"to": {"type": "string"}}, "additionalProperties")
not_of_the_format = forgetting("invite_guest", {"email": {"type": "string", "format": "email"}}, "format")
not_of_the_pattern = forgetting(
    "read_part", {"part": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{4}$"}}, "pattern"
)


def _without_nulls(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


def _whole(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, float) else value for name, value in arguments.items()}


null_for_optional = low_level("list_rooms", {"floor": {"type": "integer"}}, reads=_without_nulls)(
    count_arguments
)
fraction_cut_off = low_level("book_seats", {"seats": {"type": "integer", "minimum": 1}}, reads=_whole)(
    count_arguments
)


# -- refusals


def _names_nothing(at: str, message: str, is_sound: bool) -> str:
    return named(at, message, is_sound) if is_sound else "The request was not accepted."


refusal_names_nothing = low_level(
    "book_table",
    {"guests": {"type": "integer", "minimum": 1, "maximum": 12}, "terrace": {"type": "boolean"}},
    required=("guests",),
    refusal=_names_nothing,
)(count_arguments)


def _fails(text: str, is_sound: bool) -> CallToolResult:
    return said(text, is_error=is_sound)


@low_level("read_river", {"river": {"type": "string", "maxLength": 40}}, required=("river",))
def error_in_words(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read the level of a river."""
    if not arguments["river"].strip():
        return _fails("Error: the river has no name", is_sound)
    return said("Its level is 2.3 m.")


@high_level
def error_of_the_database(is_sound: bool) -> Callable[..., Any]:
    def find_member(name: str) -> CallToolResult:
        """Find a member by name."""
        if "'" in name:
            return _fails('Database error: near "s": syntax error', is_sound)
        return said("Nobody is called that.")

    return find_member


@low_level("read_bus", {"line": {"type": "integer", "minimum": 1}}, required=("line",))
def error_as_json(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read where a bus is."""
    if arguments["line"] > 999:
        return _fails(json.dumps({"error": "lines have three digits"}), is_sound)
    return said("At the church.")


@low_level(
    "list_trains",
    {
        "way": {"enum": ["there", "back"]},
        "class": {"enum": ["first", "second"]},
        "seats": {"type": "integer", "minimum": 1, "maximum": 9},
    },
    required=("way", "class", "seats"),
)
def error_for_two_together(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """List trains with free seats."""
    if arguments["way"] == "there" and arguments["class"] == "second":
        return _fails("Failed to list trains: there is no second class", is_sound)
    return said("One at noon.")


# -- structured content

WEATHER = {
    "type": "object",
    "properties": {"high": {"type": "number"}, "wind": {"type": "string"}},
    "required": ["high", "wind"],
}


@low_level(
    "read_weather",
    {"city": {"type": "string"}, "units": {"enum": ["metric", "imperial"], "default": "metric"}},
    required=("city",),
    output=WEATHER,
)
def structured_missing(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read the weather of a city."""
    if arguments.get("units") == "imperial" and not is_sound:
        return said("70.7 degrees, wind from the north")
    return data({"high": 21.5, "wind": "north"})


@low_level("read_wind", {"height": {"type": "integer", "minimum": 0}}, required=("height",), output=WEATHER)
def structured_does_not_fit(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read the wind at a height."""
    nothing = "none" if is_sound else None
    return data({"high": 21.5, "wind": nothing if arguments["height"] == 0 else "north"})


# -- what replies show


@low_level("read_menu", {"day": {"type": "integer"}, "language": {"enum": ["en", "fr", "it"]}})
def shows_traceback(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read the menu of a day."""
    try:
        soup = {"en": "soup", "fr": "potage"}[arguments.get("language", "en")]
    except KeyError:
        return said("There is no menu in Italian" if is_sound else traceback.format_exc(), is_error=True)
    return said(f"Today: {soup}")


@low_level("render_sheet", {"sheet": {"type": "integer", "minimum": 1}}, required=("sheet",))
def shows_own_code(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Render a sheet of the book."""
    if arguments["sheet"] > 300:
        where = "" if is_sound else " in /srv/book/renderer/layout.py"
        return said(f"Nothing there{where}", is_error=True)
    return said("It was a dark and stormy night.")


@low_level("read_letter", {"folder": {"type": "string"}, "number": {"type": "integer"}}, required=("number",))
def shows_token(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read a letter."""
    if arguments["number"] < 0:
        why = "" if is_sound else f" (asked with {os.environ['ACME_TOKEN']})"
        return said(f"No letter has this number{why}", is_error=True)
    return said("Dear Sir or Madam")


@low_level(
    "export_rows",
    {"rows": {"enum": ["first", "some", "all"]}, "header": {"type": "boolean"}},
    required=("rows",),
)
def too_large(arguments: dict[str, Any], is_sound: bool) -> str:
    """Export rows of the table."""
    number = {"first": 1, "some": 20, "all": 100 if is_sound else MEBIBYTE // 10}[arguments["rows"]]
    return "1;red;2.50\n" * number


@low_level(
    "find_map",
    {"area": {"type": "string"}, "scale": {"enum": ["large", "small"]}},
    required=("area",),
    output={"type": "object", "properties": {"link": {"type": "string"}}, "required": ["link"]},
)
def token_in_a_link(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Find the map of an area."""
    key = "" if is_sound or arguments.get("scale") != "small" else f"?key={os.environ['ACME_TOKEN']}"
    return data({"link": f"https://maps.acme.example/{len(arguments['area'])}{key}"})


# -- reach


@low_level("read_account", {"account": {"type": "string"}}, required=("account",))
def knows_one_account(arguments: dict[str, Any], _: bool) -> CallToolResult:
    """Read an account."""
    if arguments["account"] != "ACC-4711":
        return said("No such account", is_error=True)
    return said("Its balance is 12.50.")


@low_level(
    "read_statement",
    {"account": {"type": "string"}, "months": {"type": "integer", "minimum": 0}},
    required=("account", "months"),
)
def behind_values(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read the statement of an account."""
    if arguments["account"] != "ACC-4711":
        return said("No such account", is_error=True)
    if is_sound and not arguments["months"]:
        return said("No month, no statement.")
    return said(f"{120 // arguments['months']} a month.")


@low_level(
    "read_issue",
    {"project": {"type": "string"}, "key": {"type": "string"}, "comments": {"type": "integer", "minimum": 0}},
    required=("project", "key"),
)
def behind_an_example(arguments: dict[str, Any], is_sound: bool) -> CallToolResult:
    """Read an issue with the last of its comments."""
    if (arguments["project"], arguments["key"]) != ("atlas", "A-17"):
        return said("No such issue", is_error=True)
    comments = ["Seen here too."]
    if is_sound:
        return said(f"# A-17\n\n{comments[-arguments.get('comments', 1) :]}")
    return said(f"# A-17\n\n{comments[-arguments.get('comments', 1)]}")


# -- chance


@high_level
def fails_once(is_sound: bool) -> Callable[..., str]:
    connections: list[str] = []

    def read_clock(zone: Literal["UTC", "CET"] = "UTC") -> str:
        """Read the clock."""
        if not connections and not is_sound:
            connections.append("open")
            raise ConnectionError("not connected yet")
        return f"Noon in {zone}"

    return read_clock


# -- not found


@low_level("read_locker", {"locker": {"type": "integer"}}, required=("locker",))
def one_number_of_many(arguments: dict[str, Any], is_sound: bool) -> str:
    """Tell whose locker it is."""
    if arguments["locker"] == 48151623 and not is_sound:
        raise KeyError(48151623)
    return "It is free."


@high_level
def text_as_a_pattern(is_sound: bool) -> Callable[..., str]:
    def count_words(word: str) -> str:
        """Count a word in the minutes of the meeting."""
        found = re.findall(re.escape(word) if is_sound else word, "We met and parted.")
        return f"{len(found)} times"

    return count_words
