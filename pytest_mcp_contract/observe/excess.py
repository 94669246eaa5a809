"""JSON Schemas that are meant to wear out whoever works with them."""

from collections.abc import Iterator

from pytest_mcp_contract.model import JSON

BRANCHES = 100_000
"""Branches that one value may be held against. Schemas that people wrote have some tens."""
LEAST = 1_000_000
"""Characters, elements or properties that a schema may ask for at least: each call has to send them."""
_LEAST = {"minLength": "characters", "minItems": "elements", "minProperties": "properties"}
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")


def excess(root: JSON) -> str | None:
    """What is too much in a schema, as a phrase that follows it; None where nothing is.

    Validators hold a value against all branches, and `$ref` multiplies them: thirty levels of ten are enough
    for one to run for ever, where no signal reaches it.
    """
    counter = _Counter(root)
    for schema in _schemas(root):
        if counter.of(schema) > BRANCHES:
            return f"has more than {BRANCHES:,} branches for one value: no validator ends"
        for key, things in _LEAST.items():
            least = schema.get(key)
            if isinstance(least, int | float) and least > LEAST:
                return f"asks for a value of more than {LEAST:,} {things}"
    return None


class _Counter:
    def __init__(self, root: JSON) -> None:
        self._root = root
        self._known: dict[int, int] = {}

    def of(self, schema: dict[str, JSON]) -> int:
        """The branches of one schema; a circle counts once, for it is no matter of multiplying."""
        waiting = [schema]
        while waiting:
            current = waiting[-1]
            if id(current) in self._known:
                if self._known[id(current)] == 0:
                    self._known[id(current)] = 1 + sum(self._known[id(one)] for one in self._next(current))
                waiting.pop()
                continue
            self._known[id(current)] = 0  # begun
            waiting += [one for one in self._next(current) if id(one) not in self._known]
        return self._known[id(schema)]

    def _next(self, schema: dict[str, JSON]) -> Iterator[dict[str, JSON]]:
        """The schemas that the same value is held against."""
        for key in _LISTS:
            parts = schema.get(key)
            yield from (part for part in (parts if isinstance(parts, list) else ()) if isinstance(part, dict))
        for found in (*(schema.get(key) for key in _SINGLE), self._target(schema.get("$ref"))):
            if isinstance(found, dict):
                yield found

    def _target(self, ref: JSON) -> JSON:
        if not isinstance(ref, str) or not ref.startswith("#"):
            return None
        found = self._root
        for part in ref[1:].split("/")[1:]:
            found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        return found


def _schemas(value: JSON) -> Iterator[dict[str, JSON]]:
    """Every object inside: not all are schemas, and those that are none have no branches."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting += current.values()
        elif isinstance(current, list):
            waiting += current
