"""Every seeded defect, the check that is meant for it, and the stage whose calls show it first."""

from dataclasses import dataclass, replace
from typing import Any

from pytest_mcp_contract.model import Stage
from tests.fuzz_zoo.cases import Case

BOUNDARY, INVALID, RANDOM = Stage.BOUNDARY, Stage.INVALID, Stage.RANDOM


@dataclass(frozen=True)
class Animal:
    """One defect."""

    name: str
    section: str
    code: str
    """The check that is meant for it; `""` where it is not found, and why stands in `missed`."""
    stage: Stage | None
    """None where no single call shows it."""
    defect: str
    broken: Case
    sound: Case
    missed: str = ""


def _in(
    section: str,
    code: str,
    stage: Stage | None,
    server: str,
    tool: str,
    defect: str,
    **case: Any,
) -> Animal:
    broken = Case(server, tool, **case)
    return Animal(server, section, code, stage, defect, broken, replace(broken, is_sound=True))


CRASHES = "Crashes"
ENDS = "Hangs and ends"
REJECTED = "Valid input rejected"
ACCEPTED = "Invalid input accepted"
ERRORS = "Errors"
STRUCTURED = "Structured content"
SHOWN = "What replies show"
REACH = "Reach"
CHANCE = "Chance"
NOT_FOUND = "Not found in `ci`"

SHORT = {"timeout_ms": 500}
ACCOUNT = {"values": {"account": ["ACC-4711"]}}
ISSUE = {
    "examples": [{"name": "normal", "arguments": {"project": "atlas", "key": "A-17"}, "expect": "success"}]
}

