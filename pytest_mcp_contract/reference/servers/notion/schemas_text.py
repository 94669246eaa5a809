"""What is inside many of Notion's objects: rich text, people, dates, icons.

Notion writes every union as `{"type": X, X: {...}}`. The models here, and those of blocks and properties,
have one optional field for each X: `type` says which one to look at, so nothing is tried out, and an X that
is not known stays among the unknown fields.

Source: https://developers.notion.com/reference/rich-text
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(allow_inf_nan=False)]


class NotionObject(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class Reference(NotionObject):
    """Something of which only the id is told."""

    id: str | None = None


class Person(NotionObject):
    """What a user has who is a person; without the capability to read addresses it is empty."""

    email: str | None = None


class BotOwner(NotionObject):
    """For whom a bot works."""

    type: str | None = None


class Bot(NotionObject):
    """What a user has who is a bot; often empty."""

    owner: BotOwner | None = None
    workspace_name: str | None = None


class User(NotionObject):
    """A user or a group. `{object, id}` alone is a legal answer."""

    id: str
    type: str | None = None
    name: str | None = None
    person: Person | None = None
    bot: Bot | None = None


class DateValue(NotionObject):
    """A day or a moment, or a span of them. They are texts here: a day has no time zone."""

    start: str | None = None
    end: str | None = None
    time_zone: str | None = None


class Link(NotionObject):
    """An address."""

    url: str | None = None


class TextContent(NotionObject):
    """Rich text of the type `text`."""

    content: str | None = None


class Equation(NotionObject):
    """A formula in KaTeX."""

    expression: str | None = None


class Mention(NotionObject):
    """Rich text of the type `mention`: of a user, page, database, date and others."""

    type: str | None = None
    user: User | None = None
    page: Reference | None = None
    database: Reference | None = None
    date: DateValue | None = None


class Annotations(NotionObject):
    """How a piece of text looks."""

    bold: bool | None = None
    italic: bool | None = None
    strikethrough: bool | None = None
    code: bool | None = None


class RichText(NotionObject):
    """A piece of text with one look."""

    type: str | None = None
    plain_text: str | None = None
    href: str | None = None
    annotations: Annotations | None = None
    text: TextContent | None = None
    equation: Equation | None = None
    mention: Mention | None = None


class Icon(NotionObject):
    """The icon of a page or callout: an emoji, or a picture that is not shown."""

    type: str | None = None
    emoji: str | None = None


class Parent(NotionObject):
    """Where something is."""

    type: str | None = None
    page_id: str | None = None
    block_id: str | None = None
    database_id: str | None = None
    data_source_id: str | None = None


class File(NotionObject):
    """A file at Notion, whose address is signed and must not be shown, or elsewhere."""

    type: str | None = None
    name: str | None = None
    file: Link | None = None
    external: Link | None = None
