"""What is known about the usual types of records: their words, their titles, and what is worth reading.

Custom types have none of this; HubSpot's own defaults are good for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_mcp_contract.reference.markdown import inline


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One type of records."""

    singular: str
    properties: tuple[str, ...]
    """What is read of a record where nothing is chosen."""
    title: tuple[tuple[str, ...], ...]
    """Properties whose values together name a record; the first group with a value does."""
    created: str = "hs_createdate"
    """The property that search results are sorted by: newest first."""


_CONTACT = ObjectType(
    singular="contact",
    properties=(
        "firstname",
        "lastname",
        "email",
        "phone",
        "company",
        "jobtitle",
        "lifecyclestage",
        "hubspot_owner_id",
        "createdate",
        "lastmodifieddate",
    ),
    title=(("firstname", "lastname"), ("email",)),
    created="createdate",
)
_COMPANY = ObjectType(
    singular="company",
    properties=(
        "name",
        "domain",
        "industry",
        "city",
        "country",
        "numberofemployees",
        "lifecyclestage",
        "hubspot_owner_id",
        "createdate",
        "hs_lastmodifieddate",
    ),
    title=(("name",), ("domain",)),
    created="createdate",
)
_DEAL = ObjectType(
    singular="deal",
    properties=(
        "dealname",
        "amount",
        "deal_currency_code",
        "pipeline",
        "dealstage",
        "closedate",
        "hubspot_owner_id",
        "createdate",
        "hs_lastmodifieddate",
    ),
    title=(("dealname",),),
    created="createdate",
)
_TICKET = ObjectType(
    singular="ticket",
    properties=(
        "subject",
        "hs_pipeline",
        "hs_pipeline_stage",
        "hs_ticket_priority",
        "hubspot_owner_id",
        "createdate",
        "hs_lastmodifieddate",
    ),
    title=(("subject",),),
    created="createdate",
)
OBJECT_TYPES: Mapping[str, ObjectType] = {
    "contacts": _CONTACT,
    "companies": _COMPANY,
    "deals": _DEAL,
    "tickets": _TICKET,
    "notes": ObjectType("note", ("hs_note_body", "hs_timestamp", "hubspot_owner_id"), ()),
    "tasks": ObjectType(
        "task",
        ("hs_task_subject", "hs_task_status", "hs_task_priority", "hs_timestamp", "hubspot_owner_id"),
        (("hs_task_subject",),),
    ),
    "meetings": ObjectType(
        "meeting",
        ("hs_meeting_title", "hs_meeting_start_time", "hs_meeting_end_time", "hubspot_owner_id"),
        (("hs_meeting_title",),),
    ),
    "calls": ObjectType(
        "call",
        ("hs_call_title", "hs_call_status", "hs_call_direction", "hs_timestamp", "hubspot_owner_id"),
        (("hs_call_title",),),
    ),
    "emails": ObjectType(
        "email",
        ("hs_email_subject", "hs_email_direction", "hs_timestamp", "hubspot_owner_id"),
        (("hs_email_subject",),),
    ),
    "products": ObjectType("product", ("name", "price", "hs_sku", "createdate"), (("name",),), "createdate"),
    "line_items": ObjectType(
        "line item", ("name", "quantity", "price", "amount", "createdate"), (("name",),), "createdate"
    ),
}
_PLURALS = {"company": "companies"}
_USUAL_TITLES = (("name",), ("title",), ("subject",), ("hs_title",), ("hs_name",))


def default_properties(object_type: str) -> tuple[str, ...]:
    """What is read of a record where nothing is chosen; none for a type that only HubSpot knows."""
    known = OBJECT_TYPES.get(object_type)
    return known.properties if known else ()


def newest_first(object_type: str) -> str:
    """The sorting by which the newest records come first."""
    known = OBJECT_TYPES.get(object_type)
    return f"-{known.created if known else 'hs_createdate'}"


def one(object_type: str) -> str:
    """`contact`; `record of type 2-123` for a type that only HubSpot knows."""
    known = OBJECT_TYPES.get(object_type)
    return known.singular if known else f"record of type {inline(object_type, 100)}"


def several(object_type: str) -> str:
    """`contacts`; `records of type 2-123` for a type that only HubSpot knows."""
    known = OBJECT_TYPES.get(object_type)
    if known is None:
        return f"records of type {inline(object_type, 100)}"
    return _PLURALS.get(known.singular, f"{known.singular}s")


def named(object_type: str, record: str) -> str:
    """`contact 51`; `record 51 of type 2-123` for a type that only HubSpot knows."""
    known = OBJECT_TYPES.get(object_type)
    return f"{known.singular} {record}" if known else f"record {record} of type {inline(object_type, 100)}"


def title_properties(object_type: str, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """The properties that name this record, in order; none where it has no name."""
    known = OBJECT_TYPES.get(object_type)
    groups = known.title if known else _USUAL_TITLES
    named = (tuple(name for name in group if (values.get(name) or "").strip()) for group in groups)
    return next(filter(None, named), ())
