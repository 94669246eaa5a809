"""The schema of one answer in a vendor's OpenAPI description, as JSON Schema 2020-12.

OpenAPI 3.0 says `nullable`, writes exclusive bounds as booleans and has a `discriminator`; a validator of
JSON Schema passes over all three without a word, so they are translated first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

import jsonschema_rs

from pytest_mcp_contract.model import JSON, JSONObject

Schema: TypeAlias = dict[str, JSON]
DEFS = "#/$defs/"
_TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})
_ONE = ("additionalProperties", "not", "contains", "propertyNames", "if", "then", "else", "items")
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
_COUNTS = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains"}
)
_BOUNDS = ("minimum", "maximum")
_NUMBERS = frozenset({*_BOUNDS, "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_JSON_KIND = re.compile(r"application/(?:[\w.+-]+\+)?json|\*/\*|application/\*", re.IGNORECASE)


def answer_schema(document: JSONObject, path: str, method: str, status: int) -> Schema | None:
    """What the description says of an operation's answer with that status; None where it says nothing.

    The schema stands alone: what it refers to is under `$defs`.
    """
    response = _response(document, path, method, status)
    return None if response is None else _standing_alone(document, _body(document, response))


def describes(document: JSONObject, path: str, method: str, status: int) -> bool:
    """Whether the description knows that status of the operation, with or without a body."""
    return _response(document, path, method, status) is not None


def media_type(document: JSONObject, path: str, method: str, status: int) -> str:
    """The media type under which the description has the JSON answer."""
    response = _response(document, path, method, status) or {}
    kinds = _mapping(response.get("content"))
    return next((kind for kind in kinds if _is_json(kind)), "application/json")


def _response(document: JSONObject, path: str, method: str, status: int) -> JSONObject | None:
    operation = _mapping(_mapping(document.get("paths")).get(path)).get(method.lower())
    responses = _mapping(_mapping(operation).get("responses"))
    by_name = {str(key).upper(): value for key, value in responses.items()}
    for name in (str(status), f"{status // 100}XX", "DEFAULT"):
        if name in by_name:
            return _followed(document, by_name[name])
    return None


def _body(document: JSONObject, response: JSONObject) -> JSON:
    """The schema of the JSON body as it is written; True where none is."""
    if "schema" in response:  # Swagger 2.0
        return response["schema"]
    content = _mapping(response.get("content"))
    described = [value for kind, value in content.items() if _is_json(kind)]
    return _followed(document, described[0]).get("schema", True) if described else True


def _is_json(kind: str) -> bool:
    return _JSON_KIND.fullmatch(kind.partition(";")[0].strip()) is not None


def _mapping(value: JSON) -> JSONObject:
    return value if isinstance(value, Mapping) else {}


def _followed(document: JSONObject, value: JSON) -> JSONObject:
    """The object, or the one that it refers to."""
    for _ in range(20):
        found = _mapping(value)
        reference = found.get("$ref")
        if not isinstance(reference, str):
            return found
        value = resolved(document, reference)
    return {}


def resolved(document: JSONObject, reference: str) -> JSON:
    """What a local reference names; None where there is no such thing, or where it is in another file."""
    if not reference.startswith("#"):
        return None
    value: JSON | JSONObject = document
    for part in reference[1:].split("/")[1:]:
        name = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return dict(value) if isinstance(value, Mapping) else value


def _standing_alone(document: JSONObject, schema: JSON) -> Schema:
    translation = _Translation(has_nullable=not str(document.get("openapi", "2.0")).startswith("3.1"))
    translated = translation.of(schema)
    root: Schema = translated if isinstance(translated, dict) else {"allOf": [translated]}
    defs: Schema = {}
    while translation.wanted:
        reference = translation.wanted.pop()
        name = translation.names[reference]
        # A file beside the description is not read: what stands there may be anything.
        target = resolved(document, reference)
        defs[name] = True if target is None else translation.of(target)
    return _compiling({**root, "$defs": defs})


def tells_absence(schema: JSONObject) -> bool:
    """Whether the object's `required` says what an answer may be without.

    Where something that only answers have is not required, the list is about requests.
    """
    required = schema.get("required")
    if not isinstance(required, list):
        return False
    named = _mapping(schema.get("properties"))
    return all(name in required or _mapping(one).get("readOnly") is not True for name, one in named.items())


def _compiling(schema: Schema) -> Schema:
    """The schema, without patterns that only JavaScript knows."""
    try:
        validator(schema)
    except (ValueError, jsonschema_rs.ValidationError):
        without = _without_patterns(schema)
        assert isinstance(without, dict), "an object stays an object"
        return without
    return schema


def _without_patterns(value: JSON) -> JSON:
    if isinstance(value, dict):
        kept = {
            key: _without_patterns(item)
            for key, item in value.items()
            if not (key == "pattern" and isinstance(item, str))
        }
        return {key: item for key, item in kept.items() if key != "patternProperties"}
    return [_without_patterns(item) for item in value] if isinstance(value, list) else value


def validator(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """A validator that takes formats as seriously as pydantic does."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


