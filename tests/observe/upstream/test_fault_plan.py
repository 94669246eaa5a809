"""Which faults a recorded answer is put through, and which of them a tool must take."""

import json
from collections import Counter
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from pytest_mcp_contract.model import JSON, Breakage, Exchange, Fault, FaultKind, Request, Response
from pytest_mcp_contract.observe.upstream.fault_plan import LONG_LIST, STATUSES, Judged, plan, steers

JSON_TYPE = (("Content-Type", "application/json"), ("Content-Length", "1"))


class Label(BaseModel):
    name: str


class Issue(BaseModel):
    number: int
    title: str
    state: Literal["open", "closed"]
    user: Label | None = None
    labels: list[Label] = []


class Closed(Issue):
    labels: list[Label] = Field(default=[], max_length=100)


BODY: dict[str, Any] = {
    "number": 1,
    "title": "It is broken",
    "state": "open",
    "user": {"name": "octocat"},
    "labels": [{"name": "bug", "colour": "red"}],
}


def exchange(body: object = BODY, *, status: int = 200) -> Exchange:
    return Exchange(
        Request("GET", "https://api.acme.example/issues/1"),
        Response(status, "OK", JSON_TYPE, json.dumps(body).encode()),
    )


def judged(model: Any = Issue) -> Judged:
    adapter = TypeAdapter(model)

    def accepts(body: bytes) -> bool:
        try:
            adapter.validate_json(body)
        except ValidationError:
            return False
        return True

    return Judged(accepts, adapter.json_schema())


def faults(*, model: Any = Issue, recorded: Exchange | None = None, **options: Any) -> list[Fault]:
    return [sketch.make() for sketch in plan(0, recorded or exchange(), judged(model), **options)]


def tolerable(found: list[Fault], kind: FaultKind) -> dict[str, bool]:
    return {fault.at: fault.tolerable for fault in found if fault.kind is kind}


def body_of(fault: Fault) -> Any:
    assert isinstance(fault.answer, Response)
    return fault.answer.json()


def test_every_answer_meets_every_status_and_every_breakage() -> None:
    """Provenance: the list of faults that servers meet every day."""
    found = [sketch.make() for sketch in plan(0, exchange(), None)]

    statuses = [fault.answer.status for fault in found if isinstance(fault.answer, Response)]
    assert Counter(statuses) == {**dict.fromkeys(STATUSES, 1), 429: 2}
    assert [fault.answer for fault in found if isinstance(fault.answer, Breakage)] == [*Breakage]
    assert not any(fault.tolerable for fault in found)
    (page,) = (f.answer for f in found if isinstance(f.answer, Response) and f.answer.status == 502)
    assert b"<html>" in page.body
    waits = [
        f.answer.header("retry-after")
        for f in found
        if f.at.startswith("429") and isinstance(f.answer, Response)
    ]
    assert waits == [None, "30"]


def test_without_a_response_schema_the_body_is_left_alone() -> None:
    """Provenance: ours. Nothing else tells what a tool must take."""
    found = {sketch.kind for sketch in plan(0, exchange(), None)}

    assert found == {FaultKind.STATUS, FaultKind.TIMEOUT, FaultKind.RESET}


def test_an_answer_without_a_body_has_nothing_to_spoil() -> None:
    """Provenance: ours. 204 is what most vendors answer to a change."""
    recorded = Exchange(exchange().request, Response(204, "No Content"))

    found = {fault.kind for fault in faults(recorded=recorded)}

    assert found == {FaultKind.STATUS, FaultKind.TIMEOUT, FaultKind.RESET}


def test_the_schema_decides_what_a_tool_must_take() -> None:
    """Provenance: ours. The sound half and the broken half of each kind."""
    found = faults()

    assert tolerable(found, FaultKind.REMOVED) == {
        "/number": False, "/title": False, "/state": False, "/user": True, "/labels": True,
        "/user/name": False, "/labels/0/name": False, "/labels/0/colour": True,
    }  # fmt: skip
    assert tolerable(found, FaultKind.NULLED)["/user"]
    assert not tolerable(found, FaultKind.NULLED)["/labels"]
    assert not any(tolerable(found, FaultKind.OTHER_TYPE).values())
    for kind in (
        FaultKind.EXTRA,
        FaultKind.EMPTIED,
        FaultKind.LONG_LIST,
        FaultKind.NON_ASCII,
        FaultKind.LONG_TEXT,
    ):
        assert all(tolerable(found, kind).values()), kind
        assert tolerable(found, kind), kind
    for kind in (FaultKind.EMPTY_BODY, FaultKind.TRUNCATED_JSON, FaultKind.OTHER_JSON):
        assert not any(tolerable(found, kind).values()), kind


