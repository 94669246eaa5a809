"""Where in a registry file something stands, and what a problem there looks like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_mcp_contract.model import Problem, Registry

WIDTH = 100
"""The longest first line of a problem."""


def clip(text: str, width: int = WIDTH) -> str:
    """`text` on one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def dotted(path: Iterable[object]) -> str:
    """The path as problems and line maps spell it: `servers.github.id`."""
    return ".".join(str(part) for part in path)


@dataclass(frozen=True, slots=True)
class Place:
    """One registry file: its path, the line of every key in it, and the line to fall back on."""

    file: Path | None
    lines: Mapping[str, int]
    first_line: int | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    """Parts that stand in another file."""
    places: Mapping[str, Path] = field(default_factory=dict)
    """The file of each line, where a row is put together from several files."""

    def line_of(self, at: str) -> int | None:
        """The line of a dotted path, or of its nearest written parent."""
        return Registry.model_construct(lines=self.lines).line_of(at) or self.first_line

    def problem(self, at: str, what: str, fix: str) -> Problem:
        """A problem with what stands at `at`."""
        placed = Registry.model_construct(
            lines=self.lines, files=self.files, places=self.places, file=self.file
        )
        file = placed.file_of(at)
        return Problem(
            at=at, what=clip(what), fix=fix, file=str(file) if file else None, line=self.line_of(at)
        )
