import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo, brief


def _entry(url: str | None) -> Entry:
    return row(name="github", server_info=ServerInfo(documentation_url=url))


@entry_check(
    code="MCP131",
    title="The documentation of a server has no address that a browser can open",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://www.rfc-editor.org/rfc/rfc3986#section-3",
    why="""
        The address becomes a link. Without `https://` and a host it leads into the product itself, or
        nowhere.
    """,
    fix="Write the whole address, as the browser shows it: `https://docs.acme.example/github`.",
    bad=(
        _entry("docs.acme.example/github"),
        _entry("/docs/github"),
        _entry("https:///github"),
        _entry("ftp://docs.acme.example"),
        _entry("https://docs.acme.example/my page"),
        _entry("TODO"),
    ),
    good=(
        _entry("https://docs.acme.example/github#connect"),
        _entry("http://localhost:3000/docs?tab=1"),
        _entry("https://docs.acme.example/übersicht"),
        _entry("HTTPS://[::1]/docs"),
        # An empty one is missing (MCP130), not malformed.
        _entry(""),
        _entry(None),
    ),
)
def documentation_url_malformed(entry: Entry) -> Iterator[Finding]:
    url = (entry.server_info.documentation_url if entry.server_info else None) or ""
    if url.strip() and not _is_address(url):
        yield Finding(
            at=f"servers.{entry.name}.server_info.documentation_url",
            saw=f"documentation_url {brief(url)}",
            want="`https://`, a host, and no blanks",
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r"\s", url)
