"""Response keys, and the GraphQL operation a request asks for."""

import json

import pytest

from pytest_mcp_contract.model import Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.keys import key_for, operation_name, parse_key

BASE = "https://api.acme.example"


def chosen(keys: list[str], method: str, path: str, *, base: str = BASE, body: object = None) -> str | None:
    """The key that speaks of a request."""
    content = json.dumps(body).encode() if body is not None else b""
    return key_for(Exchange(Request(method, base + path, (), content), Response(200)), keys)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("GET /items", "/items"),
        ("get /items", "/items"),
        ("GET /items", "/items?page=2"),
        ("GET /items/{id}", "/items/17"),
        ("GET /items/{id}", "/items/a%2Fb"),
        ("GET /items/{id}.json", "/items/17.json"),
        ("GET /compare/{base}...{head}", "/compare/main...fix"),
        ("GET /files/{path+}", "/files/a/b/c.txt"),
        ("GET /files/{path+}/raw", "/files/a/b/raw"),
        ("GET /", "/"),
        ("GET /a.b", "/a.b"),
        (f"GET {BASE}/items", "/items"),
        ("GET https://API.acme.example/items", "/items"),
    ],
)
def test_a_key_speaks_of_what_it_means(key: str, path: str) -> None:
    """Provenance: ours."""
    assert chosen([key], "GET", path) == key


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("POST /items", "/items"),
        ("GET /items", "/items/17"),
        ("GET /items", "/Items"),
        ("GET /items/{id}", "/items"),
        ("GET /items/{id}", "/items/"),
        ("GET /items/{id}", "/items/17/comments"),
        ("GET /files/{path+}", "/files/"),
        ("GET /a.b", "/axb"),
        ("GET https://api.other.example/items", "/items"),
        ("GET http://api.acme.example/items", "/items"),
        ("GET /items#List", "/items"),
    ],
)
def test_a_key_does_not_speak_of_anything_else(key: str, path: str) -> None:
    """Provenance: ours."""
    assert chosen([key], "GET", path) is None


@pytest.mark.parametrize(
    "text", ["", "/items", "GET", "GET items", "GET /a b", "GET ftp://host/items", "GET /a#"]
)
def test_what_is_no_key_is_none(text: str) -> None:
    """Provenance: ours. It speaks of nothing, and stops no other."""
    assert parse_key(text) is None
    assert chosen([text, "GET /items"], "GET", "/items") == "GET /items"


@pytest.mark.parametrize(
    ("keys", "best"),
    [
        (["GET /items/{id}", "GET /items/latest"], "GET /items/latest"),
        (["GET /{kind}/{id}", "GET /items/{id}", "GET /{rest+}"], "GET /items/{id}"),
        (["GET /items/{id}", f"GET {BASE}/items/{{id}}"], f"GET {BASE}/items/{{id}}"),
    ],
)
def test_the_key_with_most_literals_wins_in_any_order(keys: list[str], best: str) -> None:
    """Provenance: ours."""
    assert chosen(keys, "GET", "/items/latest") == best
    assert chosen(keys[::-1], "GET", "/items/latest") == best


OPERATIONS = [
    pytest.param({"operationName": "ListItems", "query": "query Other { a }"}, "ListItems", id="named"),
    pytest.param({"query": "query ListItems { items { id } }"}, "ListItems", id="in the text"),
    pytest.param({"query": "\n  mutation ListItems($a: Int!) {\n a }"}, "ListItems", id="mutation"),
    pytest.param(
        {"query": "# the list\nquery ListItems { a }", "operationName": None}, "ListItems", id="null"
    ),
    pytest.param(
        {"query": "fragment F on Item { id }\nquery ListItems { ...F }"}, "ListItems", id="fragment"
    ),
    pytest.param({"query": "{ items { id } }"}, None, id="anonymous"),
    pytest.param({"query": "query ($a: Int) { items { id } }"}, None, id="anonymous with variables"),
    pytest.param({"query": '{ search(text: "query ListItems") { id } }'}, None, id="in a string"),
    pytest.param({"name": "ListItems"}, None, id="no GraphQL"),
    pytest.param(["ListItems"], None, id="a list"),
    pytest.param({"query": 17}, None, id="no text"),
]


@pytest.mark.parametrize(("body", "name"), OPERATIONS)
def test_the_operation_of_a_request_is_known(body: object, name: str | None) -> None:
    """Provenance: ours."""
    assert operation_name(Request("POST", f"{BASE}/graphql", (), json.dumps(body).encode())) == name


def test_a_body_that_is_no_json_names_no_operation() -> None:
    """Provenance: ours."""
    assert operation_name(Request("POST", f"{BASE}/graphql", (), b"query ListItems { a }")) is None
    assert operation_name(Request("POST", f"{BASE}/graphql")) is None


def test_a_key_with_an_operation_speaks_only_of_it_and_wins() -> None:
    """Provenance: ours. All GraphQL requests go to one address."""
    keys = ["POST /graphql", "POST /graphql#ListItems", "POST /graphql#GetItem"]

    by_name = chosen(keys, "POST", "/graphql", body={"operationName": "GetItem", "query": "..."})
    by_text = chosen(keys, "POST", "/graphql", body={"query": "query ListItems { items { id } }"})
    other = chosen(keys, "POST", "/graphql", body={"query": "query Viewer { login }"})

    assert (by_name, by_text, other) == ("POST /graphql#GetItem", "POST /graphql#ListItems", "POST /graphql")
