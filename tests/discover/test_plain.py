"""Python objects -> plain data."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType

import pytest

from pytest_mcp_contract.discover.plain import plain
from pytest_mcp_contract.model import Entry, ServerInfo


class Stake(StrEnum):
    LOW = "low"


class Availability(Enum):
    MANUAL = "manual"


@dataclass
class Icon:
    name: str
    sizes: tuple[int, ...]


def test_python_shapes_become_the_shapes_of_a_file() -> None:
    """Provenance: ours."""
    value = MappingProxyType(
        {
            Stake.LOW: Stake.LOW,
            "availability": Availability.MANUAL,
            "scopes": ("a", "b"),
            "set": frozenset({"b", "a"}),
            "icon": Icon("x", (1, 2)),
            "nested": OrderedDict(a=[(1,)]),
            4: "old",
        }
    )

    assert plain(value) == {
        "low": "low",
        "availability": "manual",
        "scopes": ["a", "b"],
        "set": ["a", "b"],
        "icon": {"name": "x", "sizes": [1, 2]},
        "nested": {"a": [[1]]},
        4: "old",
    }


def test_a_member_of_a_string_enum_becomes_a_plain_string() -> None:
    """Provenance: ours. A strict model takes no subclass."""
    assert type(plain(Stake.LOW)) is str


def test_a_model_becomes_what_it_states() -> None:
    """Provenance: ours. A field at its default is not stated; an entry's name is the key of its row."""
    entry = Entry(name="a", id=1, server_info=ServerInfo(icon="X"))

    assert plain(entry) == {"id": 1, "server_info": {"icon": "X"}}


def test_a_callable_stays() -> None:
    """Provenance: ours. `is_restricted` may be one."""
    assert plain({"is_restricted": len}) == {"is_restricted": len}


def test_data_that_contains_itself_ends_in_a_recursion_error() -> None:
    """Provenance: ours."""
    value: dict[str, object] = {}
    value["self"] = value

    with pytest.raises(RecursionError):
        plain(value)
