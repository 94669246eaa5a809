"""What the first word of a tool's name says that the tool does. Data first; the rules only look words up.

A word stands here where it is hardly ever meant otherwise. Left out because they depend on the server:
`query` and `execute` (SQL may write), `run`, `export`, `generate`, `convert`, `enable`, `close`, `revert`,
`archive` among the destructive ones (an archive can be undone), and words that are as often nouns
(`comment`, `schedule`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pytest_mcp_contract.model import Registry

READ = frozenset(
    {
        "check",
        "count",
        "describe",
        "fetch",
        "find",
        "get",
        "inspect",
        "list",
        "read",
        "retrieve",
        "search",
        "view",
    }
)
DESTRUCTIVE = frozenset(
    {"clear", "delete", "destroy", "drop", "erase", "purge", "remove", "revoke", "truncate", "wipe"}
)
WRITE = DESTRUCTIVE | frozenset(
    {
        "add", "append", "archive", "assign", "cancel", "copy", "create", "duplicate", "edit", "insert",
        "invite", "modify", "move", "post", "publish", "record", "rename", "save", "send", "set", "share",
        "update", "upload", "upsert", "write",
    }
)  # fmt: skip
NEEDS_OBJECT = frozenset({"add", "record", "set"})
"""Verbs only where something follows: a tool called `add` does arithmetic."""
JOINS = frozenset({"and", "or", "then"})
"""`get_or_create_user` does more than its first word says."""
OTHERWISE = frozenset({("check", "in"), ("check", "out")})
"""First two words that together mean something else."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """`getIssue`, `get-issue` and `get_issue` are all `get`, `issue`."""
    return [word.lower() for word in _WORD.findall(name)]


def verb(tool: str, server: str = "") -> str:
    """The verb that a tool's name begins with, or that follows the server's own (`git_add`); else ``""``."""
    said, own = words(tool), words(server)
    if own and said[: len(own)] == own and said[0] not in READ | WRITE:
        said = said[len(own) :]
    if not said or said[0] not in READ | WRITE:
        return ""
    return "" if len(said) == 1 and said[0] in NEEDS_OBJECT else said[0]


def only_reads(tool: str, server: str = "") -> bool:
    """Whether the name says that the tool reads, and nothing more."""
    said = words(tool)
    return verb(tool, server) in READ and tuple(said[:2]) not in OTHERWISE and not _joins_verbs(said)


def _joins_verbs(said: list[str]) -> bool:
    """`find_and_replace` and `get_page_or_create` do, `get_plan_and_subscription` joins nouns."""
    return any(
        word in JOINS and (index == 1 or after in WRITE)
        for index, (word, after) in enumerate(pairwise([*said, ""]))
    )


def ranked_stakes(registry: Registry) -> Iterator[tuple[str, str, str, int]]:
    """Server, tool, stake and its rank, for every stake that has one: the registry's list knows it."""
    if "stakes" in registry.dropped or len(registry.stakes) < 2:
        return
    rank = {stake: index for index, stake in enumerate(registry.stakes)}
    for server, entry in registry.servers.items():
        for tool, stake in (entry.tools_stakes or {}).items():
            if stake in rank:
                yield server, tool, stake, rank[stake]
