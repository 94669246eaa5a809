"""Shapes of a place: what references, combinations and lists of types come to."""

from collections.abc import Sequence

import pytest

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.upstream.vendor_shapes import (
    NAME,
    Shape,
    Shapes,
    fits_kind,
    inside,
    is_open,
    kind_of,
    phrase,
    states,
)

TEXT: dict[str, JSON] = {"type": "string"}
COUNT: dict[str, JSON] = {"type": "integer"}


@pytest.mark.parametrize(
    ("schema", "shapes"),
    [
        pytest.param(False, [], id="nothing"),
        pytest.param(True, [{}], id="anything"),
        pytest.param({"type": ["string", 7, "null"]}, [TEXT, {"type": "null"}], id="a type that is none"),
        pytest.param({"allOf": [TEXT, COUNT]}, [], id="types that exclude each other"),
        pytest.param({"allOf": [{"type": "number"}, COUNT]}, [COUNT], id="the narrower of two types"),
        pytest.param({"allOf": [COUNT, {"type": "number"}]}, [COUNT], id="the narrower, said first"),
        pytest.param(
            {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, [{"enum": ["b"]}], id="values of both"
        ),
        pytest.param({"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]}, [], id="no value of both"),
        pytest.param(
            {"required": ["a"], "allOf": [{"required": ["b"]}]}, [{"required": ["a", "b"]}], id="all demands"
        ),
        pytest.param(
            {"properties": {"a": TEXT, "b": TEXT}, "allOf": [{"properties": {"a": COUNT, "b": TEXT}}]},
            [{"properties": {"a": {"allOf": [TEXT, COUNT]}, "b": TEXT}}],
            id="properties of both",
        ),
        pytest.param({"anyOf": [TEXT, False, COUNT]}, [TEXT, COUNT], id="a member that allows nothing"),
    ],
)
def test_a_schema_comes_to_these_shapes(schema: JSON, shapes: list[Shape]) -> None:
    """Provenance: ours."""
    assert Shapes({}).of(schema) == shapes


def test_a_schema_may_refer_to_its_whole() -> None:
    """Provenance: JSON Schema 2020-12, section 8.2.3.1: `#` is the root."""
    whole: JSON = {"type": "object", "properties": {"parent": {"$ref": "#"}}}

    (shape,) = Shapes(whole).of({"$ref": "#"})

    assert shape == {"type": "object", "properties": {"parent": {"$ref": "#"}}, NAME: "#"}


def test_a_reference_that_only_goes_in_circles_allows_anything() -> None:
    """Provenance: ours. It ends, which is what matters."""
    assert Shapes({"$ref": "#"}).root() == [{NAME: "#"}]


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        pytest.param({"properties": {}}, "object", id="properties"),
        pytest.param({"required": []}, "object", id="required"),
        pytest.param({"items": {}}, "array", id="items"),
        pytest.param({"minimum": 1}, None, id="neither"),
    ],
)
def test_a_type_is_told_by_what_else_is_said(shape: Shape, kind: str | None) -> None:
    """Provenance: ours. Many descriptions leave the type out."""
    assert kind_of(shape) == kind


@pytest.mark.parametrize(
    ("shape", "fitting", "others"),
    [
        pytest.param({"const": "a"}, ["a"], ["b", None], id="one value"),
        pytest.param({"enum": ["a", None]}, ["a", None], ["b"], id="listed values"),
        pytest.param(COUNT, [1, 1.0], [1.5, True, "1"], id="whole numbers"),
        pytest.param({"type": "number"}, [1, 1.5], [True, None], id="numbers"),
        pytest.param({}, [None, 1, "a"], [], id="anything"),
    ],
)
def test_a_value_fits_a_shape_or_not(shape: Shape, fitting: Sequence[JSON], others: Sequence[JSON]) -> None:
    """Provenance: JSON Schema 2020-12: 1.0 is an integer, true is no number."""
    assert [value for value in fitting if not fits_kind(shape, value)] == []
    assert [value for value in others if fits_kind(shape, value)] == []


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        pytest.param([], "nothing", id="none"),
        pytest.param([{"type": "null"}, TEXT], "a string or null", id="null is last"),
        pytest.param([{"const": "a"}, COUNT], '"a" or an integer', id="one value"),
        pytest.param([{"enum": ["a"]}], '"a"', id="a list of one value"),
        pytest.param([{}, TEXT, TEXT, COUNT], "anything, a string or an integer", id="each once"),
    ],
)
def test_shapes_are_told_in_words(shapes: list[Shape], words: str) -> None:
    """Provenance: ours."""
    assert phrase(shapes) == words


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        pytest.param({"type": "object", "description": "Anything."}, True, id="an object"),
        pytest.param({"type": "object", "additionalProperties": TEXT}, False, id="a map of texts"),
        pytest.param({"type": "object", "additionalProperties": True}, True, id="a map of anything"),
        pytest.param(TEXT, False, id="a text"),
    ],
)
def test_a_shape_that_says_no_more_than_its_type_is_open(shape: Shape, expected: bool) -> None:
    """Provenance: ours."""
    assert is_open(shape) is expected


@pytest.mark.parametrize(
    ("shape", "part", "stated", "schema"),
    [
        pytest.param({"items": TEXT}, 0, True, TEXT, id="an element"),
        pytest.param({}, 0, False, True, id="an element of which nothing is said"),
        pytest.param({"properties": {"a": TEXT}}, "a", True, TEXT, id="a property"),
        pytest.param({"additionalProperties": COUNT}, "a", True, COUNT, id="a property of a map"),
        pytest.param({"properties": {"a": TEXT}}, "b", False, True, id="a property that is not named"),
    ],
)
def test_a_part_is_looked_up_by_key_and_by_index(
    shape: Shape, part: str | int, stated: bool, schema: JSON
) -> None:
    """Provenance: ours."""
    assert (states(shape, part), inside(shape, part)) == (stated, schema)
