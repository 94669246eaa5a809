"""Where a server's access token comes from."""

import os

from mcp.server.auth.middleware.auth_context import get_access_token


def access_token(env: str) -> str | None:
    """The token of the HTTP request being served, else the one in the variable `env`, else None.

    The request goes first: a process-wide token must not act for a user who brought an own one.
    """
    of_request = get_access_token()
    token = of_request.token if of_request else os.environ.get(env, "")
    return token.strip() or None
