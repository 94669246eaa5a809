"""What several of HubSpot's tools take."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from pytest_mcp_contract.reference.servers.hubspot.cursors import CURSOR, LONGEST_CURSOR

DIGITS = "^[0-9]{1,19}$"

ObjectType = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Type of the records: `contacts`, `companies`, `deals`, `tickets`, `notes`, `tasks`, "
        "`meetings`, `calls`, `emails`, `products`, `line_items`, or a custom type such as `2-1234567`.",
    ),
]
Contact = Annotated[
    str,
    Field(
        max_length=320,
        pattern=r"^([0-9]{1,19}|[^@\s/?#]{1,64}@[A-Za-z0-9.-]{1,255})$",
        description="Id of the contact, e.g. `51`, or its e-mail address.",
    ),
]
CompanyId = Annotated[str, Field(pattern=DIGITS, description="Id of the company, e.g. `301`.")]
DealId = Annotated[str, Field(pattern=DIGITS, description="Id of the deal, e.g. `401`.")]
RecordId = Annotated[str, Field(pattern=DIGITS, description="Id of the record, e.g. `51`.")]
OwnerId = Annotated[
    str | None,
    Field(pattern=DIGITS, description="Id of the owner it is assigned to; list_owners shows them."),
]
PropertyName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.-]+$")]
ChosenProperties = Annotated[
    tuple[PropertyName, ...],
    Field(
        max_length=50,
        description="Internal names of the properties to show, e.g. `jobtitle`; list_properties shows them. "
        "Empty: a small usual set.",
    ),
]
TextFrom = Annotated[
    int,
    Field(
        ge=1,
        le=1_000_000,
        description="First character of a long property to show; used with one name in properties.",
    ),
]
NAMES_ONLY: JsonDict = {"additionalProperties": False, "propertyNames": {"maxLength": 200}}
"""What pydantic demands of the keys of a mapping and does not write into its schema."""
PropertyValue = Annotated[str, Field(max_length=65_536)] | bool | int | float | None
PropertyValues = Annotated[
    dict[PropertyName, PropertyValue],
    Field(
        min_length=1,
        max_length=100,
        description="New values by internal property name, e.g. `jobtitle`; list_properties shows names and "
        "options. Dates as `2026-03-31`; null clears a property; what is not named stays.",
        json_schema_extra=NAMES_ONLY,
    ),
]
MoreValues = Annotated[
    dict[PropertyName, PropertyValue],
    Field(
        max_length=100,
        description="Other values by internal property name, e.g. `jobtitle`; list_properties shows names "
        "and options. Dates as `2026-03-31`.",
        json_schema_extra=NAMES_ONLY,
    ),
]
Cursor = Annotated[
    str | None,
    Field(
        max_length=LONGEST_CURSOR,
        pattern=CURSOR,
        description="Where the next page begins, as the page before it says; null for the first page.",
    ),
]
Operator = Literal[
    "EQ",
    "NEQ",
    "LT",
    "LTE",
    "GT",
    "GTE",
    "BETWEEN",
    "IN",
    "NOT_IN",
    "HAS_PROPERTY",
    "NOT_HAS_PROPERTY",
    "CONTAINS_TOKEN",
    "NOT_CONTAINS_TOKEN",
]


class Filter(BaseModel):
    """A condition on one property."""

    model_config = ConfigDict(extra="forbid")

    property: Annotated[
        PropertyName, Field(description="Internal name of the property, or e.g. `associations.company`.")
    ]
    operator: Annotated[Operator, Field(description="How the property is compared with the values.")]
    values: Annotated[
        tuple[Annotated[str, Field(max_length=1_000)], ...],
        Field(
            max_length=100,
            description="None for HAS_PROPERTY and NOT_HAS_PROPERTY, low and high for BETWEEN, any number "
            "for IN and NOT_IN (texts in lower case), else one. Dates as `2026-03-31`, moments as "
            "`2026-03-31T09:00:00Z`.",
        ),
    ] = ()


Filters = Annotated[
    tuple[Filter, ...],
    Field(max_length=6, description="Conditions, all of which must hold, at most 6; empty: all records."),
]
SearchText = Annotated[
    str,
    Field(max_length=3_000, description="Words to look for in the usual text properties; empty: any."),
]


class NoteTarget(BaseModel):
    """A record that a note is put on."""

    model_config = ConfigDict(extra="forbid")

    object_type: Annotated[
        Literal["contacts", "companies", "deals", "tickets"], Field(description="Type of the record.")
    ]
    record_id: RecordId
