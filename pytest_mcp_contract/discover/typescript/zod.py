"""Zod expressions -> JSON Schema. What cannot be read is `{}`, and said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.syntax import named, text_of
from pytest_mcp_contract.discover.typescript.values import (
    UNDEFINED,
    Arr,
    Obj,
    Reader,
    Ref,
    Unresolved,
    Value,
    unresolved,
)

if TYPE_CHECKING:
    from tree_sitter import Node

Schema: TypeAlias = "dict[str, Any]"
_OPTIONAL: Final = "x-optional"
"""Marks, while a schema is read, that an object may be without it."""
_DEEPEST: Final = 40
_MOST_STEPS: Final = 20_000
"""Expressions of one tool's schema: schemas that hold each other twice double with every level."""
_FORMATS: Final = {
    "email": "email", "url": "uri", "uuid": "uuid", "datetime": "date-time", "date": "date", "time": "time",
    "ipv4": "ipv4", "ipv6": "ipv6", "guid": "uuid",
}  # fmt: skip
_NOTHING_SAID: Final = frozenset(
    {"trim", "toLowerCase", "toUpperCase", "brand", "readonly", "meta", "strip", "finite", "safe"}
)
"""Methods that change nothing which a JSON Schema of the input says."""
_MORE_THAN_SAID: Final = frozenset({"refine", "superRefine", "transform", "pipe", "check", "overwrite"})
"""Methods that ask for more than a JSON Schema can say: zod's own conversion leaves them out, too."""


