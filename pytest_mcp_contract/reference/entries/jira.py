"""The row of the Jira server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.jira.schemas"
_SETUP = "pytest_mcp_contract.reference.servers.jira.schemas_setup"
_API = "/ex/jira/{cloud_id}/rest/api/3"
_SEARCH = f"POST {_API}/search/jql"
_BUGS = {"field": "issue_type", "value": "Bug"}
_IN_MANY = {"field": "project", "value": "MANY"}
_ASSIGNEE = "5b10a2844c20165700ede21g"


def _failing(project: str) -> dict[str, object]:
    """Arguments for an issue of a project whose key makes the emulator fail that way."""
    return {"issue_key": f"{project}-1"}


ENTRY: dict[str, object] = {
    "id": 2,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.jira:create_server",
    "token_env": "JIRA_TOKEN",
    "upstream": {"JIRA_API_URL": "https://api.atlassian.com"},
    "tools_stakes": {
        "get_issue": "never_ask",
        "search_issues": "never_ask",
        "search_issues_jql": "never_ask",
        "list_projects": "never_ask",
        "get_transitions": "never_ask",
        "list_issue_types": "never_ask",
        "get_create_fields": "never_ask",
        "create_issue": "low",
        "update_issue": "low",
        "transition_issue": "low",
        "create_comment": "low",
        "create_issue_link": "low",
    },
    "server_info": {
        "name": "jira",
        "version": "1.0.0",
        "description": "Issues and projects of a Jira Cloud site: read, search, write, move, comment, link.",
        "icon": "JiraLogo",
        "documentation_url": "https://developer.atlassian.com/cloud/jira/platform/rest/v3/",
        "authorization": {
            "provider": "jira",
            "supported_use_cases": ["platform_actions", "personal_actions"],
        },
    },
    "responses": {
        "GET /oauth/token/accessible-resources": f"{_SCHEMAS}:Sites",
        f"GET {_API}/issue/{{key}}": f"{_SCHEMAS}:Issue",
        f"GET {_API}/issue/{{key}}/comment": f"{_SCHEMAS}:Comments",
        _SEARCH: f"{_SCHEMAS}:Found",
        f"GET {_API}/project/search": f"{_SETUP}:Projects",
        f"GET {_API}/issue/{{key}}/transitions": f"{_SETUP}:Transitions",
        f"GET {_API}/issue/createmeta/{{project}}/issuetypes": f"{_SETUP}:IssueTypes",
        f"GET {_API}/issue/createmeta/{{project}}/issuetypes/{{type}}": f"{_SETUP}:CreateFields",
        f"GET {_API}/issueLinkType": f"{_SCHEMAS}:LinkTypes",
        f"POST {_API}/issue": f"{_SCHEMAS}:CreatedIssue",
        f"POST {_API}/issue/{{key}}/comment": f"{_SCHEMAS}:CreatedComment",
    },
    "values": {
        "issue_key": ["EX-1", "EX-2", "EX-3"],
        "other_issue_key": ["EX-3"],
        "project_key": ["EX", "MANY"],
        "issue_type": ["Bug", "10002"],
        "issue_type_id": ["10004"],
        "transition_id": ["11"],
        "relation": ["blocks"],
        "filters": [[{"field": "project", "value": "EX"}], [_BUGS]],
        "jql": ["project = EX ORDER BY created"],
        "summary": ["Export fails for empty files"],
        "body": ["I can *reproduce* this."],
    },
    "tools": {
        "get_issue": {
            "shows": ["/fields/summary", "/fields/status/name"],
            "examples": [
                {"name": "normal", "arguments": {"issue_key": "EX-1"}},
                {"name": "sparse", "arguments": {"issue_key": "EX-2"}},
                {"name": "long", "arguments": {"issue_key": "OPS-1"}},
                {
                    "name": "comments",
                    "arguments": {"issue_key": "EX-1", "include_comments": True},
                },
                {
                    "name": "paged",
                    "arguments": {"issue_key": "EX-1", "include_comments": True, "comments_start_at": 10},
                },
                {
                    "name": "more_fields",
                    "arguments": {
                        "issue_key": "EX-1",
                        "more_fields": [
                            "customfield_10016",
                            "customfield_10020",
                            "customfield_10030",
                            "customfield_10031",
                            "customfield_10032",
                        ],
                    },
                },
                {"name": "not_found", "arguments": {"issue_key": "EX-9999"}, "expect": "error"},
                {"name": "unauthorized", "arguments": _failing("EXPIRED"), "expect": "error"},
                {"name": "forbidden", "arguments": _failing("FORBIDDEN"), "expect": "error"},
                {"name": "rate_limited", "arguments": _failing("LIMITED"), "expect": "error"},
                {"name": "server_error", "arguments": _failing("BROKEN"), "expect": "error"},
            ],
        },
        "search_issues": {
            "shows": ["/issues/*/fields/summary", "/issues/*/fields/status/name"],
            "safe_requests": [_SEARCH],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "filters": [{"field": "project", "value": "EX"}, _BUGS],
                        "order_by": "created",
                    },
                },
                {
                    "name": "quoted",
                    "arguments": {
                        "filters": [
                            {"field": "summary", "operator": "~", "value": '`sometimes` | "really"'},
                            {"field": "custom_field", "custom_field": "Story points", "operator": "is empty"},
                        ]
                    },
                },
                {
                    "name": "empty",
                    "arguments": {"filters": [{"field": "labels", "value": "no-such-label"}]},
                },
                {"name": "first_page", "arguments": {"filters": [_IN_MANY], "max_results": 10}},
                {
                    "name": "paged",
                    "arguments": {
                        "filters": [_IN_MANY],
                        "max_results": 10,
                        "next_page_token": "MTA6NDAxNTY1MTMxMg==",
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"filters": [{"field": "project", "value": "NOPE"}]},
                    "expect": "error",
                },
            ],
        },
        "search_issues_jql": {
            "shows": ["/issues/*/fields/summary", "/issues/*/fields/status/name"],
            "safe_requests": [_SEARCH],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {"jql": "project = EX AND assignee IS NOT EMPTY ORDER BY created"},
                },
                {"name": "empty", "arguments": {"jql": "project = BLANK"}},
                {"name": "paged", "arguments": {"jql": "project = MANY ORDER BY key", "max_results": 5}},
                {"name": "wrong_field", "arguments": {"jql": "colour = blue"}, "expect": "error"},
                {"name": "unbounded", "arguments": {"jql": "ORDER BY created"}, "expect": "error"},
            ],
        },
        "list_projects": {
            "shows": ["/values/*/key", "/values/*/name"],
            "examples": [
                {"name": "normal", "arguments": {"text": "issues"}},
                {"name": "empty", "arguments": {"text": "no such project"}},
                {"name": "first_page", "arguments": {}},
                {"name": "paged", "arguments": {"start_at": 50}},
            ],
        },
        "get_transitions": {
            "shows": ["/transitions/*/id", "/transitions/*/name"],
            "examples": [
                {"name": "normal", "arguments": {"issue_key": "EX-2"}},
                {"name": "empty", "arguments": {"issue_key": "EX-4"}},
                {"name": "not_found", "arguments": {"issue_key": "EX-9999"}, "expect": "error"},
            ],
        },
        "list_issue_types": {
            "shows": ["/issueTypes/*/id", "/issueTypes/*/name"],
            "examples": [
                {"name": "normal", "arguments": {"project_key": "EX"}},
                {"name": "empty", "arguments": {"project_key": "BLANK"}},
                {"name": "paged", "arguments": {"project_key": "MANY", "start_at": 50}},
                {"name": "not_found", "arguments": {"project_key": "NOPE"}, "expect": "error"},
            ],
        },
        "get_create_fields": {
            "shows": ["/fields/*/fieldId", "/fields/*/name"],
            "examples": [
                {"name": "normal", "arguments": {"project_key": "EX", "issue_type_id": "10004"}},
                {"name": "empty", "arguments": {"project_key": "BLANK", "issue_type_id": "10004"}},
                {
                    "name": "paged",
                    "arguments": {"project_key": "MANY", "issue_type_id": "10002", "start_at": 50},
                },
                {
                    "name": "not_found",
                    "arguments": {"project_key": "EX", "issue_type_id": "19999"},
                    "expect": "error",
                },
            ],
        },
        "create_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "project_key": "EX",
                        "issue_type": "Bug",
                        "summary": "Export fails for empty files",
                        "description": "Steps:\n\n1. Open an **empty** file\n2. Choose *Export*\n\n"
                        "```python\nexport(b'')\n```\n\n| System | Result |\n|---|---|\n| Linux | fails |\n\n"
                        "See [the log](https://logs.example/8).",
                        "assignee_account_id": _ASSIGNEE,
                        "priority": "High",
                        "labels": ["export"],
                        "due_date": "2026-05-11",
                        "parent_key": "EX-4",
                        "more_fields": [
                            {"field_id": "customfield_10016", "kind": "number", "values": ["3"]},
                            {"field_id": "customfield_10030", "kind": "option", "values": ["Minor"]},
                            {
                                "field_id": "customfield_10033",
                                "kind": "cascade",
                                "values": ["Europe", "Berlin"],
                            },
                        ],
                    },
                },
                {
                    "name": "wrong_values",
                    "arguments": {
                        "project_key": "EX",
                        "issue_type": "Wish",
                        "summary": "A wish",
                        "priority": "Someday",
                    },
                    "expect": "error",
                },
                {
                    "name": "not_on_screen",
                    "arguments": {
                        "project_key": "EX",
                        "issue_type": "Bug",
                        "summary": "Export fails",
                        "more_fields": [{"field_id": "customfield_99999", "kind": "text", "values": ["x"]}],
                    },
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"project_key": "NOPE", "issue_type": "Bug", "summary": "Export fails"},
                    "expect": "error",
                },
                {
                    "name": "unprocessable",
                    "arguments": {
                        "project_key": "UNPROCESSABLE",
                        "issue_type": "Bug",
                        "summary": "Export fails",
                    },
                    "expect": "error",
                },
            ],
        },
        "update_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "issue_key": "EX-2",
                        "summary": "Save fails for empty files",
                        "description": "It is the same as *EX-1*.",
                        "assignee_account_id": _ASSIGNEE,
                        "labels": ["crash"],
                    },
                },
                {
                    "name": "nothing",
                    "arguments": {"issue_key": "EX-2"},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"issue_key": "EX-9999", "priority": "High"},
                    "expect": "error",
                },
            ],
        },
        "transition_issue": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "issue_key": "EX-5",
                        "transition_id": "31",
                        "resolution": "Done",
                        "comment": "The test is **written**.",
                    },
                },
                {
                    "name": "not_available",
                    "arguments": {"issue_key": "EX-1", "transition_id": "99"},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"issue_key": "EX-9999", "transition_id": "31"},
                    "expect": "error",
                },
            ],
        },
        "create_comment": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "issue_key": "EX-3",
                        "body": "Released:\n\n- built\n- told, see https://example.com/4.3\n\n> At last!",
                    },
                },
                {
                    "name": "restricted",
                    "arguments": {
                        "issue_key": "EX-3",
                        "body": "The customer is Umbrella.",
                        "visible_to": "role",
                        "role_or_group": "Administrators",
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"issue_key": "EX-9999", "body": "I can reproduce this."},
                    "expect": "error",
                },
            ],
        },
        "create_issue_link": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "issue_key": "EX-2",
                        "relation": "is blocked by",
                        "other_issue_key": "EX-4",
                    },
                },
                {
                    "name": "unknown_relation",
                    "arguments": {"issue_key": "EX-2", "relation": "hates", "other_issue_key": "EX-4"},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"issue_key": "EX-2", "relation": "blocks", "other_issue_key": "EX-9999"},
                    "expect": "error",
                },
            ],
        },
    },
}
