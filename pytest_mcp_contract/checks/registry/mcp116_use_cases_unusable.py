from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Authorization, Entry, Finding, ServerInfo, brief

_KNOWN = ("platform_actions", "personal_actions")


def _entry(*cases: str) -> Entry:
    authorization = Authorization(provider="github", supported_use_cases=list(cases))
    return row(name="github", server_info=ServerInfo(authorization=authorization))


@entry_check(
    code="MCP116",
    title="An authorization supports no use case, or one that does not exist",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        A use case says whose account acts: one for the whole team, or everybody's own. Without a known
        one there is no way to connect, and the button that should do it is missing.
    """,
    fix="List `platform_actions`, `personal_actions`, or both, in `supported_use_cases`.",
    bad=(_entry(), _entry("personal_action"), _entry("platform_actions", "admin")),
    good=(
        _entry("platform_actions"),
        _entry("personal_actions", "platform_actions"),
        row(name="github", server_info=ServerInfo(authorization=Authorization(provider="github"))),
        row(name="clock", server_info=ServerInfo(name="clock")),
    ),
)
def use_cases_unusable(entry: Entry) -> Iterator[Finding]:
    authorization = entry.server_info.authorization if entry.server_info else None
    # A list that could not be read is left out of the model like one that is not written.
    if authorization is None or "supported_use_cases" not in authorization.model_fields_set:
        return
    at = f"servers.{entry.name}.server_info.authorization.supported_use_cases"
    if not authorization.supported_use_cases:
        yield Finding(at=at, saw="`supported_use_cases` is empty", want=" or ".join(_KNOWN))
    for case in authorization.supported_use_cases:
        if case not in _KNOWN:
            yield Finding(at=at, saw=f"use case {brief(case)}", want=" or ".join(_KNOWN))
