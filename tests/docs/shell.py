"""Walks through a page: writes its files, runs its commands, compares what comes out with what is shown."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import SHELL, Block, Command

CUT = "..."
"""A line of a page that stands for any lines of the output."""
WITHIN = 120
_LEFT_OUT = ("CI", "PYTEST_ADDOPTS", "GITHUB_ACTIONS", "PYTHONPATH")
_VARIES = (
    (re.compile(r"\bin \d+\.\d+s"), "in 0.1s"),
    (re.compile(r"^(platform|rootdir:|plugins:) .*"), r"\1"),
    (re.compile(r"([=_-])\1{2,}"), r"\1\1\1"),
    (re.compile(r"\b\d+ (passed|warned|not exercised|not collected|checks|items)\b"), r"N \1"),
    (re.compile(r"\b\d+ (calls made up|valid calls|invalid|tried)\b"), r"N \1"),
    (re.compile(r"\b(\d+ of|registry|random) (\d+|N)\b"), "N"),
    (re.compile(r"^  \d+ x "), "  N x "),
    (re.compile(r"\b[0-9a-f]{7,40}\b"), "0000000"),
    (re.compile(r" +\[ *\d+%\]$"), " [100%]"),
)
"""What differs between machines, or as checks are added: times, versions, counts of what is sound."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands in one folder."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, words: str) -> tuple[int, str]:
        """The exit code of a line, and all that it wrote."""
        done = subprocess.run(
            ["sh", "-c", words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=WITHIN,
        )
        return done.returncode, done.stdout

    def put(self, name: str, text: str, *, adds: bool = False) -> None:
        """Write a file, or add to the end of one; one that names its interpreter can be started."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if adds else "w", encoding="utf-8") as file:
            file.write(("\n" if adds else "") + text)
        if text.startswith("#!"):
            path.chmod(0o755)


def shell(folder: Path, *programs: Path, more: Mapping[str, str] = {}) -> Shell:
    """A shell as a reader has one: no CI, a terminal of 80 columns, a home of its own, programs in front."""
    home = folder.parent / f"{folder.name}-home"
    for path in (folder, home):
        path.mkdir(exist_ok=True, parents=True)
    environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Ada", f"GIT_{role}_EMAIL": "ada@example.com"}
    environment |= {
        "PATH": os.pathsep.join([*map(str, programs), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "COLUMNS": "80",
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",  # a file that a command edits within a second is read anew
    }
    return Shell(folder, {**environment, **more})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command of a page."""

    block: Block
    command: Command
    code: int
    said: str

    @property
    def is_as_shown(self) -> bool:
        """Whether it wrote what is shown; without shown output it has to succeed."""
        if self.command.shown is None:
            return self.code == 0
        return fits(self.command.shown, self.said.splitlines())

    def __str__(self) -> str:
        return f"{self.block.place}: exit code {self.code}\n$ {self.command.words}\n{self.said}"


def walk(blocks: Sequence[Block], here: Shell, *, is_run: Callable[[Block, Command], bool]) -> list[Outcome]:
    """Follow blocks in order: write files, run commands."""
    outcomes = []
    for block in blocks:
        if block.name:
            here.put(block.name, block.text, adds=block.adds)
        for command in block.commands() if block.language in SHELL else ():
            if is_run(block, command):
                outcomes.append(Outcome(block, command, *here.run(command.words)))
    return outcomes


def fits(shown: Sequence[str], said: Sequence[str]) -> bool:
    """Whether an output is what is shown, cuts and what varies aside."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == CUT:
            parts.append([])
        else:
            parts[-1].append(_steady(line))
    rest = [_steady(line) for line in said]
    first, *others = parts
    if rest[: len(first)] != first:
        return False
    rest = rest[len(first) :]
    if not others:
        return not any(rest)
    *middle, last = others
    for part in middle:
        starts = (at for at in range(len(rest)) if rest[at : at + len(part)] == part)
        if (at := next(starts, None)) is None:
            return False
        rest = rest[at + len(part) :]
    while rest and not rest[-1]:
        rest.pop()
    return not last or rest[-len(last) :] == last


def _steady(line: str) -> str:
    for pattern, word in _VARIES:
        line = pattern.sub(word, line)
    return line.rstrip()
