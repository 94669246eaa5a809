"""Errors, and who may ask."""

import json
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token

CORRELATION = "aeb5f871-7f07-4993-9211-075dc63e7cbf"
PORTAL = 4422
SCOPES = "https://developers.hubspot.com/scopes"


def error(status: int, category: str, message: str, **more: JSON) -> JSONResponse:
    """HubSpot's error body."""
    body = {"status": "error", "message": message, "correlationId": CORRELATION, "category": category}
    return JSONResponse({**body, **more}, status_code=status)


def not_found(message: str = "resource not found") -> JSONResponse:
    """404, also for what the token may not see."""
    return error(404, "OBJECT_NOT_FOUND", message)


def bad_request(message: str, *details: str) -> JSONResponse:
    """400 for what cannot be read or is not allowed."""
    errors: list[JSON] = [{"message": detail} for detail in details]
    return error(400, "VALIDATION_ERROR", message, **({"errors": errors} if errors else {}))


def bad_values(problems: Sequence[tuple[str, str, str]]) -> JSONResponse:
    """400 for property values: name, kind and message of each problem stand as JSON in the message."""
    listed = [
        {
            "isValid": False,
            "message": message,
            "error": kind,
            "name": name,
            "localizedErrorMessage": message,
            "portalId": PORTAL,
        }
        for name, kind, message in problems
    ]
    return bad_request(f"Property values were not valid: {json.dumps(listed, separators=(',', ':'))}")


def _missing_scopes() -> JSONResponse:
    message = (
        "This app hasn't been granted all required scopes to make this call. "
        f"Read more about required scopes here: {SCOPES}."
    )
    detail: JSON = {
        "message": "One or more of the following scopes are required.",
        "context": {"requiredGranularScopes": ["crm.objects.contacts.read"]},
    }
    return error(403, "MISSING_SCOPES", message, errors=[detail], links={"scopes": SCOPES})


def _secondly_limit() -> JSONResponse:
    answer = error(
        429,
        "RATE_LIMITS",
        "You have reached your secondly limit.",
        errorType="RATE_LIMIT",
        policyName="SECONDLY",
    )
    answer.headers["retry-after"] = "8"
    return answer


FAILURES: dict[str, Callable[[], Response]] = {
    "9401": lambda: error(
        401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired 3 hour(s) ago."
    ),
    "9403": _missing_scopes,
    "9409": lambda: error(409, "CONFLICT", "The record was changed by somebody else."),
    "9422": lambda: error(422, "VALIDATION_ERROR", "The record cannot be processed while it is merged."),
    "9429": _secondly_limit,
    "9500": lambda: error(500, "INTERNAL_ERROR", "internal error"),
    "9502": lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    "9601": lambda: HTMLResponse("<html><body>Sign in</body></html>"),
    "9602": lambda: JSONResponse({"id": 9602, "properties": None, "results": "none"}),
}


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token and the records that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
            )
        failure = FAILURES.get(request.path_params.get("record", ""))
        return failure() if failure else await handler(request)

    return guarded


async def unknown_path(_: Request) -> Response:
    """404 for everything; HubSpot answers unknown paths with a page."""
    page = "<html><head><title>Error 404 Not Found</title></head><body><h2>HTTP ERROR 404</h2></body></html>"
    return HTMLResponse(page, status_code=404)
