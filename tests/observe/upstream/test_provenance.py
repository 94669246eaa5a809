"""Marked replays: which fields reach the model, and which content breaks out of its line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import (
    CassetteHeader,
    Exchange,
    Experiment,
    Finding,
    Provenance,
    Reaches,
    Registry,
    Replay,
    Request,
    Response,
    Unchecked,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from tests.observe.helpers import CALL, SHORT, START

BASE = "https://api.acme.example"
ITEM: dict[str, Any] = {
    "number": 1,
    "title": "A wobbly spanner",
    "body": "It wobbles.\n\nVery much.",
    "state": "open",
    "size": 1234,
    "labels": ["tool", "broken thing"],
    "owner": {"name": "Ada Lovelace", "admin": False},
    "owner_id": 77,
    "updated_at": "2026-03-04T09:00:00Z",
    "html_url": "https://acme.example/items/1",
    "url": f"{BASE}/items/1",
    "node_id": "ITEM_kwDOA1b2c3",
    "paging": {"next": {"after": "b3BhcXVlOjIw"}},
    "pages": 2,
    "note": None,
    "checksum": 0,
}
CHECKS = {check.code: check for check in all_checks()}
Trace = Callable[..., Replay]


class Item(BaseModel):
    """The response schema of an item whose state is one of two."""

    title: str
    state: Literal["open", "closed"]


class Short(BaseModel):
    """A response schema that takes no large size."""

    size: int

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: Any) -> dict[str, Any]:
        return {"type": "object"}

    def model_post_init(self, _: Any) -> None:
        if self.size > 99_999:
            raise ValueError("no item is that large")


def exchange(path: str, body: object) -> Exchange:
    """A recorded answer in JSON."""
    return Exchange(
        Request("GET", f"{BASE}{path}"),
        Response(200, "OK", (("Content-Type", "application/json"),), json.dumps(body).encode()),
    )


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tool of each call that is made beside the plain replay."""
    made: list[str] = []
    play = Bench.play

    def counted(self: Bench, *arguments: Any) -> Any:
        made.append(self.tool.name)
        return play(self, *arguments)

    monkeypatch.setattr(Bench, "play", counted)
    return made


@pytest.fixture
def trace(tmp_path: Path) -> Iterator[Trace]:
    """Plays one cassette of a renderer with marked fields."""
    made: list[Observer] = []

    def make(
        tool: str,
        *more: Exchange,
        item: dict[str, Any] | None = None,
        within: float = CALL,
        registry: dict[str, Any] | None = None,
        beside: dict[str, Any] | None = None,
        **config: Any,
    ) -> Replay:
        row = {
            "name": "acme",
            "python": "tests.servers.renderers:server",
            "upstream": {"ACME_API_URL": BASE},
            "tools_stakes": {tool: "never_ask"},
            "tools": {tool: config},
            "timeout_ms": int(within * 1000),
        }
        written = Registry.model_validate(
            {"servers": {"acme": row}, "file": tmp_path / "mcp_contract.toml", **(registry or {})}
        )
        path = cassette_path(tmp_path / "cassettes", "acme", tool, "normal")
        exchanges = (exchange("/items/1", ITEM if item is None else item), *more)
        write(Cassette(path, CassetteHeader("acme", tool, "normal", {"number": 1}), exchanges))
        if beside is not None:
            path = cassette_path(tmp_path / "cassettes", "acme", tool, "other")
            others = (exchange("/items/2", beside),)
            write(Cassette(path, CassetteHeader("acme", tool, "other", {"number": 2}), others))
        made.append(Observer(written, rootdir=tmp_path, limits=Limits(start=START, call=CALL)))
        replays = made[-1].replays("acme", tool, [Experiment.PROVENANCE])
        assert not isinstance(replays, Unchecked), replays.reason
        played = replays[0]
        assert isinstance(played, Replay)
        return played

    yield make
    for observer in made:
        observer.close()


def shown(played: Replay) -> Provenance:
    """What marked calls have shown."""
    assert played.provenance is not None
    return played.provenance


def reach(played: Replay, *, key: str = "GET /items/1") -> dict[str, str]:
    """Field -> yes, no, or not markable."""
    return {row.field: row.reaches.value for row in shown(played).fields if row.key == key}


