"""What the checks of the lock itself share."""

from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.model import REGISTRY, Finding, LockFault, LockProblem, LockState


def told(state: LockState, *faults: LockFault) -> Iterator[Finding]:
    """A finding for each file with one of these faults."""
    for problem in state.problems:
        if problem.fault in faults:
            at = f"servers.{problem.server}" if problem.server else problem.file
            yield Finding(at=at, saw=problem.what, want=problem.fix, file=problem.file, line=problem.line)


def with_file(fault: LockFault, what: str, *, line: int | None = None) -> LockState:
    """A lock with one bad file, for examples."""
    file = "mcp-contract.lock/github.json"
    problem = LockProblem(fault, file, f"`github.json` {what}", "write it anew", line, "github")
    return LockState("github", problems=(problem,))


def of_nobody(state: LockState) -> LockState:
    """The same file, of a server that the registry does not have."""
    problems = tuple(replace(problem, server=None) for problem in state.problems)
    return LockState(REGISTRY, problems=problems)


SOUND = LockState("github", had_tools=True, has_tools=True)
