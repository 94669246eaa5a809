from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
)
from pytest_mcp_contract.model import Change, Finding

_KINDS = {"manual": "added", "auto": "there", "auto_hidden_builder": "there"}


@change_check(
    code="MCP555",
    title="Workspaces that have a server keep it under ids of the other kind",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A server that people add has an id of its own in each workspace; one that is always there has the
        same everywhere. Between the two, what is stored has to be migrated, in either direction, so this is
        its own mirror. `auto` and `auto_hidden_builder` differ in where they are shown only.
    """,
    fix="""
        Put it back, or migrate first: from manual to auto the ids that workspaces hold, from auto to manual
        the agents that use it.
    """,
    bad=(
        of_row({"availability": "manual"}, {"availability": "auto"}),
        of_row({"availability": "auto_hidden_builder"}, {"availability": "manual"}),
    ),
    good=(
        of_row({"availability": "auto"}, {"availability": "auto_hidden_builder"}),
        of_row({"availability": "manual"}, {"availability": "manual", "timeout_ms": 1}),
        # Not stated, or no such word: MCP101 and MCP112.
        of_row({"availability": "manual"}, {}),
        of_row({"availability": "manual"}, {"availability": "sometimes"}),
    ),
)
def availability_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (row.get("availability") for row in rows)
    kinds = {_KINDS.get(str(one)) for one in (before, after)}
    if len(kinds) == 2 and None not in kinds:
        yield Finding(
            at=at_row(change, "availability"),
            saw=f"the availability is `{after}`, and was `{before}`",
            want=f"`{before}`, or what is stored migrated",
        )
