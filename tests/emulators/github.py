"""A stand-in for GitHub's REST API: issues, comments, search, pull requests, with state and fixed dates.

Any non-empty token is accepted. `octocat/hello-world` has what real repositories have: a deleted author, an
empty body, bots, pull requests among the issues. `octocat/many` has three pages. A repository with one of the
names in `FAILURES` answers every request with that failure, and `moved` redirects to `hello-world`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY, Clock, Handler, bearer_token, sent, strings

DOCUMENTATION = "https://docs.github.com/rest"
RATE_LIMIT_RESET = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SEARCH_LIMIT = 1_000
REPOSITORY_LINKS = (
    "archive assignees blobs branches collaborators comments commits compare contents contributors "
    "deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events "
    "issues keys labels languages merges milestones notifications pulls releases stargazers statuses "
    "subscribers subscription tags teams trees"
)
REPOSITORY_FEATURES = "downloads issues pages projects wiki"
PULL_LINKS = "comments commits html issue review_comment review_comments self statuses"
KNOWN_LOGINS = frozenset({"octocat", "hubot", "monalisa"})


@dataclass
class StoredComment:
    """A comment; author None is a deleted account."""

    id: int
    author: str | None
    body: str
    created_at: datetime


@dataclass
class StoredPull:
    """What an issue has more if it is a pull request."""

    head: str
    base: str = "main"
    draft: bool = False
    mergeable: bool | None = True
    merged_at: datetime | None = None
    merged_by: str | None = None


@dataclass
class StoredIssue:
    """An issue; author None is a deleted account."""

    number: int
    title: str
    author: str | None
    body: str | None
    created_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    milestone: str | None = None
    comments: list[StoredComment] = field(default_factory=list)
    pull: StoredPull | None = None


@dataclass
class Repository:
    """A repository and its issues, oldest first."""

    owner: str
    name: str
    issues: list[StoredIssue]

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def issue(self, number: str) -> StoredIssue | None:
        """The issue with that number in a path."""
        return next((issue for issue in self.issues if str(issue.number) == number), None)


class GitHub:
    """All repositories, and the endpoints over them."""

    def __init__(self) -> None:
        self.repositories = {repo.full_name: repo for repo in (_hello_world(), _many(), _empty())}
        self.clock = Clock()

    def routes(self) -> list[Route]:
        """The endpoints."""
        issues, issue, pull = "/repos/{owner}/{repo}/issues", "/{number:int}", "/repos/{owner}/{repo}/pulls"
        return [
            Route(issues, _guarded(self.list_issues)),
            Route(issues, _guarded(self.create_issue), methods=["POST"]),
            Route(issues + issue, _guarded(self.get_issue)),
            Route(issues + issue + "/comments", _guarded(self.list_comments)),
            Route(issues + issue + "/comments", _guarded(self.create_comment), methods=["POST"]),
            Route(pull + issue, _guarded(self.get_pull)),
            Route("/search/issues", _guarded(self.search)),
            Route("/{path:path}", _guarded(_unknown_path), methods=["GET", "POST"]),
        ]

    async def list_issues(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues"""
        repo = self._repository(request)
        if repo is None:
            return not_found()
        state = request.query_params.get("state", "open")
        labels = set(filter(None, request.query_params.get("labels", "").split(",")))
        found = [
            _issue_json(issue, repo)
            for issue in reversed(repo.issues)
            if state in ("all", issue.state) and labels <= set(issue.labels)
        ]
        return _paged(request, found)

    async def get_issue(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues/{number}"""
        repo, issue = self._issue(request)
        return JSONResponse(_issue_json(issue, repo)) if repo and issue else not_found()

    async def list_comments(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/issues/{number}/comments"""
        repo, issue = self._issue(request)
        if repo is None or issue is None:
            return not_found()
        return _paged(request, [_comment_json(comment, issue, repo) for comment in issue.comments])

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
        return JSONResponse(_issue_json(issue, repo), status_code=201)

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
        return JSONResponse(_comment_json(comment, issue, repo), status_code=201)

    async def get_pull(self, request: Request) -> Response:
        """GET /repos/{owner}/{repo}/pulls/{number}"""
        repo, issue = self._issue(request)
        if repo is None or issue is None or issue.pull is None:
            return not_found()
        return JSONResponse(_pull_json(issue, issue.pull, repo))

    async def search(self, request: Request) -> Response:
        """GET /search/issues: words, and the qualifiers repo, is, state, label, author"""
        page, per_page = _page_of(request)
        query = request.query_params.get("q", "")
        if not query.strip():
            return validation_failed({"resource": "Search", "field": "q", "code": "missing"})
        if page * per_page > SEARCH_LIMIT:
            return error(422, "Only the first 1000 search results are available")
        found: list[JSON] = [
            {**_issue_json(issue, repo), "score": 1.0}
            for repo in self.repositories.values()
            for issue in repo.issues
            if all(_matches(term, issue, repo) for term in query.split())
        ]
        here, link = _slice(request, found)
        body: JSON = {
            "total_count": len(found),
            "incomplete_results": False,
            "items": here,
            "search_type": "lexical",
        }
        return JSONResponse(body, headers=link)

    def _repository(self, request: Request) -> Repository | None:
        return self.repositories.get(f"{request.path_params['owner']}/{request.path_params['repo']}")

    def _issue(self, request: Request) -> tuple[Repository | None, StoredIssue | None]:
        repo = self._repository(request)
        return repo, repo.issue(str(request.path_params["number"])) if repo else None


def create_app() -> Starlette:
    """A new, independent emulator."""
    return Starlette(routes=GitHub().routes())


def error(status: int, message: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    """GitHub's error body; the status is in it, as a string."""
    body = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
    return JSONResponse(body, status_code=status, headers=headers)


def not_found() -> JSONResponse:
    """404, also for what the token may not see."""
    return error(404, "Not Found")


def validation_failed(*errors: JSON) -> JSONResponse:
    """422 with `errors`, whose entries are objects or strings."""
    body = {"message": "Validation Failed", "errors": list(errors), "documentation_url": DOCUMENTATION}
    return JSONResponse(body, status_code=422)


FAILURES: dict[str, Callable[[], Response]] = {
    "rate-limited": lambda: error(
        403,
        "API rate limit exceeded for user ID 583231.",
        headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(RATE_LIMIT_RESET.timestamp()))},
    ),
    "secondary-limit": lambda: error(
        403,
        "You have exceeded a secondary rate limit.",
        headers={"retry-after": "60", "x-ratelimit-remaining": "4000"},
    ),
    "too-many-requests": lambda: error(429, "Too many requests.", headers={"retry-after": "8"}),
    "forbidden": lambda: error(403, "Resource not accessible by personal access token"),
    "gone": lambda: error(410, "Issues are disabled for this repo"),
    "string-errors": lambda: validation_failed(
        "title is too long (maximum is 256 characters)", "body is spam"
    ),
    "bad-gateway": lambda: HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", status_code=502),
    "html": lambda: HTMLResponse("<html><body>Sign in</body></html>"),
    "wrong-shape": lambda: JSONResponse({"number": "one", "total_count": None}),
}


