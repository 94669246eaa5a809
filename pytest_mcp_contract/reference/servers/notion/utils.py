"""Where Notion is, and how it words its errors."""

from pytest_mcp_contract.reference.failures import Platform
from pytest_mcp_contract.reference.json_value import JSON

TOKEN_ENV = "NOTION_TOKEN"
BASE_URL_ENV = "NOTION_API_URL"
DEFAULT_BASE_URL = "https://api.notion.com"


def error_text(body: JSON) -> str:
    """Notion's code and message; OAuth answers `error` and `error_description` instead.

    Source: https://developers.notion.com/reference/status-codes
    """
    if not isinstance(body, dict):
        return ""
    names = ("code", "message", "error", "error_description")
    said = [value for value in map(body.get, names) if isinstance(value, str) and value]
    return ": ".join(dict.fromkeys(said))


PLATFORM = Platform(name="Notion", token_env=TOKEN_ENV, base_url_env=BASE_URL_ENV, error_text=error_text)
