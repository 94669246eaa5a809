"""A client's `mcp.json` -> a registry that knows only how to start servers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pytest_mcp_contract.discover.parse import read_entry
from pytest_mcp_contract.discover.place import Place
from pytest_mcp_contract.discover.text import read_text
from pytest_mcp_contract.discover.wording import type_sentence
from pytest_mcp_contract.model import Entry, Problem, Registry, Source

_TABLES = ("mcpServers", "servers")
"""Where clients keep their servers: most under the first, VS Code under the second."""

_REGISTRY_KEYS = {"id", "availability", "tools_stakes", "server_info"}
_SAME_NAME = ("url", "env", "headers")

_SMALLEST_CONFIG = '{"mcpServers": {"my_server": {"command": "python", "args": ["-m", "my_server"]}}}'


def read_mcp_json(path: Path) -> Registry:
    """The servers of a client configuration: `command` with `args`, or `url`; unknown keys are passed over.

    Raises nothing for what is in the file: each mistake is one `Problem`, and the rest is used.
    """
    text, problems = read_text(path)
    if text is None:
        return _registry(path, problems)
    try:
        config = json.loads(text, object_pairs_hook=_first_of_each)
    except (ValueError, RecursionError) as error:
        return _registry(path, [*problems, _syntax_problem(path, text, error)])
    lines, repeated = _lines(text)
    place = Place(path, lines)
    table = next((key for key in _TABLES if isinstance(config, dict) and key in config), None)
    if table is None or not isinstance(config[table], dict) or not config[table]:
        return _registry(path, [*problems, _no_servers(config, table, place)], lines=lines)
    rows: dict[str, Any] = config[table]
    if table == "servers" and ("format" in config or any(_is_registry_row(row) for row in rows.values())):
        what = f"`{path.name}` is a registry in JSON; only client configurations are read from JSON"
        problems.append(place.problem(table, what, "write the registry as TOML or as a Python object"))
    twice = {at.removeprefix(f"{table}."): both for at, both in repeated if at.startswith(f"{table}.")}
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


def _first_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values for one key the first, as everywhere in this package; Python keeps the last."""
    return dict(reversed(pairs)) if len({key for key, _ in pairs}) < len(pairs) else dict(pairs)


def _is_registry_row(row: object) -> bool:
    return isinstance(row, dict) and not _REGISTRY_KEYS.isdisjoint(row)


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


def _syntax_problem(path: Path, text: str, error: Exception) -> Problem:
    line = None
    what, fix = f"`{path.name}` is not JSON", f"correct it (the parser says: {error})"
    if isinstance(error, RecursionError):
        what, fix = f"`{path.name}` is nested too deeply", "write it flatter"
    elif isinstance(error, json.JSONDecodeError):
        line = error.lineno
        what = f"line {line} of `{path.name}` is not JSON"
        if text[error.pos :].lstrip().startswith(("//", "/*", "#")):
            what = f"line {line} of `{path.name}` is a comment; JSON has none"
            fix = "remove the comment"
    return Problem(at=path.name, what=what, fix=fix, file=str(path), line=line)


def _by_our_names(lines: dict[str, int], table: str) -> dict[str, int]:
    """The same lines under the names that an entry has for them."""
    ours = {}
    for at, line in lines.items():
        head, *rest = at.split(".")
        if head == table:
            ours[".".join(["servers", *("workdir" if part == "cwd" else part for part in rest)])] = line
    return ours


def _lines(text: str) -> tuple[dict[str, int], list[tuple[str, tuple[int, int]]]]:
    """The line of every dotted path, and each repeated path with both its lines.

    JSON is read as YAML for its marks. Tabs between tokens are no YAML, and YAML ends lines at three
    characters that JSON allows inside text; all become spaces.
    """
    flat = text.translate(dict.fromkeys(map(ord, "\t\x85\u2028\u2029"), " "))
    lines: dict[str, int] = {}
    repeated: list[tuple[str, tuple[int, int]]] = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        try:
            root = yaml.compose(flat, Loader=loader)
        except (yaml.YAMLError, RecursionError):
            # libyaml refuses the escapes of characters beyond U+FFFF, which PyYAML itself reads.
            continue
        for at, line in _marks(root, ""):
            if at in lines:
                repeated.append((at, (lines[at], line)))
            else:
                lines[at] = line
        break
    return lines, repeated


def _marks(node: yaml.Node | None, at: str) -> Iterator[tuple[str, int]]:
    prefix = f"{at}." if at else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{prefix}{key.value}", key.start_mark.line + 1
            yield from _marks(value, f"{prefix}{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield f"{prefix}{index}", item.start_mark.line + 1
            yield from _marks(item, f"{prefix}{index}")
