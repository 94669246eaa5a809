"""The walk-through of docs/how-to/gate-on-drift.md, made as it stands there, in a real repository."""

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "gate-on-drift.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WHO = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: the walk-through needs it")
def test_the_walk_through_ends_as_it_says(tmp_path: Path) -> None:
    """Provenance: ours. A page that nobody runs is wrong within a month."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    environment |= _WHO | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "COLUMNS": "200",
        "HOME": str(tmp_path),
    }
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\nmcp_fuzz = off\n", encoding="utf-8")
    (folder / ".gitignore").write_text("__pycache__\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, env=environment, check=True, timeout=60)
    commands = 0

    for language, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if language in ("python", "toml"):
            _write(folder, text)
            continue
        for command, wanted in _commands(text):
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
            )
            commands += 1
            lines = done.stdout.splitlines()
            for line in wanted:
                assert any(fnmatchcase(given, _pattern(line)) for given in lines), f"{command}\n{done.stdout}"
    assert commands > 10


def _write(folder: Path, text: str) -> None:
    """Write the file that the first line of a block names, or add to it."""
    first, _, rest = text.partition("\n")
    how, name = first.removeprefix("# ").split(": ")
    mode = {"file": "w", "append": "a"}[how]
    with (folder / name).open(mode, encoding="utf-8") as file:
        file.write(rest)


def _commands(text: str) -> list[tuple[str, list[str]]]:
    """Each command of a block, with the lines that its output has to hold."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line:
            found[-1][1].append(line)
    return found


def _pattern(line: str) -> str:
    """A line of the page as a pattern: `*` stands for anything, brackets for themselves."""
    return line.replace("[", "[[]")
