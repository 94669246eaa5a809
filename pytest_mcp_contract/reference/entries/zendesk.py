"""The row of the Zendesk server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.zendesk.schemas"


def _failing(ticket_id: int) -> dict[str, object]:
    """Arguments for a ticket whose number makes the emulator fail that way."""
    return {"ticket_id": ticket_id}


ENTRY: dict[str, object] = {
    "id": 5,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.zendesk:create_server",
    "token_env": "ZENDESK_TOKEN",
    "upstream": {"ZENDESK_API_URL": "https://example.zendesk.com"},
    "tools_stakes": {
        "get_ticket": "never_ask",
        "search_tickets": "never_ask",
        "list_ticket_fields": "never_ask",
        "draft_reply": "low",
        "post_reply": "high",
        "update_ticket_tags": "low",
    },
    "server_info": {
        "name": "zendesk",
        "version": "1.0.0",
        "description": "Read and search tickets on Zendesk, draft and post replies, and set tags.",
        "icon": "ZendeskLogo",
        "documentation_url": "https://developer.zendesk.com/api-reference/",
        "authorization": {"provider": "zendesk", "supported_use_cases": ["platform_actions"]},
    },
    "responses": {
        "GET /api/v2/tickets/{ticket_id}": f"{_SCHEMAS}:TicketAnswer",
        "GET /api/v2/tickets/{ticket_id}/metrics": f"{_SCHEMAS}:MetricAnswer",
        "GET /api/v2/tickets/{ticket_id}/comments": f"{_SCHEMAS}:CommentsAnswer",
        "GET /api/v2/users/show_many": f"{_SCHEMAS}:UsersAnswer",
        "GET /api/v2/ticket_fields": f"{_SCHEMAS}:FieldsAnswer",
        "GET /api/v2/ticket_fields/show_many": f"{_SCHEMAS}:FieldsAnswer",
        "GET /api/v2/search": f"{_SCHEMAS}:SearchAnswer",
        "PUT /api/v2/tickets/{ticket_id}": f"{_SCHEMAS}:UpdateAnswer",
        "PUT /api/v2/tickets/{ticket_id}/tags": f"{_SCHEMAS}:TagsAnswer",
        "POST /api/v2/tickets/{ticket_id}/tags": f"{_SCHEMAS}:TagsAnswer",
    },
    "values": {"ticket_id": [1, 3], "query": ["printer", "status:open"], "tags": [["vip"]]},
    "tools": {
        "get_ticket": {
            "shows": ["/ticket/subject", "/ticket/status", "/ticket/description"],
            # The text says what could not be read, and why; the ticket itself is there.
            "optional_requests": [
                "GET /api/v2/tickets/{ticket_id}/metrics",
                "GET /api/v2/tickets/{ticket_id}/comments",
                "GET /api/v2/users/show_many",
                "GET /api/v2/ticket_fields/show_many",
            ],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "ticket_id": 1,
                        "include_metrics": True,
                        "include_conversation": True,
                        "include_attachments": True,
                    },
                },
                {"name": "description_only", "arguments": {"ticket_id": 1}},
                {
                    "name": "paged",
                    "arguments": {
                        "ticket_id": 3,
                        "include_conversation": True,
                        "comments_after": "eyJhZnRlciI6MTB9",
                    },
                },
                {
                    "name": "more_comments_than_asked_for",
                    "arguments": {"ticket_id": 8, "include_conversation": True, "comments_from": 11},
                },
                {
                    "name": "custom_field",
                    "arguments": {"ticket_id": 8, "custom_field": 3607, "custom_field_from": 3001},
                },
                {
                    "name": "side_requests_failed",
                    "arguments": {"ticket_id": 6, "include_metrics": True, "include_conversation": True},
                },
                {"name": "not_found", "arguments": {"ticket_id": 9999}, "expect": "error"},
                {"name": "unauthorized", "arguments": _failing(9401), "expect": "error"},
                {"name": "forbidden", "arguments": _failing(9403), "expect": "error"},
                {"name": "rate_limited", "arguments": _failing(9429), "expect": "error"},
                {"name": "server_error", "arguments": _failing(9500), "expect": "error"},
            ],
        },
        "search_tickets": {
            "shows": ["/results/*/id", "/results/*/subject"],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "query": "status<solved printer",
                        "sort_by": "created_at",
                        "sort_order": "asc",
                    },
                },
                {"name": "empty", "arguments": {"query": "unfindable"}},
                {"name": "paged", "arguments": {"query": "bounce", "page": 2, "per_page": 10}},
                {"name": "capped", "arguments": {"query": "bounce", "page": 50, "per_page": 20}},
            ],
        },
        "list_ticket_fields": {
            "shows": ["/ticket_fields/*/id", "/ticket_fields/*/title"],
            "examples": [
                {"name": "normal", "arguments": {}},
                {"name": "with_inactive", "arguments": {"include_inactive": True}},
                {"name": "paged", "arguments": {"per_page": 5, "after": "eyJhZnRlciI6NX0="}},
                {"name": "empty", "arguments": {"after": "eyJhZnRlciI6MTAwfQ=="}},
            ],
        },
        "draft_reply": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {"ticket_id": 1, "body": "Please switch the printer off and on again."},
                },
                {
                    "name": "not_found",
                    "arguments": {"ticket_id": 9999, "body": "Which printer is it?"},
                    "expect": "error",
                },
            ],
        },
        "post_reply": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {"ticket_id": 1, "body": "A technician is on the way."},
                },
                {
                    "name": "kept_private",
                    "arguments": {"ticket_id": 7, "body": "A technician is on the way."},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"ticket_id": 9999, "body": "Which printer is it?"},
                    "expect": "error",
                },
                {
                    "name": "unprocessable",
                    "arguments": {"ticket_id": 4, "body": "Does it work again?"},
                    "expect": "error",
                },
            ],
        },
        "update_ticket_tags": {
            "examples": [
                {"name": "normal", "arguments": {"ticket_id": 1, "tags": ["vip", "hardware"]}},
                {
                    "name": "replaced",
                    "arguments": {"ticket_id": 3, "tags": ["billing/refund"], "mode": "replace"},
                },
                {"name": "not_found", "arguments": {"ticket_id": 9999, "tags": ["vip"]}, "expect": "error"},
                {
                    "name": "unprocessable",
                    "arguments": {"ticket_id": 4, "tags": ["vip"]},
                    "expect": "error",
                },
            ],
        },
    },
}
