"""How fast arguments are made from schemas, beside the same strategies written by hand, in the same run."""

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz import prepare, strategy
from tests.bench.figures import Asked, Figure
from tests.corpus.tools_lists import FOLDER, surfaces

Strategy = SearchStrategy[Any]

NAME = "made-up values"
SPEED = Asked(1 / 0.7, "ratio")
"""0.7 of the speed of what is written by hand."""
EXAMPLES = 300
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=tuple(HealthCheck),
)


class Shape(NamedTuple):
    """A schema, and what a person writes for it."""

    name: str
    schema: dict[str, Any]
    by_hand: Strategy


def drawing(_folder: Path, laps: int) -> list[Figure]:
    """Every shape from its schema and by hand, in turn; then all tools of the corpus, where it is at hand."""
    figures = []
    for shape in shapes():
        ours = strategy(prepare(shape.schema))
        taken = [[_seconds(each) * 1000 for each in (shape.by_hand, ours)] for _ in range(laps + 1)][1:]
        by_hand, own = (min(each) for each in zip(*taken, strict=True))
        figures.append(Figure(NAME, f"`{shape.name}`", own, by_hand, "ms", "a strategy by hand", SPEED))
    own, by_hand = (
        statistics.geometric_mean(getattr(one, side) for one in figures) for side in ("value", "floor")
    )
    mean = Figure(NAME, "mean of the shapes", own, by_hand, "ms", "strategies by hand", SPEED)
    return [*figures, mean, *(_over_the_corpus() if FOLDER.is_dir() else ())]


def shapes() -> Iterator[Shape]:
    """What input schemas of real tools look like."""
    text, optional_text = (
        {"type": "string"},
        {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
    )
    yield Shape(
        "search",
        _closed({"query": {**text, "minLength": 1}, "limit": _whole(1, 100), "cursor": text}, ["query"]),
        st.fixed_dictionaries(
            {"query": st.text(min_size=1)}, optional={"limit": st.integers(1, 100), "cursor": st.text()}
        ),
    )
    yield Shape(
        "create",
        _closed(
            {
                "owner": text,
                "repo": text,
                "title": text,
                "body": text,
                "labels": {"type": "array", "items": text},
                "state": {"enum": ["open", "closed", "all"]},
                "draft": {"type": "boolean"},
            },
            ["owner", "repo", "title"],
        ),
        st.fixed_dictionaries(
            {"owner": st.text(), "repo": st.text(), "title": st.text()},
            optional={
                "body": st.text(),
                "labels": st.lists(st.text()),
                "state": st.sampled_from(["open", "closed", "all"]),
                "draft": st.booleans(),
            },
        ),
    )
    yield Shape(
        "nullable",
        {"type": "object", "properties": {"a": optional_text, "b": optional_text, "c": _whole(0, 9)}},
        st.fixed_dictionaries(
            {}, optional={"a": st.text() | st.none(), "b": st.text() | st.none(), "c": st.integers(0, 9)}
        ),
    )
    yield Shape(
        "nested",
        _closed(
            {
                "range": _closed(
                    {"since": {**text, "format": "date"}, "until": {**text, "format": "date"}}, ["since"]
                ),
                "ids": {"type": "array", "items": {**text, "format": "uuid"}, "minItems": 1, "maxItems": 5},
                "score": {"type": "number", "minimum": 0, "maximum": 1},
            },
            ["range", "ids"],
        ),
        st.fixed_dictionaries(
            {
                "range": st.fixed_dictionaries(
                    {"since": st.dates().map(str)}, optional={"until": st.dates().map(str)}
                ),
                "ids": st.lists(st.uuids().map(str), min_size=1, max_size=5),
            },
            optional={"score": st.integers(0, 1) | st.floats(0, 1)},
        ),
    )
    yield Shape(
        "batch",
        _closed(
            {
                "rows": {
                    "type": "array",
                    "items": _closed({"id": _whole(1, 10**6), "name": text}, ["id", "name"]),
                }
            },
            ["rows"],
        ),
        st.fixed_dictionaries(
            {"rows": st.lists(st.fixed_dictionaries({"id": st.integers(1, 10**6), "name": st.text()}))}
        ),
    )
    yield Shape(
        "pattern",
        _closed({"key": {**text, "pattern": "^[A-Z][A-Z0-9]{1,9}-[0-9]+$"}}, ["key"]),
        st.fixed_dictionaries({"key": st.from_regex(re.compile(r"^[A-Z][A-Z0-9]{1,9}-[0-9]+\Z", re.ASCII))}),
    )
    yield Shape(
        "map",
        _closed({"fields": {"type": "object", "additionalProperties": text}}, ["fields"]),
        st.fixed_dictionaries({"fields": st.dictionaries(st.text(), st.text())}),
    )
    tree = st.deferred(lambda: st.fixed_dictionaries({"name": st.text()}, optional={"child": tree}))
    yield Shape(
        "tree",
        {
            "type": "object",
            "properties": {"root": {"$ref": "#/$defs/node"}},
            "required": ["root"],
            "$defs": {"node": _closed({"name": text, "child": {"$ref": "#/$defs/node"}}, ["name"])},
        },
        st.fixed_dictionaries({"root": tree}),
    )


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def _seconds(values: Strategy) -> float:
    """Seconds of the processor for one example, drawn for a test that does nothing."""
    drawn = 0

    @SETTINGS
    @given(values)
    def nothing(_: object) -> None:
        nonlocal drawn
        drawn += 1

    began = time.process_time()
    nothing()
    return (time.process_time() - began) / drawn


def _over_the_corpus() -> Iterator[Figure]:
    took: dict[str, list[float]] = {"own": [], "validator": []}
    for surface in surfaces():
        for tool in surface.tools:
            if not isinstance(tool.input_schema, dict):
                continue
            began = time.process_time()
            strategy(prepare(tool.input_schema)).validate()
            built = time.process_time()
            jsonschema_rs.validator_for(tool.input_schema)
            took["own"].append((built - began) * 1000)
            took["validator"].append((time.process_time() - built) * 1000)
    own, floor = (statistics.median(each) for each in took.values())
    bare = "a validator of jsonschema-rs"
    yield Figure(NAME, f"building, median of {len(took['own']):,} tools", own, floor, "ms", bare, Asked(2))
