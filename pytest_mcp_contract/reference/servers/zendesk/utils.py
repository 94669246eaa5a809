"""Where Zendesk is, and how it words its errors."""

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "ZENDESK_TOKEN"
BASE_URL_ENV = "ZENDESK_API_URL"
"""There is no default: the address has the account's own subdomain in it."""

_MOST_DETAILS = 10


def error_text(body: JSON) -> str:
    """Zendesk's kind of error, its description, and the fields it complains about.

    `error` is a word in most answers and an object with title and message in others; newer endpoints send a
    list `errors`, and OAuth an `error_description`.

    Source: https://developer.zendesk.com/documentation/ticketing/getting-started/zendesk-ticketing-responses/
    """
    if not isinstance(body, dict):
        return ""
    errors, details = body.get("errors"), body.get("details")
    listed = [_one_error(error) for error in errors[:_MOST_DETAILS]] if isinstance(errors, list) else []
    fields = list(details.items())[:_MOST_DETAILS] if isinstance(details, dict) else []
    parts = (
        _one_error(body),
        ", ".join(filter(None, listed)),
        ", ".join(_detail(*field) for field in fields),
    )
    return ": ".join(filter(None, parts))


def _one_error(error: JSON) -> str:
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    inner = error.get("error")
    kind = _one_error({**inner, "error": None}) if isinstance(inner, dict) else inner
    names = ("title", "description", "error_description", "message", "detail")
    said = [value for value in (kind, *map(error.get, names)) if isinstance(value, str) and value]
    return ": ".join(dict.fromkeys(said))


def _detail(field: str, problems: JSON) -> str:
    """`status: Status: closed prevents ticket update`, of one field's list of problems."""
    listed = problems[:3] if isinstance(problems, list) else []
    said = [
        _one_error(problem | {"error": None} if isinstance(problem, dict) else problem) for problem in listed
    ]
    return ": ".join(filter(None, (field, ", ".join(filter(None, said)))))


PLATFORM = Platform(name="Zendesk", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
