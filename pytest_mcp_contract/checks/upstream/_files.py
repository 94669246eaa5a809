"""What every check of cassette files needs: the finding, and a way to write examples."""

from collections.abc import Iterator
from pathlib import Path

from pytest_mcp_contract.model import CassetteFault, CassetteFile, CassetteHeader, Finding

SOUND = CassetteFile(
    Path("cassettes/github/get_issue/normal.yaml"),
    "github",
    "get_issue",
    header=CassetteHeader("github", "get_issue", "normal", {"number": 1}),
)


def broken(fault: CassetteFault, said: str, line: int | None = None) -> CassetteFile:
    """A file that cannot be played."""
    return CassetteFile(SOUND.path, SOUND.server, SOUND.tool, fault=fault, said=said, line=line)


def told(file: CassetteFile, fault: CassetteFault) -> Iterator[Finding]:
    """The finding on a file with this fault."""
    if file.fault is fault:
        yield finding(file, file.said)


def finding(file: CassetteFile, said: str, want: str = "") -> Finding:
    """A finding about a whole file."""
    name = f"`{file.path.name}`"
    most = 138 - len(name)
    return Finding(
        at=file.path.stem,
        saw=f"{name} {said if len(said) <= most else said[: most - 1] + '…'}",
        want=want,
        tool=file.tool,
        file=str(file.path),
        line=file.line,
    )
