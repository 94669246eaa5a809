"""What stands in the lock about one server, as far as that is a question of the lock itself."""

from dataclasses import dataclass

from pytest_mcp_contract.model.lock_problem import LockProblem


@dataclass(frozen=True, slots=True)
class LockState:
    """The lock of one server, before anything is compared."""

    server: str
    folder: str = "mcp-contract.lock"
    """The lock, as reports call it: a folder, or a baseline such as `git:origin/main`."""
    exists: bool = True
    """Whether there is a lock at all."""
    is_required: bool = False
    """Whether a run without a lock is to fail."""
    problems: tuple[LockProblem, ...] = ()
    """What is wrong with the files of this server; of the pseudo-server, with all that belong to none."""
    had_tools: bool = False
    """Whether the server had tools when it was locked."""
    has_tools: bool | None = None
    """Whether it lists any now; None where it was not asked."""
    unreadable_schemas: tuple[tuple[str, str], ...] = ()
    """Response keys whose schema cannot be had, and why."""
    version: str | None = None
    """`server_info.version` now."""
    least_version: str | None = None
    """What it would have to be to say what has changed; None where nothing has, or nobody asks."""
