"""Calls of several tools, one after the other, and what one of them showed of another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pytest_mcp_contract.model.json import JSONObject


class Promise(StrEnum):
    """What tools that share a resource promise each other."""

    CREATED_IS_FOUND = "created is found"
    DELETED_IS_GONE = "deleted is gone"
    ID_IS_USABLE = "id is usable as given"


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a sequence."""

    tool: str
    arguments: JSONObject
    reply: str
    """What came back, on one line."""
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """The fewest calls that break a promise."""

    promise: Promise
    steps: tuple[Step, ...]
    tool: str
    """The tool that made the promise: that which created, deleted, or told the id."""
    reader: str
    """The tool whose reply breaks it."""
    identity: str
    """What stands for the thing, as JSON."""
    expected: str
    """What the last reply should be, as a phrase."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """Every promise that the tools of one server gave each other in this run."""

    server: str
    families: Mapping[str, tuple[str, ...]]
    """What is shared, and the names of the tools that share it."""
    made: int
    """Calls that were made."""
    kept: Mapping[Promise, int] = field(default_factory=dict)
    """How often each promise was put to the test, and kept."""
    failing: tuple[Sequence, ...] = ()
    reason: str = ""
    """Why not every promise was put to the test, and the way out."""
