"""`constants.ts` -> a registry: names, rows, metadata and the factory, each part with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_mcp_contract.discover.parse import parse
from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.factory import Cases, cases_of
from pytest_mcp_contract.discover.typescript.modules import Module, Project
from pytest_mcp_contract.discover.typescript.registered import registered_tools
from pytest_mcp_contract.discover.typescript.tools import ToolsFound, tools_in
from pytest_mcp_contract.discover.typescript.values import (
    NO_TYPESCRIPT,
    UNDEFINED,
    Arr,
    Callback,
    Obj,
    Reader,
    Ref,
    Slot,
    Unresolved,
    Value,
)
from pytest_mcp_contract.discover.typescript_names import Names
from pytest_mcp_contract.model import Entry, Problem, ReadTools, Registry, Source

_PLAIN: Final = {
    "id": "id",
    "availability": "availability",
    "allowMultipleInstances": "allow_multiple_instances",
    "isPreview": "is_preview",
    "requiresBearerToken": "requires_bearer_token",
    "timeoutMs": "timeout_ms",
    "tools_retry_policies": "tools_retry_policies",
    "tools_arguments_requiring_approval": "arguments_requiring_approval",
}
_INFO: Final = {
    "name": "name",
    "version": "version",
    "description": "description",
    "icon": "icon",
    "documentationUrl": "documentation_url",
    "instructions": "instructions",
}
_STAKES: Final = ("never_ask", "low", "medium", "high")
_WAY: Final = "command"
"""How a server is started is the product's own business: it counts as stated, and not known."""
_FIELDS: Final = frozenset(key for key, info in Entry.model_fields.items() if not info.exclude) - {
    "name", "python", "url"
}  # fmt: skip


@dataclass(slots=True)
class _Row:
    """One row, as it is put together."""

    raw: dict[str, Any] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    gaps: list[Unresolved] = field(default_factory=list)
    found: ToolsFound = field(default_factory=ToolsFound)
    twice: list[tuple[str, Slot]] = field(default_factory=list)
    again: list[tuple[str, str, Slot]] = field(default_factory=list)
    """Place and name of what one literal states again."""
    metadata: Slot | None = None
    """Where the row names its metadata: the place of what stands there, in the registry's own file."""


