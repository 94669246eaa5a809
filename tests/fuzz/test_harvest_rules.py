"""How the replies of a server are read, rule by rule: what is kept, under which name, and what is not."""

import json

import pytest

from pytest_mcp_contract.fuzz.harvest import MOST_CHARACTERS, Harvest
from pytest_mcp_contract.model import JSON
from tests.fuzz.test_harvest import OTHER_UUID, TEXT, TEXTS, UUID, learned, said

INTEGER: JSON = {"type": "integer"}
ANYTHING: JSON = {}


@pytest.mark.parametrize(
    ("tool", "reply", "argument", "asking", "expected"),
    [
        # Words that mean the same
        ("x", {"identifier": "a"}, "id", "get_x", ("a",)),
        ("x", {"user_identifier": "a"}, "user_id", "y", ("a",)),
        ("x", {"row_num": "a"}, "row_number", "y", ("a",)),
        ("x", {"row_no": "a"}, "row_number", "y", ("a",)),
        ("x", {"target_dir": "a"}, "target_folder", "y", ("a",)),
        ("x", {"organisation": "a"}, "organization", "y", ("a",)),
        ("x", {"org": "a"}, "organization", "y", ("a",)),
        ("x", {"db": "a"}, "database", "y", ("a",)),
        ("x", {"doc": "a"}, "document", "y", ("a",)),
        ("x", {"pr_url": "a"}, "pull_request_url", "y", ("a",)),
        ("x", {"big_pull_url": "a"}, "big_pull_request_url", "y", ("a",)),
        ("x", {"mr_url": "a"}, "merge_request_url", "y", ("a",)),
        ("x", {"msg": "a"}, "message", "y", ("a",)),
        ("x", {"lang": "a"}, "language", "y", ("a",)),
        ("x", {"filename": "a"}, "file_name", "y", ("a",)),
        ("x", {"filepath": "a"}, "file_path", "y", ("a",)),
        ("x", {"username": "a"}, "user_name", "y", ("a",)),
        ("x", {"hostname": "a"}, "hostName", "y", ("a",)),
        ("x", {"timezone": "a"}, "time_zone", "y", ("a",)),
        # One name or the other
        ("list_boards", [{"id": 3, "name": "B"}], "board_name_or_id", "x", ("B", 3)),
        ("x", {"or": "a"}, "or", "x", ("a",)),
        ("x", {"or_date": "a"}, "or_date", "x", ("a",)),
        # A qualifier is left away, a plain key is not all that remains
        ("x", {"vault": "a"}, "target_vault", "y", ("a",)),
        ("x", {"vault": "a"}, "big_vault", "y", ()),
        ("x", {"status": "a"}, "from_status", "y", ()),
        # Fewer and more words
        ("x", {"page_color": "a"}, "blue_page_color", "y", ("a",)),
        ("x", {"color": "a"}, "page_color", "y", ()),
        ("x", {"blue_page_color": "a"}, "page_color", "y", ("a",)),
        ("x", {"blue_color": "a"}, "color", "y", ()),
        ("x", {"page_color_x": "a"}, "page_color", "y", ()),
        # What stands for a thing
        ("list_x", {"tables": ["a b", "c"]}, "table_name", "y", ("a b", "c")),
        ("list_x", {"tables": ["a b", "c"]}, "table_id", "y", ("c",)),
        ("list_x", {"tables": ["a b", "c"]}, "table_key", "y", ("c",)),
        ("list_x", {"tables": ["a b", "c"]}, "table_slug", "y", ("c",)),
        ("list_x", {"tables": ["a"]}, "table_size", "y", ()),
        ("list_x", {"pages": ["a"]}, "page_name", "y", ()),
        ("list_x", {"name": "a"}, "name", "y", ()),
        ("list_vaults", [{"slug": "s", "key": "k", "name": "n"}], "vault", "y", ("n", "k", "s")),
        ("list_vaults", [{"login": "s"}], "vault", "y", ("s",)),
        ("list_vaults", [{"full_name": "s"}], "vault", "y", ("s",)),
        ("list_vaults", [{"path": "s"}], "vault", "y", ("s",)),
        ("list_vaults", [{"title": "s"}], "vault", "y", ("s",)),
        ("list_vaults", [{"number": 4, "id": 3}], "vault", "y", (3, 4)),
        ("list_vaults", [{"color": "s"}], "vault", "y", ()),
        ("list_vaults", [{"name": "n"}], "default_vault", "y", ("n",)),
        ("list_pages", [{"name": "n"}], "page", "y", ()),
        # A plain key asks for the noun of the tool
        ("list_pages", [{"id": 5}], "id", "get", ()),
        ("x", {"page_id": 5}, "id", "get_page", (5,)),
        ("x", {"page_id": 5}, "id", "get_user", ()),
        ("x", {"item_id": 5}, "id", "get_line_item", (5,)),
        ("x", {"line_id": 5}, "id", "get_line_item", ()),
        ("list_users", [{"name": "a"}], "names", "open_nodes", ()),
    ],
)
def test_names_that_mean_the_same_find_each_other(
    tool: str, reply: JSON, argument: str, asking: str, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours."""
    assert learned(tool, structured=reply).values(argument, ANYTHING, asking) == expected


def test_a_list_of_names_takes_those_of_any_list() -> None:
    """Provenance: ours. An identifier is worth nothing for another noun, a single name neither."""
    harvest = learned("list_users", structured={"users": [{"name": "Ada", "id": "u"}], "name": "All"})

    assert harvest.values("names", TEXTS, "open_nodes") == (["Ada"],)
    assert harvest.values("names", {"anyOf": [TEXTS, {"type": "null"}]}, "open_nodes") == (["Ada"],)
    assert harvest.values("names", {"type": ["array", "null"]}, "open_nodes") == (["Ada"],)
    assert harvest.values("names", TEXT, "open_nodes") == ()
    assert harvest.values("names", {"type": ["string", "null"]}, "open_nodes") == ()
    assert harvest.values("ids", TEXTS, "open_nodes") == ()


@pytest.mark.parametrize(
    ("tool", "noun"),
    [
        ("list_issues_by_user", "issue"),
        ("issues-list", "issue"),
        ("jira_get_issue", "issue"),
        ("getPageById", "page"),
        ("page_get_all", "page"),
        ("notes_search_get", "note"),
        ("get_all_my_pages", "page"),
        ("list_recent_batch_jobs", "job"),
        ("add_page_remove", "page"),
        ("wiki_pages", "wiki_page"),
        ("get_list", None),
        ("get_page_content", None),
        ("get_results", None),
        ("get", None),
        ("", None),
    ],
)
def test_a_tool_is_about_its_noun(tool: str, noun: str | None) -> None:
    """Provenance: ours, with names like those of real tools."""
    harvest = learned(tool, structured=[{"id": 5}])

    assert harvest.values(f"{noun}_id", INTEGER, "x") == (() if noun is None else (5,))
    assert harvest.values("other_id", INTEGER, "x") == ()


@pytest.mark.parametrize(
    ("reply", "argument", "expected"),
    [
        pytest.param({"page": {"id": 5}}, "page_id", (5,), id="under a noun"),
        pytest.param({"page": {"result": {"id": 5}}}, "page_id", (5,), id="under a wrapper in a noun"),
        pytest.param({"page2": {"id": 5}}, "page_id", (), id="under a name with a digit"),
        pytest.param({"page": {"user": {"id": 5}}}, "page_id", (), id="under another noun in a noun"),
        pytest.param({"page": [{"id": 5}, {"id": 6}]}, "page_id", (5, 6), id="in a list"),
        pytest.param({"pages": [[{"id": 5}]]}, "page_id", (5,), id="in a list of lists"),
        pytest.param({"pages": [["a", "b"]]}, "page_name", (), id="a page is no thing"),
        pytest.param({"vaults": [["a", "b"]]}, "vault_name", ("a", "b"), id="texts in a list of lists"),
        pytest.param({"type": "page", "id": 5}, "page_id", (5,), id="of a type"),
        pytest.param({"kind": "page", "id": 5}, "page_id", (5,), id="of a kind"),
        pytest.param({"__typename": "Page", "id": 5}, "page_id", (5,), id="of a type of GraphQL"),
        pytest.param({"object": "list", "id": 5}, "list_id", (), id="of a type that says nothing"),
        pytest.param({"type": "a page-2", "id": 5}, "page_id", (), id="of a type that is no word"),
        pytest.param({"type": "page", "x": {"user": {"id": 5}}}, "page_id", (), id="below what has a type"),
        pytest.param({"data": {"type": "page", "id": 5}}, "page_id", (5,), id="a type in a wrapper"),
        pytest.param({"page": '{"id": 5}'}, "page_id", (), id="JSON in a text is of its own place"),
        pytest.param({"pages": ['{"id": 5}']}, "page_id", (5,), id="JSON in a text in a list"),
        pytest.param({"note": "see issue #5"}, "issue_number", (5,), id="a text in a field"),
        pytest.param({"note": "ID: 1\nPage ID: 5"}, "page_id", (5,), id="lines in a field"),
    ],
)
def test_a_value_belongs_to_what_stands_above_it(
    reply: JSON, argument: str, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours."""
    assert learned("x", structured=reply).values(argument, ANYTHING, "y") in (
        expected,
        tuple(map(str, expected)),
    )


def nested(depth: int) -> JSON:
    """An identifier so many lists below the top."""
    value: JSON = {"page_id": 5}
    for _ in range(depth):
        value = [value]
    return value


def test_only_so_much_of_a_document_is_read() -> None:
    """Provenance: ours. Forty levels, and ten thousand values; the next reply begins anew."""
    assert learned("x", structured=nested(40)).values("page_id", INTEGER, "x") == (5,)
    assert learned("x", structured=nested(41)).values("page_id", INTEGER, "x") == ()
    long: list[JSON] = [*range(9_998), {"page_id": 5}, {"page_id": 6}]
    harvest = learned("x", structured=long)
    assert harvest.values("page_id", INTEGER, "x") == (5,)
    harvest.take("x", said(structured={"page_id": 7}))
    assert harvest.values("page_id", INTEGER, "x") == (5, 7)


@pytest.mark.parametrize(
    ("key", "is_kept"),
    [
        ("password", False),
        ("user_passwd", False),
        ("client_secret", False),
        ("credentials", False),
        ("passphrase", False),
        ("apikey", False),
        ("api_key", False),
        ("private_key", False),
        ("access_key", False),
        ("token", False),
        ("auth_token", False),
        ("next_page_token", True),
        ("continuation_token", True),
        ("sync_token", True),
        ("cursor_token", True),
        ("token_count", True),
        ("public_key", True),
        ("key_access", True),
    ],
)
def test_a_secret_is_known_by_its_key(key: str, is_kept: bool) -> None:
    """Provenance: ours. A token that turns pages is none; what is below a secret is none's business."""
    harvest = learned("x", f"{key}=12", structured={key: "abc", "x": {key: ["def"]}})

    assert bool(harvest.values(key, TEXT, "x")) is is_kept


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [
        ("x" * MOST_CHARACTERS, True),
        ("x" * (MOST_CHARACTERS + 1), False),
        ("a\tb", False),
        ("", False),
        (1.5, True),
        (float("inf"), False),
        (float("nan"), False),
        (False, False),
        (None, False),
        (0, True),
    ],
)
def test_a_value_is_short_and_can_be_sent(value: JSON, is_kept: bool) -> None:
    """Provenance: ours."""
    found = learned("x", structured={"weight": value}).values("weight", ANYTHING, "x")

    assert found == ((value,) if is_kept else ())


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        pytest.param({"format": "url"}, "https://a.example/b", ("https://a.example/b",), id="url"),
        pytest.param({"format": "iri"}, "https://a.example/b", ("https://a.example/b",), id="iri"),
        pytest.param(
            {"format": "uri-reference"}, "(https://a.example/b)", ("https://a.example/b",), id="uri"
        ),
        pytest.param({"format": "idn-email"}, "<a.b+c@d.example>", ("a.b+c@d.example",), id="email"),
        pytest.param({"format": "hostname"}, "https://a.example/b", (), id="a format of no shape"),
        pytest.param({"format": "uuid"}, f"x{UUID} {UUID}-1", (), id="within a word"),
        pytest.param({"format": "date"}, "2026-03-04T09:00:00Z 2026-03-045", (), id="no date"),
        pytest.param(
            {"format": "date-time"},
            "at 2026-03-04T09:00:00.5+02:00 and 2026-03-04T09:00:00Zx",
            ("2026-03-04T09:00:00.5+02:00",),
            id="date-time",
        ),
        pytest.param(
            {"anyOf": [{"format": "date"}, {"format": "uuid"}]},
            f"{UUID} 2026-03-04",
            ("2026-03-04", UUID),
            id="two formats, in the order of the schema",
        ),
        pytest.param({"pattern": "^[A-Z]{2}-[0-9]+$"}, "AB-1 ABC-2 AB-0", ("AB-1",), id="key by pattern"),
        pytest.param(
            {"pattern": r"^\d{4}-\d\d-\d\d$"}, "on 2026-03-04", ("2026-03-04",), id="date by pattern"
        ),
        pytest.param({"oneOf": [{"pattern": "^a/"}]}, "see a/b.py", ("a/b.py",), id="pattern in a branch"),
        pytest.param({"allOf": [{"pattern": "^a/"}]}, "see a/b.py", ("a/b.py",), id="pattern of all"),
        pytest.param({"pattern": "^#1$"}, "see #1", (), id="a number is no token"),
        pytest.param({"pattern": "^#1$|^1$"}, "see #1", (), id="an ordinary pattern"),
    ],
)
def test_a_format_or_a_pattern_asks_for_a_shape(
    schema: dict[str, JSON], text: str, expected: tuple[JSON, ...]
) -> None:
    """Provenance: ours."""
    schema = {"type": "string", **schema}

    assert learned("search", text).values("x", schema, "fetch") == expected


