"""The part of SOQL that the tests use: fields, parents, children, counts, conditions, order, a limit."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.salesforce.answers import RefusedError
from tests.emulators.salesforce.bodies import record_json, value_of
from tests.emulators.salesforce.store import StoredField, StoredObject, Values

_QUERY = re.compile(
    r"\s*SELECT\s+(?P<fields>.+?)\s+FROM\s+(?P<object>\w+)(?:\s+WHERE\s+(?P<where>.+?))?"
    r"(?:\s+GROUP\s+BY\s+(?P<group>\w+))?(?:\s+ORDER\s+BY\s+(?P<order>\w+)(?P<desc>\s+DESC)?(?:\s+ASC)?)?"
    r"(?:\s+LIMIT\s+(?P<limit>\d+))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_CHILDREN = re.compile(r"\(([^()]*\bFROM\b[^()]*)\)", re.IGNORECASE)
_CONDITION = re.compile(r"(?P<field>[\w.]+)\s*(?P<is>!=|=|LIKE\b)\s*(?P<value>'[^']*'|\w+)", re.IGNORECASE)


@dataclass
class Found:
    """What a query finds: its rows, and how many there are (a `COUNT()` has no rows)."""

    rows: list[JSON]
    total: int


class Query:
    """A query over the objects."""

    def __init__(self, text: str, objects: Mapping[str, StoredObject], version: str) -> None:
        self._text, self._objects, self._version = text, objects, version
        # A subquery holds a FROM of its own, so it is taken out before the rest is read.
        self._children = _CHILDREN.findall(text)
        parts = _QUERY.fullmatch(_CHILDREN.sub("(children)", text))
        if parts is None:
            raise RefusedError(400, "MALFORMED_QUERY", self._echo(0, "unexpected token: '<EOF>'"))
        self._parts = parts
        self._object = self._object_named(parts["object"])

    def run(self) -> Found:
        """The rows."""
        records = [one for one in self._object.records if self._matches(one)]
        if order := self._parts["order"]:
            records.sort(key=lambda one: str(one.get(order)), reverse=bool(self._parts["desc"]))
        records = records[: int(self._parts["limit"] or len(records))]
        names = [name.strip() for name in self._parts["fields"].split(",")]
        if names == ["COUNT()"]:
            return Found([], len(records))
        if self._parts["group"] or names[0].upper().startswith("COUNT("):
            rows = self._counted(records, self._parts["group"], names)
        else:
            rows = [self._row(record, names) for record in records]
        return Found(rows, len(rows))

    def _object_named(self, name: str) -> StoredObject:
        found = next((one for one in self._objects.values() if one.name.lower() == name.lower()), None)
        if found is None:
            why = (
                f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be "
                "sure to append the '__c' after the entity name."
            )
            raise RefusedError(400, "INVALID_TYPE", self._echo(self._text.find(name), why))
        return found

    def _echo(self, at: int, why: str) -> str:
        """Salesforce puts the part of the query before the cause, with a caret below the place."""
        return f"\n{self._text}\n{' ' * max(at, 0)}^\nERROR at Row:1:Column:{max(at, 0) + 1}\n{why}"

    def _field(self, of: StoredObject, name: str) -> StoredField:
        field = of.field(name)
        if field is None:
            why = (
                f"No such column '{name}' on entity '{of.name}'. If you are attempting to use a custom "
                "field, be sure to append the '__c' after the custom field name."
            )
            raise RefusedError(400, "INVALID_FIELD", self._echo(self._text.find(name), why))
        return field

    def _counted(self, records: list[Values], group: str | None, names: list[str]) -> list[JSON]:
        keys = [str(record[group]) if group and record[group] is not None else None for record in records]
        rows: list[JSON] = []
        for key, count in Counter(keys).items():
            values: dict[str, JSON] = {
                "expr0" if "(" in name else name: count if "(" in name else key for name in names
            }
            rows.append({"attributes": {"type": "AggregateResult"}, **values})
        return rows

    def _row(self, record: Values, names: list[str]) -> JSON:
        row = record_json(record, self._object, (), self._version)
        children = iter(self._children)
        for name in names:
            if name == "(children)":
                relationship, found = self._child_rows(record, next(children))
                row[relationship] = found
            else:
                self._put(row, record, self._object, name)
        return row

    def _put(self, row: dict[str, JSON], record: Values, of: StoredObject, path: str) -> None:
        """Put one value into the row, below its parent where the path has one."""
        head, _, rest = path.partition(".")
        if not rest:
            field = self._field(of, head)
            row[field.name] = value_of(record, field.name)
            return
        parent, target = self._parent(record, of, head)
        if parent is None or target is None:
            row[head] = None
            return
        below = row.setdefault(head, record_json(parent, target, (), self._version))
        if isinstance(below, dict):
            self._put(below, parent, target, rest)

    def _parent(
        self, record: Values, of: StoredObject, relationship: str
    ) -> tuple[Values | None, StoredObject | None]:
        field = next((one for one in of.fields if one.relationship == relationship), None)
        if field is None:
            raise RefusedError(
                400, "INVALID_FIELD", f"Didn't understand relationship '{relationship}' in field path."
            )
        key = record.get(field.name)
        for name in field.refers_to:
            target = self._objects.get(name)
            if target and isinstance(key, str) and (parent := target.record(key)):
                return parent, target
        return None, None

    def _child_rows(self, record: Values, text: str) -> tuple[str, JSON]:
        """Name and result of a subquery; null where there are no children."""
        parts = _QUERY.fullmatch(text)
        relationship = parts["object"] if parts else ""
        for other in self._objects.values():
            for field in other.fields:
                if parts and field.children == relationship and self._object.name in field.refers_to:
                    query = Query(text.replace(relationship, other.name, 1), self._objects, self._version)
                    names = [name.strip() for name in parts["fields"].split(",")]
                    mine = [one for one in other.records if one[field.name] == record["Id"]]
                    rows = [query._row(one, names) for one in mine]
                    return relationship, (
                        {"totalSize": len(rows), "done": True, "records": rows} if rows else None
                    )
        why = f"Didn't understand relationship '{relationship}' in FROM part of query call."
        raise RefusedError(400, "INVALID_TYPE", self._echo(self._text.find(relationship), why))

    def _matches(self, record: Values) -> bool:
        where = self._parts["where"]
        return not where or all(
            self._holds(record, one.strip()) for one in re.split(r"\bAND\b", where, flags=re.IGNORECASE)
        )

    def _holds(self, record: Values, condition: str) -> bool:
        parts = _CONDITION.fullmatch(condition)
        if parts is None:
            at = self._text.find(condition)
            raise RefusedError(400, "MALFORMED_QUERY", self._echo(at, f"unexpected token: '{condition}'"))
        field = self._field(self._object, parts["field"])
        value, wanted = record.get(field.name), parts["value"].strip("'")
        if parts["is"].upper() == "LIKE":
            pattern = re.escape(wanted).replace("%", ".*")
            return re.fullmatch(pattern, str(value or ""), re.IGNORECASE) is not None
        is_null = parts["value"].lower() == "null"
        same = value is None if is_null else str(value).lower() == wanted.lower()
        return same is (parts["is"] == "=")
