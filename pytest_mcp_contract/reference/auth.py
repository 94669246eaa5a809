"""Where a server's access token comes from, and the one door of all tools: no token, no request."""

import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.types import CallToolResult

from pytest_mcp_contract.reference import failures
from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.tools import call_result

T = TypeVar("T")


def access_token(env: str) -> str | None:
    """The token of the HTTP request being served, else the one in the variable `env`, else None.

    The request goes first: a process-wide token must not act for a user who brought an own one.
    """
    of_request = get_access_token()
    token = of_request.token if of_request else os.environ.get(env, "")
    return token.strip() or None


async def with_auth(
    platform: Platform, request: Callable[[str], Awaitable[Result[T]]], render: Callable[[T], str]
) -> CallToolResult:
    """The reply of a tool: `request` is given the access token, and what it returns is rendered.

    Without a token the reply is an error that says how to connect, and nothing is requested.
    """
    token = access_token(platform.token_env)
    if token is None:
        return call_result(Err(failures.not_connected(platform)))
    result = await request(token)
    return call_result(Ok(render(result.value)) if isinstance(result, Ok) else result)
