"""Arguments for one call, with what they try."""

from dataclasses import dataclass

from pytest_mcp_contract.model import JSON


@dataclass(frozen=True, slots=True)
class Labelled:
    """Arguments that try one thing at one place."""

    arguments: dict[str, JSON]
    label: str
    """What is tried: `at the minimum, 1`, `required, and missing`."""
    at: str = ""
    """Where in the arguments, as a JSON Pointer; `""` is all of them."""
    rule: str = ""
    """The keyword of JSON Schema that is broken; `""` where the arguments are valid."""