def _guarded(handler: Handler) -> Handler:
    """`handler`, after the token and the repositories that always fail were looked at."""

    async def guarded(request: Request) -> Response:
        if not bearer_token(request):
            return error(401, "Requires authentication")
        name = request.path_params.get("repo", "")
        if name in FAILURES:
            return FAILURES[name]()
        if name == "moved":
            target = str(request.url.replace(path=request.url.path.replace("/moved/", "/hello-world/", 1)))
            return RedirectResponse(target, status_code=301)
        return await handler(request)

    return guarded


async def _unknown_path(_: Request) -> Response:
    return not_found()


def _page_of(request: Request) -> tuple[int, int]:
    """Page and page size; GitHub takes nonsense as the default, and at most 100."""

    def number(name: str, default: int) -> int:
        text = request.query_params.get(name, "")
        return int(text) if text.isdecimal() and int(text) else default

    return number("page", 1), min(number("per_page", 30), 100)


def _slice(request: Request, found: Sequence[JSON]) -> tuple[list[JSON], dict[str, str]]:
    """The asked-for page and its Link header; one page has none."""
    page, per_page = _page_of(request)
    last = max(1, -(-len(found) // per_page))

    def link(number: int, relation: str) -> str:
        query = urlencode({**request.query_params, "page": number})
        return f'<{request.url.replace(query=query)}>; rel="{relation}"'

    links = [link(page - 1, "prev")] if page > 1 else []
    links += [link(page + 1, "next"), link(last, "last")] if page < last else []
    links += [link(1, "first")] if page > 1 else []
    return list(found[(page - 1) * per_page : page * per_page]), {"link": ", ".join(links)} if links else {}


def _paged(request: Request, found: Sequence[JSON]) -> JSONResponse:
    here, link = _slice(request, found)
    return JSONResponse(here, headers=link)


def _matches(term: str, issue: StoredIssue, repo: Repository) -> bool:
    qualifier, colon, value = term.partition(":")
    kind = "pull-request" if issue.pull else "issue"
    match qualifier if colon else "":
        case "repo":
            return value == repo.full_name
        case "is":
            return value in (kind, "pr" if issue.pull else kind, issue.state)
        case "state":
            return value == issue.state
        case "label":
            return value.strip('"') in issue.labels
        case "author":
            return value == issue.author
        case _:
            return term.lower() in f"{issue.title} {issue.body or ''}".lower()


def _stamp(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _user_json(login: str | None) -> dict[str, JSON] | None:
    if login is None:
        return None
    api = f"https://api.github.com/users/{quote(login)}"
    bot = login.endswith("[bot]")
    return {
        "login": login,
        "id": sum(login.encode()),
        "node_id": f"U_{login}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{sum(login.encode())}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"https://github.com/{'apps/' + login.removesuffix('[bot]') if bot else login}",
        "followers_url": f"{api}/followers",
        "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}",
        "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions",
        "organizations_url": f"{api}/orgs",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "received_events_url": f"{api}/received_events",
        "type": "Bot" if bot else "User",
        "site_admin": False,
    }


def _label_json(name: str, repo: Repository) -> JSON:
    return {
        "id": sum(name.encode()),
        "node_id": f"LA_{name}",
        "url": f"https://api.github.com/repos/{repo.full_name}/labels/{quote(name)}",
        "name": name,
        "color": "d73a4a",
        "default": name == "bug",
        "description": "Something isn't working" if name == "bug" else None,
    }


def _milestone_json(title: str, repo: Repository) -> JSON:
    api = f"https://api.github.com/repos/{repo.full_name}/milestones/1"
    return {
        "url": api,
        "html_url": f"https://github.com/{repo.full_name}/milestone/1",
        "labels_url": f"{api}/labels",
        "id": 1002604,
        "node_id": "MI_1002604",
        "number": 1,
        "title": title,
        "description": None,
        "creator": _user_json("octocat"),
        "open_issues": 0,
        "closed_issues": 1,
        "state": "open",
        "created_at": _stamp(FIRST_DAY),
        "updated_at": _stamp(FIRST_DAY),
        "closed_at": None,
        "due_on": None,
    }


def _common_json(issue: StoredIssue, repo: Repository) -> dict[str, JSON]:
    """What issues and pull requests share."""
    updated_at = max([issue.created_at, *(comment.created_at for comment in issue.comments)])
    assignees = [_user_json(login) for login in issue.assignees]
    return {
        "number": issue.number,
        "title": issue.title,
        "state": issue.state,
        "locked": False,
        "active_lock_reason": None,
        "user": _user_json(issue.author),
        "body": issue.body,
        "labels": [_label_json(name, repo) for name in issue.labels],
        "assignee": assignees[0] if assignees else None,
        "assignees": list(assignees),
        "milestone": _milestone_json(issue.milestone, repo) if issue.milestone else None,
        "comments": len(issue.comments),
        "created_at": _stamp(issue.created_at),
        "updated_at": _stamp(issue.closed_at or updated_at),
        "closed_at": _stamp(issue.closed_at),
        "author_association": "NONE" if issue.author is None else "CONTRIBUTOR",
    }


def _issue_json(issue: StoredIssue, repo: Repository) -> dict[str, JSON]:
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}/{'pull' if issue.pull else 'issues'}/{issue.number}"
    more: dict[str, JSON] = {}
    if issue.pull:
        more["draft"] = issue.pull.draft
        more["pull_request"] = {
            "url": f"{api}/pulls/{issue.number}",
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": _stamp(issue.pull.merged_at),
        }
    return {
        "url": f"{api}/issues/{issue.number}",
        "repository_url": api,
        "labels_url": f"{api}/issues/{issue.number}/labels{{/name}}",
        "comments_url": f"{api}/issues/{issue.number}/comments",
        "events_url": f"{api}/issues/{issue.number}/events",
        "html_url": html,
        "id": 2_000_000 + issue.number,
        "node_id": f"I_{issue.number}",
        **_common_json(issue, repo),
        **more,
        "timeline_url": f"{api}/issues/{issue.number}/timeline",
        "performed_via_github_app": None,
        "state_reason": issue.state_reason,
    }


def _comment_json(comment: StoredComment, issue: StoredIssue, repo: Repository) -> JSON:
    api = f"https://api.github.com/repos/{repo.full_name}/issues"
    kind = "pull" if issue.pull else "issues"
    return {
        "url": f"{api}/comments/{comment.id}",
        "html_url": f"https://github.com/{repo.full_name}/{kind}/{issue.number}#issuecomment-{comment.id}",
        "issue_url": f"{api}/{issue.number}",
        "id": comment.id,
        "node_id": f"IC_{comment.id}",
        "user": _user_json(comment.author),
        "created_at": _stamp(comment.created_at),
        "updated_at": _stamp(comment.created_at),
        "author_association": "NONE" if comment.author is None else "CONTRIBUTOR",
        "body": comment.body,
        "performed_via_github_app": None,
    }


def _repository_json(repo: Repository) -> JSON:
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}"
    open_issues = sum(issue.state == "open" for issue in repo.issues)
    return {
        **{f"{name}_url": f"{api}/{name}" for name in REPOSITORY_LINKS.split()},
        **{f"{name}_url": f"{html}.git" for name in ("clone", "git", "ssh", "svn")},
        **{f"has_{name}": name == "issues" for name in REPOSITORY_FEATURES.split()},
        **{f"{name}_count": 0 for name in ("forks", "stargazers", "watchers")},
        "forks": 0,
        "watchers": 0,
        "size": 1,
        "open_issues": open_issues,
        "disabled": False,
        "mirror_url": None,
        "id": 1296269,
        "node_id": "R_1296269",
        "name": repo.name,
        "full_name": repo.full_name,
        "private": False,
        "owner": _user_json(repo.owner),
        "html_url": html,
        "description": None,
        "fork": False,
        "url": api,
        "language": None,
        "license": None,
        "homepage": None,
        "default_branch": "main",
        "archived": False,
        "open_issues_count": open_issues,
        "created_at": _stamp(FIRST_DAY),
        "updated_at": _stamp(FIRST_DAY),
        "pushed_at": _stamp(FIRST_DAY),
    }


def _pull_json(issue: StoredIssue, pull: StoredPull, repo: Repository) -> JSON:
    api = f"https://api.github.com/repos/{repo.full_name}"
    html = f"https://github.com/{repo.full_name}/pull/{issue.number}"
    sha = f"{issue.number:040x}"

    def branch(ref: str) -> JSON:
        return {
            "label": f"{repo.owner}:{ref}",
            "ref": ref,
            "sha": sha,
            "user": _user_json(repo.owner),
            "repo": _repository_json(repo),
        }

    return {
        "url": f"{api}/pulls/{issue.number}",
        "id": 3_000_000 + issue.number,
        "node_id": f"PR_{issue.number}",
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "issue_url": f"{api}/issues/{issue.number}",
        "commits_url": f"{api}/pulls/{issue.number}/commits",
        "review_comments_url": f"{api}/pulls/{issue.number}/comments",
        "review_comment_url": f"{api}/pulls/comments{{/number}}",
        "comments_url": f"{api}/issues/{issue.number}/comments",
        "statuses_url": f"{api}/statuses/{sha}",
        **_common_json(issue, repo),
        "merged_at": _stamp(pull.merged_at),
        "merge_commit_sha": sha if pull.merged_at else None,
        "requested_reviewers": [_user_json("monalisa")] if issue.state == "open" else [],
        "requested_teams": [],
        "draft": pull.draft,
        "head": branch(pull.head),
        "base": branch(pull.base),
        "_links": {name: {"href": f"{html}#{name}"} for name in PULL_LINKS.split()},
        "auto_merge": None,
        "merged": pull.merged_at is not None,
        "mergeable": pull.mergeable,
        "rebaseable": pull.mergeable,
        "mergeable_state": "unknown" if pull.mergeable is None else "clean" if pull.mergeable else "dirty",
        "merged_by": _user_json(pull.merged_by),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": 1,
        "additions": 12,
        "deletions": 3,
        "changed_files": 2,
    }


def _hello_world() -> Repository:
    def day(number: int) -> datetime:
        return FIRST_DAY + timedelta(days=number - 1)

    return Repository(
        "octocat",
        "hello-world",
        [
            StoredIssue(
                number=1,
                title="Crash when saving an empty file",
                author="octocat",
                body="Steps:\r\n\r\n1. Open an empty file\r\n2. Save it\r\n\r\n```\r\nTypeError: size\r\n```",
                created_at=day(1),
                labels=["bug", "good first issue"],
                assignees=["hubot"],
                comments=[
                    StoredComment(1000, "monalisa", "Happens on Linux too 🐧", day(2)),
                    StoredComment(1001, None, "I had this in an older version.", day(3)),
                    StoredComment(1002, "github-actions[bot]", "Marked as stale.", day(4)),
                ],
            ),
            StoredIssue(
                number=2,
                title="`parse()` fails | on pipes\nand line breaks",
                author=None,
                body=None,
                created_at=day(2),
            ),
            StoredIssue(
                number=3,
                title="Bump requests from 2.31.0 to 2.32.0",
                author="dependabot[bot]",
                body="Bumps requests.",
                created_at=day(3),
                labels=["dependencies"],
                pull=StoredPull(head="dependabot/pip/requests-2.32.0"),
            ),
            StoredIssue(
                number=4,
                title="Dark mode",
                author="monalisa",
                body="",
                created_at=day(4),
                state="closed",
                state_reason="not_planned",
                closed_at=day(6),
                milestone="Version 1.0",
            ),
            StoredIssue(
                number=5,
                title="Save empty files",
                author="hubot",
                body="Fixes #1",
                created_at=day(5),
                state="closed",
                closed_at=day(7),
                pull=StoredPull(head="save-empty", mergeable=None, merged_at=day(7), merged_by="octocat"),
            ),
            StoredIssue(
                number=6,
                title="Rewrite the parser",
                author=None,
                body="A long story. " * 500,
                created_at=day(6),
                pull=StoredPull(head="parser", draft=True, mergeable=None),
            ),
        ],
    )


def _many() -> Repository:
    """Three pages of issues at GitHub's default page size; the first issue has two pages of comments."""

    def hour(number: int) -> datetime:
        return FIRST_DAY + timedelta(hours=number)

    issues = [
        StoredIssue(number, f"Task {number}", "octocat", f"Do task {number}.", hour(number))
        for number in range(1, 66)
    ]
    issues[0].comments = [
        StoredComment(2000 + number, "hubot", f"Note {number}", hour(number)) for number in range(1, 36)
    ]
    return Repository("octocat", "many", issues)


def _empty() -> Repository:
    return Repository("octocat", "empty", [])
