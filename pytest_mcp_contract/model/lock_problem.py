"""What is wrong with one file of a lock."""

from dataclasses import dataclass
from enum import StrEnum


class LockFault(StrEnum):
    """Why a file of a lock is not as it was written."""

    UNREADABLE = "unreadable"
    """It cannot be opened, is no file, or is no text in UTF-8."""
    TOO_LARGE = "too large"
    LINK = "a link"
    """A symbolic link: what it leads to is not part of the lock, and is not read."""
    CONFLICT = "a conflict"
    """Marks of a merge stand in it."""
    NOT_JSON = "not JSON"
    """Also numbers that JSON does not have, and nesting that no schema needs."""
    NEWER = "newer"
    """A later version of ours wrote it."""
    UNKNOWN_FORMAT = "an unknown format"
    WRONG_SHAPE = "wrong shape"
    """A key is missing, unknown, or holds something else."""
    REPEATED_KEY = "a repeated key"
    """One object has a key twice; which of the two holds is nobody's promise."""
    NOT_CANONICAL = "not canonical"
    """The content is sound, but spelled as we do not spell it: somebody edited it."""
    WRONG_NAME = "wrong name"
    """The content is sound, but stands in the file of another server."""
    SAME_SERVER = "the same server"
    """Two files are of one server."""

    @property
    def is_used(self) -> bool:
        """Whether the content of the file counts nevertheless."""
        return self in (LockFault.NOT_CANONICAL, LockFault.WRONG_NAME, LockFault.SAME_SERVER)


@dataclass(frozen=True, slots=True)
class LockProblem:
    """One thing wrong with one file of a lock. The other files are still read."""

    fault: LockFault
    file: str
    """Where it stands: a path, or one behind a revision, `git:main:mcp-contract.lock/github.json`."""
    what: str
    """One sentence that names the file."""
    fix: str
    line: int | None = None
    server: str | None = None
    """The server whose file it is, as far as that is known."""
