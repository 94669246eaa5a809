"""Errors, pages, and who may ask."""

import base64
import json
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token

HOST = "https://example.zendesk.com"
API = f"{HOST}/api/v2"


def error(
    status: int, kind: JSON, description: str = "", *, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Zendesk's error body."""
    body = {"error": kind} | ({"description": description} if description else {})
    return JSONResponse(body, status_code=status, headers=headers)


def not_found() -> JSONResponse:
    """404, also for what the token may not see."""
    return error(404, "RecordNotFound", "Not found")


def forbidden() -> JSONResponse:
    """403, whose `error` is an object."""
    message = "You do not have access to this page. Please contact the account owner of this help desk."
    return error(403, {"title": "Forbidden", "message": message})


def record_invalid(field: str, problem: str) -> JSONResponse:
    """422 with the field that it is about."""
    body = {
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": {field: [{"description": problem, "error": "InvalidValue"}]},
    }
    return JSONResponse(body, status_code=422)


FAILURES: dict[int, Callable[[], Response]] = {
    9401: lambda: JSONResponse(
        {
            "error": "invalid_token",
            "error_description": "The access token provided is expired, revoked, malformed or invalid.",
        },
        status_code=401,
    ),
    9403: forbidden,
    9409: lambda: error(
        409, "UpdateConflict", "Safe Update prevented the update due to outdated ticket data."
    ),
    9429: lambda: error(
        429,
        "APIRateLimitExceeded",
        "Number of allowed API requests per minute exceeded",
        headers={"retry-after": "36"},
    ),
    9500: lambda: error(500, "InternalError", "An unexpected error occurred"),
    9502: lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    9601: lambda: HTMLResponse("<html><body>Sign in</body></html>"),
    9602: lambda: JSONResponse({"ticket": {"id": "one"}, "tags": None}),
}


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token and the tickets that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(401, "Couldn't authenticate you")
        failure = FAILURES.get(request.path_params.get("ticket_id", 0))
        return failure() if failure else await handler(request)

    return guarded


async def unknown_path(_: Request) -> Response:
    """404 for everything."""
    return error(404, "InvalidEndpoint", "Not found")


def number(request: Request, name: str, default: int) -> int:
    """A number of the query; Zendesk takes nonsense as the default."""
    text = request.query_params.get(name, "")
    return int(text) if text.isdecimal() and int(text) else default


def link(request: Request, **query: str | int) -> str:
    """The address of the same list with these parameters, on the host that the bodies name."""
    return f"{HOST}{request.url.path}?{urlencode({**request.query_params, **query})}"


def cursor_page(
    request: Request, name: str, found: Sequence[JSON], *, ignores_size: bool = False
) -> JSONResponse:
    """The asked-for page of a list with cursors, or one of the usual size."""
    size, start = 100 if ignores_size else min(number(request, "page[size]", 100), 100), 0
    if after := request.query_params.get("page[after]"):
        try:
            start = int(json.loads(base64.b64decode(after, validate=True))["after"])
        except (ValueError, KeyError, TypeError):
            return error(400, "InvalidPaginationParameter", "page[after] is not a cursor")
    here = list(found[start : start + size])
    has_more = start + size < len(found)

    def cursor(position: int) -> str:
        return base64.b64encode(json.dumps({"after": position}, separators=(",", ":")).encode()).decode()

    next_link = link(request, **{"page[after]": cursor(start + size)})
    return JSONResponse(
        {
            name: here,
            "meta": {
                "has_more": has_more,
                "after_cursor": cursor(start + size) if here else None,
                "before_cursor": cursor(start) if here else None,
            },
            "links": {"prev": None, "next": next_link if has_more else None},
        }
    )
