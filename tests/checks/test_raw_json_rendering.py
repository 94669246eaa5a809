"""MCP404: text that is JSON as a whole, and text that only holds some."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._replays import replayed
from pytest_mcp_contract.checks.upstream.mcp404_raw_json_rendering import raw_json_rendering
from pytest_mcp_contract.model import JSON, Finding, Reply


def texts(*blocks: str, structured: JSON = None, declares_output: bool = False) -> list[str]:
    """What is found in a reply of these text blocks."""
    content: tuple[JSON, ...] = tuple({"type": "text", "text": text} for text in blocks)
    replay = replayed(Reply(content=content, structured=structured))
    told = raw_json_rendering(replace(replay, declares_output=declares_output))
    return [finding.saw for finding in told if isinstance(finding, Finding)]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        "[]",
        "{}",
        '\n [{"a": 1}]\n',
        '```json\n{"a": 1}\n```',
        "```\n[1, 2]\n```\n",
        '{\n  "a": 1\n}',
    ],
)
def test_text_that_is_json_as_a_whole_is_found(text: str) -> None:
    assert len(texts(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title",
        "- [ ] open\n- [x] done",
        "[x]",
        "[link](https://a.example)",
        'Result: {"a": 1}',
        '{"a": 1}\n\n2 more',
        '```json\n{"a": 1}\n```\nand\n```json\n{"b": 2}\n```',
        "```python\n[x for x in y]\n```",
        "null",
        "true",
        "3.5",
        '"quoted"',
        '{"a": 1, "b": ... cut',
        "[" * 100_000,
    ],
)
def test_text_that_is_not_json_as_a_whole_is_left_alone(text: str) -> None:
    assert not texts(text)


def test_the_block_is_named() -> None:
    (saw,) = texts("# Two issues", '{"a": 1}')

    assert saw.startswith("text block 2 is a JSON object")


@pytest.mark.parametrize(
    ("blocks", "structured"),
    [
        (['{"b": 2, "a": 1}'], {"a": 1, "b": 2}),
        (["[1, 2]"], {"result": [1, 2]}),
        (['{"a": 1}', '{"a": 2}'], {"result": [{"a": 1}, {"a": 2}]}),
    ],
)
def test_the_text_form_of_declared_structured_content_is_left_alone(
    blocks: list[str], structured: JSON
) -> None:
    assert not texts(*blocks, structured=structured, declares_output=True)
    assert texts(*blocks, structured=structured, declares_output=False)


def test_json_that_differs_from_structured_content_is_found() -> None:
    assert texts('{"a": 1, "raw": {}}', structured={"a": 1}, declares_output=True)
