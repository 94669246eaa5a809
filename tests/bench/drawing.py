"""How fast arguments are made from schemas, beside the same strategies written by hand, in the same run."""

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz import boundary, invalid, prepare, strategy
from tests.corpus.tools_lists import FOLDER, surfaces

Strategy = SearchStrategy[Any]

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


@dataclass(frozen=True)
class Drawn:
    """Examples a second beside those by hand, and what building and the fixed values take."""

    ratios: dict[str, float]
    reference: float | None
    """The private engine of schemathesis on the same shapes, beside those by hand."""
    build: float | None
    """Median milliseconds of a tool of the corpus."""
    boundaries: float | None
    breaks: float | None

    @property
    def figures(self) -> dict[str, float | None]:
        """For the JSON file."""
        return {
            **{f"ratio_{name}": ratio for name, ratio in self.ratios.items()},
            "ratio": statistics.geometric_mean(self.ratios.values()),
            "ratio_of_schemathesis": self.reference,
            "build_ms": self.build,
            "boundary_values_a_second": self.boundaries,
            "invalid_values_a_second": self.breaks,
        }

    def __str__(self) -> str:
        lowest = min(self.ratios, key=lambda name: self.ratios[name])
        told = f"x{statistics.geometric_mean(self.ratios.values()):.2f} of the speed by hand"
        told += f" (lowest x{self.ratios[lowest]:.2f}, {lowest})"
        if self.reference is not None:
            told += f", schemathesis x{self.reference:.2f}"
        if self.build is not None:
            told += f"; {self.build:.2f} ms to build a tool"
            told += f"; {self.boundaries:,.0f} boundary and {self.breaks:,.0f} invalid values a second"
        return told


def drawing(_folder: Path, runs: int) -> Drawn:
    """Every shape from its schema and by hand, in turn; then all tools of the corpus, where it is at hand."""
    ratios: dict[str, float] = {}
    references: list[float] = []
    for shape in shapes():
        ours, theirs = strategy(prepare(shape.schema)), _schemathesis(shape.schema)
        taken = [[_seconds(each) for each in (shape.by_hand, ours, *theirs)] for _ in range(runs + 1)][1:]
        ratios[shape.name] = min(by_hand for by_hand, *_ in taken) / min(own for _, own, *_ in taken)
        references += [min(one[0] for one in taken) / min(one[2] for one in taken) for _ in theirs]
    reference = statistics.geometric_mean(references) if references else None
    return Drawn(ratios, reference, *(_over_the_corpus() if FOLDER.is_dir() else (None, None, None)))


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


def _schemathesis(schema: dict[str, Any]) -> list[Strategy]:
    try:
        from schemathesis.generation.jsonschema.builder import build
    except ImportError:
        return []
    return [build(schema, draft=jsonschema_rs.Draft202012, formats={})]


def _over_the_corpus() -> tuple[float, float, float]:
    """Milliseconds to build a tool, boundary values a second, invalid values a second."""
    took: list[float] = []
    numbers, seconds = [0, 0], [0.0, 0.0]
    for surface in surfaces():
        for tool in surface.tools:
            began = time.process_time()
            prepared = prepare(tool.input_schema)
            strategy(prepared).validate()
            took.append((time.process_time() - began) * 1000)
            for index, values in enumerate((boundary, invalid)):
                began = time.process_time()
                numbers[index] += len(list(values(prepared)))
                seconds[index] += time.process_time() - began
    return statistics.median(took), numbers[0] / seconds[0], numbers[1] / seconds[1]
