"""Changes as a person and as a machine reads them."""

import json

import pytest

from pytest_mcp_contract.model import Impact
from pytest_mcp_contract.report.differences import Difference, as_json, as_markdown, as_text, fails

NARROWED = Difference(
    "MCP502",
    Impact.BREAKING,
    "github",
    "get_issue",
    "/inputSchema",
    "refuses what it took",
    {"state": "all"},
    True,
)
ADDED = Difference("MCP511", Impact.ADDITIVE, "github", "close_issue", "", "is new")
LOWERED = Difference("MCP531", Impact.SECURITY, "jira", "delete_issue", "", "no longer asks")


def test_what_matters_most_comes_first() -> None:
    """Provenance: ours."""
    text = as_text([ADDED, NARROWED, LOWERED])

    assert text.index("security (1)") < text.index("breaking (1)") < text.index("additive (1)")
    assert '{"state": "all"}' in text


def test_the_machine_gets_every_key() -> None:
    """Provenance: the format of `diff`, which others read."""
    rows = json.loads(as_json([ADDED, NARROWED]))

    assert rows[0] == {
        "code": "MCP502",
        "severity": "breaking",
        "server": "github",
        "tool": "get_issue",
        "at": "/inputSchema",
        "why": "refuses what it took",
        "witness": {"state": "all"},
    }
    assert rows[1]["witness"] is None


def test_no_change_is_an_empty_list() -> None:
    """Provenance: the format of `diff`."""
    assert json.loads(as_json([])) == []
    assert as_text([]) == "no change\n"


@pytest.mark.parametrize(("one", "failing"), [(NARROWED, True), (LOWERED, True), (ADDED, False)])
def test_only_what_somebody_has_to_accept_fails(one: Difference, failing: bool) -> None:
    """Provenance: ours."""
    assert fails([one]) is failing


def test_a_text_of_a_server_breaks_no_table() -> None:
    """Provenance: ours. What a server writes stands in a comment that others read."""
    row = as_markdown(
        [Difference("MCP521", Impact.BEHAVIOUR, "a|b", "c", "", "says `x` | <img src=x>\nmore")]
    )

    assert "| `a\\|b.c` | MCP521 | says 'x' \\| &lt;img src=x> |" in row


def test_a_comment_shows_the_witness_below_the_reason() -> None:
    """Provenance: ours."""
    text = as_markdown([ADDED, NARROWED])

    assert text.startswith("**MCP servers have changed: 1 breaking, 1 additive**\n\n### Breaking\n")
    assert '| `github.get_issue` | MCP502 | refuses what it took<br>`{"state": "all"}` |\n' in text
    assert "| `github.close_issue` | MCP511 | is new |\n" in text
    assert as_markdown([]) == "No MCP server has changed against what was agreed on.\n"
