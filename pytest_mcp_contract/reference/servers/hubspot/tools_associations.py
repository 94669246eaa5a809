"""Tools for what links records."""

from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Result
from pytest_mcp_contract.reference.servers.hubspot import associations_helper
from pytest_mcp_contract.reference.servers.hubspot.arguments import Cursor, ObjectType, RecordId
from pytest_mcp_contract.reference.servers.hubspot.cursors import MOST_ON_A_PAGE
from pytest_mcp_contract.reference.servers.hubspot.rendering_lists import (
    render_association,
    render_associations,
)
from pytest_mcp_contract.reference.servers.hubspot.schemas import AssociationBatch
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool, add_updating_tool


def add_association_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that list and make associations."""

    async def list_associations(
        object_type: ObjectType,
        record_id: RecordId,
        to_object_type: ObjectType,
        limit: Annotated[
            int, Field(ge=1, le=MOST_ON_A_PAGE, description="Records on a page, at most 100.")
        ] = 50,
        after: Cursor = None,
    ) -> CallToolResult:
        """List the HubSpot records of one type that a record is associated with.

        Required: object_type, record_id, to_object_type. Optional: limit (default 50), after.
        Returns Markdown: one line for each record with its id and the labels of the association, and a
        sentence if there is another page.
        Limits: ids and labels only, use get_contact, get_company, get_deal or search_crm_objects for more.
        """
        return await with_auth(
            PLATFORM,
            lambda token: associations_helper.list_associations(
                token, api, object_type, record_id, to_object_type, limit=limit, after=after
            ),
            lambda found: render_associations(found, object_type, record_id, to_object_type),
        )

    async def create_association(
        from_object_type: ObjectType,
        from_record_id: RecordId,
        to_object_type: ObjectType,
        to_record_id: RecordId,
        label: Annotated[
            str | None,
            Field(
                min_length=1,
                max_length=300,
                description="Label of the association in this direction, e.g. `Primary`; null: a plain one.",
            ),
        ] = None,
    ) -> CallToolResult:
        """Associate two HubSpot records, such as a contact with a company; other associations stay.

        Required: from_object_type, from_record_id, to_object_type, to_record_id. Optional: label.
        Returns which records are associated now, and the labels that HubSpot confirms.
        Limits: needs a token that may write both records. An unknown label is refused, and the reply names
        the labels there are; they can differ by direction.
        """
        from_record, to_record = (from_object_type, from_record_id), (to_object_type, to_record_id)

        async def request(token: str) -> Result[AssociationBatch]:
            if label is None:
                return await associations_helper.associate(token, api, from_record, to_record)
            return await associations_helper.associate_with_label(token, api, from_record, to_record, label)

        return await with_auth(
            PLATFORM, request, lambda made: render_association(made, from_record, to_record)
        )

    add_reading_tool(server, list_associations, title="List associations")
    add_updating_tool(server, create_association, title="Associate two records")
