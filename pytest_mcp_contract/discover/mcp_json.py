"""A client's `mcp.json` -> a registry that knows only how to start servers."""

from pathlib import Path
from typing import Any

from pytest_mcp_contract.discover.json_text import read_json_text
from pytest_mcp_contract.discover.parse import read_entry
from pytest_mcp_contract.discover.place import Place
from pytest_mcp_contract.discover.wording import type_sentence
from pytest_mcp_contract.model import Entry, Problem, Registry, Source

_TABLES = ("mcpServers", "servers")
"""Where clients keep their servers: most under the first, VS Code under the second."""

_SAME_NAME = ("url", "env", "headers")

_SMALLEST_CONFIG = '{"mcpServers": {"my_server": {"command": "python", "args": ["-m", "my_server"]}}}'


def read_mcp_json(path: Path) -> Registry:
    """The servers of a client configuration: `command` with `args`, or `url`; unknown keys are passed over.

    Raises nothing for what is in the file: each mistake is one `Problem`, and the rest is used.
    """
    written = read_json_text(path)
    if not written.is_read:
        return _registry(path, written.problems)
    config, lines, problems = written.value, written.lines, written.problems
    place = Place(path, lines)
    table = next((key for key in _TABLES if isinstance(config, dict) and key in config), None)
    if table is None or not isinstance(config[table], dict) or not config[table]:
        return _registry(path, [*problems, _no_servers(config, table, place)], lines=lines)
    rows: dict[str, Any] = config[table]
    twice = {
        at.removeprefix(f"{table}."): both for at, both in written.repeated if at.startswith(f"{table}.")
    }
    servers = {}
    for name, row in rows.items():
        at = f"{table}.{name}"
        entry = _entry(name, row, at, place)
        if name in twice:
            first, second = twice[name]
            what = f"`{name}` is written twice, on lines {first} and {second}"
            fix = f"remove or rename the one on line {second}; the first is used"
            again = Problem(at=at, what=what, fix=fix, file=str(path), line=second)
            entry = entry.model_copy(update={"problems": (again, *entry.problems)})
        servers[name] = entry
    return _registry(path, problems, servers=servers, lines={**_by_our_names(lines, table), **lines})


def _registry(
    path: Path,
    problems: list[Problem],
    *,
    servers: dict[str, Entry] | None = None,
    lines: dict[str, int] | None = None,
) -> Registry:
    return Registry(
        source=Source.MCP_JSON, file=path, problems=tuple(problems), servers=servers or {}, lines=lines or {}
    )


def _entry(name: str, row: object, at: str, place: Place) -> Entry:
    if not isinstance(row, dict):
        what = type_sentence((name,), row, "a table")
        problem = place.problem(at, what, f"write it as in {_SMALLEST_CONFIG}")
        return Entry(name=name, line=place.line_of(at) or 1, problems=(problem,))
    problems: list[Problem] = []
    dropped: set[str] = set()
    ours = {key: row[key] for key in _SAME_NAME if row.get(key) is not None}
    if (command := row.get("command")) is not None:
        args = row.get("args") or []
        if not isinstance(command, str):
            what = type_sentence(("command",), command, "text")
            problems.append(
                place.problem(f"{at}.command", what, "write the program here, the rest in `args`")
            )
            dropped.add("command")
        elif not isinstance(args, list) or not all(isinstance(arg, str) for arg in args):
            what = type_sentence(("args",), args, "a list of text")
            problems.append(place.problem(f"{at}.args", what, 'write each argument in quotes: `["-m", "x"]`'))
            dropped.add("command")
        elif command:
            ours["command"] = [command, *args]
    if (folder := row.get("cwd")) is not None:
        if isinstance(folder, str):
            ours["workdir"] = folder
        else:
            what = type_sentence(("cwd",), folder, "text")
            problems.append(place.problem(f"{at}.cwd", what, "write the folder in quotes"))
            dropped.add("workdir")
    if row.get("type") == "sse":
        what = '`type` is "sse"; want "http" (streamable HTTP) or "stdio"'
        problems.append(place.problem(f"{at}.type", what, "use the server's streamable HTTP address"))
        ours.pop("url", None)
        dropped.add("url")
    if not ours.get("command") and not ours.get("url") and not dropped & {"command", "url"}:
        what = f"server `{name}` has neither `command` nor `url`"
        fix = 'add `"command": "..."` for stdio or `"url": "https://..."` for HTTP'
        problems.append(place.problem(at, what, fix))
    entry, _ = read_entry(name, ours, at=at, place=place)
    return entry.model_copy(
        update={"problems": (*problems, *entry.problems), "dropped": entry.dropped | dropped}
    )


def _no_servers(config: object, table: str | None, place: Place) -> Problem:
    file = place.file.name if place.file else "the file"
    if not isinstance(config, dict):
        what = type_sentence((file,), config, "a table")
    elif table is None:
        what = f"`{file}` has no `mcpServers`"
    elif config[table] == {}:
        what = f"`{file}` registers no server"
    else:
        what = type_sentence((table,), config[table], "a table of servers")
    return place.problem(table or file, what, f"write {_SMALLEST_CONFIG}")


def _by_our_names(lines: dict[str, int], table: str) -> dict[str, int]:
    """The same lines under the names that an entry has for them."""
    ours = {}
    for at, line in lines.items():
        head, *rest = at.split(".")
        if head == table:
            ours[".".join(["servers", *("workdir" if part == "cwd" else part for part in rest)])] = line
    return ours
