"""What the replies of a server teach about the arguments of its tools."""

import json

import pytest

from pytest_mcp_contract.fuzz.harvest import MOST_CHARACTERS, MOST_TOKENS, MOST_VALUES, Harvest
from pytest_mcp_contract.model import JSON, Reply, RpcError

TEXT: JSON = {"type": "string"}
INTEGER: JSON = {"type": "integer"}
TEXTS: JSON = {"type": "array", "items": {"type": "string"}}
UUID = "0b6f2f7e-3c1d-4a55-9e0a-6f1f0c7d2b11"
OTHER_UUID = "5d3a1c2b-9f8e-4b7a-8c6d-0e1f2a3b4c5d"
TOKEN = "ghp_" + "q8Zr2LkV9sT4wXy7Bn3M" + "c6HdJf5PgR1eUaYo"


def said(*texts: str, structured: JSON = None) -> Reply:
    return Reply(content=tuple({"type": "text", "text": text} for text in texts), structured=structured)


def learned(tool: str, *texts: str, structured: JSON = None) -> Harvest:
    harvest = Harvest()
    harvest.take(tool, said(*texts, structured=structured))
    return harvest


@pytest.mark.parametrize(
    ("tool", "reply", "argument", "schema", "asking", "expected"),
    [
        # The same key
        ("search", {"sha": "abc123"}, "sha", TEXT, "get_commit", ("abc123",)),
        ("search", {"page_id": 7}, "pageId", INTEGER, "read", (7,)),
        ("x", {"repository": "octo/hello"}, "repo", TEXT, "list_issues", ("octo/hello",)),
        ("list_tables", {"tables": ["a", "b"]}, "table", TEXT, "describe_table", ("a", "b")),
        ("list_tables", {"result": ["a", "b"]}, "table", TEXT, "describe_table", ("a", "b")),
        ("search", {"start_cursor": "abc"}, "next_start_cursor", TEXT, "search", ("abc",)),
        # A noun and a plain key
        ("list_issues", [{"number": 3}, {"number": 9}], "issue_number", INTEGER, "get_issue", (3, 9)),
        ("search", {"pages": [{"id": "p1"}]}, "page_id", TEXT, "get_page", ("p1",)),
        ("list_pages", {"results": [{"id": "p1"}]}, "page_id", TEXT, "get_page", ("p1",)),
        ("notion_search", [{"object": "page", "id": "p1"}], "page_id", TEXT, "read", ("p1",)),
        ("list_pull_requests", [{"number": 3}], "pull_number", INTEGER, "merge", (3,)),
        ("list_merge_requests", [{"iid": 3}], "merge_request_iid", TEXT, "x", ("3",)),
        ("list_projects_of_group", [{"id": 3}], "target_project_id", INTEGER, "move", (3,)),
        ("list_boards", [{"id": 3, "name": "B"}], "board_id_or_name", TEXT, "x", ("3", "B")),
        # A plain key, and the noun of the asking tool
        ("list_pages", [{"id": 5}], "id", INTEGER, "get_page", (5,)),
        ("list_pages", [{"id": 5}], "ids", {"type": "array", "items": INTEGER}, "delete_pages", ([5],)),
        ("search", {"issues": [{"key": "A-1"}]}, "key", TEXT, "get_issue", ("A-1",)),
        # A name stands for the thing
        ("list_all", {"tables": ["a"]}, "table_name", TEXT, "describe", ("a",)),
        ("list_branches", [{"name": "dev"}], "branch", TEXT, "get_commits", ("dev",)),
        ("list_branches", [{"name": "dev"}], "source_branch", TEXT, "merge", ("dev",)),
        ("list_entities", {"entities": [{"name": "Ada"}]}, "names", TEXTS, "open_nodes", (["Ada"],)),
    ],
)
def test_a_value_is_found_by_name(
    tool: str, reply: JSON, argument: str, schema: JSON, asking: str, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours. Structured or as a text, the reply teaches the same."""
    structured, spelled = learned(tool, structured=reply), learned(tool, json.dumps(reply))

    assert structured.values(argument, schema, asking) == expected
    assert spelled.values(argument, schema, asking) == expected


@pytest.mark.parametrize(
    ("tool", "reply", "argument", "schema", "asking"),
    [
        # The identifier of something else
        ("list_users", [{"id": 5}], "issue_id", INTEGER, "get_issue"),
        ("list_issues", [{"user": {"id": 5}}], "issue_id", INTEGER, "get_issue"),
        ("list_issues", [{"assignee": {"id": 5}}], "id", INTEGER, "get_issue"),
        ("get_issue_comments", [{"id": 5}], "issue_id", INTEGER, "get_issue"),
        ("list_users", [{"id": 5}], "id", INTEGER, "get_issue"),
        ("list_users", [{"id": 5}], "ids", {"type": "array", "items": INTEGER}, "get_issues"),
        ("search", [{"id": 5}], "id", INTEGER, "fetch"),
        ("list_users", [{"name": "Ada"}], "name", TEXT, "get_branch"),
        ("list_issues", [{"number": 5}], "pull_number", INTEGER, "merge"),
        ("list_pages", [{"id": 5}], "page", INTEGER, "list_pages"),
        ("list_pages", {"page": 1}, "page_id", INTEGER, "get_page"),
        ("search", {"issue": "Crash on start"}, "issue_id", TEXT, "get_issue"),
        # Values that do not fit
        ("list_issues", [{"weight": float("inf")}], "weight", {"type": "number"}, "get_issue"),
        ("list_issues", [{"number": "A-1"}], "issue_number", INTEGER, "get_issue"),
        ("list_issues", [{"number": True}], "issue_number", INTEGER, "get_issue"),
        ("list_issues", [{"number": 5}], "issue_number", {"type": "boolean"}, "get_issue"),
        ("list_issues", [{"number": 5}], "issue_number", {"$ref": "#/$defs/N"}, "get_issue"),
        ("list_files", [{"path": "x" * (MOST_CHARACTERS + 1)}], "file_path", TEXT, "read_file"),
        ("list_files", [{"path": "  "}], "file_path", TEXT, "read_file"),
        ("list_files", [{"path": "a\ud800b"}], "file_path", TEXT, "read_file"),
        # Secrets
        ("login", {"session_token": "abc"}, "session_token", TEXT, "x"),
        ("login", {"password": UUID}, "id", {"type": "string", "format": "uuid"}, "x"),
        ("login", {"ref": TOKEN}, "ref", TEXT, "x"),
        ("login", {"site": f"https://example.com/?t={TOKEN}"}, "site", TEXT, "x"),
    ],
)
def test_a_near_miss_is_not_taken(tool: str, reply: JSON, argument: str, schema: JSON, asking: str) -> None:
    """Provenance: ours."""
    assert learned(tool, structured=reply).values(argument, schema, asking) == ()


@pytest.mark.parametrize(
    ("tool", "text", "argument", "schema", "asking", "expected"),
    [
        ("list_issues", "- #7 (open): A\n- #2: B, see #7", "issue_number", INTEGER, "get_issue", (7, 2)),
        ("search", "Found issue #7 and PR #8", "issue_number", INTEGER, "get_issue", (7,)),
        ("search", "Found issue #7 and PR #8", "pull_number", INTEGER, "get_pull_request", (8,)),
        ("search", "- EX-6 (Bug): Crash", "issue_key", TEXT, "get_issue", ("EX-6",)),
        ("search", "- EX-6 (Bug): Crash", "project_key", TEXT, "get_project", ("EX",)),
        ("search", f"- page {UUID} (in workspace)", "page_id", TEXT, "get_page", (UUID,)),
        ("search", f"- in data source {UUID}: x", "data_source_id", TEXT, "query", (UUID,)),
        ("get_x", "# Contact 51: Ada", "contact_id", TEXT, "get_contact", ("51",)),
        ("list_pages", "**ID:** p-1\n**Title:** Home", "page_id", TEXT, "get_page", ("p-1",)),
        ("list_pages", "- **ID**: p-1\n- id: p-2", "page_id", TEXT, "get_page", ("p-1", "p-2")),
        ("list_pages", "1. Home (ID: 17)", "page_id", INTEGER, "get_page", (17,)),
        ("search", "Home, page ID: 17, seen", "page_id", INTEGER, "get_page", (17,)),
        (
            "list_pages",
            "| ID | Title |\n|---|:--|\n| `p1` | **Home** |\n| [p2](https://x.example) | - |\n",
            "page_id",
            TEXT,
            "get_page",
            ("p1", "p2"),
        ),
        ("list_all", "Tables:\n- users\n- orders (12 rows)", "table", TEXT, "x", ("users", "orders")),
        ("list_all", "## Tables\n\n* `users`\n* **orders**", "table_name", TEXT, "x", ("users", "orders")),
        ("list_all", "## Tables\n\n* `users`\n* **orders**", "table", TEXT, "x", ("users", "orders")),
        ("get_issue", "Labels: bug, editor", "label", TEXT, "list_issues", ("bug", "editor")),
        ("search", 'More: call again with start_cursor="abc".', "start_cursor", TEXT, "x", ("abc",)),
        ("get_pages", 'Result:\n```json\n[{"id": "p1"}]\n```\n', "page_id", TEXT, "x", ("p1",)),
    ],
)
def test_a_text_is_read_like_a_person_would(
    tool: str, text: str, argument: str, schema: JSON, asking: str, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours, in the manner of real replies."""
    assert learned(tool, text).values(argument, schema, asking) == expected


@pytest.mark.parametrize(
    ("tool", "text", "argument", "schema", "asking"),
    [
        ("get_issue", "# Issue #4\n\n## Author\n\n- ID: 17", "issue_id", INTEGER, "get_issue"),
        ("get_issue", "- Author:\n  - ID: 17", "issue_id", INTEGER, "get_issue"),
        ("list_users", "**ID:** 17", "issue_id", INTEGER, "get_issue"),
        ("search", "Found PR #8", "issue_number", INTEGER, "get_issue"),
        ("search", "see &#123; and a/b#12", "issue_number", INTEGER, "get_issue"),
        ("search", "encoded as UTF-8 and SHA-256", "issue_key", TEXT, "get_issue"),
        ("list_pages", "Status: this page was moved to another place last year", "status", TEXT, "x_page"),
        ("search", "and/or text/plain 24/7 e.g. example.com v1.2.3", "email", TEXT, "x"),
        ("search", f"token {TOKEN} file a/b.py", "path", TEXT, "x"),
    ],
)
def test_a_text_does_not_teach_what_it_does_not_say(
    tool: str, text: str, argument: str, schema: JSON, asking: str
) -> None:
    """Provenance: ours."""
    assert learned(tool, text).values(argument, schema, asking) == ()


TOKENS = (
    f"See https://example.com/a?b=1. Ask ada@example.com about {UUID} of 2026-03-04 (EX-12),\n"
    "or read src/main.py, ./docs/ and README.md; 2026-03-04T09:00:00Z."
)


@pytest.mark.parametrize(
    ("argument", "schema", "expected"),
    [
        ("x", {"type": "string", "format": "uuid"}, (UUID,)),
        ("x", {"type": "string", "format": "uri"}, ("https://example.com/a?b=1",)),
        ("x", {"type": "string", "format": "email"}, ("ada@example.com",)),
        ("x", {"type": "string", "format": "date"}, ("2026-03-04",)),
        ("x", {"type": "string", "format": "date-time"}, ("2026-03-04T09:00:00Z",)),
        ("x", {"type": "array", "items": {"format": "uuid"}}, ([UUID],)),
        ("x", {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}, (UUID,)),
        ("x", {"type": "string", "pattern": "^[A-Z]+-\\d+$"}, ("EX-12",)),
        ("x", {"type": "string", "pattern": "^[a-zA-Z0-9._-]+$"}, ()),
        ("x", {"type": "string", "pattern": "^[0-9]+$"}, ()),
        ("x", TEXT, ()),
        ("url", TEXT, ("https://example.com/a?b=1",)),
        ("image_url", TEXT, ()),
        ("user_email", TEXT, ("ada@example.com",)),
        ("path", TEXT, ("src/main.py", "./docs/", "README.md")),
        ("file_path", TEXT, ("src/main.py", "README.md", "./docs/")),
        ("directory", TEXT, ("./docs/",)),
        ("paths", TEXTS, (["src/main.py"], ["./docs/"], ["README.md"])),
        ("json_path", TEXT, ()),
    ],
)
def test_a_value_is_found_by_shape(argument: str, schema: JSON, expected: tuple[JSON, ...]) -> None:
    """Provenance: ours. A pattern that any word matches says nothing."""
    assert learned("search", TOKENS).values(argument, schema, "fetch") == expected


def test_the_same_key_comes_before_a_suffix_and_a_shape() -> None:
    """Provenance: ours."""
    harvest = learned("list_pages", structured=[{"id": OTHER_UUID, "page_id": UUID}])
    schema: JSON = {"type": "string", "format": "uuid"}

    assert harvest.values("page_id", schema, "get_page") == (UUID, OTHER_UUID)


def test_at_most_five_come_back_in_order_of_appearance() -> None:
    """Provenance: ours."""
    harvest = learned("list_pages", structured=[{"id": number} for number in (9, 3, 3, 7, 1, 8, 2)])

    assert harvest.values("page_id", INTEGER, "get_page") == (9, 3, 7, 1, 8)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(structured={"page_id": 5}, is_error=True),
        Reply(structured={"page_id": 5}, error=RpcError(-32603, "x")),
        Reply(content=({"type": "image", "data": "page_id: 5"}, "page_id: 5", None)),
    ],
)
def test_errors_and_other_blocks_teach_nothing(reply: Reply) -> None:
    """Provenance: ours."""
    harvest = Harvest()

    harvest.take("x", reply)

    assert harvest.values("page_id", INTEGER, "x") == ()


