"""What a run is doing at a moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done for a server."""

    server: str
    stage: str
    seconds: float
    """For how long already."""
    calls: int
    """Calls of its tools that were begun meanwhile."""
