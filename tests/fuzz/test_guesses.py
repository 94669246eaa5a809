"""What a person might try for an argument."""

import jsonschema_rs
import pytest

from pytest_mcp_contract.fuzz.guesses import admitted, guesses, singular, words
from pytest_mcp_contract.model import JSON
from tests.corpus.tools_lists import FOLDER, surfaces

TEXT: JSON = {"type": "string"}
INTEGER: JSON = {"type": "integer"}
TEXTS: JSON = {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("name", "schema", "first"),
    [
        ("timezone", TEXT, "UTC"),
        ("source_timezone", TEXT, "UTC"),
        ("targetTimeZone", TEXT, "UTC"),
        ("time", TEXT, "12:30"),
        ("start_time", TEXT, "2026-01-01T00:00:00Z"),
        ("startTime", INTEGER, 1767225600),
        ("start", INTEGER, 0),
        ("created_after", TEXT, "2026-01-01T00:00:00Z"),
        ("url", TEXT, "https://example.com/"),
        ("user_google_email", TEXT, "ada@example.com"),
        ("path", TEXT, "."),
        ("file_path", TEXT, "README.md"),
        ("repo-path", TEXT, "."),
        ("glob", TEXT, "*"),
        ("lang", TEXT, "en"),
        ("query", TEXT, "test"),
        ("sql", TEXT, "SELECT 1"),
        ("sqlQuery", TEXT, "SELECT 1"),
        ("branch_name", TEXT, "main"),
        ("ref", TEXT, "HEAD"),
        ("owner", TEXT, "octocat"),
        ("page", INTEGER, 1),
        ("maxResults", INTEGER, 10),
        ("top_k", INTEGER, 10),
        ("longitude", {"type": "number"}, -87.63),
        ("longitude", INTEGER, -87),
        ("offset", INTEGER, 0),
        ("id", INTEGER, 1),
        ("id", TEXT, "1"),
        ("id", {"type": ["string", "integer"]}, 1),
        ("boardId", {"type": "number"}, 1),
        ("latitude", {"type": "number"}, 41.88),
        ("city", TEXT, "Chicago"),
        ("viewUUID", TEXT, "123e4567-e89b-42d3-a456-426614174000"),
        ("content_base64", TEXT, "aGVsbG8="),
        ("symbol", TEXT, "AAPL"),
        ("version", TEXT, "1.0.0"),
        ("version", INTEGER, 1),
        ("text2", TEXT, "Hello"),
        ("symbols", TEXTS, ["AAPL"]),
        ("page_ids", {"type": "array", "items": INTEGER}, [1]),
        ("issue_keys", TEXT, "TEST-1"),
        ("city", {"anyOf": [TEXT, {"type": "null"}]}, "Chicago"),
    ],
)
def test_a_name_brings_a_value_to_mind(name: str, schema: JSON, first: JSON) -> None:
    """Provenance: ours, with argument names of real servers."""
    assert guesses(name, schema)[0] == first


@pytest.mark.parametrize(
    ("schema", "first"),
    [
        ({"type": "string", "format": "date-time"}, "2026-01-01T00:00:00Z"),
        ({"type": "string", "format": "uri"}, "https://example.com/"),
        ({"type": "string", "format": "uuid"}, "123e4567-e89b-42d3-a456-426614174000"),
        ({"type": "string", "format": "ipv4"}, "192.0.2.1"),
        ({"anyOf": [{"type": "string", "format": "email"}, {"type": "null"}]}, "ada@example.com"),
        ({"type": "array", "items": {"type": "string", "format": "date"}}, ["2026-01-15"]),
    ],
)
def test_a_format_says_more_than_a_name(schema: JSON, first: JSON) -> None:
    """Provenance: ours."""
    assert guesses("name", schema)[0] == first


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("zorble", TEXT),
        ("", TEXT),
        ("123", TEXT),
        ("after", TEXT),
        ("password", TEXT),
        ("api_key", TEXT),
        ("access_token", TEXT),
        ("action", TEXT),
        ("is_name", {"type": "boolean"}),
        ("city", INTEGER),
        ("city", {"enum": ["Paris", "Rome"]}),
        ("city", {"type": "object"}),
        ("url", {"$ref": "#/$defs/Url"}),
        ("url", {"$ref": "https://example.com/schema.json"}),
        ("url", {"type": "text"}),
        ("url", "string"),
        ("url", False),
    ],
)
def test_no_guess_is_better_than_one_that_does_not_fit(name: str, schema: JSON) -> None:
    """Provenance: ours. `after` is a cursor as often as a date, and a secret is never guessed."""
    assert guesses(name, schema) == ()


