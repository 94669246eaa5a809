"""How a text says that there is more: always with the call that gets it."""

import json

from pytest_mcp_contract.reference.json_value import JSON


def follow_up(things: str, tool: str, **arguments: JSON) -> str:
    """`More issues follow: call list_issues again with page=2.`; texts are quoted as in JSON."""
    named = " and ".join(
        f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items()
    )
    return f"More {things} follow: call {tool} again with {named}."