PATHS = "See https://a.example/b, a@b.example, src/main.py, docs/, ./run, /etc/hosts, ~/x/y and README.md;"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("path", ("src/main.py", "docs/", "./run", "/etc/hosts", "~/x/y")),
        ("filename", ("src/main.py", "README.md", "docs/", "./run", "/etc/hosts")),
        ("file", ("src/main.py", "README.md", "docs/", "./run", "/etc/hosts")),
        ("file_path", ("src/main.py", "README.md", "docs/", "./run", "/etc/hosts")),
        ("dir", ("docs/", "./run", "/etc/hosts", "~/x/y")),
        ("directory_name", ("docs/", "./run", "/etc/hosts", "~/x/y")),
        ("path_name", ()),
        ("json_path", ()),
        ("uri", ("https://a.example/b",)),
        ("link", ("https://a.example/b",)),
        ("image_url", ()),
        ("image_link", ()),
        ("email", ("a@b.example",)),
        ("reply_email", ("a@b.example",)),
        ("x", ()),
        ("", ()),
    ],
)
def test_the_last_word_of_an_argument_asks_for_a_shape(argument: str, expected: tuple[str, ...]) -> None:
    """Provenance: ours. A format says more."""
    harvest = learned("search", PATHS)

    assert harvest.values(argument, TEXT, "fetch") == expected
    assert harvest.values(argument, {"type": "string", "format": "uuid"}, "fetch") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("src/a.py:", ("src/a.py",)),
        ("a/b/", ("a/b/",)),
        ("../x/y", ("../x/y",)),
        ("a/b.", ("a/b",)),
        ("example.com", ()),
        ("main.rs", ("main.rs",)),
        ("A.TXT", ("A.TXT",)),
        ("print.This", ()),
        ("call.me()", ()),
        ("text/plain", ()),
        ("image/png", ()),
        ("a:b/c", ()),
        ("#a/b", ()),
    ],
)
def test_a_path_is_told_from_what_only_looks_like_one(text: str, expected: tuple[str, ...]) -> None:
    """Provenance: ours."""
    assert learned("x", text).values("path", TEXT, "y") == expected


