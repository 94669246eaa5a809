"""What a reply may take, whatever Zendesk sends."""

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.budget import REPLY, cost, fair_share, length_within
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok
from pytest_mcp_contract.reference.servers.zendesk import rendering
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    FieldsAnswer,
    TagsAnswer,
    Ticket,
    TicketField,
    User,
)
from pytest_mcp_contract.reference.servers.zendesk.ticket_view import TicketView
from tests.reference.test_zendesk_rendering import SMALLEST, conversation, found, ticket

TOKEN_BUDGET = 4_000
FLOODS = [
    "word " * 4_000,
    "é" * 9_000,
    "漢字🎉" * 4_000,
    "x" * 20_000,
    "A1b2/+" * 4_000,
    "`" * 9_000,
    "- \n" * 9_000,
]


def test_long_texts_are_cut_and_say_where_the_rest_is() -> None:
    """Provenance: ours."""
    text = rendering.render_ticket(TicketView(ticket(description="A long story. " * 5_000)))

    assert "More characters follow: call get_ticket again with description_from=" in text
    assert 2_000 < token_count(text) < TOKEN_BUDGET


def test_short_comments_leave_their_room_to_a_long_one() -> None:
    """Provenance: ours."""
    short: list[dict[str, JSON]] = [{"author_id": 1, "body": "Same here."}] * 9

    text = rendering.render_ticket(conversation(*short, {"author_id": 1, "body": "A long story. " * 5_000}))

    assert text.count("Same here.") == 9
    assert text.count("More characters follow: call get_ticket again with comments_per_page=1.") == 1
    assert 2_000 < token_count(text) < TOKEN_BUDGET


@pytest.mark.parametrize(
    "flood", FLOODS, ids=["words", "accents", "mixed", "run", "base64", "fences", "lists"]
)
def test_no_flood_takes_more_than_the_budget(flood: str) -> None:
    """Provenance: ours. Whatever the schemas accept must be shown within 4,000 tokens."""
    user = User(id=1, name=flood, email=flood)
    file: JSON = {"file_name": flood, "content_type": flood, "content_url": f"https://x/{flood}"}
    comment: JSON = {"author_id": 1, "body": flood, "attachments": [file] * 50}
    meta: JSON = {"has_more": True, "after_cursor": flood}
    fields = {
        "requester_id": 1,
        "assignee_id": 1,
        "custom_fields": [{"id": n, "value": flood} for n in range(99)],
    }
    words = dict.fromkeys(("url", "subject", "description", "status", "priority", "type"), flood)
    more = {
        "tags": [flood] * 999,
        "via": {"channel": flood},
        "satisfaction_rating": {"score": flood, "comment": flood},
    }
    big = Ticket.model_validate({"id": 7, **words, **fields, **more})
    names = {n: TicketField(id=n, title=flood, type=flood) for n in range(99)}
    comments = Ok(CommentsAnswer.model_validate({"comments": [comment] * 999, "meta": meta}))
    failed = Err(flood[:499])
    row: dict[str, JSON] = {**words, "id": 7}
    field: JSON = {"id": 7, "title": flood, "type": flood}

    texts = [
        rendering.render_ticket(
            TicketView(big, {1: user}, failed, names, failed, failed, comments, True, True)
        ),
        rendering.render_ticket(
            TicketView(big, {1: user}, failed, names, failed, failed, comments, False, True)
        ),
        rendering.render_ticket(
            TicketView(big, {1: user}, failed, names, failed, failed, failed, True, True)
        ),
        rendering.render_ticket(TicketView(big, {1: user})),
        rendering.render_search(found(*[row] * 999, count=9_999, next_page=flood), number=1, per_page=50),
        rendering.render_fields(
            FieldsAnswer.model_validate({"ticket_fields": [field] * 999, "meta": meta}),
            include_inactive=True,
            per_page=100,
            is_first=True,
        ),
        rendering.render_tags(TagsAnswer(tags=[flood] * 999), 7, [flood], replaced=True),
        rendering.render_tags(TagsAnswer(tags=["a"] * 9_999), 7, ["b"] * 100, replaced=False),
    ]

    assert {n: token_count(text) for n, text in enumerate(texts) if token_count(text) > TOKEN_BUDGET} == {}


def test_a_list_that_is_too_long_is_cut_with_a_sentence() -> None:
    """Provenance: ours."""
    search = rendering.render_search(found(*[SMALLEST] * 10_000, count=10_000), number=1, per_page=25)
    comment: dict[str, JSON] = {"author_id": 1, "body": "Hi"}
    comments = rendering.render_ticket(conversation(*[comment] * 10_000))

    assert "Zendesk sent 10,000 tickets though 25 were asked for; only the first 25 are shown." in search
    assert search.count("\n- #7") == 25
    assert comments.count("\n### ") == 10
    assert comments.endswith(" and comments_from=11.")


@pytest.mark.parametrize(
    "text",
    ["The printer is on fire again.", "Вчера всё работало.", "昨日は動いていました。"],
)
def test_prose_is_estimated_above_what_a_tokenizer_counts(text: str) -> None:
    """Provenance: ours."""
    lines = "\n".join([text] * 20)

    assert token_count(lines) <= cost(lines)


@pytest.mark.parametrize("text", ["crash at 0x7fff12ab", "QmFzZTY0IGlzIGZ1bg+/", "👩‍👩‍👧‍👦 🎉"])
def test_other_text_is_estimated_closely_enough_for_the_budget(text: str) -> None:
    """Provenance: ours. `REPLY` is that much below 4,000."""
    lines = "\n".join([text] * 20)

    assert token_count(lines) * REPLY <= cost(lines) * TOKEN_BUDGET


def test_what_fits_costs_no_more_than_allowed() -> None:
    """Provenance: ours."""
    text = "Print 漢字 and 12345 lines.\n" * 20

    for most in range(1, cost(text) + 2):
        assert cost(text[: length_within(text, most)]) <= max(most, cost(text[0]))
    assert length_within(text, cost(text)) == len(text)


@pytest.mark.parametrize(
    ("costs", "total", "share"),
    [([], 10, 10), ([5, 5], 10, 5), ([1, 20], 10, 9), ([20, 20], 10, 5), ([1, 2, 3], 100, 3), ([4], -5, 0)],
)
def test_what_short_ones_spare_goes_to_long_ones(costs: list[int], total: int, share: int) -> None:
    """Provenance: ours."""
    assert fair_share(costs, total) == share
