"""Where a text says that there is more, the call that it names exists and gets the rest."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference import servers
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.paging import follow_up
from tests.reference.following import named_calls
from tests.reference.sessions import ENTRIES, call, emulated, tools_of

PLATFORMS = ("github", "hubspot", "jira", "notion", "salesforce", "zendesk")
MOST_CALLS = 120
"""Of a search some more than the 99 pages that Zendesk answers."""

STARTS: list[tuple[str, str, dict[str, JSON]]] = [
    (name, tool, dict(example.arguments))
    for name in PLATFORMS
    for tool, config in ENTRIES[name].tools.items()
    for example in config.examples
    if example.expect == "success" and (ENTRIES[name].tools_stakes or {})[tool] == "never_ask"
]


def test_named_calls_are_read_from_a_text() -> None:
    """Provenance: ours. A reader that finds nothing would prove nothing."""
    text = (
        follow_up("rows", "list_rows", after='a. "b" and c=1', names=["x"])
        + " "
        + follow_up("y", "get", page=2)
    )

    assert list(named_calls(text)) == [
        ("list_rows", {"after": 'a. "b" and c=1', "names": ["x"]}),
        ("get", {"page": 2}),
    ]
    assert list(named_calls("More rows follow at the end of the page.")) == []


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_call_that_the_code_names_exists(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Looks at the code, so also at what no example reaches."""
    with emulated(name, monkeypatch) as server:
        known = {tool.name: set(tool.input_schema.get("properties", {})) for tool in tools_of(server)}

    named = list(_named_in_code(name))
    assert named
    for tool, arguments in named:
        assert tool in known
        assert arguments <= known[tool], tool


def _named_in_code(name: str) -> Iterator[tuple[str, set[str]]]:
    folder = Path(inspect.getfile(import_module(f"{servers.__name__}.{name}"))).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1):
                continue
            tool = node.args[1]
            if node.func.id == "follow_up" and isinstance(tool, ast.Constant) and isinstance(tool.value, str):
                yield tool.value, {keyword.arg for keyword in node.keywords if keyword.arg}


def read_to_the_end(server: MCPServer, tool: str, arguments: dict[str, JSON]) -> list[str]:
    """All replies, where each call that a text names is made once."""
    waiting, made, texts = [(tool, arguments)], list[str](), list[str]()
    while waiting:
        name, given = waiting.pop(0)
        key = json.dumps([name, given], sort_keys=True)
        if key in made:
            continue
        made.append(key)
        assert len(made) <= MOST_CALLS, f"{name} never ends: {made[-3:]}"
        ((text, is_error),) = call(server, (name, given))
        assert not is_error, f"{key}: {text}"
        texts.append(text)
        for next_name, changed in named_calls(text):
            following = {**given, **changed} if next_name == name else changed
            waiting.append((next_name, following))
    return texts


@pytest.mark.parametrize(
    ("name", "tool", "arguments"),
    STARTS,
    ids=[f"{name}-{tool}-{number}" for number, (name, tool, _) in enumerate(STARTS)],
)
def test_an_example_can_be_read_to_the_end(
    monkeypatch: pytest.MonkeyPatch, name: str, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: ours. No call that is named fails, and none leads back to where it came from."""
    with emulated(name, monkeypatch) as server:
        texts = read_to_the_end(server, tool, arguments)

    assert len(set(texts)) == len(texts)


# -- long texts, read to the end

LONG = " ".join(f"word{number}" for number in range(2_500))
_FENCE = re.compile(r"^(`{3,})(?:markdown|text)\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)
DISCUSSION: dict[str, JSON] = {"owner": "octocat", "repo": "hello-world", "number": 8}

WRITTEN: dict[str, tuple[str, str, dict[str, JSON], str, dict[str, JSON]]] = {
    "body of an issue": (
        "github",
        "create_issue",
        {"owner": "octocat", "repo": "hello-world", "title": "Long", "body": LONG},
        "get_issue",
        {"owner": "octocat", "repo": "hello-world", "number": 7},
    ),
    "comment on an issue": (
        "github",
        "comment_on_issue",
        {"owner": "octocat", "repo": "hello-world", "number": 1, "body": LONG},
        "get_issue",
        {"owner": "octocat", "repo": "hello-world", "number": 1, "include_comments": True},
    ),
    "description of an issue": (
        "jira",
        "update_issue",
        {"issue_key": "EX-2", "description": LONG},
        "get_issue",
        {"issue_key": "EX-2"},
    ),
    "comment in Jira": (
        "jira",
        "create_comment",
        {"issue_key": "EX-1", "body": LONG},
        "get_issue",
        {"issue_key": "EX-1", "include_comments": True, "comments_start_at": 10},
    ),
    "custom field": (
        "jira",
        "update_issue",
        {
            "issue_key": "EX-2",
            "more_fields": [{"field_id": "customfield_10032", "kind": "rich_text", "values": [LONG]}],
        },
        "get_issue",
        {"issue_key": "EX-2", "more_fields": ["customfield_10032", "customfield_10016"]},
    ),
    "comment on a ticket": (
        "zendesk",
        "draft_reply",
        {"ticket_id": 1, "body": LONG},
        "get_ticket",
        {"ticket_id": 1, "include_conversation": True},
    ),
    "property": (
        "hubspot",
        "update_contact",
        {"contact": "51", "properties": {"jobtitle": LONG}},
        "get_contact",
        {"contact": "51"},
    ),
    "field of a record": (
        "salesforce",
        "update_record",
        {"object_name": "Account", "record_id": "001000000000001AAA", "values": {"Description": LONG}},
        "get_record",
        {"object_name": "Account", "record_id": "001000000000001AAA"},
    ),
}


@pytest.mark.parametrize("place", WRITTEN)
def test_a_long_text_can_be_read_to_its_end(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Provenance: ours. What is cut and cannot be had is lost to the model."""
    name, write, values, read, arguments = WRITTEN[place]

    with emulated(name, monkeypatch) as server:
        ((said, is_error),) = call(server, (write, values))
        assert not is_error, said
        texts = read_to_the_end(server, read, arguments)

    parts = dict.fromkeys(part for text in texts for _, part in _FENCE.findall(text))
    words = re.findall(r"word\d+", "".join(part for part in parts if "word" in part))
    assert set(LONG.split()) <= {*words, *_joined(list(parts))}
    assert max(map(len, texts)) < 16_000


def _joined(parts: list[str]) -> list[str]:
    """The words that a cut went through."""
    ends = [(part.split()[-1], part.split()[0]) for part in parts if part.split()]
    return [last + first for last, _ in ends for _, first in ends]


def test_all_answers_to_a_comment_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. A page of comments shows three of them."""
    with emulated("github", monkeypatch) as server:
        texts = read_to_the_end(server, "get_discussion", DISCUSSION)

    answers = set(re.findall(r"^- octocat, [^:]+:\d\d UTC: (Yes, \d+)$", "\n".join(texts), re.MULTILINE))
    ideas = set(re.findall(r"^(Idea \d+)$", "\n".join(texts), re.MULTILINE))
    assert answers == {f"Yes, {number}" for number in range(7)}
    assert ideas == {f"Idea {number}" for number in range(25)}
