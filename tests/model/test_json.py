"""Places in JSON, short spellings of it, and names that can be carried everywhere."""

import pytest

from pytest_mcp_contract.model import JSON, brief, each_text, plain_name, pointer


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ((), ""),
        (("a", 0), "/a/0"),
        (("",), "/"),
        (("a/b", "m~n"), "/a~1b/m~0n"),
        (("~1",), "/~01"),
    ],
)
def test_a_place_is_written_as_a_json_pointer(parts: tuple[str | int, ...], place: str) -> None:
    """Provenance: RFC 6901, 5."""
    assert pointer(*parts) == place


@pytest.mark.parametrize(
    ("length", "text"),
    [(57, '"' + "x" * 57 + '"'), (58, '"' + "x" * 58 + '"'), (59, '"' + "x" * 58 + "…")],
)
def test_a_value_is_cut_where_it_is_longer_than_the_line(length: int, text: str) -> None:
    """Provenance: ours. Sixty characters fit, the mark of the cut among them."""
    assert brief("x" * length) == text
    assert len(text) <= 60


def test_a_value_is_spelled_for_people() -> None:
    """Provenance: ours. Letters stay letters, and what is no JSON is shown as its text."""
    assert brief({"ü": None}) == '{"ü": null}'
    assert brief(b"x") == "\"b'x'\""
    assert brief("abcdef", width=5) == '"abc…'


@pytest.mark.parametrize(
    ("names", "changed"),
    [
        (True, {"A": ["B", {"C": "D"}, 1, None, True]}),
        (False, {"a": ["B", {"c": "D"}, 1, None, True]}),
    ],
)
def test_every_text_is_changed_and_names_where_they_are_meant(names: bool, changed: JSON) -> None:
    """Provenance: ours."""
    assert each_text({"a": ["b", {"c": "d"}, 1, None, True]}, str.upper, names=names) == changed


def test_names_are_changed_too_unless_they_are_to_stay() -> None:
    """Provenance: ours. What hides secrets must not pass over a key."""
    assert each_text({"a": "b"}, str.upper) == {"A": "B"}


@pytest.mark.parametrize("name", ["get_issue", "a", "-x", "_", "A.b-c_9"])
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    """Provenance: ours."""
    assert plain_name(name) == name
    assert plain_name(name, ["other"]) == name


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("a[1]", "a-1-419b"),
        (".hidden", "hidden-1692"),
        ("a::b/c", "a-b-c-38d4"),
        ("", "-e3b0"),
    ],
)
def test_another_name_is_spelled_plainly_with_a_mark_of_its_own(name: str, spelled: str) -> None:
    """Provenance: ours. The four digits keep two names apart that are spelled alike."""
    assert plain_name(name) == spelled


def test_a_plain_name_that_is_taken_gets_a_mark_too() -> None:
    """Provenance: ours."""
    assert plain_name("a", ["a", "b"]) == "a-ca97"
