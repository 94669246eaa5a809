"""The endpoints."""

from collections.abc import Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent, strings
from tests.emulators.jira import jql
from tests.emulators.jira.answers import (
    FAILURES,
    accessible_resources,
    error,
    guarded,
    no_issue,
    no_project,
    page_of,
    unknown_path,
)
from tests.emulators.jira.bodies import (
    API,
    comment_json,
    issue_json,
    link_type_json,
    named_json,
    project_json,
    status_json,
    type_json,
)
from tests.emulators.jira.fields import NOT_ON_SCREEN, complaints, create_fields, is_document
from tests.emulators.jira.store import (
    LINK_TYPES,
    MIA,
    RESOLUTIONS,
    ROLES,
    TRANSITIONS,
    TYPES,
    StoredComment,
    StoredIssue,
    first_store,
)


class Jira:
    """One site, and the endpoints over it."""

    def __init__(self) -> None:
        self.store = first_store()
        self.clock = Clock()

    def routes(self) -> list[Route]:
        """The endpoints."""
        api = "/ex/jira/{cloud_id}/rest/api/3"
        meta, issue = f"{api}/issue/createmeta/{{key}}/issuetypes", f"{api}/issue/{{key}}"
        return [
            Route("/oauth/token/accessible-resources", guarded(accessible_resources)),
            Route(f"{api}/project/search", guarded(self.list_projects)),
            Route(f"{api}/search/jql", guarded(self.search), methods=["POST"]),
            Route(f"{api}/issueLinkType", guarded(self.list_link_types)),
            Route(f"{api}/issueLink", guarded(self.create_link), methods=["POST"]),
            Route(f"{api}/issue", guarded(self.create_issue), methods=["POST"]),
            Route(meta, guarded(self.list_types)),
            Route(f"{meta}/{{kind}}", guarded(self.list_fields)),
            Route(f"{issue}/comment", guarded(self.list_comments)),
            Route(f"{issue}/comment", guarded(self.create_comment), methods=["POST"]),
            Route(f"{issue}/transitions", guarded(self.list_transitions)),
            Route(f"{issue}/transitions", guarded(self.make_transition), methods=["POST"]),
            Route(issue, guarded(self.get_issue)),
            Route(issue, guarded(self.update_issue), methods=["PUT"]),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PUT"]),
        ]

    async def list_projects(self, request: Request) -> Response:
        """GET /rest/api/3/project/search"""
        text = request.query_params.get("query", "").casefold()
        found = [
            project_json(key, self.store)
            for key, (name, _) in sorted(self.store.projects.items())
            if text in key.casefold() or text in name.casefold()
        ]
        start, size = page_of(request, 50, 100)
        page: dict[str, JSON] = {
            "self": f"{API}/project/search?maxResults={size}&startAt={start}",
            "maxResults": size,
            "startAt": start,
            "total": len(found),
            "isLast": start + size >= len(found),
            "values": list[JSON](found[start : start + size]),
        }
        if not page["isLast"]:
            page["nextPage"] = f"{API}/project/search?maxResults={size}&startAt={start + size}"
        return JSONResponse(page)

    async def search(self, request: Request) -> Response:
        """POST /rest/api/3/search/jql"""
        asked = await sent(request)
        query, size, token = asked.get("jql"), asked.get("maxResults"), asked.get("nextPageToken")
        if not isinstance(query, str) or not isinstance(size, int):
            return error(400, "Invalid request payload. Refer to the REST API documentation and try again.")
        try:
            start = jql.offset_of(token, query) if isinstance(token, str) else 0
            found = jql.found(query, self.store)
        except jql.JqlError as refused:
            return error(400, str(refused))
        fields, end = strings(asked.get("fields")), start + size
        page: dict[str, JSON] = {
            "issues": [issue_json(issue, self.store, fields) for issue in found[start:end]],
            "isLast": end >= len(found),
        }
        if end < len(found):
            page["nextPageToken"] = jql.token_of(end, query)
        return JSONResponse(page)

    async def get_issue(self, request: Request) -> Response:
        """GET /rest/api/3/issue/{key}"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        fields = request.query_params.get("fields", "").split(",")
        with_names = "names" in request.query_params.get("expand", "")
        return JSONResponse(issue_json(issue, self.store, fields, with_names=with_names))

    async def list_comments(self, request: Request) -> Response:
        """GET /rest/api/3/issue/{key}/comment"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        start, size = page_of(request, 100, 5_000)
        comments = [comment_json(comment, issue) for comment in issue.comments]
        return _page(comments, "comments", start, size)

    async def create_comment(self, request: Request) -> Response:
        """POST /rest/api/3/issue/{key}/comment"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        asked = await sent(request)
        body, visibility = asked.get("body"), asked.get("visibility")
        if not is_document(body) or not isinstance(body, dict) or not body["content"]:
            return error(400, errors={"comment": "Comment body can not be empty!"})
        role = visibility.get("value") if isinstance(visibility, dict) else None
        if role is not None and role not in ROLES:
            return error(400, errors={"commentLevel": f"The role '{role}' does not exist."})
        comment = StoredComment(MIA, body, self.clock.now(), role if isinstance(role, str) else None)
        issue.comments.append(comment)
        return JSONResponse(comment_json(comment, issue), status_code=201)

    async def list_transitions(self, request: Request) -> Response:
        """GET /rest/api/3/issue/{key}/transitions"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        found: list[JSON] = [
            {
                "id": number,
                "name": name,
                "to": status_json(status),
                "hasScreen": status == "Done",
                "isGlobal": True,
                "isInitial": False,
                "isAvailable": True,
                "isConditional": False,
                "isLooped": False,
                "fields": _screen() if status == "Done" else {},
            }
            for number, (name, status) in TRANSITIONS.items()
            if status != issue.status and issue.kind != "10000"
        ]
        return JSONResponse({"expand": "transitions", "transitions": found})

    async def make_transition(self, request: Request) -> Response:
        """POST /rest/api/3/issue/{key}/transitions"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        asked = await sent(request)
        chosen, fields = _part(asked, "transition").get("id"), _part(asked, "fields")
        status = TRANSITIONS[chosen][1] if isinstance(chosen, str) and chosen in TRANSITIONS else issue.status
        if status == issue.status:
            return error(400, f"Transition id '{chosen}' is not valid for this issue.")
        resolution = _part(fields, "resolution").get("name")
        if resolution is not None and status != "Done":
            return error(400, errors={"resolution": f"Field 'resolution' {NOT_ON_SCREEN}"})
        if status == "Done" and resolution not in RESOLUTIONS:
            return error(400, errors={"resolution": "Resolution is required."})
        issue.status, issue.updated = status, self.clock.now()
        issue.resolution = str(resolution) if resolution else None
        issue.resolved = issue.updated if resolution else None
        added = _part(asked, "update").get("comment")
        for operation in added if isinstance(added, list) else []:
            body = _part(operation, "add").get("body") if isinstance(operation, dict) else None
            issue.comments.append(StoredComment(MIA, body, issue.updated))
        return Response(status_code=204)

    async def list_types(self, request: Request) -> Response:
        """GET /rest/api/3/issue/createmeta/{key}/issuetypes"""
        key = str(request.path_params["key"])
        if key not in self.store.projects:
            return no_project(key)
        kinds: list[JSON] = [type_json(kind) for kind in TYPES] if key != "BLANK" else []
        if key == "MANY":
            kinds += [
                {**type_json("10002"), "id": str(number), "name": f"Request {number - 10_099}"}
                for number in range(10_100, 10_150)
            ]
        start, size = page_of(request, 50, 200)
        return _page(kinds, "issueTypes", start, size)

    async def list_fields(self, request: Request) -> Response:
        """GET /rest/api/3/issue/createmeta/{key}/issuetypes/{kind}"""
        key, kind = str(request.path_params["key"]), str(request.path_params["kind"])
        if key not in self.store.projects:
            return no_project(key)
        if kind not in TYPES:
            return error(404, f"The issue type with id '{kind}' does not exist.")
        start, size = page_of(request, 50, 200)
        fields = create_fields(key, kind) if key != "BLANK" else []
        return _page(fields, "fields", start, size)

    async def create_issue(self, request: Request) -> Response:
        """POST /rest/api/3/issue"""
        fields = _part(await sent(request), "fields")
        key = str(_part(fields, "project").get("key", ""))
        if key in FAILURES:
            return FAILURES[key]()
        wrong = complaints({"summary": None, "issuetype": {}, **fields})
        if key not in self.store.projects:
            wrong["project"] = "valid project is required"
        if wrong:
            return error(400, errors=wrong)
        number = max((issue.number for issue in self.store.issues if issue.project == key), default=0) + 1
        issue = StoredIssue(key, number, str(fields["summary"]), self.clock.now())
        self._set(issue, fields)
        self.store.issues.append(issue)
        body = {"id": issue.id, "key": issue.key, "self": f"{API}/issue/{issue.id}"}
        return JSONResponse(body, status_code=201)

    async def update_issue(self, request: Request) -> Response:
        """PUT /rest/api/3/issue/{key}"""
        issue = self._issue(request)
        if issue is None:
            return no_issue()
        fields = _part(await sent(request), "fields")
        wrong = complaints(fields)
        if wrong:
            return error(400, errors=wrong)
        self._set(issue, fields)
        issue.updated = self.clock.now()
        return Response(status_code=204)

    async def list_link_types(self, _: Request) -> Response:
        """GET /rest/api/3/issueLinkType"""
        return JSONResponse({"issueLinkTypes": [link_type_json(name) for name in LINK_TYPES]})

    async def create_link(self, request: Request) -> Response:
        """POST /rest/api/3/issueLink"""
        asked = await sent(request)
        kind = _part(asked, "type").get("name")
        ends = [str(_part(asked, side).get("key")) for side in ("inwardIssue", "outwardIssue")]
        failure = next(
            (FAILURES[key.partition("-")[0]] for key in ends if key.partition("-")[0] in FAILURES), None
        )
        if failure:
            return failure()
        if kind not in LINK_TYPES:
            return error(404, f"No issue link type with name '{kind}' found.")
        if not all(self.store.issue(key) for key in ends):
            return no_issue()
        link = (str(kind), ends[0], ends[1])
        if link not in self.store.links:
            self.store.links.append(link)
        return Response(status_code=201)

    def _set(self, issue: StoredIssue, fields: Mapping[str, JSON]) -> None:
        issue.summary = str(fields.get("summary", issue.summary))
        if "description" in fields:
            issue.description = fields["description"]
        kind = _part(fields, "issuetype")
        by_name = {name: number for number, (name, _) in TYPES.items()}
        issue.kind = str(kind.get("id") or by_name.get(str(kind.get("name")), issue.kind))
        if "assignee" in fields:
            account = _part(fields, "assignee").get("accountId")
            issue.assignee = account if isinstance(account, str) else None
        if "priority" in fields:
            issue.priority = str(_part(fields, "priority").get("name"))
        if "labels" in fields:
            issue.labels = strings(fields["labels"])
        if "duedate" in fields:
            due = fields["duedate"]
            issue.due = due if isinstance(due, str) else None
        if "parent" in fields:
            issue.parent = str(_part(fields, "parent").get("key"))
        issue.custom |= {name: value for name, value in fields.items() if name.startswith("customfield_")}

    def _issue(self, request: Request) -> StoredIssue | None:
        return self.store.issue(str(request.path_params["key"]))


def _part(body: Mapping[str, JSON], name: str) -> dict[str, JSON]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _page(found: Sequence[JSON], name: str, start: int, size: int) -> JSONResponse:
    body = {"startAt": start, "maxResults": size, "total": len(found), name: found[start : start + size]}
    return JSONResponse(body)


def _screen() -> JSON:
    return {
        "resolution": {
            "required": True,
            "schema": {"type": "resolution", "system": "resolution"},
            "name": "Resolution",
            "key": "resolution",
            "hasDefaultValue": False,
            "operations": ["set"],
            "allowedValues": [named_json("resolution", name) for name in RESOLUTIONS],
        }
    }


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=Jira().routes())
