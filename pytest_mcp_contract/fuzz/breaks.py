"""Arguments that break one rule of a schema, the same each time, each with the rule and its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import cast

from jsonschema_rs import ValidationError
from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.arrays import contained, places_of, sizes
from pytest_mcp_contract.fuzz.document import Node, Path, allowed_names, listed, mapped
from pytest_mcp_contract.fuzz.formats import NOT_OF_FORMAT
from pytest_mcp_contract.fuzz.labelled import Labelled
from pytest_mcp_contract.fuzz.numbers import json_number, range_of
from pytest_mcp_contract.fuzz.plain import MOST_REPEATED, Plain, Variation, in_turn
from pytest_mcp_contract.fuzz.prepared import Prepared
from pytest_mcp_contract.fuzz.simplest import simplest
from pytest_mcp_contract.fuzz.texts import formats_of, lengths, of_length, patterns_of
from pytest_mcp_contract.model import JSON, brief, pointer

MOST = 200
"""Invalid values of one tool; the places of its schema take turns, so none is left out first."""
EXTRA = "unexpected_extra"
"""The name of a property that no closed object is likely to have."""
_LONG = 300
"""Characters of a text that hypothesis draws of a pattern in reasonable time."""
_LONGEST = 100_000
_EXACT = 2**52
"""Below it, a float still has halves."""
_KINDS = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A value of one type, and the types that no lenient reader would make of it."""

    value: JSON
    label: str
    never: frozenset[str]


