from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Accepted, Finding, Registry

_ROW = Accepted(code="MCP501", server="github", tool="get_issue", reason="nobody calls it", by="Ada")


def _with(**changes: object) -> Registry:
    return Registry(accepted=[_ROW.model_copy(update=changes)])


@registry_check(
    code="MCP569",
    title="A change is accepted without a reason, or by nobody",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        An accepted change breaks somebody who is not asked. Without a reason and a name nobody can judge it
        later, and a row that says neither accepts nothing.
    """,
    fix="State `reason`, and `by`: who has decided it.",
    bad=(_with(reason=None), _with(reason=" "), _with(by=None), _with(by="")),
    good=(_with(), Registry(), Registry(accepted=[])),
    requires=("accepted",),
)
def accepted_without_reason(registry: Registry) -> Iterator[Finding]:
    for index, row in enumerate(registry.accepted):
        missing = [key for key in ("reason", "by") if not (getattr(row, key) or "").strip()]
        if missing:
            yield Finding(
                at=f"accepted.{index}",
                saw=f"the row for {row.code} of `{row.server}` states no {' and no '.join(missing)}",
                want="a reason, and who has decided it",
            )
