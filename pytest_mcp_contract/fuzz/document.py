"""A schema in the normal form of jsonschema-rs: one type a node, unions as `anyOf`, the rest merged.

The normal form leaves out what allows everything, `"a": {}` among the properties too. Which names a tool
declares still matters to who calls it, so they are put back here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias, cast
from urllib.parse import unquote

import jsonschema_rs

from pytest_mcp_contract.model import JSON

Node: TypeAlias = dict[str, JSON]
Path: TypeAlias = tuple[str | int, ...]

NOTHING: Node = {"not": {}}
"""The node that admits no value."""
_VALIDATORS: Mapping[int, type[jsonschema_rs.Validator]] = {
    jsonschema_rs.Draft4: jsonschema_rs.Draft4Validator,
    jsonschema_rs.Draft6: jsonschema_rs.Draft6Validator,
    jsonschema_rs.Draft7: jsonschema_rs.Draft7Validator,
    jsonschema_rs.Draft201909: jsonschema_rs.Draft201909Validator,
    jsonschema_rs.Draft202012: jsonschema_rs.Draft202012Validator,
}
_TABLES = ("$defs", "definitions")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_MAPS = ("properties", "patternProperties", *_TABLES)
_SINGLES = (
    "items",
    "additionalItems",
    "additionalProperties",
    "contains",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
)
_IN_PLACE = ("allOf", "anyOf", "oneOf")
_FOLDS = 6
"""How often a node is merged with what it refers to, before it is left as it is."""


def node_of(schema: JSON) -> Node:
    """A schema as an object: `true` is `{}`, `false` admits nothing."""
    if isinstance(schema, dict):
        return schema
    return {} if schema is not False else NOTHING


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """The schemas directly below a node, each with its keyword."""
    for keyword in _SINGLES:
        below = node.get(keyword)
        if isinstance(below, list):  # items of draft 7
            yield from ((keyword, node_of(each)) for each in below)
        elif below is not None:
            yield keyword, node_of(below)
    for keyword in _LISTS:
        yield from ((keyword, node_of(each)) for each in listed(node, keyword))
    for keyword in _MAPS:
        yield from ((keyword, node_of(each)) for each in mapped(node, keyword).values())


def listed(node: Node, keyword: str) -> list[JSON]:
    """The list under a keyword; empty where there is none."""
    found = node.get(keyword)
    return found if isinstance(found, list) else []


def mapped(node: Node, keyword: str) -> Mapping[str, JSON]:
    """The object under a keyword; empty where there is none."""
    found = node.get(keyword)
    return found if isinstance(found, dict) else {}


class Document:
    """A schema that was normalised, with what its nodes refer to."""

    def __init__(self, canonical: JSON, draft: int, original: JSON) -> None:
        self.draft = draft
        root = dict(node_of(canonical))
        root.pop("$schema", None)
        self._tables = {table: dict(mapped(root, table)) for table in _TABLES if root.get(table)}
        self.root: Node = {key: value for key, value in root.items() if key not in _TABLES}
        self._validators: dict[int, tuple[Node, jsonschema_rs.Validator]] = {}
        self._flat: dict[int, tuple[Node, Node]] = {}
        self._complete(original)

    def target(self, ref: str) -> Node:
        """What a `$ref` of the normal form refers to; nothing at all where it leads nowhere."""
        at: JSON = {**self.root, **self._tables}
        for part in ref.removeprefix("#").split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(at, list) and key.isdigit() and int(key) < len(at):
                at = at[int(key)]
            elif isinstance(at, dict) and key in at:
                at = at[key]
            else:
                return NOTHING
        return node_of(at)

    def whole(self, node: Node) -> Node:
        """A node as a schema of its own."""
        if node is self.root or not self._tables:
            return {**node, **self._tables}
        return {**node, **self._tables, "$defs": {**self._tables.get("$defs", {})}}

    def validator(self, node: Node) -> jsonschema_rs.Validator:
        """The validator of one node, compiled once."""
        known = self._validators.get(id(node))
        if known is None:
            known = (node, compiled(self.whole(node), self.draft))
            self._validators[id(node)] = known
        return known[1]

    def flat(self, node: Node) -> Node:
        """The node, with `allOf` and what stands beside `$ref`, `anyOf` or `oneOf` merged into one."""
        if not _is_joint(node):
            return node
        known = self._flat.get(id(node))
        if known is None:
            known = (node, self._merged(node))
            self._flat[id(node)] = known
        return known[1]

    def both(self, *nodes: Node) -> Node:
        """What satisfies all of the nodes, normalised."""
        return self.flat(self._normal({"allOf": list(nodes)}))

    @cached_property
    def recursive(self) -> frozenset[str]:
        """References that close a circle: every way that comes back to where it was enters one of them."""
        found: set[str] = set()
        done: set[str] = set()

        def enter(node: Node, above: frozenset[str]) -> None:
            for ref in _refs(node):
                if ref in above:
                    found.add(ref)
                elif ref not in done:
                    enter(self.target(ref), above | {ref})
                    done.add(ref)

        enter(self.root, frozenset())
        return frozenset(found)

    def recurs(self, node: Node) -> bool:
        """Whether a reference that leads back to itself is below the node."""
        if not self.recursive:
            return False
        seen: set[str] = set()
        ahead = list(_refs(node))
        while ahead:
            ref = ahead.pop()
            if ref in self.recursive:
                return True
            if ref not in seen:
                seen.add(ref)
                ahead += _refs(self.target(ref))
        return False

    def _normal(self, node: Node) -> Node:
        """The normal form of a node that was made here; the node itself where there is none."""
        try:
            found = jsonschema_rs.canonicalize(self.whole(node), draft=self.draft, validate_formats=True)
            normal = node_of(cast(JSON, found.to_json_schema()))
        except (ValueError, jsonschema_rs.ReferencingError):
            return node
        if any(ref == "#" for ref in _refs(normal)):
            return node
        for table in _TABLES:
            for name, schema in mapped(normal, table).items():
                self._tables.setdefault(table, {}).setdefault(name, schema)
        return {key: value for key, value in normal.items() if key not in (*_TABLES, "$schema")}

    def _merged(self, node: Node) -> Node:
        for _ in range(_FOLDS):
            if not _is_joint(node):
                break
            beside = {key: value for key, value in node.items() if key not in ("allOf", "$ref")}
            parts = [beside, *map(node_of, listed(node, "allOf"))]
            if isinstance(ref := node.get("$ref"), str):
                parts.append(self.target(ref))
            inlined = [self.target(str(part["$ref"])) if set(part) == {"$ref"} else part for part in parts]
            merged = self._normal({"allOf": cast(list[JSON], [part for part in inlined if part])})
            if merged == node or merged == {"allOf": inlined}:
                return node
            node = merged
        return node

    def _complete(self, original: JSON) -> None:
        """Put the declared names back that allow everything, and give a recursion to the root a name."""
        if any(ref == "#" for ref in _refs(self.root, *map(node_of, self._definitions()))):
            self._tables.setdefault("$defs", {})["#"] = self.root
            for node in (self.root, *map(node_of, self._definitions())):
                _rename_root(node)
        _Names(self, node_of(original)).put_back()

    def _definitions(self) -> list[JSON]:
        return [schema for table in self._tables.values() for schema in table.values()]


def compiled(schema: Node | bool, draft: int) -> jsonschema_rs.Validator:
    """The validator of a schema, formats included. A reference to elsewhere is an error, never a request."""
    return _VALIDATORS[draft](schema, validate_formats=True, offline=True)


def _is_joint(node: Node) -> bool:
    """Whether the normal form left something unmerged that has to be built as one."""
    if len(node) > 1 and ("$ref" in node or "anyOf" in node or "oneOf" in node):
        return True
    return any("$ref" in node_of(each) or "type" in node_of(each) for each in listed(node, "allOf"))


def _refs(*nodes: Node) -> Iterator[str]:
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if isinstance(ref := node.get("$ref"), str):
            yield ref
        ahead += [below for _, below in children(node)]


def _rename_root(node: Node) -> None:
    if node.get("$ref") == "#":
        node["$ref"] = "#/$defs/%23"
    for _, below in children(node):
        _rename_root(below)


class _Names:
    """Walks the normal form and the original side by side, and puts declared names back."""

    def __init__(self, document: Document, original: Node) -> None:
        self.document = document
        self.original = original
        self.seen: set[str] = set()

    def put_back(self) -> None:
        self.visit(self.document.root, self.applied([self.original]))

    def visit(self, node: Node, origins: Sequence[Node]) -> None:
        """Complete one node; `origins` are the schemas of the original that apply where it applies."""
        if isinstance(ref := node.get("$ref"), str) and ref not in self.seen:
            self.seen.add(ref)
            self.visit(self.document.target(ref), origins)
        for keyword in _IN_PLACE:
            for branch in listed(node, keyword):
                if isinstance(branch, dict):
                    self.visit(branch, origins)
        if node.get("type") == "object":
            self.objects(node, origins)
        elif node.get("type") == "array":
            for keyword in ("items", "additionalItems", "prefixItems"):
                for index, below in enumerate(_as_list(node.get(keyword))):
                    named = ("prefixItems", "items") if isinstance(node.get(keyword), list) else (keyword,)
                    self.visit(below, self.applied(_below(origins, named, index)))

    def objects(self, node: Node, origins: Sequence[Node]) -> None:
        declared = mapped(node, "properties")
        names = dict.fromkeys(name for origin in origins for name in mapped(origin, "properties"))
        allowed = allowed_names(node)
        lost = [name for name in names if name not in declared and (allowed is None or name in allowed)]
        if lost and "additionalProperties" not in node:
            patterns = mapped(node, "patternProperties").items()
            node["properties"] = {
                **{
                    name: _joint([schema for pattern, schema in patterns if fits(pattern, name)])
                    for name in lost
                    if "propertyNames" not in node
                    or allowed is not None
                    or self.document.validator(node_of(node["propertyNames"])).is_valid(name)
                },
                **declared,
            }
        for name, schema in mapped(node, "properties").items():
            if isinstance(schema, dict) and schema:
                below = [
                    properties[name]
                    for origin in origins
                    if name in (properties := mapped(origin, "properties"))
                ]
                self.visit(schema, self.applied(below))
        if isinstance(extra := node.get("additionalProperties"), dict):
            self.visit(extra, self.applied(_below(origins, ("additionalProperties",), 0)))

    def applied(self, schemas: Sequence[JSON]) -> list[Node]:
        """The schemas with all that apply to the same value: branches, references, conditions."""
        found: list[Node] = []
        ahead: list[JSON] = list(schemas)
        seen: set[int] = set()
        while ahead:
            schema = ahead.pop(0)
            if not isinstance(schema, dict) or id(schema) in seen:
                continue
            seen.add(id(schema))
            found.append(schema)
            for keyword in _IN_PLACE:
                ahead += listed(schema, keyword)
            ahead += [schema[keyword] for keyword in ("if", "then", "else") if keyword in schema]
            ahead += [*mapped(schema, "dependentSchemas").values(), *mapped(schema, "dependencies").values()]
            if isinstance(ref := schema.get("$ref"), str) and ref.startswith("#"):
                ahead.append(self.referred(ref))
        return found

    def referred(self, ref: str) -> JSON:
        at: JSON = self.original
        for part in ref.removeprefix("#").split("/")[1:]:
            if not isinstance(at, dict):
                return None
            at = at.get(unquote(part).replace("~1", "/").replace("~0", "~"))
        return at


def allowed_names(node: Node) -> list[str] | None:
    """The only names that a closed object may have; `None` where others may stand."""
    names = node.get("propertyNames")
    if not isinstance(names, dict):
        return None
    if "const" in names:
        return [name for name in (names["const"],) if isinstance(name, str)]
    if isinstance(listing := names.get("enum"), list):
        return [name for name in listing if isinstance(name, str)]
    return None


def _as_list(below: JSON) -> list[Node]:
    if isinstance(below, list):
        return [each for each in below if isinstance(each, dict)]
    return [below] if isinstance(below, dict) else []


def _below(origins: Sequence[Node], keywords: Sequence[str], index: int) -> list[JSON]:
    found: list[JSON] = []
    for origin in origins:
        for keyword in keywords:
            below = origin.get(keyword)
            if isinstance(below, list):
                found += below[index : index + 1]
            elif below is not None and "prefixItems" not in keywords:
                found.append(below)
    return found


def _joint(schemas: Sequence[JSON]) -> Node:
    if len(schemas) == 1:
        return node_of(schemas[0])
    return {"allOf": list(schemas)} if schemas else {}


def fits(pattern: str, name: str) -> bool:
    """Whether a pattern matches a name."""
    return jsonschema_rs.is_valid({"pattern": pattern}, name)


def without_dialects(schema: JSON) -> JSON:
    """The schema without `$schema`, wherever it stands as a keyword."""
    if '"$schema"' not in json.dumps(schema):
        return schema
    return _stripped(schema, is_map=False)


def _stripped(schema: JSON, *, is_map: bool) -> JSON:
    if isinstance(schema, list):
        return [_stripped(each, is_map=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value
        if not is_map and key in ("const", "enum", "default", "examples")
        else _stripped(value, is_map=not is_map and key in (*_MAPS, "dependentSchemas", "dependencies"))
        for key, value in schema.items()
        if is_map or key != "$schema" or not isinstance(value, str)
    }
