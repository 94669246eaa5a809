"""Lists and descriptions of objects as short Markdown for a model that writes a query or a record."""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.salesforce.layout import api_name, fitting, some
from pytest_mcp_contract.reference.servers.salesforce.schemas import (
    ChildRelationship,
    ObjectDescription,
    ObjectField,
    ObjectList,
    ObjectSummary,
    RecordType,
)

LABEL_LIMIT = 120
FEW_FIELDS = 3
"""So many fields are shown with all their values, as far as these fit."""
VALUES_LIMIT = 8
VALUES_BUDGET = 800
ALL_VALUES_BUDGET = 4_000
REFERENCES_LIMIT = 5
RECORD_TYPES_LIMIT = 10


@dataclass(frozen=True, slots=True)
class _Values:
    """Some values of a picklist, or some objects that a reference can point to."""

    shown: Sequence[str]
    start: int
    left: int


def render_objects(found: ObjectList, *, kind: str, text: str, start_at: int) -> str:
    """The objects of a kind whose name or label has `text`, from number `start_at`, as many as fit."""
    objects = [
        one
        for one in found.sobjects
        if (kind == "all" or one.custom == (kind == "custom"))
        and not one.deprecated_and_hidden
        and _has(text, one.name, one.label)
    ]
    things = "objects" if kind == "all" else f"{kind} objects"
    matching = f" with {_quoted(text)} in name or label" if text else ""
    if not objects:
        return f"There are no {things}{matching} that this token may see."
    here = objects[start_at - 1 :]
    if not here:
        return f"The last of the {things}{matching} is number {len(objects)}; there is no number {start_at}."
    rows = fitting(_object(one) for one in here)
    last = start_at - 1 + len(rows)
    cut = f", {len(rows)} of them here" if len(rows) < len(objects) else ""
    head = f"{counted(len(objects), things.removesuffix('s'))}{matching}{cut}:"
    more = follow_up("objects", "list_objects", start_at=last + 1) if last < len(objects) else ""
    return blocks(head, "\n".join(rows), more)


def render_description(
    found: ObjectDescription, *, show: str, text: str, start_at: int, values_from: int = 1
) -> str:
    """What the object allows, then its fields or its child relationships, as many as fit.

    A field whose name `text` is comes first and with its picklist values from number `values_from`.
    """
    kind = "custom" if found.custom else "standard"
    head = f"# {api_name(found.name)} ({kind} object): {one_line(found.label, LABEL_LIMIT)}"
    if show == "child_relationships":
        return blocks(head, _relationships(found, text, start_at))
    if show == "record_types":
        return blocks(head, _record_types(found, text, start_at))
    if text or start_at > 1:
        return blocks(head, _fields(found, text, start_at, values_from))
    return blocks(head, "\n".join(_facts(found)), _fields(found, text, start_at, values_from), _hint(found))


def _object(one: ObjectSummary) -> str:
    marks = [*(["custom"] if one.custom else []), *([] if one.queryable else ["cannot be queried"])]
    mark = f" ({', '.join(marks)})" if marks else ""
    label = "" if one.label == one.name else f": {one_line(one.label, LABEL_LIMIT)}"
    return f"- {api_name(one.name)}{mark}{label}"


def _facts(found: ObjectDescription) -> list[str]:
    abilities = {
        "queried": found.queryable,
        "created": found.createable,
        "updated": found.updateable,
        "deleted": found.deletable,
    }
    can = [verb for verb, able in abilities.items() if able]
    types = _available_types(found)
    following: dict[str, JSON] = {"show": "record_types", "start_at": RECORD_TYPES_LIMIT + 1}
    plural = found.label_plural or ""
    return [
        f"- Records can be {', '.join(can)}" if can else "- Records can be neither queried nor changed",
        *([f"- Ids begin with: {one_line(found.key_prefix, 10)}"] if found.key_prefix else []),
        *([f"- Plural: {one_line(plural, LABEL_LIMIT)}"] if plural and plural != found.label else []),
        *(
            [f"- Record types: {some([_record_type(kind) for kind in types], RECORD_TYPES_LIMIT)}"]
            if types
            else []
        ),
        *(
            [f"  {follow_up('record types', 'describe_object', **following)}"]
            if len(types) > RECORD_TYPES_LIMIT
            else []
        ),
    ]


