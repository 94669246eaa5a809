"""MCP401 and MCP414: recorded answers and the schemas that speak for them, beyond their examples."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example
from pytest_mcp_contract.checks.upstream._vendor import HELD, held
from pytest_mcp_contract.model import Exchange, Response, SchemaVerdict, Unchecked

CHECKS = {check.code: check for check in all_checks()}
response_does_not_fit, schema_narrower_than_vendor = CHECKS["MCP401"], CHECKS["MCP414"]


def answered(response: Response) -> Exchange:
    """The recorded request with another answer."""
    return replace(ISSUE, response=response)


@pytest.mark.parametrize("status", [200, 299])
def test_an_answer_that_no_key_speaks_for_is_not_judged(status: int) -> None:
    """Provenance: ours. Silence would read as: it fits."""
    replay = replace(example(), exchanges=(answered(Response(status, body=b"{}")),))

    assert response_does_not_fit(replay) == [
        Unchecked("no `responses` key speaks for `GET /repos/o/r/issues/1` of cassette normal")
    ]


@pytest.mark.parametrize(
    "response",
    [
        Response(199, body=b"{}"),
        Response(300, body=b"{}"),
        Response(404, body=b"{}"),
        Response(200, body=b"<p>"),
    ],
    ids=["below", "above", "an error", "no JSON"],
)
def test_an_answer_that_no_key_can_speak_for_is_left_alone(response: Response) -> None:
    """Provenance: ours."""
    assert response_does_not_fit(replace(example(), exchanges=(answered(response),))) == []


def test_an_answer_that_fits_is_judged_and_left_alone() -> None:
    """Provenance: ours."""
    fits = SchemaVerdict(ISSUE, "GET /repos/{owner}/{repo}/issues/{number}", "schemas.Issue")

    assert response_does_not_fit(replace(example(), schemas=(fits,))) == []


def test_the_first_misfit_is_told_with_the_place_of_the_next() -> None:
    """Provenance: ours."""
    errors = (("/user", "is null"), ("/title", "is missing"), ("/state", "is missing"))
    misfit = SchemaVerdict(ISSUE, "GET /issues", "schemas.Issue", errors=errors)

    (told,) = response_does_not_fit(replace(example(), schemas=(misfit,)))

    assert not isinstance(told, Unchecked)
    assert told.at == "normal: GET /repos/o/r/issues/1 /user"
    assert told.saw == "is null (and 2 more, next at `/title`)"
    assert told.tool == "get_issue"


@pytest.mark.parametrize(
    ("exchange", "key", "why"),
    [
        (ISSUE, None, ["no `responses` key speaks for what the vendor describes"]),
        (ISSUE, "GET /issues", []),
        (answered(Response(204)), None, []),
    ],
    ids=["data", "data with a key", "no data"],
)
def test_what_no_key_speaks_for_is_not_held_against_the_vendor(
    exchange: Exchange, key: str | None, why: list[str]
) -> None:
    """Provenance: ours."""
    replay = held(replace(HELD, exchange=exchange, key=key))

    assert schema_narrower_than_vendor(replay) == [Unchecked(one) for one in why]
