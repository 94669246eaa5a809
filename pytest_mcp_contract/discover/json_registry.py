"""`mcp_contract.json` -> a registry: the same keys as in TOML, for products that export theirs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pytest_mcp_contract.discover.json_text import JsonText, read_json_text
from pytest_mcp_contract.discover.mcp_json import read_mcp_json
from pytest_mcp_contract.discover.parse import parse
from pytest_mcp_contract.discover.place import Place
from pytest_mcp_contract.discover.wording import type_sentence
from pytest_mcp_contract.model import Problem, Registry, Source

_REGISTRY_KEYS = {"id", "availability", "tools_stakes", "server_info"}
"""What a row of a registry has, and one of a client configuration has not."""


def read_json(path: Path) -> Registry:
    """The registry in a JSON file, or the servers of a client configuration.

    Raises nothing for what is in the file: each mistake is one `Problem`, and the rest is used.
    """
    written = read_json_text(path)
    if not _is_registry(path, written.value):
        return read_mcp_json(path)
    if not isinstance(written.value, Mapping):
        if written.is_read:
            what = type_sentence((path.name,), written.value, "a table")
            fix = 'write `{"format": 1, "servers": {...}}`'
            written.problems.append(Problem(at=path.name, what=what, fix=fix, file=str(path), line=1))
        return Registry(source=Source.JSON, file=path, problems=tuple(written.problems))
    return parse(
        _with_dates(written.value),
        source=Source.JSON,
        file=path,
        lines=written.lines,
        problems=[*written.problems, *_repetitions(path, written)],
    )


def _is_registry(path: Path, value: object) -> bool:
    """Whether a file means to be a registry: by its name, its `format`, or what its rows state."""
    if path.name == "mcp_contract.json":
        return True
    if not isinstance(value, Mapping) or "mcpServers" in value:
        return False
    rows = value.get("servers")
    stated = rows.values() if isinstance(rows, Mapping) else ()
    return "format" in value or any(
        isinstance(row, Mapping) and not _REGISTRY_KEYS.isdisjoint(row) for row in stated
    )


def _with_dates(value: Mapping[str, Any]) -> dict[str, Any]:
    """The registry with the days of its waivers as dates, which JSON has no way to write."""
    waivers = value.get("waivers")
    if not isinstance(waivers, list):
        return dict(value)
    return {**value, "waivers": [_with_date(row) if isinstance(row, Mapping) else row for row in waivers]}


def _with_date(row: Mapping[str, Any]) -> dict[str, Any]:
    until = row.get("until")
    try:
        return {**row, "until": date.fromisoformat(until)} if isinstance(until, str) else dict(row)
    except ValueError:
        return dict(row)


def _repetitions(path: Path, written: JsonText) -> list[Problem]:
    """A problem for each key that is written twice; not for those below one."""
    place = Place(path, written.lines)
    problems = []
    for at, (first, second) in written.repeated:
        if any(at.startswith(f"{other}.") for other, _ in written.repeated):
            continue
        what = f"`{at.rpartition('.')[2]}` is written twice, on lines {first} and {second}"
        problem = place.problem(at, what, f"remove or rename the one on line {second}; the first is used")
        problems.append(
            Problem(at=problem.at, what=problem.what, fix=problem.fix, file=str(path), line=second)
        )
    return problems