class _Lines:
    """The line and the file of every part."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.places: dict[str, Path] = {}

    def put(self, at: str, slot: Slot) -> None:
        self.lines[at], self.places[at] = slot.line, slot.path


def read_typescript(path: Path, chosen: Names | None = None) -> Registry:
    """The registry in a TypeScript file. Nothing of it is run.

    What cannot be read is told in `Registry.unread`, and counts as stated but not known. Raises nothing for
    what is in the files.

    Raises:
        ConfigError: the extra `typescript` is not installed.
    """
    return _Composer(path.resolve(), chosen or Names()).registry()


class _Composer:
    def __init__(self, path: Path, chosen: Names) -> None:
        self._path = path
        self._chosen = chosen
        self._project = Project(path)
        self._reader = Reader(self._project)
        self._lines = _Lines()
        self._unread: list[Unresolved] = []
        self._problems: list[Problem] = []

    def registry(self) -> Registry:
        module = self._project.module(self._path)
        if module is None:
            return self._without_rows(
                f"`{self._path.name}` cannot be read", "name a file that exists and is readable"
            )
        rows = self._constant(module, self._chosen.registry)
        if not isinstance(rows, Obj):
            what = f"`{self._path.name}` has no object `{self._chosen.registry}` that can be read"
            fix = "name the constant with `mcp_typescript_registry` in the ini file"
            self._problems += self._faults()
            return self._without_rows(what, fix)
        self._unread += rows.unread
        cases = self._cases()
        entries = {
            name: self._row(name, slot, cases)
            for name, slot in rows.slots.items()
            # Of a file that is no TypeScript, members may be taken for rows.
            if module.fault is None or isinstance(self._reader.value(slot.value), Obj)
        }
        for name, slot in rows.repeated:
            entries[name].again.append((f"servers.{name}", name, slot))
        raw: dict[str, Any] = {
            "format": 1,
            "stakes": self._stakes(entries.values()),
            "servers": {name: row.raw for name, row in entries.items()},
        }
        names = self._names(module)
        if names is not None and not rows.unread:
            raw["names"] = names
        retired = self._retired(module)
        if retired is not None:
            raw["retired_ids"] = retired
        self._problems += [*self._faults(), *self._of_cases(cases, entries, is_whole=not rows.unread)]
        registry = parse(
            raw,
            source=Source.TYPESCRIPT,
            file=self._path,
            lines=self._lines.lines,
            places=self._lines.places,
            problems=[*self._problems, *self._of_twice(entries), *self._of_again(entries)],
        )
        servers = {name: self._finished(entry, entries[name]) for name, entry in registry.servers.items()}
        dropped = registry.dropped | ({"servers"} if rows.unread else set())
        return registry.model_copy(
            update={"servers": servers, "unread": self._told(entries.values()), "dropped": dropped}
        )

    def _without_rows(self, what: str, fix: str) -> Registry:
        problem = Problem(at=self._path.name, what=what, fix=fix, file=str(self._path), line=1)
        return Registry(
            source=Source.TYPESCRIPT,
            file=self._path,
            problems=(*self._problems, problem),
            unread=self._told(()),
            dropped=frozenset({"servers"}),
        )

    # -- the constants

    def _constant(self, module: Module, name: str) -> Value:
        found = self._project.exported(module, name)
        declared = found and self._project.lookup(*found)
        return self._reader.value(Ref(*declared)) if declared else UNDEFINED

    def _names(self, module: Module) -> list[str] | None:
        """The published list; None where some of it is not known."""
        value = self._constant(module, self._chosen.names)
        if not isinstance(value, Arr):
            if isinstance(value, Unresolved):
                self._unread.append(value)
            return None
        names = []
        for index, slot in enumerate(value.slots):
            name = self._reader.value(slot.value)
            if not isinstance(name, str):
                self._unread.append(_gap(name, slot))
                return None
            self._lines.put(f"names.{index}", slot)
            names.append(name)
        self._unread += value.unread
        declared = self._project.lookup(module, self._chosen.names)
        if declared is not None:
            line = syntax.line_of(declared[1])
            self._lines.put("names", Slot(UNDEFINED, declared[0].path, line))
        return None if value.unread else names

    def _retired(self, module: Module) -> dict[int, str] | None:
        value = self._constant(module, self._chosen.retired)
        if not isinstance(value, Arr):
            return None
        ids = [self._reader.value(slot.value) for slot in value.slots]
        self._unread += [
            _gap(one, slot) for one, slot in zip(ids, value.slots, strict=True) if not _is_id(one)
        ]
        return {one: "a server that is gone" for one in ids if isinstance(one, int) and _is_id(one)}

    def _stakes(self, rows: Iterable[_Row]) -> list[str]:
        """The usual levels, with `medium` where it is used."""
        used = {stake for row in rows for stake in row.raw.get("tools_stakes", {}).values()}
        return [level for level in _STAKES if level != "medium" or "medium" in used]

    # -- rows

    def _row(self, name: str, slot: Slot, cases: Cases) -> _Row:
        row = _Row()
        at = f"servers.{name}"
        self._lines.put(at, slot)
        stated = self._reader.value(slot.value)
        if not isinstance(stated, Obj):
            row.gaps.append(_gap(stated, slot))
            row.dropped |= _FIELDS
            return row
        row.gaps += stated.unread
        row.again += [(f"{at}.{key}", key, one) for key, one in stated.repeated]
        if stated.unread:
            row.dropped |= _FIELDS
        for theirs, ours in _PLAIN.items():
            if (own := stated.slot(theirs)) is not None:
                self._plain(row, f"{at}.{ours}", ours, own)
        self._restriction(row, at, stated)
        metadata = self._metadata(row, stated)
        self._info(row, at, stated, metadata)
        self._tools(row, at, name, stated, metadata, cases)
        row.dropped.add(_WAY)
        return row

    def _plain(self, row: _Row, at: str, key: str, slot: Slot) -> None:
        value = self._constant_of(slot)
        if isinstance(value, Unresolved):
            row.gaps.append(value)
            row.dropped.add(key)
        elif value is not UNDEFINED and value is not None:
            row.raw[key] = value
            self._lines.put(at, slot)

    def _constant_of(self, slot: Slot) -> Any:  # noqa: ANN401 (any value of a row)
        """A value with all that is in it; `Unresolved` where any part of it is."""
        value = self._reader.value(slot.value)
        if isinstance(value, Callback):
            return _gap(value, slot)
        if isinstance(value, (Obj, Arr)):
            if value.unread:
                return value.unread[0]
            slots = value.slots.items() if isinstance(value, Obj) else enumerate(value.slots)
            made = {key: self._constant_of(one) for key, one in slots}
            gap = next((one for one in made.values() if isinstance(one, Unresolved)), None)
            if gap is not None:
                return gap
            known = {key: one for key, one in made.items() if one is not UNDEFINED}
            return known if isinstance(value, Obj) else list(known.values())
        return value

    def _restriction(self, row: _Row, at: str, stated: Obj) -> None:
        slot = stated.slot("isRestricted")
        if slot is None:
            return
        value = self._reader.value(slot.value)
        if value is UNDEFINED or value is None:
            return
        if isinstance(value, Unresolved):
            row.gaps.append(value)
            row.dropped.add("is_restricted")
            return
        # On one line: a source that is formatted otherwise restricts nobody else.
        text = value.text if isinstance(value, Callback) else value
        row.raw["is_restricted"] = " ".join(text.split()) if isinstance(text, str) else "a callback"
        self._lines.put(f"{at}.is_restricted", slot)

    def _metadata(self, row: _Row, stated: Obj) -> Obj | None:
        slot = stated.slot("metadata")
        if slot is None:
            return None
        row.metadata = slot
        value = self._reader.value(slot.value)
        if isinstance(value, Obj):
            row.gaps += value.unread
            return value
        row.gaps.append(_gap(value, slot))
        row.dropped |= {"server_info", "tools_stakes"}
        return None

    def _info(self, row: _Row, at: str, stated: Obj, metadata: Obj | None) -> None:
        inline = stated.slot("serverInfo")
        slot = inline or (metadata.slot("serverInfo") if metadata else None)
        if inline is not None and metadata is not None and "serverInfo" in metadata.slots:
            row.twice.append(("serverInfo", inline))
        if slot is None:
            if metadata is not None and metadata.unread:
                row.dropped.add("server_info")
            return
        value = self._reader.value(slot.value)
        if not isinstance(value, Obj) or value.unread:
            row.gaps += value.unread if isinstance(value, Obj) else [_gap(value, slot)]
            row.dropped.add("server_info")
            return
        info: dict[str, Any] = {}
        for theirs, ours in _INFO.items():
            if theirs in value.slots:
                self._part(row, info, f"{at}.server_info", ours, value.slots[theirs])
        if "authorization" in value.slots:
            self._authorization(row, info, f"{at}.server_info", value.slots["authorization"])
        self._lines.put(f"{at}.server_info", inline or row.metadata or slot)
        row.raw["server_info"] = info

    def _part(self, row: _Row, info: dict[str, Any], at: str, key: str, slot: Slot) -> None:
        value = self._constant_of(slot)
        if isinstance(value, Unresolved):
            row.gaps.append(value)
            row.dropped.add("server_info")
        elif isinstance(value, str):
            info[key] = value
            self._lines.put(f"{at}.{key}", slot)

    def _authorization(self, row: _Row, info: dict[str, Any], at: str, slot: Slot) -> None:
        value = self._constant_of(slot)
        if isinstance(value, Unresolved):
            row.gaps.append(value)
            row.dropped.add("server_info")
        elif isinstance(value, Mapping) and isinstance(value.get("provider"), str):
            cases = value.get("supported_use_cases", value.get("supportedUseCases"))
            info["authorization"] = {
                "provider": value["provider"],
                **({"supported_use_cases": cases} if isinstance(cases, list) else {}),
            }
            self._lines.put(f"{at}.authorization", slot)

    # -- tools and their stakes

    def _tools(self, row: _Row, at: str, name: str, stated: Obj, metadata: Obj | None, cases: Cases) -> None:
        inline = stated.slot("tools_stakes")
        moved = metadata.slot("tools_stakes") if metadata else None
        slot = stated.slot("tools") or (metadata.slot("tools") if metadata else None)
        if slot is not None:
            row.found = tools_in(self._reader, slot.value)
        elif metadata is None or not metadata.unread:
            row.found = registered_tools(self._project, self._reader, cases.functions.get(name))
        row.gaps += row.found.gaps
        row.again += [(f"{at}.tools.{tool}", tool, one) for tool, one in row.found.repeated]
        stakes: dict[str, str] = {}
        tables = [one for one in (inline, moved) if one is not None and not self._is_absent(one)]
        if len(tables) == 2:
            row.twice.append(("tools_stakes", tables[0]))
        for table in tables[:1]:
            self._stakes_of_table(row, at, table, stakes)
        if not tables:
            for tool, stake in row.found.stakes.items():
                self._stake(row, at, tool, stake, stakes)
            if slot is not None and row.found.tools is None:
                row.dropped.add("tools_stakes")
        if tables or row.found.stakes:
            row.raw["tools_stakes"] = stakes
            if row.metadata is not None and f"{at}.tools_stakes" not in self._lines.lines:
                self._lines.put(f"{at}.tools_stakes", row.metadata)
            for tool, place in row.found.places.items():
                if tool not in stakes and (not tables or tables[0].path == place.path):
                    self._lines.put(f"{at}.tools_stakes.{tool}", place)

    def _is_absent(self, slot: Slot) -> bool:
        return self._reader.value(slot.value) in (UNDEFINED, None)

    def _stakes_of_table(self, row: _Row, at: str, table: Slot, stakes: dict[str, str]) -> None:
        value = self._reader.value(table.value)
        if table.path == self._path:
            self._lines.put(f"{at}.tools_stakes", table)
        if not isinstance(value, Obj) or value.unread:
            row.gaps += value.unread if isinstance(value, Obj) else [_gap(value, table)]
            row.dropped.add("tools_stakes")
        if isinstance(value, Obj):
            row.again += [(f"{at}.tools_stakes.{name}", name, slot) for name, slot in value.repeated]
            for tool in value.slots:
                self._stake(row, at, tool, value.slot(tool) or table, stakes)

    def _stake(self, row: _Row, at: str, tool: str, slot: Slot, stakes: dict[str, str]) -> None:
        stake = self._reader.value(slot.value)
        if isinstance(stake, str):
            stakes[tool] = stake
            self._lines.put(f"{at}.tools_stakes.{tool}", slot)
        elif stake is not UNDEFINED:
            row.gaps.append(_gap(stake, slot))
            row.dropped.add("tools_stakes")

    # -- the factory

    def _cases(self) -> Cases:
        wanted = Path(self._chosen.factory)
        for folder in (self._path.parent, *self._path.parents[1:4]):
            path = folder / wanted
            if path.is_file():
                return cases_of(self._project, self._reader, path.resolve())
        return Cases()

    def _of_cases(self, cases: Cases, rows: Mapping[str, _Row], *, is_whole: bool) -> list[Problem]:
        self._unread += cases.unread
        if cases.file is None or not cases.lines:
            return []
        problems = []
        file = cases.file.name if cases.file.parent == self._path.parent else "/".join(cases.file.parts[-2:])
        for name in rows if not cases.unread else ():
            if name not in cases.lines:
                what = f"`{name}` has no case in the factory `{file}`: it cannot be started"
                fix = f'add `case "{name}":`, or take the row out'
                problems.append(Problem(f"servers.{name}.factory", what, fix, str(cases.file), cases.line))
        for name, line in cases.lines.items() if is_whole else ():
            if name not in rows:
                what = f"the factory `{file}` has a case `{name}` that no row registers"
                problems.append(
                    Problem(f"factory.{name}", what, "register it, or take it out", str(cases.file), line)
                )
        return problems

    # -- what is told

    def _of_twice(self, rows: Mapping[str, _Row]) -> list[Problem]:
        return [
            Problem(
                f"servers.{name}.{key}",
                f"`{key}` of `{name}` is stated in the row and in its metadata; the row's is used",
                "state it once",
                str(slot.path),
                slot.line,
            )
            for name, row in rows.items()
            for key, slot in row.twice
        ]

    def _of_again(self, rows: Mapping[str, _Row]) -> list[Problem]:
        return [
            Problem(
                at, f"`{name}` is written twice", "remove one: the last one counts", str(slot.path), slot.line
            )
            for row in rows.values()
            for at, name, slot in row.again
        ]

    def _faults(self) -> list[Problem]:
        """One problem for each file that is no TypeScript somewhere; the rest of it is read."""
        problems = []
        for module in self._project.read():
            first = module.fault
            if first is not None:
                said = first.text or "something is missing"
                what = f"line {first.line} of `{module.path.name}` is no TypeScript: {said}"
                fix = "correct it; the rest of the file is read"
                problems.append(Problem(module.path.name, what, fix, str(module.path), first.line))
        return problems

    def _told(self, rows: Iterable[_Row]) -> tuple[Problem, ...]:
        gaps = dict.fromkeys([*self._unread, *(gap for row in rows for gap in row.gaps)])
        return tuple(
            Problem(at=gap.text, what=gap.why, fix="", file=str(gap.path), line=gap.line)
            for gap in gaps
            if gap.why != NO_TYPESCRIPT  # a problem says so
        )

    def _finished(self, entry: Entry, row: _Row) -> Entry:
        found = row.found
        partly = {name: f"{gap.path.name}:{gap.line}: {gap.why}" for name, gap in found.partly.items()}
        first = next(iter(found.gaps), None)
        why = f" ({first.path.name}:{first.line}: {first.why})" if first else ""
        read = ReadTools(
            None if found.tools is None else tuple(found.tools),
            f"which tools it has could not be read{why}",
            partly,
        )
        return entry.model_copy(update={"dropped": entry.dropped | row.dropped, "read": read})


def _is_id(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _gap(value: Value, slot: Slot) -> Unresolved:
    return (
        value if isinstance(value, Unresolved) else Unresolved(slot.path, slot.line, "", "it is no constant")
    )
