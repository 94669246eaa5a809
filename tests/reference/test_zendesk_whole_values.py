"""No value or comment of a ticket is out of reach: what is cut names the call that shows the rest."""

import dataclasses
import re

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Ok
from pytest_mcp_contract.reference.servers.zendesk import rendering
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    FieldsAnswer,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketField,
    User,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import Parts, TicketView, shown_fields
from tests.reference.following import TOKEN_BUDGET, named_calls, parts_of
from tests.reference.sessions import emulated
from tests.reference.test_continuations import read_to_the_end

WORDS = [f"word{number}" for number in range(2_000)]


def custom(*values: JSON) -> Ticket:
    """A ticket with these values, whose fields have the ids 1, 2 and so on."""
    fields: JSON = [{"id": number, "value": value} for number, value in enumerate(values, 1)]
    return Ticket.model_validate({"id": 7, "custom_fields": fields})


def read_fields(ticket: Ticket, title: str = "Field") -> list[str]:
    """All texts about a ticket that the texts lead to."""

    def render(_: str, arguments: dict[str, JSON]) -> str:
        parts = dataclasses.replace(Parts(), **arguments)  # type: ignore[arg-type]
        fields = {one.id: TicketField(id=one.id, title=title) for one in shown_fields(ticket, parts)}
        return rendering.render_ticket(TicketView(ticket, fields=fields, parts=parts))

    return parts_of(render, "get_ticket")


@pytest.mark.parametrize("value", [" ".join(WORDS), [*WORDS]], ids=["text", "list"])
def test_a_long_custom_field_can_be_read_to_its_end(value: JSON) -> None:
    """Provenance: ours. Values were cut after 600 tokens, and lists after 50 of their values."""
    texts = read_fields(custom("short", value))

    assert list(named_calls(texts[0])) == [("get_ticket", {"custom_field": 2})]
    parts = [part for text in texts for part in re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)]
    assert re.findall(r"word\d+", "".join(parts)) == WORDS


@pytest.mark.parametrize(("comment", "parts"), [(" ".join(WORDS), 10), ("Great support!", 1)])
def test_the_comment_on_how_one_was_served_can_be_read_to_its_end(comment: str, parts: int) -> None:
    """Provenance: ours. It was cut after 300 tokens, and named no call."""
    rating: JSON = {"score": "good", "comment": comment}

    texts = read_fields(Ticket.model_validate({"id": 7, "satisfaction_rating": rating}))

    lines = [
        re.findall(r"^- Satisfaction(?: from character \d+)?: good: (.*)$", text, re.M) for text in texts
    ]
    assert len(lines) >= parts
    assert "".join("".join(line).replace(" ", "") for line in lines) == comment.replace(" ", "")
    assert ("satisfaction_from" in texts[0]) is (parts > 1)


def test_a_second_long_custom_field_is_told_by_its_id() -> None:
    """Provenance: ours. One call is named, and the other is like it."""
    text = read_fields(custom("word " * 900, "short", "other " * 900))[0]

    assert "- Field (id 3): other" in text
    assert "The id of any other as custom_field shows that one." in text


def test_custom_fields_that_are_whole_name_no_call() -> None:
    """Provenance: ours, the other half."""
    assert len(texts := read_fields(custom("short", ["a"] * 60))) == 1
    assert "(id " not in texts[0]


def test_names_of_custom_fields_are_not_cut() -> None:
    """Provenance: ours. Thirty of them with long names take more than a page."""
    title = "A question of the form that " + "many " * 40 + "people answer"

    texts = read_fields(custom(*map(str, range(30))), title)

    assert len(texts) > 1
    assert re.findall(rf"^- {title}: (\d+)$", "\n".join(texts), re.MULTILINE) == [*map(str, range(30))]


def test_a_custom_field_without_a_value_says_so() -> None:
    """Provenance: ours."""
    text = rendering.render_ticket(TicketView(custom("a"), parts=Parts(custom_field=9)))

    assert "## Custom field field 9\n\nIt has no value." in text


def test_names_of_people_are_not_cut() -> None:
    """Provenance: ours. Zendesk takes names of 255 characters."""
    user = User(id=5, name="Anna " * 51, email=f"{'anna.' * 12}x@{'customer.' * 20}example", active=True)
    text = rendering.render_ticket(TicketView(Ticket(id=7, requester_id=5), {5: user}))

    assert f"{(user.name or '').strip()} ({user.email})" in text


def test_a_subject_that_is_cut_in_a_search_is_whole_in_its_ticket() -> None:
    """Provenance: ours."""
    subject = "漢字" * 60
    ticket: JSON = {"id": 7, "subject": subject}

    found = SearchAnswer.model_validate({"results": [{"id": 6, "subject": "a"}, ticket], "count": 2})
    text = rendering.render_search(found, number=1, per_page=25)

    assert list(named_calls(text)) == [("get_ticket", {"ticket_id": 7})]
    assert subject in rendering.render_ticket(TicketView(Ticket.model_validate(ticket)))
    assert "…" not in rendering.render_search(
        SearchAnswer.model_validate({"results": [{"id": 6, "subject": "a"}], "count": 1}),
        number=1,
        per_page=25,
    )


