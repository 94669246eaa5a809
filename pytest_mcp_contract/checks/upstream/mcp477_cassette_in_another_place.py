from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pytest_mcp_contract.catalogue import Severity, cassette_check
from pytest_mcp_contract.checks.upstream._files import SOUND, finding
from pytest_mcp_contract.model import CassetteFile, CassetteHeader, Finding, plain_name


def _of(server: str, tool: str, case: str, path: str = "github/get_issue/normal.yaml") -> CassetteFile:
    return replace(
        SOUND, path=Path("cassettes") / path, header=CassetteHeader(server, tool, case, {"number": 1})
    )


@cassette_check(
    code="MCP477",
    title="A cassette is the recording of another call than its place says",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A cassette states the server, the tool and the case that it was recorded for. Where its folder or its
        name says otherwise, it was copied or left behind by a rename: played through the tool of the folder
        it would show what nobody recorded, and recording would write beside it.
    """,
    fix="""
        Move the file to the server, tool and case that it states. After a rename record the call again with
        `pytest --mcp-contract --mcp-record` and remove the old file.
    """,
    bad=(
        _of("github", "get_pull_request", "normal"),
        _of("gitlab", "get_issue", "normal"),
        _of("github", "get_issue", "normal", "github/get_issue/normal copy.yaml"),
    ),
    good=(
        SOUND,
        # A name that file systems do not take is spelled otherwise.
        _of("github", "get_issue", "a/b", f"github/get_issue/{plain_name('a/b')}.yaml"),
        # What it states cannot be read: another finding.
        replace(SOUND, header=None),
    ),
)
def cassette_in_another_place(file: CassetteFile) -> Iterator[Finding]:
    header = file.header
    if header is None:
        return
    if (header.server, header.tool) != (file.server, file.tool):
        yield finding(
            file,
            f"was recorded for `{header.tool}` of `{header.server}`",
            want=f"a recording of `{file.tool}` of `{file.server}`",
        )
    elif plain_name(header.case) != file.path.stem:
        yield finding(
            file,
            f"was recorded as case `{header.case}`",
            want=f"the name `{plain_name(header.case)}.yaml`",
        )
