"""The rows that are there from the start."""

from datetime import timedelta

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.notion.answers import number_id
from tests.emulators.notion.bodies import parent, partial_user, person, text
from tests.emulators.notion.store import (
    ADA,
    BEN,
    DATABASE,
    FIRST_SAILOR,
    HIDDEN_ROW,
    MANY,
    OTHER_ROW,
    ROW,
    RUNS,
    SAILORS,
    SHIP,
    SHIPS,
    TASKS,
    StoredPage,
    title_property,
)


def definition(id: str, kind: str, config: JSON = None, name: str = "") -> JSON:
    """The definition of a property."""
    return {"id": id, "name": name, "description": None, "type": kind, kind: config or {}}


def _options(*names: str) -> JSON:
    return {
        "options": [
            {"id": f"option-{name}", "name": name, "color": "default", "description": None} for name in names
        ]
    }


def task_definitions() -> dict[str, JSON]:
    """Properties of all types."""
    return {
        "Task": definition("title", "title"),
        "Status": definition("stat", "status", _options("Not started", "In progress", "Done")),
        "Priority": definition("prio", "select", _options("High", "Low")),
        "Tags": definition("tags", "multi_select", _options("api", "docs")),
        "Due": definition("due_", "date"),
        "Estimate": definition("esti", "number", {"format": "number"}),
        "Urgent": definition("urge", "checkbox"),
        "Owner": definition("ownr", "people"),
        "Notes": definition("note", "rich_text"),
        "Site": definition("site", "url"),
        "Mail": definition("mail", "email"),
        "Phone": definition("phon", "phone_number"),
        "Files": definition("file", "files"),
        "Blocked by": definition("bloc", "relation", {"data_source_id": TASKS, "database_id": DATABASE}),
        "Doubled": definition("doub", "formula", {"expression": "prop('Estimate') * 2"}),
        "Hours of blockers": definition("roll", "rollup", {"function": "show_original"}),
        "Created": definition("crea", "created_time"),
        "Author": definition("auth", "created_by"),
        "No": definition("numb", "unique_id", {"prefix": "TASK"}),
        "Place": definition("plac", "place"),
        "Checked": definition("veri", "verification"),
        "Start": definition("butt", "button"),
        "Mood": definition("mood", "hologram"),
    }


def option(name: str) -> JSON:
    """A chosen option."""
    return {"id": f"option-{name}", "name": name, "color": "default"}


def empty_task(number: int, title: str) -> dict[str, JSON]:
    """The properties of a row in which only the title is set."""
    values: dict[str, tuple[str, str, JSON]] = {
        "Status": ("stat", "status", option("Not started")),
        "Priority": ("prio", "select", None),
        "Tags": ("tags", "multi_select", []),
        "Due": ("due_", "date", None),
        "Estimate": ("esti", "number", None),
        "Urgent": ("urge", "checkbox", False),
        "Owner": ("ownr", "people", []),
        "Notes": ("note", "rich_text", []),
        "Site": ("site", "url", None),
        "Mail": ("mail", "email", None),
        "Phone": ("phon", "phone_number", None),
        "Files": ("file", "files", []),
        "Blocked by": ("bloc", "relation", []),
        "Doubled": ("doub", "formula", {"type": "number", "number": None}),
        "Hours of blockers": (
            "roll",
            "rollup",
            {"type": "array", "array": [], "function": "show_original"},
        ),
        "Created": ("crea", "created_time", "2026-03-02T09:00:00.000Z"),
        "Author": ("auth", "created_by", partial_user(ADA)),
        "No": ("numb", "unique_id", {"prefix": "TASK", "number": number}),
        "Place": ("plac", "place", None),
        "Checked": ("veri", "verification", {"state": "unverified", "verified_by": None, "date": None}),
        "Start": ("butt", "button", {}),
        "Mood": ("mood", "hologram", None),
    }
    made: dict[str, JSON] = {
        name: {"id": id, "type": kind, kind: value} for name, (id, kind, value) in values.items()
    }
    return {"Task": title_property(title), **made}


