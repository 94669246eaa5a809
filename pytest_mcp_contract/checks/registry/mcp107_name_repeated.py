from collections import Counter
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Registry


@registry_check(
    code="MCP107",
    title="A published name is listed more than once",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        Whatever walks the list offers or starts the server twice. A repeated name is mostly the trace
        of a merge, and the name that should have stood there is missing.
    """,
    fix="Take the repeated name out of `names`.",
    requires=("names",),
    bad=(Registry(names=["github", "jira", "github"], servers={"github": Entry(name="github", id=1)}),),
    good=(
        Registry(names=["github", "jira"], servers={n: Entry(name=n) for n in ("github", "jira")}),
        Registry(names=["slack", "slack_bot"], servers={n: Entry(name=n) for n in ("slack", "slack_bot")}),
    ),
)
def name_repeated(registry: Registry) -> Iterator[Finding]:
    for name, times in Counter(registry.names or []).items():
        if times > 1:
            yield Finding(at="names", saw=f"`{name}` is listed {times} times", want="once")