def verbatim(played: Replay) -> set[str]:
    """The fields that stand in the text as they were sent."""
    return {row.field for row in shown(played).fields if row.verbatim}


def found(code: str, played: Replay) -> list[str]:
    """Places of the findings of one check."""
    return [item.at for item in CHECKS[code](played) if isinstance(item, Finding)]


def unchecked(code: str, played: Replay) -> list[str]:
    """What one check could not judge."""
    return [item.reason for item in CHECKS[code](played) if isinstance(item, Unchecked)]


# -- which fields reach the model


def test_one_call_tells_what_reaches_the_model(trace: Trace, plays: list[str]) -> None:
    """Provenance: ours. And one more tries to break out."""
    played = trace("sound")

    told = reach(played)
    assert {field for field, said in told.items() if said == "yes"} == {
        "/number",
        "/title",
        "/body",
        "/size",
        "/updated_at",
        "/html_url",
    }
    assert {field for field, said in told.items() if said == "not markable"} == {"/owner/admin", "/note"}
    assert (shown(played).calls, shown(played).hostile_calls, len(plays)) == (1, 1, 2)


def test_what_is_spelled_in_another_way_reaches_and_is_not_verbatim(trace: Trace) -> None:
    """Provenance: ours. A date in words, a number with separators."""
    assert verbatim(trace("sound")) == {"/number", "/title", "/body", "/html_url"}


def test_a_link_that_is_rebuilt_from_an_id_is_not_the_id(trace: Trace) -> None:
    """Provenance: ours."""
    played = trace("leaky")

    assert reach(played)["/number"] == "yes"
    assert verbatim(played) == {"/title", "/node_id", "/url", "/paging/next/after"}


def test_a_field_that_reaches_has_a_price_and_one_that_does_not_has_none(trace: Trace) -> None:
    """Provenance: ours. Over all elements of a list."""
    played = trace("raw_title", item={**ITEM, "labels": ["tool"] * 30})

    costs = {row.field: row.tokens for row in shown(played).fields}
    assert costs["/title"] in range(3, 8)
    assert costs["/labels/*"] == 30
    assert costs["/body"] == 0


def test_a_field_says_where_it_stands_and_what_was_recorded(trace: Trace) -> None:
    """Provenance: ours."""
    (row,) = [row for row in shown(trace("leaky")).fields if row.field == "/node_id"]

    assert (row.value, row.beside, row.host, row.path) == ("ITEM_kwDOA1b2c3", "- Node: ", BASE, "/items/1")


@pytest.mark.parametrize("title", ["A wobbly spanner", "A wobbly spanner of the fourth kind, in steel"])
def test_a_text_that_is_cut_reaches(trace: Trace, title: str) -> None:
    """Provenance: ours. Its beginning is marked, and it keeps its length."""
    told = reach(trace("cut", item={**ITEM, "title": title}))

    assert (told["/title"], told["/body"]) == ("yes", "yes")


def test_a_marker_that_asks_for_another_request_is_taken_out(trace: Trace, plays: list[str]) -> None:
    """Provenance: ours. A count of pages; the item's number is in their addresses and not even tried."""
    pages = [exchange(f"/items/1/pages/{page}", {"text": f"part {page}"}) for page in (0, 1)]

    played = trace("pages", *pages, item={"number": 1, "title": "A wobbly spanner", "pages": 2})

    assert reach(played) == {"/number": "not markable", "/title": "yes", "/pages": "not markable"}
    assert reach(played, key="GET /items/1/pages/0") == {"/text": "yes"}
    assert len(plays) <= 10


def test_a_state_that_the_tool_does_not_know_is_not_markable(trace: Trace) -> None:
    """Provenance: ours. The rest is marked all the same."""
    played = trace("picky")

    told = reach(played)
    assert (told["/title"], told["/size"], told["/state"]) == ("yes", "yes", "not markable")
    assert told["/body"] == "no"
    assert 1 < shown(played).calls <= 9


def test_a_state_that_the_schema_lists_costs_no_call(trace: Trace) -> None:
    """Provenance: ours."""
    schema = f"{__name__}:Item"

    played = trace("picky", responses={"GET /items/{number}": schema})

    told = reach(played, key="GET /items/{number}")
    assert (told["/title"], told["/state"]) == ("yes", "not markable")
    assert shown(played).calls == 1


