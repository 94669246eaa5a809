"""The leaves of answers, and the places where a marker can stand."""

import json
from typing import Any

import pytest

from pytest_mcp_contract.model import JSON, Exchange, Request, Response
from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.observe.upstream.field_cost import cost
from pytest_mcp_contract.observe.upstream.leaves import leaves
from pytest_mcp_contract.observe.upstream.marked_fields import MOST_MARKED, Answer, Field, Sheet, is_sent

BASE = "https://api.acme.example"


def answered(body: JSON, *, path: str = "/items", sent: JSON = None) -> Exchange:
    """One exchange with a JSON answer."""
    asked = b"" if sent is None else json.dumps(sent).encode()
    headers = (("Content-Type", "application/json"), ("Content-Length", "2"))
    return Exchange(
        Request("POST", BASE + path, body=asked), Response(200, "OK", headers, json.dumps(body).encode())
    )


def sheet(*exchanges: Exchange, schema: JSON = None, accepts: Any = None) -> Sheet:
    """The fields of a cassette."""
    answers = [
        Answer(index, f"POST {one.request.path}", one, schema, accepts) for index, one in enumerate(exchanges)
    ]
    return Sheet(answers, exchanges, "")


def markable(made: Sheet) -> list[str]:
    """Pointers of the fields that have a place for a marker."""
    return sorted(one.pointer for one in made.marked)


def fixed(body: JSON, schema: JSON = None) -> list[str]:
    """Pointers of the leaves that the schema or their name fixes."""
    return [leaf.field for leaf in leaves(body, schema) if leaf.is_fixed]


# -- leaves


def test_lists_are_one_field_and_names_are_escaped() -> None:
    assert [leaf.field for leaf in leaves({"a/b": [{"x": 1}, {"x": None}], "c": [["d"]], "e": {}})] == [
        "/a~1b/*/x",
        "/a~1b/*/x",
        "/c/*/*",
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"state": {"enum": ["open"]}}},
        {"properties": {"state": {"const": "open"}}},
        {"properties": {"state": {"pattern": "^o"}}},
        {
            "properties": {"state": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/S"}]}},
            "$defs": {"S": {"enum": [1]}},
        },
        {"allOf": [{"additionalProperties": {"enum": ["open"]}}]},
    ],
)
def test_a_value_that_the_schema_lists_is_fixed(schema: JSON) -> None:
    assert fixed({"state": "open"}, schema) == ["/state"]
    assert not fixed({"state": "open"}, {"properties": {"state": {"type": "string"}}})


def test_of_a_union_only_the_part_that_is_meant_counts() -> None:
    def part(kind: str, name: JSON) -> JSON:
        return {"properties": {"kind": {"const": kind}, "name": name}}

    schema: JSON = {"items": {"oneOf": [part("a", {"enum": ["x"]}), part("b", {"type": "string"})]}}

    assert fixed([{"kind": "b", "name": "x"}], schema) == ["/*/kind"]
    assert fixed([{"kind": "a", "name": "x"}], schema) == ["/*/kind", "/*/name"]


@pytest.mark.parametrize("key", ["type", "__typename", "nodeType", "object"])
def test_what_says_which_kind_an_object_is_stays(key: str) -> None:
    assert fixed({key: "paragraph", "text": "Hello"}) == [f"/{key}"]
    assert not fixed({key: "A text with spaces"})


def test_a_name_of_what_stands_beside_it_stays() -> None:
    assert fixed({"shows": "title", "title": []}) == ["/shows"]


def test_a_schema_that_refers_to_itself_is_followed_once() -> None:
    node: JSON = {"properties": {"content": {"items": {"$ref": "#/$defs/Node"}}, "mark": {"enum": ["b"]}}}
    schema: JSON = {"$ref": "#/$defs/Node", "$defs": {"Node": node}}

    assert fixed({"content": [{"content": [{"mark": "b"}]}]}, schema) == ["/content/*/content/*/mark"]


