"""What GitHub's GraphQL API answers about discussions: one root model per operation.

An answer has `data`, `errors` or both at once; any node may be null.

Source: https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions
"""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from pytest_mcp_contract.reference.servers.github.schemas import GitHubObject, User
from pytest_mcp_contract.reference.timestamp import Timestamp


class GraphqlError(GitHubObject):
    """One entry of `errors`."""

    message: str


class PageInfo(GitHubObject):
    """Where the next page begins."""

    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: str | None = Field(default=None, alias="endCursor")


class Category(GitHubObject):
    """The category of a discussion."""

    name: str


class Reply(GitHubObject):
    """A comment, or an answer to one. The author is null where the account was deleted."""

    author: User | None = None
    body: str
    created_at: Timestamp = Field(alias="createdAt")
    url: str
    is_answer: bool = Field(default=False, alias="isAnswer")


class Replies(GitHubObject):
    """Some answers to a comment."""

    total_count: int = Field(alias="totalCount")
    page_info: PageInfo | None = Field(default=None, alias="pageInfo")
    nodes: list[Reply | None] | None = None


class Comment(Reply):
    """A comment with the first answers to it."""

    replies: Replies | None = None


class Comments(GitHubObject):
    """A page of comments; in lists only their number."""

    total_count: int = Field(alias="totalCount")
    page_info: PageInfo | None = Field(default=None, alias="pageInfo")
    nodes: list[Comment | None] | None = None


class Discussion(GitHubObject):
    """A discussion."""

    number: int
    title: str
    author: User | None = None
    body: str | None = None
    category: Category | None = None
    closed: bool = False
    is_answered: bool | None = Field(default=None, alias="isAnswered")
    created_at: Timestamp = Field(alias="createdAt")
    updated_at: Timestamp = Field(alias="updatedAt")
    url: str
    comments: Comments


class Discussions(GitHubObject):
    """A page of discussions."""

    total_count: int = Field(alias="totalCount")
    page_info: PageInfo = Field(alias="pageInfo")
    nodes: list[Discussion | None] | None = None


class ListedRepository(GitHubObject):
    """The repository of a list."""

    discussions: Discussions


class ListedData(GitHubObject):
    """`data` of a list."""

    repository: ListedRepository | None = None


class ListAnswer(GitHubObject):
    """`POST /graphql#ListDiscussions`."""

    data: ListedData | None = None
    errors: list[GraphqlError] | None = None

    @model_validator(mode="after")
    def _has_data_or_errors(self) -> Self:
        _demand_reason(self.errors, has_data=self.data is not None and self.data.repository is not None)
        return self


class OneRepository(GitHubObject):
    """The repository of one discussion."""

    discussion: Discussion | None = None


class OneData(GitHubObject):
    """`data` of one discussion."""

    repository: OneRepository | None = None


class OneAnswer(GitHubObject):
    """`POST /graphql#GetDiscussion`."""

    data: OneData | None = None
    errors: list[GraphqlError] | None = None

    @model_validator(mode="after")
    def _has_data_or_errors(self) -> Self:
        repository = self.data.repository if self.data else None
        _demand_reason(self.errors, has_data=repository is not None and repository.discussion is not None)
        return self


def _demand_reason(errors: Sequence[GraphqlError] | None, *, has_data: bool) -> None:
    """An answer without data must have errors that say why."""
    if not has_data and not errors:
        raise ValueError("neither data nor errors")
