"""How GitHub's tools get their token, and how GitHub words its errors."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from mcp.types import CallToolResult

from pytest_mcp_contract.reference.auth import access_token
from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.tools import call_result

T = TypeVar("T")

TOKEN_ENV = "GITHUB_TOKEN"
BASE_URL_ENV = "GITHUB_API_URL"
DEFAULT_BASE_URL = "https://api.github.com"
NOT_CONNECTED = (
    f"GitHub is not connected: there is no access token; set {TOKEN_ENV} to a GitHub token, "
    "or connect GitHub for this user, and call again."
)


async def with_auth(
    request: Callable[[str], Awaitable[Result[T]]], render: Callable[[T], str]
) -> CallToolResult:
    """The reply of a tool: `request` is given the access token, and what it returns is rendered.

    Without a token the reply is an error that says how to connect, and nothing is requested.
    """
    token = access_token(TOKEN_ENV)
    if token is None:
        return call_result(Err(NOT_CONNECTED))
    result = await request(token)
    return call_result(Ok(render(result.value)) if isinstance(result, Ok) else result)


def error_text(body: JSON) -> str:
    """GitHub's message and what it says in `errors`, whose entries are objects or strings.

    Source: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed
    """
    if not isinstance(body, dict):
        return ""
    message, errors = body.get("message"), body.get("errors")
    details = [_one_error(error) for error in errors] if isinstance(errors, list) else []
    parts = [message if isinstance(message, str) else "", ", ".join(filter(None, details))]
    return ": ".join(filter(None, parts))


def _one_error(error: JSON) -> str:
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    field, why = error.get("field"), error.get("message") or error.get("code")
    return ": ".join(part for part in (field, why) if isinstance(part, str) and part)


PLATFORM = Platform(name="GitHub", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
