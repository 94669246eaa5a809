"""Tools that read and find issues."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira import api_helper, rendering
from pytest_mcp_contract.reference.servers.jira.api_helper import COMMENTS_AT_ONCE
from pytest_mcp_contract.reference.servers.jira.arguments import (
    FieldId,
    IssueKey,
    MaxResults,
    PageToken,
    StartAt,
)
from pytest_mcp_contract.reference.servers.jira.issue_parts import Starts
from pytest_mcp_contract.reference.servers.jira.jql import Direction, Filter, OrderField, jql_of
from pytest_mcp_contract.reference.servers.jira.rendering_comments import render_comments
from pytest_mcp_contract.reference.servers.jira.sites import Jira, JiraSite, with_site
from pytest_mcp_contract.reference.tools import add_reading_tool, call_result


def add_issue_tools(server: MCPServer, jira: Jira) -> None:
    """Add the tools that read issues."""
    _add_get_issue(server, jira)
    _add_search_tools(server, jira)


def _add_get_issue(server: MCPServer, jira: Jira) -> None:
    async def get_issue(
        issue_key: IssueKey,
        include_comments: Annotated[bool, Field(description="Whether to read the comments too.")] = False,
        comments_start_at: StartAt = 0,
        comments_at_once: Annotated[
            int, Field(ge=1, le=COMMENTS_AT_ONCE, description="Comments to read; of one alone more is shown.")
        ] = COMMENTS_AT_ONCE,
        comment_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the comment to show; used with comments_at_once=1.",
            ),
        ] = 1,
        description_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the description to show, as the part before names it.",
            ),
        ] = 1,
        lists_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First entry to show of labels, subtasks, links, attachments and the like.",
            ),
        ] = 1,
        field_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of a long field to show; used with one id in more_fields.",
            ),
        ] = 1,
        more_fields: Annotated[
            tuple[FieldId, ...],
            Field(
                max_length=20,
                description="Ids of other fields to show, e.g. `customfield_10016`.",
            ),
        ] = (),
    ) -> CallToolResult:
        """Read one Jira issue.

        Required: issue_key. Optional: include_comments (default false), comments_start_at, comments_at_once
        (default 10), comment_from, description_from, lists_from, field_from,
        more_fields.
        Returns Markdown: title, type, status, people with account ids, dates, parent, labels, versions, link,
        description, subtasks, links to other issues, attachments, and on request other fields and comments,
        oldest first.
        Limits: needs a token that may see the issue. Long texts come in parts, and each says how to get the
        next; files are only named.
        """

        starts = Starts(description_from, lists_from, field_from)

        async def request(token: str, site: JiraSite) -> Result[str]:
            issue = await api_helper.get_issue(token, site, issue_key, more_fields=more_fields)
            if isinstance(issue, Err):
                return issue
            shown = ""
            if include_comments:
                page = await api_helper.get_comments(
                    token, site, issue_key, start_at=comments_start_at, at_once=comments_at_once
                )
                if isinstance(page, Err):
                    return page
                shown = render_comments(
                    page.value,
                    start_at=comments_start_at,
                    per_page=comments_at_once,
                    comment_from=comment_from,
                )
            return Ok(
                rendering.render_issue(
                    issue.value,
                    site.link(issue_key),
                    more_fields=more_fields,
                    comments=shown,
                    starts=starts,
                )
            )

        return await with_site(jira, request, lambda text, _: text)

    add_reading_tool(server, get_issue, title="Get an issue")


def _add_search_tools(server: MCPServer, jira: Jira) -> None:
    async def search_issues(
        filters: Annotated[
            tuple[Filter, ...],
            Field(min_length=1, max_length=20, description="Conditions, all of which an issue must meet."),
        ],
        order_by: Annotated[OrderField, Field(description="What the issues are ordered by.")] = "updated",
        direction: Annotated[Direction, Field(description="Smallest or oldest first, or last.")] = "desc",
        max_results: MaxResults = 20,
        next_page_token: PageToken = None,
    ) -> CallToolResult:
        """Find Jira issues that meet some conditions, e.g. project = EX and status = In Progress.

        Required: filters. Optional: order_by (default updated), direction (default desc), max_results
        (default 20), next_page_token.
        Returns Markdown: the conditions as JQL, one line for each issue with key, type, status, priority,
        assignee, last update, title and labels, and a sentence if there are more.
        Limits: conditions are joined by AND; for OR, functions or history use search_issues_jql. Texts are
        left out, use get_issue. A token fits the same conditions only.
        """
        query = jql_of(filters, order_by, direction)
        if isinstance(query, Err):
            return call_result(query)
        return await _search(jira, query.value, "search_issues", max_results, next_page_token)

    async def search_issues_jql(
        jql: Annotated[
            str,
            Field(
                min_length=1,
                max_length=5_000,
                pattern=r"\S",
                description="A query in JQL with at least one condition, "
                'e.g. `project = EX AND status WAS "In Progress" ORDER BY created`.',
            ),
        ],
        max_results: MaxResults = 20,
        next_page_token: PageToken = None,
    ) -> CallToolResult:
        """Find Jira issues by a query in JQL.

        Required: jql. Optional: max_results (default 20), next_page_token.
        Returns Markdown: one line for each issue with key, type, status, priority, assignee, last update,
        title and labels, and a sentence if there are more.
        Limits: Jira refuses queries without a condition. Texts are left out, use get_issue. A token fits the
        same query only. Values with blanks or signs must be quoted; search_issues does so by itself.
        """
        return await _search(jira, jql.strip(), "search_issues_jql", max_results, next_page_token)

    add_reading_tool(server, search_issues, title="Search issues")
    add_reading_tool(server, search_issues_jql, title="Search issues by JQL")


async def _search(
    jira: Jira, jql: str, tool: str, max_results: int, next_page_token: str | None
) -> CallToolResult:
    return await with_site(
        jira,
        lambda token, site: api_helper.search_issues(
            token, site, jql, max_results=max_results, next_page_token=next_page_token
        ),
        lambda found, _: rendering.render_found(found, jql, tool=tool, next_page_token=next_page_token),
    )
