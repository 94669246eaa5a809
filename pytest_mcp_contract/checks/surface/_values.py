"""Values that a schema offers, held against that schema."""

from collections.abc import Iterator

from pytest_mcp_contract.checks.surface import mcp203_default_violates_schema as defaults
from pytest_mcp_contract.checks.surface._schemas import Parts, dialect_of, has_inner_base, subschemas
from pytest_mcp_contract.model import JSON

_TABLES = ("properties", "$defs", "definitions")


def stands_for_itself(at: Parts, *, through: tuple[str, ...] = ()) -> bool:
    """Whether a place is a parameter, an element or a named type, and no branch of another schema.

    Keywords of `through` that hold a list of branches do not count as such.
    """
    parts = iter(at)
    for part in parts:
        if part in _TABLES or part in through:
            next(parts, None)  # the name, which may be that of a keyword
        elif part != "items":
            return False
    return True


def refused(root: JSON, keyword: str) -> Iterator[tuple[Parts, int, JSON, str]]:
    """Members of the lists under `keyword` that their own schema refuses: place, index, value, what it wants.

    null is left alone: frameworks write it for "may be left out", and nobody sends it.
    """
    dialect = dialect_of(root) if isinstance(root, dict) else None
    if not isinstance(root, dict) or dialect is None:
        return
    stated = [
        (at, schema, members)
        for at, schema in subschemas(root, dialect)
        if at and isinstance(members := schema.get(keyword), list) and not defaults._is_negated(at)
    ]
    if not stated or has_inner_base(root, dialect):
        return
    registry = defaults._registry(root, dialect)
    for at, schema, members in stated if registry else ():
        for index, value in enumerate(members):
            if value is None:
                continue
            errors = [
                error
                for error in defaults._errors(registry, at, value, dialect)
                if defaults._counts(error, schema, root)
            ]
            if errors:
                yield at, index, value, defaults._wanted(errors[0])


def owner(at: Parts) -> str:
    """The parameter or type that a place belongs to, for a sentence."""
    return defaults._owner(at)
