from collections.abc import Iterator, Mapping

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_row, of_server, tool
from pytest_mcp_contract.checks.drift._sides import (
    at_row,
    both_rows,
    may_have,
    stated,
    table,
)
from pytest_mcp_contract.model import JSON, Change, Finding, Locked

_KEY, _DEFAULT = "tools_retry_policies", "default"


def _of(before: dict[str, JSON], after: dict[str, JSON]) -> Change:
    sides = [
        Locked("github", 1, entry={"id": 1, _KEY: each}, tools={"get_issue": tool()})
        for each in (before, after)
    ]
    return of_server(*sides)


@change_check(
    code="MCP527",
    title="Calls that were cut off are repeated, or no longer",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        A call that is repeated may do its work twice; one that is not is lost. Whether that matters depends
        on the tool. Absent means `no_retry`, and `default` speaks for all that are not named. It is its own
        mirror.
    """,
    fix="""
        Make sure that the tool can be called twice, or that losing a call is acceptable; write the lock anew.
    """,
    bad=(
        of_row(
            {"tools_retry_policies": {"default": "no_retry"}},
            {"tools_retry_policies": {"default": "retry_on_interrupt"}},
        ),
        _of({}, {"get_issue": "retry_on_interrupt"}),
        _of({"get_issue": "retry_on_interrupt"}, {"default": "no_retry"}),
    ),
    good=(
        of_row({}, {"tools_retry_policies": {"default": "no_retry"}}),
        of_row(
            {"tools_retry_policies": {"default": "no_retry"}},
            {"tools_retry_policies": {"get_issue": "no_retry"}},
        ),
        # A tool that is gone took its policy along.
        of_server(
            Locked(
                "github",
                1,
                entry={"tools_retry_policies": {"get_issue": "retry_on_interrupt"}},
                tools={"get_issue": {}},
            ),
            Locked("github", 1, entry={"id": 1}, tools={}),
        ),
    ),
)
def retry_policy_changed(change: Change) -> Iterator[Finding]:
    rows = both_rows(change)
    if rows is None:
        return
    before, after = (table(row, _KEY) for row in rows)
    for name in sorted({_DEFAULT, *before, *after}):
        old, new = (_policy(policies, name) for policies in (before, after))
        is_there = name == _DEFAULT or (may_have(change.before, name) and may_have(change.after, name))
        if old != new and is_there:
            of = "calls" if name == _DEFAULT else f"calls of `{name}`"
            yield Finding(
                at=at_row(change, _KEY, name),
                saw=f"the retry policy of {of} is {stated(new)}, and was {stated(old)}",
                tool=None if name == _DEFAULT else name,
            )


def _policy(policies: Mapping[str, JSON], tool: str) -> JSON:
    """What holds for a tool, whoever says it."""
    return policies.get(tool, policies.get(_DEFAULT, "no_retry"))
