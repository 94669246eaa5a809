"""The value of every type of property, and rich text, as one line."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion import property_text
from pytest_mcp_contract.reference.servers.notion.property_text import title_of, value_text
from pytest_mcp_contract.reference.servers.notion.rich_text import markdown, plain
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyValue
from pytest_mcp_contract.reference.servers.notion.schemas_text import RichText

ANNA: JSON = {"object": "user", "id": "u1", "name": "Anna"}
PARTIAL: JSON = {"object": "user", "id": "u2"}
DAY: JSON = {"start": "2026-03-02", "end": None, "time_zone": None}
VALUES: dict[str, list[tuple[JSON, str]]] = {
    "title": [([{"plain_text": "A "}, {"plain_text": "title"}], "A title"), ([], "")],
    "rich_text": [([{"plain_text": "one\ntwo"}], "one two"), ([], ""), (None, "")],
    "number": [(84.0, "84"), (42.2, "42.2"), (0, "0"), (None, ""), (-3, "-3")],
    "checkbox": [(True, "yes"), (False, "no"), (None, "")],
    "select": [({"name": "Low"}, "Low"), (None, "")],
    "status": [({"name": "Done"}, "Done"), (None, "")],
    "multi_select": [([{"name": "a"}, {"name": "b"}], "a, b"), ([], ""), (None, "")],
    "date": [(DAY, "2026-03-02"), (None, "")],
    "url": [("https://example.com", "https://example.com"), (None, "")],
    "email": [("a@example.com", "a@example.com"), (None, "")],
    "phone_number": [("+1 555", "+1 555"), (None, "")],
    "people": [([ANNA, PARTIAL], "Anna, user u2"), ([], "")],
    "files": [
        (
            [{"name": "plan.pdf", "type": "file", "file": {"url": "https://s3/x?X-Amz-Signature=1"}}],
            "plan.pdf",
        ),
        ([{"type": "external", "external": {"url": "https://example.com/a.png"}}], "a.png"),
        ([{}], "file without a name"),
    ],
    "relation": [([{"id": "p1"}, {"id": "p2"}], "p1, p2"), ([], "")],
    "created_time": [("2026-03-02T09:00:00.000Z", "2026-03-02 09:00 UTC")],
    "last_edited_time": [("2026-03-02T09:00:00.000Z", "2026-03-02 09:00 UTC")],
    "created_by": [(ANNA, "Anna"), (PARTIAL, "user u2")],
    "last_edited_by": [(PARTIAL, "user u2")],
    "unique_id": [
        ({"prefix": None, "number": 7}, "7"),
        ({"prefix": "OPS", "number": 7}, "OPS-7"),
        (None, ""),
    ],
    "verification": [({"state": "verified", "verified_by": ANNA}, "verified by Anna"), (None, "")],
    "place": [({"name": "Office", "address": None, "lat": 1.5, "lon": 2.0}, "Office, at 1.5, 2"), (None, "")],
    "button": [({}, "")],
    "formula": [
        ({"type": "string", "string": "x"}, "x"),
        ({"type": "string", "string": None}, ""),
        ({"type": "number", "number": 2.0}, "2"),
        ({"type": "boolean", "boolean": False}, "no"),
        ({"type": "date", "date": DAY}, "2026-03-02"),
        ({"type": "matrix"}, "(a result of the type matrix, which is not shown here)"),
        (None, ""),
    ],
    "rollup": [
        ({"type": "number", "number": 3}, "3"),
        ({"type": "date", "date": None}, ""),
        (
            {"type": "array", "array": [{"type": "number", "number": 1}, {"type": "number", "number": 2}]},
            "1, 2",
        ),
        ({"type": "array", "array": []}, ""),
        ({"type": "incomplete"}, "(Notion has not computed all of it)"),
        ({"type": "unsupported"}, "(a result of the type unsupported, which is not shown here)"),
        (None, ""),
    ],
}
CASES = [(kind, value, text) for kind, cases in VALUES.items() for value, text in cases]


def test_every_known_type_is_tried() -> None:
    """Provenance: ours. A type that is added without a row here fails."""
    assert set(VALUES) == {*property_text._TEXTS, *property_text._NESTED}


@pytest.mark.parametrize(("kind", "value", "text"), CASES)
def test_a_value_is_shown_as(kind: str, value: JSON, text: str) -> None:
    """Provenance: https://developers.notion.com/reference/page-property-values, and Part B."""
    assert value_text(PropertyValue.model_validate({"id": "x", "type": kind, kind: value})) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"hologram": {"depth": 3}}, "(hologram: not shown here)"),
        ({"hologram": {"name": "Deep"}}, "(hologram) Deep"),
        ({}, "(hologram: not shown here)"),
    ],
)
def test_an_unknown_type_is_named(value: dict[str, JSON], text: str) -> None:
    """Provenance: Part B. `place`, `button` and `verification` were new once."""
    assert value_text(PropertyValue.model_validate({"type": "hologram", **value})) == text


