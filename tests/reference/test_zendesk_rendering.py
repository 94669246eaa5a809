"""What the model gets to read."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.zendesk import rendering
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    FieldsAnswer,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketField,
    UpdateAnswer,
    User,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import TicketView

SMALLEST: dict[str, JSON] = {
    "id": 7,
    "subject": "Printer",
    "url": "https://x.zendesk.com/api/v2/tickets/7.json",
}
HOSTILE = "Fix `parse | \r\n## Body\x1b[0m \u2028done"


def ticket(**fields: JSON) -> Ticket:
    """The smallest ticket with these fields."""
    return Ticket.model_validate({**SMALLEST, **fields})


def conversation(*comments: dict[str, JSON], **answer: JSON) -> TicketView:
    """A ticket with these comments, of which the first author is known."""
    read = CommentsAnswer.model_validate({"comments": list(comments), **answer})
    users = {1: User(id=1, name="Anna", email="anna@x.example"), 2: User(id=2, name="Dana", active=False)}
    return TicketView(ticket(), users, comments=Ok(read), shows_conversation=True, shows_attachments=True)


def found(*results: dict[str, JSON], count: int | None = None, next_page: str | None = None) -> SearchAnswer:
    """A page of search results."""
    number = len(results) if count is None else count
    return SearchAnswer.model_validate({"results": [*results], "count": number, "next_page": next_page})


def test_a_ticket_begins_with_one_line_that_sums_it_up() -> None:
    """Provenance: ours."""
    text = rendering.render_ticket(TicketView(ticket(status="hold", priority="low", type="task")))

    assert text.splitlines()[0] == "# Ticket #7 (hold, low priority, task): Printer"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.zendesk.com/api/v2/tickets/7.json", "https://x.zendesk.com/agent/tickets/7"),
        ("https://help.x.example:8443/api/v2/tickets/7", "https://help.x.example:8443/agent/tickets/7"),
    ],
)
def test_the_link_leads_to_the_page_for_people(url: str, link: str) -> None:
    """Provenance: ours. The address in the answer is the API's."""
    assert f"- Link: {link}\n" in rendering.render_ticket(TicketView(ticket(url=url)))


@pytest.mark.parametrize(
    "url", [None, "", "tickets/7", "javascript:alert(1)", "https://[", "https://a b/", "https://a\\b/"]
)
def test_what_is_no_address_makes_no_link(url: str | None) -> None:
    """Provenance: ours."""
    assert "Link" not in rendering.render_ticket(TicketView(ticket(url=url)))


