"""What a declared response schema says of a recorded body."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from pytest_mcp_contract.model import Entry, Exchange, Request, Response, SchemaVerdict
from pytest_mcp_contract.observe.upstream.responses import MOST_ERRORS, judge, load_schema


class Owner(BaseModel):
    """Part of an item."""

    login: str


class Item(BaseModel):
    """What an API answers with."""

    model_config = ConfigDict(extra="allow")

    id: int
    created_at: datetime
    key: UUID
    state: Literal["open", "closed"]
    owner: Owner | None = None
    html_url: str = Field(alias="htmlUrl")


class Strict(BaseModel):
    """A model that takes nothing for something else."""

    model_config = ConfigDict(strict=True)

    id: int
    created_at: datetime


class Picky(BaseModel):
    """A model whose own validator fails as validators should not."""

    id: int

    @field_validator("id")
    @classmethod
    def looks_it_up(cls, value: int) -> int:
        return {1: 1}[value]


class Closed(BaseModel):
    """A model that takes no key that it does not know."""

    model_config = ConfigDict(extra="forbid")

    id: int


class ClosedInSecret(BaseModel):
    """As `Closed`, with a JSON Schema that says otherwise."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"additionalProperties": True})

    id: int


class ClosedWithin(BaseModel):
    """An open model whose fields are named as parts of a core schema are."""

    metadata: Closed | None = None
    default: dict[str, list[Closed]] = {}
    type: Closed | None = None
    extra_behavior: Closed | None = None


class ClosedByCode(BaseModel):
    """An open model with a validator that asks a closed one."""

    part: Annotated[Any, BeforeValidator(Closed.model_validate)]


class ClosedAtLast(BaseModel):
    """An open model that asks a closed one when it is made."""

    part: Any

    def model_post_init(self, _: Any) -> None:
        """Look again."""
        Closed.model_validate(self.part)


class Tree(BaseModel):
    """A model of itself, closed at the leaves."""

    below: list["Tree"] = []
    leaf: Closed | None = None


class Tidy(BaseModel):
    """An open model with code that sees no key."""

    name: Annotated[str, AfterValidator(str.strip)]
    owner: Owner | None = None


Items = list[Item]
SOUND: dict[str, Any] = {
    "id": 1,
    "created_at": "2026-01-02T03:04:05Z",
    "key": "12345678-1234-5678-1234-567812345678",
    "state": "open",
    "owner": {"login": "octocat"},
    "htmlUrl": "https://acme.example/1",
    "more": True,
}


