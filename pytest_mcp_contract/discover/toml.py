"""`mcp_contract.toml` -> a registry, with the line of every key."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

from pytest_mcp_contract.discover.merge import Merged
from pytest_mcp_contract.discover.parse import parse
from pytest_mcp_contract.discover.statements import reason_of, statements
from pytest_mcp_contract.discover.text import read_text
from pytest_mcp_contract.model import Problem, Registry, Source


def read_toml(path: Path) -> Registry:
    """The registry in a TOML file.

    Raises nothing for what is in the file: each mistake is one `Problem`, and the rest is used.
    """
    text, problems = read_text(path)
    if text is None:
        return Registry(source=Source.TOML, file=path, problems=tuple(problems))
    merged = Merged(statements(text))
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        tree = merged.tree
        found = merged.problems or [_problem(path, reason_of(error))]
        problems += [replace(problem, at=problem.at or path.name, file=str(path)) for problem in found]
    return parse(tree, source=Source.TOML, file=path, lines=merged.lines, problems=problems)


def _problem(path: Path, reason: str) -> Problem:
    """What the parser says of the whole file, for mistakes that only show between statements."""
    place = re.search(r"at line (\d+)", reason)
    fix = f"correct it (the parser says: {reason})"
    return Problem(at="", what=f"`{path.name}` is not TOML", fix=fix, line=int(place[1]) if place else None)
