"""A vendor's schema as its author means it. Pure.

What a description leaves open is no promise: who lists nothing as always there has not said that the rest may
be absent, an object sends what it names, and a whole number is one of 64 bits. Read to the letter hardly any
declared schema takes all that a description allows, so only of this reading something can be proved.
"""

from pytest_mcp_contract.model import JSON
from pytest_mcp_contract.observe.upstream.vendor_schema import DEFS, Schema, tells_absence

_NAMED = ("properties", "patternProperties", "dependentSchemas")
_MEMBERS = ("allOf", "anyOf", "oneOf", "prefixItems")
_LEFT_ALONE = ("not", "if", "enum", "const", "required")
_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_DEEPEST = 8


def promised(schema: Schema) -> Schema:
    """The schema with all that goes without saying.

    An object that states no `required`, neither itself nor in a part of it, gets all that it names.
    """
    return _Promise(schema).whole()


class _Promise:
    def __init__(self, schema: Schema) -> None:
        defs = schema.get("$defs")
        self._root = {key: value for key, value in schema.items() if key != "$defs"}
        self._before: Schema = defs if isinstance(defs, dict) else {}
        self._after: Schema = {}

    def whole(self) -> Schema:
        return {**self._object(self._root, ""), "$defs": self._after}

    def _of(self, schema: JSON, part: str = "") -> JSON:
        return self._object(schema, part) if isinstance(schema, dict) else schema

    def _object(self, schema: Schema, part: str) -> Schema:
        """The schema, completed.

        `part` is "" for what stands alone, `.open` where other parts of the object name more properties, and
        `.stated` where, besides, one of them tells what may be absent.
        """
        inner = self._part_of(schema, part)
        made: Schema = {}
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                made[key] = self._referred(value.removeprefix(DEFS), inner)
            elif key in _MEMBERS and isinstance(value, list):
                made[key] = [self._of(item, inner) for item in value]
            elif key in _NAMED and isinstance(value, dict):
                made[key] = {name: self._of(item) for name, item in value.items()}
            else:
                made[key] = value if key in _LEFT_ALONE else self._of(value)
        is_stated = ".stated" in (part, inner) or tells_absence(schema)
        return made | self._unsaid(schema, is_stated=is_stated, is_part=bool(part or inner))

    def _part_of(self, schema: Schema, part: str) -> str:
        """What the members and the target of a schema are parts of."""
        together = self._together(schema)
        is_combined = bool(together) or bool(schema.keys() & {"anyOf", "oneOf"})
        is_wrapper = len(schema.keys() - {"readOnly"}) == 1 and len(together) <= 1
        if is_wrapper or not is_combined:
            return part
        is_stated = part == ".stated" or self._states_required(schema, _DEEPEST)
        return ".stated" if is_stated else ".open"

    def _unsaid(self, schema: Schema, *, is_stated: bool, is_part: bool) -> Schema:
        """What goes without saying."""
        unsaid: Schema = {}
        named = schema.get("properties")
        if isinstance(named, dict):
            if not is_stated:
                unsaid["required"] = list(named)
            required = schema.get("required")
            is_known = all(name in named for name in required) if isinstance(required, list) else True
            if is_known and not is_part and "patternProperties" not in schema:
                unsaid["additionalProperties"] = schema.get("additionalProperties") or False
        kinds = schema.get("type")
        if "integer" in (kinds if isinstance(kinds, list) else [kinds]) and not schema.keys() & _BOUNDS:
            unsaid |= {"minimum": -(2**63), "maximum": 2**63 - 1}
        return unsaid

    def _referred(self, name: str, part: str) -> str:
        mine = name + part
        if mine not in self._after:
            self._after[mine] = True  # a schema may refer to itself
            self._after[mine] = self._of(self._before.get(name, True), part)
        return DEFS + mine

    def _together(self, schema: Schema) -> list[JSON]:
        """The other schemas that an object must also fit."""
        parts, reference = schema.get("allOf"), schema.get("$ref")
        together = list(parts) if isinstance(parts, list) else []
        if isinstance(reference, str):
            together.append(self._before.get(reference.removeprefix(DEFS)))
        return together

    def _states_required(self, schema: JSON, depth: int) -> bool:
        """Whether the object, or one of the parts that it consists of, tells what may be absent."""
        if not isinstance(schema, dict) or depth <= 0:
            return False
        if tells_absence(schema):
            return True
        together = self._together(schema)
        return any(self._states_required(part, depth - 1) for part in together)
