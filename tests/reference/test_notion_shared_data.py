"""The declared response schemas and the renderers against recorded traffic of the real API."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion import rendering
from pytest_mcp_contract.reference.servers.notion.block_tree import Node
from pytest_mcp_contract.reference.servers.notion.rendering_blocks import render_children
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_rows
from pytest_mcp_contract.reference.servers.notion.schemas import (
    Comment,
    Comments,
    DataSource,
    Page,
    Rows,
    Search,
    Users,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import AppendedBlocks, Block, BlockList
from tests.reference.real_traffic import Recording, Renderer, complaints, recordings

PAGE_SIZE = 100


def page(body: JSON) -> list[str]:
    """A page, read, created and updated."""
    model = Page.model_validate(body)
    changed = list(model.properties or {})
    return [
        rendering.render_page(model),
        rendering.render_created_page(model, written=1, title="Title"),
        rendering.render_updated_page(model, changed, emoji="📌"),
    ]


def blocks(found: list[Block]) -> list[str]:
    """Blocks as the inside of another one, and each as a deleted one."""
    inside = render_children(
        Node(Block(id="parent"), [Node(one) for one in found]),
        first=1,
        page_size=PAGE_SIZE,
        cursor=None,
        show_ids=True,
    )
    return [inside, *map(rendering.render_deleted, found)]


def children(body: JSON) -> list[str]:
    """The inside of a block."""
    return blocks(BlockList.model_validate(body).results)


def appended(body: JSON) -> list[str]:
    """Blocks that were just added."""
    return blocks(AppendedBlocks.model_validate(body).results)


def block(body: JSON) -> list[str]:
    """One block."""
    return blocks([Block.model_validate(body)])


def source(body: JSON) -> list[str]:
    """A data source, or a database of the time before there were any."""
    return [shown(DataSource.model_validate(body), Rows(results=[]))]


def rows(body: JSON) -> list[str]:
    """The rows of a data source, as a table and each by itself."""
    model = Rows.model_validate(body)
    pages = [one for one in model.results if isinstance(one, Page)]
    return [shown(DataSource(id="source"), model), *map(rendering.render_page, pages)]


def shown(of: DataSource, found: Rows) -> str:
    """A page of rows."""
    return render_rows(of, found, columns=(), page_size=PAGE_SIZE, is_first=True, is_filtered=False)


def search(body: JSON) -> list[str]:
    """A search, which also has the form of the old list of all databases."""
    found = Search.model_validate(body)
    return [rendering.render_search(found, "words", kind="all", page_size=PAGE_SIZE, is_first=True)]


def users(body: JSON) -> list[str]:
    """A list of users."""
    return [rendering.render_users(Users.model_validate(body), page_size=PAGE_SIZE, is_first=True)]


def user(body: JSON) -> list[str]:
    """One user."""
    return users({"results": [body]})


def comments(body: JSON) -> list[str]:
    """A list of comments."""
    found = Comments.model_validate(body)
    return [rendering.render_comments(found, "block", page_size=PAGE_SIZE, is_first=True)]


def comment(body: JSON) -> list[str]:
    """One comment, as a new one and in a list."""
    return [
        rendering.render_created_comment(Comment.model_validate(body), "page"),
        *comments({"results": [body]}),
    ]


SHAPES: dict[str, Renderer] = {
    r"(?:GET|PATCH) /v1/pages/[^/]+": page,
    r"POST /v1/pages(?:/[^/]+/move)?": page,
    r"GET /v1/blocks/[^/]+/children": children,
    r"PATCH /v1/blocks/[^/]+/children": appended,
    r"(?:GET|PATCH|DELETE) /v1/blocks/[^/]+": block,
    r"(?:GET|PATCH) /v1/(?:data_sources|databases)/[^/]+": source,
    r"POST /v1/data_sources": source,
    r"POST /v1/(?:data_sources|databases)/[^/]+/query": rows,
    r"POST /v1/search": search,
    r"GET /v1/databases": search,
    r"GET /v1/users": users,
    r"GET /v1/users/[^/]+": user,
    r"GET /v1/comments": comments,
    r"(?:GET|PATCH|DELETE) /v1/comments/[^/]+": comment,
}


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("notion", SHAPES)


@pytest.mark.shared_data
def test_every_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, of API versions from 2021 to 2026."""
    print(f"{len(found)} recordings")  # noqa: T201

    assert found
    assert complaints(found, internal="https://api.notion.com") == {}


@pytest.mark.shared_data
@pytest.mark.parametrize("pattern", SHAPES)
def test_every_shape_was_recorded(found: list[Recording], pattern: str) -> None:
    """Provenance: recordings of public API client test suites. One that matches none proves nothing."""
    assert any(recording.render is SHAPES[pattern] for recording in found)