ANIMALS: list[Animal] = [
    _in(
        CRASHES, "MCP306", BOUNDARY, "empty_text", "capitalize", "the first letter of an empty text is taken"
    ),
    _in(CRASHES, "MCP306", BOUNDARY, "long_text", "frame", "the length of a text is packed into one byte"),
    _in(
        CRASHES,
        "MCP306",
        BOUNDARY,
        "beyond_32_bits",
        "number_ticket",
        "an integer beyond 32 bits is packed into four bytes",
    ),
    _in(CRASHES, "MCP306", BOUNDARY, "both_ends", "list_visits", "two optional arguments come together"),
    _in(
        CRASHES,
        "MCP306",
        RANDOM,
        "two_without_the_third",
        "list_orders",
        "two optional arguments come together, and a third does not",
    ),
    _in(CRASHES, "MCP306", BOUNDARY, "beyond_the_bmp", "spell", "a character takes more than two bytes"),
    _in(
        CRASHES,
        "MCP306",
        BOUNDARY,
        "deep_in_a_list",
        "price_order",
        "one value of an object in a list in an object in a list divides by zero",
    ),
    _in(
        CRASHES, "MCP306", BOUNDARY, "by_zero", "share", "a total is divided by an argument that may be zero"
    ),
    _in(CRASHES, "MCP306", BOUNDARY, "negative", "root", "the root of a negative number is drawn"),
    _in(
        CRASHES, "MCP306", BOUNDARY, "last_of_all_days", "read_day", "a day after the last of all is reckoned"
    ),
    _in(CRASHES, "MCP306", BOUNDARY, "leap_day", "read_birthday", "a leap day is put into another year"),
    _in(
        CRASHES,
        "MCP306",
        BOUNDARY,
        "text_as_a_template",
        "greet",
        "a text is used as a template",
    ),
    _in(
        CRASHES, "MCP306", BOUNDARY, "empty_key", "store_labels", "the first letter of an empty key is taken"
    ),
    _in(
        CRASHES,
        "MCP306",
        BOUNDARY,
        "leaf_of_a_tree",
        "draw_tree",
        "the highest of no children is sought, in a schema that refers to itself",
    ),
    _in(
        CRASHES,
        "MCP306",
        RANDOM,
        "two_values_together",
        "list_seats",
        "a high index and one member of an enum lead beyond the last element",
    ),
    _in(
        CRASHES,
        "MCP306",
        BOUNDARY,
        "internal_error",
        "measure_column",
        "an exception reaches the caller as error -32603",
        is_child=True,
    ),
    _in(ENDS, "MCP303", BOUNDARY, "ends_the_process", "set_level", "zero leaves the process", is_child=True),
    _in(
        ENDS,
        "MCP303",
        BOUNDARY,
        "closes_the_connection",
        "play_channel",
        "an empty text closes the connection",
        is_child=True,
    ),
    _in(
        ENDS,
        "MCP302",
        BOUNDARY,
        "blocking",
        "read_report",
        "a loop does not end for one member of an enum",
        row=SHORT,
    ),
    _in(
        ENDS,
        "MCP302",
        BOUNDARY,
        "awaiting",
        "read_tide",
        "something is awaited that never comes, for one member of an enum",
        row=SHORT,
    ),
    _in(
        ENDS,
        "MCP302",
        BOUNDARY,
        "hangs",
        "draw_map",
        "a child process does not answer, for one member of an enum",
        is_child=True,
        row=SHORT,
    ),
    _in(
        REJECTED,
        "MCP307",
        BOUNDARY,
        "bound_not_shown",
        "read_forecast",
        "pydantic has a bound that the schema has not",
    ),
    _in(
        REJECTED,
        "MCP307",
        BOUNDARY,
        "stricter_than_shown",
        "add_note",
        "a handler refuses long texts that the schema allows",
    ),
    _in(
        REJECTED,
        "MCP307",
        BOUNDARY,
        "demanded_and_not_required",
        "open_gate",
        "an argument is demanded that the schema does not require",
    ),
    _in(
        REJECTED,
        "MCP307",
        BOUNDARY,
        "rejects_like_zod",
        "list_songs",
        "zod has a bound that the schema has not",
        is_child=True,
    ),
    _in(ACCEPTED, "MCP308", INVALID, "missing_argument", "find_city", "a required argument may be missing"),
    _in(ACCEPTED, "MCP308", INVALID, "wrong_type", "find_town", "an object is taken for a text"),
    _in(ACCEPTED, "MCP308", INVALID, "out_of_bounds", "set_volume", "a number beyond the maximum is taken"),
    _in(
        ACCEPTED,
        "MCP308",
        INVALID,
        "not_a_member",
        "set_colour",
        "a text is taken that is not to choose from",
    ),
    _in(ACCEPTED, "MCP308", INVALID, "too_many", "invite_guests", "a list is taken that is too long"),
    _in(
        ACCEPTED,
        "MCP309",
        INVALID,
        "extra_property",
        "move_piece",
        "an argument is taken that is not declared",
    ),
    _in(
        ACCEPTED,
        "MCP309",
        INVALID,
        "not_of_the_format",
        "invite_guest",
        "a text is taken that is no e-mail address",
    ),
    _in(
        ACCEPTED,
        "MCP309",
        INVALID,
        "not_of_the_pattern",
        "read_part",
        "a text is taken that does not match the pattern",
    ),
    _in(
        ACCEPTED,
        "MCP309",
        INVALID,
        "null_for_optional",
        "list_rooms",
        "null is taken for an argument left out",
    ),
    _in(ACCEPTED, "MCP309", INVALID, "fraction_cut_off", "book_seats", "a fraction is cut to an integer"),
    _in(ERRORS, "MCP310", INVALID, "refusal_names_nothing", "book_table", "the refusal names no argument"),
    _in(
        ERRORS,
        "MCP311",
        BOUNDARY,
        "error_in_words",
        "read_river",
        "`Error: ...` is a success, for a blank text",
    ),
    _in(
        ERRORS,
        "MCP311",
        BOUNDARY,
        "error_of_the_database",
        "find_member",
        "`Database error: ...` is a success, for a text with a quote",
    ),
    _in(
        ERRORS,
        "MCP311",
        BOUNDARY,
        "error_as_json",
        "read_bus",
        '`{"error": ...}` is a success, for a high number',
    ),
    _in(
        ERRORS,
        "MCP311",
        RANDOM,
        "error_for_two_together",
        "list_trains",
        "`Failed to ...` is a success, for two members of two enums together",
    ),
    _in(
        STRUCTURED,
        "MCP312",
        BOUNDARY,
        "structured_missing",
        "read_weather",
        "one branch returns text alone",
    ),
    _in(
        STRUCTURED,
        "MCP313",
        BOUNDARY,
        "structured_does_not_fit",
        "read_wind",
        "a text is null where the output schema has none",
    ),
    _in(SHOWN, "MCP314", BOUNDARY, "shows_traceback", "read_menu", "an error shows a traceback"),
    _in(
        SHOWN,
        "MCP314",
        BOUNDARY,
        "shows_own_code",
        "render_sheet",
        "an error shows a path of the server's code",
    ),
    _in(
        SHOWN, "MCP315", BOUNDARY, "shows_token", "read_letter", "an error shows the token of the environment"
    ),
    _in(
        SHOWN,
        "MCP315",
        BOUNDARY,
        "token_in_a_link",
        "find_map",
        "a link in structured content holds the token, for one member of an enum",
    ),
    _in(
        SHOWN,
        "MCP316",
        BOUNDARY,
        "too_large",
        "export_rows",
        "one input gives a reply of more than a mebibyte",
    ),
    Animal(
        "never_reached",
        REACH,
        "MCP305",
        None,
        "all but a value that nobody has given is refused; the twin has it under `values`",
        Case("knows_one_account", "read_account"),
        Case("knows_one_account", "read_account", config=ACCOUNT),
    ),
    _in(
        REACH,
        "MCP306",
        BOUNDARY,
        "behind_values",
        "read_statement",
        "a division by zero, behind a value of the registry",
        config=ACCOUNT,
    ),
    _in(
        REACH,
        "MCP306",
        BOUNDARY,
        "behind_an_example",
        "read_issue",
        "an index beyond the list, behind two values of an example",
        config=ISSUE,
    ),
    _in(
        REACH,
        "MCP306",
        BOUNDARY,
        "behind_a_reply",
        "get_ticket",
        "error -32603, behind a value that the reply of another tool gives",
        is_child=True,
        row={"tools_stakes": {"get_ticket": "never_ask", "list_tickets": "never_ask"}},
    ),
    _in(CHANCE, "MCP317", BOUNDARY, "fails_once", "read_clock", "the first call fails, and no later one"),
]

MISSED: list[Animal] = [
    replace(
        _in(NOT_FOUND, "", None, "one_number_of_many", "read_locker", "one number of all integers crashes"),
        missed="no boundary, and nobody names it: give it as an example or under `values`",
    ),
    replace(
        _in(
            NOT_FOUND,
            "",
            None,
            "text_as_a_pattern",
            "count_words",
            "a text is compiled as a regular expression",
        ),
        missed="no boundary value is a broken pattern, and few random texts hold a bracket",
    ),
]

CASES = {
    name: case
    for animal in (*ANIMALS, *MISSED)
    for name, case in ((animal.name, animal.broken), (f"{animal.name}_sound", animal.sound))
}
