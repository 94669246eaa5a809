from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP471",
    title="A cassette file is not YAML",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A merge, an editor or a copy has broken the file, so the call that it recorded is tested by nothing.
        The other cassettes of the tool are judged as ever.
    """,
    fix="""
        Repair the line (markers of a merge conflict, a lost indentation), or put back the version before. If
        there is none, remove the file and record the call again with `pytest --mcp-contract --mcp-record`.
    """,
    bad=(broken(CassetteFault.NOT_YAML, "is not YAML: could not find expected ':' in line 3", 3),),
    good=(SOUND,),
)
def cassette_not_yaml(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.NOT_YAML)
