"""Which requests change something, and which only look so."""

import json

import pytest

from pytest_mcp_contract.model import Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.effects import changes


def sent(method: str, body: object = None, path: str = "/items") -> Exchange:
    data = json.dumps(body).encode() if body is not None else b""
    return Exchange(Request(method, f"https://api.acme.example{path}", body=data), Response(200))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
def test_safe_methods_change_nothing(method: str) -> None:
    """Provenance: RFC 9110, section 9.2.1."""
    assert not changes(sent(method), [])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods_may_change_something(method: str) -> None:
    """Provenance: ours."""
    assert changes(sent(method, {"a": 1}), [])


def test_a_declared_request_is_safe_and_its_neighbour_is_not() -> None:
    """Provenance: ours. Many platforms search by POST."""
    safe = ["POST /items/search"]

    assert not changes(sent("POST", {}, "/items/search"), safe)
    assert changes(sent("POST", {}, "/items"), safe)
    assert changes(sent("DELETE", {}, "/items/search"), safe)


@pytest.mark.parametrize(
    "query",
    [
        "query List($n: Int) { items(first: $n) { mutation } }",
        "{ viewer { login } }",
        "fragment F on Item { id } query List { items { ...F } }",
        'query List { items(named: "} mutation {") { id } }',
        "# mutation\nquery List { items { id } }",
    ],
)
def test_a_graphql_query_changes_nothing(query: str) -> None:
    """Provenance: ours."""
    assert not changes(sent("POST", {"query": query}), [])


@pytest.mark.parametrize(
    "query",
    [
        "mutation Add { addItem { id } }",
        "query List { items { id } } mutation Add { addItem { id } }",
        "fragment F on Item { id }\nmutation { addItem { ...F } }",
    ],
)
def test_a_graphql_mutation_changes_something(query: str) -> None:
    """Provenance: ours."""
    assert changes(sent("POST", {"query": query}), [])


@pytest.mark.parametrize("body", [{"query": "cats"}, {"query": 1}, ["query"], None])
def test_what_only_has_a_field_of_that_name_is_no_graphql(body: object) -> None:
    """Provenance: ours."""
    assert changes(sent("POST", body), [])
