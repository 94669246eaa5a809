"""GitHub's GraphQL API for discussions, which REST does not have.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.github.schemas_discussions import (
    Discussion,
    Discussions,
    GraphqlError,
    ListAnswer,
    OneAnswer,
)

COMMENTS_SHOWN = 10
REPLIES_SHOWN = 3
REPLIES_OF_ONE = 15
"""Answers to a comment that is read alone."""

_HEAD = "number title closed isAnswered createdAt updatedAt url author { login } category { name }"
_LIST = f"""
query ListDiscussions($owner: String!, $repo: String!, $first: Int!, $after: String) {{
  repository(owner: $owner, name: $repo) {{
    discussions(first: $first, after: $after, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      totalCount
      pageInfo {{ hasNextPage endCursor }}
      nodes {{ {_HEAD} comments {{ totalCount }} }}
    }}
  }}
}}
"""
_GET = f"""
query GetDiscussion(
  $owner: String!, $repo: String!, $number: Int!, $comments: Int!, $after: String,
  $replies: Int!, $repliesAfter: String
) {{
  repository(owner: $owner, name: $repo) {{
    discussion(number: $number) {{
      {_HEAD}
      body
      comments(first: $comments, after: $after) {{
        totalCount
        pageInfo {{ hasNextPage endCursor }}
        nodes {{
          author {{ login }} body createdAt url isAnswer
          replies(first: $replies, after: $repliesAfter) {{
            totalCount
            pageInfo {{ hasNextPage endCursor }}
            nodes {{ author {{ login }} body createdAt url isAnswer }}
          }}
        }}
      }}
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """Which comments are read; of one alone also more of its text and of the answers to it.

    Of an answer that has the page for itself the text can be read to its end too.
    """

    size: int = COMMENTS_SHOWN
    after: str | None = None
    comment_from: int = 1
    replies_after: str | None = None
    replies_size: int = REPLIES_OF_ONE
    reply_from: int = 1

    @property
    def is_single(self) -> bool:
        return self.size == 1

    @property
    def is_single_reply(self) -> bool:
        return self.is_single and self.replies_size == 1


FIRST_PAGE = CommentsPage()


async def list_discussions(
    access_token: str, api: HttpApi, owner: str, repo: str, *, first: int, after: str | None
) -> Result[Discussions]:
    """A page of a repository's discussions, last changed first.

    Source: https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions
    """
    subject = f"repository {owner}/{repo}"
    variables: dict[str, JSON] = {"owner": owner, "repo": repo, "first": first, "after": after}
    ask = _query(access_token, subject, "ListDiscussions", _LIST, variables)
    result = await api.model(ListAnswer, ask)
    if isinstance(result, Err):
        return result
    data, errors = result.value.data, result.value.errors
    if data is None or data.repository is None:
        return api.refusal(ask, _words(errors))
    return Ok(data.repository.discussions)


async def get_discussion(
    access_token: str, api: HttpApi, owner: str, repo: str, number: int, *, page: CommentsPage
) -> Result[Discussion]:
    """One discussion with a page of its comments, oldest first.

    Source: https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions
    """
    subject = f"discussion #{number} in {owner}/{repo}"
    variables: dict[str, JSON] = {
        "owner": owner,
        "repo": repo,
        "number": number,
        "comments": page.size,
        "after": page.after,
        "replies": page.replies_size if page.is_single else REPLIES_SHOWN,
        "repliesAfter": page.replies_after if page.is_single else None,
    }
    ask = _query(access_token, subject, "GetDiscussion", _GET, variables)
    result = await api.model(OneAnswer, ask)
    if isinstance(result, Err):
        return result
    data, errors = result.value.data, result.value.errors
    if data is None or data.repository is None or data.repository.discussion is None:
        return api.refusal(ask, _words(errors))
    return Ok(data.repository.discussion)


def _query(
    access_token: str, subject: str, operation: str, query: str, variables: dict[str, JSON]
) -> ApiRequest:
    body: JSON = {
        "operationName": operation,
        "query": " ".join(query.split()),
        "variables": {name: value for name, value in variables.items() if value is not None},
    }
    return ApiRequest("POST", ("graphql",), access_token, subject, json=body, is_read=True)


def _words(errors: Sequence[GraphqlError] | None) -> str:
    return ", ".join(error.message for error in errors or [])
