"""What a tool costs a model, and which of the fields of an API reach it."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._replays import example, replayed
from pytest_mcp_contract.model import (
    Ended,
    Experiment,
    FieldReach,
    Fuzzed,
    Measures,
    Provenance,
    Reaches,
    Replay,
    Reply,
    measures_of,
    reach_of,
)

COUNTED = replace(example(), raw_tokens=100, tokens=10)


@pytest.mark.parametrize(
    ("replay", "measures"),
    [
        (COUNTED, {"raw_tokens": 100, "tokens": 10}),
        (replace(COUNTED, tokens=0), {"raw_tokens": 100, "tokens": 0}),
        (replace(COUNTED, raw_tokens=0), {}),
        (replace(COUNTED, tokens=None), {}),
        (replace(replayed(Reply(is_error=True)), raw_tokens=100, tokens=10), {}),
        (replace(example(ended=Ended.HANG), raw_tokens=100, tokens=10), {}),
    ],
    ids=["counted", "nothing rendered", "nothing sent", "not counted", "an error reply", "no reply"],
)
def test_tokens_are_counted_where_a_call_succeeds_and_both_sides_are_known(
    replay: Replay, measures: Measures
) -> None:
    """Provenance: ours."""
    assert measures_of([replay]) == measures


def test_what_is_not_counted_does_not_hide_what_is() -> None:
    """Provenance: ours."""
    assert measures_of([replace(COUNTED, tokens=None), COUNTED]) == {"raw_tokens": 100, "tokens": 10}


def test_fields_are_told_by_key_and_place_with_the_tokens_of_all_replays() -> None:
    """Provenance: ours."""
    rows = (FieldReach("GET /b", "/x", Reaches.YES, tokens=3), FieldReach("GET /a", "/y", Reaches.NO))
    replay = replace(example(), provenance=Provenance(fields=rows))

    assert measures_of([replay, example(), replay]) == {
        "fields": [
            {"key": "GET /a", "field": "/y", "reaches": "no", "tokens": 0},
            {"key": "GET /b", "field": "/x", "reaches": "yes", "tokens": 6},
        ]
    }


@pytest.mark.parametrize(
    ("fuzzed", "not_all"),
    [
        (Fuzzed("normal"), None),
        (Fuzzed("normal", stopped="the time is up"), "the time is up"),
        (Fuzzed("normal", unsupported=("`not` at /a", "`not` at /b")), "`not` at /a; `not` at /b"),
        (Fuzzed("normal", stopped="it died", unsupported=("`not` at /a",)), "it died; `not` at /a"),
    ],
    ids=["all", "stopped", "unsupported", "both"],
)
def test_the_reach_of_generated_calls_says_where_not_all_was_tried(
    fuzzed: Fuzzed, not_all: str | None
) -> None:
    """Provenance: ours."""
    told = reach_of(replace(fuzzed, valid=5, reached=4, invalid=3, by_source={"values": 4}))

    reach = {"valid_calls": 5, "reached_calls": 4, "invalid_calls": 3, "reached_by": {"values": 4}}
    assert told == reach | ({"not_all": not_all} if not_all else {})


@pytest.mark.parametrize(
    ("place", "is_at"),
    [
        ("/items/*/title", True),
        ("/items/0/title", True),
        ("/items/*", True),
        ("/items/7/", True),
        ("/items", True),
        ("", True),
        ("/", True),
        ("/items/*/title/text", False),
        ("/items/title", False),
        ("/item", False),
        ("/items/*/titles", False),
    ],
)
def test_a_field_is_at_its_place_and_inside_of_every_place_above(place: str, is_at: bool) -> None:
    """Provenance: ours. A number stands for any index, as `*` does."""
    assert FieldReach("GET /", "/items/*/title", Reaches.YES).is_at(place) is is_at
    assert FieldReach("GET /", "/items/3/title", Reaches.YES).is_at(place) is is_at


def test_an_experiment_that_was_not_made_says_why() -> None:
    """Provenance: ours."""
    replay = example().without(Experiment.FAULTS, "no time").without(Experiment.TOKENS, "no tokenizer")

    assert replay.why_not(Experiment.FAULTS) == "no time"
    assert replay.why_not(Experiment.TOKENS) == "no tokenizer"
    assert replay.why_not(Experiment.REPEATS) == ""
    assert replay.without(Experiment.REPEATS, "") is replay
