from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Problem, Registry

_UNKNOWN_KEY = Problem(at="stake", what="`stake` is no key of a registry", fix="write `stakes`", line=3)


@registry_check(
    code="MCP001",
    title="A part of the registry cannot be read",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What cannot be read is not checked. A key with a typing error in it means nothing to the
        reader, so a rule that somebody thought was in force is not.
    """,
    fix="Correct the place named; the finding says which key or type is expected there.",
    bad=(Registry(problems=(_UNKNOWN_KEY,)),),
    good=(
        Registry(),
        # What is wrong inside one row is told at that row (MCP002), not twice.
        Registry(servers={"github": Entry(name="github", problems=(_UNKNOWN_KEY,))}),
    ),
)
def registry_unreadable(registry: Registry) -> Iterator[Finding]:
    for problem in registry.problems:
        yield Finding(at=problem.at, saw=problem.what, want=problem.fix, file=problem.file, line=problem.line)
