"""The row of the Notion server."""

_SCHEMAS = "pytest_mcp_contract.reference.servers.notion.schemas"
_BLOCKS = f"{_SCHEMAS}_blocks"


def _id(number: int) -> str:
    """The id with this number in the emulator; some of them make it fail, as 403 does with HTTP 403."""
    return f"{number:08d}-0000-4000-8000-{number:012d}"


_HANDBOOK, _LONG, _DEEP, _BLANK = _id(1), _id(2), _id(3), _id(5)
_TASKS, _NOTHING, _MANY = _id(30), _id(31), _id(32)
_ROW, _SHIP = _id(40), _id(43)
_ABSENT = _id(9999)


ENTRY: dict[str, object] = {
    "id": 6,
    "availability": "manual",
    "allow_multiple_instances": True,
    "python": "pytest_mcp_contract.reference.servers.notion:create_server",
    "token_env": "NOTION_TOKEN",
    "upstream": {"NOTION_API_URL": "https://api.notion.com"},
    "tools_stakes": {
        "search": "never_ask",
        "get_page": "never_ask",
        "get_block_children": "never_ask",
        "query_data_source": "never_ask",
        "list_users": "never_ask",
        "list_comments": "never_ask",
        "create_page": "low",
        "append_blocks": "low",
        "update_page": "low",
        "create_comment": "low",
        "delete_block": "high",
    },
    "server_info": {
        "name": "notion",
        "version": "1.0.0",
        "description": "Pages, data sources and comments of Notion: search, read, query, write and delete.",
        "icon": "NotionLogo",
        "documentation_url": "https://developers.notion.com/reference/intro",
        "authorization": {
            "provider": "notion",
            "supported_use_cases": ["platform_actions", "personal_actions"],
        },
    },
    "responses": {
        "POST /v1/search": f"{_SCHEMAS}:Search",
        "GET /v1/pages/{page_id}": f"{_SCHEMAS}:Page",
        "GET /v1/pages/{page_id}/properties/{property_id}": f"{_SCHEMAS}_properties:PropertyItems",
        "POST /v1/pages": f"{_SCHEMAS}:Page",
        "PATCH /v1/pages/{page_id}": f"{_SCHEMAS}:Page",
        "GET /v1/blocks/{block_id}/children": f"{_BLOCKS}:BlockList",
        "PATCH /v1/blocks/{block_id}/children": f"{_BLOCKS}:AppendedBlocks",
        "DELETE /v1/blocks/{block_id}": f"{_BLOCKS}:Block",
        "GET /v1/data_sources/{data_source_id}": f"{_SCHEMAS}:DataSource",
        "POST /v1/data_sources/{data_source_id}/query": f"{_SCHEMAS}:Rows",
        "GET /v1/users": f"{_SCHEMAS}:Users",
        "GET /v1/comments": f"{_SCHEMAS}:Comments",
        "POST /v1/comments": f"{_SCHEMAS}:Comment",
    },
    "values": {
        "page_id": [_HANDBOOK, _ROW],
        "block_id": [_HANDBOOK, _LONG],
        "data_source_id": [_TASKS, _MANY],
        "parent_id": [_HANDBOOK],
        "target_id": [_HANDBOOK],
        "query": ["handbook"],
        "icon": ["📌"],
    },
    "tools": {
        "search": {
            "shows": ["/results/*/id"],
            "safe_requests": ["POST /v1/search"],
            "examples": [
                {"name": "normal", "arguments": {"query": "a"}},
                {"name": "empty", "arguments": {"query": "unfindable", "kind": "page"}},
                {
                    "name": "paged",
                    "arguments": {"page_size": 5, "start_cursor": _id(2000), "order": "oldest_first"},
                },
                {"name": "server_error", "arguments": {"query": _id(500)}, "expect": "error"},
            ],
        },
        "get_page": {
            "shows": ["/id"],
            "examples": [
                {"name": "normal", "arguments": {"page_id": _ROW}},
                {"name": "without_title", "arguments": {"page_id": _BLANK}},
                {"name": "many_values", "arguments": {"page_id": _SHIP}},
                {"name": "all_values", "arguments": {"page_id": _SHIP, "property_name": "Runs"}},
                {
                    "name": "values_paged",
                    "arguments": {"page_id": _SHIP, "property_name": "Crew", "start_cursor": _id(3051)},
                },
                {"name": "not_found", "arguments": {"page_id": _ABSENT}, "expect": "error"},
                {"name": "unauthorized", "arguments": {"page_id": _id(401)}, "expect": "error"},
                {"name": "rate_limited", "arguments": {"page_id": _id(429)}, "expect": "error"},
            ],
        },
        "get_block_children": {
            "shows": ["/results/*/paragraph/rich_text/*/plain_text"],
            "examples": [
                {"name": "normal", "arguments": {"block_id": _HANDBOOK}},
                {"name": "with_ids", "arguments": {"block_id": _DEEP, "depth": 2, "show_ids": True}},
                {"name": "empty", "arguments": {"block_id": _BLANK}},
                {
                    "name": "paged",
                    "arguments": {"block_id": _LONG, "page_size": 100, "first_block": 60},
                },
                {"name": "not_found", "arguments": {"block_id": _ABSENT}, "expect": "error"},
            ],
        },
        "query_data_source": {
            "shows": ["/results/*/id"],
            "safe_requests": ["POST /v1/data_sources/{data_source_id}/query"],
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "data_source_id": _TASKS,
                        "sorts": [{"property": "Due", "direction": "descending"}],
                    },
                },
                {
                    "name": "filtered",
                    "arguments": {
                        "data_source_id": _TASKS,
                        "filters": [
                            {"property": "Status", "condition": "equals", "value": "In progress"},
                            {"property": "Estimate", "condition": "greater_than", "value": 1},
                        ],
                        "columns": ["Status", "Estimate", "Due"],
                    },
                },
                {"name": "empty", "arguments": {"data_source_id": _NOTHING}},
                {
                    "name": "paged",
                    "arguments": {"data_source_id": _MANY, "page_size": 10, "start_cursor": _id(2010)},
                },
                {
                    "name": "unknown_property",
                    "arguments": {
                        "data_source_id": _TASKS,
                        "filters": [{"property": "State", "condition": "equals", "value": "Done"}],
                    },
                    "expect": "error",
                },
                {"name": "not_found", "arguments": {"data_source_id": _ABSENT}, "expect": "error"},
            ],
        },
        "list_users": {
            "shows": ["/results/*/name"],
            "examples": [
                {"name": "normal", "arguments": {}},
                {"name": "paged", "arguments": {"page_size": 2}},
            ],
        },
        "list_comments": {
            "shows": ["/results/*/rich_text/*/plain_text"],
            "examples": [
                {"name": "normal", "arguments": {"block_id": _HANDBOOK}},
                {"name": "empty", "arguments": {"block_id": _BLANK}},
                {"name": "paged", "arguments": {"block_id": _HANDBOOK, "page_size": 2}},
                {"name": "forbidden", "arguments": {"block_id": _id(403)}, "expect": "error"},
            ],
        },
        "create_page": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "parent_type": "page",
                        "parent_id": _HANDBOOK,
                        "title": "Release notes",
                        "icon": "🚀",
                        "markdown": "# What is new\n\n- [x] **Faster** start, see [the log]"
                        "(https://example.com/log)\n- [ ] `cancel` works\n\n> [!TIP]\n> Restart once.\n\n"
                        "| Version | Day |\n| --- | --- |\n| 2.0 | Monday |",
                        "blocks": [{"type": "toggle", "text": "Details", "inside": "1. One\n2. Two"}],
                    },
                },
                {
                    "name": "row",
                    "arguments": {
                        "parent_type": "data_source",
                        "parent_id": _TASKS,
                        "title": "Check the backups",
                        "properties": [
                            {"name": "Status", "value": "In progress"},
                            {"name": "Tags", "value": ["api", "docs"]},
                            {"name": "Due", "value": "2026-04-01", "end": "2026-04-03"},
                            {"name": "Estimate", "value": 3},
                        ],
                    },
                },
                {
                    "name": "not_found",
                    "arguments": {"parent_type": "page", "parent_id": _ABSENT, "title": "Nowhere"},
                    "expect": "error",
                },
            ],
        },
        "append_blocks": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "block_id": _BLANK,
                        "markdown": "## Steps\n\n1. Stop\n2. Copy\n   - carefully\n\n```sh\nmake all\n```",
                        "blocks": [{"type": "bookmark", "url": "https://example.com/", "caption": "More"}],
                    },
                },
                {
                    "name": "unprocessable",
                    "arguments": {"block_id": _id(422), "markdown": "Text"},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"block_id": _ABSENT, "markdown": "Text"},
                    "expect": "error",
                },
            ],
        },
        "update_page": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "page_id": _ROW,
                        "title": "Write the README today",
                        "properties": [
                            {"name": "Status", "value": "Done"},
                            {"name": "Due", "value": None},
                            {"name": "Urgent", "value": False},
                        ],
                        "icon": "🏁",
                    },
                },
                {
                    "name": "computed",
                    "arguments": {"page_id": _ROW, "properties": [{"name": "Doubled", "value": 4}]},
                    "expect": "error",
                },
                {
                    "name": "not_found",
                    "arguments": {"page_id": _ABSENT, "title": "New title"},
                    "expect": "error",
                },
            ],
        },
        "create_comment": {
            "examples": [
                {
                    "name": "normal",
                    "arguments": {
                        "target_type": "discussion",
                        "target_id": _id(510),
                        "text": "Here it is: https://example.com/",
                    },
                },
                {
                    "name": "on_page",
                    "arguments": {"target_type": "page", "target_id": _BLANK, "text": "Please add a title."},
                },
                {
                    "name": "not_found",
                    "arguments": {"target_type": "page", "target_id": _ABSENT, "text": "Anybody here?"},
                    "expect": "error",
                },
            ],
        },
        "delete_block": {
            "examples": [
                {"name": "normal", "arguments": {"block_id": _id(1002)}},
                {"name": "page", "arguments": {"block_id": _LONG}},
                {"name": "not_found", "arguments": {"block_id": _ABSENT}, "expect": "error"},
            ],
        },
    },
}
