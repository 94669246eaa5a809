"""Values that are found again: their shape, their spellings, and that no two are the same."""

import re
from datetime import date, datetime
from uuid import UUID

import pytest

from pytest_mcp_contract.observe.upstream.leaves import Leaf, Scalar
from pytest_mcp_contract.observe.upstream.markers import Kind, Marker, Mint


def made(value: Scalar, key: str = "field", *, avoid: str = "") -> Marker:
    """The marker of one value."""
    marker = Mint(avoid).marker(Leaf((key,), value))
    assert marker is not None
    return marker


@pytest.mark.parametrize("value", [None, True, False, "", "  ", "---", "<br/>"])
def test_a_flag_nothing_and_an_empty_text_are_left_alone(value: Scalar) -> None:
    assert Mint("").marker(Leaf(("field",), value)) is None


def test_a_value_that_the_schema_fixes_is_left_alone() -> None:
    assert Mint("").marker(Leaf(("state",), "open", is_fixed=True)) is None


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("Crash when saving", r"Zq[a-z]{5}x when saving"),
        ("crash", r"zq[a-z]{5}x"),
        ("URGENT", r"ZQ[A-Z]{5}X"),
        ("`parse()` fails | on pipes", r"`zq[a-z]{5}x\(\)` fails \| on pipes"),
        ("<p>Hello <b>world</b></p>", r"<p>Zq[a-z]{5}x <b>world</b></p>"),
        ("&nbsp;See https://a.example now", r"&nbsp;Zq[a-z]{5}x https://a\.example now"),
        ("\u65e5\u672c\u8a9e text", r"zq[a-z]{5}x text"),
        ("user-1@example.com", r"user-[1-9]{9}@example\.com"),
        ("EX-1", r"EX-[1-9]{9}"),
        ("5b10ac8d82e05b22cc7d4ef5", r"5b[0-9a-f]{22}"),
        ("001000000000001AAA", r"00[1-9]{13}[A-Z]{3}"),
        ("401", r"[1-9]{9}"),
        ("-1500.00", r"-[1-9]{9}\.00"),
        ("https://api.example/items/7?x=1", r"https://api\.example/items/[1-9]{9}\?x=1"),
        ("https://files.example/a/screen.png", r"https://files\.example/a/zq[a-z]{5}x\.png"),
        ("https://example.com", r"https://example\.com/zq[a-z]{5}x"),
        ("/services/data/v60/sobjects/Account", r"/services/data/v60/sobjects/Zq[a-z]{5}x"),
        ("2026-03-04", r"2[2-9]\d\d-\d\d-\d\d"),
        ("2026-03-04T09:00:00.000+0000", r"2[2-9]\d\d-\d\d-\d\dT09:00:00\.000\+0000"),
        ("Tue, 24 Nov 2026 11:06:10 GMT", r"Tue, 24 Nov 2[2-9]\d\d 11:06:10 GMT"),
    ],
)
def test_a_marker_has_the_shape_of_what_was_recorded(value: str, shape: str) -> None:
    marked = made(value).value

    assert isinstance(marked, str)
    assert re.fullmatch(shape, marked)


def test_a_uuid_stays_one() -> None:
    marked = made("3f2b1c9a-45db-4bf4-9e99-ef0ff456d421").value

    assert UUID(str(marked)).version == 4


def test_numbers_keep_their_type_and_sign() -> None:
    assert re.fullmatch(r"[1-9]{9}", str(made(3).value))
    assert re.fullmatch(r"-[1-9]{9}", str(made(-3).value))
    assert re.fullmatch(r"[1-9]{9}\.5", str(made(3.25).value))
    assert re.fullmatch(r"[1-9]{9}\.0", str(made(3.0).value))


@pytest.mark.parametrize("value", [1_774_008_000, 1_774_008_000_000, "1774008000000"])
def test_seconds_of_our_days_are_a_date_unless_they_are_an_id(value: Scalar) -> None:
    assert made(value).kind is Kind.DATE
    assert len(str(made(value).value)) >= len(str(value))
    assert made(value, "user_id").kind is Kind.NUMBER


