"""Modules of a TypeScript project, and where their names come from. Nothing is run; files are read once."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.syntax import named, string_value, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_SUFFIXES: Final = ("", ".ts", ".tsx", ".mts", ".cts", "/index.ts", "/index.tsx")
_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING: Final = re.compile(r",(\s*[}\]])")
_MOST_STEPS: Final = 40
"""Re-exports that are followed for one name."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that another module exports."""

    source: str
    name: str
    """The name there; `default`, or `*` for all of it."""


@dataclass(eq=False)
class Module:
    """One file."""

    path: Path
    root: "Node"
    declared: dict[str, "Node"] = field(default_factory=dict)
    """Top-level names: the initializer of a constant, else the declaration itself."""
    imported: dict[str, Imported] = field(default_factory=dict)
    exported: dict[str, str | Imported] = field(default_factory=dict)
    """What is exported under another name than the module's own, and what comes from elsewhere."""
    stars: list[str] = field(default_factory=list)
    """Modules all of whose exports are exported again."""

    @cached_property
    def fault(self) -> syntax.Fault | None:
        """The first place where it is no TypeScript."""
        return next(syntax.faults(self.root), None)


class Project:
    """The modules that a registry reaches, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        """`root` is the file that everything starts from."""
        self.root = root
        self._modules: dict[Path, Module | None] = {}

    def module(self, path: Path) -> Module | None:
        """The module in a file; None where it cannot be read."""
        if path not in self._modules:
            try:
                content = path.read_bytes()
            except OSError:
                self._modules[path] = None
            else:
                root = syntax.parsed(content, is_tsx=path.suffix == ".tsx")
                self._modules[path] = _indexed(Module(path, root))
        return self._modules[path]

    def read(self) -> list[Module]:
        """Every module that was read."""
        return [module for module in self._modules.values() if module is not None]

    def imported_by(self, module: Module, source: str) -> Module | None:
        """The module that `from "source"` names in another; None for packages, and for what is not there."""
        for base in self._bases(module.path, source):
            text = str(base)
            stem = text[: -len(base.suffix)] if base.suffix in (".js", ".mjs", ".jsx") else None
            for candidate in (text, stem):
                for suffix in _SUFFIXES if candidate is not None else ():
                    path = Path(f"{candidate}{suffix}")
                    if path.suffix in (".ts", ".tsx", ".mts", ".cts") and path.is_file():
                        return self.module(path.resolve())
        return None

    def lookup(self, module: Module, name: str) -> "tuple[Module, Node] | None":
        """Where a name that a module uses is declared; None where that is not found."""
        for _ in range(_MOST_STEPS):
            if name in module.declared:
                return module, module.declared[name]
            origin = module.imported.get(name)
            if origin is None or origin.name == "*":
                return None
            there = self.imported_by(module, origin.source)
            found = None if there is None else self.exported(there, origin.name)
            if found is None:
                return None
            module, name = found
        return None

    def exported(
        self, module: Module, name: str, seen: frozenset[Path] = frozenset()
    ) -> tuple[Module, str] | None:
        """The module and the name there of what a module exports as `name`."""
        if module.path in seen or len(seen) > _MOST_STEPS:
            return None
        seen |= {module.path}
        origin = module.exported.get(name)
        if isinstance(origin, Imported):
            there = self.imported_by(module, origin.source)
            return None if there is None else self.exported(there, origin.name, seen)
        local = origin if origin is not None else name
        if local in module.declared or local in module.imported:
            return module, local
        for source in module.stars:
            there = self.imported_by(module, source)
            found = None if there is None else self.exported(there, name, seen)
            if found is not None:
                return found
        return None

    def namespace(self, module: Module, name: str) -> Module | None:
        """The module that `import * as name` names."""
        origin = module.imported.get(name)
        if origin is None or origin.name != "*":
            return None
        return self.imported_by(module, origin.source)

    # -- addresses

    def _bases(self, file: Path, source: str) -> Iterator[Path]:
        if source.startswith("."):
            yield file.parent / source
            return
        for pattern, targets in self._aliases:
            head, star, tail = pattern.partition("*")
            if source == pattern or (star and source.startswith(head) and source.endswith(tail)):
                middle = source[len(head) : len(source) - len(tail)] if star else ""
                yield from (Path(str(target).replace("*", middle)) for target in targets)
        if self._base is not None:
            yield self._base / source

    @cached_property
    def _config(self) -> tuple[Path | None, list[tuple[str, list[Path]]]]:
        """`baseUrl`, and `paths` with the most specific first, of the nearest tsconfig above the registry."""
        for folder in self.root.resolve().parents:
            path = folder / "tsconfig.json"
            if path.is_file():
                return _options_of(path)
        return None, []

    @property
    def _base(self) -> Path | None:
        return self._config[0]

    @property
    def _aliases(self) -> list[tuple[str, list[Path]]]:
        return self._config[1]


def _options_of(path: Path, depth: int = 0) -> tuple[Path | None, list[tuple[str, list[Path]]]]:
    try:
        text = _COMMENT.sub(lambda found: found[1] or "", path.read_text(encoding="utf-8-sig"))
        config: Any = json.loads(_TRAILING.sub(r"\1", text))
    except (OSError, ValueError):
        return None, []
    if not isinstance(config, dict):
        return None, []
    base: Path | None = None
    aliases: list[tuple[str, list[Path]]] = []
    parents = config.get("extends", [])
    for parent in parents if isinstance(parents, list) else [parents]:
        if isinstance(parent, str) and parent.startswith(".") and depth < _MOST_STEPS:
            above = path.parent / parent
            found = above if above.is_file() else above.with_name(f"{above.name}.json")
            base, aliases = _options_of(found, depth + 1)
    options = config.get("compilerOptions")
    options = options if isinstance(options, dict) else {}
    if isinstance(options.get("baseUrl"), str):
        base = path.parent / options["baseUrl"]
    paths = options.get("paths")
    if isinstance(paths, dict):
        beside = base or path.parent
        aliases = [
            (pattern, [beside / target for target in targets if isinstance(target, str)])
            for pattern, targets in paths.items()
            if isinstance(targets, list)
        ]
    return base, sorted(aliases, key=lambda alias: -len(alias[0].partition("*")[0]))


# -- the names of a module


def _indexed(module: Module) -> Module:
    for statement in named(module.root):
        if statement.type == "import_statement":
            _index_import(module, statement)
        elif statement.type == "export_statement":
            _index_export(module, statement)
        else:
            _index_declaration(module, statement)
    return module


def _source(statement: "Node") -> str | None:
    source = syntax.field(statement, "source")
    return None if source is None else string_value(source)


def _index_import(module: Module, statement: "Node") -> None:
    source = _source(statement)
    clause = next((child for child in named(statement) if child.type == "import_clause"), None)
    if source is None or clause is None:
        return
    for part in named(clause):
        if part.type == "identifier":
            module.imported[text_of(part)] = Imported(source, "default")
        elif part.type == "namespace_import":
            module.imported[text_of(named(part)[0])] = Imported(source, "*")
        else:
            for name, alias in _specifiers(part):
                module.imported[alias] = Imported(source, name)


def _specifiers(clause: "Node") -> Iterator[tuple[str, str]]:
    for specifier in named(clause):
        name = text_of(syntax.field(specifier, "name"))
        yield name, text_of(syntax.field(specifier, "alias")) or name


def _index_export(module: Module, statement: "Node") -> None:
    source = _source(statement)
    declaration = syntax.field(statement, "declaration")
    value = syntax.field(statement, "value")
    if declaration is not None:
        _index_declaration(module, declaration)
        name = syntax.field(declaration, "name")
        if any(child.type == "default" for child in statement.children) and name is not None:
            module.exported["default"] = text_of(name)
        return
    if value is not None:
        module.declared["default"] = value
        if value.type == "identifier":
            module.exported["default"] = text_of(value)
        return
    clause = next((child for child in named(statement) if child.type == "export_clause"), None)
    if clause is not None:
        for local, alias in _specifiers(clause):
            module.exported[alias] = local if source is None else Imported(source, local)
    elif source is not None and not any(child.type == "namespace_export" for child in named(statement)):
        module.stars.append(source)


def _index_declaration(module: Module, declaration: "Node") -> None:
    if declaration.type in ("lexical_declaration", "variable_declaration"):
        if not any(child.type == "const" for child in declaration.children):
            return  # what may be assigned again has no value that can be read
        for declarator in named(declaration):
            name, value = syntax.field(declarator, "name"), syntax.field(declarator, "value")
            if name is not None and name.type == "identifier" and value is not None:
                module.declared[text_of(name)] = value
        return
    name = syntax.field(declaration, "name")
    if name is not None and declaration.type != "interface_declaration":
        module.declared[text_of(name)] = declaration
