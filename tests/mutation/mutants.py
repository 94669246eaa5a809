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
    no_code = list(_no_code(ast.parse(text), text.splitlines()))
    places: dict[tuple[str, Place, Place], list[tuple[str, int]]] = defaultdict(list)
    for name, operator in operators.items():
        occurrence = 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                places[name.partition("_")[0], start, end].append((name, occurrence))
                occurrence += 1
    for (_, start, end), ways in sorted(places.items(), key=lambda item: (item[0][1:], item[0][0])):
        if not any(first <= start and end <= last for first, last in no_code):
            yield Mutant(package, file, start, end, tuple(ways))


def _nodes(node: Any) -> Iterator[Any]:
    """In the order in which cosmic-ray counts."""
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _no_code(tree: ast.Module, lines: list[str]) -> Iterator[tuple[Place, Place]]:
    """Annotations, unions of types that something is held against, and what a check says of itself."""
    for node in ast.walk(tree):
        held: list[ast.expr | None] = []
        match node:
            case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation):
                held = [annotation]
            case ast.FunctionDef(decorator_list=decorators, returns=returns):
                held = [returns, *(one for one in decorators if _name(one).endswith(_OF_CHECK))]
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "cast"), args=arguments):
                held = [one for one in arguments if isinstance(one, ast.BinOp)]
        for one in held:
            if one is not None and one.end_lineno is not None and one.end_col_offset is not None:
                yield (
                    (one.lineno, _column(lines[one.lineno - 1], one.col_offset)),
                    (one.end_lineno, _column(lines[one.end_lineno - 1], one.end_col_offset)),
                )


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def _column(line: str, offset: int) -> int:
    """`ast` counts bytes, parso characters."""
    return len(line.encode()[:offset].decode())
