"""Expressions -> values, as far as they can be read without running anything.

Constants, literals, spreads, members, and the few functions that registries are built with. Everything else
is `Unresolved`, with the place that could not be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pytest_mcp_contract.discover.typescript import syntax
from pytest_mcp_contract.discover.typescript.modules import Module, Project
from pytest_mcp_contract.discover.typescript.syntax import line_of, named, text_of, unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST: Final = 60
NO_TYPESCRIPT: Final = "the file is no TypeScript here"
_MOST_TEXT: Final = 60
_MOST_STEPS: Final = 2_000_000
"""Expressions that are read for one registry: one of 2 MB takes a tenth of that."""
_MOST_NUMBER: Final = 2**53
_MOST_MEMBERS: Final = 100_000
"""Elements of a list, members of an object, characters of a text: more is not put together."""
_KNOWN_TO_GIVE_BACK: Final = frozenset({"ensureUniqueToolNames"})
"""Functions of the guide, where they come from a package that is not read."""
_RECORDS: Final = "createToolsRecord"
"""The guide's function that gives each tool of a record its key as its name."""


class Undefined:
    """The value of `undefined`, and of what an object does not have."""


UNDEFINED: Final = Undefined()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What could not be read, and where it stands."""

    path: Path
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A function, which is not run."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """An expression that is read when it is asked for, with the names that functions around it bind."""

    module: Module
    node: "Node"
    bound: "Mapping[str, Value | Ref]" = field(default_factory=dict)

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return line_of(self.node)


@dataclass(frozen=True, slots=True)
class Slot:
    """A member of an object, or an element of a list."""

    value: "Value | Ref"
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Obj:
    """An object."""

    slots: Mapping[str, Slot]
    unread: tuple[Unresolved, ...] = ()
    """Spreads and keys that could not be read: it may have members that are not known."""
    unsure: Mapping[str, Unresolved] = field(default_factory=dict)
    """Members that stand before such a spread, which may state them otherwise."""
    repeated: tuple[tuple[str, Slot], ...] = ()
    """Members that are written again in the same literal: the last one counts."""

    def slot(self, name: str) -> Slot | None:
        """The member of that name; unread where its value is not sure."""
        found = self.slots.get(name)
        if found is not None and name in self.unsure:
            return Slot(self.unsure[name], found.path, found.line)
        return found


@dataclass(frozen=True, slots=True)
class Arr:
    """A list."""

    slots: tuple[Slot, ...]
    unread: tuple[Unresolved, ...] = ()


Value: TypeAlias = "str | int | float | bool | Undefined | Unresolved | Callback | Obj | Arr | None"


class Reader:
    """Reads expressions of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._known: dict[int, Value] = {}
        self._reading: set[int] = set()
        self._steps = 0

    def value(self, item: "Value | Ref", depth: int = 0) -> Value:
        """The value of an expression; members of objects and lists are read when they are asked for."""
        if not isinstance(item, Ref):
            return item
        if depth > _DEEPEST:
            return unresolved(item, "it leads back to itself")
        target = self.target(item, depth)
        if not isinstance(target, Ref):
            return target
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return unresolved(target, "there is too much to read")
        if target.bound:
            return self._read(target, depth + 1)
        # Trees live as long as their modules, so that no two nodes have one id.
        key = target.node.id
        if key in self._reading:
            return unresolved(target, "it leads back to itself")
        if key not in self._known:
            self._reading.add(key)
            try:
                found = self._read(target, depth + 1)
            finally:
                self._reading.discard(key)
            if isinstance(found, Unresolved):
                return found
            self._known[key] = found
        return self._known[key]

    def target(self, ref: Ref, depth: int = 0) -> "Ref | Value":
        """What an expression names, followed through constants, imports and members to where it is made."""
        for _ in range(_DEEPEST):
            node = unwrapped(ref.node)
            if node is not ref.node:
                ref = Ref(ref.module, node, ref.bound)
            if node.type in ("identifier", "shorthand_property_identifier"):
                step: Ref | Value = self._named(ref, text_of(node))
            elif node.type == "member_expression":
                step = self._member(ref, text_of(syntax.field(node, "property")), depth)
            elif node.type == "subscript_expression":
                step = self._subscript(ref, depth)
            else:
                return ref
            if not isinstance(step, Ref):
                return step
            ref = step
        return unresolved(ref, "it leads back to itself")

    def members(self, item: "Value | Ref") -> Obj | None:
        """An object; None where it is something else."""
        value = self.value(item)
        return value if isinstance(value, Obj) else None

    # -- names

    def _named(self, ref: Ref, name: str) -> "Ref | Value":
        if name in ref.bound:
            return ref.bound[name]
        if name == "undefined":
            return UNDEFINED
        found = self.project.lookup(ref.module, name)
        if found is None:
            origin = ref.module.imported.get(name)
            said = (
                f"`{name}` comes from `{origin.source}`, which is not read"
                if origin
                else f"`{name}` is not known"
            )
            return unresolved(ref, said)
        module, node = found
        return Ref(module, node)

    def _member(self, ref: Ref, name: str, depth: int) -> "Ref | Value":
        inner = syntax.field(ref.node, "object")
        if inner is None:
            return unresolved(ref, "its object is not known")
        if inner.type == "identifier" and text_of(inner) not in ref.bound:
            space = self.project.namespace(ref.module, text_of(inner))
            if space is not None:
                found = self.project.exported(space, name)
                declared = found and self.project.lookup(*found)
                return Ref(*declared) if declared else unresolved(ref, f"`{name}` is not exported there")
        if name == "shape":
            made = self.target(Ref(ref.module, inner, ref.bound), depth + 1)
            shape = _shape_of(made)
            if shape is not None:
                return shape
        owner = self.value(Ref(ref.module, inner, ref.bound), depth + 1)
        return self._of(ref, owner, name)

    def _subscript(self, ref: Ref, depth: int) -> "Ref | Value":
        inner, index = syntax.field(ref.node, "object"), syntax.field(ref.node, "index")
        if inner is None or index is None:
            return unresolved(ref, "its object is not known")
        owner = self.value(Ref(ref.module, inner, ref.bound), depth + 1)
        key = self.value(Ref(ref.module, index, ref.bound), depth + 1)
        if (
            isinstance(owner, Arr)
            and isinstance(key, int)
            and not owner.unread
            and 0 <= key < len(owner.slots)
        ):
            return owner.slots[key].value
        return self._of(ref, owner, key) if isinstance(key, str) else unresolved(ref, "its key is not known")

    def _of(self, ref: Ref, owner: Value, name: str) -> "Ref | Value":
        if isinstance(owner, Unresolved):
            return owner
        if isinstance(owner, Obj):
            if (slot := owner.slot(name)) is not None:
                return slot.value
            return owner.unread[0] if owner.unread else UNDEFINED
        if isinstance(owner, Arr) and name == "length" and not owner.unread:
            return len(owner.slots)
        return unresolved(ref, f"`{name}` of it is not known")

    # -- values

    def _read(self, ref: Ref, depth: int) -> Value:
        node = ref.node
        match node.type:
            case "string":
                return syntax.string_value(node)
            case "number":
                return _number(text_of(node))
            case "true" | "false":
                return node.type == "true"
            case "null":
                return None
            case "undefined":
                return UNDEFINED
            case "template_string":
                return self._template(ref, depth)
            case "binary_expression":
                return self._binary(ref, depth)
            case "unary_expression":
                return self._unary(ref, depth)
            case "object":
                return self._object(ref, depth)
            case "array":
                return self._array(ref, depth)
            case "enum_declaration":
                return self._enum(ref, depth)
            case "arrow_function" | "function_expression" | "function_declaration" | "method_definition":
                return Callback(text_of(node))
            case "call_expression":
                return self._call(ref, depth)
        return unresolved(ref, f"{node.type.replace('_', ' ')} is not read")

    def _inner(self, ref: Ref, node: "Node | None", depth: int) -> Value:
        return UNDEFINED if node is None else self.value(Ref(ref.module, node, ref.bound), depth)

    def _template(self, ref: Ref, depth: int) -> Value:
        parts = []
        for part in named(ref.node):
            if part.type != "template_substitution":
                parts.append(syntax.fragment(part))
                continue
            value = self._inner(ref, named(part)[0], depth)
            if isinstance(value, Unresolved):
                return value
            text = _spelled(value)
            if text is None:
                return unresolved(ref, "a part of the text is no constant")
            parts.append(text)
        if sum(map(len, parts)) > _MOST_MEMBERS * 10:
            return unresolved(ref, "there is too much to read")
        return "".join(parts)

    def _binary(self, ref: Ref, depth: int) -> Value:
        # A text in many lines is a deep tree: it is read from its first line on.
        steps: list[tuple[str, Node | None]] = []
        first: Node = ref.node
        while first.type == "binary_expression":
            steps.append((text_of(syntax.field(first, "operator")), syntax.field(first, "right")))
            left = syntax.field(first, "left")
            assert left is not None
            first = unwrapped(left)
        value = self._inner(ref, first, depth)
        for operator, right in reversed(steps):
            if isinstance(value, Unresolved):
                return value
            other = self._inner(ref, right, depth)
            value = other if isinstance(other, Unresolved) else _combined(operator, value, other, ref)
        return value

    def _unary(self, ref: Ref, depth: int) -> Value:
        value = self._inner(ref, syntax.field(ref.node, "argument"), depth)
        operator = text_of(syntax.field(ref.node, "operator"))
        if operator == "-" and isinstance(value, (int, float)) and not isinstance(value, bool):
            return -value
        if operator == "!" and isinstance(value, bool):
            return not value
        return value if isinstance(value, Unresolved) else unresolved(ref, f"`{operator}` is not read here")

    def _object(self, ref: Ref, depth: int) -> Value:
        slots: dict[str, Slot] = {}
        unread: list[Unresolved] = self._broken(ref)
        unsure: dict[str, Unresolved] = {}
        repeated: list[tuple[str, Slot]] = []
        for member in named(ref.node):
            path, line = ref.module.path, line_of(member)
            if member.type == "spread_element":
                spread = self._inner(ref, named(member)[0], depth)
                if isinstance(spread, Obj):
                    slots |= spread.slots
                    unread += spread.unread
                    unsure = {key: gap for key, gap in unsure.items() if key not in spread.slots}
                    unsure |= spread.unsure
                    if spread.unread:
                        unsure |= dict.fromkeys(slots.keys() - spread.slots.keys(), spread.unread[0])
                elif spread is not UNDEFINED and spread is not None:
                    unread.append(_why(spread, Ref(ref.module, member)))
                    unsure = dict.fromkeys(slots, unread[-1])
                if len(slots) > _MOST_MEMBERS:
                    return unresolved(ref, "there is too much to read")
                continue
            name, value = self._stated(ref, member, depth)
            if name is None:
                unread.append(value if isinstance(value, Unresolved) else unresolved(ref, "it is not read"))
                unsure = dict.fromkeys(slots, unread[-1])
            else:
                slot = Slot(value, path, line)
                if name in slots and slots[name].path == path:
                    repeated.append((name, slot))
                slots[name] = slot
                unsure.pop(name, None)
            if _is_lost(member):
                break  # what follows may belong elsewhere
        return Obj(slots, _once(unread), unsure, tuple(repeated))

    def _stated(self, ref: Ref, member: "Node", depth: int) -> "tuple[str | None, Value | Ref]":
        """The name and the value of one member; without a name, why it is not read."""
        if member.type == "shorthand_property_identifier":
            return text_of(member), Ref(ref.module, member, ref.bound)
        if member.type == "method_definition":
            return text_of(syntax.field(member, "name")), Callback(text_of(member))
        key, value = syntax.field(member, "key"), syntax.field(member, "value")
        if member.type != "pair" or key is None or value is None:
            return None, unresolved(Ref(ref.module, member), "this kind of member is not read")
        name = self._key(ref, key, depth)
        if isinstance(name, (int, float)) and not isinstance(name, bool):
            name = _spelled(name)
        if not isinstance(name, str):
            return None, _why(name, Ref(ref.module, member))
        return name, Ref(ref.module, value, ref.bound)

    def _broken(self, ref: Ref) -> list[Unresolved]:
        """That a file is no TypeScript somewhere: what it lists may have lost elements to that place."""
        fault = ref.module.fault
        if fault is None:
            return []
        return [Unresolved(ref.module.path, fault.line, fault.text, NO_TYPESCRIPT)]

    def _key(self, ref: Ref, key: "Node", depth: int) -> Value:
        if key.type == "computed_property_name":
            return self._inner(ref, named(key)[0], depth)
        literal = syntax.string_value(key)
        return literal if literal is not None else text_of(key)

    def _array(self, ref: Ref, depth: int) -> Value:
        slots: list[Slot] = []
        unread: list[Unresolved] = self._broken(ref)
        for element in named(ref.node):
            if element.type != "spread_element":
                slots.append(Slot(Ref(ref.module, element, ref.bound), ref.module.path, line_of(element)))
                continue
            spread = self._inner(ref, named(element)[0], depth)
            if isinstance(spread, Arr):
                slots += spread.slots
                unread += spread.unread
            else:
                unread.append(_why(spread, Ref(ref.module, element)))
            if len(slots) > _MOST_MEMBERS:
                return unresolved(ref, "there is too much to read")
        return Arr(tuple(slots), _once(unread))

    def _enum(self, ref: Ref, depth: int) -> Value:
        body = syntax.field(ref.node, "body")
        slots: dict[str, Slot] = {}
        following: int | None = 0
        for member in named(body) if body is not None else ():
            path, line = ref.module.path, line_of(member)
            if member.type == "enum_assignment":
                name = text_of(syntax.field(member, "name")).strip("'\"")
                value = self._inner(ref, syntax.field(member, "value"), depth)
                following = value + 1 if isinstance(value, int) and not isinstance(value, bool) else None
            else:
                name, value = text_of(member).strip("'\""), following
                if following is None:
                    value = unresolved(Ref(ref.module, member), "its value is not known")
                else:
                    following += 1
            slots[name] = Slot(value, path, line)
        return Obj(slots)

    # -- the functions that registries are built with

    def _call(self, ref: Ref, depth: int) -> Value:
        function, arguments = syntax.field(ref.node, "function"), syntax.field(ref.node, "arguments")
        given = named(arguments) if arguments is not None else []
        name = text_of(function)
        if name in ("Object.freeze", "Object.seal", "structuredClone") and given:
            return self._inner(ref, given[0], depth)
        if name in ("Object.keys", "Object.values", "Object.entries") and given:
            return self._listed(ref, name, self._inner(ref, given[0], depth))
        if name == "Object.fromEntries" and given:
            return self._from_entries(ref, self._inner(ref, given[0], depth), depth)
        if function is not None and function.type == "member_expression" and given:
            return self._method(ref, function, given, depth)
        if name == _RECORDS and given:
            return self._with_names(self._inner(ref, given[0], depth))
        if function is not None and function.type == "identifier" and given and self._gives_back(ref, name):
            return self._inner(ref, given[0], depth)
        return unresolved(ref, f"what `{name[:_MOST_TEXT]}` gives is known only when it runs")

    def _with_names(self, record: Value) -> Value:
        if not isinstance(record, Obj):
            return record
        slots = dict(record.slots)
        for key, slot in record.slots.items():
            tool = self.value(slot.value)
            if isinstance(tool, Obj):
                named_too = {"name": Slot(key, slot.path, slot.line), **tool.slots}
                slots[key] = Slot(replace(tool, slots=named_too), slot.path, slot.line)
        return replace(record, slots=slots)

    def _gives_back(self, ref: Ref, name: str) -> bool:
        """Whether a function returns its first argument: it checks names, or says of which type they are."""
        found = self.project.lookup(ref.module, name)
        if found is None:
            return name in _KNOWN_TO_GIVE_BACK
        function = unwrapped(found[1])
        parameters, body = syntax.field(function, "parameters"), syntax.field(function, "body")
        first = named(parameters)[:1] if parameters is not None else []
        pattern = syntax.field(first[0], "pattern") if first else None
        if body is None or pattern is None or pattern.type != "identifier":
            return False
        if body.type != "statement_block":
            return text_of(unwrapped(body)) == text_of(pattern)
        returns = list(_returns(body))
        return bool(returns) and all(text_of(one) == text_of(pattern) for one in returns)

    def _listed(self, ref: Ref, name: str, owner: Value) -> Value:
        if not isinstance(owner, Obj):
            return _why(owner, ref)
        slots = []
        for key, slot in owner.slots.items():
            pair = (Slot(key, slot.path, slot.line), slot)
            value = {"keys": key, "values": slot.value, "entries": Arr(pair)}[name.partition(".")[2]]
            slots.append(Slot(value, slot.path, slot.line))
        return Arr(tuple(slots), owner.unread)

    def _from_entries(self, ref: Ref, entries: Value, depth: int) -> Value:
        if not isinstance(entries, Arr):
            return _why(entries, ref)
        slots: dict[str, Slot] = {}
        unread = list(entries.unread)
        for slot in entries.slots:
            pair = self.value(slot.value, depth)
            key = (
                self.value(pair.slots[0].value, depth)
                if isinstance(pair, Arr) and len(pair.slots) == 2
                else pair
            )
            if isinstance(pair, Arr) and isinstance(key, str):
                slots[key] = Slot(pair.slots[1].value, slot.path, slot.line)
            else:
                unread.append(_why(key, ref))
        return Obj(slots, tuple(unread))

    def _method(self, ref: Ref, function: "Node", given: "list[Node]", depth: int) -> Value:
        name = text_of(syntax.field(function, "property"))
        owner = self._inner(ref, syntax.field(function, "object"), depth)
        if isinstance(owner, Unresolved):
            return owner
        if name == "map" and isinstance(owner, Arr) and given[0].type == "arrow_function":
            made = [self._applied(ref, given[0], slot, depth) for slot in owner.slots]
            slots = zip(owner.slots, made, strict=True)
            return Arr(tuple(Slot(value, slot.path, slot.line) for slot, value in slots), owner.unread)
        if name == "concat" and isinstance(owner, Arr):
            more = [self._inner(ref, one, depth) for one in given]
            if all(isinstance(one, Arr) for one in more):
                lists = [owner, *(one for one in more if isinstance(one, Arr))]
                unread = tuple(gap for one in lists for gap in one.unread)
                return Arr(tuple(slot for one in lists for slot in one.slots), unread)
        if name == "join" and isinstance(owner, Arr) and not owner.unread:
            parts = [_spelled(self.value(slot.value, depth)) for slot in owner.slots]
            mark = self._inner(ref, given[0], depth)
            if isinstance(mark, str) and all(part is not None for part in parts):
                return mark.join(part for part in parts if part is not None)
        return unresolved(ref, f"what `{name}` gives is known only when it runs")

    def _applied(self, ref: Ref, function: "Node", slot: Slot, depth: int) -> "Value | Ref":
        """What an arrow function with one parameter makes of an element."""
        parameters = syntax.field(function, "parameters") or syntax.field(function, "parameter")
        body = syntax.field(function, "body")
        if parameters is None or body is None or body.type == "statement_block":
            return unresolved(Ref(ref.module, function), "a function with statements is not run")
        pattern = parameters
        if parameters.type == "formal_parameters":
            first = named(parameters)[:1]
            inner = syntax.field(first[0], "pattern") if first else None
            if inner is None:
                return unresolved(Ref(ref.module, function), "its parameter is not read")
            pattern = inner
        bound = dict(ref.bound)
        for name, node in _bound_in(pattern):  # a default or a rest is not read, nor taken from outside
            bound[name] = unresolved(Ref(ref.module, node), f"`{name}` is not known")
        for name, value in self._matched(Ref(ref.module, pattern, ref.bound), slot.value, depth):
            bound[name] = value
        return Ref(ref.module, body, bound)

    def _matched(self, pattern: Ref, item: "Value | Ref", depth: int) -> "Iterator[tuple[str, Value | Ref]]":
        """The names that a parameter binds: `tool`, `[name, tool]`, `{ name, stake }`."""
        node = pattern.node
        if node.type == "identifier":
            yield text_of(node), item
            return
        value = self.value(item, depth)
        if node.type == "array_pattern" and isinstance(value, Arr):
            for part, slot in zip(named(node), value.slots, strict=False):
                yield from self._matched(Ref(pattern.module, part, pattern.bound), slot.value, depth)
        elif node.type == "object_pattern" and isinstance(value, Obj):
            for part in named(node):
                key = text_of(syntax.field(part, "key")) if part.type == "pair_pattern" else text_of(part)
                target = syntax.field(part, "value") if part.type == "pair_pattern" else part
                if target is not None:
                    found = self._of(pattern, value, key)
                    yield text_of(target), found


