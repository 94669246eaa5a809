"""Where a check found something in a corpus: what is counted, and what is judged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

WHOLE = 25
"""Up to so many places, every one is judged."""
SAMPLE = 40
"""Of more places so many are judged, and one of every server that is not among them."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One finding of one check, without its words."""

    server: str
    tool: str
    """`""` where the finding is about the server."""
    at: str
    nth: int = 0
    """Which of several findings at the same place."""

    @property
    def key(self) -> str:
        """The place as a line of text."""
        parts = (self.server, self.tool, self.at, str(self.nth) if self.nth else "")
        return " ".join(part for part in parts if part)


def numbered(found: Iterable[tuple[str, str, str]]) -> Iterator[Place]:
    """Places of (server, tool, at), those at the same place told apart by their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in found:
        yield Place(*one, nth=seen[one])
        seen[one] += 1


def picked(places: Iterable[Place]) -> list[Place]:
    """The places to judge, sorted.

    Chosen by the hash of the place, so that nobody chooses and a finding more or less moves one place only.
    """
    by_hash = sorted(places, key=lambda place: sha256(place.key.encode()).digest())
    if len(by_hash) <= WHOLE:
        return sorted(by_hash)
    chosen = by_hash[:SAMPLE]
    for place in by_hash[SAMPLE:]:
        if all(place.server != other.server for other in chosen):
            chosen.append(place)
    return sorted(chosen)
