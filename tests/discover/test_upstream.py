"""What `upstream` of a row may state, and what becomes of the rest of it."""

from typing import Any

import pytest

from pytest_mcp_contract.discover.parse import parse
from pytest_mcp_contract.model import Entry, Source

REAL = "https://api.acme.example"


def row(**stated: Any) -> Entry:
    return parse({"servers": {"acme": stated}}, source=Source.TOML, file=None, lines={}).servers["acme"]


def test_a_url_is_given_no_variable() -> None:
    """Provenance: ours."""
    entry = row(id=1, url="https://mcp.acme.example", upstream={"ACME_API_URL": REAL})

    (problem,) = entry.problems
    assert problem.at == "servers.acme.upstream"
    assert (
        problem.what
        == "`upstream` stands beside `url`: a server that is reached by its URL is given no variable"
    )
    assert "`command`" in problem.fix
    assert (entry.id, entry.upstream, entry.shows_traffic) == (1, {}, False)


@pytest.mark.parametrize(
    "base",
    [
        "api.acme.example",
        "",
        "ftp://api.acme.example",
        "https://",
        f"{REAL}?page=1",
        "https://[",
        "http://a:b",
    ],
)
def test_a_variable_stands_for_a_base_url(base: str) -> None:
    """Provenance: ours. The other variable of the row is kept."""
    entry = row(id=1, command=["acme"], upstream={"BAD": base, "ACME_API_URL": REAL})

    (problem,) = entry.problems
    assert problem.at == "servers.acme.upstream.BAD"
    assert problem.what == f"`upstream.BAD` is `{base}`, which is no base URL"
    assert (entry.upstream, entry.shows_traffic) == ({"ACME_API_URL": REAL}, True)


@pytest.mark.parametrize(
    "base", [REAL, f"{REAL}/", f"{REAL}/rest/api/3", "http://127.0.0.1:8080", "https://[2001:db8::1]/v2"]
)
@pytest.mark.parametrize("start", [{"command": ["acme"]}, {"python": "acme:server"}])
def test_base_urls_are_taken_as_they_are(base: str, start: dict[str, Any]) -> None:
    """Provenance: ours. The near miss of both tests above."""
    entry = row(id=1, upstream={"ACME_API_URL": base}, **start)

    assert (entry.problems, entry.upstream) == ((), {"ACME_API_URL": base})
