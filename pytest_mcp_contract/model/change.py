"""The lock against now: what a server was held to, and what it is."""

from dataclasses import dataclass
from enum import StrEnum

from pytest_mcp_contract.model.json import JSON
from pytest_mcp_contract.model.lock import Locked
from pytest_mcp_contract.model.tool import Tool


class Proved(StrEnum):
    """What is known of two schemas."""

    EQUAL = "equal"
    """They admit the same values, however they are spelled."""
    WIDER = "wider"
    """The new one admits all that the old one did, and more."""
    BREAKING = "breaking"
    """Inputs: something is refused that was admitted. Outputs: something may come that never came."""
    NOT_PROVED = "not proved"
    """Neither was shown; what was tried is told."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How two schemas compare, from the side of whoever calls."""

    result: Proved
    witness: JSON = None
    """A smallest value on which they differ, verified against both."""
    has_witness: bool = False
    at: str = ""
    """The place in the value that makes the difference, as a JSON Pointer."""
    tried: str = ""
    """Where nothing was proved: what was tried, as a phrase."""


class Impact(StrEnum):
    """What a change means to whoever calls."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    BEHAVIOUR = "behaviour"
    SECURITY = "security"
    IDENTITY = "identity"

    @property
    def has_to_be_accepted(self) -> bool:
        """Whether somebody has to answer for it: it fails a run, and `diff`."""
        return self in (Impact.BREAKING, Impact.SECURITY, Impact.IDENTITY)


@dataclass(frozen=True, slots=True)
class Change:
    """A server, or one of its tools, as it was agreed on and as it is now. Equal ones make no change."""

    server: str
    before: Locked | None
    """None: the server is new."""
    after: Locked | None
    """None: the server is gone."""
    tool: str | None = None
    """The tool that is compared; None: the server as a whole, its row and its identity."""
    input: Proof | None = None
    """The arguments of the tool; None where one side has no tool."""
    output: Proof | None = None
    """Its structured results; None where one side has no output schema."""
    response: tuple[tuple[str, Proof], ...] = ()
    """Of the server as a whole: response keys whose schemas differ."""
    others: tuple[Locked, ...] = ()
    """Every server of the other side, for what is judged across them: ids that are taken twice."""
    against: str = "the lock"
    """What it is compared with: `the lock`, or a baseline such as `git:origin/main`."""
    added_there: tuple[str, ...] = ()
    """Servers that came to the other side after this one had left it: none of them was renamed here."""

    @property
    def tool_before(self) -> Tool | None:
        """The tool as it was agreed on."""
        return self.before.tool(self.tool) if self.before and self.tool else None

    @property
    def tool_after(self) -> Tool | None:
        """The tool as it is now."""
        return self.after.tool(self.tool) if self.after and self.tool else None
