"""Messages that mean harm, and their sound twins."""

import pytest

from pytest_mcp_contract.observe.messages import MOST_BYTES, MOST_CONTAINERS, UnreadableError, message

REPLY = '{"jsonrpc": "2.0", "id": 1, "result": {"a": %s}}'


def read(value: str | bytes) -> list[str]:
    """The keys that are there twice, in a reply with that value."""
    repeated: list[str] = []
    line = REPLY.encode() % value if isinstance(value, bytes) else (REPLY % value).encode()
    assert message(line, repeated.append) is not None
    return repeated


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ('"' + "x" * MOST_BYTES + '"', "has more than 8 MB"),
        ("[" + "[]," * MOST_CONTAINERS + "1]", "has more than 250,000 lists and objects"),
        ("[" * 300 + "]" * 300, "cannot be read: it nests more than 200 levels deep"),
        (b'"\xff"', "cannot be read: invalid unicode code point"),
        (r'"\ud800"', "cannot be read: unexpected end of hex escape"),
        ("9" * 5_000, "cannot be read: number out of range"),
        ("[NaN]", "has the value NaN, which JSON does not have"),
        ("-Infinity", "has the value -Infinity"),
        ("1e400", "has the number 1e400, which clients read as infinity"),
        ('{"b": 1', "cannot be read: EOF"),
    ],
)
def test_what_not_every_client_can_read_is_refused(value: str | bytes, why: str) -> None:
    """Provenance: ours."""
    with pytest.raises(UnreadableError, match=why):
        read(value)


@pytest.mark.parametrize(
    "value",
    [
        '"' + "x" * 100_000 + '"',
        "[" * 150 + "]" * 150,
        '"NaN, Infinity: NaN"',
        r'"\ud83d\ude00"',
        "1e300",
        "9" * 40,
    ],
)
def test_what_every_client_can_read_is_read(value: str) -> None:
    """Provenance: ours. The near misses."""
    assert read(value) == []


def test_a_key_that_one_object_has_twice_is_told() -> None:
    """Provenance: ours. Two objects may each have it."""
    assert read('{"b": 1, "c": {"b": 2}, "d": 3, "d": 4}') == ["d"]


@pytest.mark.parametrize(
    "line", [b"INFO started", b"", b"7", b"[]", b'{"level": "info"', b'{"level": "info"}']
)
def test_what_is_not_meant_as_a_message_is_none(line: bytes) -> None:
    """Provenance: ours. Logs on stdout are a finding of their own."""
    assert message(line, print) is None
