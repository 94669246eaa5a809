"""Patterns of ECMA-262 as Python's `re` writes them."""

import re
from itertools import product

import jsonschema_rs
import pytest

from pytest_mcp_contract.fuzz.patterns import UntranslatableError, joined, translated, within


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^a$", "a"),
        ("^\\/$", "/"),
        ("^(?<year>\\d{4})$", "2024"),
        ("^\\u{1F600}$", "😀"),
        ("^\\u0041\\x42$", "AB"),
        ("^\\cA$", "\x01"),
        ("^\\uE000$", "\ue000"),
        ("^\\uD7FF$", "\ud7ff"),
        ("^[[a]$", "["),
        ("^[a&&b]+$", "a&b"),
        ("^[\\w.-]+$", "a-b.c"),
        ("^[-a]+$", "-a"),
        ("^[\\da-f]+$", "7c"),
        ("^[a-c-e]+$", "b-e"),
        ("^\\_$", "_"),
        ("^[\\-\\]]+$", "-]"),
        ("^\\p{Lu}\\p{L}+$", "Élan"),
        ("^\\p{Script=Greek}$", "\u03b1"),
        ("^[^\\p{L}]$", "1"),
        ("^\\P{L}$", "1"),
        ("^(?:a|b){2,3}?$", "ab"),
        ("^(?=a)(?!ab)a$", "a"),
        ("(?<=a)b", "ab"),
        ("^(a)\\1$", "aa"),
    ],
)
def test_a_translation_matches_what_the_validator_matches(pattern: str, text: str) -> None:
    """Provenance: ours."""
    assert jsonschema_rs.is_valid({"pattern": pattern}, text)
    assert re.search(str(translated(pattern)), text)


@pytest.mark.parametrize(
    ("pattern", "text"), [("^a$", "a\n"), ("^\\d$", "٣"), ("^\\w$", "é"), ("^[^\\p{L}]$", "é")]
)
def test_a_translation_matches_no_more(pattern: str, text: str) -> None:
    """Provenance: ours. Python's `$` also matches before a line break, its `\\d` any script's digits."""
    assert not jsonschema_rs.is_valid({"pattern": pattern}, text)
    assert not re.search(str(translated(pattern)), text)


@pytest.mark.parametrize(
    "pattern", ["(?<=a+)b", "\\p{Script=Klingon}", "\\ud83d", "a(?i)b", "(", ")", "a**", "["]
)
def test_what_python_cannot_say_is_refused(pattern: str) -> None:
    """Provenance: ours."""
    with pytest.raises(UntranslatableError):
        translated(pattern)


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("^[a-z]+$", 3, 5),
        ("^a?b*$", 2, 2),
        ("^a?b?$", 2, 2),
        ("foo", 0, 5),
        ("^x[0-9]{2,9}$", 5, 6),
        ("a$", 4, None),
    ],
)
def test_lengths_narrow_a_pattern(pattern: str, least: int, most: int | None) -> None:
    """Provenance: ours. What matches the narrowed pattern matches the whole one, too."""
    narrowed = within(translated(pattern), least, most)

    assert narrowed is not None
    for length in range(12):
        for text in ("a" * length, "x" + "1" * (length - 1), "b" * length, "foo".ljust(length, "o")):
            if re.search(str(narrowed), text):
                assert re.search(pattern, text)
                assert least <= len(text)
                assert most is None or len(text) <= most


@pytest.mark.parametrize(("pattern", "least", "most"), [("^abc$", 4, 5), ("^(?:ab)+$", 2, 4), ("a|b", 1, 2)])
def test_lengths_that_cannot_be_read_off_are_left_to_the_filter(pattern: str, least: int, most: int) -> None:
    """Provenance: ours."""
    assert within(translated(pattern), least, most) is None


def test_a_joined_pattern_matches_all() -> None:
    """Provenance: ours."""
    pattern = joined([translated(each) for each in ("^ab", "c", "d$")])

    assert re.search(str(pattern), "ab-c-d")
    assert not re.search(str(pattern), "ab-d")


@pytest.mark.parametrize("pattern", ["^a?b*$", "^a*b*$", "^a+b{0,2}a*$", "a", "^a{2,}b?$"])
@pytest.mark.parametrize(("least", "most"), [(0, 3), (2, 3), (3, 3), (4, None)])
def test_a_narrowed_pattern_matches_no_other_length(pattern: str, least: int, most: int | None) -> None:
    """Provenance: ours. Every text of two letters, up to one that is too long."""
    whole = translated(pattern)
    narrowed = within(whole, least, most)
    texts = ["".join(letters) for length in range(7) for letters in product("ab", repeat=length)]

    assert narrowed is not None
    matched = [text for text in texts if re.search(str(narrowed), text)]
    assert matched
    assert all(re.search(str(whole), text) for text in matched)
    assert {len(text) for text in matched} <= set(range(least, (most if most is not None else 6) + 1))
