"""What a server shows on the wire."""

from dataclasses import dataclass, field

from pytest_mcp_contract.model.call import Reply
from pytest_mcp_contract.model.json import JSON, JSONObject
from pytest_mcp_contract.model.relisted import Relisted
from pytest_mcp_contract.model.tool import Tool


@dataclass(frozen=True, slots=True)
class StartFailure:
    """Why nothing could be asked of a server."""

    saw: str
    """What happened, as a phrase that follows the server's name."""
    fix: str
    stderr: tuple[str, ...] = ()
    """The last lines the process wrote to stderr, and what stood on stdout instead of replies; redacted."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What one server answered to the questions that every server gets."""

    server: str
    tools: tuple[Tool, ...] = ()
    malformed: tuple[tuple[int, JSON], ...] = ()
    """Elements of tools/list that are no objects, with their index."""
    pages: int = 1
    relisted: Relisted | None = None
    """What asking for the list a second time showed; None where it was not asked."""
    server_name: str | None = None
    server_version: str | None = None
    protocol_version: str | None = None
    capabilities: JSONObject = field(default_factory=dict)
    instructions: str | None = None
    unknown_tool: Reply | None = None
    """The reply to a call of a tool that does not exist; None where it was not asked."""
    unknown_method: Reply | None = None
    """The reply to a request of a method that does not exist; None where none came."""
    noise: tuple[str, ...] = ()
    """Lines on stdout that are no JSON-RPC."""
    repeated_keys: tuple[str, ...] = ()
    """Keys that one JSON object of a message has twice."""
    strays: tuple[str, ...] = ()
    """Replies that nobody waited for, as phrases that follow the server's name."""
    failure: StartFailure | None = None
    died: StartFailure | None = None
    """Set when the tools were listed, but the server ended before all questions were answered."""
    notes: tuple[str, ...] = ()

    def tool(self, name: str) -> Tool | None:
        """The tool of that name, or None."""
        return next((tool for tool in self.tools if tool.name == name), None)
