"""A server on the wire beside what the registry says of it."""

from dataclasses import dataclass, field

from pytest_mcp_contract.model.entry import Entry, Registry
from pytest_mcp_contract.model.surface import Surface


@dataclass(frozen=True, slots=True)
class Served:
    """What a server check judges; `entry` is None where no registry speaks."""

    surface: Surface
    entry: Entry | None = None
    registry: Registry = field(default_factory=Registry)
