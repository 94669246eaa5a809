"""What could not be read of a row is no change, and no proof that there is none."""

import pytest

from pytest_mcp_contract.drift.unread import filled, kept, otherwise, unread_fields
from pytest_mcp_contract.model import JSON, Locked

INFO: dict[str, JSON] = {"name": "crm", "authorization": {"provider": "acme"}}


def row(number: int | None = 1, *unread: str, **entry: JSON) -> Locked:
    names: list[JSON] = [*unread]
    return Locked("crm", number, entry={**entry, **({"not_read": names} if names else {})})


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        (row(1, "timeout_ms"), {"timeout_ms": 5}),
        (row(1, "timeout_ms", availability="auto"), {"availability": "auto", "timeout_ms": 5}),
        (row(1, "tools_stakes", tools_stakes={"a": "low"}), {"tools_stakes": {"a": "low", "b": "high"}}),
        (
            row(1, "server_info", server_info={"authorization": {}}),
            {"server_info": {"name": "crm", "authorization": {"provider": "acme"}}},
        ),
        (row(1, "is_preview"), {}),
    ],
)
def test_what_is_not_read_is_as_the_other_side_has_it(unread: Locked, expected: dict[str, JSON]) -> None:
    """Provenance: ours. What is known of it stays: a stake that was read and is lower is a change."""
    other = row(timeout_ms=5, tools_stakes={"a": "high", "b": "high"}, server_info=INFO)

    assert filled(unread, other).entry == expected


def test_a_row_that_was_read_is_left_alone() -> None:
    """Provenance: ours. A field that is stated no longer is a change."""
    assert filled(row(), row(timeout_ms=5)) == row()
    assert otherwise(row(timeout_ms=5), row()) == []


def test_an_id_that_is_not_read_is_the_agreed_one() -> None:
    """Provenance: ours."""
    assert filled(row(None, "id"), row(7)).id == 7
    assert filled(row(3, "id"), row(7)).id == 3


def test_what_may_have_changed_differs_from_what_was_agreed() -> None:
    """Provenance: ours. Else a check that has nothing to judge by would pass."""
    before = row(7, availability="auto", timeout_ms=5)

    (found,) = otherwise(before, row(None, "id", "availability", "timeout_ms"))

    assert (found.id, found.entry) == (-1, {"availability": "manual"})


def test_tools_that_are_not_known_may_be_gone_or_not() -> None:
    """Provenance: ours."""
    before = Locked("crm", 7, tools={"a": {"name": "a"}})

    found = otherwise(before, Locked("crm", 7, tools=None))

    assert [one.tools for one in found] == [before.tools, {}]


def test_a_lock_keeps_what_was_agreed_and_names_the_rest() -> None:
    """Provenance: ours."""
    before = row(7, availability="auto", timeout_ms=5)

    found = kept(row(None, "id", "timeout_ms", "is_preview"), before)

    assert found.id == 7
    assert found.entry == {"timeout_ms": 5, "not_read": ["is_preview"]}
    assert unread_fields(found) == {"is_preview"}


def test_what_was_not_read_when_it_was_locked_is_no_change_once_it_is() -> None:
    """Provenance: ours."""
    locked, now = row(7, "timeout_ms"), row(7, timeout_ms=5)

    assert filled(locked, now) == now
