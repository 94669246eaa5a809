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


def impact_of(code: str, *, only_warns: bool = False) -> Impact:
    """What a finding of a check of changes means to whoever calls.

    One that only warns is a change of behaviour at most: what nobody has to accept in a run fails no `diff`.
    """
    impact = _GROUPS[code[:5]]
    return Impact.BEHAVIOUR if only_warns and impact.has_to_be_accepted else impact
