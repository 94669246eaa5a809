"""A value made as small as it can be while something stays true of it. Always the same steps."""

from collections.abc import Callable, Iterator
from itertools import chain

from pytest_mcp_contract.model import JSON

CHECKS = 4_000
"""How often it is asked whether it is still true."""
_PLAIN: tuple[JSON, ...] = (None, False, 0, "", [], {})
_WORDS = ("", "a", "text")


def smaller(value: JSON, holds: Callable[[JSON], bool]) -> JSON:
    """The smallest value found of which `holds` is still true; it is true of `value`."""
    checks = 0
    while True:
        for candidate in _steps(value):
            checks += 1
            if checks > CHECKS:
                return value
            if holds(candidate):
                value = candidate
                break
        else:
            return value


def _steps(value: JSON) -> Iterator[JSON]:
    """Simpler values, the boldest first; each step leads downhill, so that they end."""
    if isinstance(value, dict):
        yield from _objects(value)
    elif isinstance(value, list):
        yield from _lists(value)
    elif isinstance(value, str):
        yield from _texts(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _numbers(value)
    elif value is True:
        yield False


def _objects(value: dict[str, JSON]) -> Iterator[JSON]:
    if len(value) > 1:
        yield {}
    for name in reversed(value):
        yield {key: each for key, each in value.items() if key != name}
    for name, below in value.items():
        yield from ({**value, name: each} for each in chain(_plain(below), _steps(below)))


def _lists(value: list[JSON]) -> Iterator[JSON]:
    if len(value) > 1:
        yield []
        yield value[: len(value) // 2]
        yield value[len(value) // 2 :]
    if len(value) > 1 and value.count(value[0]) == len(value):
        yield from ([each] * len(value) for each in chain(_plain(value[0]), _steps(value[0])))
    for index in range(len(value)):
        yield [*value[:index], *value[index + 1 :]]
    for index, below in enumerate(value):
        for each in chain(_plain(below), _steps(below)):
            yield [*value[:index], each, *value[index + 1 :]]


def _plain(value: JSON) -> Iterator[JSON]:
    """The empty list or object instead of one that holds something, and a text instead of such."""
    if isinstance(value, dict | list) and value:
        yield from _PLAIN


def _texts(value: str) -> Iterator[JSON]:
    for word in _WORDS:
        if len(word) < len(value):
            yield word
    length = len(value)
    if value != "a" * length:
        yield "a" * length
    cut = length // 2
    while cut:
        yield value[: length - cut]
        cut //= 2


def _numbers(value: int | float) -> Iterator[JSON]:
    candidates: list[int | float] = [0, 1, -1, 0.5, -0.5]
    if isinstance(value, float):
        candidates += [int(value), *(float(f"{value:.{digits}g}") for digits in range(1, 6))]
    whole = int(value)
    step = abs(whole) // 2
    while step:
        candidates.append(whole - step if whole > 0 else whole + step)
        step //= 2
    yield from (each for each in candidates if _size(each) < _size(value))


def _size(value: int | float) -> tuple[int, float, bool]:
    return len(repr(value)) if isinstance(value, float) else 0, abs(value), value < 0
