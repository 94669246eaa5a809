"""Two operations of the GraphQL API, by their names; the query itself is not read."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from starlette.responses import JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.github.bodies import stamp
from tests.emulators.github.store import Repository, StoredComment, StoredDiscussion

T = TypeVar("T")


def answer(operation: str, variables: Mapping[str, JSON], repositories: Mapping[str, Repository]) -> Response:
    """What GitHub answers: 200 always, with `errors` beside `data` where something was not found."""
    owner, name = variables.get("owner"), variables.get("repo")
    repo = repositories.get(f"{owner}/{name}")
    if repo is None:
        return _missing("repository", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    if operation == "ListDiscussions":
        here, page = _page(repo.discussions, variables.get("first"), variables.get("after"))
        nodes: list[JSON] = [_discussion_json(one, repo) for one in here]
        found: JSON = {"totalCount": len(repo.discussions), "pageInfo": page, "nodes": nodes}
        return JSONResponse({"data": {"repository": {"discussions": found}}})
    number = variables.get("number")
    one = next((each for each in repo.discussions if each.number == number), None)
    if one is None:
        return _missing(
            "repository", f"Could not resolve to a Discussion with the number of {number}.", "discussion"
        )
    comments, page = _page(one.comments, variables.get("comments"), variables.get("after"))
    body: JSON = {
        **_discussion_json(one, repo),
        "body": one.body,
        "comments": {
            "totalCount": len(one.comments),
            "pageInfo": page,
            "nodes": [_comment_json(comment, one, repo, variables) for comment in comments],
        },
    }
    return JSONResponse({"data": {"repository": {"discussion": body}}})


def _missing(root: str, message: str, inner: str = "") -> Response:
    error: JSON = {
        "type": "NOT_FOUND",
        "path": [root, inner] if inner else [root],
        "locations": [{"line": 1, "column": 1}],
        "message": message,
    }
    return JSONResponse({"data": {root: {inner: None} if inner else None}, "errors": [error]})


def _page(items: Sequence[T], first: JSON, after: JSON) -> tuple[list[T], JSON]:
    """Some items and the `pageInfo` after them; a cursor is the number of items before it."""
    start = int(after.removeprefix("cursor_")) if isinstance(after, str) else 0
    end = start + (first if isinstance(first, int) else 30)
    here = list(items[start:end])
    return here, {
        "hasNextPage": end < len(items),
        "endCursor": f"cursor_{start + len(here)}" if here else None,
    }


def _url(one: StoredDiscussion, repo: Repository) -> str:
    return f"https://github.com/{repo.full_name}/discussions/{one.number}"


def _author(login: str | None) -> JSON:
    return {"login": login} if login else None


def _discussion_json(one: StoredDiscussion, repo: Repository) -> dict[str, JSON]:
    updated = max([one.created_at, *(comment.created_at for comment in one.comments)])
    return {
        "number": one.number,
        "title": one.title,
        "closed": one.closed,
        "isAnswered": one.answer is not None if one.category == "Q&A" else None,
        "createdAt": stamp(one.created_at),
        "updatedAt": stamp(updated),
        "url": _url(one, repo),
        "author": _author(one.author),
        "category": {"name": one.category},
        "comments": {"totalCount": len(one.comments)},
    }


def _reply_json(comment: StoredComment, one: StoredDiscussion, repo: Repository) -> dict[str, JSON]:
    return {
        "author": _author(comment.author),
        "body": comment.body,
        "createdAt": stamp(comment.created_at),
        "url": f"{_url(one, repo)}#discussioncomment-{comment.id}",
        "isAnswer": one.answer == comment.id,
    }


def _comment_json(
    comment: StoredComment, one: StoredDiscussion, repo: Repository, variables: Mapping[str, JSON]
) -> JSON:
    answers = one.answers.get(comment.id, [])
    here, page = _page(answers, variables.get("replies"), variables.get("repliesAfter"))
    shown: list[JSON] = [_reply_json(reply, one, repo) for reply in here]
    replies: JSON = {"totalCount": len(answers), "pageInfo": page, "nodes": shown}
    return {**_reply_json(comment, one, repo), "replies": replies}
