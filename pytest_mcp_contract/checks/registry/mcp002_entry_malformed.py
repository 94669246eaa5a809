from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.model import Entry, Finding, Problem, ServerInfo

_TEXT_ID = Problem(at="servers.github.id", what='`id` is "1", not an integer', fix="write `id = 1`", line=7)


@entry_check(
    code="MCP002",
    title="A part of a registry entry cannot be read",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        An unknown key or a value of another type is left out, and every check that needs it has
        nothing to judge. The rest of the entry is still checked.
    """,
    fix="Correct the place named; the finding says which key or type is expected there.",
    bad=(Entry(name="github", problems=(_TEXT_ID,), dropped=frozenset({"id"})),),
    good=(
        Entry(
            name="github",
            id=1,
            availability="manual",
            python="acme.github:server",
            server_info=ServerInfo(name="github"),
        ),
    ),
)
def entry_malformed(entry: Entry) -> Iterator[Finding]:
    for problem in entry.problems:
        yield Finding(at=problem.at, saw=problem.what, want=problem.fix, file=problem.file, line=problem.line)