def tasks() -> list[StoredPage]:
    """A row in which all is set, one in which nothing is, and one that is not shared."""
    where = parent("data_source_id", TASKS, database_id=DATABASE)
    full = empty_task(1, "Write the `README` | today")
    values: dict[str, JSON] = {
        "Status": option("In progress"),
        "Priority": option("High"),
        "Tags": [option("api"), option("docs")],
        "Due": {"start": "2026-03-04", "end": "2026-03-06", "time_zone": None},
        "Estimate": 2.5,
        "Urgent": True,
        "Owner": [person(ADA, "Ada Lovelace", {"email": "ada@example.com"}), partial_user(BEN)],
        "Notes": [text("See "), text("here", "bold", url="https://example.com"), text(".\nThen ask.")],
        "Site": "https://example.com/task?a=1&b=2",
        "Mail": "ada@example.com",
        "Phone": "+1 234 567 890",
        "Files": [
            {
                "name": "plan.pdf",
                "type": "file",
                "file": {"url": "https://s3.example.com/plan.pdf?X-Amz-Signature=5ec4e7", "expiry_time": ""},
            },
            {
                "name": "https://example.com/b.txt",
                "type": "external",
                "external": {"url": "https://example.com/b.txt"},
            },
        ],
        "Blocked by": [{"id": OTHER_ROW}],
        "Doubled": {"type": "number", "number": 5},
        "Hours of blockers": {
            "type": "array",
            "array": [{"type": "number", "number": 3}, {"type": "date", "date": None}],
            "function": "show_original",
        },
        "Place": {"lat": 48.2, "lon": 16.37, "name": "Vienna", "address": None},
        "Checked": {"state": "verified", "verified_by": partial_user(ADA), "date": None},
        "Mood": {"name": "sunny"},
    }
    for name, value in values.items():
        known = full[name]
        assert isinstance(known, dict)
        known[str(known["type"])] = value
    full["Blocked by"] = {**_object(full["Blocked by"]), "has_more": False}
    return [
        StoredPage(ROW, where, full, edited=FIRST_DAY + timedelta(days=2), emoji="✅"),
        StoredPage(OTHER_ROW, where, empty_task(2, ""), edited=FIRST_DAY + timedelta(days=1)),
        StoredPage(HIDDEN_ROW, where, {}, is_partial=True),
    ]


def _object(value: JSON) -> dict[str, JSON]:
    assert isinstance(value, dict)
    return value


def ship_definitions() -> dict[str, JSON]:
    """Properties that can have many values."""
    return {
        "Name": definition("title", "title"),
        "Crew": definition("cr%3Aw", "people"),
        "Runs": definition("runs", "relation", {"data_source_id": MANY, "database_id": DATABASE}),
    }


def ship() -> StoredPage:
    """A row with more people and relations than Notion sends at once; its text has no `a`."""
    where = parent("data_source_id", SHIPS, database_id=DATABASE)
    crew = [person(number_id(FIRST_SAILOR + n), f"Sailor {n + 1}", {}) for n in range(SAILORS)]
    runs: list[JSON] = [{"id": number_id(2_000 + n)} for n in range(RUNS)]
    properties: dict[str, JSON] = {
        "Name": title_property("Fifth ship"),
        "Crew": {"id": "cr%3Aw", "type": "people", "people": [*crew]},
        "Runs": {"id": "runs", "type": "relation", "relation": runs, "has_more": False},
    }
    return StoredPage(SHIP, where, properties, edited=FIRST_DAY + timedelta(days=4))


def measurement(number: int) -> StoredPage:
    """One of many rows."""
    where = parent("data_source_id", MANY, database_id=DATABASE)
    properties: dict[str, JSON] = {
        "Name": title_property(f"Run {number + 1}"),
        "Size": {"id": "size", "type": "number", "number": number * 10},
    }
    return StoredPage(number_id(2_000 + number), where, properties)
