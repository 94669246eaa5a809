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


NUMBERS: dict[str, tuple[JSON, ...]] = {
    "time": (1767225600, 1767225600000),
    "timestamp": (1767225600, 1767225600000),
    "since": (1767225600,),
    "created_at": (1767225600,),
    "until": (1767312000,),
    "expires_at": (1767312000,),
    "year": (2026,),
    "month": (1,),
    "weekday": (1,),
    "duration": (60,),
    "day": (10, 1),
    "timeout": (10, 1),
    "port": (80, 443),
    "price": (10, 1),
    "version": (1,),
    "page": (1, 2),
    "limit": (10, 5, 1),
    "k": (10, 5, 1),
    "max_results": (10, 5, 1),
    "min_stars": (1, 0),
    "offset": (0,),
    "start": (0,),
    "end": (2, 10),
    "index": (0, 1),
    "row": (1,),
    "depth": (1, 2),
    "width": (100, 10),
    "left": (1, 10),
    "a": (1, 2),
    "percent": (50,),
    "id": (1,),
    "lat": (41.88, 41),
    "lon": (-87.63, -87),
    "temperature": (0.5, 20),
    "boring": (),
}


@pytest.mark.parametrize(("name", "expected"), NUMBERS.items())
def test_a_number_is_one_that_a_person_would_try(name: str, expected: tuple[JSON, ...]) -> None:
    """Provenance: ours. As digits, where a text is asked for; a fraction is no integer."""
    assert guesses(name, {"type": "number"}) == expected
    assert guesses(name, INTEGER) == tuple(value for value in expected if isinstance(value, int))
    spelled: JSON = {"type": "string", "pattern": "^-?[0-9.]+$"}
    assert guesses(name, spelled)[: len(expected)] == tuple(map(str, expected)) or name == "version"


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        pytest.param("coordinates", {}, ("41.88,-87.63", [-87.63, 41.88]), id="a plural"),
        pytest.param("big_red_city", TEXT, ("Chicago", "Berlin"), id="the last word"),
        pytest.param("city_of_birth", TEXT, (), id="not the first"),
        pytest.param("from", INTEGER, (0,), id="a whole name"),
        pytest.param("valid_from", INTEGER, (), id="the end of a name"),
        pytest.param(
            "text_of_song",
            TEXT,
            ("Hello", "This is a short text, written to see what comes back."),
            id="begins",
        ),
        pytest.param("before", TEXT, (), id="a word that wants one before it"),
        pytest.param(
            "text_2", TEXT, ("Hello", "This is a short text, written to see what comes back."), id="counted"
        ),
        pytest.param("2", TEXT, (), id="a number alone"),
        pytest.param(
            "id", {"type": "string", "minLength": 40}, ("7fd1a60b01f91b314f59955a4e4d4e80d8edf11d",), id="sha"
        ),
        pytest.param("start_date", {"format": "date"}, ("2026-01-15",), id="a format comes first"),
        pytest.param(
            "start_date",
            {"type": "string", "format": "klingon"},
            ("2026-01-01", "2026-01-01T00:00:00Z"),
            id="an unknown format",
        ),
        pytest.param(
            "x",
            {"type": "string", "format": "date-time"},
            ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
            id="moments",
        ),
        pytest.param("x", {"type": "string", "format": "time"}, ("12:30:00Z", "12:30:00+02:00"), id="times"),
        pytest.param(
            "x", {"type": "string", "format": "uri-reference"}, ("https://example.com/", "/a/b"), id="uris"
        ),
        pytest.param("x", {"type": "string", "format": "url"}, ("https://example.com/",), id="url"),
        pytest.param("x", {"type": "string", "format": "hostname"}, ("example.com",), id="host"),
        pytest.param(
            "x",
            {"type": "string", "format": "ipv4"},
            ("192.0.2.1", "0.0.0.0", "255.255.255.255"),
            id="addresses",
        ),
        pytest.param(
            "x",
            {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "email"}]},
            ("2026-01-15", "ada@example.com"),
            id="of two branches",
        ),
        pytest.param(
            "x", {"allOf": [{"type": "string", "format": "date"}]}, ("2026-01-15",), id="of all branches"
        ),
        pytest.param("limit", {"type": "integer", "exclusiveMinimum": 10}, (11,), id="above"),
        pytest.param("limit", {"type": "integer", "maximum": 0}, (0,), id="at most"),
        pytest.param("limit", {"type": "integer", "minimum": 20, "maximum": 30}, (20,), id="the first bound"),
        pytest.param("limit", {"type": "string", "minimum": 20, "pattern": "^2"}, ("20",), id="as digits"),
        pytest.param("limit", {"anyOf": [{"type": "integer", "minimum": 20}]}, (20,), id="in a branch"),
        pytest.param("limit", {"type": "integer", "multipleOf": 7}, (), id="no bound"),
        pytest.param("city", {"type": "string", "minLength": 9, "minimum": 5}, (), id="no number"),
    ],
)
def test_the_words_of_a_name_are_read_from_the_last(
    name: str, schema: JSON, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours."""
    assert guesses(name, schema) == expected


def test_branches_are_read_down_to_a_depth() -> None:
    """Provenance: ours."""

    def nested(depth: int) -> JSON:
        schema: JSON = {"type": "string", "format": "email"}
        for _ in range(depth):
            schema = {"anyOf": [schema]}
        return schema

    assert guesses("zorble", nested(4)) == ("ada@example.com",)
    assert guesses("zorble", nested(5)) == ()


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("indexes", "index"),
        ("subindices", "subindex"),
        ("reindexes", "reindex"),
        ("statuses", "status"),
        ("aliases", "alias"),
        ("wishes", "wish"),
        ("indices", "index"),
        ("as", "as"),
        ("abs", "ab"),
        ("bus", "bus"),
        ("analysis", "analysis"),
        ("cases", "case"),
        ("dog", "dog"),
    ],
)
def test_a_plural_has_many_endings(plural: str, one: str) -> None:
    """Provenance: ours."""
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("value", "schema", "expected"),
    [
        (1.5, TEXT, ["1.5"]),
        (True, TEXT, []),
        ("0", INTEGER, [0]),
        ("9" * 18, INTEGER, [int("9" * 18)]),
        ("9" * 19, INTEGER, []),
        ("-7", INTEGER, []),
        ("00", INTEGER, []),
        ("7", {"type": "array", "items": INTEGER}, [[7]]),
        (7, {"type": "array", "items": {"type": "string"}}, [["7"]]),
        ("x", {"type": "array"}, [["x"]]),
        ("x", {"type": "nonsense"}, []),
        ("x", None, []),
        ("x", True, ["x"]),
    ],
)
def test_a_value_takes_a_form_that_means_the_same(value: JSON, schema: JSON, expected: list[JSON]) -> None:
    """Provenance: ours."""
    assert list(admitted([value], schema)) == expected
