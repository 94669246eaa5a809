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


SPELLED: dict[str, str] = {
    "a.c$": r"a.c\Z",
    "^(?<y>a)(b|c)$": r"^(?P<y>a)(b|c)\Z",
    r"\k<y>": "",
    r"^(?<y>a)\k<y>": r"^(?P<y>a)(?P=y)",
    r"[\b]\b\B": r"[\x08]\b\B",
    r"\A\Z\z": r"\A\Z\Z",
    r"[\A]": "[A]",
    r"\0[\0]": r"\x00[\x00]",
    r"\d\w\s": r"[0-9][A-Za-z0-9_][ \t\n\r\f\v\u00a0]",
    r"[\d\w\s]": r"[0-9A-Za-z0-9_ \t\n\r\f\v\u00a0]",
    r"\D\W\S": r"\D\W\S",
    r"\n\r\t\f\v": r"\n\r\t\f\v",
    r"\cJ\cj": "\\\n\\\n",
    r"\x41\u0042\u{43}": r"\U00000041\U00000042\U00000043",
    r"\ud83d\ude00": r"\U0001f600",
    r"\ud800\udc00": r"\U00010000",
    r"\udbff\udfff": r"\U0010ffff",
    r"\u{10FFFF}": r"\U0010ffff",
    "[]": "(?!)",
    "[^]": r"[\s\S]",
    "[^a^]": r"[^a\^]",
    "[a-z]": "[a-z]",
    "[a-]": r"[a\-]",
    "[-a]": r"[\-a]",
    r"[\d-a]": r"[0-9\-a]",
    r"[a-\d]": r"[a\-0-9]",
    r"[\D-a]": r"[\D\-a]",
    r"[a-\x41]": "",
    r"[\x41-z]": r"[\U00000041-z]",
    "[+--]": r"[+-\-]",
    "[~&|[]": r"[\~\&\|\[]",
    "{": r"\{",
    "a#b": r"a\#b",
    "(?:a)(?=b)(?!c)": "(?:a)(?=b)(?!c)",
    "(?<=a)(?<!b)": "(?<=a)(?<!b)",
    "(?i)a": "(?i)a",
    "(?i:a)": "(?i:a)",
    "(?i-m:a)": "(?i-m:a)",
    "a*?b+?c??d{2}e{2,}f{2,3}": "a*?b+?c??d{2}e{2,}f{2,3}",
    r"\p{Nope}": "",
    r"\u{110000}": "",
    r"\udc00": "",
    r"\ud800a": "",
    "a\\": "",
    "+a": "",
    "a(b": "",
    "a|)": "",
}


@pytest.mark.parametrize(("pattern", "spelled"), SPELLED.items())
def test_a_pattern_is_spelled_as_python_reads_it(pattern: str, spelled: str) -> None:
    """Provenance: ours. What is empty here cannot be said."""
    if spelled:
        assert str(translated(pattern)) == spelled
        return
    with pytest.raises(UntranslatableError):
        translated(pattern)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a)", "unbalanced parenthesis"),
        ("(a", "unbalanced parenthesis"),
        ("[a", "unterminated character set"),
        ("?", "nothing to repeat"),
        ("a\\", "a backslash at the end"),
        ("\\ud800", "half of a surrogate pair"),
        ("\\p{Nope}", "the property `Nope`"),
        ("a(?i)b", "flags `(?i)` that are not at the start"),
    ],
)
def test_what_cannot_be_said_is_named(pattern: str, why: str) -> None:
    """Provenance: ours."""
    with pytest.raises(UntranslatableError) as told:
        translated(pattern)

    assert str(told.value) == why


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("^ab*$", [("^", 1, 1, False), ("a", 1, 1, True), ("b", 0, None, True), (r"\Z", 1, 1, False)]),
        ("a+b?", [("a", 1, None, True), ("b", 0, 1, True)]),
        ("a{2}b{2,}c{2,3}", [("a", 2, 2, True), ("b", 2, None, True), ("c", 2, 3, True)]),
        ("[ab]+?", [("[ab]", 1, None, True)]),
        (r"(ab)\b", [("(ab)", 1, 1, False), (r"\b", 1, 1, False)]),
        (r"\B\A\d", [(r"\B", 1, 1, False), (r"\A", 1, 1, False), ("[0-9]", 1, 1, True)]),
        ("(a){3}", [("(a)", 3, 3, False)]),
        ("a|b", [("a", 1, 1, True), ("|", 1, 1, False), ("b", 1, 1, True)]),
    ],
)
def test_the_terms_of_a_pattern_say_how_often_they_may_stand(
    pattern: str, pieces: list[tuple[str, int, int | None, bool]]
) -> None:
    """Provenance: ours."""
    found = translated(pattern)

    assert [(one.atom, one.least, one.most, one.is_one_character) for one in found.pieces] == pieces
    assert found.has_choice == ("|" in pattern)


