from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, brief

_KNOWN = ("no_retry", "retry_on_interrupt")


@entry_check(
    code="MCP124",
    title="A retry policy is none that the product knows",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        The policy decides whether a call that was cut off is made again. A write that is retried
        against the will of its author happens twice.
    """,
    fix="Write `no_retry` or `retry_on_interrupt`.",
    bad=(
        row(name="github", tools_retry_policies={"default": "retry"}),
        row(name="github", tools_retry_policies={"get_issue": "never"}),
    ),
    good=(
        row(name="github", tools_retry_policies={"default": "no_retry", "get_issue": "retry_on_interrupt"}),
        row(name="github", tools_retry_policies={}),
        row(name="github"),
    ),
)
def retry_policy_unknown(entry: Entry) -> Iterator[Finding]:
    for tool, policy in (entry.tools_retry_policies or {}).items():
        if policy not in _KNOWN:
            yield Finding(
                at=f"servers.{entry.name}.tools_retry_policies.{tool}",
                saw=f"policy {brief(policy)} for `{tool}`",
                want=" or ".join(f"`{known}`" for known in _KNOWN),
                tool=None if tool == "default" else tool,
            )
