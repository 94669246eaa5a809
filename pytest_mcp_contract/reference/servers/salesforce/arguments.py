"""What several of Salesforce's tools take."""

from typing import Annotated

from pydantic import Field

ObjectName = Annotated[
    str,
    Field(
        max_length=100,
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        description="API name of the object, e.g. `Account` or `Invoice__c`; list_objects shows them.",
    ),
]
RecordId = Annotated[
    str,
    Field(
        min_length=15,
        max_length=18,
        pattern=r"^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$",
        description="Id of the record, 15 or 18 letters and digits, e.g. `0015500001QdRaYAAV`.",
    ),
]
FieldName = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
FieldValue = Annotated[str, Field(max_length=131_072)] | bool | int | float | None
FieldValues = Annotated[
    dict[FieldName, FieldValue],
    Field(
        min_length=1,
        max_length=200,
        description="Values by field name, e.g. `LastName`: text, number, true, false, or null for no value. "
        "Dates as `2026-03-02`, moments as `2026-03-02T09:00:00Z`, several picklist values with `;` between.",
        # What pydantic demands of the keys of a mapping and does not write into its schema.
        json_schema_extra={"additionalProperties": False, "propertyNames": {"maxLength": 100}},
    ),
]
TextFilter = Annotated[
    str,
    Field(max_length=100, description="Only those whose name or label has this text, in any case."),
]
StartAt = Annotated[
    int,
    Field(
        ge=1,
        le=100_000,
        description="Number of the first one to show, from 1; a cut reply names the next one.",
    ),
]