@pytest.mark.parametrize(
    ("pattern", "from_start", "to_end", "body"),
    [
        ("^a$", True, True, "a"),
        ("^a", True, False, "a"),
        ("a$", False, True, "a"),
        ("a", False, False, "a"),
        ("^", True, False, ""),
        ("", False, False, ""),
        ("^a|b$", False, False, r"^a|b\Z"),
    ],
)
def test_a_pattern_has_anchors_or_none(pattern: str, from_start: bool, to_end: bool, body: str) -> None:
    """Provenance: ours. Those of one alternative are none of the whole."""
    found = translated(pattern)

    assert (found.from_start, found.to_end, "".join(map(str, found.body))) == (from_start, to_end, body)


@pytest.mark.parametrize(
    ("pattern", "least", "most", "narrowed"),
    [
        ("^a+$", 3, 5, r"^a{3,5}\Z"),
        ("^a+$", 0, None, r"^a{1,}\Z"),
        ("^a+$", 0, 4, r"^a{1,4}\Z"),
        ("^ab*$", 3, 3, r"^ab{2,2}\Z"),
        ("^a?b*$", 2, 4, r"^a{1,1}b{1,3}\Z"),
        ("^a{1,3}b{0,9}$", 5, 6, r"^a{3,3}b{2,3}\Z"),
        ("^a{1,3}b$", 0, 2, r"^a{1,1}b\Z"),
        ("ab", 2, 4, r"^[\s\S]{0,2}ab[\s\S]{0,0}\Z"),
        ("^ab", 4, None, r"^ab[\s\S]{2,}\Z"),
        ("ab$", 0, 2, r"^[\s\S]{0,0}ab\Z"),
        ("^abc$", 3, 3, r"^abc\Z"),
        ("^abc$", 0, 2, None),
        ("^abc$", 4, None, None),
        ("^a{2,3}$", 4, 9, None),
        ("^a+$", 5, 4, None),
        ("^(ab)+$", 2, 4, None),
        ("^a|b$", 0, 4, None),
    ],
)
def test_a_pattern_is_narrowed_term_by_term(
    pattern: str, least: int, most: int | None, narrowed: str | None
) -> None:
    """Provenance: ours."""
    found = within(translated(pattern), least, most)

    assert (None if found is None else str(found)) == narrowed


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["^a"], "^a"),
        (["b", "^a"], r"^(?:a)[\s\S]*(?:b)[\s\S]*"),
        (["c$", "b"], r"^(?:b)[\s\S]*(?:c)\Z"),
        (["d$", "c", "^a", "b"], r"^(?:a)[\s\S]*(?:c)[\s\S]*(?:b)[\s\S]*(?:d)\Z"),
        (["^a$", "b"], r"^a\Z"),
        (["^a", "^b"], r"^(?:a)[\s\S]*"),
        (["a$", "b$"], r"^(?:a)\Z"),
    ],
)
def test_several_patterns_are_put_in_a_row(patterns: list[str], expected: str) -> None:
    """Provenance: ours."""
    assert str(joined([translated(each) for each in patterns])) == expected


@pytest.mark.parametrize(
    ("name", "has", "has_not"),
    [
        ("L", "aÄжא中ひ", "1 ."),
        ("Letter", "a", "1"),
        ("alphabetic", "a", "1"),
        ("alpha", "a", "1"),
        ("Lu", "AÄ", "a1"),
        ("Uppercase", "A", "a"),
        ("uppercase_letter", "A", "a"),
        ("Ll", "aä", "A1"),
        ("lowercase", "a", "A"),
        ("lowercase_letter", "a", "A"),
        ("N", "1½", "a"),
        ("number", "1", "a"),
        ("Nd", "1", "½a"),
        ("decimal_number", "1", "a"),
        ("digit", "1", "a"),
        ("punctuation", ".-", "a+"),
        ("punct", ".-", "a+"),
        ("symbol", "+$", "a."),
        ("separator", " ", "a"),
        ("space_separator", " ", "a"),
        ("General_Category=Lu", "A", "a"),
        ("gc=Nd", "1", "a"),
        ("Script=Latin", "aÄ", "ж1"),
        ("sc=Cyrillic", "ж", "a"),
        ("Script_Extensions=Greek", "λ", "a"),
        ("scx=Hebrew", "א", "a"),
        ("Arabic", "ع", "a"),
        ("hiragana", "ひ", "中"),
        ("Han", "中", "ひ"),
        ("latin", "a", "ж"),
    ],
)
def test_a_property_holds_the_characters_that_have_it(name: str, has: str, has_not: str) -> None:
    """Provenance: ours. Its opposite holds the others, in a set and alone."""
    of, without = re.compile(str(translated(rf"^\p{{{name}}}$"))), str(translated(rf"^\P{{{name}}}$"))
    in_set = re.compile(str(translated(rf"^[_\p{{{name}}}]$")))

    assert [char for char in has + has_not if of.search(char)] == list(has)
    assert [char for char in has + has_not if in_set.search(char)] == list(has)
    assert [char for char in has + has_not if re.search(without, char)] == list(has_not)
    assert re.search(str(translated(rf"^\p{{^{name}}}$")), has_not[0])
