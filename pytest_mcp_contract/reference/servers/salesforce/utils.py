"""Where Salesforce is, which version of its API the schemas are for, and how it words its errors."""

import re

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "SALESFORCE_TOKEN"
BASE_URL_ENV = "SALESFORCE_INSTANCE_URL"
"""There is no default: the address belongs to the account."""
API_VERSION = "v62.0"

_LIMIT_CODE = "REQUEST_LIMIT_EXCEEDED"
_HINTS = {"INVALID_QUERY_LOCATOR": "run the query again without a cursor"}
_PLACE = re.compile(r"^.*ERROR at Row:(\d+):Column:(\d+)\s*", re.DOTALL)


def error_text(body: JSON) -> str:
    """Code, fields and message of each error; a list in most answers, one object where OAuth refuses.

    Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
    """
    errors = body if isinstance(body, list) else [body]
    return "; ".join(filter(None, (_one_error(error) for error in errors)))


def _one_error(error: JSON) -> str:
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    code = _text(error, "errorCode") or _text(error, "statusCode") or _text(error, "error")
    fields = error.get("fields")
    names = ", ".join(name for name in fields if isinstance(name, str)) if isinstance(fields, list) else ""
    message = _without_echo(_text(error, "message") or _text(error, "error_description"))
    if code == _LIMIT_CODE:
        code = f"rate limit reached, {code}"  # it is sent as 403, as a missing permission is
    start = f"{code} on {names}" if code and names else code or names
    return ": ".join(filter(None, (start, message, _HINTS.get(code, ""))))


def _text(error: dict[str, JSON], key: str) -> str:
    value = error.get(key)
    return value if isinstance(value, str) else ""


def _without_echo(message: str) -> str:
    """The message without the query that stands before it, which would leave no room for the cause."""
    place = _PLACE.match(message)
    if place is None:
        return message
    return f"row {place[1]}, column {place[2]}: {message[place.end() :]}"


PLATFORM = Platform(name="Salesforce", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
