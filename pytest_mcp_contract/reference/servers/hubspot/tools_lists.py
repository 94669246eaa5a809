"""Tools that list properties and owners."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.hubspot import api_helper
from pytest_mcp_contract.reference.servers.hubspot.arguments import Cursor, ObjectType
from pytest_mcp_contract.reference.servers.hubspot.cursors import MOST_ON_A_PAGE
from pytest_mcp_contract.reference.servers.hubspot.rendering_lists import (
    EMAIL,
    LONGEST_EMAIL,
    LONGEST_FILTER,
    render_owners,
    render_properties,
)
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool


def add_list_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that list properties and owners."""

    async def list_properties(
        object_type: ObjectType,
        name_contains: Annotated[
            str,
            Field(
                max_length=LONGEST_FILTER,
                description="Only properties with this text in name or label, in any case; a whole internal "
                "name shows that property alone, with all its options. Empty: all.",
            ),
        ] = "",
        writable_only: Annotated[
            bool, Field(description="Whether to leave out properties that only HubSpot sets.")
        ] = False,
        start_at: Annotated[
            int, Field(ge=1, le=10_000, description="Number of the first property to show, from 1.")
        ] = 1,
        options_start_at: Annotated[
            int,
            Field(
                ge=1,
                le=10_000,
                description="Number of the first option to show, from 1; used where one property is shown.",
            ),
        ] = 1,
        description_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of the description, as the part before names it.",
            ),
        ] = 1,
    ) -> CallToolResult:
        """List the properties that HubSpot records of one type have.

        Required: object_type. Optional: name_contains, writable_only (default false), start_at,
        options_start_at, description_from.
        Returns Markdown: one line for each property with internal name, type, some options, label and
        description, by name; for a single one all options. A cut list says how to get the rest.
        Limits: a type can have hundreds of properties, so use name_contains. Pipeline stages are options of
        `dealstage` and `hs_pipeline_stage` only in some accounts.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_properties(token, api, object_type),
            lambda found: render_properties(
                found,
                object_type,
                name_contains=name_contains,
                writable_only=writable_only,
                start_at=start_at,
                options_start_at=options_start_at,
                description_from=description_from,
            ),
        )

    async def list_owners(
        email: Annotated[
            str | None,
            Field(
                max_length=LONGEST_EMAIL,
                pattern=EMAIL,
                description="Only the owner with exactly this e-mail address; null: all.",
            ),
        ] = None,
        archived: Annotated[
            bool, Field(description="Whether to list owners who left instead of those who are there.")
        ] = False,
        limit: Annotated[
            int, Field(ge=1, le=MOST_ON_A_PAGE, description="Owners on a page, at most 100.")
        ] = 50,
        after: Cursor = None,
    ) -> CallToolResult:
        """List the people and queues of the HubSpot account that records can be assigned to.

        Required: none. Optional: email, archived (default false), limit (default 50), after.
        Returns Markdown: one line for each owner with its id, as in `hubspot_owner_id`, user id, teams, name
        and e-mail address, and a sentence if there is another page.
        Limits: HubSpot finds owners by their whole e-mail address only. For contacts use get_contact.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_owners(
                token, api, email=email, archived=archived, limit=limit, after=after
            ),
            lambda found: render_owners(found, email=email or "", archived=archived, after=after),
        )

    add_reading_tool(server, list_properties, title="List properties")
    add_reading_tool(server, list_owners, title="List owners")
