"""Calls of tools and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pytest_mcp_contract.model.json import JSON, JSONObject
from pytest_mcp_contract.model.tool import Tool


@dataclass(frozen=True, slots=True)
class RpcError:
    """A JSON-RPC error object."""

    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one tools/call: a result, or a JSON-RPC error."""

    content: tuple[JSON, ...] = ()
    structured: JSON = None
    is_error: bool = False
    error: RpcError | None = None
    raw: JSON = field(default=None, repr=False, compare=False)

    @classmethod
    def from_raw(cls, raw: JSONObject) -> "Reply":
        """The reply in the `result` of a tools/call."""
        content = raw.get("content")
        return cls(
            content=tuple(content) if isinstance(content, list) else (),
            structured=raw.get("structuredContent"),
            is_error=raw.get("isError") is True,
            raw=dict(raw),
        )

    @property
    def succeeded(self) -> bool:
        """Whether the caller is told that the call worked."""
        return self.error is None and not self.is_error

    def texts(self) -> tuple[str, ...]:
        """The text blocks, in order."""
        return tuple(
            text
            for block in self.content
            if isinstance(block, Mapping)
            and block.get("type") == "text"
            and isinstance(text := block.get("text"), str)
        )


class Ended(StrEnum):
    """How a call ended."""

    REPLIED = "replied"
    HANG = "hang"
    """No reply within the limit of one call."""
    DIED = "died"
    """The connection closed, or the process ended, before a reply."""


class Stage(StrEnum):
    """In which part of a run a call was made."""

    GIVEN = "given"
    """An example, a cassette, or `--mcp-call`."""
    BOUNDARY = "boundary"
    INVALID = "invalid"
    RANDOM = "random"
    SHRINKING = "shrinking"
    """In search of a smaller call that fails alike: counted nowhere."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a call tries, beside doing its work."""

    stage: Stage
    label: str = ""
    """`at the minimum, 1`, `without the required "path"`."""
    at: str = ""
    """Where in the arguments, as a JSON Pointer; `""` is all of them."""
    rule: str = ""
    """The keyword of JSON Schema that is broken; `""` where the arguments are valid."""
    sources: tuple[str, ...] = ()
    """Where the values come from, the most trusted one first: `values`, `cassette`, `guess`, `random`."""


@dataclass(frozen=True, slots=True)
class Call:
    """One tools/call that was made."""

    tool: str
    arguments: JSONObject
    source: str
    """Where the arguments come from: `cassette normal`, `example normal`, `--mcp-call`."""
    ended: Ended = Ended.REPLIED
    reply: Reply | None = None
    within: float = 0.0
    """The limit that held for this call, in seconds."""
    detail: str = ""
    expect: str = "either"
    """What the example says of the reply: `success`, `error` or `either`."""
    crash: str = ""
    """The exception that the tool raised, with its place; known only of servers inside this process."""
    trial: Trial | None = None
    """What it tries; None for a call that was given, and is valid."""
    requests: int = 0
    """How many requests the tool made of its API; known only of servers inside this process."""

    @property
    def is_valid(self) -> bool:
        """Whether the input schema admits the arguments."""
        return self.trial is None or not self.trial.rule

    @property
    def is_given(self) -> bool:
        """Whether somebody wrote the call down, and no generator made it."""
        return self.trial is None or self.trial.stage is Stage.GIVEN

    @property
    def reached(self) -> bool:
        """Whether the call got through to the tool: it is no error, or the tool asked its API."""
        return bool(self.requests) or (self.reply is not None and self.reply.succeeded)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """How far the generated calls of one tool got."""

    mode: str
    valid: int = 0
    """Valid calls that were made."""
    reached: int = 0
    """Of these, how many got through to the tool."""
    invalid: int = 0
    """Calls that were made and break a rule."""
    by_source: Mapping[str, int] = field(default_factory=dict)
    """How many of the calls that got through had their values from where."""
    wanted: tuple[str, ...] = ()
    """Arguments that the tool demands, and for which nobody has given a value."""
    unsupported: tuple[str, ...] = ()
    """Keywords of the schema from which no value can be made, each with its place."""
    stopped: str = ""
    """Why it ended before its time; `""` where it did not."""
    is_promised: bool = True
    """Whether a registry states the tool, and its stake may be called."""


@dataclass(frozen=True, slots=True)
class ToolCalls:
    """Every call of one tool in this run."""

    server: str
    tool: Tool | None
    calls: tuple[Call, ...]
    fuzzed: Fuzzed | None = None
    """None where no calls were generated."""
    not_made: str = ""
    """Why no example was called; "" where one was, or there is none."""
    unsteady: tuple[tuple[str, Call], ...] = ()
    """Codes of checks, each with a call that failed once and not when it was made again."""
    most_bytes: int = 2**20
    """How long a reply may be."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Why nothing could be judged, and the way out."""

    reason: str
    lost: bool = False
    """Whether it should have been possible: the server is down or died, a cassette cannot be read."""
