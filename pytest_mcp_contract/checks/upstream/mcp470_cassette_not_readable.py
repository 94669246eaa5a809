from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP470",
    title="A cassette file cannot be read",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Nothing can be said of what this call does with its API: the file may not be opened, is a folder, or
        is no text in UTF-8. It looks like coverage and is none.
    """,
    fix="""
        Give the file back its permissions and its encoding, or put back the version before it was broken. If
        there is none, remove it and record the call again with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(
        broken(CassetteFault.UNREADABLE, "cannot be read: Permission denied"),
        broken(CassetteFault.UNREADABLE, "cannot be read: byte 1 is not UTF-8"),
        broken(CassetteFault.UNREADABLE, "cannot be read: it is a folder"),
    ),
    good=(SOUND,),
)
def cassette_not_readable(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.UNREADABLE)
