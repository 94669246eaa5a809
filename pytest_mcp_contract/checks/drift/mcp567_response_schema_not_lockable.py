from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND
from pytest_mcp_contract.model import Finding, LockState


@lock_check(
    code="MCP567",
    title="A response schema cannot be locked",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The schema of an API's answer is not in the lock, so nobody is told when it gets stricter, and answers
        that were taken yesterday fail.
    """,
    fix="Make the model importable without side effects, and expressible as JSON Schema.",
    bad=(
        LockState("github", unreadable_schemas=(("GET /user", "no module `schemas`"),)),
        LockState("github", unreadable_schemas=(("GET /user", "a"), ("GET /issues", "b"))),
    ),
    requires=("lock",),
    good=(SOUND, LockState("github", had_tools=True)),
)
def response_schema_not_lockable(state: LockState) -> Iterator[Finding]:
    for key, why in state.unreadable_schemas:
        yield Finding(
            at=f"servers.{state.server}.responses", saw=f"the schema of `{key}` cannot be locked: {why}"
        )