def test_what_the_schema_does_not_speak_of_keeps_its_type() -> None:
    """Provenance: mcp-atlassian, `author.name`. What a schema leaves out may be anything to it."""
    found = faults()

    assert "/labels/0/name" in tolerable(found, FaultKind.OTHER_TYPE)
    assert "/labels/0/colour" in tolerable(found, FaultKind.REMOVED)
    assert "/labels/0/colour" not in tolerable(found, FaultKind.OTHER_TYPE)


def test_a_list_that_the_schema_bounds_may_be_refused_when_it_is_longer() -> None:
    """Provenance: ours. The near miss of the list of 10,000."""
    assert tolerable(faults(model=Closed), FaultKind.LONG_LIST) == {"/labels": False}


def test_a_new_value_of_an_enumeration_must_be_taken_whatever_the_schema_says() -> None:
    """Provenance: ours. Vendors add states; this schema would turn each into an outage."""
    found = faults()

    assert tolerable(found, FaultKind.UNKNOWN_ENUM) == {"/state": True}
    (fault,) = (fault for fault in found if fault.kind is FaultKind.UNKNOWN_ENUM)
    assert not judged().accepts(json.dumps(body_of(fault)).encode())


def test_fields_that_the_schema_demands_come_first() -> None:
    """Provenance: ours. Only so many fields of one answer are spoilt."""
    many = {**{f"extra_{index}": index for index in range(50)}, **BODY}

    removed = [f.at for f in faults(recorded=exchange(many)) if f.kind is FaultKind.REMOVED]

    assert removed[:3] == ["/number", "/title", "/state"]
    assert len(removed) == 12


def test_only_the_place_named_is_changed_and_the_length_is_told() -> None:
    """Provenance: ours."""
    for fault in faults():
        if fault.kind is FaultKind.NULLED and fault.at == "/user/name":
            assert body_of(fault) == {**BODY, "user": {"name": None}}
            assert isinstance(fault.answer, Response)
            assert fault.answer.header("content-length") == str(len(fault.answer.body))
            return
    pytest.fail("no such fault")


def test_a_long_list_holds_what_the_schema_demands_of_an_element() -> None:
    """Provenance: ours. The number counts, and 10,000 whole elements take a second."""
    (fault,) = (fault for fault in faults() if fault.kind is FaultKind.LONG_LIST)

    labels = body_of(fault)["labels"]

    assert len(labels) == LONG_LIST
    assert labels[0] == {"name": "bug"}


def test_a_body_that_is_a_list_is_spoilt_as_a_whole() -> None:
    """Provenance: ours."""
    found = faults(model=list[Issue], recorded=exchange([BODY, BODY]))

    assert tolerable(found, FaultKind.EMPTIED)[""]
    assert tolerable(found, FaultKind.OTHER_JSON) == {"": False}
    assert tolerable(found, FaultKind.REMOVED)["/0/number"] is False


def test_a_status_with_an_honest_empty_answer_need_not_fail() -> None:
    """Provenance: `empty_on` of the registry."""
    found = {fault.at: fault.must_fail for fault in faults(empty_on=[404]) if fault.kind is FaultKind.STATUS}

    assert not found["404"]
    assert found["403"]


@pytest.mark.parametrize(
    ("at", "arguments", "other", "expected"),
    [
        ("/user", {}, "", False),
        ("/user", {"author": "Octocat"}, "", True),
        ("/user/name", {}, "https://api.acme.example/users/octocat", True),
        ("/labels", {"query": "label%3Abug"}, "", True),
        ("/number", {"number": 1}, "", True),
        ("/nowhere", {"number": 1}, "", False),
        ("", {"title": "It is broken"}, "", True),
    ],
)
def test_a_part_whose_values_are_used_again_steers_the_call(
    at: str, arguments: dict[str, JSON], other: str, expected: bool
) -> None:
    """Provenance: a tool that looks up a link by its name, and one that follows an id."""
    exchanges = [exchange(), Exchange(Request("GET", other or "https://api.acme.example/x"), Response(200))]

    found = steers(Fault(FaultKind.REMOVED, 0, Response(200), at=at), exchanges, arguments)

    assert found is expected
