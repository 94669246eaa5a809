from collections.abc import Iterator
from datetime import date

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry, Waiver

_DAY = date(2027, 3, 1)


def _registry(today: date, until: date | None) -> Registry:
    return Registry(
        waivers=[Waiver(code="MCP202", server="github", reason="Until the rewrite.", until=until)],
        today=today,
    )


@registry_check(
    code="MCP005",
    title="A waiver has expired",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The day a person set for this finding has passed, so the waiver no longer waives, and the finding is
        back if it was not mended.
    """,
    fix="Mend the finding and take the waiver out, or set a new day with a reason that still holds.",
    bad=(_registry(date(2027, 3, 2), _DAY),),
    good=(_registry(_DAY, _DAY), _registry(date(2027, 3, 2), None)),
    requires=("waivers",),
)
def waiver_expired(registry: Registry) -> Iterator[Finding]:
    for index, waiver in enumerate(registry.waivers):
        if waiver.until is not None and waiver.until < registry.today:
            yield Finding(
                at=f"waivers.{index}.until",
                saw=f"the waiver of `{waiver.code}` for `{waiver.server}` ended on {waiver.until}",
            )
