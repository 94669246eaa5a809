"""The declared response schemas and the renderers against recorded traffic of the real API.

The recordings are of version 2, whose texts are no documents but wiki markup; the rest is as in version 3.
"""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.jira import rendering, rendering_setup
from pytest_mcp_contract.reference.servers.jira.rendering_comments import render_comments
from pytest_mcp_contract.reference.servers.jira.schemas import (
    Comments,
    CreatedComment,
    Found,
    Issue,
    LinkTypes,
)
from pytest_mcp_contract.reference.servers.jira.schemas_setup import Projects, Transitions
from tests.reference.real_traffic import Recording, Renderer, complaints, recordings

LINK = "https://site.example/browse/EX-1"


def issue(body: JSON) -> list[str]:
    """An issue."""
    return [rendering.render_issue(Issue.model_validate(body), LINK, more_fields=())]


def issues(body: JSON) -> list[str]:
    """A page of a search, and each issue by itself."""
    found = Found.model_validate(body)
    shown = rendering.render_found(found, "project = EX", tool="search_issues_jql", next_page_token=None)
    return [shown, *(rendering.render_issue(one, LINK, more_fields=()) for one in found.issues)]


def comments(body: JSON) -> list[str]:
    """A page of comments."""
    page = Comments.model_validate(body)
    return [render_comments(page, start_at=0, per_page=50)]


def created_comment(body: JSON) -> list[str]:
    """A comment that was just made."""
    return [rendering.render_created_comment(CreatedComment.model_validate(body), "EX-1", LINK, "")]


def transitions(body: JSON) -> list[str]:
    """The ways on from a status."""
    return [rendering_setup.render_transitions(Transitions.model_validate(body), "EX-1", start_at=0)]


def projects(body: JSON) -> list[str]:
    """All projects, which version 2 gives as a bare list."""
    page = Projects.model_validate({"values": body, "isLast": True, "total": len(body) if body else 0})  # type: ignore[arg-type]
    return [rendering_setup.render_projects(page, text="", start_at=0)]


def link_types(body: JSON) -> list[str]:
    """The kinds of links; a tool only looks a name up in them."""
    whole: JSON = {"issueLinkTypes": body} if isinstance(body, list) else body  # one recording keeps the list
    return [", ".join(kind.name or "" for kind in LinkTypes.model_validate(whole).types)]


API = r"(?:/ex/jira/[^/]+|/jira)?/rest/api/[23]"
SHAPES: dict[str, Renderer] = {
    rf"GET {API}/issue/[^/]+": issue,
    r"GET (?:/jira)?/rest/agile/1\.0/(?:board|sprint)/\d+/issue": issues,
    rf"GET {API}/issue/[^/]+/comment": comments,
    rf"POST {API}/issue/[^/]+/comment": created_comment,
    rf"GET {API}/issue/[^/]+/transitions": transitions,
    rf"GET {API}/project": projects,
    rf"GET {API}/issueLinkType": link_types,
}


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("jira", SHAPES)


@pytest.mark.shared_data
def test_every_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    print(f"{len(found)} recordings")  # noqa: T201

    assert found
    assert complaints(found) == {}
