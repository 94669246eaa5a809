"""The endpoints of the Support API."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent, strings
from tests.emulators.zendesk.answers import (
    cursor_page,
    error,
    forbidden,
    guarded,
    link,
    not_found,
    number,
    record_invalid,
    unknown_path,
)
from tests.emulators.zendesk.bodies import (
    audit_json,
    comment_json,
    field_json,
    metric_json,
    ticket_json,
    user_json,
)
from tests.emulators.zendesk.store import (
    BEN,
    FIELDS,
    HIDDEN,
    HIDDEN_FIELD,
    USERS,
    StoredComment,
    StoredTicket,
    tickets,
)

SEARCH_LIMIT = 1_000
MOST_IDS = 100
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = (None, "low", "normal", "high", "urgent")
SORT_KEYS: dict[str, Callable[[StoredTicket], object]] = {
    "created_at": lambda ticket: ticket.created_at,
    "updated_at": lambda ticket: ticket.updated_at,
    "status": lambda ticket: STATUSES.index(ticket.status),
    "priority": lambda ticket: PRIORITIES.index(ticket.priority),
    "ticket_type": lambda ticket: ticket.type or "",
}


class Zendesk:
    """All tickets, and the endpoints over them."""

    def __init__(self) -> None:
        self.tickets = {ticket.id: ticket for ticket in tickets()}
        self.clock = Clock()

    def routes(self) -> list[Route]:
        """The endpoints."""
        ticket = "/api/v2/tickets/{ticket_id:int}"
        return [
            Route(ticket, guarded(self.show)),
            Route(ticket, guarded(self.update), methods=["PUT"]),
            Route(ticket + "/metrics", guarded(self.metrics)),
            Route(ticket + "/comments", guarded(self.comments)),
            Route(ticket + "/tags", guarded(self.tags), methods=["PUT", "POST"]),
            Route("/api/v2/users/show_many", guarded(self.users)),
            Route("/api/v2/ticket_fields", guarded(self.fields)),
            Route("/api/v2/ticket_fields/show_many", guarded(self.some_fields)),
            Route("/api/v2/search", guarded(self.search)),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PUT"]),
        ]

    async def show(self, request: Request) -> Response:
        """GET /api/v2/tickets/{ticket_id}"""
        ticket = self._ticket(request)
        return JSONResponse({"ticket": ticket_json(ticket)}) if ticket else not_found()

    async def metrics(self, request: Request) -> Response:
        """GET /api/v2/tickets/{ticket_id}/metrics"""
        ticket = self._ticket(request)
        if ticket is None or ticket.sides_fail:
            return not_found()
        return JSONResponse({"ticket_metric": metric_json(ticket)})

    async def comments(self, request: Request) -> Response:
        """GET /api/v2/tickets/{ticket_id}/comments"""
        ticket = self._ticket(request)
        if ticket is None:
            return not_found()
        if ticket.sides_fail:
            return forbidden()
        comments = [comment_json(comment) for comment in ticket.comments]
        return cursor_page(request, "comments", comments, ignores_size=ticket.ignores_page_size)

    async def update(self, request: Request) -> Response:
        """PUT /api/v2/tickets/{ticket_id}, of which only the comment is taken"""
        ticket = self._ticket(request)
        if ticket is None:
            return not_found()
        if ticket.status == "closed":
            return _closed()
        changes = (await sent(request)).get("ticket")
        asked = changes.get("comment") if isinstance(changes, dict) else None
        body = asked.get("body") if isinstance(asked, dict) else None
        if not isinstance(asked, dict) or not isinstance(body, str) or not body.strip():
            return record_invalid("base", "Comment body: cannot be blank")
        comment = StoredComment(
            id=ticket.id * 1_000 + len(ticket.comments) + 100,
            author_id=BEN,
            body=body,
            created_at=self.clock.now(),
            public=asked.get("public") is not False and not ticket.takes_notes_only,
        )
        ticket.comments.append(comment)
        ticket.updated_at = comment.created_at
        return JSONResponse({"ticket": ticket_json(ticket), "audit": audit_json(ticket, comment)})

    async def tags(self, request: Request) -> Response:
        """PUT /api/v2/tickets/{ticket_id}/tags adds, POST replaces"""
        ticket = self._ticket(request)
        if ticket is None:
            return not_found()
        if ticket.status == "closed":
            return _closed()
        new = [tag.lower() for tag in strings((await sent(request)).get("tags"))]
        is_adding = request.method == "PUT"
        ticket.tags = sorted({*(ticket.tags if is_adding else []), *new})
        ticket.updated_at = self.clock.now()
        return JSONResponse({"tags": ticket.tags}, status_code=200 if is_adding else 201)

    async def users(self, request: Request) -> Response:
        """GET /api/v2/users/show_many?ids=1,2; users that do not exist are left out"""
        ids = _ids(request)
        if len(ids) > MOST_IDS:
            return _too_many()
        if HIDDEN in ids:
            return forbidden()
        found: list[JSON] = [user_json(user) for user in USERS if user.id in ids]
        return JSONResponse({"users": found, "next_page": None, "previous_page": None, "count": len(found)})

    async def fields(self, request: Request) -> Response:
        """GET /api/v2/ticket_fields"""
        return cursor_page(request, "ticket_fields", [field_json(field) for field in FIELDS])

    async def some_fields(self, request: Request) -> Response:
        """GET /api/v2/ticket_fields/show_many?ids=1,2; fields that do not exist are left out"""
        ids = _ids(request)
        if len(ids) > MOST_IDS:
            return _too_many()
        if HIDDEN_FIELD in ids:
            return forbidden()
        found: list[JSON] = [field_json(field) for field in FIELDS if field.id in ids]
        return JSONResponse(
            {"ticket_fields": found, "next_page": None, "previous_page": None, "count": len(found)}
        )

    async def search(self, request: Request) -> Response:
        """GET /api/v2/search: words, and the conditions type, status, status<, priority, tags"""
        page, per_page = number(request, "page", 1), min(number(request, "per_page", 100), 100)
        if page * per_page > SEARCH_LIMIT:
            limits = "Requested response size was greater than Search Response Limits"
            return error(422, "invalid", f"Invalid search: {limits}")
        terms = request.query_params.get("query", "").split()
        found = [ticket for ticket in self.tickets.values() if all(_fits(term, ticket) for term in terms)]
        if key := SORT_KEYS.get(request.query_params.get("sort_by", "")):
            found.sort(key=key, reverse=request.query_params.get("sort_order") != "asc")  # type: ignore[arg-type]

        def page_link(to: int) -> str | None:
            return link(request, page=to) if 1 <= to <= -(-len(found) // per_page) else None

        return JSONResponse(
            {
                "results": [
                    {**ticket_json(ticket), "result_type": "ticket"}
                    for ticket in found[(page - 1) * per_page : page * per_page]
                ],
                "facets": None,
                "next_page": page_link(page + 1),
                "previous_page": page_link(page - 1),
                "count": len(found),
            }
        )

    def _ticket(self, request: Request) -> StoredTicket | None:
        return self.tickets.get(request.path_params["ticket_id"])


def _closed() -> Response:
    return record_invalid("status", "Status: closed prevents ticket update")


def _too_many() -> Response:
    """400 with the number that was allowed."""
    body = {
        "error": "TooManyValues",
        "description": f"Exceeded maximum ids {MOST_IDS}",
        "max_count": MOST_IDS,
    }
    return JSONResponse(body, status_code=400)


def _ids(request: Request) -> set[int]:
    return {int(one) for one in request.query_params.get("ids", "").split(",") if one.isdecimal()}


def _fits(term: str, ticket: StoredTicket) -> bool:
    if term.startswith("status<"):
        return STATUSES.index(ticket.status) < STATUSES.index(term.removeprefix("status<"))
    name, colon, value = term.partition(":")
    match name if colon else "":
        case "type":
            return value in ("ticket", ticket.type)
        case "status":
            return value == ticket.status
        case "priority":
            return value == ticket.priority
        case "tags":
            return value in ticket.tags
        case _:
            return term.lower() in f"{ticket.subject} {ticket.comments[0].body}".lower()


def create_app() -> Starlette:
    """A new, independent Zendesk."""
    return Starlette(routes=Zendesk().routes())
