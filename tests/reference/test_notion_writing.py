"""What a model writes, as Notion takes it: Markdown, blocks and values within the vendor's limits."""

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import writing
from pytest_mcp_contract.reference.servers.notion.arguments import PropertyInput
from pytest_mcp_contract.reference.servers.notion.content import portions
from pytest_mcp_contract.reference.servers.notion.languages import language
from pytest_mcp_contract.reference.servers.notion.markdown_blocks import inline_rich_text, markdown_blocks
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text, split_text
from pytest_mcp_contract.reference.servers.notion.property_inputs import notion_properties
from pytest_mcp_contract.reference.servers.notion.utils import PLATFORM
from pytest_mcp_contract.reference.servers.notion.writing import Appended
from tests.emulators.notion.store import BLANK, HANDBOOK, ROW
from tests.reference.sessions import call, emulated

TOKEN = "secret0123456789"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator."""
    with emulated("notion", monkeypatch) as made:
        yield made


def outline(blocks: list[dict[str, JSON]], indent: str = "") -> list[str]:
    """One line for each block: its type, its text, and those nested in it."""
    lines: list[str] = []
    for one in blocks:
        kind = str(one["type"])
        content = one[kind]
        assert isinstance(content, dict)
        pieces, nested = content.get("rich_text", []), content.get("children", [])
        assert isinstance(pieces, list)
        assert isinstance(nested, list)
        text = "".join(piece["text"]["content"] for piece in json.loads(json.dumps(pieces)))
        lines.append(f"{indent}{kind}: {text}".rstrip(": "))
        lines += outline([child for child in nested if isinstance(child, dict)], indent + "  ")
    return lines


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("", []),
        ("# A *b*\n#### Deep", ["heading_1: A b", "heading_3: Deep"]),
        ("a\nb\\\nc", ["paragraph: a b\nc"]),
        ("- a\n  1. b\n\n     c", ["bulleted_list_item: a", "  numbered_list_item: b", "    paragraph: c"]),
        ("- [x] a\n- [ ] b\n- [ ]c", ["to_do: a", "to_do: b", "bulleted_list_item: [ ]c"]),
        ("> a\n>\n> - b", ["quote: a", "  bulleted_list_item: b"]),
        ("> [!WARNING]\n> a", ["callout: a"]),
        ("> [!FOO]\n> a", ["quote: [!FOO] a"]),
        ("```py\n- a\n```", ["code: - a"]),
        ("---", ["divider"]),
        ("![a](https://example.com/a.png)", ["image"]),
        ("![a](data:image/png;base64,x)", ["paragraph: a (data:image/png;base64,x)"]),
        ("|a|b|\n|-|-|\n|1|2|", ["table", "  table_row", "  table_row"]),
        ("<div>a</div>", ["paragraph: <div>a</div>"]),
        ("[a](javascript:b)", ["paragraph: [a](javascript:b)"]),
        ("[a](/b)", ["paragraph: a (/b)"]),
    ],
)
def test_markdown_becomes_blocks(markdown: str, lines: list[str]) -> None:
    """Provenance: CommonMark, and GitHub's tables, to-dos and alerts."""
    assert outline(markdown_blocks(markdown)) == lines


def test_looks_and_links_become_pieces() -> None:
    """Provenance: the vendor's reference of rich text."""
    pieces = inline_rich_text("a **b *c*** ~~d~~ `e` [f](https://example.com)")

    assert pieces == [
        {"type": "text", "text": {"content": "a "}},
        {"type": "text", "text": {"content": "b "}, "annotations": {"bold": True}},
        {"type": "text", "text": {"content": "c"}, "annotations": {"bold": True, "italic": True}},
        {"type": "text", "text": {"content": " "}},
        {"type": "text", "text": {"content": "d"}, "annotations": {"strikethrough": True}},
        {"type": "text", "text": {"content": " "}},
        {"type": "text", "text": {"content": "e"}, "annotations": {"code": True}},
        {"type": "text", "text": {"content": " "}},
        {"type": "text", "text": {"content": "f", "link": {"url": "https://example.com"}}},
    ]


@pytest.mark.parametrize("text", ["x" * 4_001, "🎉" * 2_001, "ab🎉" * 1_500, "", "x" * 2_000])
def test_no_piece_is_longer_than_notion_takes_and_none_is_lost(text: str) -> None:
    """Provenance: the vendor's limits; it counts UTF-16 units."""
    parts = list(split_text(text))

    assert "".join(parts) == text
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= 2_000 for part in parts)


