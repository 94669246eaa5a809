"""Zendesk's Support API: one function per endpoint, each returning a validated model or why there is none.

Every `Err` is one sentence made by `reference.failures`, and names the thing that was asked for.
"""

from collections.abc import Iterable, Sequence

from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.zendesk.schemas import (
    CommentsAnswer,
    FieldsAnswer,
    MetricAnswer,
    SearchAnswer,
    TagsAnswer,
    Ticket,
    TicketAnswer,
    TicketField,
    TicketMetric,
    UpdateAnswer,
    User,
    UsersAnswer,
)

_API = ("api", "v2")
COMMENTS_PER_PAGE = 10
MOST_IDS = 100
"""Ids that `show_many` takes in one request."""


async def get_ticket(access_token: str, api: HttpApi, ticket_id: int) -> Result[Ticket]:
    """One ticket.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket
    """
    path = (*_API, "tickets", str(ticket_id))
    answer = await api.model(TicketAnswer, ApiRequest("GET", path, access_token, f"ticket #{ticket_id}"))
    return Ok(answer.value.ticket) if isinstance(answer, Ok) else answer


async def get_metrics(access_token: str, api: HttpApi, ticket_id: int) -> Result[TicketMetric]:
    """The metrics of one ticket; archived tickets have none.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metrics/#show-ticket-metrics
    """
    path = (*_API, "tickets", str(ticket_id), "metrics")
    ask = ApiRequest("GET", path, access_token, f"metrics of ticket #{ticket_id}")
    answer = await api.model(MetricAnswer, ask)
    if isinstance(answer, Err):
        return answer
    metric = answer.value.ticket_metric
    return Ok(metric if isinstance(metric, TicketMetric) else next(iter(metric), TicketMetric()))


async def get_comments(
    access_token: str, api: HttpApi, ticket_id: int, *, after: str | None, per_page: int
) -> Result[CommentsAnswer]:
    """A page of a ticket's comments, oldest first.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#list-comments
    """
    path = (*_API, "tickets", str(ticket_id), "comments")
    ask = ApiRequest(
        "GET",
        path,
        access_token,
        f"comments of ticket #{ticket_id}",
        _cursor_query(per_page, after),
    )
    return await api.model(CommentsAnswer, ask)


async def get_users(
    access_token: str, api: HttpApi, ids: Iterable[int]
) -> tuple[dict[int, User], Err | None]:
    """The users with these ids, as far as they exist, and why others could not be read, if that failed.

    One request is made for every 100 ids; the first that fails is the last that is made.

    Source: https://developer.zendesk.com/api-reference/ticketing/users/users/#show-many-users
    """
    known: dict[int, User] = {}
    for chunk in _chunks(ids):
        ask = ApiRequest(
            "GET",
            (*_API, "users", "show_many"),
            access_token,
            "users of the ticket",
            {"ids": chunk},
        )
        answer = await api.model(UsersAnswer, ask)
        if isinstance(answer, Err):
            return known, answer
        known |= {user.id: user for user in answer.value.users}
    return known, None


async def get_fields(
    access_token: str, api: HttpApi, ids: Iterable[int]
) -> tuple[dict[int, TicketField], Err | None]:
    """The ticket fields with these ids, as far as they exist, and why others could not be read.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/
    """
    known: dict[int, TicketField] = {}
    for chunk in _chunks(ids):
        ask = ApiRequest(
            "GET",
            (*_API, "ticket_fields", "show_many"),
            access_token,
            "ticket fields",
            {"ids": chunk},
        )
        answer = await api.model(FieldsAnswer, ask)
        if isinstance(answer, Err):
            return known, answer
        known |= {field.id: field for field in answer.value.ticket_fields}
    return known, None


async def list_fields(
    access_token: str, api: HttpApi, *, per_page: int, after: str | None
) -> Result[FieldsAnswer]:
    """A page of the account's ticket fields, active or not, by id.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#list-ticket-fields
    """
    path, query = (*_API, "ticket_fields"), _cursor_query(per_page, after)
    return await api.model(FieldsAnswer, ApiRequest("GET", path, access_token, "ticket fields", query))


async def search_tickets(
    access_token: str,
    api: HttpApi,
    query: str,
    *,
    sort_by: str | None,
    sort_order: str,
    page: int,
    per_page: int,
) -> Result[SearchAnswer]:
    """A page of the tickets that match a search, of at most 1,000; by relevance where `sort_by` is None.

    Source: https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#list-search-results
    """
    asked: dict[str, str | int] = {"query": f"type:ticket {query}", "page": page, "per_page": per_page}
    if sort_by:
        asked |= {"sort_by": sort_by, "sort_order": sort_order}
    ask = ApiRequest("GET", (*_API, "search"), access_token, "the ticket search", asked)
    return await api.model(SearchAnswer, ask)


async def add_comment(
    access_token: str, api: HttpApi, ticket_id: int, *, body: str, public: bool
) -> Result[UpdateAnswer]:
    """The ticket after a comment, and what the update did.

    Source: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
    """
    path = (*_API, "tickets", str(ticket_id))
    sent: JSON = {"ticket": {"comment": {"body": body, "public": public}}}
    ask = ApiRequest("PUT", path, access_token, f"ticket #{ticket_id}", json=sent)
    return await api.model(UpdateAnswer, ask)


async def change_tags(
    access_token: str, api: HttpApi, ticket_id: int, tags: Sequence[str], *, replace: bool
) -> Result[TagsAnswer]:
    """All tags that a ticket has after `tags` were added, or put in the place of the old ones.

    Source: https://developer.zendesk.com/api-reference/ticketing/ticket-management/tags/
    """
    path = (*_API, "tickets", str(ticket_id), "tags")
    subject, sent = f"ticket #{ticket_id}", {"tags": list[JSON](tags)}
    ask = ApiRequest("POST" if replace else "PUT", path, access_token, subject, json={**sent})
    return await api.model(TagsAnswer, ask)


def _cursor_query(size: int, after: str | None) -> dict[str, str | int]:
    """A page of a list with cursors."""
    return {"page[size]": size} | ({"page[after]": after} if after else {})


def _chunks(ids: Iterable[int]) -> list[str]:
    """The ids as `show_many` takes them; each once, and without those of Zendesk's own actors."""
    wanted = sorted({one for one in ids if one > 0})
    return [",".join(map(str, wanted[start : start + MOST_IDS])) for start in range(0, len(wanted), MOST_IDS)]
