"""What the emulated Notion holds from the start."""

from datetime import timedelta

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.notion.answers import number_id
from tests.emulators.notion.blocks import block, copies, handbook, long, nested
from tests.emulators.notion.bodies import BOT, mention, parent, partial_user, person, text
from tests.emulators.notion.rows import (
    definition,
    measurement,
    ship,
    ship_definitions,
    task_definitions,
    tasks,
)
from tests.emulators.notion.store import (
    ADA,
    BEN,
    BLANK,
    COPIES,
    DEEP,
    DISCUSSION,
    GUEST,
    HANDBOOK,
    LONG,
    MANY,
    MANY_ROWS,
    NOTHING,
    QUESTION,
    SHIPS,
    TASKS,
    TEAM,
    StoredBlock,
    StoredComment,
    StoredPage,
    StoredSource,
    title_property,
)


def users() -> list[dict[str, JSON]]:
    """The members and the bot; Ben's address is not told."""
    return [
        person(ADA, "Ada Lovelace", {"email": "ada@example.com"}),
        person(BEN, "Ben | Builder", {}),
        {
            "object": "user",
            "id": BOT,
            "name": "Emulator",
            "avatar_url": None,
            "type": "bot",
            "bot": {"owner": {"type": "workspace", "workspace": True}, "workspace_name": "Example"},
        },
        {"object": "user", "id": GUEST, "name": None, "avatar_url": None, "type": "person", "person": {}},
    ]


def pages() -> list[StoredPage]:
    """The pages that are no rows."""
    workspace: dict[str, JSON] = {"type": "workspace", "workspace": True}
    in_handbook = parent("page_id", HANDBOOK)
    return [
        _page(HANDBOOK, "Engineering `handbook`\n| draft", workspace, emoji="📘", children=handbook()),
        _page(LONG, "Change log", in_handbook, children=long(), day=3),
        _page(DEEP, "Outline", in_handbook, children=nested(7), day=2),
        _page(COPIES, "Copies", in_handbook, children=copies(), day=1),
        _page(BLANK, "", in_handbook, day=1),
        _page(TEAM, "Team", in_handbook, children=[block("paragraph", text("Ada and Ben."))], day=1),
    ]


def sources() -> list[StoredSource]:
    """The data sources with their rows."""
    names: dict[str, JSON] = {"Name": definition("title", "title"), "Size": definition("size", "number")}
    return [
        StoredSource(SHIPS, "Ships", ship_definitions(), [ship()]),
        StoredSource(TASKS, "Tasks", task_definitions(), tasks()),
        StoredSource(NOTHING, "Nothing yet", dict(names)),
        StoredSource(MANY, "Measurements", dict(names), [measurement(n) for n in range(MANY_ROWS)]),
    ]


def comments() -> list[StoredComment]:
    """Open comments on the handbook."""
    when = FIRST_DAY + timedelta(days=1)
    minutes = [when + timedelta(minutes=count) for count in range(3)]
    asked = [text("Is this "), text("still", "bold"), text(" true?\n# Not a heading")]
    answer = [mention("user", partial_user(ADA), "@Ada Lovelace"), text(" says yes.")]
    return [
        StoredComment(number_id(601), HANDBOOK, DISCUSSION, BEN, "Ben | Builder", [*asked], minutes[0]),
        StoredComment(number_id(602), HANDBOOK, DISCUSSION, ADA, "Ada Lovelace", [*answer], minutes[1]),
        StoredComment(number_id(603), HANDBOOK, QUESTION, BOT, "Emulator", [text("Link?")], minutes[2]),
    ]


def _page(
    id: str,
    title: str,
    where: dict[str, JSON],
    *,
    emoji: str | None = None,
    children: list[StoredBlock] | None = None,
    day: int = 0,
) -> StoredPage:
    edited = FIRST_DAY + timedelta(days=day)
    properties: dict[str, JSON] = {"title": title_property(title)}
    return StoredPage(id, where, properties, edited=edited, emoji=emoji, children=children or [])
