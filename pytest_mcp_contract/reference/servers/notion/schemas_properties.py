"""What Notion answers about properties: their values in pages, their definitions in data sources.

Source: https://developers.notion.com/reference/page-property-values
"""

from pydantic import model_validator

from pytest_mcp_contract.reference.servers.notion.schemas_text import (
    DateValue,
    File,
    NotionObject,
    Number,
    Reference,
    RichText,
    User,
)


class Option(NotionObject):
    """A choice of a select, multi-select or status."""

    name: str | None = None


class UniqueId(NotionObject):
    """A number that Notion counts up, with a prefix or without."""

    prefix: str | None = None
    number: Number | None = None


class Place(NotionObject):
    """A place on the map."""

    name: str | None = None
    address: str | None = None
    lat: Number | None = None
    lon: Number | None = None


class Verification(NotionObject):
    """Whether somebody vouches for a page."""

    state: str | None = None
    verified_by: User | None = None


class Formula(NotionObject):
    """What a formula gives: one of the four."""

    type: str | None = None
    string: str | None = None
    number: Number | None = None
    boolean: bool | None = None
    date: DateValue | None = None


class Rollup(NotionObject):
    """What a rollup gives. The types `unsupported` and `incomplete` have no value."""

    type: str | None = None
    function: str | None = None
    number: Number | None = None
    date: DateValue | None = None
    array: list["PropertyValue"] | None = None


class PropertyValue(NotionObject):
    """The value of a property."""

    id: str | None = None
    type: str | None = None

    title: list[RichText] | None = None
    rich_text: list[RichText] | None = None
    number: Number | None = None
    checkbox: bool | None = None
    select: Option | None = None
    status: Option | None = None
    multi_select: list[Option] | None = None
    date: DateValue | None = None
    url: str | None = None
    email: str | None = None
    phone_number: str | None = None
    people: list[User] | None = None
    files: list[File] | None = None
    relation: list[Reference] | None = None
    has_more: bool | None = None
    """Of a relation: whether there are more than these, of which Notion sends 25."""
    formula: Formula | None = None
    rollup: Rollup | None = None
    created_time: str | None = None
    created_by: User | None = None
    last_edited_time: str | None = None
    last_edited_by: User | None = None
    unique_id: UniqueId | None = None
    verification: Verification | None = None
    place: Place | None = None


_ONE_BY_ONE = ("title", "rich_text", "people", "relation")


class PropertyItem(PropertyValue):
    """A single value of a property that has several: what a page holds as a list stands here alone."""

    @model_validator(mode="before")
    @classmethod
    def _as_in_a_page(cls, item: object) -> object:
        if not isinstance(item, dict):
            return item
        return {
            name: [value] if name in _ONE_BY_ONE and isinstance(value, dict) else value
            for name, value in item.items()
        }


class PropertyItems(NotionObject):
    """`GET /v1/pages/{page_id}/properties/{property_id}` of a property that has several values."""

    results: list[PropertyItem]
    has_more: bool | None = None
    next_cursor: str | None = None


class Options(NotionObject):
    """What a select, multi-select or status can be set to."""

    options: list[Option] | None = None


class PropertyDefinition(NotionObject):
    """A property of a data source."""

    id: str | None = None
    name: str | None = None
    type: str | None = None

    select: Options | None = None
    multi_select: Options | None = None
    status: Options | None = None
