"""Tools that read: queries, objects, records and files."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.salesforce import api_helper
from pytest_mcp_contract.reference.servers.salesforce.arguments import (
    FieldName,
    ObjectName,
    RecordId,
    StartAt,
    TextFilter,
)
from pytest_mcp_contract.reference.servers.salesforce.rendering import render_query, render_record
from pytest_mcp_contract.reference.servers.salesforce.rendering_files import render_files
from pytest_mcp_contract.reference.servers.salesforce.rendering_objects import (
    render_description,
    render_objects,
)
from pytest_mcp_contract.reference.servers.salesforce.soql import CURSOR_PATTERN, effect_of
from pytest_mcp_contract.reference.servers.salesforce.utils import PLATFORM
from pytest_mcp_contract.reference.tools import add_reading_tool, call_result


def add_reading_tools(server: MCPServer, api: HttpApi, instance_url: str) -> None:
    """Add the tools that change nothing."""
    _add_query_tools(server, api)
    _add_object_tools(server, api)
    _add_record_tools(server, api, instance_url)


def _add_query_tools(server: MCPServer, api: HttpApi) -> None:
    async def execute_read_query(
        query: Annotated[
            str,
            Field(
                min_length=8,
                max_length=10_000,
                pattern=r"^\s*[Ss][Ee][Ll][Ee][Cc][Tt]\s",
                description="A SOQL query, e.g. `SELECT Id, Name FROM Account WHERE Rating = 'Hot' LIMIT 5`.",
            ),
        ],
        cursor: Annotated[
            str | None,
            Field(
                max_length=70,
                pattern=CURSOR_PATTERN,
                description="Cursor of the next page, as the page before names it.",
            ),
        ] = None,
        start_at: StartAt = 1,
    ) -> CallToolResult:
        """Run a SOQL query in Salesforce and show the records it finds.

        Required: query, which begins with SELECT. Optional: cursor, start_at (default 1).
        Returns Markdown: the number of records, then a table or, for long or nested records, a section for
        each, parents as `Account.Name` and children as lists, and a sentence if there is more.
        Limits: it only reads, so FOR VIEW, FOR REFERENCE, FOR UPDATE and UPDATE TRACKING are refused; 200
        records a page, of which as many are shown as fit. With a cursor the next page of the same query is
        read. For names of objects and fields use list_objects and describe_object.
        """
        if effect := effect_of(query):
            return call_result(
                Err(
                    f"Salesforce was not asked, because {effect} in the query changes something; "
                    "take it out and call again."
                )
            )
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.run_query(token, api, query.strip(), cursor=cursor),
            lambda found: render_query(found, cursor=cursor, start_at=start_at),
        )

    add_reading_tool(server, execute_read_query, title="Run a query")


def _add_object_tools(server: MCPServer, api: HttpApi) -> None:
    async def list_objects(
        kind: Annotated[
            Literal["all", "standard", "custom"], Field(description="Which objects to list.")
        ] = "all",
        filter: TextFilter = "",
        start_at: StartAt = 1,
    ) -> CallToolResult:
        """List the objects of a Salesforce organisation, which queries and records are made of.

        Required: nothing. Optional: kind (default all), filter, start_at (default 1).
        Returns Markdown: one line for each object with API name, label and whether it can be queried, and a
        sentence if there are more.
        Limits: only what the user may see; as many lines as fit. For the fields of one use describe_object.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_objects(token, api),
            lambda found: render_objects(found, kind=kind, text=filter.strip(), start_at=start_at),
        )

    async def describe_object(
        object_name: ObjectName,
        show: Annotated[
            Literal["fields", "child_relationships", "record_types"],
            Field(description="Fields, the child relationships that subqueries use, or record types."),
        ] = "fields",
        filter: TextFilter = "",
        start_at: StartAt = 1,
        values_from: Annotated[
            int,
            Field(
                ge=1,
                le=100_000,
                description="First picklist value or referenced object to show of the field whose name the "
                "filter is.",
            ),
        ] = 1,
    ) -> CallToolResult:
        """Describe one Salesforce object: what a query or a new record needs to know of it.

        Required: object_name. Optional: show (default fields), filter, start_at (default 1), values_from.
        Returns Markdown: what can be done with the object, its record types, and one line for each field
        with type, relationship, whether it is required or read-only, label and picklist values.
        Limits: as many lines as fit, 8 values of a picklist, and 5 objects of a reference; a filter that
        is the name of a field shows all its values, and one that leaves at most 3 fields all of theirs.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.describe_object(token, api, object_name),
            lambda found: render_description(
                found, show=show, text=filter.strip(), start_at=start_at, values_from=values_from
            ),
        )

    add_reading_tool(server, list_objects, title="List objects")
    add_reading_tool(server, describe_object, title="Describe an object")


def _add_record_tools(server: MCPServer, api: HttpApi, instance_url: str) -> None:
    async def get_record(
        object_name: ObjectName,
        record_id: RecordId,
        fields: Annotated[
            tuple[FieldName, ...],
            Field(max_length=100, description="Only these fields, e.g. `Name` and `OwnerId`; none: all."),
        ] = (),
        start_at: StartAt = 1,
        text_from: Annotated[
            int,
            Field(
                ge=1,
                le=1_000_000,
                description="First character of a long text to show; used with one name in fields.",
            ),
        ] = 1,
    ) -> CallToolResult:
        """Read one Salesforce record.

        Required: object_name, record_id. Optional: fields, start_at (default 1), text_from.
        Returns Markdown: the record's name, its fields that have a value, long texts as blocks, its link, and
        a sentence if there are more fields.
        Limits: only fields that the user may see; long texts come in parts. To find records use
        execute_read_query, for their files list_attachments.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.get_record(token, api, object_name, record_id, fields=fields),
            lambda record: render_record(
                record,
                object_name,
                record_id,
                f"{instance_url}/{record_id}",
                fields=fields,
                start_at=start_at,
                text_from=text_from,
            ),
        )

    async def list_attachments(record_id: RecordId, start_at: StartAt = 1) -> CallToolResult:
        """List the attachments and files of one Salesforce record.

        Required: record_id. Optional: start_at (default 1).
        Returns Markdown: one line for each with id, type, size, last change and name, attachments first.
        Limits: 200 attachments and 200 files; their content is not included. A record that does not exist
        has no files either, use get_record to be sure.
        """
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.list_attachments(token, api, record_id),
            lambda found: render_files(found, record_id, start_at=start_at),
        )

    add_reading_tool(server, get_record, title="Get a record")
    add_reading_tool(server, list_attachments, title="List attachments")
