"""Where Jira is, and how it words its errors."""

from collections.abc import Iterator

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "JIRA_TOKEN"
BASE_URL_ENV = "JIRA_API_URL"
SITE_URL_ENV = "JIRA_SITE_URL"
DEFAULT_BASE_URL = "https://api.atlassian.com"

_NOT_ON_SCREEN = ("cannot be set", "not on the appropriate screen")


def error_text(body: JSON) -> str:
    """Jira's messages, then what it says of each field; a gateway before it sends one `message`.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
    """
    return "; ".join(dict.fromkeys(filter(None, _errors(body)))) if isinstance(body, dict) else ""


def _errors(body: dict[str, JSON]) -> Iterator[str]:
    messages, errors = body.get("errorMessages"), body.get("errors")
    yield from (text for text in messages if isinstance(text, str)) if isinstance(messages, list) else ()
    for field, why in errors.items() if isinstance(errors, dict) else ():
        if isinstance(why, str):
            yield _of_field(field, why)
    for name in ("message", "errorMessage", "error_description", "error"):
        text = body.get(name)
        if isinstance(text, str):
            yield text
            return


def _of_field(field: str, why: str) -> str:
    if any(words in why for words in _NOT_ON_SCREEN):
        return f"{field} cannot be set for this type of issue; get_create_fields lists what can"
    return f"{field}: {why}"


PLATFORM = Platform(name="Jira", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
