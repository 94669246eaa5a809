"""What is told of a tool beside its verdicts: tokens, and the fields that reach the model."""

from dataclasses import replace

from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import FieldReach, Provenance, Reaches, Replay, measures_of

KEY = "GET /issues/{number}"


def traced(*fields: tuple[str, Reaches, int]) -> Replay:
    """A replay with these fields, reach and tokens of each."""
    rows = tuple(FieldReach(KEY, field, reaches, tokens=tokens) for field, reaches, tokens in fields)
    return replace(example(), provenance=Provenance(fields=rows, calls=1))


def test_tokens_are_those_of_the_calls_that_succeed() -> None:
    """Provenance: ours."""
    counted = replace(example(), raw_tokens=100, tokens=10)

    assert measures_of([counted, counted]) == {"raw_tokens": 200, "tokens": 20}
    assert measures_of([replace(counted, raw_tokens=None)]) == {}
    assert measures_of([replace(counted, call=None)]) == {}


def test_a_field_reaches_the_model_if_it_does_in_any_cassette() -> None:
    """Provenance: ours. An empty list has no titles that could."""
    measures = measures_of(
        [
            traced(("/title", Reaches.NO, 0), ("/url", Reaches.NO, 0), ("/state", Reaches.NOT_MARKABLE, 0)),
            traced(("/title", Reaches.YES, 5), ("/url", Reaches.NO, 0)),
            traced(("/title", Reaches.NOT_MARKABLE, 2)),
        ]
    )

    assert [(one["field"], one["reaches"], one["tokens"]) for one in measures["fields"]] == [
        ("/state", "not markable", 0),
        ("/title", "yes", 7),
        ("/url", "no", 0),
    ]
