"""What all servers share to show texts of strangers as Markdown."""

import pytest

from pytest_mcp_contract.reference.markdown import fenced


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        (" \n\r\n", 10, ""),
        ("a\r\nb\r", 10, "```markdown\na\nb\n```"),
        ("```\na\n```", 20, "````markdown\n```\na\n```\n````"),
        (
            "abcdef",
            4,
            "```markdown\nabcd\n```\n\n"
            "The text above is cut after 4 of 6 characters; read the rest at a link.",
        ),
    ],
    ids=["blank", "other ends of lines", "a fence inside", "too long"],
)
def test_a_text_stands_in_a_fence_that_it_cannot_end(text: str, limit: int, shown: str) -> None:
    """Provenance: CommonMark 4.5."""
    assert fenced(text, limit=limit, rest_at="a link") == shown
