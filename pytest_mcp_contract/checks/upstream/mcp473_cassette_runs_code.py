from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP473",
    title="A cassette has a YAML tag that would run code",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Loaders that are not careful build the object that such a tag names, and run whatever it asks for, on
        the machine of everybody who runs the tests. Cassettes come with pull requests. This plugin builds
        nothing and reads such a file no further.
    """,
    fix="""
        Find out who put it there: no recorder writes such a tag. Remove the file and record the call again
        with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(
        broken(
            CassetteFault.RUNS_CODE,
            "asks for an object to be built: `!!python/object/apply:os.system` (line 7)",
            7,
        ),
    ),
    good=(SOUND,),
)
def cassette_runs_code(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.RUNS_CODE)