def _available_types(found: ObjectDescription) -> list[RecordType]:
    """Those that a new record can have, without the one that stands for none."""
    types = [kind for kind in found.record_type_infos or [] if kind.available and not kind.master]
    return [kind for kind in types if kind.name != "Master"]


def _record_types(found: ObjectDescription, text: str, start_at: int) -> str:
    types = [kind for kind in _available_types(found) if _has(text, kind.name)]
    if not types:
        return f"No record type matches {_quoted(text)}." if text else "It has no record types."
    here = types[start_at - 1 :]
    if not here:
        return f"Its last record type is number {len(types)}; there is no number {start_at}."
    rows = fitting(f"- {_record_type(kind)}" for kind in here)
    last = start_at - 1 + len(rows)
    repeated: dict[str, JSON] = {"show": "record_types", "start_at": last + 1}
    return blocks(
        _heading("Record types", start_at, len(rows), len(types), text),
        "\n".join(rows),
        follow_up("record types", "describe_object", **repeated) if last < len(types) else "",
    )


def _record_type(kind: RecordType) -> str:
    default = ", default" if kind.default_record_type_mapping else ""
    return f"{api_name(kind.name)} ({one_line(kind.record_type_id or '', 20)}{default})"


def _fields(found: ObjectDescription, text: str, start_at: int, values_from: int) -> str:
    fields = [field for field in found.fields if _has(text, field.name, field.label)]
    if not fields:
        number = counted(len(found.fields), "field")
        return f"No field matches {_quoted(text)}; the object has {number}." if text else "It has no fields."
    fields.sort(key=lambda field: not _is_named(field, text))
    here = fields[start_at - 1 :]
    if not here:
        return f"Its last field here is number {len(fields)}; there is no field {start_at}."
    parts = [_values_part(field, text, len(fields) <= FEW_FIELDS, values_from) for field in here]
    rows = fitting(_field(field, part) for field, part in zip(here, parts, strict=True))
    last = start_at - 1 + len(rows)
    cut = [(field, part) for field, part in zip(here, parts[: len(rows)], strict=False) if part.left]
    return blocks(
        _heading("Fields", start_at, len(rows), len(fields), text),
        "\n".join(rows),
        follow_up("fields", "describe_object", start_at=last + 1) if last < len(fields) else "",
        _more_values(cut, text, start_at, values_from) if cut else "",
    )


def _field(field: ObjectField, part: _Values) -> str:
    about = ", ".join([_type(field, part), *_marks(field)])
    label = "" if field.label == field.name else f": {one_line(field.label, LABEL_LIMIT)}"
    line = f"- {api_name(field.name)} ({about}){label}"
    if field.reference_to or not part.shown:
        return line
    title = f"Values from number {part.start}" if part.start > 1 else "Values"
    rest = f"; and {part.left} more" if part.left else ""
    return f"{line}\n  - {title}: {'; '.join(part.shown)}{rest}"


def _type(field: ObjectField, part: _Values) -> str:
    if field.reference_to:
        parent = f", relationship {api_name(field.relationship_name)}" if field.relationship_name else ""
        rest = [f"and {part.left} more"] if part.left else []
        start = f" (from number {part.start})" if part.start > 1 else ""
        targets = ", ".join([*part.shown, *rest]) or "nothing more"
        return f"{one_line(field.type, 40)} to{start} {targets}{parent}"
    size = f" of {field.length}" if field.length and field.type in ("string", "textarea") else ""
    return f"{one_line(field.type, 40)}{size}"


