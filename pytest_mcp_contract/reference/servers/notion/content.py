"""What a model wants to write, as Notion's blocks in portions that one request may carry.

Pure functions. Every `Err` is one sentence, and nothing is sent then.

Source: https://developers.notion.com/reference/request-limits
"""

from collections.abc import Iterator, Sequence

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion.arguments import (
    BlockInput,
    CalloutBlock,
    CodeBlock,
    EquationBlock,
    LinkBlock,
    PlainBlock,
    TextBlock,
    ToDoBlock,
)
from pytest_mcp_contract.reference.servers.notion.markdown_blocks import (
    block,
    children_of,
    code_blocks,
    inline_rich_text,
    markdown_blocks,
    text_blocks,
)
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text

MOST_AT_ONCE = 100
"""Blocks of one level in one request, and blocks nested in one block."""
MOST_IN_REQUEST = 1_000
"""Blocks of all levels in one request."""
MOST_BLOCKS = 1_000
"""Blocks of the first level in one call of a tool: ten requests."""
LEVELS = 3

Portion = list[dict[str, JSON]]


def portions(markdown: str, blocks: Sequence[BlockInput]) -> Result[list[Portion]]:
    """The Markdown and then the blocks, for one request each; or why Notion would not take them."""
    made = [*markdown_blocks(markdown), *(one for given in blocks for one in _given(given))]
    if any(_levels(one) > LEVELS for one in made):
        return Err(
            f"Nothing was written, because the content nests more than {LEVELS} levels deep and Notion takes "
            "no more at once; leave the innermost out, and add it to its block with append_blocks."
        )
    if any(len(children_of(one)) > MOST_AT_ONCE for top in made for one in _with_nested(top)):
        return Err(
            f"Nothing was written, because a block has more than {MOST_AT_ONCE} others right inside it and "
            "Notion takes no more at once; leave the rest out, and add it to that block with append_blocks."
        )
    if len(made) > MOST_BLOCKS or any(_size(one) > MOST_IN_REQUEST for one in made):
        return Err(
            f"Nothing was written, because the content has more than {MOST_BLOCKS} blocks; "
            "write it in several parts with append_blocks."
        )
    return Ok(list(_in_portions(made)))


def _in_portions(made: Sequence[dict[str, JSON]]) -> Iterator[Portion]:
    portion: Portion = []
    size = 0
    for one in made:
        if portion and (len(portion) == MOST_AT_ONCE or size + _size(one) > MOST_IN_REQUEST):
            yield portion
            portion, size = [], 0
        portion.append(one)
        size += _size(one)
    if portion:
        yield portion


def _levels(one: dict[str, JSON]) -> int:
    return 1 + max(map(_levels, children_of(one)), default=0)


def _size(one: dict[str, JSON]) -> int:
    return 1 + sum(map(_size, children_of(one)))


def _with_nested(one: dict[str, JSON]) -> Iterator[dict[str, JSON]]:
    yield one
    for child in children_of(one):
        yield from _with_nested(child)


def _given(given: BlockInput) -> Portion:
    match given:
        case TextBlock():
            pieces, nested = inline_rich_text(given.text), markdown_blocks(given.inside)
            folds: dict[str, JSON] = {"is_toggleable": True} if nested and "heading" in given.type else {}
            return text_blocks(given.type, pieces, nested, **folds)  # other headings take no children
        case ToDoBlock():
            pieces, nested = inline_rich_text(given.text), markdown_blocks(given.inside)
            return text_blocks("to_do", pieces, nested, checked=given.checked)
        case CalloutBlock():
            icon: dict[str, JSON] = {"icon": {"type": "emoji", "emoji": given.icon}} if given.icon else {}
            return text_blocks("callout", inline_rich_text(given.text), markdown_blocks(given.inside), **icon)
        case CodeBlock():
            return code_blocks(given.text, given.language)
        case EquationBlock():
            return [block("equation", expression=given.expression)]
        case LinkBlock():
            caption = plain_rich_text(given.caption)
            if given.type in ("bookmark", "embed"):
                return [block(given.type, url=given.url, caption=caption)]
            return [block(given.type, type="external", external={"url": given.url}, caption=caption)]
        case PlainBlock():
            return [block(given.type)]
