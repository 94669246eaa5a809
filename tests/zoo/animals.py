"""Every seeded defect, the check that is meant for it, and the twin that has everything but the defect."""

from dataclasses import dataclass, replace
from typing import Any

from tests.zoo.cases import ITEM, SCHEMAS, STAKES, Case, answered, item, page

EMPTY = page()
NOBODY = item(owner=None)
MANY = {
    "body": "Short.",
    "notes": [{"day": day, "text": f"Somebody looked at it on day {day}"} for day in range(60)],
}
GOLDEN = b"""# Item 7: Spanner is lost

- state: open
- owner: octocat
- updated: 2026-01-02 13:04

Somebody took it from the box by the door.
"""
HALF = b"""version: 1
metadata:
  mcp_contract: {format: 1, server: x, tool: get_item, case: other, arguments: {number: 7}, expect: success}
interactions:
- request: {method: GET, uri: 'https://api.acme.example/items/7', body: null, headers: {}}
"""


@dataclass(frozen=True)
class Animal:
    """One defect."""

    name: str
    section: str
    code: str
    """The one check that finds it."""
    defect: str
    broken: Case
    sound: Case

    @property
    def is_unplayable(self) -> bool:
        """Whether a file is so broken that no other check can read it."""
        return "other.yaml" in self.broken.files


def _of(section: str, code: str, server: str, defect: str, tool: str = "get_item", **case: Any) -> Animal:
    """A defect of the server's code: its twin is the sound server with the same recording."""
    broken = Case(server, tool, **case)
    return Animal(_name(server), section, code, defect, broken, replace(broken, server="Sound"))


def _between(section: str, code: str, name: str, defect: str, broken: Case, sound: Case) -> Animal:
    """A defect of the registry, of a schema or of a recording: twin and broken one share the code."""
    return Animal(name, section, code, defect, broken, sound)


def _name(server: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in server).strip("_")


def _schema(name: str) -> dict[str, Any]:
    return {"responses": {"GET /items/{number}": f"{SCHEMAS}:{name}"}}


SCHEMAS_SECTION = "Response schemas"
FAULTS = "Faults"
PROVENANCE = "Provenance"
RENDERING = "Rendering"
EFFECTS = "Effects"
ERRORS = "Error text"
CASSETTES = "Cassettes"

