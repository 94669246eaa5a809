"""Errors, who may ask, and objects that always fail."""

import re
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token


class RefusedError(Exception):
    """The request is answered with this error."""

    def __init__(self, status: int, code: str, message: str, *, fields: Sequence[str] | None = None) -> None:
        super().__init__(message)
        self.response = error(status, code, message, fields=fields)


def error(
    status: int,
    code: str,
    message: str,
    *,
    fields: Sequence[str] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Salesforce's error body, a list; only errors of a write name fields."""
    named: dict[str, JSON] = {} if fields is None else {"fields": list(fields)}
    return JSONResponse(
        [{"message": message, "errorCode": code, **named}], status_code=status, headers=headers
    )


def not_found() -> RefusedError:
    """404 for an object or path that does not exist."""
    return RefusedError(404, "NOT_FOUND", "The requested resource does not exist")


FAILURES: dict[str, Callable[[], Response]] = {
    "Expired__c": lambda: error(401, "INVALID_SESSION_ID", "Session expired or invalid"),
    "Forbidden__c": lambda: error(
        403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
    ),
    "Exhausted__c": lambda: error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    "Limited__c": lambda: error(
        429, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded.", headers={"retry-after": "8"}
    ),
    "Unprocessable__c": lambda: error(422, "UNPROCESSABLE_ENTITY", "The request could not be processed"),
    "Broken__c": lambda: error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred. ErrorId: 1234-5678"),
    "Maintenance__c": lambda: error(503, "SERVER_UNAVAILABLE", "We are down for maintenance"),
    "Html__c": lambda: HTMLResponse("<html><body>Sign in</body></html>"),
    "WrongShape__c": lambda: JSONResponse({"totalSize": "one", "success": None}),
    "RowFails__c": lambda: JSONResponse(
        {
            "id": None,
            "success": False,
            "errors": [
                {
                    "statusCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    "message": "The close date must be in the future",
                    "fields": ["CloseDate__c"],
                }
            ],
        }
    ),
}
"""The last one is how bulk writes fail: 200, and the failure in the row."""


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token and the objects that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(401, "INVALID_SESSION_ID", "Session expired or invalid")
        from_clause = re.search(r"\bFROM\s+(\w+)", request.query_params.get("q", ""))
        name = request.path_params.get("object", from_clause[1] if from_clause else "")
        if name in FAILURES:
            return FAILURES[name]()
        try:
            return await handler(request)
        except RefusedError as refused:
            return refused.response

    return guarded


async def unknown_path(_: Request) -> Response:
    """404 for everything."""
    raise not_found()