def verdict(
    body: object,
    schema: str = "Item",
    *,
    status: int = 200,
    folder: Path = Path(),
    key: str = "GET /items/{id}",
) -> SchemaVerdict | None:
    """What `schema` of this module, or a file, says of a body."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    target = schema if schema.endswith(".json") or ":" in schema else f"{__name__}:{schema}"
    exchange = Exchange(Request("GET", "https://api.acme.example/items/1"), Response(status, body=content))
    return judge(exchange, Entry(name="acme", responses={key: target}), "get_item", folder)


def errors(body: object, schema: str = "Item", *, folder: Path = Path()) -> tuple[tuple[str, str], ...]:
    """What does not fit."""
    said = verdict(body, schema, folder=folder)
    assert said is not None
    assert said.unusable == ""
    return said.errors


# -- pydantic models


@pytest.mark.parametrize("body", [SOUND, {**SOUND, "owner": None}, {**SOUND, "id": "1"}])
def test_a_body_that_the_model_takes_fits(body: object) -> None:
    """Provenance: ours. Dates and ids are text in JSON; the model judges as in production, lax too."""
    assert errors(body) == ()


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"id": "one"}, "/id"),
        ({"id": None}, "/id"),
        ({"created_at": "yesterday"}, "/created_at"),
        ({"key": "1234"}, "/key"),
        ({"state": "merged"}, "/state"),
        ({"owner": {}}, "/owner/login"),
        ({"owner": {"login": 5}}, "/owner/login"),
    ],
)
def test_a_body_that_the_model_refuses_says_where(change: dict[str, Any], at: str) -> None:
    """Provenance: ours."""
    assert [place for place, _ in errors({**SOUND, **change})] == [at]


def test_a_field_that_is_missing_is_named_as_the_api_names_it() -> None:
    """Provenance: ours."""
    body = {key: value for key, value in SOUND.items() if key != "htmlUrl"}

    assert errors(body) == (("/htmlUrl", "Field required"),)


def test_a_strict_model_is_strict_about_json_and_not_about_python() -> None:
    """Provenance: ours. `model_validate` of parsed JSON would refuse the date, and take `1` for the text."""
    assert errors({"id": 1, "created_at": "2026-01-02T03:04:05Z"}, "Strict") == ()
    assert [at for at, _ in errors({"id": "1", "created_at": "2026-01-02T03:04:05Z"}, "Strict")] == ["/id"]


def test_any_type_that_pydantic_validates_is_a_schema() -> None:
    """Provenance: ours."""
    assert errors([SOUND, SOUND], "Items") == ()
    assert [at for at, _ in errors([SOUND, {**SOUND, "state": "?"}], "Items")] == ["/1/state"]
    assert [at for at, _ in errors(SOUND, "Items")] == [""]


def test_a_validator_that_fails_otherwise_makes_the_schema_unusable() -> None:
    """Provenance: ours. One bad validator must not stop the run."""
    assert errors({"id": 1}, "Picky") == ()
    said = verdict({"id": 2}, "Picky")
    assert said is not None
    assert said.unusable == "raised KeyError on a recorded body: 2"


@pytest.mark.parametrize(
    ("schema", "body", "closed"),
    [
        ("Closed", {"id": 1}, {""}),
        ("ClosedInSecret", {"id": 1}, {""}),
        ("ClosedWithin", {"metadata": {"id": 1}}, {"/metadata"}),
        ("ClosedWithin", {"default": {"a": [{"id": 1}]}}, {"/default/a/0"}),
        ("ClosedWithin", {"type": {"id": 1}}, {"/type"}),
        ("ClosedWithin", {"extra_behavior": {"id": 1}}, {"/extra_behavior"}),
        ("ClosedByCode", {"part": {"id": 1}}, {"/part"}),
        ("ClosedAtLast", {"part": {"id": 1}}, {""}),
        ("Tree", {"below": [{"leaf": {"id": 1}}]}, {"/below/0/leaf"}),
        ("Tidy", {"name": "spanner", "owner": {"login": "octocat"}}, set()),
        ("Items", [SOUND], set()),
    ],
)
def test_objects_that_take_no_new_key_are_told(schema: str, body: object, closed: set[str]) -> None:
    """Provenance: ours. Tomorrow's new field must not break a tool; where the model is open, none does."""
    said = verdict(body, schema)

    assert said is not None
    assert (set(said.closed), said.unusable) == (closed, "")