@pytest.mark.parametrize(
    ("text", "argument", "expected"),
    [
        pytest.param("issue #12", "issue_number", ("12",), id="a number after its noun"),
        pytest.param("data source `#12`", "data_source_number", ("12",), id="a noun of two words"),
        pytest.param("fixed #12", "x_number", ("12",), id="a verb is no noun: that of the tool"),
        pytest.param("the issue #12", "issue_number", ("12",), id="after a small word"),
        pytest.param("#0 and #012", "x_number", (), id="no number"),
        pytest.param("EX-6", "issue_key", ("EX-6",), id="an issue"),
        pytest.param("EX-6", "ticket_key", ("EX-6",), id="a ticket"),
        pytest.param("EX-6", "x_key", ("EX-6",), id="of the tool"),
        pytest.param("EX-6", "user_key", (), id="of nothing else"),
        pytest.param("EX_A-6, EX_A-7", "project_key", ("EX_A",), id="its project"),
        pytest.param("RFC-6", "project_key", (), id="a standard"),
        pytest.param("E-6", "project_key", (), id="one letter"),
        pytest.param(f"page {UUID} here", "page_id", (UUID,), id="a UUID after its noun"),
        pytest.param(f"page {UUID}", "x_id", (), id="a UUID of another noun"),
        pytest.param(f"{UUID} here", "x_id", (UUID,), id="a UUID of the tool"),
        pytest.param(f"{UUID}", "x_id", (), id="a UUID alone says nothing"),
        pytest.param("x" * 50 + " page #12", "page_number", ("12",), id="a noun far into the line"),
    ],
)
def test_a_token_belongs_to_the_noun_before_it(text: str, argument: str, expected: tuple[str, ...]) -> None:
    """Provenance: ours."""
    assert learned("get_x", text).values(argument, TEXT, "y") == expected


