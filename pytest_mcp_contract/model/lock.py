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

    @property
    def tool_names(self) -> frozenset[str]:
        """The names of its tools; of a server that was not asked, those that its row gives a stake."""
        stakes = self.entry.get("tools_stakes")
        return frozenset(self.tools if self.tools is not None else stakes if isinstance(stakes, dict) else ())

    def may_be(self, before: "Locked") -> bool:
        """Whether this can be `before` under a new name: else it is another server that has taken its id."""
        if before.name in (self.name, *self.former_names) or self.name in before.former_names:
            return True
        old, new = before.tool_names, self.tool_names
        return not old or not new or bool(old & new)
