"""The content of the pages that are there from the start."""

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.notion.bodies import equation, mention, partial_user, text
from tests.emulators.notion.store import ADA, DATABASE, LONG_BLOCKS, NOT_SHARED, TEAM, StoredBlock


def block(kind: str, *pieces: JSON, inside: list[StoredBlock] | None = None, **more: JSON) -> StoredBlock:
    """A block of text."""
    return StoredBlock(kind, {"rich_text": [*pieces], "color": "default", **more}, inside or [])


def _media(kind: str, caption: str, address: dict[str, JSON], **more: JSON) -> StoredBlock:
    return StoredBlock(kind, {"caption": [text(caption)] if caption else [], **address, **more})


def _row(*cells: str) -> StoredBlock:
    return StoredBlock("table_row", {"cells": [[text(cell)] if cell else [] for cell in cells]})


def handbook() -> list[StoredBlock]:
    """Blocks of all types."""
    signed = "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/plan%20A.png?X-Amz-Signature=5ec4e7"
    hosted: dict[str, JSON] = {
        "type": "file",
        "file": {"url": signed, "expiry_time": "2026-03-02T10:00:00.000Z"},
    }
    external: dict[str, JSON] = {"type": "external", "external": {"url": "https://example.com/talk.mp4"}}
    steps = [
        block("numbered_list_item", text("Pull"), list_start_index=1),
        block("numbered_list_item", text("Build"), inside=[block("to_do", text("with tests"), checked=True)]),
    ]
    columns = [
        StoredBlock("column", {"width_ratio": 0.5}, [block("paragraph", text("Left"))]),
        StoredBlock("column", {"width_ratio": 0.5}, [block("paragraph", text("Right"))]),
    ]
    table = [_row("Service", "Owner"), _row("api | gateway", "Ada"), _row("worker", "")]
    return [
        block("heading_1", text("Getting started"), is_toggleable=False),
        block(
            "paragraph",
            text("Read "),
            text("this", "bold"),
            text(" and "),
            text("the guide", url="https://example.com/guide"),
            text(", then run "),
            text("make | tee `log`", "code"),
            text(". Ask "),
            mention("user", partial_user(ADA), "@Ada Lovelace"),
            text(" by "),
            mention("date", {"start": "2026-03-09", "end": "2026-03-11", "time_zone": None}, "2026-03-09"),
            text("; see "),
            mention("page", {"id": TEAM}, "Team", f"https://www.notion.so/{TEAM.replace('-', '')}"),
            text(" where "),
            equation("E=mc^2"),
            text(" holds."),
        ),
        block("bulleted_list_item", text("First"), inside=steps),
        block("bulleted_list_item", text("# Second, no *heading*")),
        block("to_do", text("Order a laptop"), checked=False),
        block("toggle", text("More"), inside=[block("paragraph", text("Hidden until opened."))]),
        block("quote", text("Simple is better.\n- Nobody"), inside=[block("paragraph", text("Really."))]),
        block("callout", text("Keep the key safe."), icon={"type": "emoji", "emoji": "🔑"}),
        block("code", text('print("```")\nexit()'), language="python", caption=[text("A trap")]),
        StoredBlock("table", {"table_width": 2, "has_column_header": True, "has_row_header": False}, table),
        StoredBlock("column_list", {}, columns),
        StoredBlock("equation", {"expression": "a^2 + b^2 = c^2"}),
        StoredBlock("divider", {}),
        _media("image", "The plan", hosted),
        _media("video", "", external),
        _media("file", "", hosted, name="plan A.pdf"),
        StoredBlock("bookmark", {"caption": [], "url": "https://example.com/a_b"}),
        StoredBlock("embed", {"caption": [text("A map")], "url": "https://maps.example.com/?q=1"}),
        StoredBlock("link_preview", {"url": "https://github.com/octocat/hello-world/issues/1"}),
        StoredBlock("synced_block", {"synced_from": None}, [block("paragraph", text("Said twice."))]),
        StoredBlock("link_to_page", {"type": "page_id", "page_id": TEAM}),
        StoredBlock("child_page", {"title": "Team"}, id=TEAM),
        StoredBlock("child_database", {"title": "Tasks"}, id=DATABASE),
        StoredBlock("table_of_contents", {"color": "default"}),
        StoredBlock("breadcrumb", {}),
        StoredBlock("unsupported", {"block_type": "form"}),
        StoredBlock("hologram", {"rich_text": [text("Shown *anyway*")]}),
        block("paragraph"),
        StoredBlock("paragraph", {}, is_partial=True),
    ]


def long() -> list[StoredBlock]:
    """More blocks than one answer holds."""
    return [
        block("bulleted_list_item", text(f"Change {number}: " + "made it a little better. " * 4))
        for number in range(1, LONG_BLOCKS + 1)
    ]


def nested(levels: int) -> list[StoredBlock]:
    """One item in the other, and one beside each."""
    if not levels:
        return []
    return [
        block("bulleted_list_item", text(f"Level {8 - levels}"), inside=nested(levels - 1)),
        block("bulleted_list_item", text(f"Beside level {8 - levels}")),
    ]


def copies() -> list[StoredBlock]:
    """A copy of a synced block that is not shared, between two paragraphs."""
    origin: dict[str, JSON] = {"type": "block_id", "block_id": NOT_SHARED}
    return [
        block("paragraph", text("Before.")),
        StoredBlock("synced_block", {"synced_from": origin}, [block("paragraph")]),
        block("paragraph", text("After.")),
    ]
