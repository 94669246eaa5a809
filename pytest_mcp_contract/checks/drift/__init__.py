"""MCP5xx: the lock against now."""

from pytest_mcp_contract.model import Impact

_GROUPS = {
    "MCP50": Impact.BREAKING,
    "MCP51": Impact.ADDITIVE,
    "MCP52": Impact.BEHAVIOUR,
    "MCP53": Impact.SECURITY,
    "MCP54": Impact.SECURITY,
    "MCP55": Impact.IDENTITY,
}
"""The first digits of a code say what a change means to whoever calls."""


def impact_of(code: str) -> Impact:
    """What a finding of a check of changes means to whoever calls."""
    return _GROUPS[code[:5]]
