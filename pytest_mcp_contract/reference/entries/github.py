"""The row of the GitHub server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.github.schemas"
_HELLO_WORLD = {"owner": "octocat", "repo": "hello-world"}
_MANY = {"owner": "octocat", "repo": "many"}


def _failing(repo: str) -> dict[str, object]:
    """Arguments for a repository whose name makes the emulator fail that way."""
    return {"owner": "octocat", "repo": repo, "number": 1}


ENTRY: dict[str, object] = {
    "id": 1,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.github:create_server",
    "token_env": "GITHUB_TOKEN",
    "upstream": {"GITHUB_API_URL": "https://api.github.com"},
    "tools_stakes": {
        "get_issue": "never_ask",
        "list_issues": "never_ask",
        "search_issues": "never_ask",
        "get_pull_request": "never_ask",
        "list_pull_requests": "never_ask",
        "list_discussions": "never_ask",
        "get_discussion": "never_ask",
        "create_issue": "low",
        "update_issue": "low",
        "comment_on_issue": "low",
        "create_pull_request_review": "high",
    },
    "server_info": {
        "name": "github",
        "version": "1.0.0",
        "description": "Issues, pull requests and discussions of GitHub: read, search, write and review.",
        "icon": "GithubLogo",
        "documentation_url": "https://docs.github.com/en/rest",
        "authorization": {
            "provider": "github",
            "supported_use_cases": ["platform_actions", "personal_actions"],
        },
    },
    "responses": {
        "GET /repos/{owner}/{repo}/issues/{number}": f"{_SCHEMAS}:Issue",
        "GET /repos/{owner}/{repo}/issues/{number}/comments": f"{_SCHEMAS}:IssueComments",
        "GET /repos/{owner}/{repo}/issues": f"{_SCHEMAS}:IssueList",
        "GET /search/issues": f"{_SCHEMAS}:IssueSearch",
        "GET /repos/{owner}/{repo}/pulls/{number}": f"{_SCHEMAS}:PullRequest",
        "GET /repos/{owner}/{repo}/pulls": f"{_SCHEMAS}:PullRequestList",
        "POST /graphql#ListDiscussions": f"{_SCHEMAS}_discussions:ListAnswer",
        "POST /graphql#GetDiscussion": f"{_SCHEMAS}_discussions:OneAnswer",
        "POST /repos/{owner}/{repo}/issues": f"{_SCHEMAS}:Issue",
        "PATCH /repos/{owner}/{repo}/issues/{number}": f"{_SCHEMAS}:Issue",
        "POST /repos/{owner}/{repo}/pulls/{number}/reviews": f"{_SCHEMAS}:Review",
        "POST /repos/{owner}/{repo}/issues/{number}/comments": f"{_SCHEMAS}:CreatedComment",
    },
    "values": {"owner": ["octocat"], "repo": ["hello-world"], "number": [1, 3, 7]},
    "tools": {
        "get_issue": {
            "shows": ["/title", "/state", "/body"],
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "number": 1, "include_comments": True}},
                {
                    "name": "paged",
                    "arguments": {
                        **_MANY,
                        "number": 1,
                        "include_comments": True,
                        "comments_page": 2,
                    },
                },
                {"name": "not_found", "arguments": {**_HELLO_WORLD, "number": 9999}, "expect": "error"},
                {"name": "unauthorized", "arguments": _failing("expired-token"), "expect": "error"},
                {"name": "forbidden", "arguments": _failing("forbidden"), "expect": "error"},
                {"name": "rate_limited", "arguments": _failing("too-many-requests"), "expect": "error"},
                {"name": "server_error", "arguments": _failing("server-error"), "expect": "error"},
            ],
        },
        "list_issues": {
            "shows": ["/*/number", "/*/title"],
            "examples": [
                {"name": "normal", "arguments": _HELLO_WORLD},
                {"name": "empty", "arguments": {**_HELLO_WORLD, "labels": ["no-such-label"]}},
                {"name": "paged", "arguments": {**_MANY, "page": 2}},
            ],
        },
        "search_issues": {
            "shows": ["/items/*/number", "/items/*/title"],
            "examples": [
                {"name": "normal", "arguments": {"query": "repo:octocat/hello-world is:issue crash"}},
                {"name": "empty", "arguments": {"query": "repo:octocat/hello-world is:issue unfindable"}},
                {
                    "name": "paged",
                    "arguments": {"query": "repo:octocat/many Task", "page": 2, "per_page": 20},
                },
            ],
        },
        "get_pull_request": {
            "shows": ["/title", "/body"],
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "number": 3, "include_diff": True}},
                {
                    "name": "paged",
                    "arguments": {
                        **_HELLO_WORLD,
                        "number": 6,
                        "include_diff": True,
                        "diff_from_line": 100,
                    },
                },
                {"name": "not_found", "arguments": {**_HELLO_WORLD, "number": 9999}, "expect": "error"},
            ],
        },
        "list_pull_requests": {
            "shows": ["/*/number", "/*/title"],
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "state": "all"}},
                {"name": "empty", "arguments": {"owner": "octocat", "repo": "empty"}},
                {"name": "paged", "arguments": {**_HELLO_WORLD, "state": "all", "page": 2, "per_page": 1}},
            ],
        },
        "list_discussions": {
            "shows": [
                "/data/repository/discussions/nodes/*/number",
                "/data/repository/discussions/nodes/*/title",
            ],
            "examples": [
                {"name": "normal", "arguments": _HELLO_WORLD},
                {"name": "empty", "arguments": {"owner": "octocat", "repo": "empty"}},
                {"name": "paged", "arguments": {**_HELLO_WORLD, "per_page": 1, "after": "cursor_1"}},
            ],
        },
        "get_discussion": {
            "shows": ["/data/repository/discussion/title", "/data/repository/discussion/body"],
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "number": 7}},
                {
                    "name": "paged",
                    "arguments": {**_HELLO_WORLD, "number": 8, "comments_after": "cursor_10"},
                },
                {"name": "not_found", "arguments": {**_HELLO_WORLD, "number": 9999}, "expect": "error"},
            ],
        },
        "create_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        **_HELLO_WORLD,
                        "title": "Export fails for empty files",
                        "body": "Steps: open an empty file, then choose *Export*.",
                        "labels": ["bug"],
                    },
                },
                {
                    "name": "unprocessable",
                    "arguments": {**_HELLO_WORLD, "title": " "},
                    "expect": "error",
                },
            ],
        },
        "update_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        **_HELLO_WORLD,
                        "number": 2,
                        "state": "closed",
                        "state_reason": "not_planned",
                        "labels": ["wontfix"],
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {**_HELLO_WORLD, "number": 9999, "state": "closed"},
                    "expect": "error",
                },
            ],
        },
        "comment_on_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {**_HELLO_WORLD, "number": 1, "body": "I can reproduce this."},
                },
                {
                    "name": "not_found",
                    "arguments": {**_HELLO_WORLD, "number": 9999, "body": "I can reproduce this."},
                    "expect": "error",
                },
            ],
        },
        "create_pull_request_review": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        **_HELLO_WORLD,
                        "number": 3,
                        "event": "REQUEST_CHANGES",
                        "body": "Pin the hash too.",
                        "comments": [{"path": "requirements.txt", "line": 2, "body": "Add the hash here."}],
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {**_HELLO_WORLD, "number": 9999, "event": "APPROVE"},
                    "expect": "error",
                },
            ],
        },
    },
}
