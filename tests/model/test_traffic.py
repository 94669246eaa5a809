"""Recorded requests and responses: the parts of them that are matched, hidden and judged."""

import pytest

from pytest_mcp_contract.model import JSON, Request, Response


@pytest.mark.parametrize(
    ("uri", "host", "path", "query"),
    [
        ("https://api.example", "https://api.example", "/", ()),
        ("https://api.example/", "https://api.example", "/", ()),
        ("http://api.example:8080/a%2Fb", "http://api.example:8080", "/a%2Fb", ()),
        (
            "https://api.example/x?b=2&a=1&b=1&c=&d=%20",
            "https://api.example",
            "/x",
            (("a", "1"), ("b", "1"), ("b", "2"), ("c", ""), ("d", " ")),
        ),
    ],
)
def test_an_address_is_taken_apart(
    uri: str, host: str, path: str, query: tuple[tuple[str, str], ...]
) -> None:
    """Provenance: ours. The order of parameters means nothing, an empty value is one."""
    request = Request("GET", uri)

    assert (request.host, request.path, request.query) == (host, path, query)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1]}', {"a": [1]}),
        (b"0", 0),
        (b"", None),
        (b"<html>", None),
        (b"\xff\xfe\x00", None),
        (b"[" * 100_000, None),
    ],
    ids=["object", "number", "empty", "no JSON", "no text", "nested without end"],
)
def test_a_body_that_is_no_json_is_none(body: bytes, value: JSON) -> None:
    """Provenance: ours."""
    assert Request("POST", "https://api.example", body=body).json() == value
    assert Response(200, body=body).json() == value


def test_a_header_is_found_in_any_case_and_the_first_one_counts() -> None:
    """Provenance: RFC 9110, 5.1."""
    headers = (("X-Page", "1"), ("Content-Type", "text/plain"), ("content-type", "text/html"))

    for message in (Request("GET", "https://api.example", headers), Response(200, headers=headers)):
        assert message.header("CONTENT-type") == "text/plain"
        assert message.header("x-page") == "1"
        assert message.header("x-pages") is None


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        (None, True),
        ("", True),
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        (" application/json ;charset=utf-8", True),
        ("application/problem+json", True),
        ("json", True),
        ("application/jsonl", False),
        ("text/html", False),
        ("text/html; of=json", False),
        ("application/xjson", False),
    ],
)
def test_a_body_claims_to_be_json_by_its_content_type(kind: str | None, claims: bool) -> None:
    """Provenance: ours. One that claims nothing is taken for JSON."""
    headers = () if kind is None else (("content-type", kind),)

    assert Response(200, headers=headers, body=b"{}").answers_in_json is claims


@pytest.mark.parametrize(
    ("status", "body", "answers"),
    [
        (199, b"{}", False),
        (200, b"{}", True),
        (299, b"{}", True),
        (300, b"{}", False),
        (404, b"{}", False),
        (200, b"", False),
        (204, b" \n", False),
    ],
)
def test_only_a_success_with_a_body_answers(status: int, body: bytes, answers: bool) -> None:
    """Provenance: ours."""
    assert Response(status, body=body).answers_in_json is answers
