"""Success or failure as a value, so that no API error travels as an exception."""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Ok(Generic[T_co]):
    """What was asked for."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Err:
    """Why it failed: one sentence for the model, with what happened and the next step."""

    message: str


Result: TypeAlias = Ok[T_co] | Err


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """One page of a list, and whether another one follows."""

    content: T_co
    has_next: bool