_WRONG = (
    _Wrong({"unexpected": "object"}, "an object", _KINDS - {"object"}),
    _Wrong(["unexpected list"], "a list", _KINDS - {"array"}),
    _Wrong("of another type", "a text", _KINDS - {"array", "string"}),
    _Wrong(7, "a number", frozenset({"array", "object", "null"})),
)
_NAMES = {
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_OF_THE_VALUE = frozenset({"null", "type", "enum", "const"})
_TOLD_TOGETHER = frozenset({"type", "enum", "const", "anyOf", "oneOf", "not"})
"""Keywords that tell of one wrong value together: `5` is neither a text nor one of those to choose from."""
_ALTERNATIVES = {
    "minimum": "exclusiveMinimum",
    "maximum": "exclusiveMaximum",
    "additionalProperties": "unevaluatedProperties",
    "items": "additionalItems",
    "const": "enum",
    "enum": "const",
}
"""What the normal form calls by one name and the schema may call by another."""


def invalid(prepared: Prepared, *, most: int = MOST) -> Iterator[Labelled]:
    """Objects that break one rule each, each once, none of them valid."""
    if prepared.values is None:
        return
    seen: set[str] = set()
    breaks = _Breaks(prepared)
    told = (_told(prepared, each) for each in breaks.all())
    for each in islice((each for each in told if each is not None and _is_new(each, seen)), most):
        yield Labelled(cast(dict[str, JSON], each.value), each.label, pointer(*each.path), each.rule)


def _is_new(each: Variation, seen: set[str]) -> bool:
    spelled = to_string(each.value)
    is_new = spelled not in seen
    seen.add(spelled)
    return is_new


def _told(prepared: Prepared, each: Variation) -> Variation | None:
    """The variation, where the validator tells of its rule at its place and of nothing else."""
    errors: list[ValidationError] = list(prepared.validator.iter_errors(each.value))
    if not errors or not all(_is_on_the_way(list(error.instance_path), each.path) for error in errors):
        return None
    kinds = {error.kind.name for error in errors}
    if len(kinds) > 1 and not (each.rule in _OF_THE_VALUE and kinds <= _TOLD_TOGETHER):
        return None
    (kind,) = kinds if len(kinds) == 1 else (each.rule,)
    return replace(each, rule=kind) if kind == _ALTERNATIVES.get(each.rule) else each


def _is_on_the_way(place: list[str | int], path: Path) -> bool:
    return list(path[: len(place)]) == place


class _Breaks:
    """What breaks one rule of one document."""

    def __init__(self, prepared: Prepared) -> None:
        self.document = prepared.document
        self.plain = Plain(prepared.document)

    def all(self) -> Iterator[Variation]:
        """Of each argument in turn; all are objects, since nothing else can be sent."""
        root = self.document.flat(self.document.root)
        branches = self.plain.branches(root)
        return in_turn(
            [
                self._objects(branch, (), is_one_of_several=len(branches) > 1)
                for branch in branches
                if branch.get("type") == "object"
            ]
            + [self._chosen(branch, ()) for branch in branches if "const" in branch or "enum" in branch]
        )

    def of(self, node: Node, path: Path) -> Iterator[Variation]:
        """What breaks one rule of a node, or of one below it."""
        flat = self.document.flat(node)
        branches = self.plain.branches(flat)
        kinds = frozenset(kind for branch in branches for kind in _kinds(branch))
        yield from self._of_type(kinds, path)
        yield from in_turn([self._of_branch(branch, path) for branch in branches])

    def _of_type(self, kinds: frozenset[str], path: Path) -> Iterator[Variation]:
        expected = " or ".join(_NAMES[kind] for kind in sorted(kinds))
        for wrong in islice((wrong for wrong in _WRONG if kinds <= wrong.never), 2):
            yield Variation(wrong.value, f"{wrong.label} instead of {expected}", path, "type")
        if "null" not in kinds:
            yield Variation(None, f"null instead of {expected}", path, "null")

    def _of_branch(self, node: Node, path: Path) -> Iterator[Variation]:
        if not self.plain.has_value(node):
            return
        if "const" in node or "enum" in node:
            yield from self._chosen(node, path)
        elif node.get("type") == "object":
            yield from self._objects(node, path)
        elif node.get("type") == "array":
            yield from self._arrays(node, path)
        elif node.get("type") == "string":
            yield from self._texts(node, path)
        elif node.get("type") in ("integer", "number"):
            yield from self._numbers(node, path)

    def _chosen(self, node: Node, path: Path) -> Iterator[Variation]:
        """Another value of the type of those to choose from."""
        rule = "const" if "const" in node else "enum"
        members = [node["const"]] if "const" in node else listed(node, "enum")
        texts = [each for each in members if isinstance(each, str)]
        numbers = [each for each in members if isinstance(each, int | float) and not isinstance(each, bool)]
        others: list[JSON] = []
        if texts:
            others += ["not-a-member", f"{texts[0]}x"]
        if numbers:
            others.append(max(numbers) + 1)
        if members and all(isinstance(each, bool) for each in members):
            others += [True, False]
        if any(isinstance(each, dict) for each in members):
            others.append({EXTRA: True})
        if any(isinstance(each, list) for each in members):
            others.append(["not a member"])
        for other in others:
            if not any(other == each and type(other) is type(each) for each in members):
                yield Variation(other, f"{brief(other)}, which is not to choose from", path, rule)

    def _texts(self, node: Node, path: Path) -> Iterator[Variation]:
        least, most = lengths(node)
        patterns, formats = patterns_of(node), formats_of(node)
        if least:
            short = self._text_of(node, least - 1)
            if short is not None:
                yield Variation(short, f"{least - 1} characters, one too few", path, "minLength")
        if most is not None and most < _LONGEST and (long := self._text_of(node, most + 1)) is not None:
            yield Variation(long, f"{most + 1} characters, one too many", path, "maxLength")
        rule = "pattern" if patterns else "format"
        if patterns or formats:
            fits = self.document.validator(node).is_valid
            tried = [text for text in self._unlike(node) if not fits(text)]
            for text in islice((text for text in tried if least <= len(text) <= (most or len(text))), 2):
                unlike = f"the pattern {patterns[0]}" if patterns else f"the format {formats[0]}"
                yield Variation(text, f"{brief(text)} against {unlike}", path, rule)

    def _text_of(self, node: Node, length: int) -> str | None:
        """A text of a length that keeps everything but that length."""
        if patterns_of(node) and length > _LONG:
            plain = self.plain.value(node)  # whoever reads it sees whether that keeps the pattern
            return plain.ljust(length, plain[-1]) if isinstance(plain, str) and plain else None
        if patterns_of(node):
            values = of_length(node, length)
            return None if values is None else simplest(values)
        return None if formats_of(node) else "a" * length

    def _unlike(self, node: Node) -> Iterator[str]:
        """Texts that are probably not of a pattern or format."""
        plain = self.plain.value(node)
        if isinstance(plain, str):
            yield f"{plain}\n!"
            yield f" {plain[1:]}" if plain else "!"
        yield from NOT_OF_FORMAT
        yield from ("!" * max(1, lengths(node)[0]), "0", "a", "A")

    def _numbers(self, node: Node, path: Path) -> Iterator[Variation]:
        bounds = range_of(node)
        step = bounds.step or Fraction(1)
        if bounds.lowest is not None:
            low = (
                bounds.lowest if bounds.excludes_lowest else (((bounds.lowest / step).__ceil__()) - 1) * step
            )
            yield Variation(json_number(low), f"{brief(json_number(low))}, too low", path, "minimum")
        if bounds.highest is not None:
            high = bounds.highest if bounds.excludes_highest else ((bounds.highest // step) + 1) * step
            yield Variation(json_number(high), f"{brief(json_number(high))}, too high", path, "maximum")
        plain = self.plain.value(node)
        if bounds.is_integer and isinstance(plain, int) and abs(plain) < _EXACT:
            broken = next((plain + off for off in (0.5, -0.5) if bounds.holds(Fraction(plain + off))), 0.5)
            yield Variation(broken, f"the fraction {broken} instead of an integer", path, "type")
        if bounds.step is not None and isinstance(plain, int | float):
            for off in (Fraction(1), -Fraction(1)) if bounds.is_integer else (step / 2, -step / 2):
                beside = json_number(Fraction(repr(plain)) + off)
                told = f"{brief(beside)}, no multiple of {brief(node['multipleOf'])}"
                yield Variation(beside, told, path, "multipleOf")

    def _arrays(self, node: Node, path: Path) -> Iterator[Variation]:
        least, most = sizes(node)
        first, others = places_of(node)
        plain = self.plain.value(node)
        assert isinstance(plain, list)
        if least:
            yield Variation(plain[: least - 1], f"{least - 1} elements, too few", path, "minItems")
        if most is not None and most < MOST_REPEATED:
            for filler in self._fillers(node, plain, others):
                long = [*plain, *(filler for _ in range(most + 1 - len(plain)))]
                if others is None:
                    last = (*path, len(first))
                    yield Variation(long, "an element beyond the last", last, "items")
                yield Variation(long, f"{most + 1} elements, too many", path, "maxItems")
        if node.get("uniqueItems") is True and most is not None and most < MOST_REPEATED:
            longer = self.document.both({**node, "minItems": most + 1, "maxItems": most + 1})
            if self.plain.has_value(longer):
                yield Variation(self.plain.value(longer), f"{most + 1} elements, too many", path, "maxItems")
        if node.get("uniqueItems") is True and plain and (most is None or most > len(plain)):
            yield Variation([*plain, plain[0]], "an element twice", path, "uniqueItems")
        if contained(node):
            for need in contained(node):
                lacking = self.document.both(others or {}, {"not": need["contains"]})
                if not first and self.plain.has_value(lacking):
                    without = [self.plain.value(lacking)] * max(1, least)
                    yield Variation(
                        without, f"without what {brief(need['contains'])} asks for", path, "contains"
                    )
        yield from self.plain.in_array(node, path, self.of)

    def _fillers(self, node: Node, plain: list[JSON], others: Node | None) -> list[JSON]:
        if node.get("uniqueItems") is True:
            return []
        if others is not None and self.plain.has_value(others):
            return [self.plain.value(others)]
        return plain[:1] or ["unexpected element"]

    def _objects(self, node: Node, path: Path, *, is_one_of_several: bool = False) -> Iterator[Variation]:
        if not self.plain.has_value(node):
            return
        having = self.plain.members(node, path)
        base = self.plain.value(node)
        assert isinstance(base, dict)
        for name in having.required:
            without = {key: value for key, value in base.items() if key != name}
            yield Variation(without, f"without the required {brief(name)}", (*path, name), "required")
            if is_one_of_several:
                full = {each: self.plain.value(below) for each, below in having.optional.items()} | without
                yield Variation(full, f"without the required {brief(name)}", (*path, name), "required")
        yield from in_turn([self._beyond(node, path, base), self.plain.in_object(node, path, self.of)])

    def _beyond(self, node: Node, path: Path, base: dict[str, JSON]) -> Iterator[Variation]:
        """Too few, too many, and others than may be."""
        having = self.plain.members(node, path)
        names = node.get("propertyNames")
        if allowed_names(node) is not None or mapped(node, "patternProperties"):
            yield Variation(
                {**base, EXTRA: 1}, "a property that is not declared", (*path, EXTRA), "additionalProperties"
            )
        elif isinstance(names, dict) and having.extra:
            value = self.plain.value(having.extra[-1][1]) if self.plain.has_value(having.extra[-1][1]) else 1
            for name in ("not a name!", "", "A" * 300):
                yield Variation(
                    {**base, name: value}, f"the name {brief(name)}", (*path, name), "propertyNames"
                )
        needed = self.plain.required(having)
        if len(needed) < having.least:
            few = dict(islice(base.items(), having.least - 1))
            few = {**few, **needed} if len(needed) >= having.least - 1 else few
            yield Variation(few, f"{len(few)} properties, too few", path, "minProperties")
        if having.most is not None and having.most < MOST_REPEATED:
            many = dict(base)
            for name, below in having.optional.items():
                if len(many) <= having.most:
                    many[name] = self.plain.value(below)
            for names_node, values in having.extra[-1:]:
                if names_node == {"type": "string"} and self.plain.has_value(values):
                    value = self.plain.value(values)
                    many |= {f"extra{index}": value for index in range(having.most + 1 - len(many))}
            yield Variation(many, f"{len(many)} properties, too many", path, "maxProperties")


def _kinds(node: Node) -> Iterator[str]:
    """The types of what a node without branches admits."""
    if "const" in node or "enum" in node:
        for member in [node["const"]] if "const" in node else listed(node, "enum"):
            yield _kind_of(member)
    elif isinstance(kind := node.get("type"), str):
        yield kind
    else:
        yield from _KINDS


def _kind_of(value: JSON) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"
