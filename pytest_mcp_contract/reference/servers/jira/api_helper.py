"""Jira's REST API, what only reads: one function per endpoint, each returning a validated model or why not.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from pytest_mcp_contract.reference.http import ApiRequest, Query
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Result
from pytest_mcp_contract.reference.servers.jira.schemas import Comments, Found, Issue, LinkTypes
from pytest_mcp_contract.reference.servers.jira.schemas_setup import (
    CreateFields,
    IssueTypes,
    Projects,
    Transitions,
)
from pytest_mcp_contract.reference.servers.jira.sites import JiraSite

COMMENTS_AT_ONCE = 10
ENTRIES_PER_PAGE = 50
ISSUE_FIELDS = (
    "summary", "description", "issuetype", "status", "priority", "resolution", "project", "assignee",
    "reporter", "labels", "components", "fixVersions", "parent", "subtasks", "issuelinks", "attachment",
    "created", "updated", "resolutiondate", "duedate",
)  # fmt: skip
ROW_FIELDS = ("summary", "issuetype", "status", "priority", "assignee", "labels", "updated")

ModelT = TypeVar("ModelT", bound=BaseModel)


async def get_issue(
    access_token: str, site: JiraSite, issue_key: str, *, more_fields: Sequence[str]
) -> Result[Issue]:
    """One issue: what every issue has, and `more_fields` by their ids, with their names.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-get
    """
    query = {"fields": ",".join(dict.fromkeys((*ISSUE_FIELDS, *more_fields)))}
    if more_fields:
        query["expand"] = "names"
    return await _get(Issue, access_token, site, ("issue", issue_key), f"issue {issue_key}", query)


async def get_comments(
    access_token: str, site: JiraSite, issue_key: str, *, start_at: int, at_once: int
) -> Result[Comments]:
    """Some comments of an issue, oldest first.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-get
    """
    query: dict[str, str | int] = {
        "startAt": start_at,
        "maxResults": at_once,
        "orderBy": "created",
    }
    path = ("issue", issue_key, "comment")
    return await _get(Comments, access_token, site, path, f"issue {issue_key}", query)


async def search_issues(
    access_token: str, site: JiraSite, jql: str, *, max_results: int, next_page_token: str | None
) -> Result[Found]:
    """A page of the issues that a query finds; the token is the one that the page before names.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
    """
    sent: dict[str, JSON] = {"jql": jql, "maxResults": max_results, "fields": list(ROW_FIELDS)}
    if next_page_token:
        sent["nextPageToken"] = next_page_token
    path = site.path("search", "jql")
    ask = ApiRequest("POST", path, access_token, "the issue search", json=sent, is_read=True)
    return await site.api.model(Found, ask)


async def list_projects(access_token: str, site: JiraSite, *, text: str, start_at: int) -> Result[Projects]:
    """Some projects that the user may see, by key; only those whose key or name has `text`.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/#api-rest-api-3-project-search-get
    """
    query: dict[str, str | int] = {"startAt": start_at, "maxResults": ENTRIES_PER_PAGE, "orderBy": "key"}
    if text:
        query["query"] = text
    return await _get(Projects, access_token, site, ("project", "search"), "the list of projects", query)


async def get_transitions(access_token: str, site: JiraSite, issue_key: str) -> Result[Transitions]:
    """The transitions that the user may make now, with the fields of their screens.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-get
    """
    path, query = ("issue", issue_key, "transitions"), {"expand": "transitions.fields"}
    return await _get(Transitions, access_token, site, path, f"issue {issue_key}", query)


async def list_issue_types(
    access_token: str, site: JiraSite, project_key: str, *, start_at: int
) -> Result[IssueTypes]:
    """Some types of issues that the user may create in a project.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-createmeta-projectidorkey-issuetypes-get
    """
    path = ("issue", "createmeta", project_key, "issuetypes")
    query = {"startAt": start_at, "maxResults": ENTRIES_PER_PAGE}
    return await _get(IssueTypes, access_token, site, path, f"project {project_key}", query)


async def get_create_fields(
    access_token: str, site: JiraSite, project_key: str, issue_type_id: str, *, start_at: int
) -> Result[CreateFields]:
    """Some fields that can be set when an issue of that type is created.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-createmeta-projectidorkey-issuetypes-issuetypeid-get
    """
    path = ("issue", "createmeta", project_key, "issuetypes", issue_type_id)
    subject = f"issue type {issue_type_id} in project {project_key}"
    query = {"startAt": start_at, "maxResults": ENTRIES_PER_PAGE}
    return await _get(CreateFields, access_token, site, path, subject, query)


async def get_link_types(access_token: str, site: JiraSite) -> Result[LinkTypes]:
    """All kinds of links between issues.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-link-types/#api-rest-api-3-issuelinktype-get
    """
    return await _get(LinkTypes, access_token, site, ("issueLinkType",), "the kinds of issue links", None)


async def _get(
    model: type[ModelT],
    access_token: str,
    site: JiraSite,
    path: Sequence[str],
    subject: str,
    query: Query,
) -> Result[ModelT]:
    return await site.api.model(model, ApiRequest("GET", site.path(*path), access_token, subject, query))
