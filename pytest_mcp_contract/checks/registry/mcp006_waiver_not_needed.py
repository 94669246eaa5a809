from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry, Unchecked, Waiver

_WAIVER = Waiver(code="MCP202", server="github", reason="The vendor describes it.")


@registry_check(
    code="MCP006",
    title="A waiver waives nothing",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The finding that a waiver was written for is gone, or the waiver names a check, server or tool that
        never was. Left in place it would hide the finding when it comes back.
    """,
    fix="Take the waiver out; if the finding is still there, correct the waiver's code, server or tool.",
    bad=(Registry(waivers=[_WAIVER], idle_waivers=(0,)),),
    good=(Registry(waivers=[_WAIVER], idle_waivers=()), Registry(idle_waivers=())),
    requires=("waivers",),
    is_last=True,
)
def waiver_not_needed(registry: Registry) -> Iterator[Finding | Unchecked]:
    if registry.idle_waivers is None:
        yield Unchecked(
            "judged only where everything runs in one process: without selection and without `-n`"
        )
    for index in registry.idle_waivers or ():
        waiver = registry.waivers[index]
        if waiver.reason and (waiver.until is None or waiver.until >= registry.today):
            subject = f"`{waiver.server}`" + (f" `{waiver.tool}`" if waiver.tool else "")
            yield Finding(at=f"waivers.{index}", saw=f"nothing of `{waiver.code}` on {subject} to waive")