def test_a_text_of_more_pieces_than_notion_takes_goes_on_in_another_block() -> None:
    """Provenance: the vendor's limit of 100 pieces."""
    made = markdown_blocks("- " + " ".join(f"**{n}** x" for n in range(80)) + "\n  - inside")

    assert [line.split(":")[0] for line in outline(made)] == [
        "bulleted_list_item",
        "bulleted_list_item",
        "  bulleted_list_item",
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("py", "python"),
        ("Python", "python"),
        ("plain  text", "plain text"),
        ("brainf", "plain text"),
        ("", "plain text"),
    ],
)
def test_a_language_is_one_that_notion_knows(name: str, known: str) -> None:
    """Provenance: the vendor refuses all others."""
    assert language(name) == known


@pytest.mark.parametrize(
    ("markdown", "sizes"),
    [
        ("", []),
        ("a\n\n" * 100, [100]),
        ("a\n\n" * 250, [100, 100, 50]),
        (("- a\n" + "  - b\n" * 100) * 20, [9, 9, 2]),
    ],
)
def test_content_is_sent_in_portions_that_notion_takes(markdown: str, sizes: list[int]) -> None:
    """Provenance: the vendor's limits, 100 blocks of a level and 1,000 in all."""
    made = portions(markdown, ())

    assert isinstance(made, Ok)
    assert [len(portion) for portion in made.value] == sizes


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("- a\n  - b\n    - c\n      - d", "nests more than 3 levels deep"),
        ("- a\n" + "  - b\n" * 101, "a block has more than 100 others right inside it"),
        ("a\n\n" * 1_001, "the content has more than 1000 blocks"),
    ],
)
def test_content_that_notion_does_not_take_is_refused_before_anything_is_sent(
    markdown: str, told: str
) -> None:
    """Provenance: the vendor's limits."""
    made = portions(markdown, ())

    assert isinstance(made, Err)
    assert made.message.startswith(
        f"Nothing was written, because {'the content ' if told[0] == 'n' else ''}{told}"
    )
    assert made.message.endswith("append_blocks.")


def test_all_that_is_written_is_read_again_as_it_was(server: MCPServer) -> None:
    """Provenance: ours. Each kind of block that a model may give, through the emulator and its limits."""
    markdown = (
        "# Title\n\nSome **bold** and `code`.\n\n- one\n  - two\n- [x] done\n\n> quoted\n\n"
        "```python\nx = 1\n```\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n---"
    )
    given: list[JSON] = [
        {"type": "heading_2", "text": "Folded", "inside": "below it"},
        {"type": "toggle", "text": "More", "inside": "hidden"},
        {"type": "to_do", "text": "later", "inside": "- why"},
        {"type": "callout", "text": "Mind", "icon": "🔑", "inside": "the gap"},
        {"type": "code", "text": "a\n```\nb", "language": "nothing known"},
        {"type": "equation", "expression": "a^2"},
        {"type": "bookmark", "url": "https://example.com/b", "caption": "B"},
        {"type": "image", "url": "https://example.com/c.png", "caption": "C"},
        {"type": "breadcrumb"},
    ]

    (_, is_error), (text, _) = call(
        server,
        ("append_blocks", {"block_id": BLANK, "markdown": markdown, "blocks": given}),
        ("get_block_children", {"block_id": BLANK}),
    )

    assert not is_error
    assert text.split("\n\n", 1)[1] == (
        "# Title\n\nSome **bold** and `code`.\n\n- one\n  - two\n- [x] done\n\n> quoted\n\n"
        "```python\nx = 1\n```\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n---\n\n"
        "## Folded\n\nbelow it\n\n- ▸ More\n\n  hidden\n\n- [ ] later\n  - why\n\n"
        "> [!NOTE]\n> 🔑 Mind\n>\n> the gap\n\n````text\na\n```\nb\n````\n\n```latex\na^2\n```\n\n"
        "*Bookmark:* <https://example.com/b>, B\n\n*Image:* c.png, C\n\n*(breadcrumb)*"
    )


def test_blocks_are_inserted_after_the_one_that_is_named(server: MCPServer) -> None:
    """Provenance: ours."""
    ((added, _),) = call(server, ("append_blocks", {"block_id": BLANK, "markdown": "one\n\nthree"}))
    first = added.split(", from ")[1].split(" ")[0]

    (_, is_error), (text, _), (refused, is_refused) = call(
        server,
        ("append_blocks", {"block_id": BLANK, "markdown": "two", "after_block_id": first}),
        ("get_block_children", {"block_id": BLANK}),
        ("append_blocks", {"block_id": HANDBOOK, "markdown": "two", "after_block_id": first}),
    )

    assert not is_error
    assert text.endswith("\n\none\n\ntwo\n\nthree")
    assert is_refused
    assert "is not parented by" in refused


