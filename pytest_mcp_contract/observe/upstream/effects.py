"""Which recorded requests change something at the vendor's."""

import re
from collections.abc import Iterable

from pytest_mcp_contract.model import Exchange
from pytest_mcp_contract.observe.upstream.keys import key_for

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""RFC 9110, section 9.2.1."""
_NO_CODE = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*')
_CHANGES = re.compile(r"\b(?:mutation|subscription)\b")


def changes(exchange: Exchange, safe_requests: Iterable[str]) -> bool:
    """Whether the request may change something.

    It does not where its method only reads, where a key of `safe_requests` speaks of it, or where it is a
    GraphQL query.
    """
    request = exchange.request
    if request.method.upper() in _SAFE_METHODS or key_for(exchange, safe_requests) is not None:
        return False
    body = request.json()
    query = body.get("query") if isinstance(body, dict) else None
    return not (isinstance(query, str) and "{" in query and _only_reads(query))


def _only_reads(query: str) -> bool:
    """Whether a GraphQL document holds queries only: no word outside of braces names another operation."""
    outside, depth = [], 0
    for part in re.split(r"([{}])", _NO_CODE.sub(" ", query)):
        depth += {"{": 1, "}": -1}.get(part, 0)
        if depth == 0:
            outside.append(part)
    return _CHANGES.search(" ".join(outside)) is None
