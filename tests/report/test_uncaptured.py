"""Printed text without secrets, also where pytest captures nothing."""

import sys

import pytest

from pytest_mcp_contract.report.uncaptured import redacting


@pytest.fixture
def hidden() -> str:
    return "s3cret"


def test_a_secret_is_hidden_in_what_is_printed(capsys: pytest.CaptureFixture[str], hidden: str) -> None:
    """Provenance: ours. Also where it comes in pieces, and at the end of a line that is never ended."""
    undo = redacting(lambda text: text.replace(hidden, "REDACTED"))

    sys.stdout.write("the to")
    sys.stdout.write("ken is s3c")
    sys.stdout.write("ret\nkept\n")
    sys.stderr.write("last: s3cret")
    undo()
    sys.stdout.write("s3cret is as before\n")

    told = capsys.readouterr()
    assert told.out == "the token is REDACTED\nkept\ns3cret is as before\n"
    assert told.err == "last: REDACTED"


def test_all_else_of_the_stream_is_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. Libraries ask for the encoding, and whether it is a terminal."""
    before = sys.stdout
    undo = redacting(str)
    asked = sys.stdout.encoding, sys.stdout.isatty()
    undo()

    assert asked == (before.encoding, before.isatty())
    assert sys.stdout is before