def _bound_in(pattern: "Node") -> "Iterator[tuple[str, Node]]":
    """Every name that a parameter binds, with its place."""
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield text_of(pattern), pattern
        return
    part = {"pair_pattern": "value", "object_assignment_pattern": "left", "assignment_pattern": "left"}
    if pattern.type in part:
        below = syntax.field(pattern, part[pattern.type])
        yield from _bound_in(below) if below is not None else ()
        return
    for each in named(pattern):
        yield from _bound_in(each)


def unresolved(ref: Ref, why: str) -> Unresolved:
    """That an expression could not be read, and why."""
    text = text_of(ref.node).split("\n", 1)[0].strip()
    return Unresolved(ref.module.path, ref.line, text[:_MOST_TEXT], why)


def _why(value: Value, ref: Ref) -> Unresolved:
    return (
        value
        if isinstance(value, Unresolved)
        else unresolved(ref, "it is not of the kind that is wanted here")
    )


def _shape_of(made: "Ref | Value") -> Ref | None:
    """What `z.object(...)` was given; None where it is not such a call."""
    if not isinstance(made, Ref) or made.node.type != "call_expression":
        return None
    function, arguments = syntax.field(made.node, "function"), syntax.field(made.node, "arguments")
    given = named(arguments) if arguments is not None else []
    is_object = function is not None and text_of(syntax.field(function, "property")) == "object"
    return Ref(made.module, given[0], made.bound) if is_object and given else None


