from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP472",
    title="A cassette is of a format that is not known here",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The number of a format says how to read what follows. A guess at a format that came later, or at one
        from before the numbers, would judge traffic that was never exchanged.
    """,
    fix="""
        Update this plugin where the number is higher than the one known. Otherwise record the call again with
        `pytest --mcp-contract --mcp-record=all` and this server's path.
    """,
    bad=(
        broken(CassetteFault.VERSION, "is of version 2 of vcrpy's format, where 1 is known"),
        broken(
            CassetteFault.VERSION,
            "has a header of format 2, where 1 is known: update pytest-mcp-registry-contract",
        ),
    ),
    good=(SOUND,),
)
def cassette_of_another_version(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.VERSION)
