"""`registry-82.json`, a real registry as data, as our model: 82 rows without a way to start.

`python -m tests.corpus.registry82 > mcp_contract.json` writes it as a registry in JSON.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.model import Authorization, Entry, Finding, Registry, ServerInfo
from tests.corpus.places import Place, numbered

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Third-party data, which is not part of this repository."""
FILE = DATA / "registry-82.json"
NOT_IN_THE_DATA = "NotInTheData"
"""Stands for an icon: the data holds none, and the servers have them."""


@cache
def registry82() -> Registry:
    """What the file says; what it leaves open is marked as unread, so that no check takes it for missing."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return Registry(
        stakes=["never_ask", "low", "medium", "high"],
        retired_ids={row["id"]: row["name"] for row in raw["retiredServers"] if row["inLegacyList"]},
        servers={row["name"]: _entry(row) for row in raw["servers"]},
    )


def _entry(row: dict[str, Any]) -> Entry:
    stated = {
        "name": row["name"],
        "id": row["id"],
        "availability": row["availability"],
        "allow_multiple_instances": row["allowMultipleInstances"],
        "is_restricted": row["isRestricted"],
        "is_preview": row["isPreview"],
        "requires_bearer_token": row["requiresBearerToken"],
        "tools_stakes": row["stakes"],
        "arguments_requiring_approval": row["toolsArgumentsRequiringApproval"],
        "server_info": _server_info(row),
    }
    if row["retryPolicyDefault"]:
        stated["tools_retry_policies"] = {"default": row["retryPolicyDefault"]}
    return Entry.model_validate(
        {
            **{key: value for key, value in stated.items() if value is not None},
            "dropped": frozenset(_unread(row)),
        }
    )


def _server_info(row: dict[str, Any]) -> ServerInfo:
    oauth = row["oauth"]
    return ServerInfo(
        name=row["name"],
        icon=NOT_IN_THE_DATA,
        documentation_url=row.get("documentationUrl"),
        authorization=Authorization(
            provider=oauth["provider"], supported_use_cases=oauth["supportedUseCases"]
        )
        if isinstance(oauth, dict)
        else None,
    )


def _unread(row: dict[str, Any]) -> list[str]:
    """Keys of which the data gives no value: a constant by its name, an address it did not look up."""
    unread = []
    if "documentationUrl" not in row or row["oauth"] == "unread":
        unread.append("server_info")
    if row["timeoutMs"] is not None:
        unread.append("timeout_ms")
    if row["stakes"] is None:
        unread.append("tools_stakes")
    return unread


def judges(check: AnyCheck) -> bool:
    """Whether the check judges a registry or its rows, and the data states what it asks for."""
    is_of_rows = check.scope in (Scope.REGISTRY, Scope.ENTRY)
    return is_of_rows and all(registry82().states(key) for key in check.requires)


def findings(check: AnyCheck) -> list[Finding]:
    """Everything that a check finds, in the order of the registry."""
    registry = registry82()
    subjects = [registry] if check.scope is Scope.REGISTRY else registry.servers.values()
    return [item for subject in subjects for item in check(subject) if isinstance(item, Finding)]


def places(check: AnyCheck) -> list[Place]:
    """The same without words; a finding outside of the rows is of the server `registry`."""
    return list(numbered((_server(item.at), item.tool or "", item.at) for item in findings(check)))


def _server(at: str) -> str:
    table, _, rest = at.partition(".")
    return rest.partition(".")[0] if table == "servers" else "registry"


def exported() -> str:
    """The registry as `mcp_contract.json` has it."""
    stated = registry82().model_dump(mode="json", exclude_unset=True)
    rows = {
        name: {key: value for key, value in row.items() if key != "name"}
        for name, row in stated["servers"].items()
    }
    return json.dumps({"format": 1, **stated, "servers": rows}, indent=2)


if __name__ == "__main__":
    print(exported())  # noqa: T201 (a command's output)
