from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP475",
    title="An exchange in a cassette lacks its request or its response",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        An exchange without a response answers nothing, and one without a request is never asked for. The call
        would be judged by half of its traffic, so it is not played at all.
    """,
    fix="""
        Put back what was removed, or record the call again with `pytest --mcp-contract --mcp-record=all` and
        this server's path.
    """,
    bad=(
        broken(CassetteFault.INCOMPLETE, "has no `response` in exchange 2 of 3 (line 41)", 41),
        broken(CassetteFault.INCOMPLETE, "has no `request.uri` in exchange 1 of 1 (line 3)"),
    ),
    good=(SOUND,),
)
def exchange_incomplete(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.INCOMPLETE)