def _appended(failing: int) -> tuple[Result[Appended], int]:
    """What 250 blocks end in where the request with this number fails, and how many requests were made."""
    asked = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        if asked == failing:
            return httpx.Response(500)
        sent = json.loads(request.content)["children"]
        ids = [{"id": f"{asked}-{number}"} for number, _ in enumerate(sent, 1)]
        return httpx.Response(200, json={"results": ids})

    made = portions("a\n\n" * 250, ())
    assert isinstance(made, Ok)
    content = made.value

    async def main() -> Result[Appended]:
        async with HttpApi(PLATFORM, "https://api.notion.com", transport=httpx.MockTransport(answer)) as api:
            return await writing.append(TOKEN, api, "b", content)

    return asyncio.run(main()), asked


def test_a_write_that_got_half_way_says_how_far() -> None:
    """Provenance: ours. To append all of it again would write the first part twice."""
    whole, _ = _appended(failing=0)
    half, asked = _appended(failing=2)
    none, _ = _appended(failing=1)

    assert whole == Ok(Appended(250, "1-1", "3-50"))
    assert isinstance(half, Err)
    assert half.message.startswith("Only the first 100 of 250 blocks are in b: Notion failed for content of")
    assert half.message.endswith("Then append the others, without the first 100.")
    assert asked == 2
    assert isinstance(none, Err)
    assert none.message.startswith("Notion failed for content of block b (HTTP 500)")


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        ("title", "A", plain_rich_text("A")),
        ("rich_text", 5, plain_rich_text("5")),
        ("number", "5.50", 5.5),
        ("number", 7, 7),
        ("checkbox", "TRUE", True),
        ("date", "2026-03-04", {"start": "2026-03-04"}),
        ("date", "2026-03-04T09:00:00Z", {"start": "2026-03-04T09:00:00Z"}),
        ("select", "Low", {"name": "Low"}),
        ("status", "Done", {"name": "Done"}),
        ("multi_select", "a", [{"name": "a"}]),
        ("multi_select", ["a", "b"], [{"name": "a"}, {"name": "b"}]),
        ("people", ["u1"], [{"object": "user", "id": "u1"}]),
        ("relation", ["p1"], [{"id": "p1"}]),
        (
            "files",
            "https://example.com/x/a.txt",
            [{"name": "a.txt", "type": "external", "external": {"url": "https://example.com/x/a.txt"}}],
        ),
        ("url", "https://example.com", "https://example.com"),
        ("number", None, None),
        ("select", None, None),
        ("date", None, None),
        ("url", None, None),
        ("checkbox", None, False),
        ("multi_select", None, []),
        ("title", None, []),
    ],
)
def test_a_value_is_sent_in_the_form_of_its_type(kind: str, value: JSON, sent: JSON) -> None:
    """Provenance: the vendor's reference of property values."""
    one = PropertyInput.model_validate({"name": "P", "value": value})

    assert notion_properties([one], {"P": kind}) == Ok({"P": {kind: sent}})


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("number", "many", 'the property "P" (number) takes a number; correct it'),
        ("number", "nan", 'the property "P" (number) takes a number; correct it'),
        ("number", True, 'the property "P" (number) takes a number; correct it'),
        ("checkbox", "maybe", 'the property "P" (checkbox) takes true or false; correct it'),
        ("date", "soon", 'the property "P" (date) takes a date as 2026-03-04 or a moment as'),
        ("select", ["a"], 'the property "P" (select) takes a text; correct it'),
        ("files", "a.txt", 'the property "P" (files) takes addresses that begin with https://; correct it'),
        ("formula", 5, 'Notion itself fills in "P" (formula); leave it out'),
        ("hologram", "x", 'Notion itself fills in "P" (hologram); leave it out'),
    ],
)
def test_a_value_that_notion_does_not_take_is_refused_before_it_is_sent(
    kind: str, value: JSON, told: str
) -> None:
    """Provenance: ours."""
    result = notion_properties([PropertyInput.model_validate({"name": "P", "value": value})], {"P": kind})

    assert isinstance(result, Err)
    assert result.message.startswith(f"Nothing was changed, because {told}")


def test_a_span_of_days_can_be_set_and_emptied(server: MCPServer) -> None:
    """Provenance: ours."""
    span: JSON = [{"name": "Due", "value": "2026-05-01", "end": "2026-05-03"}]
    empty: JSON = [{"name": "Due", "value": None}]

    (set_to, _), (emptied, _) = call(
        server,
        ("update_page", {"page_id": ROW, "properties": span}),
        ("update_page", {"page_id": ROW, "properties": empty}),
    )

    assert "\n- Due: 2026-05-01 to 2026-05-03\n" in set_to
    assert "\n- Due: empty\n" in emptied
