"""Errors, pages, and who may ask."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token

DOCUMENTATION = "https://docs.github.com/rest"
RATE_LIMIT_RESET = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def error(status: int, message: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    """GitHub's error body; the status is in it, as a string."""
    body = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
    return JSONResponse(body, status_code=status, headers=headers)


def not_found() -> JSONResponse:
    """404, also for what the token may not see."""
    return error(404, "Not Found")


def validation_failed(*errors: JSON) -> JSONResponse:
    """422 with `errors`, whose entries are objects or strings."""
    body = {"message": "Validation Failed", "errors": list(errors), "documentation_url": DOCUMENTATION}
    return JSONResponse(body, status_code=422)


FAILURES: dict[str, Callable[[], Response]] = {
    "rate-limited": lambda: error(
        403,
        "API rate limit exceeded for user ID 583231.",
        headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(RATE_LIMIT_RESET.timestamp()))},
    ),
    "secondary-limit": lambda: error(
        403,
        "You have exceeded a secondary rate limit.",
        headers={"retry-after": "60", "x-ratelimit-remaining": "4000"},
    ),
    "too-many-requests": lambda: error(429, "Too many requests.", headers={"retry-after": "8"}),
    "expired-token": lambda: error(401, "Bad credentials"),
    "server-error": lambda: error(500, "Server Error"),
    "forbidden": lambda: error(403, "Resource not accessible by personal access token"),
    "gone": lambda: error(410, "Issues are disabled for this repo"),
    "string-errors": lambda: validation_failed(
        "title is too long (maximum is 256 characters)", "body is spam"
    ),
    "bad-gateway": lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    "html": lambda: HTMLResponse("<html><body>Sign in</body></html>"),
    "wrong-shape": lambda: JSONResponse({"number": "one", "total_count": None}),
}


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token and the repositories that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(401, "Requires authentication")
        name = request.path_params.get("repo", "")
        if name in FAILURES:
            return FAILURES[name]()
        if name == "moved":
            target = str(request.url.replace(path=request.url.path.replace("/moved/", "/hello-world/", 1)))
            return RedirectResponse(target, status_code=301)
        return await handler(request)

    return guarded


async def unknown_path(_: Request) -> Response:
    """404 for everything."""
    return not_found()


def page_of(request: Request) -> tuple[int, int]:
    """Page and page size; GitHub takes nonsense as the default, and at most 100."""

    def number(name: str, default: int) -> int:
        text = request.query_params.get(name, "")
        return int(text) if text.isdecimal() and int(text) else default

    return number("page", 1), min(number("per_page", 30), 100)


def slice_of(request: Request, found: Sequence[JSON]) -> tuple[list[JSON], dict[str, str]]:
    """The asked-for page and its Link header; one page has none."""
    page, per_page = page_of(request)
    last = max(1, -(-len(found) // per_page))

    def link(number: int, relation: str) -> str:
        query = urlencode({**request.query_params, "page": number})
        return f'<{request.url.replace(query=query)}>; rel="{relation}"'

    links = [link(page - 1, "prev")] if page > 1 else []
    links += [link(page + 1, "next"), link(last, "last")] if page < last else []
    links += [link(1, "first")] if page > 1 else []
    return list(found[(page - 1) * per_page : page * per_page]), {"link": ", ".join(links)} if links else {}


def paged(request: Request, found: Sequence[JSON]) -> JSONResponse:
    """The asked-for page as a bare list."""
    here, link = slice_of(request, found)
    return JSONResponse(here, headers=link)
