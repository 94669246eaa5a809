"""Each function and method of Zod: what it says of the input, or that it was not read."""

from pathlib import Path
from typing import Any

import pytest

from tests.discover.typescript.test_reading import TEXT, of, schema

NUMBER = {"type": "number"}
TEXTS = {"type": "array", "items": TEXT}
OUTSIDE = "`Outside` comes from `@acme/sdk`, which is not read"
NOT_READ = "this schema is not read"


def may(**properties: Any) -> dict[str, Any]:
    """An object that may be without its members."""
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("z.iso.datetime()", of(a={**TEXT, "format": "date-time"})),
        ("z.string().date()", of(a={**TEXT, "format": "date"})),
        ("z.int()", of(a={"type": "integer"})),
        ("z.null()", of(a={"type": "null"})),
        ("z.never()", of(a={"not": {}})),
        ("z.void()", may(a={"not": {}})),
        ("z.undefined()", may(a={"not": {}})),
        ("z.nativeEnum({ x: 'x', y: 1 })", of(a={"enum": ["x", 1]})),
        ("z.literal(null)", of(a={"const": None})),
        ("z.record(z.number())", of(a={"type": "object", "additionalProperties": NUMBER})),
        (
            "z.record(z.enum(['x']), z.number())",
            of(
                a={
                    "type": "object",
                    "additionalProperties": NUMBER,
                    "propertyNames": {"enum": ["x"], "type": "string"},
                }
            ),
        ),
        ("z.union([z.string().optional(), z.number()])", may(a={"anyOf": [TEXT, NUMBER]})),
        ("z.discriminatedUnion('id', [SHARED])", of(a={"anyOf": [of(id=TEXT)]})),
        (
            "z.tuple([z.string(), z.number()])",
            of(a={"type": "array", "prefixItems": [TEXT, NUMBER], "minItems": 2, "maxItems": 2}),
        ),
        ("z.optional(z.string())", may(a=TEXT)),
        ("z.nullable(z.string())", of(a={"type": ["string", "null"]})),
        ("z.string().nullish()", may(a={"type": ["string", "null"]})),
        ("z.string().exactOptional()", may(a=TEXT)),
        ("z.string().or(z.number())", of(a={"anyOf": [TEXT, NUMBER]})),
        ("SHARED.and(z.object({ b: z.string() }))", of(a={"allOf": [of(id=TEXT), of(b=TEXT)]})),
        ("z.string().array().length(2)", of(a={**TEXTS, "minItems": 2, "maxItems": 2})),
        ("z.string().catch('x')", may(a=TEXT)),
        ("z.string().prefault('x')", may(a=TEXT)),
        ("z.string().default(() => made())", may(a=TEXT)),
        ("z.array(z.string()).default(['x', 'y'])", may(a={**TEXTS, "default": ["x", "y"]})),
        ("SHARED.default({ id: 'x' })", may(a={**of(id=TEXT), "default": {"id": "x"}})),
        ("SHARED.passthrough()", of(a={**of(id=TEXT), "additionalProperties": True})),
        ("SHARED.partial()", of(a=may(id=TEXT))),
        ("SHARED.extend(z.object({ id: z.number().optional() }))", of(a=may(id=NUMBER))),
        ("SHARED.merge(z.object({ b: z.number() }))", of(a=of(id=TEXT, b=NUMBER))),
        ("z.number().positive()", of(a={**NUMBER, "exclusiveMinimum": 0})),
        ("z.number().negative()", of(a={**NUMBER, "exclusiveMaximum": 0})),
        ("z.number().nonnegative()", of(a={**NUMBER, "minimum": 0})),
        ("z.number().nonpositive()", of(a={**NUMBER, "maximum": 0})),
        ("z.number().gte(1).lt(5)", of(a={**NUMBER, "minimum": 1, "exclusiveMaximum": 5})),
        ("z.number().gt(1).lte(5)", of(a={**NUMBER, "exclusiveMinimum": 1, "maximum": 5})),
        ("z.number().multipleOf(2)", of(a={**NUMBER, "multipleOf": 2})),
        ("z.string().nonempty()", of(a={**TEXT, "minLength": 1})),
        ("z.array(z.string()).nonempty()", of(a={**TEXTS, "minItems": 1})),
        ("z.string().length(3)", of(a={**TEXT, "minLength": 3, "maxLength": 3})),
        ("z.string().nullable().max(3)", of(a={"type": ["string", "null"], "maxLength": 3})),
        ("z.string().startsWith('x').endsWith('y').includes('z')", of(a=TEXT)),
        ("z.any().nullable()", of(a={})),
        ("z.any().optional().nullable()", may(a={})),
        ("z.union([z.string()]).nullable()", of(a={"anyOf": [{"anyOf": [TEXT]}, {"type": "null"}]})),
        ("z.literal('x').nullable()", of(a={"anyOf": [{"const": "x"}, {"type": "null"}]})),
        ("z.string().optional().nullable()", may(a={"type": ["string", "null"]})),
    ],
)
def test_a_function_or_method_says_what_it_asks_of_the_input(
    tmp_path: Path, expression: str, expected: Any
) -> None:
    """Provenance: ours, after Zod's own conversion."""
    assert schema(tmp_path, f"{{ a: {expression} }}") == (expected, [])


