"""Where the keys of a Python registry are written: its literals, read without running them."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pytest_mcp_contract.discover.place import dotted


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that one dict literal has twice."""

    at: str
    first: int
    second: int
    file: Path | None = None
    """Where another module holds it."""


@dataclass(slots=True)
class Literals:
    """What the source of a module shows of one registry object."""

    first_line: int | None = None
    """Of the assignment or function that the object's name stands for."""
    lines: dict[str, int] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    """Dotted path -> the file of another module: everything below the path stands there."""
    repeated: list[Repeated] = field(default_factory=list)


Modules: TypeAlias = Callable[[str], tuple[Path, str] | None]
"""File and source of a module by its full name; None where it has none."""


def literals(source: str, name: str, *, module: str = "", imported: Modules = lambda _: None) -> Literals:
    """The line of every key that can be read off the literals behind `name`, and the repeated keys.

    Names are followed to other assignments of the module, and to those of modules it imports as far as
    `imported` knows them; what a computation supplies has no line. `module` is the full name of the one that
    `source` is of. Source that does not parse shows nothing.
    """
    found = Literals()
    try:
        _Walk(ast.parse(source), found, module, imported).start(name)
    except (SyntaxError, ValueError, RecursionError):
        return found
    return found


class _Walk:
    def __init__(
        self, module: ast.Module, found: Literals, name: str, imported: Modules, file: Path | None = None
    ) -> None:
        self._found = found
        self._imported = imported
        self._imports = _imports(module.body, name)
        self._file = file
        self._named = _assignments(module.body)
        self._functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        self._open: list[ast.expr] = []
        """The expressions around the current one: a name that leads back into one is not followed."""

    def start(self, name: str) -> None:
        if function := self._functions.get(name):
            self._found.first_line = function.lineno
            self._named |= _assignments(function.body)
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    self._walk(node.value, ())
        elif value := self._named.get(name):
            self._found.first_line = value.lineno
            self._walk(value, ())

    def _walk(self, node: ast.expr, path: tuple[str, ...]) -> None:
        if any(node is outer for outer in self._open):
            return
        self._open.append(node)
        match node:
            case ast.Dict():
                self._walk_dict(node, path)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                for index, item in enumerate(items):
                    self._add((*path, str(index)), item.lineno, item)
            case ast.Name(id=name) if name in self._named:
                self._walk(self._named[name], path)
            case ast.Name(id=name) if name in self._imports:
                module, _, attribute = self._imports[name].rpartition(".")
                self._follow(module, attribute, path)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in self._imports:
                self._follow(self._imports[name], attribute, path)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                self._walk(left, path)
                self._walk(right, path)
            case ast.Call(args=args, keywords=keywords):
                # `dict(id=1)`, `Entry(id=1)`, `MappingProxyType({...})`
                if len(args) == 1:
                    self._walk(args[0], path)
                for keyword in keywords:
                    if keyword.arg is None:
                        self._walk(keyword.value, path)
                    else:
                        self._add((*path, keyword.arg), keyword.lineno, keyword.value)
        self._open.pop()

    def _follow(self, module: str, attribute: str, path: tuple[str, ...]) -> None:
        """Go on in the module that an import names; one module far, which no cycle can prolong."""
        if not path or self._file is not None:
            return
        if (known := self._imported(module)) is not None:
            file, source = known
            self._found.files[dotted(path)] = file
            other = _Walk(ast.parse(source), self._found, module, self._imported, file)
            if (value := other._named.get(attribute)) is not None:
                other._walk(value, path)

    def _walk_dict(self, node: ast.Dict, path: tuple[str, ...]) -> None:
        written: dict[str, int] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self._walk(value, path)
            elif (name := self._text(key)) is not None:
                at = (*path, name)
                if name in written:
                    self._found.repeated.append(Repeated(dotted(at), written[name], key.lineno, self._file))
                written[name] = key.lineno
                self._add(at, key.lineno, value)

    def _add(self, path: tuple[str, ...], line: int, value: ast.expr) -> None:
        # The last one wins, as it does when Python builds the dict.
        self._found.lines[dotted(path)] = line
        self._walk(value, path)

    def _text(self, key: ast.expr) -> str | None:
        if isinstance(key, ast.Name):
            key = self._named.get(key.id, key)
        return str(key.value) if isinstance(key, ast.Constant) else None


def _assignments(body: list[ast.stmt]) -> dict[str, ast.expr]:
    named: dict[str, ast.expr] = {}
    for node in body:
        match node:
            case ast.Assign(targets=targets, value=value):
                named |= {target.id: value for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                named[name] = value
    return named


def _imports(body: list[ast.stmt], module: str) -> dict[str, str]:
    """Name -> full dotted name of what it was imported as."""
    package = module.rpartition(".")[0]
    named: dict[str, str] = {}
    for node in body:
        match node:
            case ast.Import(names=names):
                named |= {each.asname or each.name: each.name for each in names}
            case ast.ImportFrom(module=source, names=names, level=level):
                outer = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                base = ".".join([*outer, *([source] if source else [])])
                named |= {each.asname or each.name: f"{base}.{each.name}" for each in names}
    return named
