"""TypeScript text -> a syntax tree, and what is asked of its nodes."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pytest_mcp_contract.errors import ConfigError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_WRAPPERS: Final = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"}
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a file is no TypeScript."""

    line: int
    text: str


def parsed(content: bytes, *, is_tsx: bool) -> "Node":
    """The root of the tree; what is no TypeScript is an error node in it.

    Raises:
        ConfigError: the extra `typescript` is not installed.
    """
    return _parser(is_tsx).parse(content).root_node


@cache
def _parser(is_tsx: bool) -> "Parser":
    try:
        import tree_sitter_typescript
        from tree_sitter import Language, Parser
    except ImportError as error:
        raise ConfigError(
            at="--mcp-registry",
            what="a registry in TypeScript is read with the extra `typescript`, which is not installed",
            fix='`pip install "pytest-mcp-registry-contract[typescript]"`',
        ) from error
    made = tree_sitter_typescript.language_tsx() if is_tsx else tree_sitter_typescript.language_typescript()
    return Parser(Language(made))


def line_of(node: "Node") -> int:
    """The line of a node, from 1."""
    return node.start_point[0] + 1


def text_of(node: "Node | None") -> str:
    """The source text of a node."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def field(node: "Node", name: str) -> "Node | None":
    """The child under a field of the grammar."""
    return node.child_by_field_name(name)


def named(node: "Node") -> "list[Node]":
    """The named children, without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def unwrapped(node: "Node") -> "Node":
    """A node without what says nothing of its value: parentheses, `as const`, `satisfies T`, `!`."""
    while node.type in _WRAPPERS:
        inner = named(node)
        if not inner:
            break
        node = inner[0]
    return node


def faults(root: "Node") -> Iterator[Fault]:
    """The first place of each part that is no TypeScript."""
    if not root.has_error:
        return
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if node.is_error or node.is_missing:
            yield Fault(line_of(node), text_of(node).split("\n", 1)[0][:60])
        elif node.has_error:
            ahead += reversed(node.children)


def string_value(node: "Node") -> str | None:
    """The value of a string literal; None where it is another node."""
    if node.type != "string":
        return None
    return "".join(map(fragment, named(node)))


def fragment(node: "Node") -> str:
    """The value of a part of a string or template."""
    text = text_of(node)
    return _unescaped(text) if node.type == "escape_sequence" else text


def _unescaped(text: str) -> str:
    body = text[1:]
    if body[:1] in ("u", "x"):
        digits = body[1:].strip("{}")
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            return codecs.decode(text.encode(), "unicode_escape", "replace")
    return "" if body in ("\n", "\r\n") else _ESCAPES.get(body, body)
