"""A GitLab with one project, as far as the examples of mcp-gitlab ask for it. Everything in it is made up."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import sent

FIRST_DAY = "2026-03-02T09:00:00.000Z"
SITE = "https://gitlab.com"
"""Where pages are; they lie beside the base URL of the API, not below it."""
PROJECT, PATH = 41, "bakery/oven"
PEOPLE = {3: ("nora", "Nora Lind"), 5: ("ivo", "Ivo Marek")}
SHA = "7c1f0e2b9d4a58c6e3f7a1b2c3d4e5f60718293a"
BRANCHES = {"main": True, "cooler-oven": False}


class GitLab:
    """One instance, and the endpoints over it."""

    def __init__(self) -> None:
        self.issues: list[dict[str, JSON]] = []
        self.notes: list[dict[str, JSON]] = []
        self._add("Rye bread is too dark", "The oven is set to **250** degrees.")
        self._add("Order flour", None)

    def routes(self) -> list[Route]:
        """The endpoints."""
        api, project = "/api/v4", "/api/v4/projects/{project:path}"
        merge = f"{project}/merge_requests"
        return [
            Route(f"{api}/user", self.who),
            Route(f"{api}/projects", self.list_projects),
            Route(f"{project}/issues/{{iid:int}}/notes", self.create_note, methods=["POST"]),
            Route(f"{project}/issues/{{iid:int}}", self.get_issue),
            Route(f"{project}/issues/{{iid:int}}", self.update_issue, methods=["PUT"]),
            Route(f"{project}/issues", self.list_issues),
            Route(f"{project}/issues", self.create_issue, methods=["POST"]),
            Route(f"{merge}/{{iid:int}}/notes", self.list_notes),
            Route(f"{merge}/{{iid:int}}", self.get_merge_request),
            Route(merge, self.list_merge_requests),
            Route(f"{project}/labels", self.list_labels),
            Route(f"{project}/repository/branches", self.list_branches),
            Route(f"{project}/repository/commits", self.list_commits),
            Route(project, self.get_project),
            Route("/{path:path}", _unknown, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    async def who(self, request: Request) -> Response:
        """GET /user"""
        person = _person(3)
        return JSONResponse(
            {**person, "email": "nora@bakery.example", "created_at": FIRST_DAY, "is_admin": False}
        )

    async def list_projects(self, request: Request) -> Response:
        """GET /projects"""
        return JSONResponse([_project()])

    async def get_project(self, request: Request) -> Response:
        """GET /projects/{id}"""
        if not _is_project(request):
            return _missing("Project")
        secret: dict[str, JSON] = {"runners_token": "not-for-the-model", "container_expiration_policy": None}
        return JSONResponse({**_project(), **secret})

    async def list_issues(self, request: Request) -> Response:
        """GET /projects/{id}/issues"""
        if not _is_project(request):
            return _missing("Project")
        state = request.query_params.get("state", "all")
        found = [_issue(one) for one in self.issues if state in ("all", one["state"])]
        return _page(found, request)

    async def get_issue(self, request: Request) -> Response:
        """GET /projects/{id}/issues/{iid}"""
        issue = self._found(request)
        return JSONResponse(_issue(issue)) if issue else _missing()

    async def create_issue(self, request: Request) -> Response:
        """POST /projects/{id}/issues"""
        asked = await sent(request)
        if not _is_project(request):
            return _missing("Project")
        if not isinstance(asked.get("title"), str) or not str(asked["title"]).strip():
            return JSONResponse({"message": {"title": ["can't be blank"]}}, status_code=400)
        issue = self._add(str(asked["title"]), asked.get("description"))
        return JSONResponse(_issue(issue), status_code=201)

    async def update_issue(self, request: Request) -> Response:
        """PUT /projects/{id}/issues/{iid}"""
        issue, asked = self._found(request), await sent(request)
        if issue is None:
            return _missing()
        issue |= {name: asked[name] for name in ("title", "description") if name in asked}
        if asked.get("state_event") in ("close", "reopen"):
            issue["state"] = "closed" if asked["state_event"] == "close" else "opened"
        return JSONResponse(_issue(issue))

    async def create_note(self, request: Request) -> Response:
        """POST /projects/{id}/issues/{iid}/notes"""
        issue, asked = self._found(request), await sent(request)
        if issue is None:
            return _missing()
        if not asked.get("body"):
            return JSONResponse(
                {"message": '400 Bad request - Note {:note=>["can\'t be blank"]}'}, status_code=400
            )
        note = _note(900 + len(self.notes), str(asked["body"]), "Issue", str(issue["iid"]))
        self.notes.append(note)
        return JSONResponse(note, status_code=201)

    async def list_merge_requests(self, request: Request) -> Response:
        """GET /projects/{id}/merge_requests"""
        return _page([_merge_request()], request) if _is_project(request) else _missing("Project")

    async def get_merge_request(self, request: Request) -> Response:
        """GET /projects/{id}/merge_requests/{iid}"""
        if not _is_project(request) or request.path_params["iid"] != 1:
            return _missing()
        details: dict[str, JSON] = {
            "changes_count": "1",
            "diverged_commits_count": 0,
            "diff_refs": {"base_sha": SHA, "head_sha": SHA[::-1], "start_sha": SHA},
        }
        return JSONResponse({**_merge_request(), **details})

    async def list_notes(self, request: Request) -> Response:
        """GET /projects/{id}/merge_requests/{iid}/notes"""
        if not _is_project(request) or request.path_params["iid"] != 1:
            return _missing()
        return _page([_note(801, "Does it bake through?", "MergeRequest", "1")], request)

    async def list_labels(self, request: Request) -> Response:
        """GET /projects/{id}/labels"""
        if not _is_project(request):
            return _missing("Project")
        labels: list[JSON] = [
            {
                "id": 60 + index,
                "name": name,
                "color": color,
                "text_color": "#FFFFFF",
                "description": None,
                "description_html": "",
                "subscribed": False,
                "priority": None,
                "is_project_label": True,
            }
            for index, (name, color) in enumerate({"bread": "#8B4513", "urgent": "#FF0000"}.items())
        ]
        return _page(labels, request)

    async def list_branches(self, request: Request) -> Response:
        """GET /projects/{id}/repository/branches"""
        if not _is_project(request):
            return _missing("Project")
        word = request.query_params.get("search", "")
        branches: list[JSON] = [
            {
                "name": name,
                "commit": _commit(),
                "merged": False,
                "protected": is_default,
                "developers_can_push": False,
                "developers_can_merge": False,
                "can_push": True,
                "default": is_default,
                "web_url": f"{SITE}/{PATH}/-/tree/{name}",
            }
            for name, is_default in BRANCHES.items()
            if word in name
        ]
        return _page(branches, request)

    async def list_commits(self, request: Request) -> Response:
        """GET /projects/{id}/repository/commits"""
        if not _is_project(request):
            return _missing("Project")
        if request.query_params.get("ref_name", "main") not in BRANCHES:
            return _missing("Repository")
        return _page([_commit()], request)

    def _found(self, request: Request) -> dict[str, JSON] | None:
        found = [one for one in self.issues if one["iid"] == request.path_params["iid"]]
        return found[0] if found and _is_project(request) else None

    def _add(self, title: str, description: JSON) -> dict[str, JSON]:
        number = len(self.issues) + 1
        issue: dict[str, JSON] = {
            "iid": number,
            "title": title,
            "description": description,
            "state": "opened",
        }
        self.issues.append(issue)
        return issue


def _is_project(request: Request) -> bool:
    return str(request.path_params["project"]) in (str(PROJECT), PATH, PATH.replace("/", "%2F"))


def _person(number: int) -> dict[str, JSON]:
    username, name = PEOPLE[number]
    return {
        "id": number,
        "username": username,
        "name": name,
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": f"{SITE}/{username}",
    }


def _project() -> dict[str, JSON]:
    url = f"{SITE}/{PATH}"
    return {
        "id": PROJECT,
        "description": "Everything about the oven.",
        "name": "Oven",
        "name_with_namespace": "Bakery / Oven",
        "path": "oven",
        "path_with_namespace": PATH,
        "created_at": FIRST_DAY,
        "default_branch": "main",
        "tag_list": [],
        "topics": ["bread"],
        "ssh_url_to_repo": "git@gitlab.example:bakery/oven.git",
        "http_url_to_repo": f"{url}.git",
        "web_url": url,
        "readme_url": f"{url}/-/blob/main/README.md",
        "forks_count": 0,
        "avatar_url": None,
        "star_count": 4,
        "last_activity_at": FIRST_DAY,
        "visibility": "private",
        "namespace": {
            "id": 9,
            "name": "Bakery",
            "path": "bakery",
            "kind": "group",
            "full_path": "bakery",
            "parent_id": None,
            "avatar_url": None,
            "web_url": f"{SITE}/groups/bakery",
        },
        "archived": False,
        "open_issues_count": 2,
        "issues_enabled": True,
        "merge_requests_enabled": True,
    }


def _issue(issue: dict[str, JSON]) -> JSON:
    number = issue["iid"]
    return {
        "id": 4100 + int(str(number)),
        "iid": number,
        "project_id": PROJECT,
        "title": issue["title"],
        "description": issue["description"],
        "state": issue["state"],
        "created_at": FIRST_DAY,
        "updated_at": FIRST_DAY,
        "closed_at": None,
        "closed_by": None,
        "labels": ["bread"],
        "milestone": None,
        "assignees": [_person(5)],
        "author": _person(3),
        "type": "ISSUE",
        "user_notes_count": 0,
        "due_date": None,
        "confidential": False,
        "discussion_locked": None,
        "issue_type": "issue",
        "web_url": f"{SITE}/{PATH}/-/issues/{number}",
        "references": {"short": f"#{number}", "relative": f"#{number}", "full": f"{PATH}#{number}"},
    }


def _merge_request() -> dict[str, JSON]:
    return {
        "id": 5101,
        "iid": 1,
        "project_id": PROJECT,
        "title": "Turn the oven down",
        "description": "230 degrees are enough.",
        "state": "opened",
        "created_at": FIRST_DAY,
        "updated_at": FIRST_DAY,
        "merged_at": None,
        "closed_at": None,
        "target_branch": "main",
        "source_branch": "cooler-oven",
        "upvotes": 0,
        "downvotes": 0,
        "author": _person(5),
        "assignees": [_person(5)],
        "reviewers": [_person(3)],
        "labels": ["bread"],
        "draft": False,
        "milestone": None,
        "merge_when_pipeline_succeeds": False,
        "merge_status": "can_be_merged",
        "detailed_merge_status": "mergeable",
        "sha": SHA,
        "merge_commit_sha": None,
        "squash": False,
        "web_url": f"{SITE}/{PATH}/-/merge_requests/1",
    }


def _note(number: int, body: str, kind: str, iid: str) -> dict[str, JSON]:
    return {
        "id": number,
        "type": None,
        "body": body,
        "author": _person(3),
        "created_at": FIRST_DAY,
        "updated_at": FIRST_DAY,
        "system": False,
        "noteable_id": 4101,
        "noteable_type": kind,
        "project_id": PROJECT,
        "noteable_iid": int(iid),
        "resolvable": False,
        "confidential": False,
        "internal": False,
    }


def _commit() -> JSON:
    return {
        "id": SHA,
        "short_id": SHA[:8],
        "created_at": FIRST_DAY,
        "parent_ids": [],
        "title": "Turn the oven down",
        "message": "Turn the oven down\n",
        "author_name": "Ivo Marek",
        "author_email": "ivo@bakery.example",
        "authored_date": FIRST_DAY,
        "committer_name": "Ivo Marek",
        "committer_email": "ivo@bakery.example",
        "committed_date": FIRST_DAY,
        "trailers": {},
        "extended_trailers": {},
        "web_url": f"{SITE}/{PATH}/-/commit/{SHA}",
    }


def _page(found: list[JSON], request: Request) -> Response:
    """A page of a list, with GitLab's headers about it."""

    def number(name: str, otherwise: int) -> int:
        asked = request.query_params.get(name, "")
        return int(asked) if asked.isdecimal() else otherwise

    page, size = number("page", 1), number("per_page", 20)
    headers = {"x-page": str(page), "x-per-page": str(size), "x-total": str(len(found)), "x-next-page": ""}
    return JSONResponse(found[(page - 1) * size : page * size], headers=headers)


def _missing(what: str = "") -> Response:
    return JSONResponse({"message": f"404 {what} Not Found".replace("  ", " ")}, status_code=404)


async def _unknown(_: Request) -> Response:
    return JSONResponse({"error": "404 Not Found"}, status_code=404)


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=GitLab().routes())
