from collections.abc import Iterator
from itertools import pairwise

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry


@registry_check(
    code="MCP106",
    title="The published names are not in alphabetical order",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        In a sorted list a name has one place: two branches that add a server touch different lines, and
        a name that is listed already is seen. At the end of an unsorted list every branch meets.
    """,
    fix="Sort `names`; the finding says before which name each one belongs.",
    requires=("names",),
    bad=(Registry(names=["github", "jira", "asana"]), Registry(names=["vanta", "front"])),
    good=(
        Registry(names=["asana", "github", "jira"]),
        # A name that is listed twice is in its place; MCP107 speaks of it.
        Registry(names=["asana", "github", "github"]),
        # Editors sort `_` before and behind letters, and some look away from case: each is an order.
        Registry(names=["run2", "run_agent", "Slack", "slack_bot", "slackline"]),
        Registry(names=["slackline", "slack_user"]),
        Registry(names=["slack_user", "slackline"]),
        Registry(names=["query-tables", "query_tables", "querying"]),
        Registry(names=[]),
    ),
)
def names_unsorted(registry: Registry) -> Iterator[Finding]:
    for before, name in pairwise(registry.names or []):
        if _letters(before) > _letters(name) and before.lower() > name.lower() and before > name:
            yield Finding(at="names", saw=f"`{name}` stands behind `{before}`")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