@dataclass
class _Translation:
    has_nullable: bool
    names: dict[str, str] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)

    def of(self, schema: JSON) -> JSON:
        if not isinstance(schema, Mapping):
            return schema if isinstance(schema, bool) else True
        if isinstance(schema.get("$ref"), str):
            translated: Schema = {"$ref": self._named(str(schema["$ref"]))}
            if not self.has_nullable:
                translated |= dict(self._keywords(schema))
        else:
            translated = dict(self._keywords(schema))
        if schema.get("readOnly") is True:
            translated["readOnly"] = True
        is_nullable = self.has_nullable and True in (schema.get("nullable"), schema.get("x-nullable"))
        return _or_null(translated) if is_nullable else translated

    def _named(self, reference: str) -> str:
        if reference not in self.names:
            short = re.sub(r"\W+", "_", reference.rpartition("/")[2]) or "it"
            taken = set(self.names.values())
            self.names[reference] = short if short not in taken else f"{short}_{len(taken)}"
            self.wanted.append(reference)
        return DEFS + self.names[reference]

    def _keywords(self, schema: JSONObject) -> Iterator[tuple[str, JSON]]:
        """The keywords that say what is allowed; examples, titles and mistakes are left out."""
        for key, value in schema.items():
            if key in _ONE:
                if not (key == "items" and isinstance(value, list)):
                    yield key, self.of(value)
            elif key in _MANY and isinstance(value, list) and value:
                # The tag decides between members that look alike, which `oneOf` would refuse.
                is_tagged = key == "oneOf" and isinstance(schema.get("discriminator"), Mapping)
                yield "anyOf" if is_tagged else key, [self.of(item) for item in value]
            elif key in _NAMED and isinstance(value, Mapping):
                yield key, {name: self.of(item) for name, item in value.items()}
            elif key == "required" and isinstance(value, list):
                yield key, [name for name in value if isinstance(name, str) and not _is_sent(schema, name)]
            elif _is_plain(key, value):
                yield key, value
        for bound in _BOUNDS if self.has_nullable else ():
            exclusive = f"exclusive{bound.capitalize()}"
            if schema.get(exclusive) is True and _is_number(schema.get(bound)):
                yield exclusive, schema[bound]


def _or_null(schema: Schema) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, str) and not schema.keys() & {"enum", "const", "$ref", "not", "if", *_MANY}:
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _is_sent(schema: JSONObject, name: str) -> bool:
    """Whether the property is of requests only."""
    described = _mapping(schema.get("properties")).get(name)
    return _mapping(described).get("writeOnly") is True


def _is_plain(key: str, value: JSON) -> bool:
    if key == "type":
        kinds = value if isinstance(value, list) else [value]
        return bool(kinds) and all(isinstance(kind, str) and kind in _TYPES for kind in kinds)
    if key in _COUNTS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if key in _NUMBERS:
        return _is_number(value) and (key != "multipleOf" or float(str(value)) > 0)
    if key in ("format", "pattern"):
        return isinstance(value, str)
    if key == "uniqueItems":
        return isinstance(value, bool)
    return key == "const" or (key == "enum" and isinstance(value, list) and bool(value))


def _is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
