"""The server as a client sees it."""

from collections.abc import Iterator

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.entries.zendesk import ENTRY
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.zendesk import create_server
from pytest_mcp_contract.reference.servers.zendesk.utils import BASE_URL_ENV, TOKEN_ENV
from tests.emulators.loopback import serve
from tests.emulators.zendesk import create_app
from tests.reference.sessions import TOKEN, call, tools_of

EVERYTHING: dict[str, JSON] = {
    "include_metrics": True,
    "include_conversation": True,
    "include_attachments": True,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A Zendesk server that talks to an emulator of its own."""
    with serve(create_app()) as url:
        monkeypatch.setenv(BASE_URL_ENV, url)
        monkeypatch.setenv(TOKEN_ENV, TOKEN)
        yield create_server()


@pytest.mark.parametrize("address", [None, "", "  ", "example.zendesk.com"])
def test_without_the_accounts_address_a_call_says_which_variable_to_set(
    monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    """Provenance: ours. Each account has its own subdomain, so there is no default."""
    monkeypatch.setenv(TOKEN_ENV, TOKEN)
    monkeypatch.delenv(BASE_URL_ENV, raising=False)
    if address is not None:
        monkeypatch.setenv(BASE_URL_ENV, address)

    ((text, is_error),) = call(create_server(), ("get_ticket", {"ticket_id": 1}))

    assert is_error
    assert "its address is not known; set ZENDESK_API_URL to the account's https:// address" in text


def test_the_entry_names_the_tools_and_where_the_account_is(server: MCPServer) -> None:
    """Provenance: ours."""
    stakes = ENTRY["tools_stakes"]
    assert isinstance(stakes, dict)

    assert {tool.name for tool in tools_of(server)} == set(stakes)
    assert ENTRY["token_env"] == TOKEN_ENV
    assert ENTRY["upstream"] == {BASE_URL_ENV: "https://example.zendesk.com"}
    assert stakes["post_reply"] == "high"


def test_get_ticket_reads_more_only_on_request(server: MCPServer) -> None:
    """Provenance: ours."""
    (plain, _), (full, _) = call(
        server,
        ("get_ticket", {"ticket_id": 1}),
        ("get_ticket", {"ticket_id": 1, **EVERYTHING}),
    )

    assert plain.startswith("# Ticket #1 (open, high priority, incident): Help, my printer is on fire!\n")
    assert "- Requester: Anna Okafor (anna@customer.example)\n" in plain
    assert "- Printer model: LaserWriter 9\n" in plain
    assert "## Description" in plain
    assert not any(part in plain for part in ("## Metrics", "## Conversation", "crash.log"))
    assert "- First reply after: 16 minutes\n" in full
    assert "- crash.log (text/plain, 2.53 kB): https://example.zendesk.com/attachments/501/501.bin\n" in full


def test_the_conversation_tells_public_replies_from_internal_notes(server: MCPServer) -> None:
    """Provenance: ours. To confuse them is the costliest mistake in a help desk."""
    ((text, _),) = call(server, ("get_ticket", {"ticket_id": 1, "include_conversation": True}))

    assert "### 2026-03-02 09:16 UTC, public reply by Ben Ito (ben@help.example)\n" in text
    assert "### 2026-03-02 09:40 UTC, internal note by Chiara Rossi (chiara@help.example)\n" in text
    assert "3 attachments not listed: call get_ticket again with include_attachments=true." in text


def test_files_can_be_listed_without_the_conversation(server: MCPServer) -> None:
    """Provenance: ours."""
    (some, _), (none, _) = call(
        server,
        ("get_ticket", {"ticket_id": 1, "include_attachments": True}),
        ("get_ticket", {"ticket_id": 4, "include_attachments": True}),
    )

    assert "## Attachments\n\n- crash.log (text/plain, 2.53 kB): https://" in some
    assert "- x.exe (10 bytes, deleted)" in some
    assert "## Description" in some
    assert none.endswith("## Attachments\n\nNo attachments.")


def test_a_conversation_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    cursors: list[str | None] = [None, "eyJhZnRlciI6MTB9", "eyJhZnRlciI6MjB9"]
    arguments: dict[str, JSON] = {"ticket_id": 3, "include_conversation": True}

    pages = [
        text
        for text, _ in call(
            server, *(("get_ticket", {**arguments, "comments_after": cursor}) for cursor in cursors)
        )
    ]

    assert [page.count("public reply by") for page in pages] == [10, 10, 5]
    for page, cursor in zip(pages, cursors[1:], strict=False):
        assert page.endswith(
            "More comments follow: call get_ticket again with include_conversation=true "
            f'and comments_after="{cursor}".'
        )
    assert "More comments" not in pages[-1]


def test_a_cursor_that_zendesk_does_not_know_is_said(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(
        server, ("get_ticket", {"ticket_id": 3, "include_conversation": True, "comments_after": "nonsense"})
    )

    assert not is_error
    assert "The comments could not be read. Zendesk rejected what was sent for comments of ticket #3" in text
    assert "Reminder 1: where is it?" in text


def test_search_tickets_finds_only_tickets_and_sorts_them(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(
        server,
        ("search_tickets", {"query": "status<solved printer", "sort_by": "priority", "sort_order": "desc"}),
    )

    assert not is_error
    assert text.startswith("3 matching tickets:\n\n- #1 (open, high priority, incident, updated 2026-03-03 ")
    assert "\n- #2 (new, updated 2026-03-02 09:00 UTC): `Printer` | fails ## on line breaks\n" in text


def test_a_search_is_read_to_the_last_page_that_zendesk_answers(server: MCPServer) -> None:
    """Provenance: ours. Zendesk links to page 11 of 100 results and then answers 422 to it."""
    query: dict[str, JSON] = {"query": "bounce", "per_page": 30}

    (first, _), (last, _), (beyond, is_error) = call(
        server,
        ("search_tickets", query),
        ("search_tickets", {**query, "page": 33}),
        ("search_tickets", {**query, "page": 34}),
    )

    assert first.startswith(
        "1230 matching tickets, 30 of them here:\n\nOnly the first 990 of them can be read"
    )
    assert first.endswith("More matches follow: call search_tickets again with page=2.")
    assert "More matches" not in last
    assert is_error
    assert beyond.startswith("Zendesk was not asked, because it returns only the first 1,000 matches")
    assert "use a page up to 33 with per_page=30, or narrow the query." in beyond


def test_a_page_after_the_last_result_is_an_honest_empty_answer(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("search_tickets", {"query": "printer", "page": 9}))

    assert (text, is_error) == ("No tickets on page 9.", False)


def test_list_ticket_fields_says_that_it_leaves_fields_out(server: MCPServer) -> None:
    """Provenance: ours."""
    (active, _), (every, _) = call(
        server, ("list_ticket_fields", {}), ("list_ticket_fields", {"include_inactive": True})
    )

    assert active.startswith("11 active ticket fields:\n")
    assert "Fax number" not in active
    assert "1 inactive field left out: call list_ticket_fields again with include_inactive=true" in active
    assert every.startswith("12 ticket fields:\n")
    assert "\n- 3606 (text, inactive): Fax number\n" in every


def test_list_ticket_fields_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    (first, _), (second, _), (third, _) = call(
        server,
        ("list_ticket_fields", {"per_page": 5}),
        ("list_ticket_fields", {"per_page": 5, "after": "eyJhZnRlciI6NX0="}),
        ("list_ticket_fields", {"per_page": 5, "after": "eyJhZnRlciI6MTB9"}),
    )

    assert first.endswith('call list_ticket_fields again with after="eyJhZnRlciI6NX0=".')
    assert second.endswith('call list_ticket_fields again with after="eyJhZnRlciI6MTB9".')
    assert "More ticket fields" not in third
    assert sum(text.count("\n- 3") for text in (first, second, third)) == 11


def test_what_was_written_can_be_read(server: MCPServer) -> None:
    """Provenance: ours."""
    (draft, _), (posted, _), (tagged, _), (read, _) = call(
        server,
        ("draft_reply", {"ticket_id": 3, "body": "It is *paid*."}),
        ("post_reply", {"ticket_id": 3, "body": "We look into it."}),
        ("update_ticket_tags", {"ticket_id": 3, "tags": ["vip"]}),
        (
            "get_ticket",
            {"ticket_id": 3, "include_conversation": True, "comments_after": "eyJhZnRlciI6MjV9"},
        ),
    )

    assert draft.startswith("Added a draft reply to ticket #3 as an internal note; ")
    assert posted.startswith("Posted a public reply on ticket #3; ")
    assert "- Tags now: billing, vip" in tagged
    assert "internal note by Ben Ito (ben@help.example)\n\n```markdown\nIt is *paid*.\n```" in read
    assert "public reply by Ben Ito (ben@help.example)\n\n```markdown\nWe look into it.\n```" in read


def test_tags_are_replaced_only_where_that_was_asked_for(server: MCPServer) -> None:
    """Provenance: ours."""
    (added, _), (replaced, _) = call(
        server,
        ("update_ticket_tags", {"ticket_id": 1, "tags": ["vip"]}),
        ("update_ticket_tags", {"ticket_id": 1, "tags": ["a/b", "c-d"], "mode": "replace"}),
    )

    assert added == "Added tags to ticket #1.\n\n- Tags now: enterprise, printer, vip"
    assert replaced == "Replaced the tags of ticket #1.\n\n- Tags now: a/b, c-d"


def test_a_public_reply_that_zendesk_kept_private_is_an_error(server: MCPServer) -> None:
    """Provenance: ours. Agents who may not reply publicly get HTTP 200 and an internal note."""
    ((text, is_error),) = call(server, ("post_reply", {"ticket_id": 7, "body": "Hello"}))

    assert is_error
    assert text.startswith(
        "Zendesk kept the reply on ticket #7 as an internal note, so its requester has not"
    )


def test_a_closed_ticket_takes_nothing(server: MCPServer) -> None:
    """Provenance: ours."""
    replies = call(
        server,
        ("draft_reply", {"ticket_id": 4, "body": "Hello"}),
        ("post_reply", {"ticket_id": 4, "body": "Hello"}),
        ("update_ticket_tags", {"ticket_id": 4, "tags": ["vip"]}),
    )

    assert all(is_error for _, is_error in replies)
    assert all("status: Status: closed prevents ticket update" in text for text, _ in replies)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_ticket", {"ticket_id": 0}),
        ("get_ticket", {"ticket_id": 1, "comments_after": "a b"}),
        ("search_tickets", {"query": " "}),
        ("search_tickets", {"query": "x", "per_page": 51}),
        ("list_ticket_fields", {"per_page": 0}),
        ("post_reply", {"ticket_id": 1, "body": " \n"}),
        ("update_ticket_tags", {"ticket_id": 1, "tags": []}),
        ("update_ticket_tags", {"ticket_id": 1, "tags": ["Two Words"]}),
        ("update_ticket_tags", {"ticket_id": 1, "tags": ["vip"], "mode": "remove"}),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    server: MCPServer, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, (tool, arguments))

    assert is_error
    assert "validation error" in text
