from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, broken, told
from pytest_mcp_contract.model import CassetteFault, CassetteFile, Finding


@cassette_check(
    code="MCP474",
    title="A cassette is larger than a recording of one call",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A call whose traffic takes so many megabytes, or that unfolds to so many from a few lines, stops every
        run and every checkout of the project. It is not read.
    """,
    fix="""
        Record a call that asks for less: a filter, a page size, a smaller file. Files that unfold or are
        nested beyond measure were not written by a recorder: remove them.
    """,
    bad=(
        broken(CassetteFault.TOO_LARGE, "has 200 MB, more than the 50 MB that are read"),
        broken(CassetteFault.TOO_LARGE, "has aliases that unfold to more than 50 MB"),
    ),
    good=(SOUND,),
)
def cassette_too_large(file: CassetteFile) -> Iterator[Finding]:
    yield from told(file, CassetteFault.TOO_LARGE)
