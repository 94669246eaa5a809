"""Whatever is left out of a diff or a discussion can be got by the call that the reply names."""

import dataclasses
import re

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.github.discussions_helper import CommentsPage
from pytest_mcp_contract.reference.servers.github.rendering_discussions import render_discussion
from pytest_mcp_contract.reference.servers.github.rendering_pulls import render_diff
from pytest_mcp_contract.reference.servers.github.schemas_discussions import Discussion
from tests.reference.following import named_calls, parts_of

LONG = " ".join(f"word{number}" for number in range(1_500))
MOMENT = "2026-03-04T09:00:00Z"


def changed(diff: str, arguments: dict[str, JSON]) -> str:
    """What get_pull_request says of the diff with these arguments."""
    line, character = arguments.get("diff_from_line", 1), arguments.get("diff_from_character", 1)
    assert isinstance(line, int)
    assert isinstance(character, int)
    return render_diff(diff, from_line=line, from_character=character)


def test_a_line_that_no_reply_has_room_for_is_read_in_parts() -> None:
    """Provenance: ours. A minified file is one line."""
    minified = "+" + "".join(f"f({number});" for number in range(5_000))
    diff = "\n".join(["-before", minified, "+after", "+end"])

    texts = parts_of(lambda _, arguments: changed(diff, arguments), "get_pull_request")

    parts = re.findall(r"^## Diff, line 2 of 4\n\n```diff\n(.*)\n```$", "\n".join(texts), re.MULTILINE)
    assert len(parts) > 2
    assert "".join(parts) == minified
    assert "-before" in texts[0]
    assert "+after\n+end" in "\n".join(texts)


def test_a_line_of_600_characters_is_shown_whole() -> None:
    """Provenance: ours, the other half."""
    line = "+" + "long " * 120 + "end"

    text = changed(f"{line}\n+after", {})

    assert f"{line}\n+after" in text
    assert list(named_calls(text)) == []


def test_a_blank_line_of_any_length_is_said() -> None:
    """Provenance: ours. A fence around it would show nothing."""
    text = changed(" " * 100_000 + "\n+after", {})

    assert "The line is blank." in text
    assert list(named_calls(text)) == [("get_pull_request", {"include_diff": True, "diff_from_line": 2})]


def test_all_of_a_long_reply_can_be_read() -> None:
    """Provenance: ours. Beside several comments its start is shown, alone all of it."""
    replies = ["short", LONG, "a word"]
    comments: list[JSON] = [_comment("Idea", replies), _comment("Other", [])]

    def render(_: str, arguments: dict[str, JSON]) -> str:
        given = {name: value for name, value in arguments.items() if name.startswith(("comment", "repl"))}
        names = {
            "comments_per_page": "size",
            "comments_after": "after",
            "replies_per_page": "replies_size",
        }
        page = dataclasses.replace(
            CommentsPage(),
            **{names.get(name, name): value for name, value in given.items()},  # type: ignore[arg-type]
        )
        return render_discussion(_sent(comments, page), "octocat/hello-world", page=page)

    texts = parts_of(render, "get_discussion")

    alone = [text for text in texts if "### Reply of ada" in text]
    read = " ".join(re.findall(r"### Reply of .*\n\n```markdown\n(.*)\n```", "\n".join(alone)))
    assert set(LONG.split()) <= {*read.split(), *re.findall(r"word\d+", read.replace(" ", ""))}
    assert "a word" in read
    assert any("## ada" in text and "Other" in text for text in texts)


def test_short_replies_name_no_call() -> None:
    """Provenance: ours, the other half."""
    page = CommentsPage()

    text = render_discussion(_sent([_comment("Idea", ["yes", "no"])], page), "o/r", page=page)

    assert list(named_calls(text)) == []


def _comment(body: str, replies: list[str]) -> dict[str, JSON]:
    nodes: list[JSON] = [
        {"author": {"login": "ada"}, "body": reply, "createdAt": MOMENT, "url": "", "isAnswer": False}
        for reply in replies
    ]
    return {
        "author": {"login": "ada"},
        "body": body,
        "createdAt": MOMENT,
        "url": "",
        "isAnswer": False,
        "replies": {"totalCount": len(nodes), "nodes": nodes},
    }


def _sent(comments: list[JSON], page: CommentsPage) -> Discussion:
    """The pages of comments and replies that GitHub sends; a cursor is the number of what is before it."""
    start = int(page.after or 0)
    here = [dict(one) for one in comments[start : start + page.size] if isinstance(one, dict)]
    for one in here:
        replies = one["replies"]
        assert isinstance(replies, dict)
        nodes = replies["nodes"]
        assert isinstance(nodes, list)
        size, first = (page.replies_size, int(page.replies_after or 0)) if page.is_single else (3, 0)
        one["replies"] = {
            **replies,
            "nodes": nodes[first : first + size],
            "pageInfo": {"hasNextPage": first + size < len(nodes), "endCursor": str(first + size)},
        }
    return Discussion.model_validate(
        {
            "number": 8,
            "title": "Ideas",
            "closed": False,
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
            "url": "",
            "body": "Write them here",
            "comments": {
                "totalCount": len(comments),
                "nodes": here,
                "pageInfo": {
                    "hasNextPage": start + page.size < len(comments),
                    "endCursor": str(start + page.size),
                },
            },
        }
    )
