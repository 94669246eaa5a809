"""The properties that the emulated account has, by type of records."""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.json_value import JSON

DEFINED_AT = "2026-03-02T09:00:00.000Z"


@dataclass(frozen=True)
class Definition:
    """A property."""

    name: str
    label: str
    type: str = "string"
    field_type: str = "text"
    description: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Value and label of each."""
    read_only: bool = False
    unique: bool = False
    hidden: bool = False


def definition_json(definition: Definition, group: str) -> JSON:
    """A property as the API answers it."""
    options: list[JSON] = [
        {"label": label, "value": value, "description": "", "displayOrder": place, "hidden": False}
        for place, (value, label) in enumerate(definition.options)
    ]
    return {
        "updatedAt": DEFINED_AT,
        "createdAt": DEFINED_AT,
        "name": definition.name,
        "label": definition.label,
        "type": definition.type,
        "fieldType": definition.field_type,
        "description": definition.description,
        "groupName": group,
        "options": options,
        "displayOrder": -1,
        "calculated": False,
        "externalOptions": False,
        "archived": False,
        "hasUniqueValue": definition.unique,
        "hidden": definition.hidden,
        "hubspotDefined": not definition.name.startswith("custom_"),
        "modificationMetadata": {
            "archivable": definition.name.startswith("custom_"),
            "readOnlyDefinition": not definition.name.startswith("custom_"),
            "readOnlyValue": definition.read_only,
        },
        "formField": not definition.read_only,
        "dataSensitivity": "non_sensitive",
    }


_STAGES = (
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
)
_INDUSTRIES = tuple(
    (f"{kind}_{place}".upper(), f"{kind.title()} {place}")
    for kind in ("accounting", "airlines", "banking", "biotechnology", "construction", "education")
    for place in range(1, 61)
)
_OWNER = Definition("hubspot_owner_id", "Owner", "enumeration", "select", "The owner of the record.")
_COMMON = (
    Definition("hs_object_id", "Record ID", "number", "number", read_only=True),
    Definition("createdate", "Create Date", "datetime", "date", read_only=True),
    Definition("hs_lastmodifieddate", "Last Modified Date", "datetime", "date", read_only=True),
    _OWNER,
)
_CUSTOM = tuple(
    Definition(
        f"custom_answer_{number:03}",
        f"Answer {number}",
        description="What the person answered in the yearly survey, as it was written.",
    )
    for number in range(1, 121)
)
DEFINITIONS: dict[str, Sequence[Definition]] = {
    "contacts": (
        *_COMMON,
        Definition("email", "Email", description="A contact's email address", unique=True),
        Definition("firstname", "First Name", description="A contact's first name"),
        Definition("lastname", "Last Name", description="A contact's last name"),
        Definition("phone", "Phone Number", field_type="phonenumber"),
        Definition("company", "Company Name"),
        Definition("jobtitle", "Job Title"),
        Definition("message", "Message", field_type="textarea"),
        Definition("lifecyclestage", "Lifecycle Stage", "enumeration", "radio", options=_STAGES),
        Definition("lastmodifieddate", "Last Modified Date", "datetime", "date", read_only=True),
        Definition("hs_lead_status", "Lead Status", "enumeration", "radio", options=(("NEW", "New"),)),
        Definition("hs_analytics_source", "Original Source", "enumeration", "select", read_only=True),
        Definition(
            "hs_calculated_score", "Score", "number", "calculation_score", read_only=True, hidden=True
        ),
        *_CUSTOM,
    ),
    "companies": (
        *_COMMON,
        Definition("name", "Company name"),
        Definition("domain", "Company Domain Name"),
        Definition("industry", "Industry", "enumeration", "select", "What it does.", options=_INDUSTRIES),
        Definition("city", "City"),
        Definition("country", "Country/Region"),
        Definition("numberofemployees", "Number of Employees", "number", "number"),
        Definition("lifecyclestage", "Lifecycle Stage", "enumeration", "radio", options=_STAGES),
        Definition("description", "Description", field_type="textarea"),
    ),
    "deals": (
        *_COMMON,
        Definition("dealname", "Deal Name"),
        Definition("amount", "Amount", "number", "number"),
        Definition("deal_currency_code", "Currency", "enumeration", "select", options=(("EUR", "Euro"),)),
        Definition("pipeline", "Pipeline", "enumeration", "select", options=(("default", "Sales Pipeline"),)),
        Definition(
            "dealstage",
            "Deal Stage",
            "enumeration",
            "radio",
            options=(
                ("appointmentscheduled", "Appointment Scheduled"),
                ("contractsent", "Contract Sent"),
                ("closedwon", "Closed Won"),
            ),
        ),
        Definition("closedate", "Close Date", "datetime", "date"),
        Definition("hs_is_closed_won", "Is Closed Won", "bool", "booleancheckbox", read_only=True),
    ),
    "tickets": (
        *_COMMON,
        Definition("subject", "Ticket name"),
        Definition("hs_pipeline", "Pipeline", "enumeration", "select"),
        Definition("hs_pipeline_stage", "Ticket status", "enumeration", "select"),
        Definition("hs_ticket_priority", "Priority", "enumeration", "select"),
    ),
    "notes": (
        *_COMMON,
        Definition("hs_createdate", "Create date", "datetime", "date", read_only=True),
        Definition("hs_note_body", "Note body", field_type="html"),
        Definition("hs_timestamp", "Activity date", "datetime", "date"),
    ),
    "2-7001": (
        Definition("hs_object_id", "Record ID", "number", "number", read_only=True),
        Definition("hs_createdate", "Create date", "datetime", "date", read_only=True),
        Definition("name", "Name"),
        Definition("wheels", "Wheels", "number", "number"),
    ),
}
DEFAULTS: dict[str, tuple[str, ...]] = {
    "contacts": ("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    "companies": ("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"),
    "deals": (
        "amount",
        "closedate",
        "createdate",
        "dealname",
        "dealstage",
        "hs_lastmodifieddate",
        "hs_object_id",
        "pipeline",
    ),
    "tickets": ("createdate", "hs_lastmodifieddate", "hs_object_id", "hs_pipeline", "subject"),
    "notes": ("hs_createdate", "hs_lastmodifieddate", "hs_object_id"),
    "2-7001": ("hs_createdate", "hs_object_id", "name"),
}
"""What HubSpot sends whether it was asked for or not."""
