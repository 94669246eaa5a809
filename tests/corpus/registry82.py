"""`registry-82.json`, a real registry as data, as our model: 82 rows without a way to start."""

import json
from pathlib import Path
from typing import Any

from pytest_mcp_contract.model import Authorization, Entry, Registry, ServerInfo

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Third-party data, which is not part of this repository."""
NOT_IN_THE_DATA = "NotInTheData"
"""Stands for an icon: the data holds none, and the servers have them."""


def registry82(file: Path = DATA / "registry-82.json") -> Registry:
    """What the file says; what it leaves open is marked as unread, so that no check takes it for missing."""
    raw = json.loads(file.read_text(encoding="utf-8"))
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
