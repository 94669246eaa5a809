"""Errors, sites, and who may ask."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Handler, bearer_token

CLOUD_ID = "1324a887-45db-4bf4-9e99-ef0ff456d421"
SITE = "https://example.atlassian.net"
OTHER_SITE = "https://other.atlassian.net"
SITES_OF = {"no-sites-0123456789": (), "two-sites-0123456789": (OTHER_SITE, SITE)}
"""What these tokens reach; any other one reaches `SITE`."""


def error(
    status: int,
    *messages: str,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Jira's error body: messages, and what is wrong with each field."""
    body = {"errorMessages": list(messages), "errors": dict(errors or {})}
    return JSONResponse(body, status_code=status, headers=headers)


def no_issue() -> JSONResponse:
    """404, also for what the token may not see."""
    return error(404, "Issue does not exist or you do not have permission to see it.")


def no_project(key: str) -> JSONResponse:
    """404 where types and fields of a project are asked for."""
    return error(404, f"No project could be found with key '{key}'.")


FAILURES: dict[str, Callable[[], Response]] = {
    "EXPIRED": lambda: JSONResponse({"code": 401, "message": "Unauthorized"}, status_code=401),
    "FORBIDDEN": lambda: error(403, "You do not have permission to view issues in this project."),
    "LIMITED": lambda: error(
        429,
        "Rate limit exceeded.",
        headers={"retry-after": "30", "x-ratelimit-reset": "2026-03-02T10:00Z"},
    ),
    "UNPROCESSABLE": lambda: error(422, "The workflow of this project has no initial status."),
    "CONFLICT": lambda: error(409, "The issue was changed by somebody else."),
    "BROKEN": lambda: error(500, "Internal server error"),
    "GATEWAY": lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    "HTML": lambda: HTMLResponse("<html><body>Log in to continue</body></html>"),
    "HOLLOW": lambda: Response(status_code=200, media_type="application/json"),
    "ODD": lambda: JSONResponse({"key": 7, "fields": None, "comments": {}, "transitions": None}),
    "REFUSED": lambda: error(200, "The change was not made."),
    "TALKATIVE": lambda: JSONResponse({"id": "10001", "key": "TALKATIVE-1"}),
}


def guarded(handler: Handler) -> Handler:
    """`handler`, after the token, the site and the projects that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return JSONResponse({"code": 401, "message": "Unauthorized"}, status_code=401)
        if request.path_params.get("cloud_id", CLOUD_ID) != CLOUD_ID:
            return JSONResponse({"code": 404, "message": "No site with this id"}, status_code=404)
        key = str(request.path_params.get("key", ""))
        failure = FAILURES.get(key.partition("-")[0].upper())
        return failure() if failure else await handler(request)

    return guarded


async def accessible_resources(request: Request) -> Response:
    """GET /oauth/token/accessible-resources: a site once for each product."""
    reached = SITES_OF.get(bearer_token(request), (SITE,))
    body: list[JSON] = [
        {
            "id": CLOUD_ID if url == SITE else "2324a887-45db-4bf4-9e99-ef0ff456d421",
            "url": url,
            "name": url.removeprefix("https://").partition(".")[0],
            "scopes": list(scopes),
            "avatarUrl": "https://site-admin-avatar-cdn.prod.public.atl-paas.net/avatars/240/flag.png",
        }
        for url in reached
        for scopes in (
            ("read:jira-work", "write:jira-work", "read:jira-user"),
            ("read:confluence-content.all",),
        )
    ]
    return JSONResponse(body)


async def unknown_path(_: Request) -> Response:
    """404 for everything."""
    return JSONResponse({"code": 404, "message": "Not Found"}, status_code=404)


def page_of(request: Request, default: int, most: int) -> tuple[int, int]:
    """Where a page starts and how long it is; nonsense is taken as the default."""

    def number(name: str, otherwise: int) -> int:
        asked = request.query_params.get(name, "")
        return int(asked) if asked.isdecimal() else otherwise

    return number("startAt", 0), min(number("maxResults", default), most)
