"""The search of issues: words and a few qualifiers."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.github.answers import error, page_of, slice_of, validation_failed
from tests.emulators.github.bodies import issue_json
from tests.emulators.github.store import Repository, StoredIssue

SEARCH_LIMIT = 1_000


def search(request: Request, repositories: Iterable[Repository]) -> Response:
    """GET /search/issues: words, and the qualifiers repo, is, state, label, author"""
    page, per_page = page_of(request)
    query = request.query_params.get("q", "")
    if not query.strip():
        return validation_failed({"resource": "Search", "field": "q", "code": "missing"})
    if page * per_page > SEARCH_LIMIT:
        return error(422, "Only the first 1000 search results are available")
    found: list[JSON] = [
        {**issue_json(issue, repo), "score": 1.0}
        for repo in repositories
        for issue in repo.issues
        if all(_matches(term, issue, repo) for term in query.split())
    ]
    here, link = slice_of(request, found)
    body: JSON = {
        "total_count": len(found),
        "incomplete_results": False,
        "items": here,
        "search_type": "lexical",
    }
    return JSONResponse(body, headers=link)


def _matches(term: str, issue: StoredIssue, repo: Repository) -> bool:
    qualifier, colon, value = term.partition(":")
    kind = "pull-request" if issue.pull else "issue"
    match qualifier if colon else "":
        case "repo":
            return value == repo.full_name
        case "is":
            return value in (kind, "pr" if issue.pull else kind, issue.state)
        case "state":
            return value == issue.state
        case "label":
            return value.strip('"') in issue.labels
        case "author":
            return value == issue.author
        case _:
            return term.lower() in f"{issue.title} {issue.body or ''}".lower()