def test_a_value_that_the_schema_refuses_is_not_marked(trace: Trace) -> None:
    """Provenance: ours. The schema is asked, also where its JSON Schema does not say it."""
    played = trace("sound", responses={"GET /items/{number}": f"{__name__}:Short"})

    told = reach(played, key="GET /items/{number}")
    assert (told["/title"], told["/size"]) == ("yes", "not markable")
    assert shown(played).calls == 1


def test_a_tool_that_fails_on_every_change_is_called_nine_times_at_most(
    trace: Trace, plays: list[str]
) -> None:
    """Provenance: ours."""
    item = {**ITEM, "checksum": len(str({**ITEM, "checksum": 0}))}

    played = trace("stubborn", item=item)

    assert (shown(played).calls, len(plays)) == (9, 9)
    assert Reaches.YES.value not in reach(played).values()


def test_a_marked_call_that_hangs_is_a_failure_and_others_go_on(trace: Trace) -> None:
    """Provenance: ours."""
    played = trace("waiting", within=SHORT, item={"title": "A wobbly spanner", "size": 3, "state": "open"})

    assert reach(played) == {"/title": "not markable", "/size": "yes", "/state": "no"}


def test_an_id_that_joins_two_answers_keeps_them_joined(trace: Trace, plays: list[str]) -> None:
    """Provenance: ours. The owner's name comes from another answer, by the owner's id."""
    users = exchange("/users", [{"id": 76, "name": "Grace Hopper"}, {"id": 77, "name": "Ada Lovelace"}])

    played = trace("joined", users, item={"title": "A wobbly spanner", "owner_id": 77})

    assert reach(played, key="GET /users") == {"/*/id": "no", "/*/name": "yes"}
    assert len(plays) == 2


def test_a_marker_that_keeps_others_from_the_text_is_taken_back(trace: Trace, plays: list[str]) -> None:
    """Provenance: ours. The recorded title stood in the text, and with a marked state no title does."""
    played = trace("branching", item={"title": "A wobbly spanner", "state": "open"})

    assert reach(played)["/title"] == "yes"
    assert shown(played).calls == 2


def test_a_number_that_is_told_as_it_is_only_when_small_is_not_judged(trace: Trace) -> None:
    """Provenance: ours. Nine digits are more than many a list is told to have."""
    assert reach(trace("capped"))["/size"] == "not markable"


def test_large_answers_are_marked_in_parts(trace: Trace) -> None:
    """Provenance: ours. Of 10,000 elements the first, the last, and some between."""
    played = trace("raw_title", item={**ITEM, "labels": [f"label {n}" for n in range(10_000)]})

    assert reach(played)["/labels/*"] == "yes"
    assert shown(played).calls == 1


@pytest.mark.parametrize(
    ("title", "state"),
    [("A wobbly spanner", "failed"), (None, "open")],
)
def test_a_call_that_fails_is_not_marked_and_says_so(
    trace: Trace, plays: list[str], title: str | None, state: str
) -> None:
    """Provenance: ours."""
    played = trace("picky", item={**ITEM, "title": title, "state": state})

    assert shown(played).unmarked == "only a call that succeeds shows which fields reach the model"
    assert not plays
    for code in ("MCP440", "MCP441", "MCP457"):
        assert not found(code, played)


# -- content that breaks out


@pytest.mark.parametrize(
    ("tool", "broken"),
    [
        ("raw_title", {"/title": "a heading of its own"}),
        ("raw_list", {"/title": "a heading of its own", "/owner/name": "a heading of its own"}),
        ("raw_cell", {"/title": "a row of 5 cells in a table of 3"}),
    ],
)
def test_content_that_breaks_out_is_told_by_its_field(
    trace: Trace, tool: str, broken: dict[str, str]
) -> None:
    """Provenance: ours. The field beside it, which is sound, is not named."""
    played = trace(tool)

    assert {one.field: one.became for one in shown(played).broken} == broken
    assert len(found("MCP457", played)) == len(broken)


@pytest.mark.parametrize("tool", ["sound", "escaped_cell", "cut", "in_its_place", "fenced"])
def test_content_that_stays_in_its_place_is_sound(trace: Trace, plays: list[str], tool: str) -> None:
    """Provenance: ours. On one line, escaped, cut, quoted, indented, or in a fence that is long enough."""
    played = trace(tool)

    assert shown(played).hostile_calls == 1
    assert not shown(played).broken
    assert not found("MCP457", played)
    assert len(plays) == 2