def test_a_query_is_no_database_query_unless_its_name_says_so() -> None:
    """Provenance: ours."""
    assert "SELECT 1" not in guesses("query", TEXT)
    assert "SELECT 1" not in guesses("search_query", TEXT)


def test_a_number_keeps_to_the_bounds_of_the_schema() -> None:
    """Provenance: ours."""
    assert guesses("limit", {"type": "integer", "minimum": 1, "maximum": 6}) == (5, 1)
    assert guesses("limit", {"type": "integer", "minimum": 100}) == (100,)
    assert guesses("limit", {"type": "integer", "exclusiveMaximum": 1}) == (0,)


def test_an_identifier_is_of_the_kind_that_the_pattern_admits() -> None:
    """Provenance: ours."""
    assert guesses("id", TEXT) == ("1",)
    assert guesses("id", {"type": "string", "minLength": 30}) == ("123e4567-e89b-42d3-a456-426614174000",)
    assert guesses("id", {"type": "string", "pattern": "^[a-f0-9]{24}$"}) == ("7fd1a60b01f91b314f59955a",)


def test_lists_under_items_are_read_as_draft_7() -> None:
    """Provenance: ours; 2020-12 has no list there."""
    assert guesses("city", {"items": [{"type": "string"}]})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("user_google_email", ("user", "google", "email")),
        ("projectID", ("project", "id")),
        ("userIDs", ("user", "ids")),
        ("HTMLBody", ("html", "body")),
        ("sort-by", ("sort", "by")),
        ("file2", ("file", "2")),
        ("größe", ("größe",)),
        ("--", ()),
    ],
)
def test_names_are_split_into_words(name: str, expected: tuple[str, ...]) -> None:
    """Provenance: ours."""
    assert words(name) == expected


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("issues", "issue"),
        ("repositories", "repository"),
        ("branches", "branch"),
        ("boxes", "box"),
        ("addresses", "address"),
        ("indices", "index"),
        ("ids", "id"),
        ("status", "status"),
        ("address", "address"),
        ("series", "series"),
        ("gas", "ga"),
        ("is", "is"),
    ],
)
def test_a_plural_is_compared_as_one(plural: str, one: str) -> None:
    """Provenance: ours. What matters is that a plural and its singular meet."""
    assert singular(plural) == one


def test_a_value_takes_the_first_form_that_fits() -> None:
    """Provenance: ours. Digits are a number, leading zeros and signs are not dropped."""
    assert list(admitted([5, "7", "007", "x", True], INTEGER)) == [5, 7]
    assert list(admitted([5, "7"], TEXT)) == ["5", "7"]
    assert list(admitted(["a", 5], TEXTS)) == [["a"], ["5"]]


@pytest.mark.shared_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}")
def test_most_required_arguments_of_real_tools_get_a_guess_that_fits() -> None:
    """Provenance: tools/list of real servers."""
    wanted = [
        (name, dict(schema))
        for surface in surfaces()
        for tool in surface.tools
        for name, schema in tool.properties()
        if name in tool.required()
    ]

    found = [(schema, guesses(name, schema)) for name, schema in wanted]

    assert len([values for _, values in found if values]) / len(found) > 0.8
    assert max(len(values) for _, values in found) <= 4
    for schema, values in found:
        assert all(jsonschema_rs.is_valid(schema, value, validate_formats=True) for value in values)
