"""A server as a lock holds it: what was agreed on, in full."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_mcp_contract.model.json import JSON, JSONObject
from pytest_mcp_contract.model.tool import Tool

LOCK_FORMAT = 1
"""The number of the format that is written; lower ones stay readable."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One server of a lock, or one that was observed, in the same shape."""

    name: str
    id: int | None = None
    """What a server is known by; None where no registry gives ids: then the name is."""
    former_names: tuple[str, ...] = ()
    retired: str | None = None
    """Why a server is gone, for one whose id and name are never to be used again."""
    entry: JSONObject = field(default_factory=dict)
    """The stated fields of its row, without how it is started, `env`, `values` and `examples`."""
    tools: Mapping[str, JSONObject] | None = field(default_factory=dict)
    """Raw definitions by name; None where the server was not asked."""
    responses: Mapping[str, JSON] = field(default_factory=dict)
    """Response keys with the JSON Schema of what each answer is held to."""
    version: str | None = None
    """What the server itself says on the wire; locked only where no registry states the server."""

    def tool(self, name: str) -> Tool | None:
        """One tool; None where the server has none of that name."""
        raw = (self.tools or {}).get(name)
        return None if raw is None else Tool.from_raw(raw)

    def stake(self, tool: str) -> str | None:
        """The stake of a tool; None where the row gives it none."""
        stakes = self.entry.get("tools_stakes")
        found = stakes.get(tool) if isinstance(stakes, Mapping) else None
        return found if isinstance(found, str) else None
