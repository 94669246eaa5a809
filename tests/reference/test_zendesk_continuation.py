"""Whatever is left out of a ticket can be got by the call that the reply names."""

import dataclasses
import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Ok
from pytest_mcp_contract.reference.servers.zendesk import rendering
from pytest_mcp_contract.reference.servers.zendesk.schemas import CommentsAnswer, TagsAnswer, Ticket
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import Parts, TicketView
from tests.reference.following import named_calls, parts_of

TAGS = [f"tag_number_{number}" for number in range(300)]


def test_all_tags_of_a_ticket_can_be_read() -> None:
    """Provenance: ours."""
    ticket = Ticket.model_validate({"id": 7, "tags": [*TAGS]})

    def render(_: str, arguments: dict[str, JSON]) -> str:
        return rendering.render_ticket(
            TicketView(ticket, parts=dataclasses.replace(Parts(), **arguments))  # type: ignore[arg-type]
        )

    texts = parts_of(render, "get_ticket")

    assert len(texts) > 2
    assert re.findall(r"tag_number_\d+", "\n".join(texts)) == TAGS


def test_few_tags_name_no_call() -> None:
    """Provenance: ours, the other half."""
    text = rendering.render_ticket(TicketView(Ticket.model_validate({"id": 7, "tags": ["a", "b"]})))

    assert "- Tags: a, b\n" in text
    assert list(named_calls(text)) == []


def test_a_tag_of_the_longest_kind_is_shown_whole() -> None:
    """Provenance: Zendesk takes tags of 255 characters."""
    longest = "word_" * 51
    text = rendering.render_ticket(
        TicketView(Ticket.model_validate({"id": 7, "tags": [longest, "next_" * 51]}))
    )

    assert longest in text
    assert list(named_calls(text)) == [("get_ticket", {"tags_from": 2})]


def test_a_change_of_many_tags_names_the_call_that_shows_the_rest() -> None:
    """Provenance: ours. The tool that changes tags cannot show others."""
    text = rendering.render_tags(TagsAnswer(tags=TAGS), 7, [], replaced=False)

    ((tool, arguments),) = named_calls(text)
    shown = len(re.findall("tag_number", text))
    assert (tool, arguments) == ("get_ticket", {"ticket_id": 7, "tags_from": shown + 1})


def test_a_number_behind_the_last_tag_is_said() -> None:
    """Provenance: ours."""
    ticket = Ticket.model_validate({"id": 7, "tags": ["a"]})

    text = rendering.render_ticket(TicketView(ticket, parts=Parts(tags_from=9)))

    assert "- Tags: the last one is number 1; there is no number 9." in text


@pytest.mark.parametrize("shows_conversation", [True, False])
def test_all_attachments_of_one_comment_can_be_read(shows_conversation: bool) -> None:
    """Provenance: ours. Their addresses are long."""
    files: list[JSON] = [
        {"file_name": f"{number}.log", "content_url": f"https://x.example/{'a' * 200}/{number}"}
        for number in range(120)
    ]
    first: JSON = {"body": "Hi", "attachments": files}
    meta: JSON = {"has_more": True, "after_cursor": "second"}

    def render(_: str, arguments: dict[str, JSON]) -> str:
        is_second = arguments.get("comments_after") == "second"
        last: JSON = {"body": "Bye", "attachments": [{"file_name": "last.log"}]}
        answer = {"comments": [last]} if is_second else {"comments": [first], "meta": meta}
        own = {name: value for name, value in arguments.items() if not name.startswith("include_")}
        return rendering.render_ticket(
            TicketView(
                Ticket(id=7),
                comments=Ok(CommentsAnswer.model_validate(answer)),
                shows_conversation=shows_conversation,
                shows_attachments=True,
                parts=dataclasses.replace(Parts(), **own),  # type: ignore[arg-type]
            )
        )

    texts = parts_of(render, "get_ticket", comments_per_page=1)

    names = {*re.findall(r"^- (\w+)\.log", "\n".join(texts), re.MULTILINE)}
    assert names == {"last", *map(str, range(120))}
