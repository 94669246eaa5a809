"""Values of fields in the shapes that Jira wants and shows, and what the tools refuse before they write."""

from collections.abc import Callable

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.jira.adf_to_markdown import markdown_of
from pytest_mcp_contract.reference.servers.jira.field_values import (
    FieldValue,
    Kind,
    fields_of,
    json_of,
    text_of,
)
from pytest_mcp_contract.reference.servers.jira.links import relation_of
from pytest_mcp_contract.reference.servers.jira.rendering import render_found, render_issue
from pytest_mcp_contract.reference.servers.jira.schemas import Found, Issue, LinkType, Site
from pytest_mcp_contract.reference.servers.jira.sites import Jira, chosen_site, normalised
from pytest_mcp_contract.reference.servers.jira.tools_issues import add_issue_tools
from pytest_mcp_contract.reference.servers.jira.tools_writing import add_writing_tools
from pytest_mcp_contract.reference.servers.jira.utils import PLATFORM, error_text
from tests.emulators.jira import create_app
from tests.emulators.jira.documents import document, paragraph, text
from tests.reference.sessions import TOKEN, call

TOO_DEEP = "> " * 110 + "at the bottom"
SITES: JSON = [{"id": "1324a887", "url": "https://example.atlassian.net"}]
Answer = Callable[[httpx.Request], httpx.Response]


async def no_pause(_: float) -> None:
    """Instead of a wait between two tries."""


def serving(transport: httpx.AsyncBaseTransport) -> MCPServer:
    """The tools for issues over an API without sockets."""
    api = HttpApi(PLATFORM, "https://api.atlassian.com", transport=transport, sleep=no_pause)
    server = MCPServer(name="jira")
    add_issue_tools(server, Jira(api, ""))
    add_writing_tools(server, Jira(api, ""))
    return server


def refused(server: MCPServer, tool: str, **arguments: JSON) -> str:
    """The text of one reply that is an error."""
    ((told, is_error),) = call(server, (tool, arguments))
    assert is_error, told
    return told


# -- values of fields


@pytest.mark.parametrize(
    ("kind", "values", "sent"),
    [
        ("text", ("  as it is ",), "  as it is "),
        ("option", ("Red",), {"value": "Red"}),
        ("name", ("High",), {"name": "High"}),
        ("user", ("5b10ac8d",), {"accountId": "5b10ac8d"}),
        ("cascade", ("Europe",), {"value": "Europe"}),
        ("cascade", ("Europe", "Spain"), {"value": "Europe", "child": {"value": "Spain"}}),
        ("text_list", ("a", "b"), ["a", "b"]),
        ("option_list", ("Red", "Blue"), [{"value": "Red"}, {"value": "Blue"}]),
        ("name_list", ("2.0",), [{"name": "2.0"}]),
        ("user_list", ("5b10ac8d",), [{"accountId": "5b10ac8d"}]),
        ("user_list", (), []),
        ("number", ("5",), 5),
        ("number", ("-2.50",), -2.5),
        ("number", ("1e3",), 1000),
        ("number", (), None),
        ("cascade", (), None),
        ("rich_text", ("Some *words*",), document(paragraph("Some ", text("words", "em")))),
    ],
)
def test_a_value_is_sent_in_the_shape_of_its_kind(kind: Kind, values: tuple[str, ...], sent: JSON) -> None:
    """Provenance: the vendor's reference of issue fields; without a value a field is cleared."""
    assert json_of(FieldValue(field_id="customfield_1", kind=kind, values=values)) == Ok(sent)


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        ("text", ("a", "b"), "customfield_1 takes one value"),
        ("cascade", ("a", "b", "c"), "customfield_1 takes one value"),
        ("number", ("many",), "customfield_1 needs a number"),
        ("number", ("nan",), "customfield_1 needs a number"),
        ("number", ("1e999",), "customfield_1 needs a number"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_the_id_of_its_field(
    kind: Kind, values: tuple[str, ...], why: str
) -> None:
    """Provenance: ours. The other values are not sent either."""
    good = FieldValue(field_id="customfield_2", kind="text", values=("fine",))
    bad = FieldValue(field_id="customfield_1", kind=kind, values=values)

    told = Err(f"Nothing was sent to Jira, because {why}; correct its values and call again.")
    assert fields_of([good, bad]) == told


def test_rich_text_that_nests_too_deep_is_no_value() -> None:
    """Provenance: ours."""
    result = json_of(FieldValue(field_id="customfield_1", kind="rich_text", values=(TOO_DEEP,)))

    assert isinstance(result, Err)
    assert "nested too deep" in result.message


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        (7.0, "7"),
        (7.25, "7.25"),
        (float("inf"), ""),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T10:00:00.000+0100", "2026-03-02 09:00 UTC"),
        ("2026-02-30T10:00:00Z", "2026-02-30T10:00:00Z"),
        ("0001-01-01T00:00:00+09:00", "0001-01-01T00:00:00+09:00"),
        ({"displayName": "Sam", "name": "sam"}, "Sam"),
        ({"name": "", "value": "Red"}, "Red"),
        ({"id": True, "key": 5}, "5"),
        ({"value": "Europe", "child": {"value": "Spain"}}, "Europe > Spain"),
        ({"value": "Europe", "child": {}}, "Europe"),
        ({"child": {"value": "Spain"}}, ""),
        ([{"name": "a"}, None, "b", 3], "a, b, 3"),
    ],
)
def test_a_value_that_was_read_is_shown_in_words(value: object, shown: str) -> None:
    """Provenance: the vendor's reference of issue fields. A day that no calendar has is shown as it is."""
    assert text_of(value) == shown


