"""The endpoints of the REST API."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.emulators.common import Clock, sent, strings
from tests.emulators.github.answers import guarded, not_found, paged, unknown_path, validation_failed
from tests.emulators.github.bodies import comment_json, issue_json, listed_pull_json, pull_json, review_json
from tests.emulators.github.graphql import answer
from tests.emulators.github.search import search
from tests.emulators.github.store import Repository, StoredComment, StoredIssue, empty, hello_world, many

KNOWN_LOGINS = frozenset({"octocat", "hubot", "monalisa"})


class GitHub:
    """All repositories, and the endpoints over them."""

    def __init__(self) -> None:
        self.repositories = {repo.full_name: repo for repo in (hello_world(), many(), empty())}
        self.clock = Clock()

    def routes(self) -> list[Route]:
        """The endpoints."""
        issues, issue, pull = "/repos/{owner}/{repo}/issues", "/{number:int}", "/repos/{owner}/{repo}/pulls"
        return [
            Route(issues, guarded(self.list_issues)),
            Route(issues, guarded(self.create_issue), methods=["POST"]),
            Route(issues + issue, guarded(self.get_issue)),
            Route(issues + issue + "/comments", guarded(self.list_comments)),
            Route(issues + issue + "/comments", guarded(self.create_comment), methods=["POST"]),
            Route(issues + issue, guarded(self.update_issue), methods=["PATCH"]),
            Route(pull, guarded(self.list_pulls)),
            Route(pull + issue, guarded(self.get_pull)),
            Route(pull + issue + "/reviews", guarded(self.create_review), methods=["POST"]),
            Route("/search/issues", guarded(self.search)),
            Route("/graphql", guarded(self.graphql), methods=["POST"]),
            Route("/{path:path}", guarded(unknown_path), methods=["GET", "POST", "PATCH"]),
        ]

    async def list_issues(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues"""
        repo = self._repository(request)
        if repo is None:
            return not_found()
        state = request.query_params.get("state", "open")
        labels = set(filter(None, request.query_params.get("labels", "").split(",")))
        found = [
            issue_json(issue, repo)
            for issue in reversed(repo.issues)
            if state in ("all", issue.state) and labels <= set(issue.labels)
        ]
        return paged(request, found)

    async def get_issue(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues/{number}"""
        repo, issue = self._issue(request)
        return JSONResponse(issue_json(issue, repo)) if repo and issue else not_found()

    async def list_comments(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues/{number}/comments"""
        repo, issue = self._issue(request)
        if repo is None or issue is None:
            return not_found()
        return paged(request, [comment_json(comment, issue, repo) for comment in issue.comments])

    async def create_issue(self, request: Request) -> Response:
        """POST /repos/{owner}/{repo}/issues"""
        repo = self._repository(request)
        if repo is None:
            return not_found()
        body_sent = await sent(request)
        title, body = body_sent.get("title"), body_sent.get("body")
        assignees = strings(body_sent.get("assignees"))
        if not isinstance(title, str) or not title.strip():
            return validation_failed({"resource": "Issue", "code": "missing_field", "field": "title"})
        if unknown := [login for login in assignees if login not in KNOWN_LOGINS]:
            return validation_failed(
                {"value": ", ".join(unknown), "resource": "Issue", "field": "assignees", "code": "invalid"}
            )
        issue = StoredIssue(
            number=len(repo.issues) + 1,
            title=title,
            author="octocat",
            body=body if isinstance(body, str) and body else None,
            created_at=self.clock.now(),
            labels=strings(body_sent.get("labels")),
            assignees=assignees,
        )
        repo.issues.append(issue)
        return JSONResponse(issue_json(issue, repo), status_code=201)

    async def create_comment(self, request: Request) -> Response:
        """POST /repos/{owner}/{repo}/issues/{number}/comments"""
        repo, issue = self._issue(request)
        if repo is None or issue is None:
            return not_found()
        body = (await sent(request)).get("body")
        if not isinstance(body, str) or not body.strip():
            return validation_failed(
                {
                    "resource": "IssueComment",
                    "code": "unprocessable",
                    "field": "data",
                    "message": "Body cannot be blank",
                }
            )
        comment = StoredComment(
            id=issue.number * 1_000 + len(issue.comments),
            author="octocat",
            body=body,
            created_at=self.clock.now(),
        )
        issue.comments.append(comment)
        return JSONResponse(comment_json(comment, issue, repo), status_code=201)

    async def update_issue(self, request: Request) -> Response:
        """PATCH /repos/{owner}/{repo}/issues/{number}"""
        repo, issue = self._issue(request)
        if repo is None or issue is None:
            return not_found()
        changes = await sent(request)
        title, state = changes.get("title", issue.title), changes.get("state", issue.state)
        if not isinstance(title, str) or not title.strip():
            return validation_failed({"resource": "Issue", "code": "missing_field", "field": "title"})
        issue.title = title
        if "body" in changes:
            body = changes["body"]
            issue.body = body if isinstance(body, str) else None
        if state != issue.state:
            issue.state = str(state)
            issue.closed_at = self.clock.now() if state == "closed" else None
            default = "completed" if state == "closed" else "reopened"
            issue.state_reason = str(changes.get("state_reason", default))
        if "labels" in changes:
            issue.labels = strings(changes["labels"])
        if "assignees" in changes:
            issue.assignees = [login for login in strings(changes["assignees"]) if login in KNOWN_LOGINS]
        return JSONResponse(issue_json(issue, repo))

    async def list_pulls(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/pulls"""
        repo = self._repository(request)
        if repo is None:
            return not_found()
        state = request.query_params.get("state", "open")
        found = [
            listed_pull_json(issue, issue.pull, repo)
            for issue in reversed(repo.issues)
            if issue.pull and state in ("all", issue.state)
        ]
        return paged(request, found)

    async def get_pull(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/pulls/{number}, as JSON or as a diff"""
        repo, issue = self._issue(request)
        if repo is None or issue is None or issue.pull is None:
            return not_found()
        if request.headers.get("accept") == "application/vnd.github.diff":
            return Response(issue.pull.diff, media_type="application/vnd.github.diff; charset=utf-8")
        return JSONResponse(pull_json(issue, issue.pull, repo))

    async def create_review(self, request: Request) -> Response:
        """POST /repos/{owner}/{repo}/pulls/{number}/reviews"""
        repo, issue = self._issue(request)
        if repo is None or issue is None or issue.pull is None:
            return not_found()
        review = await sent(request)
        event, comments = review.get("event"), review.get("comments")
        if event == "APPROVE" and issue.author == "octocat":
            return validation_failed("Can not approve your own pull request")
        for comment in comments if isinstance(comments, list) else []:
            path = comment.get("path") if isinstance(comment, dict) else None
            if f"+++ b/{path}\n" not in issue.pull.diff:
                return validation_failed("Path could not be resolved")
        body = str(review.get("body", ""))
        return JSONResponse(review_json(issue, repo, str(event), body, self.clock.now()))

    async def search(self, request: Request) -> Response:
        """GET /search/issues"""
        return search(request, self.repositories.values())

    async def graphql(self, request: Request) -> Response:
        """POST /graphql"""
        asked = await sent(request)
        variables = asked.get("variables")
        return answer(
            str(asked.get("operationName")),
            variables if isinstance(variables, dict) else {},
            self.repositories,
        )

    def _repository(self, request: Request) -> Repository | None:
        return self.repositories.get(f"{request.path_params['owner']}/{request.path_params['repo']}")

    def _issue(self, request: Request) -> tuple[Repository | None, StoredIssue | None]:
        repo = self._repository(request)
        return repo, repo.issue(str(request.path_params["number"])) if repo else None


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=GitHub().routes())
