"""A registry in TypeScript, read where it stands: never run, never guessed."""

from pytest_mcp_contract.discover.typescript.registry import read_typescript

__all__ = ["read_typescript"]
