"""A Jira Data Center with two projects and a few issues, as far as mcp-atlassian asks for it.

The emulator beside our own Jira server speaks Jira Cloud; a base URL that is no `atlassian.net` makes
mcp-atlassian speak this older dialect. Everything in it is made up.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import Clock, sent

FIRST_DAY = "2026-03-02T09:00:00.000+0000"
PEOPLE = {"nora": "Nora Lind", "ivo": "Ivo Marek"}
PROJECTS = {"BAKE": (10001, "Bakery"), "SHOP": (10002, "Shop")}
TYPES = {"10001": ("Story", False), "10002": ("Task", False), "10003": ("Sub-task", True)}
STATUSES = {"1": ("Open", "new"), "3": ("In Progress", "indeterminate"), "5": ("Closed", "done")}
TRANSITIONS = {"11": ("Begin", "3"), "21": ("Close", "5")}
LINK_TYPES = {
    "10000": ("Blocks", "is blocked by", "blocks"),
    "10001": ("Relates", "relates to", "relates to"),
}


class Jira:
    """One site, and the endpoints over it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.issues: dict[str, dict[str, JSON]] = {}
        self.comments: dict[str, list[dict[str, JSON]]] = {}
        self._add(
            "BAKE",
            "Rye bread is too dark",
            "The oven is set to *250* degrees; see [the list|http://b.example].",
        )
        self._add("BAKE", "Order flour")
        self._add("SHOP", "Sign for the window", "Wood, not plastic.")
        self._comment("BAKE-1", "ivo", "I turned it down to 230.")
        self._comment("BAKE-1", "nora", "Better, thank you.")

    def routes(self) -> list[Route]:
        """The endpoints."""
        api, issue = "/rest/api/2", "/rest/api/2/issue/{key}"
        return [
            Route(f"{api}/project", self.list_projects),
            Route(f"{api}/project/{{key}}/versions", self.list_versions),
            Route(f"{api}/issue/createmeta/{{key}}/issuetypes", self.list_types),
            Route(f"{api}/issueLinkType", self.list_link_types),
            Route(f"{api}/field", self.list_fields),
            Route(f"{api}/search", self.search),
            Route(f"{api}/issue", self.create_issue, methods=["POST"]),
            Route(f"{issue}/comment", self.list_comments),
            Route(f"{issue}/comment", self.create_comment, methods=["POST"]),
            Route(f"{issue}/transitions", self.list_transitions),
            Route(f"{issue}/worklog", self.list_worklogs),
            Route(issue, self.get_issue),
            Route("/rest/agile/1.0/board", self.list_boards),
            Route("/{path:path}", _unknown, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    async def list_projects(self, request: Request) -> Response:
        """GET /rest/api/2/project"""
        return JSONResponse([_project(key, request, description=True) for key in PROJECTS])

    async def list_versions(self, request: Request) -> Response:
        """GET /rest/api/2/project/{key}/versions"""
        key = str(request.path_params["key"])
        if key not in PROJECTS:
            return _error(404, f"No project could be found with key '{key}'.")
        number = PROJECTS[key][0]
        versions: list[JSON] = [
            {
                "self": _url(request, f"version/{number}{index}"),
                "id": f"{number}{index}",
                "name": f"2026.{index}",
                "description": "The bread of the quarter",
                "archived": False,
                "released": index == 1,
                "releaseDate": f"2026-0{3 * index}-28",
                "projectId": number,
            }
            for index in (1, 2)
        ]
        return JSONResponse(versions if key == "BAKE" else [])

    async def list_types(self, request: Request) -> Response:
        """GET /rest/api/2/issue/createmeta/{key}/issuetypes"""
        if request.path_params["key"] not in PROJECTS:
            return _error(400, "The project is not visible or does not exist.")
        values: list[JSON] = [_type(kind, request) for kind in TYPES]
        return JSONResponse({"maxResults": 50, "startAt": 0, "total": 3, "isLast": True, "values": values})

    async def list_link_types(self, request: Request) -> Response:
        """GET /rest/api/2/issueLinkType"""
        kinds: list[JSON] = [
            {
                "id": number,
                "name": name,
                "inward": inward,
                "outward": outward,
                "self": _url(request, f"issueLinkType/{number}"),
            }
            for number, (name, inward, outward) in LINK_TYPES.items()
        ]
        return JSONResponse({"issueLinkTypes": kinds})

    async def list_fields(self, _: Request) -> Response:
        """GET /rest/api/2/field"""
        named = {"summary": "Summary", "description": "Description", "status": "Status"}
        return JSONResponse(
            [
                {"id": field, "name": name, "custom": False, "clauseNames": [field]}
                for field, name in named.items()
            ]
        )

    async def search(self, request: Request) -> Response:
        """GET /rest/api/2/search: of JQL, `project = KEY`, `text ~ "word"` and an order are known."""
        query = request.query_params.get("jql", "")
        words = query.replace("=", " ").replace('"', " ").split()
        if "project" not in words:
            return _error(400, f"The query '{query}' cannot be read.")
        key = words[words.index("project") + 1]
        if key not in PROJECTS:
            return _error(400, f"The value '{key}' does not exist for the field 'project'.")
        found = [_shown(issue, request) for name, issue in self.issues.items() if name.startswith(f"{key}-")]
        start, most = _number(request, "startAt", 0), _number(request, "maxResults", 50)
        page = list[JSON](found[start : start + most])
        return JSONResponse({"startAt": start, "maxResults": most, "total": len(found), "issues": page})

    async def get_issue(self, request: Request) -> Response:
        """GET /rest/api/2/issue/{key}"""
        issue = self.issues.get(str(request.path_params["key"]))
        if issue is None:
            return _no_issue()
        shown = _shown(issue, request)
        fields = shown["fields"]
        if isinstance(fields, dict) and "comment" in request.query_params.get("fields", "comment"):
            comments = list[JSON](self.comments.get(str(issue["key"]), []))
            fields["comment"] = {
                "comments": comments,
                "maxResults": len(comments),
                "total": len(comments),
                "startAt": 0,
            }
        return JSONResponse(shown)

    async def list_comments(self, request: Request) -> Response:
        """GET /rest/api/2/issue/{key}/comment"""
        key = str(request.path_params["key"])
        if key not in self.issues:
            return _no_issue()
        comments = list[JSON](self.comments.get(key, []))
        return JSONResponse(
            {"startAt": 0, "maxResults": 1048576, "total": len(comments), "comments": comments}
        )

    async def create_comment(self, request: Request) -> Response:
        """POST /rest/api/2/issue/{key}/comment"""
        key, asked = str(request.path_params["key"]), await sent(request)
        if key not in self.issues:
            return _no_issue()
        if not asked.get("body"):
            return _error(400, errors={"comment": "Comment body can not be empty!"})
        return JSONResponse(self._comment(key, "nora", str(asked["body"])), status_code=201)

    async def list_transitions(self, request: Request) -> Response:
        """GET /rest/api/2/issue/{key}/transitions"""
        if str(request.path_params["key"]) not in self.issues:
            return _no_issue()
        found: list[JSON] = [
            {"id": number, "name": name, "to": _status(to, request)}
            for number, (name, to) in TRANSITIONS.items()
        ]
        return JSONResponse({"expand": "transitions", "transitions": found})

    async def list_worklogs(self, request: Request) -> Response:
        """GET /rest/api/2/issue/{key}/worklog"""
        key = str(request.path_params["key"])
        if key not in self.issues:
            return _no_issue()
        entry: JSON = {
            "self": _url(request, f"issue/{key}/worklog/10100"),
            "id": "10100",
            "issueId": self.issues[key]["id"],
            "author": _person("ivo"),
            "updateAuthor": _person("ivo"),
            "comment": "Cleaned the oven.",
            "created": FIRST_DAY,
            "updated": FIRST_DAY,
            "started": FIRST_DAY,
            "timeSpent": "2h",
            "timeSpentSeconds": 7200,
        }
        entries: list[JSON] = [entry] if key == "BAKE-1" else []
        return JSONResponse({"startAt": 0, "maxResults": 100, "total": len(entries), "worklogs": entries})

    async def create_issue(self, request: Request) -> Response:
        """POST /rest/api/2/issue"""
        fields = (await sent(request)).get("fields")
        fields = fields if isinstance(fields, dict) else {}
        project, summary = fields.get("project"), fields.get("summary")
        key = str(project.get("key")) if isinstance(project, dict) else ""
        if key not in PROJECTS:
            return _error(400, errors={"project": "valid project is required"})
        if not isinstance(summary, str) or not summary.strip():
            return _error(400, errors={"summary": "You must specify a summary of the issue."})
        issue = self._add(
            key, summary, fields.get("description"), at=f"{self.clock.now():%Y-%m-%dT%H:%M:%S}.000+0000"
        )
        made = {"id": issue["id"], "key": issue["key"], "self": _url(request, f"issue/{issue['id']}")}
        return JSONResponse(made, status_code=201)

    async def list_boards(self, request: Request) -> Response:
        """GET /rest/agile/1.0/board"""
        boards: list[JSON] = [
            {
                "id": 7,
                "self": f"{_base(request)}/rest/agile/1.0/board/7",
                "name": "Bakery board",
                "type": "scrum",
            }
        ]
        return JSONResponse({"maxResults": 50, "startAt": 0, "total": 1, "isLast": True, "values": boards})

    def _add(
        self, project: str, summary: str, description: JSON = None, *, at: str = FIRST_DAY
    ) -> dict[str, JSON]:
        number = 1 + sum(key.startswith(f"{project}-") for key in self.issues)
        key = f"{project}-{number}"
        self.issues[key] = {
            "id": str(PROJECTS[project][0] * 10 + number),
            "key": key,
            "summary": summary,
            "description": description,
            "at": at,
        }
        return self.issues[key]

    def _comment(self, key: str, who: str, body: str) -> dict[str, JSON]:
        comments = self.comments.setdefault(key, [])
        comment: dict[str, JSON] = {
            "id": str(20_001 + sum(map(len, self.comments.values()))),
            "author": _person(who),
            "body": body,
            "updateAuthor": _person(who),
            "created": FIRST_DAY,
            "updated": FIRST_DAY,
        }
        comments.append(comment)
        return comment


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _url(request: Request, path: str) -> str:
    return f"{_base(request)}/rest/api/2/{path}"


def _number(request: Request, name: str, otherwise: int) -> int:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isdecimal() else otherwise


def _person(name: str) -> JSON:
    return {
        "name": name,
        "key": name,
        "displayName": PEOPLE[name],
        "active": True,
        "timeZone": "Europe/Prague",
    }


def _type(kind: str, request: Request) -> JSON:
    name, is_subtask = TYPES[kind]
    return {
        "self": _url(request, f"issuetype/{kind}"),
        "id": kind,
        "description": f"A {name.lower()}.",
        "name": name,
        "subtask": is_subtask,
    }


def _status(number: str, request: Request) -> JSON:
    name, category = STATUSES[number]
    return {
        "self": _url(request, f"status/{number}"),
        "description": "",
        "name": name,
        "id": number,
        "statusCategory": {"id": int(number), "key": category, "colorName": "blue-gray", "name": name},
    }


def _project(key: str, request: Request, *, description: bool = False) -> dict[str, JSON]:
    number, name = PROJECTS[key]
    project: dict[str, JSON] = {
        "self": _url(request, f"project/{number}"),
        "id": str(number),
        "key": key,
        "name": name,
        "projectTypeKey": "software",
    }
    return {**project, "description": f"All that the {name.lower()} needs."} if description else project


def _shown(issue: dict[str, JSON], request: Request) -> dict[str, JSON]:
    """An issue with all of its fields; what `fields` asks for is a part of them."""
    project = str(issue["key"]).partition("-")[0]
    return {
        "expand": "renderedFields,names,schema,operations,editmeta,changelog",
        "id": issue["id"],
        "self": _url(request, f"issue/{issue['id']}"),
        "key": issue["key"],
        "fields": {
            "summary": issue["summary"],
            "description": issue["description"],
            "issuetype": _type("10002", request),
            "status": _status("1", request),
            "priority": {"self": _url(request, "priority/3"), "name": "Medium", "id": "3"},
            "project": _project(project, request),
            "assignee": _person("ivo"),
            "reporter": _person("nora"),
            "labels": ["bread"] if project == "BAKE" else [],
            "created": issue["at"],
            "updated": issue["at"],
        },
    }


def _error(status: int, *messages: str, errors: dict[str, JSON] | None = None) -> Response:
    body: dict[str, JSON] = {"errorMessages": list[JSON](messages), "errors": errors or {}}
    return JSONResponse(body, status_code=status)


def _no_issue() -> Response:
    return _error(404, "Issue Does Not Exist")


async def _unknown(_: Request) -> Response:
    return JSONResponse({"message": "null for uri", "status-code": 404}, status_code=404)


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=Jira().routes())