class Zod:
    """Reads the schemas of tools; `gaps` has what could not be read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.gaps: list[Unresolved] = []
        self._steps = 0

    def arguments(self, item: "Value | Ref") -> Schema:
        """The input schema of a tool: of a raw shape, `{ owner: z.string() }`, or of `z.object(...)`."""
        target = self._reader.target(item) if isinstance(item, Ref) else item
        if isinstance(target, Obj) or (isinstance(target, Ref) and target.node.type == "object"):
            return self._object(target, 0)
        if isinstance(target, Ref):
            return _plain(self.schema(target))
        if target is UNDEFINED:
            return {"type": "object", "properties": {}}
        return self._gap(target, item)

    def schema(self, item: "Value | Ref", depth: int = 0) -> Schema:
        """The schema of one expression."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            if self._steps == _MOST_STEPS + 1:
                self._gap(None, item)
            return {}
        target = self._reader.target(item) if isinstance(item, Ref) else item
        if not isinstance(target, Ref) or depth > _DEEPEST:
            return self._gap(target, item)
        node = target.node
        if node.type != "call_expression":
            return self._gap(None, target)
        function, arguments = syntax.field(node, "function"), syntax.field(node, "arguments")
        given = [Ref(target.module, one, target.bound) for one in named(arguments)] if arguments else []
        if function is None or function.type != "member_expression":
            name = text_of(function)
            if name in ("zodToJsonSchema", "toJSONSchema") and given:
                return self.schema(given[0], depth + 1)
            return self._gap(None, target)
        owner, name = syntax.field(function, "object"), text_of(syntax.field(function, "property"))
        assert owner is not None
        if self._is_zod(target, owner):
            return self._made(name, given, target, depth)
        return self._changed(
            name, self.schema(Ref(target.module, owner, target.bound), depth + 1), given, target, depth
        )

    def _is_zod(self, ref: Ref, owner: "Node") -> bool:
        """Whether a name is zod itself, or `z.coerce`, `z.string`'s like."""
        if owner.type == "member_expression":
            inner = syntax.field(owner, "object")
            within = text_of(syntax.field(owner, "property"))
            return inner is not None and within in ("coerce", "iso") and self._is_zod(ref, inner)
        if owner.type != "identifier" or text_of(owner) in ref.bound:
            return False
        origin = ref.module.imported.get(text_of(owner))
        return origin is not None and (origin.source == "zod" or origin.source.startswith("zod/"))

    # -- what zod makes

    def _made(self, name: str, given: list[Ref], ref: Ref, depth: int) -> Schema:
        simple = {
            "string": {"type": "string"},
            "number": {"type": "number"},
            "boolean": {"type": "boolean"},
            "int": {"type": "integer"},
            "null": {"type": "null"},
            "any": {},
            "unknown": {},
        }
        if name in simple:
            return dict(simple[name])
        if name in _FORMATS:
            return {"type": "string", "format": _FORMATS[name]}
        if name in ("void", "undefined"):
            return {_OPTIONAL: True, "not": {}}
        if name == "never":
            return {"not": {}}
        makers: dict[str, Callable[[list[Ref], Ref, int], Schema]] = {
            "object": self._of_object,
            "strictObject": lambda g, r, d: {**self._of_object(g, r, d), "additionalProperties": False},
            "looseObject": self._of_object,
            "array": lambda g, _, d: {"type": "array", "items": _plain(self.schema(g[0], d + 1))},
            "enum": self._of_enum,
            "nativeEnum": self._of_enum,
            "literal": self._of_literal,
            "record": self._of_record,
            "union": lambda g, r, d: self._of_union(g[0], r, d),
            "discriminatedUnion": lambda g, r, d: (
                self._of_union(g[1], r, d) if len(g) > 1 else self._gap(None, r)
            ),
            "optional": lambda g, _, d: {**self.schema(g[0], d + 1), _OPTIONAL: True},
            "nullable": lambda g, _, d: _nullable(self.schema(g[0], d + 1)),
            "tuple": self._of_tuple,
        }
        if name in makers and given:
            return makers[name](given, ref, depth)
        return self._gap(None, ref)

    def _of_object(self, given: list[Ref], ref: Ref, depth: int) -> Schema:
        return self._object(given[0], depth)

    def _object(self, item: "Value | Ref", depth: int) -> Schema:
        shape = self._reader.value(item)
        if not isinstance(shape, Obj):
            return self._gap(shape, item)
        for gap in shape.unread:
            self.gaps.append(gap)
        properties: dict[str, Schema] = {}
        required = []
        for name, slot in shape.slots.items():
            made = self.schema(slot.value, depth + 1)
            if not made.get(_OPTIONAL):
                required.append(name)
            properties[name] = _plain(made)
        return {
            "type": "object",
            "properties": properties,
            **({"required": required} if required else {}),
        }

    def _of_enum(self, given: list[Ref], ref: Ref, depth: int) -> Schema:
        value = self._reader.value(given[0])
        if not isinstance(value, (Arr, Obj)) or value.unread:
            return self._gap(value, ref)
        slots = value.slots if isinstance(value, Arr) else tuple(value.slots.values())
        members = [self._reader.value(slot.value) for slot in slots]
        if not all(isinstance(one, (str, int, float)) for one in members):
            return self._gap(next((one for one in members if isinstance(one, Unresolved)), None), ref)
        kinds = {"string" if isinstance(one, str) else "number" for one in members}
        return {"enum": members, **({"type": kinds.pop()} if len(kinds) == 1 else {})}

    def _of_literal(self, given: list[Ref], ref: Ref, depth: int) -> Schema:
        value = self._reader.value(given[0])
        if value is None or isinstance(value, (str, int, float, bool)):
            return {"const": value}
        return self._gap(value, ref)

    def _of_record(self, given: list[Ref], ref: Ref, depth: int) -> Schema:
        values = _plain(self.schema(given[-1], depth + 1))
        made: Schema = {"type": "object", "additionalProperties": values}
        if len(given) > 1:
            names = _plain(self.schema(given[0], depth + 1))
            if names not in ({}, {"type": "string"}):
                made["propertyNames"] = names
        return made

    def _of_union(self, item: Ref, ref: Ref, depth: int) -> Schema:
        value = self._reader.value(item)
        if not isinstance(value, Arr) or value.unread:
            return self._gap(value, ref)
        made = [self.schema(slot.value, depth + 1) for slot in value.slots]
        optional = {_OPTIONAL: True} if any(one.get(_OPTIONAL) for one in made) else {}
        return {"anyOf": [_plain(one) for one in made], **optional}

    def _of_tuple(self, given: list[Ref], ref: Ref, depth: int) -> Schema:
        value = self._reader.value(given[0])
        if not isinstance(value, Arr) or value.unread or len(given) > 1:
            return self._gap(value, ref)
        items = [_plain(self.schema(slot.value, depth + 1)) for slot in value.slots]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}

    # -- what its methods change

    def _changed(self, name: str, made: Schema, given: list[Ref], ref: Ref, depth: int) -> Schema:
        if name in _NOTHING_SAID or name in _MORE_THAN_SAID:
            return made
        if name in ("optional", "nullish", "exactOptional"):
            return {**(_nullable(made) if name == "nullish" else made), _OPTIONAL: True}
        if name == "nullable":
            return _nullable(made)
        if name in ("default", "prefault", "catch"):
            return self._with_default(made, given, ref, says=name == "default")
        if name == "describe":
            text = self._reader.value(given[0]) if given else UNDEFINED
            if isinstance(text, str):
                return {**made, "description": text}
            self._gap(text, ref)
            return made
        if name in _FORMATS:
            return {**made, "format": _FORMATS[name]}
        if name in ("strict", "passthrough", "loose"):
            return {**made, "additionalProperties": name != "strict"}
        if name == "int":
            return {**made, "type": "integer"}
        if name in ("or", "and") and given:
            other = _plain(self.schema(given[0], depth + 1))
            return {"anyOf" if name == "or" else "allOf": [_plain(made), other]}
        if name == "array":
            return {"type": "array", "items": _plain(made)}
        if name in ("extend", "merge", "safeExtend") and given:
            return self._extended(made, given[0], depth)
        if name in ("partial", "deepPartial"):
            return self._partial(made, given, ref)
        if name in ("pick", "omit") and given:
            return self._picked(made, given[0], ref, keeps=name == "pick")
        return self._limited(name, made, given, ref)

    def _with_default(self, made: Schema, given: list[Ref], ref: Ref, *, says: bool) -> Schema:
        changed = {**made, _OPTIONAL: True}
        value = self._json(given[0]) if given and says else UNDEFINED
        if isinstance(value, Unresolved):
            self.gaps.append(value)
        elif value is not UNDEFINED:
            changed["default"] = value
        return changed

    def _json(self, item: "Value | Ref") -> Any:  # noqa: ANN401 (any JSON)
        value = self._reader.value(item)
        if isinstance(value, Arr) and not value.unread:
            found = [self._json(slot.value) for slot in value.slots]
            return next((one for one in found if isinstance(one, Unresolved)), found)
        if isinstance(value, Obj) and not value.unread:
            members = {name: self._json(slot.value) for name, slot in value.slots.items()}
            return next((one for one in members.values() if isinstance(one, Unresolved)), members)
        return value if value is None or isinstance(value, (str, int, float, Unresolved)) else UNDEFINED

    def _extended(self, made: Schema, item: Ref, depth: int) -> Schema:
        target = self._reader.target(item)
        is_shape = isinstance(target, Obj) or (isinstance(target, Ref) and target.node.type == "object")
        other = self._object(target, depth) if is_shape else _plain(self.schema(target, depth + 1))
        properties = {**made.get("properties", {}), **other.get("properties", {})}
        added = other.get("properties", {})
        required = [name for name in made.get("required", ()) if name not in added]
        required += other.get("required", ())
        changed = {key: value for key, value in made.items() if key != "required"}
        return {**changed, "properties": properties, **({"required": required} if required else {})}

    def _partial(self, made: Schema, given: list[Ref], ref: Ref) -> Schema:
        names = set(made.get("properties", ()))
        if given:
            chosen = self._reader.value(given[0])
            if not isinstance(chosen, Obj) or chosen.unread:
                self._gap(chosen, ref)
                return made
            names = set(chosen.slots)
        required = [name for name in made.get("required", ()) if name not in names]
        changed = {key: value for key, value in made.items() if key != "required"}
        return {**changed, **({"required": required} if required else {})}

    def _picked(self, made: Schema, item: Ref, ref: Ref, *, keeps: bool) -> Schema:
        chosen = self._reader.value(item)
        if not isinstance(chosen, Obj) or chosen.unread:
            return self._gap(chosen, ref)
        properties = {
            name: one for name, one in made.get("properties", {}).items() if (name in chosen.slots) is keeps
        }
        required = [name for name in made.get("required", ()) if name in properties]
        changed = {key: value for key, value in made.items() if key != "required"}
        return {**changed, "properties": properties, **({"required": required} if required else {})}

    def _limited(self, name: str, made: Schema, given: list[Ref], ref: Ref) -> Schema:
        if name == "positive":
            return {**made, "exclusiveMinimum": 0}
        if name == "negative":
            return {**made, "exclusiveMaximum": 0}
        if name == "nonnegative":
            return {**made, "minimum": 0}
        if name == "nonpositive":
            return {**made, "maximum": 0}
        if name == "nonempty":
            return {**made, **_bounds("min", 1, made)}
        value = self._reader.value(given[0]) if given else UNDEFINED
        is_regex = name == "regex" and bool(given) and given[0].node.type == "regex"
        if is_regex and text_of(syntax.field(given[0].node, "flags")) in ("", "u"):
            return {**made, "pattern": text_of(syntax.field(given[0].node, "pattern"))}
        if name in ("startsWith", "endsWith", "includes"):
            return made
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if name in ("min", "max", "length"):
                return {**made, **_bounds(name, value, made)}
            keyword = {
                "gt": "exclusiveMinimum", "gte": "minimum", "lt": "exclusiveMaximum", "lte": "maximum",
                "multipleOf": "multipleOf", "step": "multipleOf",
            }.get(name)  # fmt: skip
            if keyword is not None:
                return {**made, keyword: value}
        self._gap(value, ref)
        return made

    def _gap(self, value: "Value | Ref", item: "Value | Ref" = None) -> Schema:
        """Nothing is said of what could not be read, and that it could not."""
        if isinstance(value, Unresolved):
            self.gaps.append(value)
        elif isinstance(item, Ref):
            self.gaps.append(unresolved(item, "this schema is not read"))
        return {}


def _plain(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != _OPTIONAL}


def _nullable(schema: Schema) -> Schema:
    optional = {_OPTIONAL: True} if schema.get(_OPTIONAL) else {}
    inner = _plain(schema)
    if isinstance(inner.get("type"), str) and "enum" not in inner and "const" not in inner:
        return {**inner, "type": [inner["type"], "null"], **optional}
    return {"anyOf": [inner, {"type": "null"}], **optional} if inner else {**inner, **optional}


def _bounds(name: str, value: float, schema: Schema) -> Schema:
    """`min`, `max` and `length` say other things of texts, lists and numbers."""
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    what = {"string": "Length", "array": "Items"}.get(str(kind))
    if what is None:
        return {"min": {"minimum": value}, "max": {"maximum": value}}.get(name, {})
    least, most = {f"min{what}": value}, {f"max{what}": value}
    return {"min": least, "max": most, "length": {**least, **most}}[name]
