"""Tools that create and change records."""

from mcp.server import MCPServer
from mcp.types import CallToolResult

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.servers.salesforce import api_helper
from pytest_mcp_contract.reference.servers.salesforce.arguments import FieldValues, ObjectName, RecordId
from pytest_mcp_contract.reference.servers.salesforce.rendering import render_created, render_updated
from pytest_mcp_contract.reference.servers.salesforce.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_creating_tool, add_updating_tool


def add_writing_tools(server: MCPServer, api: HttpApi, instance_url: str) -> None:
    """Add the tools that write records."""

    async def create_record(object_name: ObjectName, values: FieldValues) -> CallToolResult:
        """Create one Salesforce record. Calling it twice creates two.

        Required: object_name, values.
        Returns the id and link of the new record.
        Limits: needs a user who may create such records; validation and duplicate rules of the organisation
        apply. Which fields are required, describe_object tells.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_record(token, api, object_name, values=values),
            lambda saved: render_created(object_name, saved.id or "", f"{instance_url}/{saved.id}"),
        )

    async def update_record(
        object_name: ObjectName, record_id: RecordId, values: FieldValues
    ) -> CallToolResult:
        """Change fields of one Salesforce record; fields that are not named stay as they are.

        Required: object_name, record_id, values; null clears a field.
        Returns the names of the changed fields and the link of the record.
        Limits: needs a user who may edit the record; validation rules of the organisation apply. It cannot
        be undone, so read the values before with get_record if they may be needed again.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.update_record(token, api, object_name, record_id, values=values),
            lambda _: render_updated(object_name, record_id, f"{instance_url}/{record_id}", values),
        )

    add_creating_tool(server, create_record, title="Create a record")
    add_updating_tool(server, update_record, title="Update a record")
