"""What the emulated Notion can hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.notion.answers import number_id
from tests.emulators.notion.bodies import text

HANDBOOK, LONG, DEEP, COPIES, BLANK, TEAM = map(number_id, range(1, 7))
DATABASE = number_id(20)
TASKS, NOTHING, MANY, SHIPS = map(number_id, range(30, 34))
ROW, OTHER_ROW, HIDDEN_ROW, SHIP = map(number_id, range(40, 44))
FIRST_SAILOR, SAILORS, RUNS = 3_001, 120, 30
ADA, BEN, GUEST = map(number_id, range(101, 104))
DISCUSSION, QUESTION = map(number_id, range(510, 512))
NOT_SHARED = number_id(777)
FIRST_BLOCK = 1_000
MANY_ROWS = 60
LONG_BLOCKS = 130


@dataclass
class StoredBlock:
    """A block; what is inside a page is in its children too."""

    kind: str
    content: dict[str, JSON]
    children: list["StoredBlock"] = field(default_factory=list)
    id: str = ""
    where: dict[str, JSON] = field(default_factory=dict)
    created: datetime = FIRST_DAY
    in_trash: bool = False
    is_partial: bool = False


@dataclass
class StoredPage:
    """A page, or a row of a data source."""

    id: str
    where: dict[str, JSON]
    properties: dict[str, JSON]
    created: datetime = FIRST_DAY
    edited: datetime = FIRST_DAY
    emoji: str | None = None
    children: list[StoredBlock] = field(default_factory=list)
    in_trash: bool = False
    is_partial: bool = False


@dataclass
class StoredSource:
    """A data source: definitions by name, and rows."""

    id: str
    title: str
    definitions: dict[str, JSON]
    rows: list[StoredPage] = field(default_factory=list)


@dataclass
class StoredComment:
    """A comment in an open discussion."""

    id: str
    on: str
    discussion: str
    author: str
    name: str
    pieces: list[JSON]
    when: datetime


def walk(blocks: list[StoredBlock]) -> Iterator[StoredBlock]:
    """The blocks with all that is nested in them."""
    for block in blocks:
        yield block
        yield from walk(block.children)


def title_property(title: str) -> dict[str, JSON]:
    """The property with a page's title."""
    return {"id": "title", "type": "title", "title": [text(title)] if title else []}
