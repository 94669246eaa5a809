"""A registry as plain data -> `Registry`: every source that has registry fields comes through here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pytest_mcp_contract.discover.examples import drop_repeated
from pytest_mcp_contract.discover.place import Place
from pytest_mcp_contract.discover.table import read_table
from pytest_mcp_contract.discover.upstream import drop_unusable_upstream
from pytest_mcp_contract.discover.wording import seen, type_sentence
from pytest_mcp_contract.model import Entry, Problem, Registry, Source

FORMATS = (1,)
"""The registry formats that this version reads."""

SMALLEST_REGISTRY = """\
[servers.my_server]
command = ["python", "-m", "my_server"]
tools_stakes = { my_tool = "never_ask" }
"""


def parse(
    raw: Mapping[Any, Any],
    *,
    source: Source,
    file: Path | None,
    lines: Mapping[str, int],
    first_line: int | None = None,
    files: Mapping[str, Path] | None = None,
    places: Mapping[str, Path] | None = None,
    problems: Iterable[Problem] = (),
) -> Registry:
    """The registry in `raw`, with a `Problem` for every part of it that cannot be used.

    `lines` gives the line of each dotted path, `first_line` that of everything without one, `files` the parts
    that stand in another file, `places` the file of each line, `problems` what was already found. A problem
    under `servers.<name>` stands on that entry, the rest on the registry. Raises nothing for what is in
    `raw`.
    """
    place = Place(file, lines, first_line, files or {}, places or {})
    if refusal := _format_refusal(raw, place):
        found = (*problems, refusal)
        return Registry(source=source, file=file, lines=lines, problems=found, dropped=frozenset({"format"}))
    table = read_table(
        Registry, {key: value for key, value in raw.items() if key != "servers"}, at="", place=place
    )
    found = (*problems, *table.problems)
    rows = raw.get("servers")
    entries, unread_rows = _entries(rows, place)
    on_entry, on_registry = by_entry([*found, *unread_rows], entries)
    lost = table.lost_elements.union(*(rest for _, rest in entries.values()))
    return Registry.model_validate(
        {
            **table.data,
            "servers": {
                name: entry.model_copy(update={"problems": _sorted([*on_entry[name], *entry.problems])})
                for name, (entry, _) in entries.items()
            },
            "source": source,
            "file": file,
            "lines": _renumbered(lines, lost) if lost else dict(lines),
            "files": dict(files or {}),
            "places": dict(places or {}),
            "problems": _sorted(on_registry),
            "dropped": frozenset(table.dropped) | ({"servers"} if rows and unread_rows else set()),
        }
    )


def read_entry(name: str, row: object, *, at: str, place: Place) -> tuple[Entry, set[tuple[str, int]]]:
    """One server's row, and the list elements it lost; `at` is the row's dotted path in the file."""
    line = place.line_of(at) or 1
    if not isinstance(row, Mapping):
        what = type_sentence((name,), row, "a table")
        problem = place.problem(at, what, f"write the row as a table: `[servers.{name}]`")
        return Entry(name=name, line=line, problems=(problem,)), set()
    table = read_table(Entry, row, at=at, place=place)
    drop_repeated(table, at=at, place=place)
    drop_unusable_upstream(table, at=at, place=place)
    entry = Entry.model_validate(
        {
            **table.data,
            "name": name,
            "line": line,
            "problems": tuple(table.problems),
            "dropped": frozenset(table.dropped),
        }
    )
    return entry, table.lost_elements


_Entries = dict[str, tuple[Entry, set[tuple[str, int]]]]


def _entries(rows: object, place: Place) -> tuple[_Entries, list[Problem]]:
    if rows is None or rows == {}:
        name = place.file.name if place.file else "the registry"
        fix = f"register one, in TOML:\n{SMALLEST_REGISTRY}"
        return {}, [place.problem("servers", f"`{name}` registers no server", fix)]
    if not isinstance(rows, Mapping):
        what = type_sentence(("servers",), rows, "a table of servers")
        return {}, [place.problem("servers", what, "write each server as a table: `[servers.my_server]`")]
    entries: _Entries = {}
    problems: list[Problem] = []
    for name, row in rows.items():
        if isinstance(name, str):
            entries[name] = read_entry(name, row, at=f"servers.{name}", place=place)
        else:
            what = f"a server has the name {seen(name)}; want text"
            problems.append(place.problem(f"servers.{name}", what, f'write `"{name}"`'))
    return entries, problems


def _format_refusal(raw: Mapping[Any, Any], place: Place) -> Problem | None:
    """The one thing to say of a registry in a format that this version does not know.

    Any other value than a number is a mistake in a registry that may otherwise be read.
    """
    written = raw.get("format")
    if not isinstance(written, int) or isinstance(written, bool) or written in FORMATS:
        return None
    reads = ", ".join(map(str, FORMATS))
    what = f"`format` is {seen(written)}; this version reads {reads}"
    return place.problem("format", what, f"write `format = {FORMATS[-1]}`, or install a newer version")


def by_entry(
    problems: Iterable[Problem], entries: Iterable[str]
) -> tuple[dict[str, list[Problem]], list[Problem]]:
    """Problems under `servers.<name>` by name, and the others."""
    # Longest first: a server may be called `a.b` beside one called `a`.
    names = sorted(entries, key=len, reverse=True)
    on_entry: dict[str, list[Problem]] = defaultdict(list)
    others: list[Problem] = []
    for problem in problems:
        owner = next((n for n in names if f"{problem.at}.".startswith(f"servers.{n}.")), None)
        (others if owner is None else on_entry[owner]).append(problem)
    return on_entry, others


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _renumbered(lines: Mapping[str, int], lost: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The line map by position in the model: elements behind a lost one move up."""
    gone: dict[str, set[int]] = defaultdict(set)
    for path, index in lost:
        gone[path].add(index)
    moved: dict[str, int] = {}
    for at, line in lines.items():
        for path, indexes in gone.items():
            if at.startswith(f"{path}."):
                position, dot, rest = at[len(path) + 1 :].partition(".")
                index = int(position)
                if index not in indexes:
                    new = index - sum(lost_one < index for lost_one in indexes)
                    moved[f"{path}.{new}{dot}{rest}"] = line
                break
        else:
            moved[at] = line
    return moved
