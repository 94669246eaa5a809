"""Which recorded exchange answers a request."""

import json

import pytest

from pytest_mcp_contract.model import Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.match import MATCHERS, Deck

DEFAULT = ("method", "path", "query", "json")
BASE = "https://api.acme.example"


def request(method: str = "GET", uri: str = f"{BASE}/items", **body: object) -> Request:
    return Request(method, uri, (), json.dumps(body).encode() if body else b"")


def deck(*requests: Request, match_on: tuple[str, ...] = DEFAULT) -> Deck:
    """A deck whose answers are numbered."""
    return Deck([Exchange(one, Response(200 + index)) for index, one in enumerate(requests)], match_on)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("method", request("DELETE")),
        ("host", request(uri="https://api.other.example/items")),
        ("path", request(uri=f"{BASE}/item")),
        ("query", request(uri=f"{BASE}/items?page=2")),
        ("json", request(name="x")),
        ("body", request(name="x")),
    ],
)
def test_only_the_parts_that_are_matched_on_tell_requests_apart(part: str, other: Request) -> None:
    """Provenance: ours."""
    others = tuple(name for name in MATCHERS if name not in (part, "body" if part == "json" else "json"))

    assert deck(request(), match_on=(part,)).find(other) is None
    assert deck(request(), match_on=others).find(other) == 0


@pytest.mark.parametrize(
    ("recorded", "live"),
    [
        (request(uri=f"{BASE}/items?a=1&b=2&b=3"), request(uri=f"{BASE}/items?b=3&a=1&b=2")),
        (request("post", a=1, b={"c": 2, "d": 3}), request("POST", b={"d": 3, "c": 2}, a=1)),
        (
            Request("POST", BASE, (("A", "1"),), b'{"a": [1, 2]}'),
            Request("POST", f"{BASE}/", (("B", "2"),), b'{ "a":[1,2] }\n'),
        ),
        (request(uri=f"{BASE}/items?a=b%20c"), request(uri=f"{BASE}/items?a=b+c")),
        (request(uri="https://API.acme.example/items"), request(uri="http://localhost:8080/items")),
    ],
)
def test_what_means_the_same_is_the_same(recorded: Request, live: Request) -> None:
    """Provenance: ours. The order of parameters and keys, spaces, and where a stand-in listens."""
    assert deck(recorded).find(live) == 0


@pytest.mark.parametrize(
    ("recorded", "live"),
    [
        (request(uri=f"{BASE}/items?a=1"), request(uri=f"{BASE}/items?a=")),
        (request(uri=f"{BASE}/items?a=1&a=2"), request(uri=f"{BASE}/items?a=1")),
        (request(uri=f"{BASE}/items/a%2Fb"), request(uri=f"{BASE}/items/a/b")),
        (request("POST", a=[1, 2]), request("POST", a=[2, 1])),
        (request("POST", a=None), request("POST", b=1)),
        (request("POST", a="1"), request("POST", a=1)),
        pytest.param(
            request("POST", a=True),
            request("POST", a=1),
        ),
        pytest.param(
            Request("POST", BASE, (), b"name=x"),
            Request("POST", BASE, (), b"name=y"),
        ),
        pytest.param(
            Request("POST", BASE, (), b"null"),
            Request("POST", BASE),
        ),
    ],
)
def test_what_means_something_else_is_not_the_same(recorded: Request, live: Request) -> None:
    """Provenance: ours."""
    assert deck(recorded).find(live) is None


def test_same_requests_are_answered_in_the_order_they_were_recorded() -> None:
    """Provenance: ours. Polling sees the same request answered differently each time."""
    cards = deck(request(), request("POST"), request())

    first = cards.find(request())
    assert first is not None
    assert cards.play(first) == Response(200)
    second = cards.find(request())
    assert second is not None
    assert cards.play(second) == Response(202)
    assert cards.find(request()) is None
    assert cards.played == {0, 2}


def test_finding_alone_plays_nothing() -> None:
    """Provenance: ours. Interception asks twice."""
    cards = deck(request())

    assert (cards.find(request()), cards.find(request())) == (0, 0)
    assert cards.played == set()


def test_a_request_too_many_is_played_out() -> None:
    """Provenance: ours."""
    cards = deck(request(), request("POST"))
    cards.play(0)

    assert cards.miss(request()).why.startswith("played out")


def test_a_request_to_another_place_is_not_recorded() -> None:
    """Provenance: ours. It names the nearest one: what was meant is most often there, spelled otherwise."""
    cards = deck(request(), request("POST"), request(uri=f"{BASE}/others/1"))

    assert cards.miss(request("DELETE")).why == f"not recorded (nearest: GET {BASE}/items)"
    assert cards.miss(request(uri=f"{BASE}/others/2")).why == f"not recorded (nearest: GET {BASE}/others/1)"
    assert deck().miss(request()).why == "not recorded: the cassette is empty"


def test_a_request_that_differs_says_in_what_and_from_which() -> None:
    """Provenance: ours. The nearest one, of those not yet played."""
    cards = deck(
        request("POST", f"{BASE}/items?page=1", a=1),
        request("POST", f"{BASE}/items?page=2", a=2),
    )

    assert cards.miss(request("POST", f"{BASE}/items?page=2", a=3)).why == (
        f"differs in: json (nearest: POST {BASE}/items?page=2)"
    )
    assert cards.miss(request("POST", f"{BASE}/items?page=3", a=3)).why.startswith("differs in: query, json")


def test_a_miss_holds_the_request() -> None:
    """Provenance: ours."""
    live = request("DELETE")

    assert deck(request()).miss(live).request is live
