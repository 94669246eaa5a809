"""TOML statements -> one tree, keeping everything around a bad or repeated statement."""

from collections.abc import Iterable
from typing import Any, Literal

from pytest_mcp_contract.discover.place import clip, dotted
from pytest_mcp_contract.discover.statements import BadStatement, Statement
from pytest_mcp_contract.model import Problem

Path = tuple[str | int, ...]
_Kind = Literal["value", "table", "implied", "list"]


class Merged:
    """The tree of all sound statements, the line of every dotted path, and the problems of the rest.

    Of two statements for one key the first is kept. Keys under a header that is bad or repeated,
    and tables below it, are left out with it: whose they are is not known.
    """

    def __init__(self, statements: Iterable[Statement | BadStatement]) -> None:
        self.tree: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._seen: dict[Path, tuple[_Kind, int]] = {}
        self._table: Path | None = ()
        """Where pairs go; `None` under a header that is left out."""
        self._left_out: tuple[str, ...] | None = None
        for statement in statements:
            if isinstance(statement, BadStatement):
                self._report_bad(statement)
            elif statement.kind == "pair":
                self._add_pair(statement)
            else:
                self._add_header(statement)

    def _report_bad(self, bad: BadStatement) -> None:
        if self._table is None and not bad.is_header:
            return
        at = dotted((*(self._table or ()), bad.key) if bad.key else self._table or ())
        what = f"the value of `{bad.key}` is not TOML" if bad.key else f"line {bad.line} is not TOML"
        if bad.is_header:
            at, what = "", f"the table header on line {bad.line} is not TOML"
            self._table = None
            self._left_out = None
        fix = f"correct it (the parser says: {bad.reason}); the rest of the file is used"
        self.problems.append(Problem(at=at, what=clip(what), fix=fix, line=bad.line))

    def _add_header(self, header: Statement) -> None:
        out = self._left_out
        if out is not None and len(header.keys) > len(out) and header.keys[: len(out)] == out:
            self._table = None
            return
        self._left_out = None
        path = self._resolved(header.keys)
        before = self._before(path, own={"list"} if header.kind == "element" else {"implied"})
        if before is not None:
            self._report_twice(*before, header.line)
            self._table = None
            self._left_out = header.keys
            return
        self._imply(path[:-1], header.line)
        if header.kind == "element":
            self._seen.setdefault(path, ("list", header.line))
            self.lines.setdefault(dotted(path), header.line)
            elements: list[Any] = self._node(path[:-1]).setdefault(path[-1], [])
            path = (*path, len(elements))
            elements.append({})
        else:
            self._node(path[:-1]).setdefault(path[-1], {})
        self._seen[path] = ("table", header.line)
        # A row's line is its own header, also where `[row.sub]` comes first.
        self.lines[dotted(path)] = header.line
        self._table = path

    def _add_pair(self, pair: Statement) -> None:
        if self._table is None:
            return
        path = (*self._table, *pair.keys)
        before = self._before(path, own=set(), start=len(self._table) + 1)
        if before is not None:
            self._report_twice(*before, pair.line)
            return
        self._imply(path[:-1], pair.line)
        self._node(path[:-1])[path[-1]] = pair.value
        self._seen[path] = ("value", pair.line)
        self._set_lines(dotted(path), pair.value, pair.line)

    def _resolved(self, keys: tuple[str, ...]) -> Path:
        """The keys of a header with the current index of each list on the way."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._seen and self._seen[path][0] == "list":
                path = (*path, len(self._node(path)) - 1)
        return (*path, keys[-1])

    def _before(self, path: Path, *, own: set[_Kind], start: int = 1) -> tuple[Path, int] | None:
        """What stands in the way of `path`: a value on the way to it, or itself unless of kind `own`."""
        for end in range(start, len(path)):
            kind, line = self._seen.get(path[:end], ("table", 0))
            if kind == "value" or (kind == "list" and not isinstance(path[end], int)):
                return path[:end], line
        if path in self._seen:
            kind, line = self._seen[path]
            if kind not in own:
                return path, line
        return None

    def _imply(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._seen.setdefault(path[:end], ("implied", line))
            self.lines.setdefault(dotted(path[:end]), line)

    def _node(self, path: Path) -> Any:  # noqa: ANN401  a table or a list, by what the path names
        node: Any = self.tree
        for part in path:
            node = node[part] if isinstance(part, int) else node.setdefault(part, {})
        return node

    def _set_lines(self, at: str, value: object, line: int) -> None:
        self.lines.setdefault(at, line)
        if isinstance(value, dict):
            for key, item in value.items():
                self._set_lines(f"{at}.{key}", item, line)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._set_lines(f"{at}.{index}", item, line)

    def _report_twice(self, path: Path, first: int, second: int) -> None:
        at = dotted(path)
        what = f"`{clip(at, 60)}` is written twice, on lines {first} and {second}"
        fix = f"remove or rename the one on line {second}; the first is used"
        self.problems.append(Problem(at=at, what=what, fix=fix, line=second))