def test_a_property_of_a_page_that_may_not_be_seen_is_empty() -> None:
    """Provenance: Part B. Partial answers have no type."""
    assert value_text(PropertyValue.model_validate({"id": "x"})) == ""


def test_relations_that_are_cut_say_so() -> None:
    """Provenance: Part B. Notion sends 25 and `has_more`."""
    many: list[JSON] = [{"id": f"p{number}"} for number in range(25)]

    text = value_text(PropertyValue.model_validate({"type": "relation", "relation": many, "has_more": True}))

    assert text.endswith("p9, at least 16 more")


def test_of_a_very_long_list_only_the_start_is_looked_at() -> None:
    """Provenance: ours. 10,000 nested values would all be made into text, and then left out."""
    looked_at: list[object] = []

    def text_of(value: int) -> str:
        looked_at.append(value)
        return str(value)

    text = property_text._listed(range(10_000), text_of)

    assert text == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9990 more"
    assert len(looked_at) < 100


def test_rollups_of_rollups_end() -> None:
    """Provenance: ours. The API nests them no further than once, and a reply may claim anything."""
    value: dict[str, JSON] = {"type": "number", "number": 1}
    for _ in range(50):
        value = {"type": "rollup", "rollup": {"type": "array", "array": [value]}}

    assert value_text(PropertyValue.model_validate(value)) == "(1 values)"


@pytest.mark.parametrize(
    ("properties", "title"),
    [
        ({"Whatever": {"type": "title", "title": [{"plain_text": "Here"}]}}, "Here"),
        ({"Name": {"type": "rich_text", "rich_text": [{"plain_text": "no"}]}}, ""),
        ({"Name": {"type": "title", "title": []}}, ""),
        ({}, ""),
    ],
)
def test_the_title_is_found_by_its_type(properties: dict[str, JSON], title: str) -> None:
    """Provenance: Part B. Titles have any name."""
    values = {name: PropertyValue.model_validate(value) for name, value in properties.items()}

    assert plain(title_of(values)) == title


def pieces(*raw: JSON) -> list[RichText]:
    """Pieces of rich text."""
    return [RichText.model_validate(one) for one in raw]


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ({"type": "text", "plain_text": "a", "text": {"content": "a"}}, "a"),
        ({"type": "text", "text": {"content": "only here"}}, "only here"),
        ({"type": "equation", "equation": {"expression": "e=mc^2"}}, "e=mc^2"),
        ({"type": "mention", "plain_text": "@Anna", "mention": {"type": "user", "user": PARTIAL}}, "@Anna"),
        ({"type": "mention", "mention": {"type": "user", "user": PARTIAL}}, "@user u2"),
        ({"type": "mention", "mention": {"type": "date", "date": DAY}}, "2026-03-02"),
        ({"type": "mention", "mention": {"type": "page", "page": {"id": "p1"}}}, "page p1"),
        ({"type": "mention", "mention": {"type": "database", "database": {"id": "d1"}}}, "database d1"),
        ({"type": "mention", "plain_text": ":party:", "mention": {"type": "custom_emoji"}}, ":party:"),
        ({"type": "mention", "mention": {"type": "custom_emoji"}}, "custom emoji"),
        ({"type": "hologram", "plain_text": "deep"}, "deep"),
        ({}, ""),
    ],
)
def test_a_piece_of_rich_text_says(piece: JSON, text: str) -> None:
    """Provenance: Part B. Equations and mentions have no `text`."""
    assert plain(pieces(piece)) == text


def test_looks_and_links_become_markdown() -> None:
    """Provenance: ours."""
    shown = markdown(
        pieces(
            {"plain_text": "bold ", "annotations": {"bold": True}},
            {"plain_text": "code", "annotations": {"code": True}},
            {"plain_text": " and "},
            {"plain_text": "link", "href": "https://example.com"},
            {"plain_text": " bad", "href": "javascript:alert(1)"},
        ),
        1_000,
    )

    assert shown.text == "**bold** `code` and [link](https://example.com) bad"
    assert not shown.is_cut
