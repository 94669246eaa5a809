import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, brief

_OTHER = re.compile(r"[^a-z0-9_-]")


@entry_check(
    code="MCP108",
    title="The name of a server has other characters than a-z, 0-9, _ and -",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The name becomes part of file names, feature flags, URLs and the names under which a model sees
        the tools. A space, an `&` or a capital has to be escaped in some of them and is lost in others.
    """,
    fix="""
        Rename the server before it is deployed; the id stays. A deployed one whose name is stored
        elsewhere deserves a waiver that says so.
    """,
    bad=(row(name="web_search_&_browse"), row(name="GitHub"), row(name="google drive"), row(name="")),
    good=(
        row(name="github"),
        row(name="query_tables_v2"),
        row(name="web-search"),
        row(name="7geese"),
    ),
)
def name_malformed(entry: Entry) -> Iterator[Finding]:
    others = "".join(dict.fromkeys(_OTHER.findall(entry.name)))
    if others:
        yield Finding(at=f"servers.{entry.name}", saw=f"has {brief(others)} in its name")
    elif not entry.name:
        yield Finding(at="servers", saw="a server has an empty name")
