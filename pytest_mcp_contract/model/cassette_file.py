"""A cassette file as it stands on disk, readable or not."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pytest_mcp_contract.model.exchange import CassetteHeader

MOST_CASSETTE_BYTES = 50 * 1024 * 1024
"""Larger files are no recording of one call, and are not read."""


class CassetteFault(StrEnum):
    """Why a file in a tool's folder of cassettes cannot be played."""

    UNREADABLE = "unreadable"
    """It cannot be opened, or is no text in UTF-8."""
    NOT_YAML = "not YAML"
    VERSION = "another version"
    """vcrpy's format or ours has a number that is not known here."""
    RUNS_CODE = "runs code"
    """A YAML tag asks for a Python object to be built."""
    TOO_LARGE = "too large"
    """More bytes, unfolded aliases or levels than a recording of one call has."""
    INCOMPLETE = "incomplete"
    """An exchange has no request or no response."""
    NO_CASSETTE = "no cassette"
    """YAML, but without interactions or without our header."""


@dataclass(frozen=True, slots=True)
class CassetteFile:
    """One file of a tool's folder of cassettes."""

    path: Path
    server: str
    tool: str
    fault: CassetteFault | None = None
    said: str = ""
    """What is wrong with it, as a phrase with the place."""
    line: int | None = None
    """Where that is."""
    header: CassetteHeader | None = None
    """What it says of itself; None where it cannot be read."""
