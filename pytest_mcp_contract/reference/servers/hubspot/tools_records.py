"""Tools that read one contact, company or deal."""

from mcp.server import MCPServer
from mcp.types import CallToolResult

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.hubspot import api_helper
from pytest_mcp_contract.reference.servers.hubspot.arguments import (
    ChosenProperties,
    CompanyId,
    Contact,
    DealId,
    TextFrom,
)
from pytest_mcp_contract.reference.servers.hubspot.object_types import default_properties
from pytest_mcp_contract.reference.servers.hubspot.rendering import render_object
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool


def add_record_tools(server: MCPServer, api: HttpApi) -> None:
    """Add the tools that read one record."""

    async def get(
        object_type: str, record: str, properties: tuple[str, ...], text_from: int
    ) -> CallToolResult:
        asked = tuple(dict.fromkeys(properties)) or default_properties(object_type)
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.get_object(token, api, object_type, record, properties=asked),
            lambda found: render_object(
                found, object_type, asked=asked, chosen=bool(properties), text_from=text_from
            ),
        )

    async def get_contact(
        contact: Contact, properties: ChosenProperties = (), text_from: TextFrom = 1
    ) -> CallToolResult:
        """Read one HubSpot contact, by its id or its e-mail address.

        Required: contact. Optional: properties (default: name, e-mail, phone, company, job title, lifecycle
        stage, owner, dates), text_from.
        Returns Markdown: the name, the properties that have a value, and the link. Of properties that were
        chosen the empty ones are named too.
        Limits: owners, stages and associated records are shown by id, use list_owners, list_properties and
        list_associations. Long texts come in parts. People who work in HubSpot are owners, not contacts.
        """
        return await get("contacts", contact, properties, text_from)

    async def get_company(
        company_id: CompanyId, properties: ChosenProperties = (), text_from: TextFrom = 1
    ) -> CallToolResult:
        """Read one HubSpot company.

        Required: company_id. Optional: properties (default: name, domain, industry, place, employees,
        lifecycle stage, owner, dates), text_from.
        Returns Markdown: the name, the properties that have a value, and the link. Of properties that were
        chosen the empty ones are named too.
        Limits: owners and associated records are shown by id, use list_owners and list_associations. Long
        texts come in parts. To find a company by its domain use search_crm_objects.
        """
        return await get("companies", company_id, properties, text_from)

    async def get_deal(
        deal_id: DealId, properties: ChosenProperties = (), text_from: TextFrom = 1
    ) -> CallToolResult:
        """Read one HubSpot deal.

        Required: deal_id. Optional: properties (default: name, amount, currency, pipeline, stage, close date,
        owner, dates), text_from.
        Returns Markdown: the name, the properties that have a value, and the link. Of properties that were
        chosen the empty ones are named too.
        Limits: pipelines, stages, owners and associated records are shown by id, use list_properties,
        list_owners and list_associations. Long texts come in parts.
        """
        return await get("deals", deal_id, properties, text_from)

    add_reading_tool(server, get_contact, title="Get a contact")
    add_reading_tool(server, get_company, title="Get a company")
    add_reading_tool(server, get_deal, title="Get a deal")
