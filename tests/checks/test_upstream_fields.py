"""MCP440, MCP441 and MCP457: which fields of an answer reach the model, and what is told of them."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._fields import KEY, name_of, reach, traced
from pytest_mcp_contract.model import (
    Breakout,
    Experiment,
    FieldReach,
    Finding,
    Provenance,
    Reaches,
    Terms,
)
from tests.checks.upstream_told import CHECKS, told

API = "https://api.example.com"
SELF = f"{API}/repos/o/r/issues/1"
NODE = reach("/node_id", "I_kw")


def noise(*fields: FieldReach, terms: Terms | None = None) -> list[str]:
    """The fields that are told as noise."""
    return [one.at.rpartition(" ")[2] for one in CHECKS["MCP440"](traced(*fields, terms=terms))
            if isinstance(one, Finding)]  # fmt: skip


# -- all three


@pytest.mark.parametrize("code", ["MCP440", "MCP441", "MCP457"])
def test_where_nothing_could_be_marked_the_reason_is_given(code: str) -> None:
    """Provenance: ours. That of the marking goes before that of the experiment."""
    replay = traced(NODE, unmarked="the call failed", terms=Terms(shows=("/title",)))

    assert told(code, replay) == ["the call failed"]
    assert told(code, replay.without(Experiment.PROVENANCE, "no time")) == ["the call failed"]


@pytest.mark.parametrize(
    ("field", "name"),
    [("/title", "title"), ("/labels/*/name", "name"), ("/labels/*", "labels"), ("/a/*/*", "a"), ("*", "*")],
)
def test_a_field_is_called_by_its_last_name(field: str, name: str) -> None:
    """Provenance: ours. The star stands for the elements of a list."""
    assert name_of(field) == name


# -- noise


def test_noise_is_told_with_its_place_and_value() -> None:
    """Provenance: ours. The fields beside it are left alone."""
    fields = (reach("/title"), reach("/items/*/nodeId", "x" * 60), reach("/etag", "W/1"))

    assert CHECKS["MCP440"](traced(*fields)) == [
        Finding(
            at=f"normal: {KEY} {field}",
            saw=f"`{name}` stands in the text: {value}",
            want="a text without it, or the argument that takes it beside it",
            tool="get_issue",
            file="cassettes/github/get_issue/normal.yaml",
        )
        for field, name, value in (
            ("/items/*/nodeId", "nodeId", f'"{"x" * 48}…'),
            ("/etag", "etag", '"W/1"'),
        )
    ]


@pytest.mark.parametrize(
    ("field", "listed", "is_noise"),
    [
        ("/node_id", "node_id", True),
        ("/nodeId", "node_id", True),
        ("/NODE-ID", "node_id", True),
        ("/node_id/*", "node_id", True),
        ("/node_id/raw", "node_id", False),
        ("/a/b/node_id", "node_id", True),
        ("/my_node_id", "node_id", False),
        ("/my_node_id", "*node_id", True),
        ("/node_id/x", "*node_id", False),
        ("/code_id", "*node_id", False),
        ("/links/*/next", "links/next", True),
        ("/links/next", "/links/next/", True),
        ("/links/next", "links/*/next", True),
        ("/a/links/next", "links/next", True),
        ("/next", "links/next", False),
        ("/links/next/x", "links/next", False),
        ("", "*x", False),
        ("/*", "*", False),
    ],
)
def test_noise_is_listed_by_the_end_of_its_pointer(field: str, listed: str, is_noise: bool) -> None:
    """Provenance: ours. In any case, with or without `_`, and past the elements of lists."""
    assert noise(reach(field, "1"), terms=Terms(noise=(listed,))) == [field] * is_noise


def test_only_what_stands_in_the_text_as_it_was_sent_is_noise() -> None:
    """Provenance: ours."""
    assert noise(NODE) == ["/node_id"]
    assert noise(replace(NODE, reaches=Reaches.NO)) == []
    assert noise(replace(NODE, reaches=Reaches.NOT_MARKABLE)) == []
    assert noise(replace(NODE, verbatim=False)) == []


def test_a_value_that_another_field_shows_for_what_it_is_is_no_noise() -> None:
    """Provenance: ours. A field that does not reach the text, or is noise itself, shows nothing."""
    assert noise(NODE, reach("/id", "I_kw")) == []
    assert noise(NODE, reach("/id", "I_kw", verbatim=False)) == []
    assert noise(NODE, reach("/id", "I_kw", Reaches.NO)) == ["/node_id"]
    assert noise(NODE, reach("/id", "other")) == ["/node_id"]
    assert noise(NODE, reach("/etag", "I_kw")) == ["/node_id", "/etag"]


@pytest.mark.parametrize(
    ("beside", "parameters", "is_noise"),
    [
        ("- Id: ", ("node",), True),
        ("- node: ", ("node",), False),
        ("- NODE: ", ("owner", "node"), False),
        ("- nodes: ", ("node",), True),
        ("- a.b: ", ("a.b",), False),
        ("- axb: ", ("a.b",), True),
        ("node" + " " * 36, ("node",), False),
        ("node" + " " * 37, ("node",), True),
        ("- node: ", (), True),
    ],
)
def test_the_name_of_an_argument_beside_a_value_says_what_it_is_for(
    beside: str, parameters: tuple[str, ...], is_noise: bool
) -> None:
    """Provenance: ours. Also where the registry lists what is noise."""
    field = replace(NODE, beside=beside)

    assert bool(noise(field, terms=Terms(parameters=parameters))) is is_noise
    assert bool(noise(field, terms=Terms(parameters=parameters, noise=("node_id",)))) is is_noise


@pytest.mark.parametrize(
    ("field", "parameters", "taken", "is_noise"),
    [
        ("/node_id", (), (), True),
        ("/node_id", (), ("node_id",), False),
        ("/node_id", (), ("owner", "parentNodeId"), False),
        ("/node_id", (), ("node",), True),
        ("/node_id", (), ("node_id_of",), True),
        ("/node_id", ("after",), (), True),
        ("/endCursor", (), (), True),
        ("/endCursor", ("owner",), ("end_cursor",), True),
        ("/endCursor", ("owner", "page_token"), (), False),
        ("/endCursor", ("AFTER",), (), False),
    ],
)
def test_what_an_argument_takes_is_a_way_and_no_noise(
    field: str, parameters: tuple[str, ...], taken: tuple[str, ...], is_noise: bool
) -> None:
    """Provenance: ours. A cursor is taken by this tool, an id by any of the server."""
    terms = Terms(parameters=parameters, taken=taken)

    assert bool(noise(reach(field, "I_kw"), terms=terms)) is is_noise
    assert noise(reach(field, "I_kw"), terms=replace(terms, noise=(field,))) == [field]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"/startAt": "0", "/maxResults": "50"}, ["/startAt", "/maxResults"]),
        ({"/p/page": "1", "/p/per_page": "30"}, ["/p/page", "/p/per_page"]),
        ({"/p/page": "1", "/q/per_page": "30"}, []),
        ({"/p/page": "1"}, []),
        ({"/p/page": "1", "/p/title": "30"}, []),
        ({"/p/page": "one", "/p/limit": "30"}, ["/p/limit"]),
        ({"/offset": "-3600", "/limit": "5"}, ["/limit"]),
    ],
    ids=["window", "nested", "two objects", "alone", "beside another", "no number", "negative"],
)
def test_paging_is_noise_where_two_of_its_fields_stand_in_one_object(
    fields: dict[str, str], expected: list[str]
) -> None:
    """Provenance: ours. An `offset` alone may be that of a time zone."""
    rows = [reach(field, value) for field, value in fields.items()]
    elsewhere = [replace(row, key=f"GET /{number}") for number, row in enumerate(rows)]

    assert noise(*rows) == expected
    assert noise(*elsewhere) == []


def test_the_other_field_of_a_window_need_not_reach_the_text() -> None:
    """Provenance: ours."""
    assert noise(reach("/offset", "0"), reach("/limit", "50", Reaches.NO)) == ["/offset"]


@pytest.mark.parametrize(
    ("field", "value", "host", "is_noise"),
    [
        ("/url", SELF, API, True),
        ("/self", SELF, API, True),
        ("/href", SELF, API, True),
        ("/issues_url", SELF, API, True),
        ("/issuesUrl", SELF, API, True),
        ("/issues_uri", SELF, API, True),
        ("/ISSUES_URL", SELF, API, True),
        ("/links/next", SELF, API, True),
        ("/links/next", "42", API, True),
        ("/links/next", "https://example.com/repos/2", API, False),
        ("/links/next", "/repos/2", API, True),
        ("/links/next", "/other/2", API, False),
        ("/url", "https://example.com/o/r/issues/1", API, False),
        ("/url", "repos/o/r", API, False),
        ("/url", "/repos/2", API, True),
        ("/url", "/other/2", API, False),
        ("/url", "https://API.example.com/other", API, True),
        ("/html_url", SELF, API, False),
        ("/avatar/url", SELF, API, False),
        ("/_links/HTML/href", SELF, API, False),
        ("/url", "https://example.com/repos/o", "https://example.com", False),
        ("/url", "https://example.com/repos/o", "https://myapi.example.com", False),
        ("/url", "https://example.com/repos/o", "https://EXAMPLE.com", False),
    ],
)
def test_a_link_is_noise_where_it_leads_into_the_api(
    field: str, value: str, host: str, is_noise: bool
) -> None:
    """Provenance: ours. Links for people stay."""
    assert noise(reach(field, value, host=host)) == [field] * is_noise


@pytest.mark.parametrize(
    ("first", "is_noise"),
    [("api", True), ("rest", True), ("services", True), ("graphql", True), ("v1", True), ("V2.1", True),
     ("v", False), ("apis", False), ("wiki", False)],
)  # fmt: skip
def test_an_api_at_the_host_of_the_pages_is_told_by_the_beginning_of_its_path(
    first: str, is_noise: bool
) -> None:
    """Provenance: Jira, Confluence, Salesforce."""
    host = "https://acme.example.com"
    field = replace(reach("/self", f"{host}/{first}/2", host=host), path=f"/{first}/1")

    assert noise(field) == ["/self"] * is_noise
    assert noise(replace(field, path="/other/1")) == []
    assert noise(replace(field, value=f"https://other.example.com/{first}/2")) == []


# -- promised fields


def promised(
    *fields: FieldReach, shows: tuple[str, ...] = ("/title",), text: str = "# #1", elsewhere: str = ""
) -> list[tuple[str, str] | str]:
    """What is told of these fields where the registry promises these places."""
    replay = traced(*fields, text=text, terms=Terms(shows=shows))
    return told("MCP441", replace(replay, provenance=Provenance(fields, elsewhere=(elsewhere,))))


HIDDEN = reach("/title", "Broken", Reaches.NO)


@pytest.mark.parametrize(
    ("fields", "text", "elsewhere", "expected"),
    [
        (
            (HIDDEN, reach("/title", "Other", Reaches.NO)),
            "# #1",
            "/labels",
            [(f"normal: {KEY} /title", '`/title` does not reach the text; the API sent "Broken"')],
        ),
        ((HIDDEN, reach("/title")), "# #1", "", []),
        ((reach("/title", "x", Reaches.NOT_MARKABLE), reach("/title")), "# #1", "", []),
        ((), "# #1", "", ["no recorded answer of cassette normal has `/title`"]),
        ((reach("/titles"),), "# #1", "", ["no recorded answer of cassette normal has `/title`"]),
        (
            (HIDDEN,),
            "# Broken",
            "/title",
            ["`/title` reaches the model in another cassette, and not in normal"],
        ),
        ((HIDDEN,), "# Broken", "", ["the text of cassette normal has the value of `/title` from elsewhere"]),
        (
            (HIDDEN, replace(HIDDEN, reaches=Reaches.NOT_MARKABLE)),
            "# #1",
            "",
            ["no value of `/title` in cassette normal could be marked"],
        ),
        (
            (replace(HIDDEN, value="x" * 50),),
            "# #1",
            "",
            [(f"normal: {KEY} /title", f'`/title` does not reach the text; the API sent "{"x" * 38}…')],
        ),
    ],
    ids=["hidden", "shown", "one shown", "no field", "another", "elsewhere", "stands", "unmarked", "long"],
)
def test_each_promised_place_is_told_as_it_stands(
    fields: tuple[FieldReach, ...], text: str, elsewhere: str, expected: list[tuple[str, str] | str]
) -> None:
    """Provenance: ours. The first reason that holds is given."""
    assert promised(*fields, text=text, elsewhere=elsewhere) == expected


def test_each_place_is_judged_for_itself() -> None:
    """Provenance: ours. One that is shown, or cannot be judged, hides none after it."""
    fields = (reach("/state", "open"), HIDDEN, reach("/user/login", "octocat", Reaches.NO))

    assert promised(*fields, shows=("/state", "/body", "/title", "/user")) == [
        "no recorded answer of cassette normal has `/body`",
        (f"normal: {KEY} /title", '`/title` does not reach the text; the API sent "Broken"'),
        (f"normal: {KEY} /user/login", '`/user` does not reach the text; the API sent "octocat"'),
    ]


def test_without_a_promise_nothing_is_judged() -> None:
    """Provenance: ours."""
    assert promised(HIDDEN, shows=()) == [
        "no field is promised: list those that must reach the model under `shows`"
    ]


@pytest.mark.parametrize(
    ("value", "text", "stands"),
    [
        ("Broken", "Broken", True),
        ("Broken", "a Broken, b", True),
        ("Broken", "Brokenness", False),
        ("Broken", "unBroken", False),
        ("Broken", "broken", False),
        ("It  is\nbroken", "It is\n broken", True),
        ("It is broken", "It isbroken", False),
        ("a.c", "abc", False),
        ("", "# #1", False),
        (" ", "# #1", False),
    ],
)
def test_a_value_stands_in_a_text_by_itself(value: str, text: str, stands: bool) -> None:
    """Provenance: ours. However its lines are broken."""
    from_elsewhere = "the text of cassette normal has the value of `/title` from elsewhere"

    assert (promised(replace(HIDDEN, value=value), text=text) == [from_elsewhere]) is stands


# -- content that breaks out


def test_each_field_whose_content_breaks_out_is_told() -> None:
    """Provenance: ours."""
    heading = Breakout(KEY, "/title", "# x", "a heading of its own")
    row = Breakout("GET /x", "/labels/*", "x|" * 40, "a row of 4 cells")

    assert CHECKS["MCP457"](traced(broken=(heading, row))) == [
        Finding(
            at=f"normal: {KEY} /title",
            saw="`title` makes a heading of its own",
            want='"# x" on its line, or in a fence',
            tool="get_issue",
            file="cassettes/github/get_issue/normal.yaml",
        ),
        Finding(
            at="normal: GET /x /labels/*",
            saw="`labels` makes a row of 4 cells",
            want=f'"{"x|" * 29}… on its line, or in a fence',
            tool="get_issue",
            file="cassettes/github/get_issue/normal.yaml",
        ),
    ]
    assert told("MCP457", traced(NODE)) == []
