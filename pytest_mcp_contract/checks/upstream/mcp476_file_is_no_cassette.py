from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP476",
    title="A file among the cassettes of a tool is none",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The file has no recorded exchanges, or does not state the call that they belong to, so it is played by
        nothing and looks like coverage.
    """,
    fix="""
        Move files of other tools elsewhere. If it was a cassette, put back `metadata.mcp_contract`, or remove
        it and record the call again with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(
        broken(CassetteFault.NO_CASSETTE, "is no cassette of ours: it has no `metadata.mcp_contract`"),
        broken(CassetteFault.NO_CASSETTE, "is no cassette: it is empty"),
    ),
    good=(SOUND,),
)
def file_is_no_cassette(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.NO_CASSETTE)