def test_a_text_that_is_a_block_of_its_own_is_left_alone(trace: Trace) -> None:
    """Provenance: ours. A description is Markdown that somebody wrote; it begins its line."""
    assert not shown(trace("sound", item={**ITEM, "body": "It wobbles."})).broken


def test_a_word_that_the_vendor_restricts_is_left_alone(trace: Trace, plays: list[str]) -> None:
    """Provenance: ours. No login holds a line break."""
    played = trace("raw_list", item={**ITEM, "title": "Spanner", "owner": {"name": "ada"}})

    assert [one.field for one in shown(played).broken] == ["/title"]


# -- what the registry says


@pytest.mark.parametrize("place", ["/title", "/updated_at", "/size", "/owner"])
def test_a_promised_field_that_reaches_is_sound(trace: Trace, place: str) -> None:
    """Provenance: ours. Also in another spelling, and a part of an object."""
    tool = "raw_list" if place == "/owner" else "sound"

    played = trace(tool, shows=[place])

    assert (found("MCP441", played), unchecked("MCP441", played)) == ([], [])


def test_a_promised_field_that_does_not_reach_is_told(trace: Trace) -> None:
    """Provenance: ours. Marked by itself once more: an error must be right."""
    played = trace("sound", shows=["/title", "/node_id"])

    assert found("MCP441", played) == ["normal: GET /items/1 /node_id"]
    assert shown(played).calls <= 3


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("/colour", "no recorded answer of cassette normal has `/colour`"),
        ("/owner/admin", "no value of `/owner/admin` in cassette normal could be marked"),
    ],
)
def test_a_promise_that_cannot_be_judged_says_why(trace: Trace, place: str, reason: str) -> None:
    """Provenance: ours."""
    played = trace("sound", shows=[place])

    assert (found("MCP441", played), unchecked("MCP441", played)) == ([], [reason])


def test_a_promised_number_that_reaches_in_another_form_is_not_told(trace: Trace) -> None:
    """Provenance: ours. A marker makes it `large`; the text is another one, so the field counts in it."""
    played = trace("capped", shows=["/size"])

    assert not found("MCP441", played)


def test_noise_in_the_text_is_told(trace: Trace) -> None:
    """Provenance: ours. The link for people, built from the number, is none."""
    assert found("MCP440", trace("leaky")) == [
        "normal: GET /items/1 /url",
        "normal: GET /items/1 /node_id",
        "normal: GET /items/1 /paging/next/after",
    ]
    assert not found("MCP440", trace("sound"))


def test_the_registry_says_what_is_noise(trace: Trace) -> None:
    """Provenance: ours."""
    played = trace("leaky", registry={"noise": ["title"]})

    assert found("MCP440", played) == ["normal: GET /items/1 /title"]


def test_a_promise_that_another_case_keeps_is_not_judged(trace: Trace) -> None:
    """Provenance: ours. A closed item shows no title, by design as far as one can see."""
    closed = {"title": "A wobbly spanner", "state": "closed"}

    alone = trace("branching", item=closed, shows=["/title"])
    kept = trace("branching", item=closed, shows=["/title"], beside={**closed, "state": "open"})

    assert found("MCP441", alone) == ["normal: GET /items/1 /title"]
    assert unchecked("MCP441", kept) == ["`/title` reaches the model in another cassette, and not in normal"]


def test_a_promised_value_that_another_field_brings_is_not_told(trace: Trace) -> None:
    """Provenance: ours. The model has read it all the same."""
    played = trace("sound", item={**ITEM, "raw_title": ITEM["title"]}, shows=["/raw_title"])

    assert not found("MCP441", played)
    assert unchecked("MCP441", played) == [
        "the text of cassette normal has the value of `/raw_title` from elsewhere"
    ]


def test_a_promised_total_that_is_capped_reaches(trace: Trace) -> None:
    """Provenance: ours. Nine digits make no difference to it; half of it does."""
    played = trace("capped", item={**ITEM, "size": 12_000}, shows=["/size"])

    assert (found("MCP441", played), unchecked("MCP441", played)) == ([], [])
