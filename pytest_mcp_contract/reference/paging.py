"""How a text says that there is more: always with the call that gets it."""

import json
from collections.abc import Mapping

from pytest_mcp_contract.reference.json_value import JSON


def follow_up(things: str, tool: str, **arguments: JSON) -> str:
    """`More issues follow: call list_issues again with page=2.`; texts are quoted as in JSON."""
    return f"More {things} follow: call {tool} again with {_named(arguments)}."


def naming(tool: str, **arguments: JSON) -> str:
    """`call get_issue with number=2`, of a tool that was not called before."""
    return f"call {tool} with {_named(arguments)}"


def _named(arguments: Mapping[str, JSON]) -> str:
    return " and ".join(
        f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items()
    )
