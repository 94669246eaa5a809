"""A smallest value that one schema admits and another refuses, verified by the validators of both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, cast

import jsonschema_rs
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import InvalidArgument, NoSuchExample, Unsatisfiable
from jsonschema_rs import ValidationError

from pytest_mcp_contract.drift.focus import focused
from pytest_mcp_contract.drift.forms import WRAPPED, Form, comparable, made_ready, text_of
from pytest_mcp_contract.drift.smaller import smaller
from pytest_mcp_contract.fuzz import Prepared, boundary, invalid, strategy
from pytest_mcp_contract.fuzz.constants import without_local_constants
from pytest_mcp_contract.fuzz.plain import in_turn
from pytest_mcp_contract.model import JSON, pointer

AT_FIRST: Final = 40
"""Boundary values of each kind that are looked at before anything is drawn."""
EDGES: Final = 400
"""Boundary and invalid values of each schema that are looked at where that gave nothing."""
DRAWN: Final = 200
"""Values that are drawn of the difference, and of the old schema."""
TRIED: Final = f"{DRAWN} values of the difference and of each side, and up to {EDGES} edges of both"
_SETTINGS = settings(
    max_examples=DRAWN,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=tuple(HealthCheck),
)


@dataclass(frozen=True, slots=True)
class Witness:
    """A value, and the place in it that makes the difference."""

    value: JSON
    at: str


def witness(admitting: Form, refusing: Form) -> Witness | None:
    """A small value that the one admits and the other refuses; None where none was found."""

    def tells(value: JSON) -> bool:
        return admitting.admits(value) and not refusing.admits(value)

    for value in _values(admitting, refusing, tells):
        if tells(value):
            least = smaller(value, tells)
            return Witness(least, place_of(least, refusing))
    return None


def sampled(admitting: Form, refusing: Form, *, most: int) -> Witness | None:
    """The same from the edges alone, and of these a few: a check of what was proved otherwise."""
    old, new = _focused(admitting, refusing)
    for value in in_turn([_boundary(old, most), _invalid(new, most)]):
        if admitting.admits(value) and not refusing.admits(value):
            least = smaller(value, lambda each: admitting.admits(each) and not refusing.admits(each))
            return Witness(least, place_of(least, refusing))
    return None


def place_of(value: JSON, refusing: Form) -> str:
    """The place of the first thing that a schema refuses in a value, as a JSON Pointer."""
    errors = refusing.validator.iter_errors(value)
    first = next(iter(errors), None)
    return "" if first is None else pointer(*_place(first))


def _values(admitting: Form, refusing: Form, tells: Callable[[JSON], bool]) -> Iterator[JSON]:
    difference = _difference(admitting, refusing)
    if difference is not None and not difference.is_strict:
        yield from _boundary(difference, AT_FIRST)
    yield from _edges(admitting, refusing, AT_FIRST)
    if difference is not None and difference.is_strict:
        yield from _boundary(difference, AT_FIRST)
    if difference is not None:
        yield from _drawn(difference, tells)
    yield from _edges(admitting, refusing, EDGES)
    for ready in (_ready(admitting), _ready(refusing)):
        yield from _drawn(ready, tells)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A schema of which values can be made, and whether these are under a name of an object."""

    prepared: Prepared
    is_wrapped: bool
    is_strict: bool = False
    """Whether values are drawn until one fits, which takes its time."""

    def bare(self, value: JSON) -> JSON:
        """A value as it is."""
        return value[WRAPPED] if self.is_wrapped and isinstance(value, dict) else value


def _ready(form: Form) -> _Ready:
    return _ready_of(form.schema, form.draft, is_wrapped=not form.is_input)


def _ready_of(schema: JSON, draft: int, *, is_wrapped: bool) -> _Ready:
    is_wrapped = is_wrapped and not (isinstance(schema, dict) and schema.get("type") == "object")
    text = text_of(schema)
    is_strict = '"not"' in text or '"contains"' in text
    return _Ready(made_ready(text, draft, is_wrapped=is_wrapped), is_wrapped, is_strict)


def _focused(admitting: Form, refusing: Form) -> tuple[_Ready, _Ready]:
    one, other = focused(admitting.schema, refusing.schema)
    return (
        _ready_of(one, admitting.draft, is_wrapped=not admitting.is_input),
        _ready_of(other, refusing.draft, is_wrapped=not refusing.is_input),
    )


def _difference(admitting: Form, refusing: Form) -> _Ready | None:
    """What the one admits and the other refuses; None where jsonschema-rs does not know."""
    one, other = comparable(admitting, refusing)
    try:
        found = one.subtract(other)
    except ValueError:
        return None
    if found.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO:
        return None
    schema = cast(JSON, found.to_json_schema())
    if isinstance(schema, dict):
        schema.pop("$schema", None)
    return _ready_of(schema, int(found.draft), is_wrapped=not admitting.is_input)


def _boundary(ready: _Ready, most: int) -> Iterator[JSON]:
    for each in boundary(ready.prepared, most=most):
        yield ready.bare(each.arguments)


def _invalid(ready: _Ready, most: int) -> Iterator[JSON]:
    for each in invalid(ready.prepared, most=most):
        if not ready.is_wrapped or WRAPPED in each.arguments:
            yield ready.bare(each.arguments)


def _edges(admitting: Form, refusing: Form, most: int) -> Iterator[JSON]:
    """What breaks one rule of the refusing one, edges of the admitting one, and the other way round."""
    old, new = _focused(admitting, refusing)
    yield from in_turn([_invalid(new, most), _boundary(old, most), _invalid(old, most), _boundary(new, most)])


def _drawn(ready: _Ready, tells: Callable[[JSON], bool]) -> Iterator[JSON]:
    try:
        with without_local_constants():
            yield ready.bare(
                find(strategy(ready.prepared), lambda each: tells(ready.bare(each)), settings=_SETTINGS)
            )
    except (NoSuchExample, Unsatisfiable, InvalidArgument):
        return


def _place(error: ValidationError) -> list[str | int]:
    """Where an error is: of the only alternative that could be meant, where it is one of several."""
    path = list(error.instance_path)
    kind = error.kind
    match kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            return [*path, str(name)]
        case (
            jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=[first, *_])
            | jsonschema_rs.ValidationErrorKind.UnevaluatedProperties(unexpected=[first, *_])
        ):
            return [*path, first]
        case jsonschema_rs.ValidationErrorKind.AnyOf(context=context) | (
            jsonschema_rs.ValidationErrorKind.OneOfNotValid(context=context)
        ):
            meant = [branch for branch in context if branch and not _is_of_another_type(branch, path)]
            if len(meant) == 1:
                return _place(meant[0][0])
    return path


def _is_of_another_type(errors: list[ValidationError], path: list[str | int]) -> bool:
    return any(
        error.kind.name in ("type", "const", "enum") and list(error.instance_path) == path for error in errors
    )
