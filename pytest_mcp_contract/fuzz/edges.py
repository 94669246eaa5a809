"""Valid arguments at the boundaries of a schema, the same each time, the telling ones first."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.arrays import places_of, sizes
from pytest_mcp_contract.fuzz.document import Node, Path, listed
from pytest_mcp_contract.fuzz.formats import EXAMPLES
from pytest_mcp_contract.fuzz.labelled import Labelled
from pytest_mcp_contract.fuzz.numbers import Range, json_number, range_of
from pytest_mcp_contract.fuzz.plain import MOST_REPEATED, Plain, Variation, in_turn
from pytest_mcp_contract.fuzz.prepared import Prepared
from pytest_mcp_contract.fuzz.simplest import simplest
from pytest_mcp_contract.fuzz.texts import formats_of, lengths, of_length, patterns_of
from pytest_mcp_contract.model import JSON, brief, pointer

MOST = 200
"""Boundary values of one tool; the places of its schema take turns, so none is left out first."""
MOST_MEMBERS = 50
_LONG = 1_000
_LONGEST = 100_000
"""Characters of the longest text that is made where the schema allows as many."""

_TEXTS = (
    ("", "empty"),
    ("é e\u0301 ß 日本語 👩\u200d👩\u200d👧", "accents, ideographs and a joined emoji"),
    (" ", "a blank"),
    ("'\"`\\<&%{}$;", "quotes and marks of other languages"),
    ("a\r\n\tb", "line breaks and a tab"),
    ("\u202eabc\u0000\ufeff", "direction mark, NUL and byte order mark"),
)
_INTEGERS = (
    (0, "zero"),
    (-1, "minus one"),
    (2**31, "one beyond 32 bits"),
    (2**53 + 1, "one that no double holds"),
    (-(2**63), "the lowest of 64 bits"),
    (2**63, "one beyond 64 bits"),
)
_FRACTIONS = (
    (Fraction(1, 2), "a half"),
    (Fraction(-1, 10), "minus a tenth"),
    (Fraction(1, 10**9), "a billionth"),
)
_ANYTHING: tuple[tuple[JSON, str], ...] = (
    ("text", "a text"),
    (0, "zero"),
    (True, "true"),
    (None, "null"),
    ([], "an empty list"),
    ({}, "an empty object"),
    ({"a": [{"b": None}]}, "nested objects and lists"),
)
_KEYS = ("", "é日👩", "a.b/c~d", "__proto__")


def boundary(prepared: Prepared, *, most: int = MOST) -> Iterator[Labelled]:
    """Boundary values, each valid and each once."""
    if prepared.values is None:
        return
    seen: set[str] = set()
    edges = _Edges(prepared)
    fitting = (each for each in edges.all() if _is_new(prepared, each, seen))
    for each in islice(fitting, most):
        assert isinstance(each.value, dict)
        yield Labelled(each.value, each.label, pointer(*each.path))


def _is_new(prepared: Prepared, each: Variation, seen: set[str]) -> bool:
    spelled = to_string(each.value)
    if spelled in seen or not prepared.validator.is_valid(each.value):
        return False
    seen.add(spelled)
    return True


class _Edges:
    """The edges of one document."""

    def __init__(self, prepared: Prepared) -> None:
        self.document = prepared.document
        self.plain = Plain(prepared.document)

    def all(self) -> Iterator[Variation]:
        """Of the arguments as a whole, then of each of them in turn."""
        root = self.document.flat(self.document.root)
        if not self.plain.has_value(root):
            return
        yield Variation(self.plain.value(root), "the plainest arguments", ())
        yield from self.of(root, ())

    def of(self, node: Node, path: Path) -> Iterator[Variation]:
        """The edges of one node."""
        branches = self.plain.branches(self.document.flat(node))
        yield from in_turn([self._of_branch(branch, path) for branch in branches])

    def _of_branch(self, node: Node, path: Path) -> Iterator[Variation]:
        if not self.plain.has_value(node):
            return
        if "const" in node:
            yield Variation(node["const"], f"the one value {brief(node['const'])}", path)
        elif "enum" in node:
            for each in islice(listed(node, "enum"), MOST_MEMBERS):
                yield Variation(each, f"the member {brief(each)}", path)
        elif node.get("type") == "object":
            yield from self._objects(node, path)
        elif node.get("type") == "array":
            yield from self._arrays(node, path)
        elif node.get("type") == "string":
            yield from self._texts(node, path)
        elif node.get("type") in ("integer", "number"):
            for number, label in _numbers(range_of(node)):
                yield Variation(number, label, path)
        elif node.get("type") == "boolean":
            yield Variation(True, "true", path)
            yield Variation(False, "false", path)
        elif node.get("type") == "null":
            yield Variation(None, "null", path)
        else:
            for value, label in _ANYTHING:
                yield Variation(value, label, path)

    def _objects(self, node: Node, path: Path) -> Iterator[Variation]:
        having = self.plain.members(node, path)
        base = self.plain.required(having)
        if having.optional:
            yield Variation(base, "nothing optional", path)
            full = {name: self.plain.value(below) for name, below in having.declared.items()}
            yield Variation(full, "everything optional", path)
        for name, below in having.optional.items():
            yield Variation({**base, name: self.plain.value(below)}, f"of the optional, {brief(name)}", path)
        if having.is_map:
            yield from self._maps(node, path)
        yield from self.plain.in_object(node, path, self.of)

    def _maps(self, node: Node, path: Path) -> Iterator[Variation]:
        having = self.plain.members(node, path)
        base = self.plain.required(having)
        if having.least == 0:
            yield Variation(base, "an empty map", path)
        for names, values in having.extra[-1:]:
            if self.plain.has_value(values) and names == {"type": "string"}:
                for key in _KEYS:
                    value = self.plain.value(values)
                    yield Variation({**base, key: value}, f"the key {brief(key)}", path)

    def _arrays(self, node: Node, path: Path) -> Iterator[Variation]:
        least, most = sizes(node)
        first, others = places_of(node)
        plain = self.plain.value(node)
        assert isinstance(plain, list)
        if least == 0:
            yield Variation([], "an empty list", path)
        yield Variation(plain, f"a list of {len(plain)}", path)
        if others is not None and not first and self.plain.has_value(others):
            size = MOST_REPEATED if most is None else min(most, MOST_REPEATED)
            if node.get("uniqueItems") is not True:
                repeated = [self.plain.value(others)] * max(size, least)
                yield Variation(repeated, f"a list of {len(repeated)}", path)
            else:
                values = {to_string(each.value): each.value for each in self.of(others, path)}
                distinct = list(values.values())[:size]
                yield Variation(distinct, f"a list of {len(distinct)}, all different", path)
        yield from self.plain.in_array(node, path, self.of)

    def _texts(self, node: Node, path: Path) -> Iterator[Variation]:
        least, most = lengths(node)
        fits = self.document.validator(node).is_valid
        made = [(text, label) for name in formats_of(node) for text, label in _of_format(name)]
        if patterns_of(node):
            made += self._matching(node, least, most)
        else:
            if least:
                made.append(("a" * min(least, _LONGEST), f"as short as may be, {least}"))
            longest = _LONG if most is None else min(most, _LONGEST)
            label = f"as long as may be, {most}" if most == longest else f"{longest} characters"
            made[len(made) :] = [*_TEXTS[:2], ("a" * longest, label), *_TEXTS[2:]]
        made.append((self._plain_text(node), "plain"))
        yield from (Variation(text, label, path) for text, label in made if fits(text))

    def _plain_text(self, node: Node) -> str:
        found = self.plain.value(node)
        assert isinstance(found, str)
        return found

    def _matching(self, node: Node, least: int, most: int | None) -> Iterator[tuple[str, str]]:
        for length in dict.fromkeys((least, _LONG if most is None else most)):
            values = of_length(node, length) if 0 < length <= _LONG else None
            found = None if values is None else simplest(values)
            if found is not None:
                yield found, f"{length} characters"
        yield from _TEXTS


def _of_format(name: str) -> list[tuple[str, str]]:
    return [(text, f"the {name} {brief(text)}") for text in EXAMPLES.get(name, ())]


def _numbers(bounds: Range) -> Iterator[tuple[JSON, str]]:
    """Numbers at the bounds and at the sizes where programs break."""
    first, last = bounds.first, bounds.last
    whole = "" if bounds.is_integer or bounds.step is not None else ", of whole numbers"
    if first is not None:
        yield bounds.multiple(first), f"as low as may be{whole}"
    if last is not None:
        yield bounds.multiple(last), f"as high as may be{whole}"
    for number, label in _INTEGERS:
        if bounds.holds(Fraction(number)):
            yield number, label
    if first is not None:
        yield bounds.multiple(first + 1), "one above the lowest"
    if last is not None:
        yield bounds.multiple(last - 1), "one below the highest"
    if bounds.is_integer or bounds.step is not None:
        return
    for bound, excluded, label in (
        (bounds.lowest, bounds.excludes_lowest, "the lowest"),
        (bounds.highest, bounds.excludes_highest, "the highest"),
    ):
        if bound is not None and not excluded:
            yield json_number(bound), label
    for fraction, label in _FRACTIONS:
        if bounds.holds(fraction):
            yield json_number(fraction), label
    if bounds.holds(Fraction(10**300)):
        yield 1e300, "one of 300 digits"