@pytest.mark.parametrize(("schema", "times"), [("Items", 1), ("Tidy", 1), ("Closed", 2), ("ClosedByCode", 2)])
def test_a_body_is_read_twice_only_where_the_model_may_be_closed(
    schema: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The second reading takes longer than the first one."""
    bodies: list[bytes] = []
    loaded = load_schema(f"{__name__}:{schema}", Path())
    adapter = loaded._adapter  # type: ignore[union-attr]
    read = adapter.validate_json

    def counted(body: bytes) -> Any:
        bodies.append(body)
        return read(body)

    monkeypatch.setattr(adapter, "validate_json", counted)
    body = {
        "Items": [SOUND],
        "Tidy": {"name": "spanner"},
        "Closed": {"id": 1},
        "ClosedByCode": {"part": {"id": 1}},
    }

    verdict(body[schema], schema)

    assert len(bodies) == times


# -- JSON Schema files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    schema = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "integer"},
            "tags": {"type": "array", "items": {"$ref": "#/$defs/a~b"}},
        },
        "$defs": {"a~b": {"type": "string"}},
    }
    schema["properties"]["tags"]["items"]["$ref"] = "#/$defs/a~0b"  # type: ignore[index]
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "item.json").write_text(json.dumps(schema))
    (tmp_path / "schemas" / "typo.json").write_text('{"type": "objekt"}')
    (tmp_path / "schemas" / "dangling.json").write_text('{"$ref": "#/$defs/nowhere"}')
    (tmp_path / "schemas" / "broken.json").write_text('{"type": ')
    return tmp_path


def test_a_file_judges_a_body(folder: Path) -> None:
    """Provenance: ours."""
    schema = "schemas/item.json"

    assert errors({"id": 1, "tags": ["a"]}, schema, folder=folder) == ()
    assert [at for at, _ in errors({"id": "1"}, schema, folder=folder)] == ["/id"]
    assert [at for at, _ in errors({"id": 1, "tags": ["a", 2]}, schema, folder=folder)] == ["/tags/1"]
    assert [at for at, _ in errors([], schema, folder=folder)] == [""]


@pytest.mark.parametrize("schema", ["Items", "schemas/item.json"])
def test_a_body_that_is_no_json_fits_nothing(schema: str, folder: Path) -> None:
    """Provenance: ours. An HTML page with status 200 is how many proxies say no."""
    for body in (b"<html>", b'{"id": 1', b"\xff"):
        assert [at for at, _ in errors(body, schema, folder=folder)] == [""]


def test_only_so_many_errors_are_told(folder: Path) -> None:
    """Provenance: ours."""
    many = {"id": 1, "tags": [1] * 100}

    assert len(errors(many, "schemas/item.json", folder=folder)) == MOST_ERRORS
    assert len(errors([{}] * 100, "Items")) == MOST_ERRORS


# -- schemas that cannot be used


@pytest.mark.parametrize(
    "schema",
    [
        "schemas/none.json",
        "schemas/typo.json",
        "schemas/dangling.json",
        "schemas/broken.json",
        "no.such.module:Model",
        f"{__name__}:NoSuchModel",
        f"{__name__}:Item.no_such_part",
        "tests.servers.raises_on_import:Model",
        "json:",
    ],
)
def test_a_schema_that_cannot_be_used_judges_nothing_and_says_why(schema: str, folder: Path) -> None:
    """Provenance: ours."""
    said = verdict(SOUND, schema, folder=folder)

    assert said is not None
    assert said.unusable
    assert "\n" not in said.unusable
    assert (said.errors, said.schema, said.key) == ((), schema, "GET /items/{id}")


# -- what is not judged


@pytest.mark.parametrize(
    ("status", "body"),
    [(204, b""), (200, b""), (200, b" \n"), (301, b"<html>"), (404, b'{"message": "no"}'), (500, b"?")],
)
def test_errors_and_empty_answers_are_not_judged(status: int, body: bytes) -> None:
    """Provenance: ours. A key speaks for 2xx answers with a body."""
    assert verdict(body, status=status) is None


@pytest.mark.parametrize("status", [200, 201, 206])
def test_every_2xx_answer_with_a_body_is_judged(status: int) -> None:
    """Provenance: ours."""
    said = verdict({}, status=status)

    assert said is not None
    assert said.errors


def test_an_exchange_that_no_key_speaks_of_is_not_judged() -> None:
    """Provenance: ours."""
    assert verdict({}, key="GET /other") is None


def test_the_key_of_the_tool_wins_over_the_servers() -> None:
    """Provenance: ours."""
    exchange = Exchange(Request("GET", "https://api.acme.example/items/1"), Response(200, body=b"[]"))
    entry = Entry.model_validate(
        {
            "name": "acme",
            "responses": {"GET /items/{id}": f"{__name__}:Item"},
            "tools": {"list_items": {"responses": {"GET /items/{id}": f"{__name__}:Items"}}},
        }
    )

    of_tool = judge(exchange, entry, "list_items", Path())
    of_server = judge(exchange, entry, "get_item", Path())

    assert of_tool is not None
    assert of_server is not None
    assert (of_tool.errors, bool(of_server.errors)) == ((), True)


def test_a_model_without_a_json_schema_still_judges(tmp_path: Path) -> None:
    """Provenance: ours. Own validators have no place in JSON Schema, and are as good as others."""
    odd = load_schema("tests.observe.upstream.shapes_made_up:Odd", tmp_path)

    assert odd.json_schema() == {}
    assert odd.errors(b'{"amount": "7.50"}') == ()
    assert odd.errors(b"{}")
