"""What the checks of security say of a text now, and did not say before."""

from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Check
from pytest_mcp_contract.checks.drift._sides import at_row, both_rows, info
from pytest_mcp_contract.checks.security._texts import texts
from pytest_mcp_contract.checks.security.mcp601_hidden_characters import hidden_characters
from pytest_mcp_contract.checks.security.mcp602_control_characters import control_characters
from pytest_mcp_contract.checks.security.mcp603_instructions_to_the_model import instructions_to_the_model
from pytest_mcp_contract.model import Change, Finding, Served, Surface, Tool

HIDDEN = (hidden_characters, control_characters)
ORDERS = (instructions_to_the_model,)
_IN_ROWS = ("instructions", "description")


def flagged(change: Change, checks: tuple[Check[Served], ...]) -> Iterator[Finding]:
    """Findings in texts that are new: a text that stood there before, wherever, was seen."""
    if change.before is None or change.after is None:
        return
    if (after := change.tool_after) is not None:
        before = change.tool_before
        yield from _new(_of(before) if before else Surface(""), _of(after), checks)
    rows = both_rows(change)
    for key in _IN_ROWS if rows else ():
        sides = [_told(info(row, key)) for row in rows or ()]
        for finding in _new(sides[0], sides[1], checks):
            yield replace(finding, at=at_row(change, "server_info", key))


def _new(before: Surface, after: Surface, checks: tuple[Check[Served], ...]) -> Iterator[Finding]:
    known, now = {text.value for text in texts(before)}, {text.at: text.value for text in texts(after)}
    for check in checks:
        old = {(found.at, found.saw) for found in check(Served(before)) if isinstance(found, Finding)}
        for found in check(Served(after)):
            if isinstance(found, Finding) and now[found.at] not in known and (found.at, found.saw) not in old:
                yield found


def _of(tool: Tool) -> Surface:
    return Surface("", tools=(tool,))


def _told(text: object) -> Surface:
    return Surface("", instructions=text if isinstance(text, str) else None)