@pytest.mark.parametrize(
    ("expression", "left", "why"),
    [
        ("5", {}, NOT_READ),
        ("z.strange()", {}, NOT_READ),
        ("z.object()", {}, NOT_READ),
        ("z.object([1])", {}, NOT_READ),
        ("z.object(Outside)", {}, OUTSIDE),
        ("z.enum([Outside])", {}, OUTSIDE),
        ("z.enum([null])", {}, NOT_READ),
        ("z.enum([...Outside])", {}, NOT_READ),
        ("z.literal(['x'])", {}, NOT_READ),
        ("z.union(Outside)", {}, OUTSIDE),
        ("z.discriminatedUnion('id')", {}, NOT_READ),
        ("z.tuple([z.string()], z.number())", {}, NOT_READ),
        ("z.tuple(Outside)", {}, OUTSIDE),
        ("z.string().describe()", TEXT, NOT_READ),
        ("z.string().describe(Outside)", TEXT, OUTSIDE),
        ("z.string().regex()", TEXT, NOT_READ),
        ("z.number().strange(3)", NUMBER, NOT_READ),
        ("z.number().min(true)", NUMBER, NOT_READ),
        ("SHARED.partial(Outside)", of(id=TEXT), OUTSIDE),
        ("SHARED.partial({ ...Outside })", of(id=TEXT), NOT_READ),
        ("SHARED.pick(Outside)", {}, OUTSIDE),
        ("SHARED.omit({ id: true, ...Outside })", {}, NOT_READ),
    ],
)
def test_a_function_or_method_that_is_not_read_is_said_once(
    tmp_path: Path, expression: str, left: Any, why: str
) -> None:
    """Provenance: ours. The near miss of the test above: what was read before it stays."""
    assert schema(tmp_path, f"{{ a: {expression} }}") == (of(a=left), [why])


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ("z.string().default(Outside)", TEXT),
        ("z.array(z.string()).default(['x', Outside])", TEXTS),
        ("SHARED.default({ id: Outside })", of(id=TEXT)),
    ],
)
def test_a_default_that_is_not_read_leaves_the_member_optional(
    tmp_path: Path, expression: str, left: Any
) -> None:
    """Provenance: ours. That there is one is known."""
    assert schema(tmp_path, f"{{ a: {expression} }}") == (may(a=left), [OUTSIDE])


def test_a_schema_that_is_not_stated_asks_for_nothing(tmp_path: Path) -> None:
    """Provenance: ours."""
    assert schema(tmp_path, "({ description: 'Ask.' }).inputSchema") == (may(), [])
