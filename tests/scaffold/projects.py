"""Projects in which `new-server` is run as a user would, but in this process."""

import contextlib
import sys
from pathlib import Path

from pytest_mcp_contract.cli import main

PACKAGE = "mcp_servers"
OAUTH = (
    "nimbus_desk",
    "--platform=Nimbus Desk",
    "--auth=oauth",
    "--base-url=https://api.nimbus.example/v1",
    "--docs-url=https://docs.nimbus.example/api",
    "--tool=list_tickets",
    "--tool=get_ticket",
    "--tool=create_ticket",
    "--tool=update_ticket",
    "--tool=comment_on_ticket",
    "--tool=send_message",
)
API_KEY = (
    "orbit",
    "--auth=api-key",
    "--base-url=https://api.orbit.example",
    "--docs-url=https://docs.orbit.example",
    "--tool=get_company",
    "--tool=list_companies",
)
DESTRUCTIVE = (
    "acme_files",
    "--platform=Acme Files",
    "--auth=oauth",
    "--base-url=https://files.acme.example",
    "--docs-url=https://docs.acme.example",
    "--tool=search_files",
    "--tool=count_files",
    "--tool=delete_file=high",
)


def new_server(folder: Path, *words: str) -> int:
    """Run the command in `folder`; gives the exit code. What it imported there is forgotten."""
    with contextlib.chdir(folder):
        try:
            return main(["new-server", *words])
        finally:
            for name in [name for name in sys.modules if f"{name}.".startswith(f"{PACKAGE}.")]:
                del sys.modules[name]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
