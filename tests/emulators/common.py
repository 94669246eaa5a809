"""What the emulators share: who may ask, what was sent, and a clock that runs the same each time."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from pytest_mcp_contract.reference.json_value import JSON

FIRST_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday; everything that exists from the start has a date near it."""

Handler = Callable[[Request], Awaitable[Response]]


class Clock:
    """Each change happens one minute after the one before, so that runs repeat exactly."""

    def __init__(self) -> None:
        self._changes = 0

    def now(self) -> datetime:
        """The moment of the next change."""
        self._changes += 1
        return FIRST_DAY + timedelta(days=30, minutes=self._changes)


def bearer_token(request: Request) -> str:
    """The token of the Authorization header, "" where there is none. Any token is a good one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("bearer", "token") else ""


async def sent(request: Request) -> dict[str, JSON]:
    """The JSON object of the request's body; an empty one where there is none."""
    try:
        body: JSON = await request.json()
    except json.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def strings(value: JSON) -> list[str]:
    """The texts of a JSON list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
