from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_info
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
    info,
    stated,
)
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP520",
    title="People see another icon or are sent to other documentation",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        People recognise a server by its icon. An address that leads elsewhere is worth a look of its own:
        it is where they read what the server may do. It is its own mirror.
    """,
    fix="Open the address, and write the lock anew.",
    bad=(
        of_info({"icon": "GithubLogo"}, {"icon": "GitlabLogo"}),
        of_info(
            {"documentation_url": "https://docs.example/github"},
            {"documentation_url": "https://evil.example"},
        ),
        of_info({"documentation_url": "https://docs.example/github"}, {}),
    ),
    good=(
        of_info({"icon": "GithubLogo"}, {"icon": "GithubLogo", "version": "1.0.1"}),
        of_info({"icon": None}, {}),
    ),
)
def icon_or_documentation_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    for key, what in (("icon", "the icon"), ("documentation_url", "the documentation")) if rows else ():
        before, after = (info(row, key) for row in rows or ())
        if before != after:
            yield Finding(
                at=at_row(change, "server_info", key),
                saw=f"{what} is {stated(after)}, and was {stated(before)}",
            )
