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


@dataclass(frozen=True, slots=True)
class ToolCalls:
    """Every call of one tool in this run."""

    server: str
    tool: Tool | None
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Why nothing could be judged, and the way out."""

    reason: str
    lost: bool = False
    """Whether it should have been possible: the server is down or died, a cassette cannot be read."""
