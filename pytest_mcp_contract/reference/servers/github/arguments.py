"""What several of GitHub's tools take."""

from typing import Annotated

from pydantic import Field

NAME = r"^[A-Za-z0-9_.-]+$"

Owner = Annotated[
    str,
    Field(max_length=100, pattern=NAME, description="Account that owns the repository, e.g. `octocat`."),
]
Repo = Annotated[
    str,
    Field(
        max_length=100,
        pattern=NAME,
        description="Repository name without the owner, e.g. `hello-world`.",
    ),
]
IssueNumber = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="Number of the issue, as in the title line `#7`.")
]
PullNumber = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="Number of the pull request, as in the title line `#7`.")
]
PageNumber = Annotated[int, Field(ge=1, le=10_000, description="Page of results, from 1.")]
TextFrom = Annotated[
    int,
    Field(
        ge=1, le=1_000_000, description="First character of the body to show, as the part before names it."
    ),
]
PerPage = Annotated[int, Field(ge=1, le=100, description="Results on a page, at most 100.")]
LabelName = Annotated[str, Field(min_length=1, max_length=50, pattern="^[^,]+$")]
Login = Annotated[str, Field(min_length=1, max_length=100, pattern=NAME)]
Body = Annotated[
    str, Field(max_length=65_536, description="Text in GitHub Markdown, at most 65,536 characters.")
]
RequiredBody = Annotated[
    str,
    Field(min_length=1, max_length=65_536, description="Text in GitHub Markdown, at most 65,536 characters."),
]
