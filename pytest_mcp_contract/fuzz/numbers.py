"""Numbers within bounds, exactly: a bound that a float cannot hold is not rounded over."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.document import Node
from pytest_mcp_contract.model import JSON

MOST_DIGITS = 15
"""Decimal digits that a float keeps: a multiple of 0.01 with more of them is none any more."""


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers of one node."""

    is_integer: bool
    lowest: Fraction | None
    highest: Fraction | None
    excludes_lowest: bool
    excludes_highest: bool
    step: Fraction | None

    @property
    def first(self) -> int | None:
        """The lowest integer, or the lowest multiple counted in steps."""
        if self.lowest is None:
            return None
        bound = self.lowest / (self.step or 1)
        return math.floor(bound) + 1 if self.excludes_lowest else math.ceil(bound)

    @property
    def last(self) -> int | None:
        """The highest integer, or the highest multiple counted in steps."""
        if self.highest is None:
            return None
        bound = self.highest / (self.step or 1)
        return math.ceil(bound) - 1 if self.excludes_highest else math.floor(bound)

    def holds(self, number: Fraction) -> bool:
        """Whether a number is within the bounds."""
        if self.lowest is not None and (
            number < self.lowest or (self.excludes_lowest and number == self.lowest)
        ):
            return False
        return self.highest is None or not (
            number > self.highest or (self.excludes_highest and number == self.highest)
        )

    def multiple(self, count: int) -> int | float:
        """So many steps, as JSON has it."""
        return json_number(count * (self.step or Fraction(1)))


def exact(number: JSON | Decimal) -> Fraction | None:
    """A number as it is written: 0.1 is a tenth."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return None
    return Fraction(Decimal(repr(number)) if isinstance(number, float) else number)


def json_number(number: Fraction) -> int | float:
    """An exact number as an integer where it is one, else as the nearest float."""
    return number.numerator if number.denominator == 1 else number.numerator / number.denominator


def range_of(node: Node) -> Range:
    """The bounds and the step of a number node."""
    lowest, highest = exact(node.get("minimum")), exact(node.get("maximum"))
    above, below = exact(node.get("exclusiveMinimum")), exact(node.get("exclusiveMaximum"))
    if node.get("exclusiveMinimum") is True:  # draft 4
        above = lowest
    if node.get("exclusiveMaximum") is True:
        below = highest
    excludes_lowest = above is not None and (lowest is None or above >= lowest)
    excludes_highest = below is not None and (highest is None or below <= highest)
    is_integer = node.get("type") == "integer"
    step = exact(node.get("multipleOf"))
    if step is not None and is_integer:
        step = Fraction(step.numerator)
    return Range(
        is_integer,
        above if excludes_lowest else lowest,
        below if excludes_highest else highest,
        excludes_lowest,
        excludes_highest,
        step,
    )


def numbers(node: Node) -> SearchStrategy[JSON] | None:
    """Numbers of a node; `None` where there are none."""
    bounds = range_of(node)
    first, last = bounds.first, bounds.last
    has_integers = first is None or last is None or first <= last
    if bounds.step is not None:
        if not has_integers:
            return None
        if not bounds.is_integer:
            most = 10**MOST_DIGITS // max(1, bounds.step.numerator)
            first, last = _near(first, last, max(1, most))
        return cast(SearchStrategy[JSON], st.integers(first, last).map(bounds.multiple))
    integers = cast(SearchStrategy[JSON], st.integers(first, last)) if has_integers else None
    if bounds.is_integer:
        return integers
    broken = _floats(bounds)
    if integers is None or broken is None:
        return broken if integers is None else integers
    return integers | broken


def _near(first: int | None, last: int | None, most: int) -> tuple[int, int]:
    """A range without end cut to what a float still tells apart."""
    if first is None:
        first = -most if last is None else min(last, 0) - most
    if last is None:
        last = max(first, 0) + most
    return first, last


def _floats(bounds: Range) -> SearchStrategy[JSON] | None:
    lowest = _float_of(bounds.lowest, up=True)
    highest = _float_of(bounds.highest, up=False)
    if lowest == math.inf or highest == -math.inf:
        return None
    lowest, highest = (None if bound in (math.inf, -math.inf) else bound for bound in (lowest, highest))
    if lowest is not None and bounds.excludes_lowest and Fraction(lowest) == bounds.lowest:
        lowest = math.nextafter(lowest, math.inf)
    if highest is not None and bounds.excludes_highest and Fraction(highest) == bounds.highest:
        highest = math.nextafter(highest, -math.inf)
    if lowest is not None and highest is not None and lowest > highest:
        return None
    found = st.floats(lowest, highest, allow_nan=False, allow_infinity=False)
    return cast(SearchStrategy[JSON], found)


def _float_of(bound: Fraction | None, *, up: bool) -> float | None:
    """The nearest float that is still within the bound."""
    if bound is None:
        return None
    try:
        near = bound.numerator / bound.denominator
    except OverflowError:
        return math.inf if bound > 0 else -math.inf
    if up and Fraction(near) < bound:
        return math.nextafter(near, math.inf)
    if not up and Fraction(near) > bound:
        return math.nextafter(near, -math.inf)
    return near
