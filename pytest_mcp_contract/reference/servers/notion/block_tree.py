"""Blocks with the blocks nested in them, read within limits.

Notion answers one level at a time, so every block with others inside costs a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import api_helper
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block

MOST_REQUESTS = 20
"""For one tree; Notion allows three a second."""
MOST_BLOCKS = 300
"""In one tree; more do not fit into a reply."""
PAGE_SIZE = 100

STANDS_ALONE = frozenset({"child_page", "child_database"})
"""Blocks whose inside is another page."""
NO_LEVEL = frozenset({"table", "column_list", "column", "synced_block"})
"""Blocks that are nothing without their inside: it does not count as deeper."""


@dataclass(slots=True)
class Node:
    """A block, and what was read of its inside."""

    block: Block
    children: list["Node"] = field(default_factory=list)
    is_unread: bool = False
    """There are blocks inside, and none was read."""
    has_more: bool = False
    """More blocks follow inside, after `children`."""
    cursor: str | None = None
    """Where they begin."""
    problem: str = ""
    """Why the inside of a synced block cannot be read."""


@dataclass(slots=True)
class _Allowance:
    requests: int = MOST_REQUESTS
    blocks: int = MOST_BLOCKS

    @property
    def is_used_up(self) -> bool:
        return self.requests <= 0 or self.blocks <= 0


async def read_tree(
    access_token: str,
    api: HttpApi,
    block_id: str,
    *,
    depth: int,
    page_size: int,
    cursor: str | None,
    first: int,
) -> Result[Node]:
    """The inside of a block or page, in a node without a block of its own worth showing.

    `depth` counts levels, and `first` is the number, from 1, of the first block of this page whose inside is
    read. In the order of the text: where the allowance ends, the start is complete and the rest is marked.
    """
    top = await api_helper.get_children(access_token, api, block_id, page_size=page_size, cursor=cursor)
    if isinstance(top, Err):
        return top
    answer = top.value
    nodes = [Node(block, is_unread=_has_inside(block)) for block in answer.results]
    root = Node(Block(id=block_id), nodes, has_more=bool(answer.has_more), cursor=answer.next_cursor)
    allowance = _Allowance(MOST_REQUESTS - 1, MOST_BLOCKS - len(nodes[first - 1 : first - 1 + page_size]))
    failed = await _read_inside(access_token, api, nodes[first - 1 : page_size], depth - 1, allowance)
    return failed if failed else Ok(root)


async def _read_inside(
    access_token: str, api: HttpApi, nodes: Sequence[Node], depth: int, allowance: _Allowance
) -> Err | None:
    for node in nodes:
        kind = node.block.type or ""
        deeper = depth if kind in NO_LEVEL else depth - 1
        if not node.is_unread or deeper < 0 or allowance.is_used_up:
            continue
        allowance.requests -= 1
        inside = await api_helper.get_children(
            access_token, api, node.block.id, page_size=PAGE_SIZE, cursor=None
        )
        if isinstance(inside, Err):
            if not _repeats_another(node.block):
                return inside
            node.problem = inside.message
            continue
        answer = inside.value
        node.is_unread = False
        node.children = [Node(block, is_unread=_has_inside(block)) for block in answer.results]
        node.has_more, node.cursor = bool(answer.has_more), answer.next_cursor
        allowance.blocks -= len(node.children)
        failed = await _read_inside(access_token, api, node.children, deeper, allowance)
        if failed:
            return failed
    return None


def _has_inside(block: Block) -> bool:
    return bool(block.has_children) and block.type not in STANDS_ALONE


def _repeats_another(block: Block) -> bool:
    """Whether its inside is that of a block which the token may not be allowed to see."""
    return bool(block.synced_block and block.synced_block.synced_from)