def test_memory_is_bounded() -> None:
    """Provenance: ours."""
    harvest = Harvest()
    for start in range(0, 2_000, 100):
        rows: list[JSON] = [
            {"id": n, f"key_{'abcdefghij'[n % 10]}{n}": 1, "at": f"d{n}/f.py"}
            for n in range(start, start + 100)
        ]
        harvest.take("list_pages", Reply(structured=rows))

    assert max(map(len, harvest._values.values())) == MOST_VALUES
    assert len(harvest._values) == 500
    assert len(harvest._tokens) == MOST_TOKENS


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a" * 100_000,
        "a." * 50_000,
        "a/" * 50_000,
        " " * 100_000 + "x",
        "-" * 99_999 + "|",
        "|" * 99_999,
        "a@" * 50_000,
        "[a](" * 25_000,
        "id " * 30_000,
        "+" * 99_999,
        "**" * 50_000,
        "```\n" * 25_000,
        "#1 " * 30_000,
    ],
    ids=lambda text: text[:6].strip() or "blanks",
)
def test_long_texts_of_one_kind_are_read(text: str) -> None:
    """Provenance: ours. A pattern that tries every end from every start would take minutes here."""
    harvest = learned("search", text, structured={"result": text})

    assert harvest.values("page_id", INTEGER, "x") == ()


def test_deep_and_broken_json_is_read_as_far_as_it_goes() -> None:
    """Provenance: ours."""
    deep = '{"page_id": 1, "a": ' * 500 + "1" + "}" * 500

    assert learned("x", deep).values("page_id", INTEGER, "x") == (1,)
    assert learned("x", '{"page_id": NaN}', '{"page_id": 1').values("page_id", {"type": "number"}, "x") == ()
