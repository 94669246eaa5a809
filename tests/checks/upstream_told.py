"""What a check tells of one subject, in a form that is read and compared in one line."""

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding

CHECKS = {check.code: check for check in all_checks()}


def told(code: str, subject: object) -> list[tuple[str, str] | str]:
    """Place and phrase of each finding, and the reason of whatever was not judged."""
    return [
        (one.at, one.saw) if isinstance(one, Finding) else f"lost: {one.reason}" if one.lost else one.reason
        for one in CHECKS[code](subject)
    ]
