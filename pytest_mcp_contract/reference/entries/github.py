"""The row of the GitHub server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.github.schemas"
_HELLO_WORLD = {"owner": "octocat", "repo": "hello-world"}

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
        "create_issue": "low",
        "comment_on_issue": "low",
    },
    "server_info": {
        "name": "github",
        "version": "1.0.0",
        "description": "Read, search and write issues, and read pull requests, of GitHub repositories.",
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
        "POST /repos/{owner}/{repo}/issues": f"{_SCHEMAS}:Issue",
        "POST /repos/{owner}/{repo}/issues/{number}/comments": f"{_SCHEMAS}:CreatedComment",
    },
    "tools": {
        "get_issue": {
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "number": 1, "include_comments": True}},
                {"name": "not_found", "arguments": {**_HELLO_WORLD, "number": 9999}, "expect": "error"},
            ],
        },
        "list_issues": {
            "examples": [
                {"name": "normal", "arguments": _HELLO_WORLD},
                {"name": "empty", "arguments": {**_HELLO_WORLD, "labels": ["no-such-label"]}},
            ],
        },
        "search_issues": {
            "examples": [
                {"name": "normal", "arguments": {"query": "repo:octocat/hello-world is:issue crash"}},
                {"name": "empty", "arguments": {"query": "repo:octocat/hello-world is:issue unfindable"}},
            ],
        },
        "get_pull_request": {
            "examples": [
                {"name": "normal", "arguments": {**_HELLO_WORLD, "number": 3}},
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
                    "name": "validation_failed",
                    "arguments": {**_HELLO_WORLD, "title": " "},
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
    },
}
