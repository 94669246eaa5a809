"""Where HubSpot is, and how it words its errors."""

import json
from collections.abc import Iterator

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "HUBSPOT_TOKEN"
BASE_URL_ENV = "HUBSPOT_API_URL"
DEFAULT_BASE_URL = "https://api.hubapi.com"

_MOST_DETAILS = 5
_LONGEST_EMBEDDED = 20_000


def error_text(body: JSON) -> str:
    """HubSpot's message, with the properties and the scopes it is about.

    Bodies come in many shapes, and only `message` is nearly always there. Details are in `errors` or in
    `validationResults`, or stand as JSON inside the message itself.

    Source: https://developers.hubspot.com/docs/api-reference/error-handling
    """
    return ": ".join(dict.fromkeys(_words(body))) if isinstance(body, dict) else ""


def _words(body: dict[str, JSON]) -> Iterator[str]:
    message, embedded = _split(body.get("message") or body.get("msg"))
    details = [*_listed(body.get("errors")), *_listed(body.get("validationResults")), *_listed(embedded)]
    if scopes := [scope for detail in details[:_MOST_DETAILS] for scope in _scopes(detail)]:
        yield f"the token needs {' or '.join(dict.fromkeys(scopes))}"
    if message:
        yield message.rstrip(".")
    if said := ", ".join(dict.fromkeys(filter(None, map(_detail, details[:_MOST_DETAILS])))):
        yield said
    if isinstance(embedded, dict):
        yield from _words(embedded)


def _split(message: JSON) -> tuple[str, JSON]:
    """A message without the JSON that it ends with, and that JSON; null where it has none."""
    if not isinstance(message, str):
        return "", None
    starts = [place for place in (message.find("{"), message.find("[{")) if place >= 0]
    if not starts or len(message) > _LONGEST_EMBEDDED:
        return message, None
    try:
        embedded: JSON = json.loads(message[min(starts) :])
    except (ValueError, RecursionError):
        return message, None
    return message[: min(starts)].rstrip(" :"), embedded


def _listed(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []


def _detail(error: JSON) -> str:
    """`email: Email address x is not valid`, of one entry of a list."""
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    name, message = error.get("name"), error.get("message")
    said = message.rstrip(".") if isinstance(message, str) else ""
    return f"{name}: {said}" if isinstance(name, str) and name and name not in said else said


def _scopes(error: JSON) -> list[str]:
    """The permissions of which one is missing."""
    context = error.get("context") if isinstance(error, dict) else None
    if not isinstance(context, dict):
        return []
    wanted = _listed(context.get("requiredGranularScopes")) or _listed(context.get("requiredScopes"))
    return [scope for scope in wanted[:_MOST_DETAILS] if isinstance(scope, str)]


PLATFORM = Platform(name="HubSpot", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
