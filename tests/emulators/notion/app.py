"""The endpoints."""

from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent
from tests.emulators.notion.answers import (
    guarded,
    invalid,
    listed,
    not_found,
    number_id,
    plain_id,
    size_of,
    unknown_path,
)
from tests.emulators.notion.beginning import comments, pages, sources, users
from tests.emulators.notion.bodies import (
    BOT,
    alone,
    block_json,
    comment_json,
    data_source_json,
    page_json,
    parent,
    text,
)
from tests.emulators.notion.changes import InvalidError, checked_text, new_blocks, new_values, untitled
from tests.emulators.notion.query import InvalidQueryError, asked_rows
from tests.emulators.notion.rows import empty_task
from tests.emulators.notion.store import (
    DATABASE,
    FIRST_BLOCK,
    HANDBOOK,
    NOT_SHARED,
    SHIP,
    TASKS,
    StoredBlock,
    StoredComment,
    StoredPage,
    StoredSource,
    title_property,
    walk,
)


class Notion:
    """All that there is, and the endpoints over it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.sources = {source.id: source for source in sources()}
        rows = [row for source in self.sources.values() for row in source.rows]
        self.pages = {page.id: page for page in (*pages(), *rows)}
        self.blocks: dict[str, StoredBlock] = {}
        self.comments = comments()
        self._next_id = FIRST_BLOCK
        for page in list(self.pages.values()):
            if page.id != SHIP:  # it has no content, and came after the times of all else were recorded
                self._adopt(page.children, parent("page_id", page.id))

    def routes(self) -> list[Route]:
        """The endpoints."""
        page, block, source = "/v1/pages/{id}", "/v1/blocks/{id}", "/v1/data_sources/{id}"
        return [
            Route("/v1/search", guarded(self.search), methods=["POST"]),
            Route("/v1/pages", guarded(self.create_page), methods=["POST"]),
            Route(page, guarded(self.get_page)),
            Route(page, guarded(self.update_page), methods=["PATCH"]),
            Route(page + "/properties/{property}", guarded(self.get_property)),
            Route(block + "/children", guarded(self.get_children)),
            Route(block + "/children", guarded(self.append_children), methods=["PATCH"]),
            Route(block, guarded(self.delete_block), methods=["DELETE"]),
            Route(source, guarded(self.get_source)),
            Route(source + "/query", guarded(self.query), methods=["POST"]),
            Route("/v1/users", guarded(self.list_users)),
            Route("/v1/comments", guarded(self.list_comments)),
            Route("/v1/comments", guarded(self.create_comment), methods=["POST"]),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PATCH", "DELETE"]),
        ]

    async def search(self, request: Request) -> Response:
        """POST /v1/search"""
        asked = await sent(request)
        words = str(asked.get("query", "")).lower()
        wanted, order = asked.get("filter"), asked.get("sort")
        kind = wanted.get("value") if isinstance(wanted, dict) else None
        found = [(page.id, self._page_json(page)) for page in self.pages.values() if not page.in_trash]
        found += [(source.id, self._source_json(source)) for source in self.sources.values()]
        found = [
            (id, body)
            for id, body in found
            if kind in (None, body["object"]) and words in _title(body).lower()
        ]
        is_descending = not isinstance(order, dict) or order.get("direction") != "ascending"
        found.sort(key=lambda one: str(one[1].get("last_edited_time", "")), reverse=is_descending)
        return listed(asked.get("page_size"), asked.get("start_cursor"), [*found], "page_or_data_source")

    async def get_page(self, request: Request) -> Response:
        """GET /v1/pages/{id}"""
        page = self._page(request)
        return JSONResponse(alone(self._page_json(page))) if page else _no("page", request)

    async def get_property(self, request: Request) -> Response:
        """GET /v1/pages/{id}/properties/{property} of those that have several values"""
        page, id = self._page(request), unquote(request.path_params["property"])
        values = page.properties.values() if page else ()
        held = next((one for one in values if isinstance(one, dict) and unquote(str(one["id"])) == id), None)
        if page is None or held is None:
            return _no("page", request) if page is None else not_found("property", id)
        kind = str(held["type"])
        several = held.get(kind)
        if not isinstance(several, list):
            return JSONResponse(alone({"object": "property_item", **held}))
        about: dict[str, JSON] = {"id": held["id"], "type": kind, kind: {}, "next_url": None}
        found: list[tuple[str, JSON]] = [
            (
                str(one.get("id")) if isinstance(one, dict) and one.get("id") else number_id(number),
                {"object": "property_item", "id": held["id"], "type": kind, kind: one},
            )
            for number, one in enumerate(several)
        ]
        cursor = request.query_params.get("start_cursor")
        return listed(size_of(request), cursor, found, "property_item", about)

    async def create_page(self, request: Request) -> Response:
        """POST /v1/pages"""
        asked = await sent(request)
        where = asked.get("parent")
        target = where if isinstance(where, dict) else {}
        id = plain_id(target.get("data_source_id") or target.get("page_id"))
        source = self.sources.get(id)
        if source is None and id not in self.pages:
            return not_found("data_source" if target.get("data_source_id") else "page", id)
        known = self._new_row(source) if source else untitled()
        icon = asked.get("icon")
        try:
            values = new_values(asked.get("properties"), known, source)
            children = new_blocks(asked.get("children"))
        except InvalidError as error:
            return invalid(str(error))
        now = self.clock.now()
        page = StoredPage(
            self._new_id(),
            parent("data_source_id", id, database_id=DATABASE) if source else parent("page_id", id),
            {**known, **values},
            created=now,
            edited=now,
            emoji=str(icon.get("emoji")) if isinstance(icon, dict) else None,
            children=children,
        )
        self._adopt(children, parent("page_id", page.id))
        self.pages[page.id] = page
        if source:
            source.rows.append(page)
        return JSONResponse(alone(self._page_json(page)))

    async def update_page(self, request: Request) -> Response:
        """PATCH /v1/pages/{id}"""
        page = self._page(request)
        if page is None:
            return _no("page", request)
        asked = await sent(request)
        source = self.sources.get(str(page.where.get("data_source_id")))
        try:
            values = new_values(asked.get("properties"), page.properties, source)
        except InvalidError as error:
            return invalid(str(error))
        page.properties |= values
        icon = asked.get("icon")
        page.emoji = str(icon.get("emoji")) if isinstance(icon, dict) else page.emoji
        page.edited = self.clock.now()
        return JSONResponse(alone(self._page_json(page)))

    async def get_children(self, request: Request) -> Response:
        """GET /v1/blocks/{id}/children"""
        id = plain_id(request.path_params["id"])
        inside = self._inside(id)
        origin = self.blocks[id].content.get("synced_from") if id in self.blocks else None
        if inside is None or (isinstance(origin, dict) and origin.get("block_id") == NOT_SHARED):
            return _no("block", request)
        found: list[tuple[str, JSON]] = [(one.id, _block_json(one)) for one in inside if not one.in_trash]
        return listed(size_of(request), request.query_params.get("start_cursor"), found, "block")

    async def append_children(self, request: Request) -> Response:
        """PATCH /v1/blocks/{id}/children"""
        id = plain_id(request.path_params["id"])
        inside = self._inside(id)
        if inside is None:
            return _no("block", request)
        asked = await sent(request)
        try:
            made = new_blocks(asked.get("children"))
        except InvalidError as error:
            return invalid(str(error))
        at = len(inside)
        if after := asked.get("after"):
            ids = [one.id for one in inside]
            if plain_id(after) not in ids:
                return invalid(f"Block to append children after {after} is not parented by {id}.")
            at = ids.index(plain_id(after)) + 1
        self._adopt(made, parent("page_id" if id in self.pages else "block_id", id))
        inside[at:at] = made
        return listed(100, None, [(one.id, _block_json(one)) for one in made], "block")

    async def delete_block(self, request: Request) -> Response:
        """DELETE /v1/blocks/{id}"""
        id = plain_id(request.path_params["id"])
        if page := self.pages.get(id):
            page.in_trash = True
            title = _title(self._page_json(page))
            block = StoredBlock("child_page", {"title": title}, id=id, where=page.where, in_trash=True)
            return JSONResponse(alone(_block_json(block)))
        found = self.blocks.get(id)
        if found is None:
            return _no("block", request)
        if found.in_trash:
            return invalid("Can't edit block that is archived. You must unarchive the block before editing.")
        found.in_trash = True
        return JSONResponse(alone(_block_json(found)))

    async def get_source(self, request: Request) -> Response:
        """GET /v1/data_sources/{id}"""
        source = self.sources.get(plain_id(request.path_params["id"]))
        return JSONResponse(alone(self._source_json(source))) if source else _no("data_source", request)

    async def query(self, request: Request) -> Response:
        """POST /v1/data_sources/{id}/query"""
        source = self.sources.get(plain_id(request.path_params["id"]))
        if source is None:
            return _no("data_source", request)
        asked = await sent(request)
        try:
            rows = asked_rows(source, asked)
        except InvalidQueryError as error:
            return invalid(str(error))
        found: list[tuple[str, JSON]] = [(row.id, self._page_json(row)) for row in rows]
        return listed(asked.get("page_size"), asked.get("start_cursor"), found, "page_or_data_source")

    async def list_users(self, request: Request) -> Response:
        """GET /v1/users"""
        found: list[tuple[str, JSON]] = [(str(user["id"]), user) for user in users()]
        return listed(size_of(request), request.query_params.get("start_cursor"), found, "user")

    async def list_comments(self, request: Request) -> Response:
        """GET /v1/comments?block_id="""
        on = plain_id(request.query_params.get("block_id"))
        if on not in self.pages and on not in self.blocks:
            return not_found("block", on)
        found: list[tuple[str, JSON]] = [
            (one.id, self._comment_json(one)) for one in self.comments if one.on == on
        ]
        return listed(size_of(request), request.query_params.get("start_cursor"), found, "comment")

    async def create_comment(self, request: Request) -> Response:
        """POST /v1/comments"""
        asked = await sent(request)
        where = asked.get("parent")
        target = where if isinstance(where, dict) else {}
        on = plain_id(target.get("page_id") or target.get("block_id"))
        discussion = asked.get("discussion_id")
        if discussion:
            known = {one.discussion: one.on for one in self.comments}
            on = known.get(plain_id(discussion), "")
            if not on:
                return not_found("discussion", plain_id(discussion))
        elif on not in self.pages and on not in self.blocks:
            return not_found("block", on)
        try:
            pieces = checked_text(asked.get("rich_text"), "body.rich_text")
        except InvalidError as error:
            return invalid(str(error))
        thread = plain_id(discussion) if discussion else self._new_id()
        comment = StoredComment(self._new_id(), on, thread, BOT, "Emulator", pieces, self.clock.now())
        self.comments.append(comment)
        return JSONResponse(alone(self._comment_json(comment)))

    def _page(self, request: Request) -> StoredPage | None:
        return self.pages.get(plain_id(request.path_params["id"]))

    def _inside(self, id: str) -> list[StoredBlock] | None:
        if id in self.pages:
            return self.pages[id].children
        return self.blocks[id].children if id in self.blocks else None

    def _new_id(self) -> str:
        self._next_id += 1
        return number_id(self._next_id)

    def _new_row(self, source: StoredSource) -> dict[str, JSON]:
        if source.id == TASKS:
            return empty_task(len(source.rows) + 1, "")
        return {"Name": title_property(""), "Size": {"id": "size", "type": "number", "number": None}}

    def _adopt(self, blocks: list[StoredBlock], where: dict[str, JSON]) -> None:
        """Give the blocks their ids and places."""
        now = self.clock.now()
        for block in blocks:
            block.where, block.created = where, now
            block.id = block.id or self._new_id()
        for block in blocks:
            self._adopt(block.children, parent("block_id", block.id))
        self.blocks |= {one.id: one for one in walk(blocks) if one.id not in self.pages}

    def _page_json(self, page: StoredPage) -> dict[str, JSON]:
        if page.is_partial:
            return {"object": "page", "id": page.id}
        return page_json(
            page.id,
            page.properties,
            where=page.where,
            created=page.created,
            edited=page.edited,
            emoji=page.emoji,
            in_trash=page.in_trash,
        )

    def _source_json(self, source: StoredSource) -> dict[str, JSON]:
        named: dict[str, JSON] = {
            name: {**one, "name": name} if isinstance(one, dict) else one
            for name, one in source.definitions.items()
        }
        when = self.pages[HANDBOOK].created
        title = [text(source.title)]
        return data_source_json(source.id, [*title], named, database=DATABASE, page=HANDBOOK, when=when)

    def _comment_json(self, comment: StoredComment) -> dict[str, JSON]:
        kind = "page_id" if comment.on in self.pages else "block_id"
        return comment_json(
            comment.id,
            comment.pieces,
            where=parent(kind, comment.on),
            discussion=comment.discussion,
            author=comment.author,
            name=comment.name,
            when=comment.when,
        )


def _block_json(block: StoredBlock) -> dict[str, JSON]:
    if block.is_partial:
        return {"object": "block", "id": block.id}
    return block_json(
        block.id,
        block.kind,
        block.content,
        where=block.where,
        when=block.created,
        has_children=bool(block.children) or block.kind == "child_page",
        in_trash=block.in_trash,
    )


def _no(kind: str, request: Request) -> Response:
    return not_found(kind, plain_id(request.path_params["id"]))


def _title(body: dict[str, JSON]) -> str:
    """The title of a page or data source."""
    properties = body.get("properties")
    values = (
        [body] + [one for one in (properties or {}).values() if isinstance(one, dict)]
        if isinstance(properties, dict)
        else [body]
    )
    for one in values:
        pieces = one.get("title")
        if isinstance(pieces, list):
            return "".join(str(piece["plain_text"]) for piece in pieces if isinstance(piece, dict))
    return ""


def create_app() -> Starlette:
    """A new, independent Notion."""
    return Starlette(routes=Notion().routes())
