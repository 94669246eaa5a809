"""Where secrets may stand: every text in plain data, with its place."""

from collections.abc import Iterator, Mapping

from pytest_mcp_contract.model import SECRET_SHAPES


def placed_texts(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in tables and lists, with the keys and indexes that lead to it; keys are texts, too."""
    pending: list[tuple[tuple[str, ...], object]] = [((), value)]
    while pending:
        at, value = pending.pop()
        below: list[tuple[tuple[str, ...], object]] = []
        if isinstance(value, str):
            yield at, value
        elif isinstance(value, Mapping):
            yield from ((at, str(key)) for key in value)
            below = [((*at, hidden(str(key))), item) for key, item in value.items()]
        elif isinstance(value, list | tuple):
            below = [((*at, str(index)), item) for index, item in enumerate(value)]
        pending.extend(reversed(below))


def hidden(place: str) -> str:
    """A name, an address or a path as it may be told: a secret can stand in that, too."""
    return SECRET_SHAPES.sub("REDACTED", place)


def described(kind: str, length: int) -> str:
    """What was found, without a letter of it."""
    return f"{kind}, {length} characters"
