"""The statements of a TOML text."""

import pytest

from pytest_mcp_contract.discover.statements import MOST_LINES, BadStatement, Statement, statements


@pytest.mark.parametrize(
    ("text", "keys", "value"),
    [
        ("a = 1", ("a",), 1),
        ("a.b . c = 1", ("a", "b", "c"), 1),
        ('"a=b".c = "d=e"', ("a=b", "c"), "d=e"),
        ("'a.b' = {c = 1}", ("a.b",), {"c": 1}),
        ("\ta = [\n1,\n# ]\n2,\n]", ("a",), [1, 2]),
        ('a = """\n[b]\nc = 1\n"""', ("a",), "[b]\nc = 1\n"),
        ("a = '''\n[b]'''", ("a",), "[b]"),
    ],
)
def test_a_pair_is_the_shortest_run_that_parses(text: str, keys: tuple[str, ...], value: object) -> None:
    """Provenance: ours."""
    found = list(statements(f"# comment\n\n{text}\nz = 0"))

    assert found == [
        Statement(3, "pair", keys, value),
        Statement(4 + text.count("\n"), "pair", ("z",), 0),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "keys"),
    [
        ("[a]", "table", ("a",)),
        ("  [ a . 'b.c' ] # d", "table", ("a", "b.c")),
        ("[[a.b]]", "element", ("a", "b")),
    ],
)
def test_a_header_names_its_table(text: str, kind: str, keys: tuple[str, ...]) -> None:
    """Provenance: ours."""
    (found,) = statements(text)

    assert isinstance(found, Statement)
    assert (found.kind, found.keys) == (kind, keys)


def test_a_run_is_given_up_after_the_most_lines() -> None:
    """Provenance: ours. The bracket is reported where it opens, and the next statement is read."""
    text = "a = [\n" + "1,\n" * (MOST_LINES + 5) + "b = 2\n"

    bad, good = statements(text)

    assert isinstance(bad, BadStatement)
    assert (bad.line, bad.key) == (1, "a")
    assert good == Statement(MOST_LINES + 7, "pair", ("b",), 2)


def test_a_long_list_within_the_most_lines_is_one_pair() -> None:
    """Provenance: ours."""
    text = "a = [\n" + "1,\n" * (MOST_LINES - 2) + "]\n"

    assert list(statements(text)) == [Statement(1, "pair", ("a",), [1] * (MOST_LINES - 2))]
