"""Mutants of the sources, made by the operators of cosmic-ray and two of our own."""

import ast
import importlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutation.own import OWN, Operator, Place

_OF_CHECK = "_check"
"""How the decorators of checks end: their texts and examples are no code."""
_UNSEEN = frozenset({"dataclass", "lru_cache", "cache"})
"""Decorators whose changes cost memory or time, and show in no value: `slots`, `maxsize`."""
_THE_SAME = ("_Eq_Is", "_NotEq_IsNot", "_Is_Eq", "_IsNot_NotEq")
"""How operators end whose change is none for the texts, small numbers and enums that are compared here."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file; `ways` are all operators that could change this place in such a way."""

    package: str
    file: str
    start: Place
    end: Place
    ways: tuple[tuple[str, int], ...]
    """Operators, each with the number of its occurrence in the file."""


def mutants(root: Path, sources: dict[str, list[str]]) -> dict[str, list[Mutant]]:
    """Every place of every package that can be changed: one for each kind of change.

    An operator of arithmetic has eleven others, a comparison seven: a place counts once, not as often.
    """
    operators = _operators()
    return {
        package: [one for file in files for one in _of_file(root, package, file, operators)]
        for package, files in sources.items()
    }


def sample(found: dict[str, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """So many of them by chance, of each package as many as its part of all."""
    every = sum(map(len, found.values()))
    chance = random.Random(seed)
    return [
        one
        for of_package in found.values()
        for one in chance.sample(of_package, min(len(of_package), round(size * len(of_package) / every)))
    ]


def changed(root: Path, mutant: Mutant, seed: int) -> tuple[str, str] | None:
    """The name of an operator and the source with the change; None where no program comes of it."""
    text = (root / mutant.file).read_text(encoding="utf-8")
    chance = random.Random(f"{seed} {mutant.file} {mutant.start}")
    ways = list(mutant.ways)
    chance.shuffle(ways)
    visitor = importlib.import_module("cosmic_ray.mutating").MutationVisitor
    operators = _operators()
    for name, occurrence in ways:
        try:
            code: str | None = visitor.mutate_code(text, operators[name], occurrence)
            if code is not None and ast.dump(ast.parse(code)) != ast.dump(ast.parse(text)):
                return name, code
        except (SyntaxError, AttributeError, AssertionError):  # the last two: a node it did not expect
            continue
    return None


def _operators() -> dict[str, Operator]:
    plugins = importlib.import_module("cosmic_ray.plugins")
    found: dict[str, Operator] = {}
    for name in sorted(plugins.operator_names()):
        operator = plugins.get_operator(name)
        if not operator.arguments():
            found[name] = operator()
    return found | OWN


def _of_file(root: Path, package: str, file: str, operators: dict[str, Operator]) -> Iterator[Mutant]:
    text = (root / file).read_text(encoding="utf-8")
    nodes = list(_nodes(importlib.import_module("parso").parse(text)))
    left_out = list(no_code(ast.parse(text), text.splitlines()))
    places: dict[tuple[str, Place, Place], list[tuple[str, int]]] = defaultdict(list)
    for name, operator in operators.items():
        if name.endswith(_THE_SAME):
            continue
        occurrence = 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                places[name.partition("_")[0], start, end].append((name, occurrence))
                occurrence += 1
    for (_, start, end), ways in sorted(places.items(), key=lambda item: (item[0][1:], item[0][0])):
        if not any(first <= start and end <= last for first, last in left_out):
            yield Mutant(package, file, start, end, tuple(ways))


def _nodes(node: Any) -> Iterator[Any]:
    """In the order in which cosmic-ray counts."""
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def no_code(tree: ast.Module, lines: list[str]) -> Iterator[tuple[Place, Place]]:
    """Annotations, unions of types that something is held against, decorators that show in no value."""
    for node in ast.walk(tree):
        held: list[ast.expr | None] = []
        match node:
            case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation):
                held = [annotation]
            case ast.FunctionDef(decorator_list=decorators, returns=returns, args=arguments):
                held = [returns, *filter(_is_unseen, decorators)]
                yield from _marker(arguments, lines)
            case ast.ClassDef(decorator_list=decorators):
                held = [*filter(_is_unseen, decorators)]
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "cast"), args=arguments):
                held = [one for one in arguments if isinstance(one, ast.BinOp)]
        for one in held:
            if one is not None:
                yield _start(one, lines), _end(one, lines)


def _marker(arguments: ast.arguments, lines: list[str]) -> Iterator[tuple[Place, Place]]:
    """The `*` behind which arguments have names: cosmic-ray takes it for a product."""
    before = [*arguments.posonlyargs, *arguments.args]
    if before and arguments.kwonlyargs and arguments.vararg is None:
        yield _end(before[-1], lines), _start(arguments.kwonlyargs[0], lines)


def _is_unseen(decorator: ast.expr) -> bool:
    name = _name(decorator)
    return name.endswith(_OF_CHECK) or name in _UNSEEN


def _start(node: ast.expr | ast.arg, lines: list[str]) -> Place:
    return node.lineno, _column(lines[node.lineno - 1], node.col_offset)


def _end(node: ast.expr | ast.arg, lines: list[str]) -> Place:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, _column(lines[node.end_lineno - 1], node.end_col_offset)


def _name(decorator: ast.expr) -> str:
    called: ast.expr = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def _column(line: str, offset: int) -> int:
    """`ast` counts bytes, parso characters."""
    return len(line.encode()[:offset].decode())
