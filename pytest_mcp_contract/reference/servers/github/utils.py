"""Where GitHub is, and how it words its errors."""

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "GITHUB_TOKEN"
BASE_URL_ENV = "GITHUB_API_URL"
DEFAULT_BASE_URL = "https://api.github.com"


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
