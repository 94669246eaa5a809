"""Tools that create and change contacts, deals and notes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import AwareDatetime, Field

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.results import Err
from pytest_mcp_contract.reference.servers.hubspot import api_helper, rendering
from pytest_mcp_contract.reference.servers.hubspot.arguments import (
    Contact,
    DealId,
    MoreValues,
    NoteTarget,
    OwnerId,
    PropertyValue,
    PropertyValues,
)
from pytest_mcp_contract.reference.servers.hubspot.utils import PLATFORM
from pytest_mcp_contract.reference.servers.hubspot.values import all_sent, hubspot_moment, note_html
from pytest_mcp_contract.reference.tools import add_creating_tool, add_updating_tool, call_result

Text = Annotated[str, Field(min_length=1, max_length=500)]


def add_writing_tools(server: MCPServer, api: HttpApi, now: Callable[[], datetime]) -> None:
    """Add the tools that create and change records; `now` dates notes that bring no date."""
    _add_creating_tools(server, api)
    _add_note_tool(server, api, now)
    _add_updating_tools(server, api)


def _add_creating_tools(server: MCPServer, api: HttpApi) -> None:
    async def create(object_type: str, properties: dict[str, str]) -> CallToolResult:
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_object(token, api, object_type, properties),
            lambda record: rendering.render_created(record, object_type, properties),
        )

    async def create_contact(
        email: Annotated[
            str | None,
            Field(
                max_length=320,
                pattern=r"^[^@\s]{1,64}@[A-Za-z0-9.-]{1,255}$",
                description="E-mail address, which no other contact may have.",
            ),
        ] = None,
        first_name: Annotated[Text | None, Field(description="First name.")] = None,
        last_name: Annotated[Text | None, Field(description="Last name.")] = None,
        phone: Annotated[Text | None, Field(description="Phone number.")] = None,
        owner_id: OwnerId = None,
        properties: MoreValues = {},  # noqa: B006  # never changed
    ) -> CallToolResult:
        """Create a HubSpot contact.

        Required: email, first_name or last_name. Optional: the others of these, phone, owner_id, properties.
        Returns the id, name, values and link of the new contact.
        Limits: needs a token that may write contacts. A contact with the same e-mail address is refused; look
        with get_contact first. To link it to a company use create_association.
        """
        if not (email or first_name or last_name):
            return call_result(
                Err("No contact was created, because it has no name; pass email, first_name or last_name.")
            )
        named = {
            "email": email,
            "firstname": first_name,
            "lastname": last_name,
            "phone": phone,
            "hubspot_owner_id": owner_id,
        }
        return await create("contacts", _given(properties, named))

    async def create_deal(
        name: Annotated[Text, Field(description="Name of the deal.")],
        stage: Annotated[
            Text, Field(description="Id of the stage in the pipeline, e.g. `appointmentscheduled`.")
        ],
        pipeline: Annotated[
            Text | None, Field(description="Id of the pipeline; null: the default one.")
        ] = None,
        amount: Annotated[
            float | None, Field(ge=-1e15, le=1e15, description="Amount, in the currency of the deal.")
        ] = None,
        close_date: Annotated[
            date | None, Field(description="Day when it is or should be closed, e.g. `2026-03-31`.")
        ] = None,
        owner_id: OwnerId = None,
        properties: MoreValues = {},  # noqa: B006  # never changed
    ) -> CallToolResult:
        """Create a HubSpot deal. Calling it twice creates two.

        Required: name, stage. Optional: pipeline, amount, close_date, owner_id, properties.
        Returns the id, name, values and link of the new deal.
        Limits: needs a token that may write deals. To link it to a contact or company use create_association.
        """
        named = {
            "dealname": name,
            "dealstage": stage,
            "pipeline": pipeline,
            "amount": amount,
            "closedate": close_date,
            "hubspot_owner_id": owner_id,
        }
        return await create("deals", _given(properties, named))

    add_creating_tool(server, create_contact, title="Create a contact")
    add_creating_tool(server, create_deal, title="Create a deal")


def _add_note_tool(server: MCPServer, api: HttpApi, now: Callable[[], datetime]) -> None:
    async def create_note(
        text: Annotated[
            str,
            Field(
                min_length=1,
                max_length=20_000,
                description="What the note says, in plain text; line breaks are kept.",
            ),
        ],
        put_on: Annotated[
            tuple[NoteTarget, ...],
            Field(min_length=1, max_length=10, description="The records that show the note, at most 10."),
        ],
        dated: Annotated[
            AwareDatetime | None,
            Field(description="When it was noted, e.g. `2026-03-02T09:00:00Z`; null: now."),
        ] = None,
        owner_id: OwnerId = None,
    ) -> CallToolResult:
        """Create a note on HubSpot contacts, companies, deals or tickets. Calling it twice creates two.

        Required: text, put_on. Optional: dated (default: now), owner_id.
        Returns the id of the note, the records it is on, and its link.
        Limits: needs a token that may write contacts. If one of the records does not exist, no note is made.
        """
        if not text.strip():
            return call_result(Err("No note was created, because its text is blank; pass what it says."))
        moment = hubspot_moment(dated or now())
        properties = _given(
            {"hs_note_body": note_html(text), "hs_timestamp": moment}, {"hubspot_owner_id": owner_id}
        )
        targets = list(dict.fromkeys((target.object_type, target.record_id) for target in put_on))
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.create_note(token, api, properties, targets),
            lambda record: rendering.render_note(record, targets),
        )

    add_creating_tool(server, create_note, title="Create a note")


def _add_updating_tools(server: MCPServer, api: HttpApi) -> None:
    async def update(object_type: str, record: str, properties: dict[str, PropertyValue]) -> CallToolResult:
        sent = all_sent(properties)
        return await with_auth(
            PLATFORM,
            lambda token: api_helper.update_object(token, api, object_type, record, sent),
            lambda changed: rendering.render_updated(changed, object_type, sent),
        )

    async def update_contact(contact: Contact, properties: PropertyValues) -> CallToolResult:
        """Change properties of a HubSpot contact.

        Required: contact, properties (one at least).
        Returns the new values as HubSpot has them, and the link.
        Limits: needs a token that may write contacts. HubSpot refuses the whole change where one name or
        option is unknown; list_properties shows them. A lifecycle stage only moves forward.
        """
        return await update("contacts", contact, properties)

    async def update_deal(deal_id: DealId, properties: PropertyValues) -> CallToolResult:
        """Change properties of a HubSpot deal, such as `dealstage` or `amount`.

        Required: deal_id, properties (one at least).
        Returns the new values as HubSpot has them, and the link.
        Limits: needs a token that may write deals. HubSpot refuses the whole change where one name or option
        is unknown; list_properties shows them.
        """
        return await update("deals", deal_id, properties)

    add_updating_tool(server, update_contact, title="Update a contact")
    add_updating_tool(server, update_deal, title="Update a deal")


def _given(
    properties: Mapping[str, PropertyValue], named: Mapping[str, str | float | date | None]
) -> dict[str, str]:
    """All values that were given; a named argument goes before the same property."""
    given = {name: value for name, value in named.items() if value is not None}
    others = {name: value for name, value in properties.items() if value is not None and name not in given}
    return all_sent({**given, **others})
