"""What Salesforce answers, as far as the renderer reads it: one root model per endpoint.

Which fields a record has depends on the query, on the object and on the account, so a record holds any JSON
values. Everything else is as lenient as recorded traffic demands, and what is not named here is kept and not
looked at.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_list.htm.
"""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic.alias_generators import to_camel, to_pascal

from pytest_mcp_contract.reference.timestamp import Timestamp


class SalesforceObject(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept."""

    model_config = ConfigDict(extra="allow", strict=True, alias_generator=to_camel)


class Attributes(SalesforceObject):
    """What a record is. An aggregate has no url, because no record stands behind it."""

    type: str
    url: str | None = None


class Record(SalesforceObject):
    """`GET .../sobjects/{object}/{id}`, and one row of a query result.

    Fields that were not asked for are absent. A parent is a record or null, children are a query result of
    their own or null, and a compound field (an address) is an object or null.
    """

    __pydantic_extra__: dict[str, JsonValue]

    attributes: Attributes

    @property
    def fields(self) -> dict[str, JsonValue]:
        """All values by field name, without the attributes."""
        return self.__pydantic_extra__


class QueryResult(SalesforceObject):
    """`GET .../query` and `GET .../query/{locator}`."""

    total_size: int
    """Of all pages. A `COUNT()` has this number and no records."""
    done: bool
    records: list[Record]
    next_records_url: str | None = None
    """A path without a host; absent where `done`."""


class ObjectSummary(SalesforceObject):
    """One object in the list of all."""

    name: str
    label: str
    custom: bool = False
    queryable: bool = True
    deprecated_and_hidden: bool = False


class ObjectList(SalesforceObject):
    """`GET .../sobjects`."""

    sobjects: list[ObjectSummary]


class PicklistValue(SalesforceObject):
    """A value that a picklist offers."""

    value: str
    active: bool = True


class ObjectField(SalesforceObject):
    """One field of an object."""

    name: str
    label: str
    type: str
    length: int | None = None
    nillable: bool = True
    createable: bool = False
    updateable: bool = False
    defaulted_on_create: bool = False
    filterable: bool = True
    calculated: bool = False
    auto_number: bool = False
    unique: bool = False
    external_id: bool = False
    reference_to: list[str] | None = None
    relationship_name: str | None = None
    picklist_values: list[PicklistValue] | None = None


class ChildRelationship(SalesforceObject):
    """Records of another object that point to this one; without a name no query can follow it."""

    child_s_object: str
    field: str
    relationship_name: str | None = None


class RecordType(SalesforceObject):
    """A kind of record with its own picklists; every object has the one called Master."""

    name: str
    record_type_id: str | None = None
    available: bool = True
    master: bool = False
    default_record_type_mapping: bool = False


class ObjectDescription(SalesforceObject):
    """`GET .../sobjects/{object}/describe`."""

    name: str
    label: str
    label_plural: str | None = None
    key_prefix: str | None = None
    custom: bool = False
    queryable: bool = True
    createable: bool = False
    updateable: bool = False
    deletable: bool = False
    fields: list[ObjectField]
    child_relationships: list[ChildRelationship] | None = None
    record_type_infos: list[RecordType] | None = None


class FileObject(SalesforceObject):
    """A record whose fields are known: their names begin with a capital."""

    model_config = ConfigDict(alias_generator=to_pascal)


class Document(FileObject):
    """A file, as a link to it shows it."""

    title: str | None = None
    file_extension: str | None = None
    content_size: int | None = None
    latest_published_version_id: str | None = None
    last_modified_date: Timestamp | None = None


class FileRecord(FileObject):
    """An attachment, or a link to a file: then `content_document` has the rest."""

    attributes: Attributes = Field(alias="attributes")
    id: str | None = None
    name: str | None = None
    content_type: str | None = None
    body_length: int | None = None
    last_modified_date: Timestamp | None = None
    content_document_id: str | None = None
    content_document: Document | None = None


class FilesAnswer(SalesforceObject):
    """`GET .../query` for attachments or for links to files."""

    total_size: int
    done: bool
    records: list[FileRecord]
    next_records_url: str | None = None


class SaveResult(SalesforceObject):
    """What became of one record that was written. `errors` is there, and empty, on success too."""

    id: str | None = None
    success: bool
    errors: list[JsonValue] | None = None


class CreatedRecord(SaveResult):
    """`POST .../sobjects/{object}`."""

    @model_validator(mode="after")
    def _names_what_it_made(self) -> Self:
        if self.success and not self.id:
            raise ValueError("a created record without an id")
        return self
