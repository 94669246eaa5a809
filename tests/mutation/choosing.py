"""Which tests are asked about a mutant: those that run the statement that was changed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.subjects import SLOW

BUDGET = 10.0
"""At most so many seconds of tests are asked about one mutant, the quickest first."""


@dataclass
class Known:
    """What the tests were seen to do on the unchanged sources."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def chosen(self, root: Path, mutant: Mutant) -> list[str]:
        """The tests for this mutant, those of a file together; none where none runs it."""
        lines = self.lines.get(mutant.file, {})
        tree = ast.parse((root / mutant.file).read_text(encoding="utf-8"))
        line = mutant.start[0]
        if _is_inside(tree, line):
            first, last = _statement(tree, line, mutant.end[0])
            running = {test for at in range(first, last + 1) for test in lines.get(at, ())}
        else:  # run at import, by whatever comes first: whoever uses anything of the module may notice
            running = {test for tests in lines.values() for test in tests}
        quick = sorted(running & self.seconds.keys(), key=lambda test: (self.seconds[test], test))
        asked: list[str] = []
        spent = 0.0
        for test in quick:
            spent += self.seconds[test]
            if spent > BUDGET and asked:
                break
            asked.append(test)
        files = {file: place for place, file in reversed([*enumerate(map(_file, asked))])}
        return sorted(asked, key=lambda test: files[_file(test)])

    def within(self, tests: list[str]) -> float:
        """Seconds after which a mutant that still runs is taken to run for ever."""
        return 20 + 4 * sum(self.seconds[test] for test in tests)

    def take(
        self, seconds: dict[str, float], failed: list[str], lines: dict[str, dict[str, list[str]]]
    ) -> None:
        """Add what was seen of some files."""
        sound = {test: spent for test, spent in seconds.items() if spent < SLOW and test not in failed}
        self.seconds |= sound
        self.failed += failed
        for file, of_file in lines.items():
            known = self.lines.setdefault(file, {})
            for line, tests in of_file.items():
                known.setdefault(int(line), []).extend(tests)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _is_inside(tree: ast.Module, line: int) -> bool:
    """Whether the line stands in the body of a function."""
    return any(
        node.body[0].lineno <= line <= (node.end_lineno or 0)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _statement(tree: ast.Module, line: int, end: int) -> tuple[int, int]:
    """The lines of the innermost statement that holds the line: of one with a body, those before it."""
    inner = max(
        (node for node in ast.walk(tree) if isinstance(node, ast.stmt) and _holds(node, line)),
        key=lambda node: (node.lineno, -(node.end_lineno or 0)),
    )
    bodies = [first.lineno for first in _bodies(inner) if first.lineno > line]
    if not bodies:
        return inner.lineno, inner.end_lineno or end
    if isinstance(inner, ast.Match | ast.Try):  # the line of a `case` or an `except`
        return line, end
    return inner.lineno, max(end, min(bodies) - 1)


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _bodies(node: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "orelse", "finalbody"):
        yield from getattr(node, name, [])[:1]
    for held in (*getattr(node, "cases", ()), *getattr(node, "handlers", ())):
        yield held.body[0]
