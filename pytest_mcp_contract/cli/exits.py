"""How a command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command. What was found weighs more than what could not be asked."""

    SOUND = 0
    """Done; nothing to say against anything."""
    FOUND = 1
    """Something is wrong, or differs."""
    USAGE = 2
    """The command line, or a file that it names, cannot be used as it is."""
    UNKNOWN = 3
    """Could not check: the answer is not known."""
    INTERRUPTED = 130
    """Ctrl-C."""
    PIPE_CLOSED = 141
    """Whoever read the output has stopped reading."""


def weighed(*, found: bool, unknown: bool) -> Exit:
    """The code of an answer."""
    if found:
        return Exit.FOUND
    return Exit.UNKNOWN if unknown else Exit.SOUND