@pytest.mark.parametrize(
    "spelling",
    [
        "{day:%Y-%m-%d}",
        "{day:%Y-%m-%d} 09:00 UTC",
        "{day:%d.%m.%Y}",
        "{day:%m/%d/%Y}",
        "{day:%B} {day.day}, {day.year}",
        "{day.day} {day:%b} {day.year}",
        "{day:%b} {day.day}",
        "{day.day}th of nothing, or {day:%d %B}",
        "{day:%b. %d}",
        "{day:%Y%m%d}T0900",
        "{seconds}",
        "{seconds}000",
    ],
)
def test_a_date_is_found_in_the_usual_spellings(spelling: str) -> None:
    marker = made("2026-03-04T09:00:00Z")
    day = datetime.fromisoformat(str(marker.value))

    text = spelling.format(day=day, seconds=int(day.timestamp()))

    assert marker.found(f"- Updated: {text}, by ada")
    assert not marker.found("- Updated: 2026-03-04 09:00 UTC, by ada, 3 comments")


def test_a_day_of_the_recorded_text_is_no_spelling_without_its_year() -> None:
    """Provenance: ours. `Feb 3` may stand there anyway."""
    plain = made("2026-03-04")
    day = date.fromisoformat(str(plain.value))

    marker = made("2026-03-04", avoid=f"{day:%b} {day.day}")

    assert str(marker.value)[5:] == str(plain.value)[5:]
    assert plain.found(f"since {day:%b} {day.day}")
    assert not marker.found(f"since {day:%b} {day.day}")


@pytest.mark.parametrize("separated", ["{:,}", "{:_}", "{}"])
def test_a_number_is_found_with_and_without_separators(separated: str) -> None:
    marker = made(12)
    assert isinstance(marker.value, int)
    text = separated.format(marker.value)

    assert marker.found(f"{text} items")
    assert marker.found(f"EUR {text.replace(',', '.')}")
    assert not marker.found(f"1{text}")


def test_a_number_is_found_as_cents_and_as_a_size() -> None:
    marker = made(12)
    assert isinstance(marker.value, int)

    assert marker.found(f"USD {marker.value / 100:,.2f}")
    assert marker.found(f"{marker.value / 1e6:.1f} MB")
    assert marker.found(f"{marker.value / 1024**2:.0f} MiB")
    assert not marker.found(f"{marker.value / 1e6:.1f} percent")


def test_a_text_is_found_in_any_case_and_by_its_beginning_middle_or_end() -> None:
    marker = made("word " * 100)
    text = str(marker.value)

    assert all(marker.found(part) for part in (text.upper(), text[:60], text[-60:], text[200:320]))
    assert not marker.found(text[60:100])


def test_a_long_id_is_found_by_its_beginning() -> None:
    marker = made("5b10ac8d82e05b22cc7d4ef5a0b1c2d3e4f5a6b7")

    assert marker.found(f"commit {str(marker.value)[:10]} by ada")
    assert not marker.found(f"commit {str(marker.value)[:5]}")


@pytest.mark.parametrize(
    ("text", "is_verbatim"),
    [
        ("- Node: {}", True),
        ('after="{}"', True),
        ("| {} | x |", True),
        ("<{}>", True),
        ("https://acme.example/items/{}", False),
        ("[{}x]", False),
        ("x{}", False),
    ],
)
def test_a_part_of_a_link_or_word_is_not_verbatim(text: str, is_verbatim: bool) -> None:
    marker = made("node_77aB")

    assert bool(marker.verbatim(text.format(marker.value))) is is_verbatim


def test_a_link_is_verbatim_only_as_a_whole() -> None:
    marker = made("https://api.example/items/7")

    assert marker.verbatim(f"- Link: {marker.value}")
    assert marker.verbatim(f"See {marker.value}.")
    assert not marker.verbatim(f"- Link: {marker.value}/comments")
    assert not marker.verbatim(f"- Link: {marker.value}?x=1")


def test_no_two_markers_are_the_same_and_each_run_makes_the_same() -> None:
    values: list[Scalar] = ["word", "EX-1", 7, "2026-03-04", "https://a.example/x"]

    def run() -> list[str]:
        mint = Mint("")
        made = (mint.marker(Leaf((f"field {i}",), values[i % 5])) for i in range(400))
        return [str(marker.value) for marker in made if marker]

    assert len(run()) == len(set(run())) == 400
    assert run() == run()


def test_an_id_is_the_same_wherever_it_names_something() -> None:
    """Provenance: ours. A renderer that joins two answers by it still can."""
    mint = Mint("")

    ids = {mint.marker(Leaf(path, 77)) for path in (("owner_id",), ("users", 0, "id"), ("parentId",))}

    assert len({marker.value for marker in ids if marker}) == 1
    assert mint.marker(Leaf(("size",), 77)) not in ids


def test_an_encoded_text_is_opaque() -> None:
    """Provenance: ours. What reaches the model of it is what it encodes."""
    assert made("SGVsbG8gd29ybGQ" * 8).is_opaque
    assert not made("Hello world. " * 20).is_opaque
