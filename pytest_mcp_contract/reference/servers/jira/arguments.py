"""What several of Jira's tools take."""

from typing import Annotated

from pydantic import Field

from pytest_mcp_contract.reference.servers.jira.field_values import FieldValue

PROJECT_KEY = r"[A-Za-z][A-Za-z0-9_]{0,49}"

IssueKey = Annotated[
    str,
    Field(
        max_length=70,
        pattern=rf"^{PROJECT_KEY}-[1-9][0-9]{{0,17}}$",
        description="Key of the issue, e.g. `EX-7`.",
    ),
]
ProjectKey = Annotated[
    str,
    Field(
        max_length=50,
        pattern=rf"^{PROJECT_KEY}$",
        description="Key of the project, e.g. `EX`; list_projects shows it.",
    ),
]
StartAt = Annotated[
    int, Field(ge=0, le=1_000_000, description="Number of entries to skip, as the reply before names it.")
]
MaxResults = Annotated[int, Field(ge=1, le=100, description="Issues to read, at most 100.")]
PageToken = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=2_000,
        pattern=r"^[!-~]+$",
        description="Token of the next page, as the page before names it.",
    ),
]
FieldId = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Summary = Annotated[
    str,
    Field(
        min_length=1,
        max_length=255,
        pattern=r"^[^\r\n]*[^\s][^\r\n]*$",
        description="Title on one line, at most 255 characters.",
    ),
]
Markdown = Annotated[
    str, Field(max_length=32_767, description="Text in Markdown, at most 32,767 characters.")
]
RequiredMarkdown = Annotated[
    str,
    Field(
        min_length=1,
        max_length=32_767,
        pattern=r"\S",
        description="Text in Markdown, at most 32,767 characters.",
    ),
]
AccountId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=128,
        pattern=r"^[A-Za-z0-9:_-]+$",
        description="Account id of the person, as get_issue shows it for the people of an issue.",
    ),
]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S")]
Label = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^\S+$")]
DueDate = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        max_length=10,
        description="Day it is due, e.g. `2026-03-02`.",
    ),
]
MoreFields = Annotated[
    tuple[FieldValue, ...],
    Field(max_length=50, description="Values for other fields, custom ones among them."),
]