# -- writing


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> MCPServer:
    """The tools over a new emulator."""
    monkeypatch.setenv(PLATFORM.token_env, TOKEN)
    return serving(httpx.ASGITransport(create_app()))


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        (
            "create_issue",
            {"project_key": "EX", "issue_type": "Bug", "summary": "S", "description": TOO_DEEP},
        ),
        ("update_issue", {"issue_key": "EX-1", "description": TOO_DEEP}),
        ("transition_issue", {"issue_key": "EX-1", "transition_id": "11", "comment": TOO_DEEP}),
        ("create_comment", {"issue_key": "EX-1", "body": TOO_DEEP}),
    ],
    ids=["create_issue", "update_issue", "transition_issue", "create_comment"],
)
def test_a_text_that_nests_too_deep_is_refused_before_anything_is_asked(
    tool: str, arguments: dict[str, JSON], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""

    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    monkeypatch.setenv(PLATFORM.token_env, TOKEN)

    assert refused(serving(httpx.MockTransport(never)), tool, **arguments) == (
        "Nothing was sent to Jira, because lists or quotes in the text are nested too deep; "
        "make the text flatter and call again."
    )


def test_a_wrong_value_of_another_field_changes_nothing(emulator: MCPServer) -> None:
    """Provenance: ours. Also the new title is not written."""
    points: JSON = [{"field_id": "customfield_10016", "kind": "number", "values": ["many"]}]

    told = refused(emulator, "update_issue", issue_key="EX-1", summary="Changed", more_fields=points)
    ((read, _),) = call(emulator, ("get_issue", {"issue_key": "EX-1"}))

    assert told == (
        "Nothing was sent to Jira, because customfield_10016 needs a number; "
        "correct its values and call again."
    )
    assert "Changed" not in read


def test_other_fields_are_written_and_shown(emulator: MCPServer) -> None:
    """Provenance: ours."""
    points: JSON = [{"field_id": "customfield_10016", "kind": "number", "values": ["8"]}]

    (updated, is_error), (read, _) = call(
        emulator,
        ("update_issue", {"issue_key": "EX-1", "more_fields": points}),
        ("get_issue", {"issue_key": "EX-1", "more_fields": ["customfield_10016", "summary", "fixVersions"]}),
    )

    assert not is_error
    assert "- Fields set: customfield_10016\n" in updated
    shown = read.split("## More fields\n\n")[1]
    assert shown.endswith("(customfield_10016): 8"), "what is shown above is not repeated"
    assert shown.count("\n") == 0


def only(path: str, status: int) -> Answer:
    """Sites for everybody; this answer at one endpoint; an empty object elsewhere."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(path):
            return httpx.Response(status, json={"message": "Gone wrong"})
        if request.url.path.endswith("/accessible-resources"):
            return httpx.Response(200, json=SITES)
        return httpx.Response(200, json={"key": "EX-1", "fields": {"summary": "S"}})

    return answer


@pytest.mark.parametrize(
    ("path", "tool", "arguments"),
    [
        ("/accessible-resources", "get_issue", {"issue_key": "EX-1"}),
        ("/issue/EX-1/comment", "get_issue", {"issue_key": "EX-1", "include_comments": True}),
        (
            "/issueLinkType",
            "create_issue_link",
            {"issue_key": "EX-1", "relation": "blocks", "other_issue_key": "EX-2"},
        ),
    ],
    ids=["sites", "comments", "kinds of links"],
)
def test_a_failure_on_the_way_is_the_reply(
    path: str, tool: str, arguments: dict[str, JSON], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Half a reply would look like a whole one."""
    monkeypatch.setenv(PLATFORM.token_env, TOKEN)

    told = refused(serving(httpx.MockTransport(only(path, 403))), tool, **arguments)

    assert "Jira" in told
    assert "Gone wrong" in told
    assert "# Issue" not in told


def test_a_condition_that_makes_no_query_is_told_before_a_search(emulator: MCPServer) -> None:
    """Provenance: ours."""
    told = refused(
        emulator, "search_issues", filters=[{"field": "summary", "operator": "=", "value": "Saving"}]
    )

    assert told == (
        "Jira was not asked, because the filter on summary cannot be compared by =; use ~ or !~, "
        "then call again."
    )


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("no-sites-0123456789", "This token reaches no Jira site, so Jira was not asked;"),
        ("two-sites-0123456789", "This token reaches 2 Jira sites, so Jira was not asked:"),
    ],
)
def test_a_token_that_reaches_no_one_site_is_told_to_say_which(
    token: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. No site is taken by guess."""
    monkeypatch.setenv(PLATFORM.token_env, token)

    reply = refused(serving(httpx.ASGITransport(create_app())), "get_issue", issue_key="EX-1")

    assert reply.startswith(told)


def test_an_address_that_is_none_is_no_site() -> None:
    """Provenance: ours. A bracket without its other one cannot be taken apart."""
    site = Site(id="1", url="https://one.atlassian.net")

    result = chosen_site([site], "https://[One")

    assert normalised(" https://[One ") == "https://[one"
    assert isinstance(result, Err)
    assert result.message.startswith("This token does not reach the site https://[One,")


# -- reading


def test_the_name_of_a_kind_of_link_means_its_outward_words() -> None:
    """Provenance: ours. Words go before names."""
    kinds = [
        LinkType(name="Relates", inward="relates to", outward="relates to"),
        LinkType(name="Cause", inward="is caused by", outward="causes"),
    ]

    by_name, by_words = relation_of("cause", kinds), relation_of("Is  Caused By", kinds)

    assert isinstance(by_name, Ok)
    assert isinstance(by_words, Ok)
    assert (by_name.value.words, by_name.value.is_outward) == ("causes", True)
    assert (by_words.value.words, by_words.value.is_outward) == ("is caused by", False)


def test_more_issues_without_a_next_page_are_told() -> None:
    """Provenance: ours. A search that ends too early looks whole."""
    found = Found.model_validate({"issues": [], "isLast": False})

    assert render_found(found, "project = EX", tool="search_issues", next_page_token=None) == (
        "No issues match: project = EX\n\nMore issues match, but Jira names no next page; narrow the search."
    )


def test_a_search_that_does_not_fit_is_cut_and_says_how_to_get_the_rest() -> None:
    """Provenance: ours. The cursor of this page is kept."""
    issues: list[JSON] = [
        {"key": f"EX-{number}", "fields": {"summary": f"Word {number} " * 12}} for number in range(300)
    ]
    found = Found.model_validate({"issues": issues, "isLast": True})

    shown = render_found(found, "project = EX", tool="search_issues", next_page_token="page2")

    head, rows, more = shown.split("\n\n")
    number = rows.count("\n") + 1
    assert 1 < number < 300
    assert head.startswith(f"300 more issues, the first {number} of them here: project = EX")
    assert f"max_results={number}" in more
    assert 'next_page_token="page2"' in more


@pytest.mark.parametrize("field", ["summary", "fix_versions", "fixVersions"])
def test_a_field_that_every_issue_shows_is_not_shown_again(field: str) -> None:
    """Provenance: ours."""
    issue = Issue.model_validate({"key": "EX-1", "fields": {"summary": "Saving fails"}})

    shown = render_issue(issue, "https://example.atlassian.net/browse/EX-1", more_fields=(field,))

    assert shown.count("Saving fails") == 1
    assert "## More fields" not in shown


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"errorMessages": ["One", 2, "One"], "errors": {"summary": "is required", "x": 1}},
         "One; summary: is required"),
        ({"errors": {"duedate": "Field 'duedate' cannot be set. It is unknown."}},
         "duedate cannot be set for this type of issue; get_create_fields lists what can"),
        ({"message": {"a": 1}, "error_description": "expired"}, "expired"),
        (["no object"], ""),
    ],
)  # fmt: skip
def test_what_jira_says_of_an_error_is_put_together(body: JSON, told: str) -> None:
    """Provenance: the vendor's reference of status codes. What is no text is left out."""
    assert error_text(body) == told


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a`b", "``a`b``"),
        ("a`b``c", "```a`b``c```"),
        ("`a`", "`` `a` ``"),
        ("", ""),
    ],
)
def test_code_stands_between_more_backticks_than_it_holds(words: str, shown: str) -> None:
    """Provenance: CommonMark 6.1."""
    assert markdown_of(document(paragraph(text(words, "code")))) == shown


def test_an_exclamation_mark_before_a_link_makes_no_picture() -> None:
    """Provenance: CommonMark 6.4."""
    there = document(paragraph("Look!", text("here", link="https://x.example")))

    assert markdown_of(there) == "Look\\![here](https://x.example)"