def _returns(block: "Node") -> "Iterator[Node]":
    """What the return statements of a function give, without those of functions inside it."""
    for child in named(block):
        if child.type == "return_statement":
            given = named(child)
            yield unwrapped(given[0]) if given else child
        elif "function" not in child.type and child.type != "method_definition":
            yield from _returns(child)


def _number(text: str) -> int | float:
    plain = text.replace("_", "").rstrip("n")
    try:
        return int(plain, 0)
    except ValueError:
        number = float(plain)
        return int(number) if number.is_integer() else number


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _combined(operator: str, left: Value, right: Value, ref: Ref) -> Value:
    if operator == "+" and (isinstance(left, str) or isinstance(right, str)):
        one, other = _spelled(left), _spelled(right)
        if one is not None and other is not None and len(one) + len(other) <= _MOST_MEMBERS * 10:
            return one + other
    if _is_number(left) and _is_number(right):
        assert isinstance(left, (int, float))
        assert isinstance(right, (int, float))
        quotient = left / right if operator == "/" and right else None
        found = {"+": left + right, "-": left - right, "*": left * right}.get(operator, quotient)
        if found is not None and abs(found) < _MOST_NUMBER:
            # TypeScript has one kind of number: 1.5 * 60 is 90.
            return int(found) if float(found).is_integer() else found
    return unresolved(ref, f"`{operator}` is not read here")


def _once(gaps: list[Unresolved]) -> tuple[Unresolved, ...]:
    return tuple(dict.fromkeys(gaps))


def _is_lost(member: "Node") -> bool:
    """Whether a member is no TypeScript in a way that may have swallowed, or spilled, its neighbours."""
    if not member.has_error:
        return False
    value = syntax.field(member, "value")
    return value is None or unwrapped(value).type not in ("object", "array", "call_expression")


def _spelled(value: Value) -> str | None:
    """A constant as a text holds it; None for what is no constant."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else None
