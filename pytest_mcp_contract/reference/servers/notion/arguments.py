"""What Notion's tools take."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

ID = r"^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"
CURSOR = r"^[A-Za-z0-9_.~+/=:%-]+$"
LONGEST_CURSOR = 500
LONGEST_MARKDOWN = 20_000

_Id = Field(max_length=36, pattern=ID)

PageId = Annotated[
    str, _Id, Field(description="Id of the page: the 32 hexadecimal digits at the end of its address.")
]
BlockId = Annotated[
    str, _Id, Field(description="Id of a block, as get_block_children shows it, or of a page.")
]
DataSourceId = Annotated[
    str, _Id, Field(description="Id of the data source, as search shows it; a database's id is another.")
]
Cursor = Annotated[
    str | None,
    Field(max_length=LONGEST_CURSOR, pattern=CURSOR, description="Cursor that the page before names."),
]
PageSize = Annotated[int, Field(ge=1, le=100, description="Results on a page, at most 100.")]
Emoji = Annotated[
    str | None,
    Field(min_length=1, max_length=16, pattern=r"^[^\sA-Za-z]+$", description="Icon: one emoji, e.g. `📌`."),
]
Markdown = Annotated[
    str,
    Field(
        max_length=LONGEST_MARKDOWN,
        description="Content in Markdown, at most 20,000 characters: headings, lists, `- [ ]` to-dos, "
        "quotes, `> [!NOTE]` callouts, code, tables, images by address, and inside of them links and bold, "
        "italic, struck and code text.",
    ),
]
Inline = Annotated[
    str,
    Field(max_length=10_000, description="Text in Markdown; only links and looks count, not blocks."),
]
Inside = Annotated[
    str,
    Field(max_length=LONGEST_MARKDOWN, description="Blocks nested in this one, in Markdown."),
]
WebAddress = Annotated[
    str,
    Field(max_length=2_000, pattern=r"^https?://[^\s]+$", description="Address, with `https://`."),
]
Caption = Annotated[str, Field(max_length=2_000, description="Caption: plain text.")]
FiniteNumber = Annotated[float, Field(allow_inf_nan=False)]
LONGEST_PROPERTY_NAME = 200
PropertyName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_PROPERTY_NAME,
        description="Name of the property, as query_data_source shows it.",
    ),
]


class _Argument(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextBlock(_Argument):
    """A block of text, with blocks nested in it or without."""

    type: Annotated[
        Literal[
            "paragraph",
            "heading_1",
            "heading_2",
            "heading_3",
            "bulleted_list_item",
            "numbered_list_item",
            "quote",
            "toggle",
        ],
        Field(description="Kind of block; what is nested in a toggle is folded away."),
    ]
    text: Inline
    inside: Inside = ""


class ToDoBlock(_Argument):
    """A to-do with its box."""

    type: Annotated[Literal["to_do"], Field(description="Kind of block.")]
    text: Inline
    checked: Annotated[bool, Field(description="Whether it is done.")] = False
    inside: Inside = ""


class CalloutBlock(_Argument):
    """A text set off by a frame and an icon."""

    type: Annotated[Literal["callout"], Field(description="Kind of block.")]
    text: Inline
    icon: Emoji = None
    inside: Inside = ""


class CodeBlock(_Argument):
    """Source code."""

    type: Annotated[Literal["code"], Field(description="Kind of block.")]
    text: Annotated[str, Field(max_length=LONGEST_MARKDOWN, description="The code, as it is.")]
    language: Annotated[
        str, Field(max_length=40, description="Language, e.g. `python`; an unknown one is plain text.")
    ] = "plain text"


class EquationBlock(_Argument):
    """A formula by itself."""

    type: Annotated[Literal["equation"], Field(description="Kind of block.")]
    expression: Annotated[str, Field(min_length=1, max_length=1_000, description="Formula in KaTeX.")]


class LinkBlock(_Argument):
    """Something shown from its address."""

    type: Annotated[
        Literal["bookmark", "embed", "image", "video", "pdf"], Field(description="How it is shown.")
    ]
    url: WebAddress
    caption: Caption = ""


class PlainBlock(_Argument):
    """A block without content of its own."""

    type: Annotated[
        Literal["divider", "table_of_contents", "breadcrumb"], Field(description="Kind of block.")
    ]


BlockInput: TypeAlias = Annotated[
    TextBlock | ToDoBlock | CalloutBlock | CodeBlock | EquationBlock | LinkBlock | PlainBlock,
    Field(discriminator="type"),
]
Blocks = Annotated[
    tuple[BlockInput, ...],
    Field(
        max_length=100, description="Blocks that Markdown has not, e.g. toggles; they follow the Markdown."
    ),
]

Condition: TypeAlias = Literal[
    "equals",
    "does_not_equal",
    "contains",
    "does_not_contain",
    "starts_with",
    "ends_with",
    "greater_than",
    "less_than",
    "greater_than_or_equal_to",
    "less_than_or_equal_to",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "this_week",
    "past_week",
    "past_month",
    "past_year",
    "next_week",
    "next_month",
    "next_year",
    "is_empty",
    "is_not_empty",
]


class Filter(_Argument):
    """One condition on a property."""

    property: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="Name of a property, or `created_time` or `last_edited_time`.",
        ),
    ]
    condition: Annotated[
        Condition,
        Field(
            description="How it compares. Dates: equals, before, after, on_or_before, on_or_after, and spans "
            "as past_week; numbers: equals, greater_than and their like; choices: equals; texts and lists: "
            "contains."
        ),
    ]
    value: Annotated[
        Annotated[str, Field(max_length=2_000)] | FiniteNumber | bool | None,
        Field(
            description="What it is compared with: text, number, true or false, a date as `2026-03-04`, or "
            "the id of a page or user; null for is_empty, is_not_empty and spans."
        ),
    ] = None


class Sort(_Argument):
    """One property to sort by."""

    property: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="Name of a property, or `created_time` or `last_edited_time`.",
        ),
    ]
    direction: Annotated[Literal["ascending", "descending"], Field(description="Which way to sort.")] = (
        "ascending"
    )


class PropertyInput(_Argument):
    """What a property is set to."""

    name: PropertyName
    value: Annotated[
        Annotated[str, Field(max_length=20_000)]
        | FiniteNumber
        | bool
        | Annotated[tuple[Annotated[str, Field(min_length=1, max_length=2_000)], ...], Field(max_length=100)]
        | None,
        Field(
            description="New value: text, number, true or false, the name of a choice, a date as "
            "`2026-03-04` or `2026-03-04T09:00:00Z`; a list for choices, ids of people or pages, and "
            "addresses of files; null empties it."
        ),
    ]
    end: Annotated[
        Annotated[str, Field(max_length=40)] | None,
        Field(description="Last day or moment, where the value is the first of a span."),
    ] = None


Properties = Annotated[
    tuple[PropertyInput, ...],
    Field(max_length=50, description="Properties to set; those not named stay as they are."),
]