def _marks(field: ObjectField) -> list[str]:
    """What matters for a record first, then what matters for a query."""
    written = field.createable or field.updateable
    required = field.createable and not field.nillable and not field.defaulted_on_create
    return [
        *(["required"] if required and field.type != "boolean" else []),
        *(["read-only"] if not written else []),
        *(["only at creation"] if field.createable and not field.updateable else []),
        *(["calculated"] if field.calculated else []),
        *(["unique"] if field.unique else []),
        *(["external id"] if field.external_id else []),
        *(["not in WHERE"] if not field.filterable else []),
    ]


def _values(field: ObjectField) -> list[str]:
    if field.reference_to:
        return [api_name(target) for target in field.reference_to]
    return [one_line(value.value, LABEL_LIMIT) for value in field.picklist_values or [] if value.active]


def _is_named(field: ObjectField, text: str) -> bool:
    return field.name.casefold() == text.casefold()


def _values_part(field: ObjectField, text: str, is_one_of_few: bool, values_from: int) -> _Values:
    """The values that are shown: all that fit of a field that is meant, else the first ones."""
    values, is_named = _values(field), _is_named(field, text)
    start = values_from if is_named else 1
    here = values[start - 1 :]
    if is_named or is_one_of_few:
        shown = fitting(here, ALL_VALUES_BUDGET)
    else:
        shown = fitting(here[: REFERENCES_LIMIT if field.reference_to else VALUES_LIMIT], VALUES_BUDGET)
    return _Values(shown, start, len(here) - len(shown))


def _more_values(
    cut: Sequence[tuple[ObjectField, _Values]], text: str, start_at: int, values_from: int
) -> str:
    """How to get the other values of the first field whose values are cut, and of the others."""
    field, part = cut[0]
    following: dict[str, JSON] = {"filter": field.name}
    if _is_named(field, text):
        following["values_from"] = part.start + len(part.shown)
    elif values_from > 1:
        following["values_from"] = 1
    if start_at > 1:
        following["start_at"] = 1
    more = follow_up("values", "describe_object", **following)
    return f"{more} The name of any other field as filter shows its values." if len(cut) > 1 else more


def _relationships(found: ObjectDescription, text: str, start_at: int) -> str:
    children = [
        child for child in _named(found) if _has(text, child.relationship_name or "", child.child_s_object)
    ]
    if not children:
        if text:
            return f"No child relationship matches {_quoted(text)}."
        return "It has no child relationships."
    here = children[start_at - 1 :]
    if not here:
        return f"Its last child relationship is number {len(children)}; there is no number {start_at}."
    rows = fitting(_relationship(child) for child in here)
    last = start_at - 1 + len(rows)
    repeated: dict[str, JSON] = {"show": "child_relationships", "start_at": last + 1}
    return blocks(
        _heading("Child relationships", start_at, len(rows), len(children), text),
        "\n".join(rows),
        follow_up("relationships", "describe_object", **repeated) if last < len(children) else "",
    )


def _relationship(child: ChildRelationship) -> str:
    name = api_name(child.relationship_name or "")
    return f"- {name}: {api_name(child.child_s_object)} by {api_name(child.field)}"


def _named(found: ObjectDescription) -> list[ChildRelationship]:
    """Those that a subquery can use."""
    return [child for child in found.child_relationships or [] if child.relationship_name]


def _hint(found: ObjectDescription) -> str:
    number = len(_named(found))
    if not number:
        return ""
    return (
        f"{counted(number, 'child relationship')} can be used in subqueries: "
        'call describe_object with show="child_relationships".'
    )


def _heading(things: str, start_at: int, here: int, total: int, text: str) -> str:
    matching = f" matching {_quoted(text)}" if text else ""
    numbers = f", {start_at} to {start_at - 1 + here} of {total}" if here < total else f" ({total})"
    return f"## {things}{matching}{numbers}"


def _has(text: str, *places: str) -> bool:
    return any(text.casefold() in place.casefold() for place in places)


def _quoted(text: str) -> str:
    return f'"{one_line(text, 80)}"'
