"""Rows for examples: whole, so that each shows one thing only."""

from pytest_mcp_contract.model import Entry, ServerInfo


def row(name: str = "github", **stated: object) -> Entry:
    """A row that states what every row must, and what is `stated` here; None leaves a part out."""
    sound = {
        "id": 1,
        "availability": "manual",
        "python": "acme.servers:create_server",
        "server_info": ServerInfo(name=name),
    }
    return Entry.model_validate({"name": name, **sound, **stated})
