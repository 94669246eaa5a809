from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry, Waiver


@registry_check(
    code="MCP004",
    title="A waiver gives no reason",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Nobody can tell later whether a waiver without a reason may go, so it stays for ever. It waives
        nothing until it says why.
    """,
    fix="Write in one sentence why the finding is acceptable, and until when: `reason`, `until`.",
    bad=(
        Registry(waivers=[Waiver(code="MCP202", server="github")]),
        Registry(waivers=[Waiver(code="MCP202", server="github", reason="  ")]),
    ),
    good=(
        Registry(waivers=[Waiver(code="MCP202", server="github", reason="The vendor describes it.")]),
        Registry(),
    ),
    requires=("waivers",),
)
def waiver_without_reason(registry: Registry) -> Iterator[Finding]:
    for index, waiver in enumerate(registry.waivers):
        if not (waiver.reason and waiver.reason.strip()):
            yield Finding(
                at=f"waivers.{index}",
                saw=f"the waiver of `{waiver.code}` for `{waiver.server}` has no reason",
            )
