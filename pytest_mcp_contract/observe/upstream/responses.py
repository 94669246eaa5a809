"""Response schemas that a registry declares, and what they say of recorded bodies."""

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema_rs
from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError

from pytest_mcp_contract.model import JSON, Entry, Exchange, SchemaVerdict, pointer
from pytest_mcp_contract.observe.upstream.keys import key_for

MOST_ERRORS = 20
NEW_KEY = "mcp_contract_new_field"
"""A key that no API has: tomorrow's new field."""
_WITHOUT_KEYS = frozenset(
    {"bool", "date", "datetime", "decimal", "float", "int", "str", "time", "url", "uuid"}
)
"""Types in pydantic's core schemas: a validator that runs after one of these sees no key."""
_NOT_ABOUT_INPUT = frozenset({"computed_fields", "default", "metadata", "serialization"})
"""Parts of pydantic's core schemas that have no say in what is taken."""


class UnusableSchemaError(Exception):
    """A declared response schema cannot be loaded; the text says why."""


class _Model:
    """A pydantic model, or any type pydantic validates. The model itself judges, as in production."""

    def __init__(self, target: Any) -> None:
        self._adapter: TypeAdapter[Any] = TypeAdapter(target)
        self._schema: JSON = None
        self._may_be_closed = _may_refuse_new_keys(self._adapter.core_schema)

    def errors(self, body: bytes) -> tuple[tuple[str, str], ...]:
        try:
            self._adapter.validate_json(body)
        except ValidationError as error:
            return tuple(
                (pointer(*item["loc"]), item["msg"]) for item in error.errors(include_url=False)[:MOST_ERRORS]
            )
        return ()

    def closed(self, body: bytes) -> tuple[str, ...]:
        if not self._may_be_closed:
            return ()
        try:
            self._adapter.validate_json(with_new_keys(body))
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            return tuple(
                pointer(*item["loc"][:-1])
                for item in found
                if item["type"] == "extra_forbidden" and item["loc"][-1] == NEW_KEY
            )
        return ()

    def json_schema(self) -> JSON:
        if self._schema is None:
            try:
                self._schema = self._adapter.json_schema()
            except PydanticUserError:
                self._schema = {}  # a type of the user's that JSON Schema has no word for
        return self._schema


def _may_refuse_new_keys(part: Any) -> bool:
    """Whether a part of a core schema forbids other keys, or runs code that may do so.

    The JSON Schema of a model does not tell: it can be overridden, and knows nothing of validators.
    """
    if isinstance(part, (list, tuple)):
        return any(map(_may_refuse_new_keys, part))
    if not isinstance(part, dict):
        return callable(part) and not isinstance(part, type)
    kind = part.get("type")
    if not isinstance(kind, str):  # fields by their names, choices by their tags, a model's configuration
        return part.get("extra_fields_behavior") == "forbid" or any(map(_may_refuse_new_keys, part.values()))
    if kind == "function-after" and part["function"]["type"] == "no-info":
        return part["schema"]["type"] not in _WITHOUT_KEYS
    if kind.startswith("function-") or any(part.get(key) for key in ("custom_init", "post_init")):
        return True
    return part.get("extra_behavior") == "forbid" or any(
        _may_refuse_new_keys(item) for key, item in part.items() if key not in _NOT_ABOUT_INPUT
    )


class _SchemaFile:
    def __init__(self, path: Path) -> None:
        self._schema: JSON = json.loads(path.read_text(encoding="utf-8"))
        self._validator = jsonschema_rs.validator_for(self._schema)

    def closed(self, body: bytes) -> tuple[str, ...]:
        return tuple(
            pointer(*error.instance_path)
            for error in self._validator.iter_errors(json.loads(with_new_keys(body)))
            if NEW_KEY in error.message and "dditional" in error.message
        )

    def json_schema(self) -> JSON:
        return self._schema

    def errors(self, body: bytes) -> tuple[tuple[str, str], ...]:
        found = self._validator.iter_errors(json.loads(body))
        return tuple(
            (pointer(*error.instance_path), error.message)
            for error, _ in zip(found, range(MOST_ERRORS), strict=False)
        )


DeclaredSchema: TypeAlias = "_Model | _SchemaFile"
"""A loaded response schema: `errors(body)`, `closed(body)` and `json_schema()`.

`closed` gives the objects of a body in which the schema takes no key that it does not know.
"""


@cache
def load_schema(text: str, folder: Path) -> DeclaredSchema:
    """The schema that `pkg.mod:Model` or a path to a JSON Schema names.

    Raises:
        UnusableSchemaError: there is no such thing, or it is no schema.
    """
    try:
        if text.endswith(".json"):
            return _SchemaFile(folder / text)
        module, _, name = text.partition(":")
        target: object = importlib.import_module(module)
        for part in name.split("."):
            target = getattr(target, part)
        return _Model(target)
    except Exception as error:
        last = str(error).strip().splitlines()
        raise UnusableSchemaError(f"{type(error).__name__}: {last[-1] if last else ''}") from error


def judge(exchange: Exchange, entry: Entry, tool: str, folder: Path) -> SchemaVerdict | None:
    """What the declared schema says of a recorded response.

    None where no key speaks of the request, or where a key has nothing to say: it speaks for 2xx answers with
    a JSON body.
    """
    declared = entry.responses_for(tool)
    key = key_for(exchange, declared)
    response = exchange.response
    if key is None or not response.answers_in_json:
        return None
    schema = declared[key]
    closed: tuple[str, ...] = ()
    try:
        loaded = load_schema(schema, folder)
        errors = loaded.errors(response.body)
        if not errors:
            closed = loaded.closed(response.body)
    except UnusableSchemaError as why:
        return SchemaVerdict(exchange=exchange, key=key, schema=schema, unusable=str(why))
    except ValueError:
        errors = (("", "the body is no JSON"),)
    except Exception as error:
        raised = f"raised {type(error).__name__} on a recorded body: {error}"
        return SchemaVerdict(exchange=exchange, key=key, schema=schema, unusable=raised)
    return SchemaVerdict(exchange=exchange, key=key, schema=schema, errors=errors, closed=closed)


def with_new_keys(body: bytes) -> bytes:
    """The JSON body with one more key in each of its objects."""

    def widened(value: JSON) -> JSON:
        if isinstance(value, dict):
            return {**{key: widened(item) for key, item in value.items()}, NEW_KEY: "new"}
        if isinstance(value, list):
            return [widened(item) for item in value]
        return value

    return json.dumps(widened(json.loads(body))).encode()