def test_titles_of_fields_are_whole_on_shorter_pages() -> None:
    """Provenance: ours. A hundred long titles do not fit."""
    rows: list[JSON] = [{"id": number, "title": f"{number} " + "word " * 45} for number in range(100)]

    def render(_: str, arguments: dict[str, JSON]) -> str:
        per_page, after = arguments["per_page"], int(str(arguments.get("after", "0")))
        assert isinstance(per_page, int)
        here = rows[after : after + per_page]
        meta: JSON = {"has_more": after + per_page < 100, "after_cursor": str(after + per_page)}
        answer = FieldsAnswer.model_validate({"ticket_fields": here, "meta": meta})
        return rendering.render_fields(answer, include_inactive=True, per_page=per_page, is_first=not after)

    texts = parts_of(render, "list_ticket_fields", per_page=100)

    whole = {
        int(found) for text in texts for found in re.findall(r": (\d+) (?:word ?){45}$", text, re.MULTILINE)
    }
    assert whole == {*range(100)}


def test_tags_that_zendesk_did_not_take_are_told_without_a_cut() -> None:
    """Provenance: ours. What is not listed of them is what the caller passed."""
    asked = [f"tag_{number}" for number in range(400)]

    text = rendering.render_tags(TagsAnswer(tags=[]), 7, asked, replaced=False)

    assert re.search(r"tag_\d+ and \d+ others that you passed", text)
    assert "…" not in text


def test_comments_beyond_those_asked_for_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Only a link to the page for people was given, which a model cannot read."""
    with emulated("zendesk", monkeypatch) as server:
        start: dict[str, JSON] = {"ticket_id": 8, "include_conversation": True, "comments_per_page": 5}
        texts = read_to_the_end(server, "get_ticket", start)

    assert {*re.findall(r"^Wish \d+$", "\n".join(texts), re.MULTILINE)} == {
        f"Wish {number}" for number in range(1, 13)
    }
    assert all(token_count(text) < TOKEN_BUDGET for text in texts)


def test_the_page_after_an_overfull_one_is_named_at_its_end() -> None:
    """Provenance: ours. The cursor leads behind all that was sent, not behind what was shown."""
    answer: JSON = {
        "comments": [{"body": f"Wish {number}"} for number in range(12)],
        "meta": {"has_more": True, "after_cursor": "next"},
    }

    def named(comments_from: int) -> list[tuple[str, dict[str, JSON]]]:
        view = TicketView(
            Ticket(id=7),
            comments=Ok(CommentsAnswer.model_validate(answer)),
            shows_conversation=True,
            parts=Parts(comments_from=comments_from),
        )
        return list(named_calls(rendering.render_ticket(view)))

    again: dict[str, JSON] = {"include_conversation": True}
    assert named(1) == [("get_ticket", {**again, "comments_from": 11})]
    assert named(11) == [("get_ticket", {**again, "comments_from": 1, "comments_after": "next"})]


def test_a_number_behind_the_last_comment_is_said() -> None:
    """Provenance: ours."""
    view = TicketView(
        Ticket(id=7),
        comments=Ok(CommentsAnswer.model_validate({"comments": [{"body": "Hi"}]})),
        shows_conversation=True,
        parts=Parts(comments_from=2),
    )

    assert "This page has 1 comment; there is no number 2." in rendering.render_ticket(view)


def test_comments_that_do_not_fit_follow_by_number() -> None:
    """Provenance: ours. Whatever their authors are called, a reply stays within its budget."""
    users = {number: User(id=number, name="漢字" * 60, email="漢字" * 60) for number in range(1, 11)}
    comments: list[JSON] = [{"author_id": number, "body": f"Wish {number}" + " x" * 90} for number in users]
    answer = Ok(CommentsAnswer.model_validate({"comments": comments}))

    def render(_: str, arguments: dict[str, JSON]) -> str:
        comments_from = arguments.get("comments_from", 1)
        assert isinstance(comments_from, int)
        parts = Parts(comments_from=comments_from)
        return rendering.render_ticket(
            TicketView(
                Ticket(id=7, subject="漢字" * 300, requester_id=1),
                users,
                comments=answer,
                shows_conversation=True,
                parts=parts,
            )
        )

    texts = parts_of(render, "get_ticket")

    here = [re.findall(r"^Wish (\d+)", text, re.MULTILINE) for text in texts]
    assert 0 < len(here[0]) < 10
    assert {int(number) for numbers in here for number in numbers} == {*users}


def test_the_name_of_an_attachment_is_not_cut() -> None:
    """Provenance: ours. It was cut after 80 tokens, and no other call shows it."""
    name = "漢字" * 60 + ".log"
    comment: JSON = {"id": 1, "body": "Hi", "attachments": [{"file_name": name}]}
    comments = Ok(CommentsAnswer.model_validate({"comments": [comment]}))
    view = TicketView(Ticket(id=7), comments=comments, shows_attachments=True)

    assert f"- {name}" in rendering.render_ticket(view)