ANIMALS: list[Animal] = [
    _between(
        SCHEMAS_SECTION,
        "MCP401",
        "schema_demands_an_owner",
        "a schema demands a field that is null in the recording",
        Case(exchanges=NOBODY, row=_schema("DemandingItem")),
        Case(exchanges=NOBODY),
    ),
    _between(
        SCHEMAS_SECTION,
        "MCP411",
        "answer_without_schema",
        "no key of `responses` speaks of a recorded answer",
        Case(row={"responses": {}}),
        Case(),
    ),
    _between(
        SCHEMAS_SECTION,
        "MCP413",
        "closed_model",
        "a pydantic model forbids fields that it does not know",
        Case("TakesNoNewField", row=_schema("ClosedItem")),
        Case(),
    ),
    _between(
        SCHEMAS_SECTION,
        "MCP414",
        "vendor_may_send_null",
        "a schema demands what the vendor may send as null",
        Case("DemandsAnOwner", row={**_schema("DemandingItem"), "openapi": "openapi.json"}),
        Case(row={"openapi": "openapi.json"}),
    ),
    _between(
        SCHEMAS_SECTION,
        "MCP415",
        "recorded_otherwise",
        "the recording contradicts the vendor's description",
        Case(exchanges=item(number="7"), row={"openapi": "openapi.json"}),
        Case(row={"openapi": "openapi.json"}),
    ),
    _of(FAULTS, "MCP420", "NothingFound", "a refusal is told as an empty result"),
    _of(FAULTS, "MCP420", "Unvalidated", "the answer is read without looking at its shape"),
    _of(FAULTS, "MCP421", "Raises", "an exception for a status reaches the SDK"),
    _of(FAULTS, "MCP421", "TrustsTheBody", "a field is taken out of the answer as if it were always there"),
    _of(FAULTS, "MCP422", "NoTimeout", "the HTTP client has no timeout"),
    _of(FAULTS, "MCP422", "WaitsForTheApi", "the tool sleeps as long as `Retry-After` says"),
    _of(FAULTS, "MCP423", "RetryStorm", "a failing API is asked twenty times at once"),
    _of(
        FAULTS, "MCP424", "KnowsAllStates", "an unknown state fails the call", row=_schema("ItemOfTwoStates")
    ),
    _of(FAULTS, "MCP424", "NeedsAnOwner", "a null that the schema allows fails the call"),
    _of(FAULTS, "MCP425", "LongList", "a list of 10,000 is shown whole", tool="list_items"),
    _of(FAULTS, "MCP425", "LongText", "a text of 50,000 characters is shown whole"),
    _of(ERRORS, "MCP430", "Traceback", "the error text holds a traceback"),
    _of(ERRORS, "MCP431", "TellsTheToken", "the error text repeats what the API says about the token"),
    _of(ERRORS, "MCP432", "HandsOnThePage", "the error text is the page of a gateway"),
    _of(ERRORS, "MCP433", "TalksTooMuch", "the error text has a thousand characters"),
    _of(ERRORS, "MCP434", "StatusAlone", "the error text is the status and nothing else"),
    _of(ERRORS, "MCP434", "SomethingWentWrong", "the error text says nothing"),
    _of(ERRORS, "MCP435", "NoNextStep", "the error text names no thing and no next step"),
    _of(ERRORS, "MCP436", "NewEachTime", "two equal failures have different texts"),
    _of(PROVENANCE, "MCP440", "ShowsNodeId", "an id that no tool takes is shown"),
    _of(PROVENANCE, "MCP440", "ShowsSelfLink", "the address of the item in the API is shown"),
    _of(
        PROVENANCE,
        "MCP441",
        "LosesTheOwner",
        "a promised field is left out",
        config={"shows": ["/owner/name"]},
    ),
    _between(
        PROVENANCE,
        "MCP441",
        "promises_what_it_never_shows",
        "the registry promises a field that is not shown",
        Case(config={"shows": ["/title", "/node_id"]}),
        Case(config={"shows": ["/title"]}),
    ),
    _of(RENDERING, "MCP404", "RawJson", "the reply is the JSON that the API sent"),
    _of(RENDERING, "MCP404", "FencedJson", "the reply is that JSON in a code block"),
    _of(RENDERING, "MCP450", "PythonRepr", "the reply holds the repr of a Python object"),
    _of(RENDERING, "MCP451", "NoSummary", "the reply begins with a dump of fields"),
    _of(
        RENDERING,
        "MCP452",
        "SilentWhenEmpty",
        "an empty list gives an empty reply",
        tool="list_items",
        exchanges=EMPTY,
    ),
    _between(
        RENDERING,
        "MCP453",
        "over_its_budget",
        "a reply takes more tokens than the registry allows",
        Case(config={"max_tokens": 20}),
        Case(),
    ),
    _of(
        RENDERING,
        "MCP454",
        "HardlySmaller",
        "the reply is hardly smaller than the answer",
        exchanges=item(**MANY),
    ),
    _of(RENDERING, "MCP455", "LocalTime", "a time is shown in the zone of the machine"),
    _of(RENDERING, "MCP455", "OrderOfASet", "labels are shown in the order of a set"),
    _of(RENDERING, "MCP455", "Counts", "each reply has another number"),
    _of(RENDERING, "MCP456", "SaysNone", "`None` is shown for a missing owner", exchanges=NOBODY),
    _of(RENDERING, "MCP456", "SaysNull", "`null` is shown for a missing owner", exchanges=NOBODY),
    _of(RENDERING, "MCP457", "TitleBreaksOut", "a line break in a title ends the heading"),
    _of(RENDERING, "MCP457", "CellBreaksOut", "a pipe in a title adds a cell", tool="list_items"),
    _of(
        RENDERING,
        "MCP458",
        "MoreWithoutAWay",
        "more items are announced, and no way to them",
        tool="list_items",
        exchanges=page("Spanner is lost", "Door is open", more=2),
    ),
    _between(
        RENDERING,
        "MCP402",
        "golden_of_another_day",
        "the rendering is not the one that was read and found good",
        Case(files={"normal.md": b"# Item 7: Spanner was found\n"}),
        Case(),
    ),
    _between(
        RENDERING,
        "MCP403",
        "nobody_read_it",
        "there is no golden",
        Case(files={"normal.md": b""}),
        Case(),
    ),
    _between(
        EFFECTS,
        "MCP412",
        "writes_unasked",
        "a tool that nobody is asked about sends a POST",
        Case(tool="create_item", row={"tools_stakes": {**STAKES, "create_item": "never_ask"}}),
        Case(tool="create_item"),
    ),
    _between(
        EFFECTS,
        "MCP460",
        "asks_to_read",
        "people are asked before a tool that only reads",
        Case(row={"tools_stakes": {**STAKES, "get_item": "low"}}),
        Case(),
    ),
    _of(
        EFFECTS,
        "MCP461",
        "SaysIdempotent",
        "a tool that posts says that it is idempotent",
        tool="create_item",
    ),
    _of(
        CASSETTES,
        "MCP405",
        "AsksMore",
        "the server asks for something that was not recorded",
        files={"normal.md": GOLDEN},
    ),
    _between(
        CASSETTES,
        "MCP406",
        "never_asked_for",
        "the cassette holds an exchange that is not asked for",
        Case(exchanges=(*item(), answered("/labels", {}, status=404))),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP407",
        "no_example",
        "the cassette is the recording of no example",
        Case(config={"examples": []}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP408",
        "example_was_changed",
        "the example was changed after the recording",
        Case(exchanges=(answered("/items/8", ITEM),), recorded={"arguments": {"number": 8}}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP409",
        "recorded_long_ago",
        "the recording is a year old",
        Case(recorded={"recorded_at": "2025-11-22"}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP471",
        "no_yaml",
        "a cassette is no YAML",
        Case(files={"other.yaml": b"interactions: [\n"}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP472",
        "of_another_version",
        "a cassette has another version of vcrpy's format",
        Case(files={"other.yaml": b"version: 2\ninteractions: []\nmetadata: {}\n"}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP473",
        "runs_code",
        "a tag in a cassette asks for a Python object",
        Case(files={"other.yaml": b"version: 1\ninteractions: !!python/object/apply:os.getcwd []\n"}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP475",
        "no_response",
        "an exchange has no response",
        Case(files={"other.yaml": HALF}),
        Case(),
    ),
    _between(
        CASSETTES,
        "MCP476",
        "no_cassette",
        "a file among the cassettes is none",
        Case(files={"other.yaml": b"hello: world\n"}),
        Case(),
    ),
]
