"""What can go wrong at a vendor's API, and what a tool made of it."""

from dataclasses import dataclass
from enum import StrEnum

from pytest_mcp_contract.model.call import Call
from pytest_mcp_contract.model.exchange import Miss, Request, Response


class Breakage(StrEnum):
    """A connection that brings no answer."""

    TIMEOUT = "timeout"
    """The API takes the request and never answers."""
    RESET = "connection reset"


class FaultKind(StrEnum):
    """What is done to one recorded answer."""

    STATUS = "status"
    TIMEOUT = "timeout"
    RESET = "connection reset"
    EMPTY_BODY = "empty body"
    TRUNCATED_JSON = "truncated JSON"
    OTHER_JSON = "JSON of another type"
    REMOVED = "field removed"
    NULLED = "field null"
    OTHER_TYPE = "field of another type"
    EXTRA = "unknown extra field"
    UNKNOWN_ENUM = "unknown enum value"
    EMPTIED = "list emptied"
    LONG_LIST = "list of 10,000"
    LONG_TEXT = "very long text"
    NON_ASCII = "non-ASCII text"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with one exchange of a cassette."""

    kind: FaultKind
    exchange: int
    """Index of the exchange in the cassette."""
    answer: Response | Breakage
    at: str = ""
    """JSON Pointer into the body, for faults of a field; the status for faults of the status."""
    tolerable: bool = False
    """Whether a tool must take it: the declared response schema accepts the answer, or a new enum value."""
    may_be_empty: bool = False
    """Whether the registry says that an empty result is the honest answer to this status (`empty_on`)."""
    steers: bool = False
    """Whether the call's arguments or another request hold a value of the spoilt part, so that it matters."""
    is_optional: bool = False
    """Whether the registry says that the call can do without this request (`optional_requests`)."""

    @property
    def must_fail(self) -> bool:
        """Whether the caller must be told that the call failed."""
        return not (self.tolerable or self.may_be_empty or self.is_optional)

    def of(self, request: Request) -> str:
        """The fault as a phrase: `status 404 from GET /issues/1`, `field null at /user of GET /issues/1`."""
        line = f"{request.method} {request.path}"
        if self.kind is FaultKind.STATUS:
            return f"status {self.at} from {line}"
        return f"{self.kind.value} at {self.at} of {line}" if self.at else f"{self.kind.value} of {line}"


@dataclass(frozen=True, slots=True)
class FaultRun:
    """One replay with one fault."""

    fault: Fault
    request: Request
    """The recorded request whose answer was spoilt."""
    call: Call
    asked: int = 1
    """How often the tool asked for the spoilt answer; 0: it did not get so far."""
    waits_forever: bool = False
    """Whether the client would never have given up waiting: it was given no timeout."""
    misses: tuple[Miss, ...] = ()
    rendering: str | None = None
    """What reaches the model; None where no reply came."""
    again: str | None = None
    """What reaches the model when the very same is done once more; None where it was not."""
    tokens: int | None = None
    """Tokens of the rendering; counted only for tolerable faults."""
