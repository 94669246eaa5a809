"""Schemas of every keyword, in every draft from 7 to 2020-12, and in the spellings that real tools have."""

from typing import Any

from pytest_mcp_contract.model import JSON

SEVEN = "http://json-schema.org/draft-07/schema#"
NINETEEN = "https://json-schema.org/draft/2019-09/schema"
TWENTY = "https://json-schema.org/draft/2020-12/schema"

FORMATS = (
    "date", "time", "date-time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6",
    "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer",
    "relative-json-pointer", "regex",
)  # fmt: skip


def of(schema: JSON, **beside: Any) -> dict[str, Any]:
    """A tool with the one required argument `v`."""
    return {"type": "object", "properties": {"v": schema}, "required": ["v"], **beside}


def both_optional(**beside: Any) -> dict[str, Any]:
    """A tool with the optional arguments `a` and `b`."""
    return {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, **beside}


INTEGER: JSON = {"type": "integer"}
TEXT: JSON = {"type": "string"}
NODE: JSON = {
    "type": "object",
    "properties": {"name": TEXT, "next": {"$ref": "#/$defs/node"}},
    "required": ["name"],
}

SCHEMAS: dict[str, JSON] = {
    # texts
    "text": of(TEXT),
    "one character": of({"type": "string", "minLength": 1, "maxLength": 1}),
    "a long text": of({"type": "string", "minLength": 5_000}),
    "a text of 8 KiB at most": of({"type": "string", "maxLength": 8_192}),
    "not one text": of({"type": "string", "not": {"const": "a"}}),
    "no text of a pattern": of({"type": "string", "not": {"pattern": "^a"}, "minLength": 1}),
    "two patterns": of({"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "b$"}]}),
    "three patterns": of(
        {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "b"}, {"pattern": "c$"}]}
    ),
    "pattern and lengths": of({"type": "string", "pattern": "^[a-z]+$", "minLength": 30, "maxLength": 40}),
    "pattern somewhere, short": of({"type": "string", "pattern": "foo", "maxLength": 5}),
    "pattern of terms, and lengths": of(
        {"type": "string", "pattern": "^[A-Z]{2,5}-[0-9]+$", "minLength": 10, "maxLength": 20}
    ),
    "pattern of groups, and lengths": of(
        {"type": "string", "pattern": "^[a-z]+(?:-[a-z]+)*$", "maxLength": 12}
    ),
    "pattern with lookahead": of({"type": "string", "pattern": "^(?=.*\\d)(?=.*[a-z]).{4,8}$"}),
    "pattern of alternatives": of({"type": "string", "pattern": "^a$|^b+$", "maxLength": 4}),
    "pattern with properties": of({"type": "string", "pattern": "^\\p{Lu}\\p{L}*$"}),
    "pattern without letters": of({"type": "string", "pattern": "^[^\\p{L}]+$"}),
    "pattern of another dialect": of({"type": "string", "pattern": "^\\/(?<y>\\d{4})\\u0041\\cA[\\w.-]$"}),
    "format and length": of({"type": "string", "format": "date-time", "maxLength": 20}),
    "format and pattern": of({"type": "string", "format": "uri", "pattern": "^https://"}),
    "format that nobody knows": of({"type": "string", "format": "int32"}),
    **{f"format {name}": of({"type": "string", "format": name}) for name in FORMATS},
    "content of a text": of({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
    # numbers
    "integer": of(INTEGER),
    "integer with a format": of({"type": "integer", "format": "int32"}),
    "number": of({"type": "number"}),
    "bounds": of({"type": "integer", "minimum": 1, "maximum": 100}),
    "exclusive bounds": of({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10}),
    "exclusive bounds of numbers": of({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
    "next to nothing": of({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-300}),
    "tenths": of({"type": "number", "minimum": 0.1, "maximum": 0.3}),
    "multiples": of({"type": "integer", "multipleOf": 7, "minimum": -100, "maximum": 100}),
    "whole multiples of a fraction": of({"type": "integer", "multipleOf": 2.5}),
    "cents": of({"type": "number", "multipleOf": 0.01}),
    "cents within bounds": of({"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 1}),
    "tiny steps": of({"type": "number", "multipleOf": 1e-10}),
    "huge steps": of({"type": "number", "multipleOf": 1e308}),
    "big integers": of({"type": "integer", "minimum": 10**30, "maximum": 10**31}),
    "beyond any float": of({"type": "number", "minimum": 10**400}),
    "between two floats": of({"type": "number", "minimum": 2**53 + 1, "maximum": 2**53 + 3}),
    "no integer": of({"type": "number", "not": {"type": "integer"}}),
    "of one divisor": of(
        {"oneOf": [{"type": "integer", "multipleOf": 3}, {"type": "integer", "multipleOf": 5}]}
    ),
    # choices
    "members": of({"enum": ["a", "b"]}),
    "members of all types": of({"enum": [1, "1", None, True, {"a": []}, [1]]}),
    "members of one type": of({"enum": [1, 2.5, "1"], "type": "integer"}),
    "constant": of({"const": "a"}),
    "constant null": of({"const": None}),
    "constant object": of({"const": {"a": [1, 2]}}),
    "boolean": of({"type": "boolean"}),
    "null": of({"type": "null"}),
    "anything": of({}),
    "true": of(True),
    # nullable
    "nullable by a list of types": of({"type": ["string", "null"]}),
    "nullable by anyOf": of(
        {"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}], "default": None}
    ),
    "nullable by oneOf": of({"oneOf": [{"type": "null"}, {"type": "string", "minLength": 2}]}),
    "nullable of OpenAPI": of({"type": "string", "nullable": True}),
    "types with limits of each": of({"type": ["string", "null", "integer"], "minLength": 2, "minimum": 3}),
    "limits without a type": of({"minLength": 2, "minimum": 3}),
    "no text": of({"not": {"type": "string"}}),
    # lists
    "list": of({"type": "array", "items": TEXT}),
    "list of anything": of({"type": "array"}),
    "list with sizes": of({"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 4}),
    "empty list": of({"type": "array", "maxItems": 0}),
    "long list": of({"type": "array", "items": NODE, "minItems": 500}, **{"$defs": {"node": NODE}}),
    "different texts": of({"type": "array", "items": TEXT, "uniqueItems": True, "minItems": 2}),
    "different integers": of({"type": "array", "items": INTEGER, "uniqueItems": True, "maxItems": 4}),
    "different members": of({"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True}),
    "different values": of(
        {
            "type": "array",
            "items": {"type": ["boolean", "number", "string", "null"]},
            "uniqueItems": True,
            "minItems": 6,
        }
    ),
    "different objects": of(
        {
            "type": "array",
            "items": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 0, "maximum": 3}}},
            "uniqueItems": True,
            "minItems": 2,
        }
    ),
    "pair": of({"type": "array", "prefixItems": [INTEGER, TEXT], "items": False, "minItems": 2}),
    "pair and more": of({"type": "array", "prefixItems": [INTEGER, TEXT], "items": TEXT, "minItems": 4}),
    "pair of draft 7": {
        "$schema": SEVEN,
        **of({"type": "array", "items": [INTEGER, TEXT], "additionalItems": False}),
    },
    "pair of no draft": of({"type": "array", "items": [INTEGER, TEXT], "minItems": 1}),
    "some element": of({"type": "array", "contains": INTEGER, "minContains": 2, "maxContains": 3}),
    "some element among others": of(
        {
            "type": "array",
            "items": {"type": "integer"},
            "contains": {"minimum": 10},
            "maxContains": 1,
            "minItems": 3,
        }
    ),
    "two elements": of(
        {
            "type": "array",
            "contains": {"type": "integer", "minimum": 3},
            "allOf": [{"contains": {"type": "integer", "maximum": 1}}],
        }
    ),
    "some element after a text": of({"type": "array", "prefixItems": [TEXT], "contains": INTEGER}),
    "no other elements": of({"type": "array", "prefixItems": [INTEGER], "unevaluatedItems": False}),
    "an element twice": of({"type": "array", "not": {"uniqueItems": True}}),
    # objects
    "no arguments": {"type": "object", "properties": {}},
    "no arguments at all": {"type": "object", "additionalProperties": False},
    "nothing said": {},
    "everything admitted": True,
    "optional": both_optional(),
    "closed": both_optional(additionalProperties=False),
    "closed by unevaluatedProperties": both_optional(
        unevaluatedProperties=False, anyOf=[{"required": ["a"]}, {"properties": {"c": INTEGER}}]
    ),
    "required, and not declared": {"type": "object", "required": ["q"]},
    "at least one": both_optional(minProperties=1),
    "at most one": both_optional(maxProperties=1),
    "more than declared": of({**both_optional(), "minProperties": 4}),
    "one or the other": both_optional(anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
    "exactly one": both_optional(oneOf=[{"required": ["a"]}, {"required": ["b"]}]),
    "not both": both_optional(**{"not": {"required": ["a", "b"]}}),
    "not empty": both_optional(**{"not": {"const": {}}}),
    "map": of({"type": "object", "additionalProperties": INTEGER}),
    "map of a size": of(
        {"type": "object", "additionalProperties": INTEGER, "minProperties": 1, "maxProperties": 3}
    ),
    "big map": of({"type": "object", "additionalProperties": TEXT, "minProperties": 20}),
    "free object": of({"type": "object"}),
    "names by a pattern": of(
        {"type": "object", "propertyNames": {"pattern": "^[a-z]+$", "maxLength": 4}, "minProperties": 2}
    ),
    "names by a list": of({"type": "object", "propertyNames": {"enum": ["a", "b", "c"]}, "minProperties": 2}),
    "values by a pattern": of(
        {"type": "object", "patternProperties": {"^x-": INTEGER}, "additionalProperties": False}
    ),
    "values by two patterns": of(
        {"type": "object", "patternProperties": {"^a": INTEGER, "b$": {"minimum": 3}}, "minProperties": 2}
    ),
    "values by a pattern, and declared": of(
        {
            "type": "object",
            "patternProperties": {"^x-": INTEGER},
            "additionalProperties": False,
            "properties": {"id": TEXT},
            "required": ["id"],
        }
    ),
    "a then b": both_optional(dependentRequired={"a": ["b"]}),
    "a then c": both_optional(dependentSchemas={"a": {"properties": {"c": INTEGER}, "required": ["c"]}}),
    "a then b of draft 7": {
        "$schema": SEVEN,
        **both_optional(dependencies={"a": ["b"], "b": {"minProperties": 2}}),
    },
    "conditions": {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}, "x": TEXT, "y": INTEGER},
        "required": ["kind"],
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"required": ["x"]},
        "else": {"required": ["y"]},
    },
    "variants": of(
        {
            "oneOf": [
                {
                    "type": "object",
                    "properties": {"kind": {"const": kind}, kind: INTEGER},
                    "required": ["kind", kind],
                }
                for kind in ("a", "b")
            ]
        }
    ),
    "variants without a type": {
        "anyOf": [
            {"required": ["a"], "properties": {"a": TEXT}},
            {"required": ["b"], "properties": {"b": INTEGER}},
        ]
    },
    "variants that overlap": of(
        {"oneOf": [{"type": "string", "maxLength": 5}, {"type": "string", "minLength": 3}]}
    ),
    "parts": of({"allOf": [{"type": "string", "minLength": 2}, {"maxLength": 5}, {"pattern": "^[ab]*$"}]}),
    # references
    "reference": of({"$ref": "#/$defs/x"}, **{"$defs": {"x": {"type": "string", "maxLength": 3}}}),
    "reference and more": of({"$ref": "#/$defs/x", "maxLength": 3}, **{"$defs": {"x": TEXT}}),
    "reference of draft 7": {
        "$schema": SEVEN,
        **of({"$ref": "#/definitions/x", "maxLength": 3}, definitions={"x": TEXT}),
    },
    "reference to a property": {
        "type": "object",
        "properties": {"a": {"type": "string", "minLength": 2}, "b": {"$ref": "#/properties/a"}},
        "required": ["b"],
    },
    "reference by an anchor": of(
        {"$ref": "#here"}, **{"$defs": {"x": {"$anchor": "here", "type": "integer"}}}
    ),
    "reference by an id": {
        "$id": "https://example.com/tool",
        **of({"$ref": "item"}, **{"$defs": {"x": {"$id": "item", "type": "integer"}}}),
    },
    "dynamic reference": of(
        {"$dynamicRef": "#node"}, **{"$defs": {"n": {"$dynamicAnchor": "node", "type": "integer"}}}
    ),
    "recursion": of({"$ref": "#/$defs/node"}, **{"$defs": {"node": NODE}}),
    "recursion to the root": {
        "type": "object",
        "properties": {"child": {"$ref": "#"}, "name": TEXT},
        "required": ["name"],
    },
    "recursion of 2019-09": {
        "$schema": NINETEEN,
        "type": "object",
        "properties": {"a": {"$recursiveRef": "#"}},
    },
    "recursion in lists": {
        "type": "object",
        "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}, "name": TEXT},
        "required": ["name", "kids"],
    },
    "recursion by two ways": of(
        {"$ref": "#/$defs/e"},
        **{
            "$defs": {
                "e": {
                    "oneOf": [
                        {"type": "number"},
                        {
                            "type": "object",
                            "properties": {"l": {"$ref": "#/$defs/e"}, "r": {"$ref": "#/$defs/e"}},
                            "required": ["l", "r"],
                            "additionalProperties": False,
                        },
                    ]
                }
            }
        },
    ),
    "recursion round seven corners": of(
        {"$ref": "#/$defs/a"},
        **{
            "$defs": {
                **{
                    here: {
                        "type": "object",
                        "required": ["x"],
                        "properties": {"x": {"$ref": f"#/$defs/{there}"}},
                    }
                    for here, there in zip("abcdef", "bcdefg", strict=True)
                },
                "g": {"type": "array", "items": {"$ref": "#/$defs/a"}},
            }
        },
    ),
    "recursion and more": {
        "allOf": [{"$ref": "#/$defs/node"}, {"type": "object", "required": ["b"]}],
        "$defs": {"node": NODE},
    },
    "recursion or something else": of(
        {"oneOf": [{"$ref": "#/$defs/node"}, {"type": "object", "required": ["z"]}]},
        **{"$defs": {"node": NODE}},
    ),
    # odd
    "a property named $schema": {
        "type": "object",
        "properties": {"$schema": TEXT, "$ref": TEXT, "properties": {"type": "object"}},
        "required": ["$schema", "$ref"],
    },
    "a $schema further down": of({"$schema": SEVEN, "type": "integer"}),
    "names with marks": {
        "type": "object",
        "properties": {"a/b": INTEGER, "c~d": INTEGER, "": INTEGER, "日本": INTEGER},
        "required": ["a/b", "c~d", "", "日本"],
    },
    "2020-12": {"$schema": TWENTY, **of(INTEGER)},
    "one that allows all": {
        "type": "object",
        "properties": {"query": {}, "body": {"anyOf": [{}, {"type": "null"}]}},
    },
}
"""By what is special about them. Each admits at least one object."""

WITHOUT_VALUES: dict[str, tuple[JSON, str]] = {
    "false": (False, "`type` of the arguments: "),
    "impossible": (of({"type": "string", "minLength": 5, "maxLength": 3}), "`type` of the arguments: "),
    "no object": ({"type": "string"}, "`type` of the arguments: "),
    "endless": (of({"$ref": "#/$defs/n"}, **{"$defs": {"n": of({"$ref": "#/$defs/n"})}}), "`type` of "),
    "an unlikely not": (
        {"type": "object", "not": {"additionalProperties": INTEGER}},
        "`not` of the arguments: ",
    ),
    "a pattern that is none": (
        of({"type": "string", "pattern": "("}),
        "`pattern` at /properties/v/pattern: ",
    ),
    "a pattern of Python": (
        of({"type": "string", "pattern": "^a\\Z"}),
        "`pattern` at /properties/v/pattern: ",
    ),
    "a pattern that Python lacks": (
        of({"type": "string", "pattern": "(?<=a+)b"}),
        "`pattern` of the argument /v: ",
    ),
    "a type that is none": (of({"type": "objct"}), "`type` at /properties/v/type: "),
    "a reference to elsewhere": (of({"$ref": "https://example.com/x"}), "`$ref`: "),
    "a reference to nowhere": (of({"$ref": "#/$defs/x"}), "`$ref`: "),
    "null": (None, "the schema is no object: `null`"),
    "a list": ([], "the schema is no object: `[]`"),
}
"""Schemas from which nothing is made, with how the reason begins."""