@pytest.mark.parametrize(
    ("text", "argument", "expected"),
    [
        # Tables
        pytest.param("| Page ID | B |\n|--|--|\n| 1 | 2 |\n| 3 | 4 |", "page_id", (1, 3), id="a table"),
        pytest.param("Page ID | B\n---|---\n1 | 2", "page_id", (1,), id="a table without outer bars"),
        pytest.param("Page ID | B\n--|--\n- | -\n5 | 2", "page_id", (5,), id="a row of dashes alone"),
        pytest.param("Page ID | B\n-|-\n5 | 2", "page_id", (5,), id="one dash for each column"),
        pytest.param(
            "| Page ID | B |\n|--|--|\n| - | x |\n| \u2014 | x |\n| 5 | x |", "page_id", (5,), id="no value"
        ),
        pytest.param("| Page ID |\n|--|\n\n| 5 |", "page_id", (5,), id="an empty line between"),
        pytest.param("| Page ID |\n|--|\nText\n| 5 |", "page_id", (), id="a text between"),
        pytest.param("| The very long page ID |\n|--|\n| 5 |", "long_page_id", (), id="a long column"),
        pytest.param("| a \\| b | Page ID |\n|--|--|\n| 1 \\| 2 | 5 |", "page_id", (5,), id="an escaped bar"),
        pytest.param("| Page ID |\n| 5 |", "page_id", (), id="no line below the head"),
        # Headings
        pytest.param("# Page\n\n- ID: 5", "page_id", (5,), id="a heading"),
        pytest.param("# Data source\n\nID: 5", "data_source_id", (5,), id="a heading of two words"),
        pytest.param("# The new data source\n\nID: 5", "data_source_id", (), id="a sentence"),
        pytest.param("# Page\n\nx\n\n# Details\n\nID: 5", "page_id", (), id="the next heading ends it"),
        pytest.param("# Page 2\n\nID: 5", "page_id", (2,), id="a heading with a number"),
        pytest.param("# Page 2\n\nID: 5", "page_number", (2,), id="its number"),
        pytest.param("# Status\n\nID: 5", "status_id", (), id="a plain heading"),
        pytest.param("# Results\n\nID: 5", "x_id", (5,), id="a heading that says nothing"),
        pytest.param("####### Page\n\nID: 5", "page_id", (), id="seven marks are none"),
        # Labels
        pytest.param("Vaults:\n- a\n- b", "vault", ("a", "b"), id="a label"),
        pytest.param("Vaults:\n  a\n  b", "vault", (), id="no items"),
        pytest.param("Vaults:\n- a\n\nOthers:\n- b", "vault", ("a",), id="the next label ends it"),
        pytest.param("- Vaults:\n  - a\n- b", "vault", ("a",), id="an item beside it is not below"),
        pytest.param("  Vaults:\n- a", "vault", (), id="an item further left"),
        pytest.param("Vault:\n- ID: 5\n- Name: x", "vault_id", (5,), id="pairs below a label"),
        pytest.param("Status:\n- ID: 5", "x_id", (5,), id="pairs below a plain label"),
        pytest.param("- Vault: a | Page ID: 5", "page_id", (5,), id="two pairs in a line"),
        pytest.param("- Vault: a · Page ID: 5", "vault", ("a",), id="divided by a dot"),
        pytest.param(
            "Vaults:\n1. a\n2) b\n+ c\n\u2022 d", "vault", ("a", "b", "c", "d"), id="marks of items"
        ),
        pytest.param("Vaults:\n- **a b c d e**: x", "vault", ("a b c d e",), id="bold"),
        pytest.param("Vaults:\n- `a-b c.d`: x", "vault", ("a-b c.d",), id="code"),
        pytest.param("Vaults:\n- [a b](https://x.example): x", "vault", ("a b",), id="a link"),
        pytest.param("Vaults:\n- a - the first", "vault", ("a",), id="a dash"),
        pytest.param("Vaults:\n- a (first)", "vault", ("a",), id="a parenthesis"),
        pytest.param("Vaults:\n- one two three four", "vault", ("one two three four",), id="four words"),
        pytest.param("Vaults:\n- one two three four five", "vault", (), id="five words"),
        # Pairs
        pytest.param("**Vault:** a", "vault", ("a",), id="bold with the colon"),
        pytest.param("**Vault**: a", "vault", ("a",), id="bold before the colon"),
        pytest.param("`vault` = a", "vault", ("a",), id="equals"),
        pytest.param('Vault: "a"', "vault", ("a",), id="quoted"),
        pytest.param("Vaults: a, b c d, e", "vault", ("a", "b c d", "e"), id="several"),
        pytest.param("Vault: a, b c d e", "vault", ("a, b c d e",), id="one with a comma"),
        pytest.param("Vault: a b c d e f", "vault", ("a b c d e f",), id="six words"),
        pytest.param("Vault: a b c d e f g", "vault", (), id="seven words"),
        pytest.param("The one big red vault: a", "vault", (), id="a sentence before the colon"),
        pytest.param("Vault2: a", "vault_2", (), id="a digit in the key"),
        # In a line
        pytest.param("Page ID: 5 and user ID: 6", "user_id", (6,), id="ids within a line"),
        pytest.param("(pageId=5)", "page_id", (5,), id="equals in parentheses"),
        pytest.param("see `page_key`: `ab`", "page_key", ("ab",), id="marked"),
        pytest.param('use next_token="x"', "next_token", ("x",), id="an assignment"),
        pytest.param("use page_size=20", "page_size", (20,), id="an assignment of a number"),
        pytest.param("use page_size=20x", "page_size", (), id="no assignment of a number"),
        pytest.param("use size=20", "size", (), id="one word"),
        # Fences
        pytest.param('a\n```json\n{"page_id": 5}\n```', "page_id", (5,), id="a fence"),
        pytest.param('a\n~~~\n[{"page_id": 5}]\n~~~', "page_id", (5,), id="a fence of waves"),
        pytest.param("a\n```\npage\n```\nPage ID: 5", "page_id", (5,), id="a fence of text"),
    ],
)
def test_a_text_of_lines_is_read_line_by_line(text: str, argument: str, expected: tuple[JSON, ...]) -> None:
    """Provenance: ours, in the manner of real replies."""
    found = learned("get_x", text).values(argument, ANYTHING, "y")

    assert [str(value) for value in found] == [str(value) for value in expected]


