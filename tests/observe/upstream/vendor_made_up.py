"""A made-up vendor, described in OpenAPI 3.0 and in 3.1, and schemas that take all of it or less."""

import json
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pytest_mcp_contract.model import (
    CassetteHeader,
    Entry,
    Exchange,
    Replay,
    Request,
    Response,
    Unchecked,
    VendorVerdict,
)
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.responses import judge
from pytest_mcp_contract.observe.upstream.vendor import conduct

HERE = "tests.observe.upstream.vendor_made_up"


class Loose(BaseModel):
    """What all models here have in common."""

    model_config = ConfigDict(extra="allow")


class Person(Loose):
    """Somebody."""

    login: str


class Label(Loose):
    """A label with more than its name."""

    name: str


class Issue(Loose):
    """Takes all that is described."""

    id: int
    state: str
    title: str
    user: Person | None
    assignee: Person | None = None
    labels: list[Label | str] = []
    created_at: datetime
    closed_at: datetime | None = None
    reactions: dict[str, int] = {}


class AlwaysAUser(Issue):
    """Refuses the issue of a deleted account."""

    user: Person


class KnownStates(Issue):
    """Refuses a state that is described."""

    state: Literal["open", "closed"]


class OnlyLabels(Issue):
    """Refuses the label that is a bare name."""

    labels: list[Label] = []  # type: ignore[assignment]


class AlwaysClosed(Issue):
    """Demands what may be absent, and what may be null."""

    closed_at: datetime


class NeverEmpty(Issue):
    """Refuses a list that is empty."""

    labels: list[Label | str] = Field(default=[], min_length=1)


class LaxNumber(Issue):
    """Takes a text of digits for a number, as pydantic does."""

    code: int | None = None


class StrictNumber(Issue):
    """Takes no text for a number."""

    model_config = ConfigDict(strict=True)

    created_at: str  # type: ignore[assignment]
    closed_at: str | None = None  # type: ignore[assignment]
    code: int | None = None


class PlainTitle(Issue):
    """Demands a form that the description does not tell."""

    title: str = Field(pattern="^[A-Z]")


class Fragile(Issue):
    """A model whose own validator fails on what it did not expect."""

    @field_validator("state")
    @classmethod
    def looks_it_up(cls, value: str) -> str:
        return {"open": "o", "closed": "c"}[value]


class Undescribed(Issue):
    """Demands what was recorded and is not described."""

    node: str


ISSUE: dict[str, Any] = {
    "id": 1,
    "state": "open",
    "title": "Broken",
    "user": {"login": "octocat"},
    "assignee": None,
    "labels": [{"name": "bug"}],
    "created_at": "2026-01-02T03:04:05Z",
    "closed_at": None,
    "reactions": {"+1": 1},
    "code": "7",
    "node": "n1",
}
_ISSUE_30: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "title", "user", "labels", "created_at"],
    "properties": {
        "id": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        "state": {"type": "string", "enum": ["open", "closed", "archived"], "example": 7},
        "title": {"type": "string"},
        "user": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/person"}]},
        "assignee": {"$ref": "#/components/schemas/person", "nullable": True},
        "labels": {
            "type": "array",
            "items": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/label"}]},
        },
        "created_at": {"type": "string", "format": "date-time"},
        "closed_at": {"type": "string", "format": "date-time", "nullable": True},
        "reactions": {"type": "object", "additionalProperties": {"type": "integer"}},
        "code": {"type": "string"},
    },
}
V30: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Made up", "version": "1"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "paths": {
        "/repos/{repo}/issues/{number}": {
            "parameters": [{"$ref": "#/components/parameters/number"}],
            "get": {
                "operationId": "get",
                "responses": {
                    "200": {"$ref": "#/components/responses/issue"},
                    "404": {
                        "description": "none",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "required": ["message"], "properties": {}}
                            }
                        },
                    },
                },
            },
        },
        "/repos/{repo}/notes/": {
            "get": {
                "operationId": "get",
                "responses": {
                    "200": {
                        "description": "notes",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            }
        },
    },
    "components": {
        "parameters": {
            "number": {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
        },
        "responses": {
            "issue": {
                "description": "an issue",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/issue"}}},
            }
        },
        "schemas": {
            "issue": _ISSUE_30,
            "person": {
                "type": "object",
                "required": ["login"],
                "properties": {"login": {"type": "string"}, "email": {"type": "string", "format": "email"}},
            },
            "label": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        },
    },
}


def _in_31() -> dict[str, Any]:
    document = deepcopy(V30)
    document["openapi"] = "3.1.0"
    named = document["components"]["schemas"]["issue"]["properties"]
    person = {"$ref": "#/components/schemas/person"}
    named["id"] = {"type": "integer", "exclusiveMinimum": 0}
    named["user"] = named["assignee"] = {"anyOf": [person, {"type": "null"}]}
    named["closed_at"] = {"type": ["string", "null"], "format": "date-time"}
    return document


V31 = _in_31()


def changed(document: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """The description with other schemas for some of an issue's properties."""
    copy = deepcopy(document)
    copy["components"]["schemas"]["issue"]["properties"].update(properties)
    return copy


def exchange(body: Any = None, *, path: str = "/v1/repos/r/issues/1", status: int = 200) -> Exchange:
    """A recorded answer; no content type was recorded."""
    answer = json.dumps(ISSUE if body is None else body).encode()
    return Exchange(Request("GET", f"https://api.example.com{path}"), Response(status, body=answer))


def held(
    folder: Path,
    document: dict[str, Any],
    model: type[BaseModel] | str,
    exchanges: Iterable[Exchange] | None = None,
    *,
    openapi: str | None = "vendor.json",
) -> list[tuple[VendorVerdict, ...] | Unchecked | None]:
    """What the description says of one cassette for each exchange; `openapi` is what the row names."""
    (folder / "vendor.json").write_text(json.dumps(document), encoding="utf-8")
    key = "GET /v1/repos/{repo}/issues/{number}"
    entry = Entry(
        name="made-up",
        openapi=openapi,
        responses={key: model if isinstance(model, str) else f"{HERE}:{model.__name__}"},
    )
    replays = []
    for number, one in enumerate(exchanges or [exchange()]):
        said = judge(one, entry, "get_issue", folder)
        header = CassetteHeader("made-up", "get_issue", f"case-{number}")
        replays.append(
            Replay(header, folder / f"{number}.yaml", exchanges=(one,), schemas=(said,) if said else ())
        )
    bench = SimpleNamespace(entry=entry, tool=SimpleNamespace(name="get_issue"), folder=folder)
    return [one.vendor for one in conduct(cast("Bench", bench), replays)]


def verdict(
    folder: Path, document: dict[str, Any], model: type[BaseModel] | str, body: Any = None
) -> VendorVerdict:
    """What the description says of one recorded answer."""
    (only,) = held(folder, document, model, [exchange(body)])
    assert isinstance(only, tuple), only
    return only[0]
