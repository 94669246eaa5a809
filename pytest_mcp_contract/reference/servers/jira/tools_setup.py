"""Tools that read what issues are made of: projects, types, fields, transitions."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.servers.jira import api_helper
from pytest_mcp_contract.reference.servers.jira.arguments import IssueKey, ProjectKey, StartAt
from pytest_mcp_contract.reference.servers.jira.rendering_setup import (
    render_create_fields,
    render_issue_types,
    render_projects,
    render_transitions,
)
from pytest_mcp_contract.reference.servers.jira.sites import Jira, with_site
from pytest_mcp_contract.reference.tools import add_reading_tool


def add_setup_tools(server: MCPServer, jira: Jira) -> None:
    """Add the tools that other tools take their keys and ids from."""
    _add_project_tools(server, jira)
    _add_issue_tools(server, jira)


def _add_project_tools(server: MCPServer, jira: Jira) -> None:
    async def list_projects(
        text: Annotated[
            str, Field(max_length=100, description="Only projects whose key or name has this text.")
        ] = "",
        start_at: StartAt = 0,
    ) -> CallToolResult:
        """List the projects of the Jira site, by key.

        Required: nothing. Optional: text, start_at (default 0).
        Returns Markdown: one line for each project with key, kind and name, 50 a page, and a sentence if
        there are more.
        Limits: only projects that the token may see.
        """
        words = text.strip()
        return await with_site(
            jira,
            lambda token, site: api_helper.list_projects(token, site, text=words, start_at=start_at),
            lambda page, _: render_projects(page, text=words, start_at=start_at),
        )

    async def list_issue_types(project_key: ProjectKey, start_at: StartAt = 0) -> CallToolResult:
        """List the types of issues that can be created in a Jira project.

        Required: project_key. Optional: start_at (default 0).
        Returns Markdown: one line for each type with name, id and what it is for, 50 a page, and a sentence
        if there are more.
        Limits: only types that the token may create. For the fields of one use get_create_fields.
        """
        return await with_site(
            jira,
            lambda token, site: api_helper.list_issue_types(token, site, project_key, start_at=start_at),
            lambda page, _: render_issue_types(page, project_key, start_at=start_at),
        )

    async def get_create_fields(
        project_key: ProjectKey,
        issue_type_id: Annotated[
            str,
            Field(
                max_length=20,
                pattern=r"^[0-9]+$",
                description="Id of the type, e.g. `10001`; list_issue_types shows it.",
            ),
        ],
        start_at: StartAt = 0,
        values_from: Annotated[
            int, Field(ge=1, le=1_000_000, description="First allowed value to show of each field.")
        ] = 1,
    ) -> CallToolResult:
        """List the fields that can be set when a Jira issue of one type is created.

        Required: project_key, issue_type_id. Optional: start_at (default 0), values_from (default 1).
        Returns Markdown: one line for each field with id, whether it is required, the argument or the kind
        under which create_issue and update_issue take it, name and allowed values, 50 a page, and a sentence
        if there are more.
        Limits: of many allowed values 10 are shown at once, from values_from on.
        """
        return await with_site(
            jira,
            lambda token, site: api_helper.get_create_fields(
                token, site, project_key, issue_type_id, start_at=start_at
            ),
            lambda page, _: render_create_fields(
                page, project_key, issue_type_id, start_at=start_at, values_from=values_from
            ),
        )

    add_reading_tool(server, list_projects, title="List projects")
    add_reading_tool(server, list_issue_types, title="List issue types")
    add_reading_tool(server, get_create_fields, title="Get the fields of new issues")


def _add_issue_tools(server: MCPServer, jira: Jira) -> None:
    async def get_transitions(issue_key: IssueKey, start_at: StartAt = 0) -> CallToolResult:
        """List the transitions that can be made on a Jira issue now, each into a status.

        Required: issue_key. Optional: start_at (default 0).
        Returns Markdown: one line for each transition with its id for transition_issue, the status it leads
        to, the fields it needs, and its name, and a sentence if there are more.
        Limits: only what the workflow and the rights of the token allow in the issue's present status.
        """
        return await with_site(
            jira,
            lambda token, site: api_helper.get_transitions(token, site, issue_key),
            lambda found, _: render_transitions(found, issue_key, start_at=start_at),
        )

    add_reading_tool(server, get_transitions, title="Get the transitions of an issue")
