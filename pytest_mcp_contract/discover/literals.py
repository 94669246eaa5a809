"""Where the keys of a Python registry are written: its literals, read without running them."""

import ast
from dataclasses import dataclass, field

from pytest_mcp_contract.discover.place import dotted


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that one dict literal has twice."""

    at: str
    first: int
    second: int


@dataclass(slots=True)
class Literals:
    """What the source of a module shows of one registry object."""

    first_line: int | None = None
    """Of the assignment or function that the object's name stands for."""
    lines: dict[str, int] = field(default_factory=dict)
    repeated: list[Repeated] = field(default_factory=list)


def literals(source: str, name: str) -> Literals:
    """The line of every key that can be read off the literals behind `name`, and the repeated keys.

    Names are followed to other assignments of the module; what another module or a computation supplies
    has no line here. Source that does not parse shows nothing.
    """
    found = Literals()
    try:
        module = ast.parse(source)
        _Walk(module, found).start(name)
    except (SyntaxError, ValueError, RecursionError):
        return found
    return found


class _Walk:
    def __init__(self, module: ast.Module, found: Literals) -> None:
        self._found = found
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

    def _walk_dict(self, node: ast.Dict, path: tuple[str, ...]) -> None:
        written: dict[str, int] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self._walk(value, path)
            elif (name := self._text(key)) is not None:
                at = (*path, name)
                if name in written:
                    self._found.repeated.append(Repeated(dotted(at), written[name], key.lineno))
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
