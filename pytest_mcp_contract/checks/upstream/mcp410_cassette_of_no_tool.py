from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry


@registry_check(
    code="MCP410",
    title="Cassettes were recorded for a server or tool that no longer exists",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        Nothing plays these recordings, so they look like coverage and are none. Mostly a tool was renamed
        and its cassettes were left behind.
    """,
    fix="Move the folder to the tool's new name and record it again, or remove it.",
    bad=(Registry(cassettes_of_no_tool=("github/get_isue",)),),
    good=(Registry(),),
)
def cassette_of_no_tool(registry: Registry) -> Iterator[Finding]:
    for folder in registry.cassettes_of_no_tool:
        server, _, tool = folder.partition("/")
        yield Finding(
            at=f"{registry.cassettes}/{folder}",
            saw=f"cassettes for `{tool}` of `{server}`, which the registry does not have",
        )
