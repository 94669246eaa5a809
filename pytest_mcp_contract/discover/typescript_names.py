"""What a registry in TypeScript calls its parts. By itself: every run reads it, and few read TypeScript."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the exported constants, and the file of the factory."""

    names: str = "AVAILABLE_INTERNAL_MCP_SERVER_NAMES"
    registry: str = "INTERNAL_MCP_SERVERS"
    retired: str = "LEGACY_INTERNAL_MCP_SERVER_IDS"
    factory: str = "servers/index.ts"