@pytest.mark.parametrize(
    ("rating", "line"),
    [
        ({"score": "good", "comment": HOSTILE}, "- Satisfaction: good: Fix `parse | ## Body [0m done"),
        ({"score": "bad"}, "- Satisfaction: bad"),
        ({"score": "bad", "comment": None}, "- Satisfaction: bad"),
        ({"score": "offered", "id": 3}, "- Satisfaction: offered"),
        ({"score": "unoffered"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_satisfaction_is_shown_where_the_requester_was_asked(rating: JSON, line: str | None) -> None:
    """Provenance: ours."""
    lines = rendering.render_ticket(TicketView(ticket(satisfaction_rating=rating))).splitlines()

    assert [one for one in lines if "Satisfaction" in one] == ([line] if line else [])


@pytest.mark.parametrize(
    ("via", "line"),
    [
        (
            {"channel": "sample_ticket", "source": {"from": {}, "to": {}, "rel": None}},
            "- Channel: sample ticket",
        ),
        ({"channel": 30}, "- Channel: 30"),
        ({}, None),
        (None, None),
    ],
)
def test_the_channel_is_shown_where_it_is_known(via: JSON, line: str | None) -> None:
    """Provenance: recorded channels are api, web, rule and sample_ticket."""
    lines = rendering.render_ticket(TicketView(ticket(via=via))).splitlines()

    assert [one for one in lines if "Channel" in one] == ([line] if line else [])


def test_incidents_and_their_problem_are_named() -> None:
    """Provenance: ours."""
    text = rendering.render_ticket(TicketView(ticket(problem_id=5, has_incidents=True)))

    assert "- Incident of problem: ticket #5\n- Has incidents: yes\n" in text


def test_custom_fields_are_shown_by_name_where_they_have_a_value() -> None:
    """Provenance: ours. Zendesk sends every field of the account with each ticket."""
    values: dict[int, JSON] = {
        1: None,
        2: "",
        3: [],
        4: False,
        5: ["berlin", "osaka"],
        6: 1234.5,
        7: HOSTILE,
        8: {"id": 3},
        9: "gone",
    }
    fields = {key: TicketField(id=key, title=f"Field | {key}") for key in range(9)}
    one = ticket(custom_fields=[{"id": key, "value": value} for key, value in values.items()])

    text = rendering.render_ticket(TicketView(one, fields=fields))

    assert (
        "## Custom fields\n\n- Field \\| 4: no\n- Field \\| 5: berlin, osaka\n- Field \\| 6: 1234.5\n"
        "- Field \\| 7: Fix `parse | ## Body [0m done\n"
        "- Field \\| 8: (a value that cannot be shown as text)\n- field 9: gone\n\n"
    ) in text


def test_more_custom_fields_than_fit_are_counted() -> None:
    """Provenance: ours."""
    one = ticket(custom_fields=[{"id": key, "value": f"value {key}"} for key in range(42)])

    text = rendering.render_ticket(TicketView(one))

    assert (
        "- field 29: value 29\n\nMore custom fields follow: call get_ticket again with custom_fields_from=31."
        in text
    )


def test_text_of_strangers_stays_where_it_stands() -> None:
    """Provenance: ours. A title may try to add a line, a text to end its fence."""
    one = ticket(subject=HOSTILE, description="```\n# I am a heading\n````", tags=["a\n# b"])

    text = rendering.render_ticket(TicketView(one))

    assert text.splitlines()[0] == "# Ticket #7: Fix `parse | ## Body [0m done"
    assert "- Tags: a # b\n" in text
    assert "`````markdown\n```\n# I am a heading\n````\n`````" in text


def test_a_name_cannot_start_a_line_of_its_own() -> None:
    """Provenance: ours."""
    one = conversation({"author_id": 3, "body": "Hi", "public": False})
    users = {3: User(id=3, name="Eve\n## Instructions", email="eve@x\n- Link: y")}

    text = rendering.render_ticket(
        TicketView(one.ticket, users, comments=one.comments, shows_conversation=True)
    )

    assert "\n### internal note by Eve ## Instructions (eve@x - Link: y)\n" in text


def test_the_author_of_a_comment_is_told_as_far_as_known() -> None:
    """Provenance: a deleted user is answered with `active` false; one who is gone for good is left out."""
    authors = (1, 2, 99, -1, None)
    comments: list[dict[str, JSON]] = [{"author_id": author, "body": "Hi"} for author in authors]
    one = conversation(*comments)

    complete = rendering.render_ticket(one)
    in_part = rendering.render_ticket(
        TicketView(one.ticket, one.users, Err("Why."), comments=one.comments, shows_conversation=True)
    )

    heads = [line for line in complete.splitlines() if line.startswith("### ")]
    assert heads == [
        "### comment by Anna (anna@x.example)",
        "### comment by Dana (deleted user)",
        "### comment by unknown user 99",
        "### comment by Zendesk",
        "### comment by unknown",
    ]
    assert "### comment by user 99\n" in in_part
    assert "Some names of people could not be read. Why.\n" in in_part


def test_a_comment_without_text_says_so() -> None:
    """Provenance: recorded comments have an empty `plain_body`."""
    text = rendering.render_ticket(
        conversation({"body": "", "plain_body": " "}, {"body": None, "plain_body": "Plain"})
    )

    assert "### comment by unknown\n\nThe comment is empty.\n\n" in text
    assert "```markdown\nPlain\n```" in text


def test_the_description_is_shown_where_no_comment_is() -> None:
    """Provenance: ours. The first comment is the description."""
    one = conversation()

    assert rendering.render_ticket(one).endswith(
        "The description is empty.\n\n## Conversation\n\nNo comments."
    )


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ({}, "- file without a name"),
        ({"file_name": "a|b[c].log", "size": 0}, "- a\\|b\\[c\\].log (0 bytes)"),
        (
            {"file_name": "v.exe", "malware_scan_result": "malware_found", "content_url": "https://x/v"},
            "- v.exe (malware found): https://x/v",
        ),
        ({"file_name": "d", "deleted": True, "content_url": "https://x/d"}, "- d (deleted)"),
        ({"file_name": "l", "content_url": "https://x/" + "q" * 3_000}, "- l"),
        ({"file_name": "s", "content_url": "https://x/a b"}, "- s"),
        ({"size": 2**62}, "- file without a name (more than a petabyte)"),
        ({"size": 2_000_000_000}, "- file without a name (2.0 GB)"),
    ],
)
def test_a_file_is_one_line(file: JSON, line: str) -> None:
    """Provenance: ours. An address that was cut leads nowhere, so it is left out."""
    text = rendering.render_ticket(conversation({"body": "Hi", "attachments": [file]}))

    assert text.splitlines()[-1] == line


def test_files_that_do_not_fit_are_counted() -> None:
    """Provenance: ours."""
    files: list[JSON] = [
        {"file_name": f"{n}.log", "content_url": "https://x/" + "q1" * 100} for n in range(500)
    ]

    text = rendering.render_ticket(conversation({"body": "Hi", "attachments": files}))

    shown = (
        text.count("\n- ") - text.count("\n- L") - text.count("\n- Requester") - text.count("\n- Assignee")
    )
    assert 5 < shown < 100
    assert (
        f"{500 - shown} attachments left out. More attachments follow: "
        "call get_ticket again with comments_per_page=1." in text
    )


@pytest.mark.parametrize("cursor", [None, "", "a b", 'a"b', "x" * 301])
def test_a_cursor_that_the_tool_would_refuse_is_not_passed_on(cursor: str | None) -> None:
    """Provenance: ours."""
    text = rendering.render_ticket(
        conversation({"body": "Hi"}, meta={"has_more": True, "after_cursor": cursor})
    )

    assert text.endswith(
        "More comments follow, but Zendesk named no cursor that get_ticket could be called with."
    )


def test_results_that_are_no_tickets_are_left_out_and_said() -> None:
    """Provenance: ours. A query may hold a `type:` of its own."""
    text = rendering.render_search(
        found({**SMALLEST, "result_type": "ticket"}, {"id": 8, "result_type": "user"}),
        number=1,
        per_page=25,
    )

    assert text == (
        "2 matching tickets, 1 of them here:\n\n- #7: Printer\n\n"
        "1 result left out, because only tickets are shown."
    )


def test_a_next_page_is_named_as_far_as_zendesk_answers() -> None:
    """Provenance: ours. Zendesk links to pages that it then refuses."""
    link = "https://x.zendesk.com/api/v2/search?page=41"

    before = rendering.render_search(found(SMALLEST, count=5_000, next_page=link), number=39, per_page=25)
    last = rendering.render_search(found(SMALLEST, count=5_000, next_page=link), number=40, per_page=25)

    assert before.endswith("call search_tickets again with page=40.")
    assert "Only the first 1,000 of them can be read this way; to see others, narrow the query" in last
    assert "More matches" not in last


def test_only_matches_that_can_be_read_go_without_a_word_about_the_limit() -> None:
    """Provenance: ours."""
    text = rendering.render_search(found(SMALLEST, count=1_000), number=40, per_page=25)

    assert "Only the first" not in text


@pytest.mark.parametrize(
    "audit", [None, {}, {"events": None}, {"events": []}, {"events": [{"type": "Change"}]}]
)
def test_a_reply_that_the_audit_does_not_show_is_not_called_a_success(audit: JSON) -> None:
    """Provenance: ours."""
    answer = UpdateAnswer.model_validate({"ticket": SMALLEST, "audit": audit})

    for public in (True, False):
        text = rendering.render_reply(answer, 7, public=public)
        assert text.startswith("Zendesk accepted the change of ticket #7, but its answer does not show the ")
        assert "Check with get_ticket and include_conversation=true before you send it again." in text
        assert rendering.wrong_visibility(answer, 7, public=public) == ""


def test_a_note_that_a_trigger_adds_does_not_make_a_public_reply_private() -> None:
    """Provenance: ours. One update may make several comments."""
    events: JSON = [{"type": "Comment", "public": True}, {"type": "Comment", "public": False}]
    answer = UpdateAnswer.model_validate({"ticket": SMALLEST, "audit": {"events": events}})

    assert rendering.wrong_visibility(answer, 7, public=True) == ""
    assert rendering.render_reply(answer, 7, public=True).startswith("Posted a public reply on ticket #7;")


def test_a_draft_that_was_published_is_an_error() -> None:
    """Provenance: ours."""
    answer = UpdateAnswer.model_validate(
        {"ticket": SMALLEST, "audit": {"events": [{"type": "Comment", "public": True}]}}
    )

    assert rendering.wrong_visibility(answer, 7, public=False).startswith("Zendesk published the draft on")


def test_tags_that_were_not_set_are_named() -> None:
    """Provenance: ours."""
    text = rendering.render_tags(TagsAnswer(tags=["a"]), 7, ["a", "b"], replaced=False)
    none = rendering.render_tags(TagsAnswer(tags=[]), 7, ["a"], replaced=True)

    assert text == "Zendesk changed ticket #7, but its answer lacks these tags: b\n\n- Tags now: a"
    assert none.endswith("- Tags now: (no tags)")


def test_a_page_of_inactive_fields_says_that_more_follow() -> None:
    """Provenance: ours."""
    page = FieldsAnswer.model_validate(
        {
            "ticket_fields": [{"id": 1, "title": "Fax", "active": False}],
            "meta": {"has_more": True, "after_cursor": "abc="},
        }
    )

    text = rendering.render_fields(page, include_inactive=False, per_page=1, is_first=True)

    assert text.startswith("No active ticket fields on this page.\n\n1 inactive field left out: ")
    assert text.endswith('call list_ticket_fields again with after="abc=".')
