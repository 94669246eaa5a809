"""Property values, as they are shown, compared and sent."""

from datetime import datetime

import pytest

from pytest_mcp_contract.reference.servers.hubspot.values import (
    epoch_milliseconds,
    hubspot_moment,
    note_html,
    sent,
    shown,
)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("createdate", "2026-03-02T09:00:00.123Z", "2026-03-02 09:00 UTC"),
        ("closedate", "2026-03-02T09:00:00+02:00", "2026-03-02 07:00 UTC"),
        ("closedate", "2026-03-31", "2026-03-31"),
        ("closedate", "2026-13-45T09:00:00Z", "2026-13-45T09:00:00Z"),
        ("closedate", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("amount", " 1500.00 ", "1500.00"),
        ("phone", None, ""),
        (
            "hs_note_body",
            "<p>One &amp; two</p><div>three<br/>four <b>5</b></div> 1 < 2",
            "One & two\nthree\nfour 5\n 1 < 2",
        ),
        ("jobtitle", "<b>Boss</b>", "<b>Boss</b>"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(name: str, value: str | None, text: str) -> None:
    """Provenance: ours."""
    assert shown(name, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (1500.0, "1500"),
        (1750.5, "1750.5"),
        (7, "7"),
        ("x", "x"),
        (None, ""),
    ],
)
def test_a_value_is_sent_as_a_text(value: str | bool | int | float | None, text: str) -> None:
    """Provenance: ours. `True` and `None` would be read as words."""
    assert sent(value) == text


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("2026-03-31", "1774915200000"),
        ("2026-03-31T09:00:00.500Z", "1774947600500"),
        ("1500", "1500"),
        ("2026-02-30", "2026-02-30"),
        ("soon", "soon"),
    ],
)
def test_a_moment_is_compared_as_milliseconds(text: str, compared: str) -> None:
    """Provenance: ours."""
    assert epoch_milliseconds(text) == compared


def test_a_note_is_plain_text() -> None:
    """Provenance: ours. HubSpot reads the body of a note as HTML."""
    body = note_html("a < b & c\r\n<img src=x>\nend")

    assert body == "a &lt; b &amp; c<br>&lt;img src=x&gt;<br>end"
    assert shown("hs_note_body", body) == "a < b & c\n<img src=x>\nend"


def test_a_moment_is_sent_in_utc() -> None:
    """Provenance: ours."""
    assert hubspot_moment(datetime.fromisoformat("2026-03-10T16:30:00+02:00")) == "2026-03-10T14:30:00.000Z"
    assert hubspot_moment(datetime.fromisoformat("0001-01-01T00:00:00+14:00")).startswith("0001-01-01T00")
