"""Merged statements are what the TOML parser makes of the whole text."""

import tomllib
from pathlib import Path

import pytest

from pytest_mcp_contract.discover.merge import Merged
from pytest_mcp_contract.discover.statements import statements


@pytest.mark.parametrize(
    "text",
    [
        Path(__file__).with_name("every_key.toml").read_text("utf-8"),
        "[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\nz = 3\n",
        "[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[a.c]\nz = 1\n[[a]]\n[[a.b]]\ny = 3\n[a.c]\nz = 2\n",
        "a.b.c = 1\na.b.d = 2\na.e = {f.g = 3, h = [{i = 1}, 2]}\n",
        '"" = 1\n[" "]\n"" = 2\n',
        "",
    ],
)
def test_sound_text_merges_into_what_the_parser_reads(text: str) -> None:
    """Provenance: ours. The whole parser is the oracle for the pieces."""
    merged = Merged(statements(text))

    assert merged.tree == tomllib.loads(text)
    assert merged.problems == []


@pytest.mark.parametrize(
    ("text", "kept", "lines"),
    [
        ("a = 1\na = 2\nb = 3\n", {"a": 1, "b": 3}, "1 and 2"),
        ("a = 1\na.b = 2\n", {"a": 1}, "1 and 2"),
        ("a.b = 1\na = 2\n", {"a": {"b": 1}}, "1 and 2"),
        ("[a]\n[[a]]\nx = 1\n[b]\n", {"a": {}, "b": {}}, "1 and 2"),
        ("[[a]]\nx = 1\n[a]\ny = 1\n[b]\n", {"a": [{"x": 1}], "b": {}}, "1 and 3"),
        ("a = []\n[[a]]\nx = 1\n[b]\n", {"a": [], "b": {}}, "1 and 2"),
        ("a = 1\n[a.b]\nx = 1\n[c]\n", {"a": 1, "c": {}}, "1 and 2"),
        ("[x]\n[[x.a]]\n[x]\na.b = 1\n", {"x": {"a": [{}]}}, "1 and 3"),
    ],
)
def test_of_two_statements_for_one_key_the_first_is_kept(
    text: str, kept: dict[str, object], lines: str
) -> None:
    """Provenance: ours."""
    merged = Merged(statements(text))

    assert merged.tree == kept
    (problem,) = merged.problems
    assert problem.what.endswith(f"is written twice, on lines {lines}")
