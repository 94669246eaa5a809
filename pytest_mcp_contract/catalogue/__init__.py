"""What a check is, which ones there are, and which of them run."""

from pytest_mcp_contract.catalogue.check import (
    AnyCheck,
    Check,
    Findings,
    Scope,
    Status,
    calls_check,
    cassette_check,
    change_check,
    entry_check,
    lock_check,
    registry_check,
    replay_check,
    sequences_check,
    server_check,
    tool_check,
)
from pytest_mcp_contract.model import Severity

__all__ = [
    "AnyCheck",
    "Check",
    "Findings",
    "Scope",
    "Severity",
    "Status",
    "calls_check",
    "cassette_check",
    "change_check",
    "entry_check",
    "lock_check",
    "registry_check",
    "replay_check",
    "sequences_check",
    "server_check",
    "tool_check",
]
