"""What a vendor's own description of its API says of recorded answers and of declared response schemas."""

from dataclasses import dataclass

from pytest_mcp_contract.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Narrower:
    """Something that the vendor may send and the declared response schema refuses."""

    at: str
    """JSON Pointer into the answer."""
    vendor: str
    """What the vendor may send, as a phrase: `null`, `an object without it`, `"archived"`."""
    declared: str
    """What the declared schema says, as a phrase."""


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
    contradictions: tuple[tuple[str, str, str], ...] = ()
    """JSON Pointer into the recorded body, what the description says, and what was recorded."""
    narrower: tuple[Narrower, ...] = ()
    not_proved: str = ""
    """Why it could not be told whether the declared schema takes all that the vendor may send."""
