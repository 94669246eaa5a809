"""What a vendor's own description of its API says of recorded answers and of declared response schemas."""

from dataclasses import dataclass

from pytest_mcp_contract.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place where a recorded answer is not as the vendor describes it."""

    at: str
    """JSON Pointer into the recorded body."""
    described: str
    """What the description says, as a phrase: `a string or null`, `always there`."""
    recorded: str
    """What was recorded, as a phrase: `12`, `absent`."""


@dataclass(frozen=True, slots=True)
class Narrower:
    """Something that the vendor may send and the declared response schema refuses."""

    at: str
    """JSON Pointer into the answer."""
    sends: str
    """What the vendor may send, as a phrase: `user: null` in backticks, or "no `user`"."""
    place: str
    """What refuses it: `Issue.user`."""
    says: str
    """How it refuses it, in its own words."""


@dataclass(frozen=True, slots=True)
class VendorVerdict:
    """One exchange, and the schema declared for it, beside the vendor's description."""

    exchange: Exchange
    key: str | None = None
    """The response key; None where no declared schema speaks of the exchange."""
    schema: str = ""
    """What the registry names: `pkg.mod:Model` or a file."""
    operation: str | None = None
    """The vendor's operation, `GET /repos/{owner}/{repo}`; None where the description has none."""
    contradictions: tuple[Contradiction, ...] = ()
    narrower: tuple[Narrower, ...] = ()
    """Stated once for an endpoint of a tool, with its first exchange."""
    not_proved: str = ""
    """Why it could not be told whether the declared schema takes all that the vendor may send."""
