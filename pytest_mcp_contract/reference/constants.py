"""The reference registry: one entry per server, in the fields of the registry format.

Paths in it are relative to this file.
"""

from pathlib import Path

from pytest_mcp_contract.reference.oauth import github as github_oauth
from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

_CASSETTES = "cassettes" if Path(__file__).with_name("cassettes").is_dir() else "../../cassettes"
"""Beside this file in an installed package, at the top of a checkout."""

SERVER_NAMES = ["github"]

OAUTH_PROVIDERS: dict[str, OAuthProvider] = {"github": github_oauth.PROVIDER}

_GITHUB_SCHEMAS = "pytest_mcp_contract.reference.servers.github.schemas"
_HELLO_WORLD = {"owner": "octocat", "repo": "hello-world"}

SERVERS: dict[str, dict[str, object]] = {
    "github": {
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
            "GET /repos/{owner}/{repo}/issues/{number}": f"{_GITHUB_SCHEMAS}:Issue",
            "GET /repos/{owner}/{repo}/issues/{number}/comments": f"{_GITHUB_SCHEMAS}:IssueComments",
            "GET /repos/{owner}/{repo}/issues": f"{_GITHUB_SCHEMAS}:IssueList",
            "GET /search/issues": f"{_GITHUB_SCHEMAS}:IssueSearch",
            "GET /repos/{owner}/{repo}/pulls/{number}": f"{_GITHUB_SCHEMAS}:PullRequest",
            "POST /repos/{owner}/{repo}/issues": f"{_GITHUB_SCHEMAS}:Issue",
            "POST /repos/{owner}/{repo}/issues/{number}/comments": f"{_GITHUB_SCHEMAS}:CreatedComment",
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
    },
}

REGISTRY: dict[str, object] = {
    "format": 1,
    "names": SERVER_NAMES,
    "stakes": ["never_ask", "low", "high"],
    "icons": ["GithubLogo"],
    "oauth_provider_files": ["oauth/{provider}.py"],
    "servers_package": "pytest_mcp_contract.reference.servers",
    "cassettes": _CASSETTES,
    "oauth_providers": {
        name: {
            "client_id_env": provider.client_id_env,
            "client_secret_env": provider.client_secret_env,
            "scopes": list(provider.scopes),
        }
        for name, provider in OAUTH_PROVIDERS.items()
    },
    "servers": SERVERS,
}
