"""Errors, pages, and who may ask."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token, sent

REQUEST_ID = "5f0d1a30-0000-4000-8000-00000000beef"


def number_id(number: int) -> str:
    """The id with this number."""
    return f"{number:08d}-0000-4000-8000-{number:012d}"


def plain_id(text: JSON) -> str:
    """An id as Notion writes it; it takes them without dashes too."""
    digits = str(text).replace("-", "").lower()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def error(
    status: int, code: str, message: str, *, headers: dict[str, str] | None = None, **more: JSON
) -> JSONResponse:
    """Notion's error body."""
    body = {
        "object": "error",
        "status": status,
        "code": code,
        "message": message,
        **more,
        "request_id": REQUEST_ID,
    }
    return JSONResponse(body, status_code=status, headers=headers)


def not_found(kind: str, id: str) -> JSONResponse:
    """404, also for what is not shared with the token."""
    shared = 'Make sure the relevant pages and databases are shared with your integration "Emulator".'
    message = f"Could not find {kind} with ID: {id}. {shared}"
    return error(404, "object_not_found", message, additional_data={"integration_id": number_id(9_000)})


def invalid(message: str) -> JSONResponse:
    """400 for what fails validation."""
    return error(400, "validation_error", message)


FAILURES: dict[str, Callable[[], Response]] = {
    number_id(401): lambda: error(401, "unauthorized", "API token is invalid."),
    number_id(403): lambda: error(403, "restricted_resource", "Insufficient permissions for this endpoint."),
    number_id(409): lambda: error(409, "conflict_error", "Conflict occurred while saving. Please try again."),
    number_id(422): lambda: error(422, "unprocessable_entity", "The request could not be processed."),
    number_id(429): lambda: error(
        429,
        "rate_limited",
        "You have been rate limited. Please try again in a few minutes.",
        headers={"retry-after": "12"},
        additional_data={"rate_limit_reason": "public_api_request_rate_limit"},
    ),
    number_id(500): lambda: error(500, "internal_server_error", "Unexpected error occurred."),
    number_id(502): lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    number_id(529): lambda: error(
        529,
        "service_overload",
        "Notion is overloaded. Please try again later.",
        headers={"retry-after": "60"},
    ),
    number_id(601): lambda: HTMLResponse("<html><body>Log in</body></html>"),
    number_id(602): lambda: JSONResponse({"object": "list", "results": None, "id": 7}),
}


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token, the version and the ids that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(401, "unauthorized", "API token is invalid.")
        if not request.headers.get("notion-version"):
            return error(
                400, "missing_version", "Notion-Version header failed validation: header should be defined."
            )
        for id in await _ids(request):
            if failure := FAILURES.get(plain_id(id)):
                return failure()
        return await handler(request)

    return guarded


async def unknown_path(_: Request) -> Response:
    """400 for everything."""
    return error(400, "invalid_request_url", "Invalid request URL.")


def listed(
    request_size: JSON, cursor: JSON, found: Sequence[tuple[str, JSON]], kind: str, about: JSON = None
) -> JSONResponse:
    """The asked-for page of a list of ids and bodies; the cursor is the id of its first entry."""
    size = request_size if isinstance(request_size, int) else 100
    if not 1 <= size <= 100:
        return invalid(f"body failed validation: body.page_size should be ≤ `100`, instead was `{size}`.")
    ids = [id for id, _ in found]
    start = 0
    if cursor is not None:
        if plain_id(cursor) not in ids:
            return invalid(f"The start_cursor provided is invalid: {cursor}")
        start = ids.index(plain_id(cursor))
    here = found[start : start + size]
    has_more = start + size < len(found)
    return JSONResponse(
        {
            "object": "list",
            "results": [body for _, body in here],
            "next_cursor": ids[start + size] if has_more else None,
            "has_more": has_more,
            "type": kind,
            kind: about or {},
            "request_id": REQUEST_ID,
        }
    )


def size_of(request: Request) -> JSON:
    """`page_size` of the query."""
    text = request.query_params.get("page_size", "")
    return int(text) if text.isdecimal() else None


async def _ids(request: Request) -> list[JSON]:
    body = await sent(request)
    parent = body.get("parent")
    named = list(parent.values()) if isinstance(parent, dict) else []
    return [
        *request.path_params.values(),
        *request.query_params.values(),
        *named,
        body.get("discussion_id"),
        body.get("query"),
    ]
