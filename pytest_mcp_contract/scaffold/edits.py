"""Lines put into Python files of a user: by position, so that nothing else of the file moves."""

import ast
import re
from collections.abc import Sequence
from typing import TypeAlias

from pytest_mcp_contract.errors import ConfigError

Bracketed: TypeAlias = ast.List | ast.Tuple | ast.Dict


class Edited:
    """A module with what is to be put into it; positions are those of the text that was read."""

    def __init__(self, where: str, content: bytes) -> None:
        self.where = where
        self._content = self._read = content
        try:
            content.decode("utf-8")
            self._tree = ast.parse(content)
        except (SyntaxError, ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            raise ConfigError(
                at=where if line is None else f"{where}:{line}",
                what=f"`{where}` is not Python that can be read: {getattr(error, 'msg', error)}",
                fix="correct it; nothing was written",
            ) from None
        lines = content.splitlines(keepends=True)
        self._newline = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            self._content += self._newline
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))
        self._starts[-1] = len(self._content)
        self._inserted: list[tuple[int, int, bytes]] = []
        self._named = _assigned(self._tree)

    def literal(self, name: str) -> Bracketed:
        """The list, tuple or dict that `name` stands for.

        Raises:
            ConfigError: there is none.
        """
        return self._bracketed(self._named.get(name), f"`{name}`")

    def of_registry(self, key: str, *, is_needed: bool = True) -> Bracketed | None:
        """What stands under `key` in `REGISTRY`, also where that is the name of another literal."""
        registry = self._named.get("REGISTRY")
        if not isinstance(registry, ast.Dict):
            raise self._refused("has no mapping `REGISTRY`")
        for name, value in zip(registry.keys, registry.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                found = self._named.get(value.id) if isinstance(value, ast.Name) else value
                return self._bracketed(found, f"`{key}` of `REGISTRY`")
        if is_needed:
            raise self._refused(f"has no `{key}` in `REGISTRY`")
        return None

    def add(self, to: Bracketed, key: str, text: str) -> None:
        """Put an element before the first one that sorts after `key`, unless `key` is there."""
        keys = to.keys if isinstance(to, ast.Dict) else to.elts
        said = [node.value if isinstance(node, ast.Constant) else None for node in keys]
        if key in said:
            return
        ends = to.values if isinstance(to, ast.Dict) else to.elts
        place = next((at for at, one in enumerate(said) if isinstance(one, str) and one > key), len(said))
        if place == 0:
            self._add_first(to, ends, text)
            return
        before = ends[place - 1]
        following = ends[place].lineno if place < len(ends) else to.end_lineno
        end = self._offset(before.end_lineno, before.end_col_offset)
        if following == before.end_lineno:
            self._insert(end, f", {text}")
            return
        if not self._content[end : self._after(before.end_lineno)].lstrip().startswith(b","):
            self._insert(end, ",")
        first = keys[place - 1] or before
        self._insert(self._after(before.end_lineno), f"{self._margin(first.lineno)}{text},\n")

    def add_import(self, module: str, name: str, alias: str, *, package: str) -> None:
        """Import `name` of `module`, where the order of modules of `package` has it."""
        imports = [node for node in self._tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        own = [node for node in imports if isinstance(node, ast.ImportFrom) and _is_of(node, package)]
        if any(node.module == module and _imports(node, name, alias) for node in own):
            return
        text = f"from {module} import {name} as {alias}\n"
        later = next((node for node in own if _natural(node.module or "") > _natural(module)), None)
        if later is not None:
            self._insert(self._starts[later.lineno - 1], text)
        elif own:
            self._insert(self._after(own[-1].end_lineno), text)
        elif imports:
            self._insert(self._after(imports[-1].end_lineno), f"\n{text}")
        else:
            has_words = ast.get_docstring(self._tree, clean=False) is not None
            self._insert(self._after(self._tree.body[0].end_lineno) if has_words else 0, f"\n{text}")

    def add_case(self, function: str, name: str, body: str) -> None:
        """Put `case "name":` into the `match` of a function, unless it is there."""
        found = next(
            (
                node
                for outer in self._tree.body
                if isinstance(outer, ast.FunctionDef) and outer.name == function
                for node in ast.walk(outer)
                if isinstance(node, ast.Match)
            ),
            None,
        )
        if found is None:
            raise self._refused(f"has no function `{function}` with a `match` over names")
        said = [_case(case.pattern) for case in found.cases]
        if name in said:
            return
        later = (at for at, one in enumerate(said) if one is None or one > name)
        place = next(later, len(said))
        pattern = found.cases[min(place, len(said) - 1)].pattern
        margin = self._margin(pattern.lineno)
        text = f'{margin}case "{name}":\n{margin}    {body}\n'
        if place == 0:
            self._insert(self._starts[pattern.lineno - 1], text)
        else:
            self._insert(self._after(found.cases[place - 1].body[-1].end_lineno), text)

    def content(self) -> bytes:
        """The text with everything put in.

        Raises:
            ConfigError: that would be no Python any more.
        """
        if not self._inserted:
            return self._read
        made = self._content
        # From the end, so that positions hold; of what goes to one place, what came first stands first.
        for offset, _, text in sorted(self._inserted, reverse=True):
            made = made[:offset] + text + made[offset:]
        try:
            ast.parse(made)
        except SyntaxError:
            raise self._refused("is laid out so that nothing can be put in") from None
        return made

    def _add_first(self, to: Bracketed, elements: Sequence[ast.expr], text: str) -> None:
        start = self._offset(to.lineno, to.col_offset)
        if self._content[start : start + 1] not in (b"[", b"(", b"{"):
            raise self._refused(f"has a tuple without parentheses on line {to.lineno}")
        margin = self._margin(to.lineno)
        if to.end_lineno == to.lineno and not elements:
            self._insert(start + 1, f"\n{margin}    {text},\n{margin}")
        elif elements and elements[0].lineno == to.lineno:
            self._insert(start + 1, f"{text}, ")
        else:
            inner = self._margin(elements[0].lineno) if elements else f"{margin}    "
            self._insert(self._after(to.lineno), f"{inner}{text},\n")

    def _bracketed(self, found: ast.expr | None, name: str) -> Bracketed:
        if not isinstance(found, ast.List | ast.Tuple | ast.Dict):
            raise self._refused(f"has no list or mapping written out for {name}")
        return found

    def _refused(self, what: str) -> ConfigError:
        return ConfigError(
            at=self.where,
            what=f"`{self.where}` {what}",
            fix="write it as `new-server` does in an empty folder, or name another one: --package",
        )

    def _insert(self, offset: int, text: str) -> None:
        encoded = text.replace("\n", self._newline.decode()).encode()
        self._inserted.append((offset, len(self._inserted), encoded))

    def _offset(self, line: int | None, column: int | None) -> int:
        return self._starts[(line or 1) - 1] + (column or 0)

    def _after(self, line: int | None) -> int:
        """Where the line after `line` begins."""
        return self._starts[line or 0]

    def _margin(self, line: int) -> str:
        text = self._content[self._starts[line - 1] : self._starts[line]].decode()
        return text[: len(text) - len(text.lstrip(" \t"))]


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    named: dict[str, ast.expr] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                named[name] = value
    return named


def _is_of(node: ast.ImportFrom, package: str) -> bool:
    return node.level == 0 and f"{node.module}.".startswith(f"{package}.")


def _imports(node: ast.ImportFrom, name: str, alias: str) -> bool:
    return any(each.name == name and each.asname == alias for each in node.names)


def _case(pattern: ast.pattern) -> str | None:
    """The name that a case stands for; None for one that stands for any."""
    match pattern:
        case ast.MatchValue(value=ast.Constant(value=str() as name)):
            return name
        case ast.MatchAs():
            return None
        case _:
            return ""


def _natural(module: str) -> list[tuple[int, str]]:
    """What imports are ordered by: numbers inside a name count as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", module) if part]