def test_what_nests_without_end_is_left_alone() -> None:
    body: JSON = "deep"
    for _ in range(500):
        body = [body]

    assert leaves(body) == []


# -- places


@pytest.mark.parametrize(
    ("value", "path", "sent"),
    [
        ("abc-7", "/items/abc-7", None),
        ("abc 7", "/items?q=abc+7", None),
        ("b/c", "/items?q=b%2Fc", None),
        (7, "/items/7/parts", None),
        ("3f2b-1c", "/items/3f2b1c", None),
        ("cursor", "/graphql", {"variables": {"after": "cursor"}}),
    ],
)
def test_a_value_of_a_later_request_is_not_marked(value: JSON, path: str, sent: JSON) -> None:
    first, later = answered({"field": value, "title": "Hello"}), answered({}, path=path, sent=sent)

    assert markable(sheet(first, later)) == ["/title"]
    assert markable(sheet(later, first)) == ["/field", "/title"]


def test_a_part_of_a_longer_word_was_not_sent() -> None:
    assert is_sent("open", "https://a.example/items?state=open")
    assert not is_sent("open", "https://a.example/items?state=opened")
    assert not is_sent(1, "https://a.example/items/11")
    assert not is_sent(None, "none")


def test_a_marked_cassette_differs_only_in_what_is_marked() -> None:
    made = sheet(
        answered({"title": "Hello", "open": True, "tags": ["a", "b"]}), answered({"title": "Hi"}, path="/b")
    )

    first, second = made.exchanges([one for one in made.marked if one.key == "POST /items"])

    body = first.response.json()
    assert isinstance(body, dict)
    assert body["open"] is True
    assert body["title"] != "Hello"
    assert first.response.header("content-length") == str(len(first.response.body))
    assert second.response.json() == {"title": "Hi"}


def test_only_what_the_schema_accepts_is_marked() -> None:
    def accepts(body: bytes) -> bool:
        value = json.loads(body)
        return bool(value["size"] < 100 and value["b"] == "b")

    made = sheet(answered({**dict.fromkeys("abcdefgh", "x"), "b": "b", "size": 3}), accepts=accepts)

    assert sorted(one.pointer for one in made.accepted(made.marked)) == [f"/{key}" for key in "acdefgh"]


def test_large_answers_are_marked_in_their_first_last_and_some_elements() -> None:
    items: JSON = [{"n": i, "title": f"Title {i}", "by": {"name": "x"}} for i in range(10_000)]

    fields = {one.pointer: one for one in sheet(answered(items)).fields}

    places = [place for one in fields.values() for place in one.places]
    titles = [place.path[0] for place in fields["/*/title"].places]
    assert len(places) <= MOST_MARKED
    assert titles[0] == 0
    assert len(titles) == len(set(titles)) > 50


def test_small_answers_are_marked_in_all_places() -> None:
    (field,) = sheet(answered([{"title": f"Title {i}"} for i in range(50)])).fields

    assert isinstance(field, Field)
    assert len(field.places) == 50


# -- costs


@pytest.mark.parametrize(
    ("values", "text", "shown"),
    [
        (["Crash when saving"], "# Crash when saving", ["Crash when saving"]),
        (["bug", "bug", None, ""], "bug, bug", ["bug", "bug"]),
        (["One two three four five six"], "One two three…", ["One two three"]),
        (["one\n\ntwo three"], "one two\nthree", ["one two three"]),
        ([1234], "1,234", ["1234"]),
        (["x" * 5000], "nothing of it", [""]),
    ],
)
def test_a_field_costs_what_of_it_stands_in_the_text(values: list[JSON], text: str, shown: list[str]) -> None:
    assert cost(values, text) == sum(map(token_count, shown))


def test_many_values_are_counted_in_part() -> None:
    assert cost(["bug"] * 10_000, "bug") == 10_000
