"""Tools that search and count records."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.hubspot import api_helper
from pytest_mcp_contract.reference.servers.hubspot.arguments import (
    ChosenProperties,
    Filters,
    ObjectType,
    SearchText,
)
from pytest_mcp_contract.reference.servers.hubspot.cursors import MOST_ON_A_PAGE
from pytest_mcp_contract.reference.servers.hubspot.filters import search_body
from pytest_mcp_contract.reference.servers.hubspot.object_types import default_properties
from pytest_mcp_contract.reference.servers.hubspot.rendering import render_count, render_search
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool, call_result


def add_search_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that search and count records."""

    async def search_crm_objects(
        object_type: ObjectType,
        query: SearchText = "",
        filters: Filters = (),
        properties: ChosenProperties = (),
        sort_by: Annotated[
            str | None,
            Field(
                min_length=1,
                max_length=200,
                pattern=r"^-?[A-Za-z0-9_.]+$",
                description="Internal name of the property to sort by, with - before it for the highest "
                "first, e.g. `-amount`; null: newest record first.",
            ),
        ] = None,
        limit: Annotated[
            int, Field(ge=1, le=MOST_ON_A_PAGE, description="Records on a page, at most 100.")
        ] = 20,
        after: Annotated[
            str | None,
            Field(
                pattern=r"^[0-9]{1,4}$",
                description="Where the next page begins, as the page before it says; null: first page.",
            ),
        ] = None,
        text_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of a long value to show; used where one property of one record "
                "is shown.",
            ),
        ] = 1,
    ) -> CallToolResult:
        """Search HubSpot records of one type.

        Required: object_type. Optional: query, filters (all must hold), properties (default: a small usual
        set), sort_by (default: newest first), limit (default 20), after, text_from.
        Returns Markdown: the number of matches, a section for each record with its name, id, properties and
        link, and a sentence if there is another page. A cut value says how to get the rest.
        Limits: HubSpot reads only the first 10,000 matches, and finds new and changed records after some
        seconds. Owners and stages are shown by id. To know only how many match use count_objects.
        """
        body = search_body(query, filters)
        if isinstance(body, Err):
            return call_result(body)
        asked = tuple(dict.fromkeys(properties)) or default_properties(object_type)
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.search_objects(
                token,
                api,
                object_type,
                body.value,
                properties=asked,
                sort_by=sort_by,
                limit=limit,
                after=after,
            ),
            lambda found: render_search(
                found,
                object_type,
                asked=asked,
                chosen=bool(properties),
                after=int(after or 0),
                text_from=text_from,
            ),
        )

    async def count_objects(
        object_type: ObjectType, query: SearchText = "", filters: Filters = ()
    ) -> CallToolResult:
        """Count HubSpot records of one type.

        Required: object_type. Optional: query, filters (all must hold).
        Returns one sentence with the number; none is an answer too.
        Limits: HubSpot counts to 10,000, and the sentence says so where there are more; new records count
        after some seconds. To see the records use search_crm_objects.
        """
        body = search_body(query, filters)
        if isinstance(body, Err):
            return call_result(body)
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.count_objects(token, api, object_type, body.value),
            lambda found: render_count(found, object_type),
        )

    add_reading_tool(server, search_crm_objects, title="Search records")
    add_reading_tool(server, count_objects, title="Count records")