def test_the_lines_of_a_document_are_read_up_to_a_length() -> None:
    """Provenance: ours. Of a line two thousand characters are taken apart, of a text a hundred thousand."""
    assert learned("x", "a" * 1_980 + " page ID: 5 b").values("page_id", ANYTHING, "y") == ("5",)
    assert learned("x", "a" * 2_000 + " page ID: 5 b").values("page_id", ANYTHING, "y") == ()
    long = ("a" * 98 + " \n") * 1_000
    assert learned("x", long[:99_900] + "\nPage ID: 5").values("page_id", ANYTHING, "y") == ("5",)
    assert learned("x", long + "\nPage ID: 5").values("page_id", ANYTHING, "y") == ()


def test_a_value_of_two_things_is_kept_for_both() -> None:
    """Provenance: ours. The same value of the same thing is kept once."""
    harvest = learned(
        "x", structured={"page": {"id": 5}, "user": {"id": 5}, "pages": [{"id": 5}, {"id": "5"}]}
    )

    assert harvest.values("page_id", ANYTHING, "y") == (5,)
    assert harvest.values("user_id", ANYTHING, "y") == (5,)


def test_five_values_are_enough_whether_by_name_or_by_shape() -> None:
    """Provenance: ours."""
    rows: list[JSON] = [{"path": f"a/{number}.py"} for number in range(3)]
    harvest = Harvest()
    harvest.take("list_files", said("b/1.py b/2.py b/3.py", json.dumps(rows)))

    assert harvest.values("file_path", TEXT, "read_file") == (
        "a/0.py",
        "a/1.py",
        "a/2.py",
        "b/1.py",
        "b/2.py",
    )
    assert OTHER_UUID not in harvest.values("file_path", TEXT, "read_file")
