"""Checks of a registry and of a lock: all that each one says, and the near miss that it leaves alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.drift._locks import of_nobody, with_file
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import (
    JSON,
    Accepted,
    Authorization,
    Entry,
    Finding,
    JSONObject,
    LockFault,
    LockState,
    OAuthProvider,
    Problem,
    Registry,
    Served,
    ServerInfo,
    Source,
    StartFailure,
    Surface,
    Tool,
    ToolConfig,
    Unchecked,
    Waiver,
)

CHECKS = {check.code: check for check in all_checks()}
PROBLEM = Problem("stake", "`stake` is no key", "write `stakes`", "a.toml", 3)
DOWN = StartFailure("does not start", "install it")
LEVELS = ["never_ask", "low", "medium", "high"]
REASONED = Waiver(code="MCP202", server="a", reason="The vendor describes it.")


def waiving(*waivers: Waiver, **fields: Any) -> Registry:
    """A registry with these waivers, on the first of March."""
    return Registry(waivers=list(waivers), today=date(2027, 3, 1), **fields)


def rows(*entries: Entry, **fields: Any) -> Registry:
    """A registry with these rows."""
    return Registry(servers={entry.name: entry for entry in entries}, **fields)


def served(entry: Entry, *tools: Tool) -> Served:
    """A server that lists these tools, beside its row."""
    return Served(Surface(entry.name, tools=tools), entry)


def called(wire: str | None, name: str) -> Served:
    """A server that calls itself so, beside its row."""
    return Served(Surface(name, server_name=wire), Entry(name=name))


def shown(*, dropped: frozenset[str] = frozenset(), **info: Any) -> Entry:
    """A row of which the product shows this."""
    return row(server_info=ServerInfo(**info), dropped=dropped)


def oauth(name: str = "github", **stated: object) -> Entry:
    """A row whose users connect by OAuth."""
    return row(name, server_info=ServerInfo(authorization=Authorization(provider="github")), **stated)


def authorized(*, documentation_url: str | None = None, **fields: Any) -> Entry:
    """A row with what it states of its OAuth provider."""
    authorization = Authorization(provider="github", **fields)
    return shown(documentation_url=documentation_url, authorization=authorization)


def hinted(stake: str, **annotations: bool) -> Served:
    """A server with one tool that has a stake, and hints."""
    return served(Entry(name="wiki", tools_stakes={"edit": stake}), Tool("edit", annotations=annotations))


def taking(schema: JSON, arguments: list[str]) -> Served:
    """A server with one tool whose row names arguments to approve."""
    entry = Entry(name="slack", arguments_requiring_approval={"post": arguments})
    return served(entry, Tool("post", input_schema=schema))


def staked(metas: Mapping[str, JSONObject]) -> Served:
    """A server whose tools carry something in `_meta`; all but `z` have a stake in the registry."""
    entry = Entry(name="wiki", tools_stakes=dict.fromkeys("abcde", "high"))
    tools = tuple(Tool(name, meta=meta) for name, meta in metas.items())
    return Served(Surface("wiki", tools=tools), entry, Registry(stake_meta="x.stake"))


CASES = [
    pytest.param(
        "MCP001",
        Registry(problems=(PROBLEM, Problem("b", "what", "fix"))),
        [
            Finding("stake", "`stake` is no key", want="write `stakes`", file="a.toml", line=3),
            Finding("b", "what", want="fix"),
        ],
        id="MCP001: two problems",
    ),
    pytest.param("MCP001", Registry(), [], id="MCP001: none"),
    pytest.param(
        "MCP002",
        Entry(name="github", problems=(PROBLEM,)),
        [Finding("stake", "`stake` is no key", want="write `stakes`", file="a.toml", line=3)],
        id="MCP002: a problem",
    ),
    pytest.param("MCP002", Entry(name="github"), [], id="MCP002: none"),
    pytest.param(
        "MCP003",
        Served(Surface("github", failure=DOWN), Entry(name="github")),
        [Finding("servers.github", "does not start", want="install it")],
        id="MCP003: does not start",
    ),
    pytest.param(
        "MCP003",
        Served(Surface("github", died=DOWN)),
        [Finding("servers.github", "died while it was being asked: does not start", want="install it")],
        id="MCP003: died",
    ),
    pytest.param("MCP003", Served(Surface("github")), [], id="MCP003: answers"),
    pytest.param(
        "MCP004",
        waiving(
            Waiver(code="MCP202", server="a", reason="Because."),
            Waiver(code="MCP202", server="b"),
            Waiver(code="MCP203", server="c", reason=" \n"),
        ),
        [
            Finding("waivers.1", "the waiver of `MCP202` for `b` has no reason"),
            Finding("waivers.2", "the waiver of `MCP203` for `c` has no reason"),
        ],
        id="MCP004: no reason, and blanks",
    ),
    pytest.param(
        "MCP005",
        waiving(
            Waiver(code="MCP202", server="a"), Waiver(code="MCP202", server="b", until=date(2027, 2, 28))
        ),
        [Finding("waivers.1.until", "the waiver of `MCP202` for `b` ended on 2027-02-28")],
        id="MCP005: the day before",
    ),
    pytest.param(
        "MCP005",
        waiving(Waiver(code="MCP202", server="a", until=date(2027, 3, 1))),
        [],
        id="MCP005: that very day",
    ),
    pytest.param(
        "MCP005",
        waiving(Waiver(code="MCP202", server="a", until=date(2027, 3, 2))),
        [],
        id="MCP005: the day after",
    ),
    pytest.param(
        "MCP006",
        waiving(
            REASONED, Waiver(code="MCP203", server="b", tool="get", reason="Because."), idle_waivers=(1, 0)
        ),
        [
            Finding("waivers.1", "nothing of `MCP203` on `b` `get` to waive"),
            Finding("waivers.0", "nothing of `MCP202` on `a` to waive"),
        ],
        id="MCP006: nothing to waive",
    ),
    pytest.param(
        "MCP006",
        waiving(REASONED),
        [Unchecked("judged only where everything runs in one process: without selection and without `-n`")],
        id="MCP006: not everything ran",
    ),
    pytest.param(
        "MCP006",
        waiving(Waiver(code="MCP202", server="a"), idle_waivers=(0,)),
        [],
        id="MCP006: without a reason",
    ),
    pytest.param(
        "MCP006",
        waiving(REASONED.model_copy(update={"until": date(2027, 3, 1)}), idle_waivers=(0,)),
        [Finding("waivers.0", "nothing of `MCP202` on `a` to waive")],
        id="MCP006: that very day",
    ),
    pytest.param(
        "MCP006",
        waiving(REASONED.model_copy(update={"until": date(2027, 2, 28)}), idle_waivers=(0,)),
        [],
        id="MCP006: expired",
    ),
    pytest.param("MCP006", waiving(REASONED, idle_waivers=()), [], id="MCP006: all are needed"),
    pytest.param(
        "MCP007",
        served(Entry(name="wiki", tools={"get": ToolConfig(), "list": ToolConfig()}), Tool("get")),
        [Finding("servers.wiki.tools.list", "`list` has settings, and the server does not offer it")],
        id="MCP007: one of two",
    ),
    pytest.param(
        "MCP007",
        Served(Surface("wiki", failure=DOWN), Entry(name="wiki", tools={"get": ToolConfig()})),
        [],
        id="MCP007: does not start",
    ),
    pytest.param("MCP007", Served(Surface("wiki")), [], id="MCP007: no row"),
    pytest.param(
        "MCP101",
        Entry(name="github"),
        [
            Finding("servers.github.id", "`id` is not stated"),
            Finding("servers.github.availability", "`availability` is not stated"),
            Finding("servers.github.server_info", "`server_info` is not stated"),
            Finding("servers.github", "states no way to start", want="one of `python`, `command` and `url`"),
        ],
        id="MCP101: nothing",
    ),
    pytest.param("MCP101", row(), [], id="MCP101: everything"),
    pytest.param(
        "MCP101",
        row(
            id=None,
            availability=None,
            server_info=None,
            python=None,
            dropped=frozenset({"id", "availability", "server_info", "url"}),
        ),
        [],
        id="MCP101: what could not be read is stated",
    ),
    pytest.param(
        "MCP101",
        row(url="https://a.example"),
        [Finding("servers.github.url", "2 ways to start are stated: `python`, `url`", want="one of them")],
        id="MCP101: two ways to start",
    ),
    pytest.param(
        "MCP101",
        row(url="https://a.example", dropped=frozenset({"command"})),
        [
            Finding(
                "servers.github.command",
                "3 ways to start are stated: `python`, `command`, `url`",
                want="one of them",
            )
        ],
        id="MCP101: three ways, one of which could not be read",
    ),
    pytest.param(
        "MCP101",
        row(server_info=None),
        [Finding("servers.github.server_info", "`server_info` is not stated")],
        id="MCP101: no name to show",
    ),
    pytest.param("MCP101", row(id=0), [], id="MCP101: an id of zero"),
    pytest.param(
        "MCP102",
        Registry(
            names=["a_server", "github", "githbu", "githbu"],
            servers={"github": row(), "a_sever": row("a_sever")},
        ),
        [
            Finding(
                "names",
                "`a_server`, and no entry has this name",
                want="`a_sever`, which has an entry and is not listed",
            ),
            Finding("names", "`githbu`, and no entry has this name"),
        ],
        id="MCP102: no entry of the name",
    ),
    pytest.param(
        "MCP102",
        Registry(names=["github", "githubb"], servers={"github": row()}),
        [Finding("names", "`githubb`, and no entry has this name")],
        id="MCP102: an entry that is listed already is not near",
    ),
    pytest.param(
        "MCP102",
        Registry(names=["github"], problems=(Problem("servers.github", "what", "fix"),)),
        [],
        id="MCP102: an entry that could not be read",
    ),
    pytest.param(
        "MCP102",
        Registry(names=["github"], problems=(Problem("servers.gitlab", "what", "fix"),)),
        [Finding("names", "`github`, and no entry has this name")],
        id="MCP102: another that could not be read",
    ),
    pytest.param(
        "MCP102",
        Registry(names=["github"], dropped=frozenset({"servers"})),
        [],
        id="MCP102: the entries could not be read",
    ),
    pytest.param("MCP102", Registry(servers={"github": row()}), [], id="MCP102: no names"),
    pytest.param(
        "MCP103",
        Registry(names=["github"], servers={"github": row(), "wiki": row("wiki")}),
        [Finding("servers.wiki", "`wiki` is not in `names`")],
        id="MCP103: one of two",
    ),
    pytest.param(
        "MCP103",
        Registry(names=[], servers={"github": row()}),
        [Finding("servers.github", "`github` is not in `names`")],
        id="MCP103: empty names",
    ),
    pytest.param("MCP103", Registry(servers={"github": row()}), [], id="MCP103: no names"),
    pytest.param(
        "MCP104",
        rows(row("a", id=4), row("b", id=4), row("c", id=4), row("d", id=7)),
        [
            Finding("servers.b.id", "id 4, also the id of `a`", want="id 8, the next free one"),
            Finding("servers.c.id", "id 4, also the id of `a`", want="id 9, the next free one"),
        ],
        id="MCP104: three with one id",
    ),
    pytest.param(
        "MCP104",
        rows(row("a", id=4), row("b", id=4), retired_ids={9: "old"}),
        [Finding("servers.b.id", "id 4, also the id of `a`", want="id 10, the next free one")],
        id="MCP104: an id above all is retired",
    ),
    pytest.param("MCP104", rows(row("a", id=None), row("b", id=None)), [], id="MCP104: no ids"),
    pytest.param("MCP104", rows(row("a", id=4), row("b", id=5)), [], id="MCP104: each its own"),
    pytest.param(
        "MCP104",
        rows(row("a", id=-3), row("b", id=-3)),
        [Finding("servers.b.id", "id -3, also the id of `a`", want="id 1, the next free one")],
        id="MCP104: two of zero or less",
    ),
    pytest.param(
        "MCP105",
        rows(row("a", id=4), row("b", id=5), row("c", id=6), retired_ids={4: "old", 6: "older"}),
        [
            Finding("servers.a.id", "id 4, retired with `old`", want="id 7, the next free one"),
            Finding("servers.c.id", "id 6, retired with `older`", want="id 8, the next free one"),
        ],
        id="MCP105: retired",
    ),
    pytest.param("MCP105", rows(row("a", id=None), retired_ids={4: "old"}), [], id="MCP105: no id"),
    pytest.param(
        "MCP106",
        Registry(names=["b", "a", "c"]),
        [Finding("names", "`a` stands behind `b`")],
        id="MCP106: one of three",
    ),
    pytest.param(
        "MCP106",
        Registry(names=["c", "b", "a"]),
        [Finding("names", "`b` stands behind `c`"), Finding("names", "`a` stands behind `b`")],
        id="MCP106: two",
    ),
    pytest.param("MCP106", Registry(names=["a_b", "ab", "a-c"]), [], id="MCP106: sorted with separators"),
    pytest.param("MCP106", Registry(names=["A", "b", "C"]), [], id="MCP106: sorted without case"),
    pytest.param("MCP106", Registry(names=["B", "a"]), [], id="MCP106: sorted by capitals first"),
    pytest.param("MCP106", Registry(names=["a", "a"]), [], id="MCP106: repeated"),
    pytest.param(
        "MCP107",
        Registry(names=["a", "b", "a", "c", "c", "c"]),
        [
            Finding("names", "`a` is listed 2 times", want="once"),
            Finding("names", "`c` is listed 3 times", want="once"),
        ],
        id="MCP107: twice and three times",
    ),
    pytest.param("MCP107", Registry(names=["a", "b"]), [], id="MCP107: once"),
    pytest.param(
        "MCP108",
        row("Git Hub Git"),
        [Finding("servers.Git Hub Git", 'has "G H" in its name')],
        id="MCP108: capitals and blanks",
    ),
    pytest.param("MCP108", row(""), [Finding("servers", "a server has an empty name")], id="MCP108: no name"),
    pytest.param("MCP108", row("a-b_9"), [], id="MCP108: everything that is allowed"),
    pytest.param(
        "MCP109",
        row("github", server_info=ServerInfo(name="GitHub")),
        [
            Finding(
                "servers.github.server_info.name",
                '`server_info.name` of `github` is "GitHub"',
                want='"github"',
            )
        ],
        id="MCP109: another",
    ),
    pytest.param("MCP109", row("github"), [], id="MCP109: the same"),
    pytest.param("MCP109", row("github", server_info=ServerInfo()), [], id="MCP109: not stated"),
    pytest.param("MCP109", row("github", server_info=None), [], id="MCP109: nothing is shown"),
    pytest.param(
        "MCP110",
        called("jira", "github"),
        [Finding("servers.github", "calls itself `jira`", want="`github`")],
        id="MCP110: another",
    ),
    pytest.param("MCP110", called("jira-cloud-mcp", "acme_cloud"), [], id="MCP110: a word in common"),
    pytest.param("MCP110", called("gitlabs", "gitlab"), [], id="MCP110: one holds the other"),
    pytest.param("MCP110", called("git", "gitlab"), [], id="MCP110: the other holds the one"),
    pytest.param("MCP110", called("mcp-server", "github"), [], id="MCP110: a name that says nothing"),
    pytest.param(
        "MCP110", called("FastMCP-3f2a github", "jira"), [], id="MCP110: a name that the library made up"
    ),
    pytest.param("MCP110", called("github", "server"), [], id="MCP110: the key says nothing"),
    pytest.param("MCP110", called(None, "github"), [], id="MCP110: no name"),
    pytest.param("MCP110", called("", "github"), [], id="MCP110: an empty name"),
    pytest.param(
        "MCP110",
        Served(Surface("github", server_name="Jira"), row(server_info=ServerInfo(name="jira"))),
        [],
        id="MCP110: the name that is shown",
    ),
    pytest.param(
        "MCP110",
        Served(Surface("github", server_name="jira", failure=DOWN), row()),
        [],
        id="MCP110: does not start",
    ),
    pytest.param("MCP110", Served(Surface("github", server_name="jira")), [], id="MCP110: no row"),
    pytest.param(
        "MCP110",
        Served(Surface("github", server_name="jira"), row(), Registry(source=Source.MCP_JSON)),
        [],
        id="MCP110: a client's configuration",
    ),
    pytest.param(
        "MCP110",
        Served(Surface("github", server_name="jira"), row(), rows(row(), row("jira", python="b:c"))),
        [],
        id="MCP110: the name of another row",
    ),
    pytest.param(
        "MCP111", row(id=0), [Finding("servers.github.id", "id 0", want="1 or more")], id="MCP111: zero"
    ),
    pytest.param(
        "MCP111", row(id=-1), [Finding("servers.github.id", "id -1", want="1 or more")], id="MCP111: less"
    ),
    pytest.param("MCP111", row(id=1), [], id="MCP111: one"),
    pytest.param("MCP111", row(id=None), [], id="MCP111: not stated"),
    pytest.param(
        "MCP112",
        row(availability="manuall"),
        [Finding("servers.github.availability", 'availability "manuall"', want="`manual`")],
        id="MCP112: nearly a known one",
    ),
    pytest.param(
        "MCP112",
        row(availability="sometimes?"),
        [
            Finding(
                "servers.github.availability",
                'availability "sometimes?"',
                want="one of `manual`, `auto`, `auto_hidden_builder`",
            )
        ],
        id="MCP112: like none",
    ),
    pytest.param("MCP112", row(availability="auto_hidden_builder"), [], id="MCP112: known"),
    pytest.param("MCP112", row(availability=None), [], id="MCP112: not stated"),
    pytest.param(
        "MCP113",
        oauth(allow_multiple_instances=False),
        [
            Finding(
                "servers.github.allow_multiple_instances",
                "OAuth by `github`, and `allow_multiple_instances` is false",
            )
        ],
        id="MCP113: one instance",
    ),
    pytest.param("MCP113", oauth(allow_multiple_instances=True), [], id="MCP113: many"),
    pytest.param("MCP113", oauth(), [], id="MCP113: not stated"),
    pytest.param("MCP113", row(allow_multiple_instances=False), [], id="MCP113: no OAuth"),
    pytest.param(
        "MCP114",
        row(is_preview=True),
        [Finding("servers.github.is_preview", "`is_preview` is true, and `is_restricted` names no flag")],
        id="MCP114: no flag",
    ),
    pytest.param("MCP114", row(is_preview=True, is_restricted="beta"), [], id="MCP114: a flag"),
    pytest.param(
        "MCP114",
        row(is_preview=True, dropped=frozenset({"is_restricted"})),
        [],
        id="MCP114: a flag that could not be read",
    ),
    pytest.param("MCP114", row(is_preview=False), [], id="MCP114: no preview"),
    pytest.param(
        "MCP115",
        rows(oauth(), oauth("wiki"), oauth_providers={"githup": OAuthProvider()}),
        [
            Finding(
                "servers.github.server_info.authorization.provider",
                "`github`, and `oauth_providers` has no such provider",
                want="`githup`",
            ),
            Finding(
                "servers.wiki.server_info.authorization.provider",
                "`github`, and `oauth_providers` has no such provider",
                want="`githup`",
            ),
        ],
        id="MCP115: unknown",
    ),
    pytest.param(
        "MCP115",
        rows(oauth(), oauth_providers={"zzz": OAuthProvider()}),
        [
            Finding(
                "servers.github.server_info.authorization.provider",
                "`github`, and `oauth_providers` has no such provider",
            )
        ],
        id="MCP115: like none",
    ),
    pytest.param(
        "MCP115",
        rows(oauth(), row("wiki"), oauth_providers={"github": OAuthProvider()}),
        [],
        id="MCP115: known",
    ),
    pytest.param(
        "MCP115",
        rows(oauth(), dropped=frozenset({"oauth_providers"})),
        [],
        id="MCP115: the providers could not be read",
    ),
    pytest.param(
        "MCP115",
        rows(row("wiki"), oauth(), oauth_providers={}),
        [
            Finding(
                "servers.github.server_info.authorization.provider",
                "`github`, and `oauth_providers` has no such provider",
            )
        ],
        id="MCP115: the second one is unknown",
    ),
    pytest.param(
        "MCP116",
        authorized(supported_use_cases=[]),
        [
            Finding(
                "servers.github.server_info.authorization.supported_use_cases",
                "`supported_use_cases` is empty",
                want="platform_actions or personal_actions",
            )
        ],
        id="MCP116: empty",
    ),
    pytest.param(
        "MCP116",
        authorized(supported_use_cases=["personal_actions", "all"]),
        [
            Finding(
                "servers.github.server_info.authorization.supported_use_cases",
                'use case "all"',
                want="platform_actions or personal_actions",
            )
        ],
        id="MCP116: one of two is unknown",
    ),
    pytest.param(
        "MCP116",
        authorized(supported_use_cases=["personal_actions", "platform_actions"]),
        [],
        id="MCP116: both are known",
    ),
    pytest.param("MCP116", authorized(), [], id="MCP116: not stated"),
    pytest.param(
        "MCP117",
        row(timeout_ms=0),
        [Finding("servers.github.timeout_ms", "`timeout_ms` is 0")],
        id="MCP117: zero",
    ),
    pytest.param(
        "MCP117",
        row(timeout_ms=-1),
        [Finding("servers.github.timeout_ms", "`timeout_ms` is -1")],
        id="MCP117: less",
    ),
    pytest.param("MCP117", row(timeout_ms=1), [], id="MCP117: one"),
    pytest.param("MCP117", row(), [], id="MCP117: not stated"),
    pytest.param("MCP118", row(timeout_ms=300_000), [], id="MCP118: five minutes"),
    pytest.param(
        "MCP118",
        row(timeout_ms=300_001),
        [Finding("servers.github.timeout_ms", "`timeout_ms` is 300001, 5 minutes", want="at most 300000")],
        id="MCP118: more",
    ),
    pytest.param(
        "MCP118",
        row(timeout_ms=5_400_000),
        [Finding("servers.github.timeout_ms", "`timeout_ms` is 5400000, 90 minutes", want="at most 300000")],
        id="MCP118: an hour and a half",
    ),
    pytest.param("MCP118", row(), [], id="MCP118: not stated"),
    pytest.param(
        "MCP119",
        row(server_info=ServerInfo(version="1.0")),
        [Finding("servers.github.server_info.version", 'version "1.0"', want='three numbers, as in "1.0.0"')],
        id="MCP119: two numbers",
    ),
    pytest.param(
        "MCP119",
        row(server_info=ServerInfo(version="01.0.0")),
        [
            Finding(
                "servers.github.server_info.version", 'version "01.0.0"', want='three numbers, as in "1.0.0"'
            )
        ],
        id="MCP119: a leading zero",
    ),
    pytest.param(
        "MCP119", row(server_info=ServerInfo(version="1.0.0-rc.1+build.5")), [], id="MCP119: a whole one"
    ),
    pytest.param("MCP119", row(server_info=ServerInfo()), [], id="MCP119: not stated"),
    pytest.param(
        "MCP120",
        served(
            Entry(name="wiki", tools_stakes={"get": "low"}), Tool("get"), Tool("list"), Tool("list"), Tool("")
        ),
        [
            Finding(
                "servers.wiki.tools_stakes",
                "`list` has no stake",
                want="one of `never_ask`, `low`, `high`",
                tool="list",
            )
        ],
        id="MCP120: one of two",
    ),
    pytest.param(
        "MCP120",
        served(Entry(name="wiki"), Tool("get")),
        [
            Finding(
                "servers.wiki.tools_stakes",
                "`get` has no stake",
                want="one of `never_ask`, `low`, `high`",
                tool="get",
            )
        ],
        id="MCP120: no table",
    ),
    pytest.param(
        "MCP120",
        served(Entry(name="wiki", dropped=frozenset({"tools_stakes.get"})), Tool("get")),
        [],
        id="MCP120: it could not be read",
    ),
    pytest.param(
        "MCP120",
        served(Entry(name="wiki", dropped=frozenset({"tools_stakes"})), Tool("get")),
        [Unchecked("`tools_stakes` could not be read; MCP002 says why")],
        id="MCP120: the table could not be read",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", tools_stakes={"get": "low", "gone": "high"}), Tool("get")),
        [
            Finding(
                "servers.wiki.tools_stakes.gone",
                "stake `high` for `gone`, which the server does not offer",
                tool="gone",
            )
        ],
        id="MCP121: one of two",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", tools_stakes={"get_page": "low", "get_pages": "high"}), Tool("get_page")),
        [
            Finding(
                "servers.wiki.tools_stakes.get_pages",
                "stake `high` for `get_pages`, which the server does not offer",
                tool="get_pages",
            )
        ],
        id="MCP121: a tool that has a stake is not near",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", tools_stakes={"get_page": "low"}), Tool("list_all")),
        [
            Finding(
                "servers.wiki.tools_stakes.get_page",
                "stake `low` for `get_page`, which the server does not offer",
                tool="get_page",
            )
        ],
        id="MCP121: a tool that is not near",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", tools_stakes={"get_page": "low"}), Tool("list_page")),
        [
            Finding(
                "servers.wiki.tools_stakes.get_page",
                "stake `low` for `get_page`, which the server does not offer",
                want="`list_page`, which it offers without a stake",
                tool="get_page",
            )
        ],
        id="MCP121: a tool that is near",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", tools_stakes={"get": "low"}), Tool("")),
        [Unchecked("the server lists a tool whose name cannot be read, and a stake may be for that one")],
        id="MCP121: a tool without a name",
    ),
    pytest.param(
        "MCP121",
        Served(Surface("wiki", malformed=((0, 1),)), Entry(name="wiki", tools_stakes={"get": "low"})),
        [Unchecked("the server lists a tool whose name cannot be read, and a stake may be for that one")],
        id="MCP121: an element that is no tool",
    ),
    pytest.param(
        "MCP121",
        Served(
            Surface("wiki", tools=(Tool("get"),), malformed=((0, 1),)),
            Entry(name="wiki", tools_stakes={"get": "low"}),
        ),
        [],
        id="MCP121: an element that is no tool, and no stake too many",
    ),
    pytest.param(
        "MCP121",
        served(Entry(name="wiki", dropped=frozenset({"tools_stakes"})), Tool("get")),
        [Unchecked("`tools_stakes` could not be read; MCP002 says why")],
        id="MCP121: the table could not be read",
    ),
    pytest.param(
        "MCP122",
        hinted("never_ask", readOnlyHint=False),
        [
            Finding(
                "servers.wiki.tools_stakes.edit",
                (
                    "stake `never_ask` for `edit`, but the server says that the tool writes: "
                    "`readOnlyHint` is false"
                ),
                tool="edit",
            )
        ],
        id="MCP122: writes",
    ),
    pytest.param(
        "MCP122",
        hinted("never_ask", destructiveHint=True),
        [
            Finding(
                "servers.wiki.tools_stakes.edit",
                (
                    "stake `never_ask` for `edit`, but the server says that the tool destroys: "
                    "`destructiveHint` is true"
                ),
                tool="edit",
            )
        ],
        id="MCP122: destroys",
    ),
    pytest.param("MCP122", hinted("never_ask", destructiveHint=False), [], id="MCP122: destroys nothing"),
    pytest.param("MCP122", hinted("never_ask", readOnlyHint=True), [], id="MCP122: only reads"),
    pytest.param(
        "MCP122",
        hinted("never_ask", readOnlyHint=True, destructiveHint=True),
        [],
        id="MCP122: only reads, whatever it destroys",
    ),
    pytest.param(
        "MCP122",
        hinted("low", readOnlyHint=True),
        [
            Finding(
                "servers.wiki.tools_stakes.edit",
                (
                    "stake `low` for `edit`, but the server says that it only reads "
                    "(`readOnlyHint` is true): people are asked without need"
                ),
                tool="edit",
            )
        ],
        id="MCP122: asks about a read",
    ),
    pytest.param(
        "MCP122", hinted("low", readOnlyHint=False, destructiveHint=True), [], id="MCP122: asks about a write"
    ),
    pytest.param(
        "MCP122",
        hinted("never_ask"),
        [Unchecked("no tool states `readOnlyHint` or `destructiveHint`")],
        id="MCP122: nothing is stated",
    ),
    pytest.param(
        "MCP122",
        hinted("never_ask", openWorldHint=True),
        [Unchecked("no tool states `readOnlyHint` or `destructiveHint`")],
        id="MCP122: another hint is stated",
    ),
    pytest.param("MCP122", hinted("some", readOnlyHint=True), [], id="MCP122: a level that nobody knows"),
    pytest.param(
        "MCP122",
        served(
            Entry(name="wiki", tools_stakes={"b": "never_ask"}),
            Tool("a", annotations={"readOnlyHint": False}),
            Tool("b", annotations={"readOnlyHint": False}),
        ),
        [
            Finding(
                "servers.wiki.tools_stakes.b",
                (
                    "stake `never_ask` for `b`, but the server says that the tool writes: "
                    "`readOnlyHint` is false"
                ),
                tool="b",
            )
        ],
        id="MCP122: a second tool",
    ),
    pytest.param(
        "MCP123",
        row(
            tools_stakes={"get_issue": "low"},
            tools_retry_policies={"get_isue": "no_retry", "default": "no_retry", "zzz": "no_retry"},
        ),
        [
            Finding(
                "servers.github.tools_retry_policies.get_isue",
                "a policy for `get_isue`, which has no stake",
                want="`get_issue`",
                tool="get_isue",
            ),
            Finding(
                "servers.github.tools_retry_policies.zzz",
                "a policy for `zzz`, which has no stake",
                tool="zzz",
            ),
        ],
        id="MCP123: no stake",
    ),
    pytest.param(
        "MCP123",
        row(
            tools_stakes={"get_issue": "low"},
            tools_retry_policies={"get_issue": "no_retry", "get_isue": "no_retry"},
        ),
        [
            Finding(
                "servers.github.tools_retry_policies.get_isue",
                "a policy for `get_isue`, which has no stake",
                tool="get_isue",
            )
        ],
        id="MCP123: a tool that has a policy is not near",
    ),
    pytest.param(
        "MCP123",
        row(
            tools_stakes={"get": "low"},
            tools_retry_policies={"list": "no_retry"},
            dropped=frozenset({"tools_stakes"}),
        ),
        [],
        id="MCP123: the stakes could not be read",
    ),
    pytest.param("MCP123", row(tools_retry_policies={"list": "no_retry"}), [], id="MCP123: no stakes"),
    pytest.param("MCP123", row(tools_stakes={"get": "low"}), [], id="MCP123: no policies"),
    pytest.param(
        "MCP124",
        row(
            tools_retry_policies={
                "default": "often",
                "get": "never",
                "add": "no_retry",
                "zip": "retry_on_interrupt",
                "create": "x",
            }
        ),
        [
            Finding(
                "servers.github.tools_retry_policies.default",
                'policy "often" for `default`',
                want="`no_retry` or `retry_on_interrupt`",
            ),
            Finding(
                "servers.github.tools_retry_policies.get",
                'policy "never" for `get`',
                want="`no_retry` or `retry_on_interrupt`",
                tool="get",
            ),
            Finding(
                "servers.github.tools_retry_policies.create",
                'policy "x" for `create`',
                want="`no_retry` or `retry_on_interrupt`",
                tool="create",
            ),
        ],
        id="MCP124: unknown",
    ),
    pytest.param("MCP124", row(), [], id="MCP124: none"),
    pytest.param(
        "MCP125",
        shown(description=" \n"),
        [Finding("servers.github.server_info.description", "the description is empty")],
        id="MCP125: empty",
    ),
    pytest.param(
        "MCP125",
        shown(description="GitHub."),
        [Finding("servers.github.server_info.description", 'the description "GitHub." is the name')],
        id="MCP125: the name",
    ),
    pytest.param("MCP125", shown(description="GitHub issues"), [], id="MCP125: more than the name"),
    pytest.param("MCP125", shown(), [], id="MCP125: not stated"),
    pytest.param(
        "MCP126", shown(description=" " + "x" * 300 + " "), [], id="MCP126: three hundred characters"
    ),
    pytest.param(
        "MCP126",
        shown(description="x" * 301),
        [
            Finding(
                "servers.github.server_info.description",
                "the description has 301 characters",
                want="at most 300",
            )
        ],
        id="MCP126: one more",
    ),
    pytest.param("MCP126", shown(), [], id="MCP126: not stated"),
    pytest.param(
        "MCP127",
        shown(),
        [Finding("servers.github.server_info", "no `icon` is stated")],
        id="MCP127: not stated",
    ),
    pytest.param(
        "MCP127",
        shown(icon=" "),
        [Finding("servers.github.server_info", "no `icon` is stated")],
        id="MCP127: blanks",
    ),
    pytest.param("MCP127", shown(icon="A"), [], id="MCP127: stated"),
    pytest.param("MCP127", row(server_info=None), [], id="MCP127: nothing is shown"),
    pytest.param(
        "MCP127", shown(dropped=frozenset({"server_info"})), [], id="MCP127: a part could not be read"
    ),
    pytest.param(
        "MCP128",
        rows(shown(icon="GitHubLogo"), icons=["GithubLogo"]),
        [
            Finding(
                "servers.github.server_info.icon",
                "icon `GitHubLogo`, which `icons` does not list",
                want="`GithubLogo`",
            )
        ],
        id="MCP128: unknown",
    ),
    pytest.param(
        "MCP128",
        rows(shown(icon="zzz"), icons=["GithubLogo"]),
        [Finding("servers.github.server_info.icon", "icon `zzz`, which `icons` does not list")],
        id="MCP128: like none",
    ),
    pytest.param(
        "MCP128",
        rows(shown(icon="A"), shown(), row("wiki", server_info=None), icons=["A"]),
        [],
        id="MCP128: known",
    ),
    pytest.param(
        "MCP128",
        rows(shown(icon="A"), icons=[], dropped=frozenset({"icons"})),
        [],
        id="MCP128: the list could not be read",
    ),
    pytest.param(
        "MCP128",
        rows(shown(icon="A"), icons=[]),
        [Finding("servers.github.server_info.icon", "icon `A`, which `icons` does not list")],
        id="MCP128: an empty list",
    ),
    pytest.param("MCP128", rows(shown(icon="A")), [], id="MCP128: no list"),
    pytest.param(
        "MCP129",
        shown(icon="MyPlaceholderIcon"),
        [Finding("servers.github.server_info.icon", "icon `MyPlaceholderIcon`")],
        id="MCP129: a placeholder",
    ),
    pytest.param(
        "MCP129",
        shown(icon="TempLogo"),
        [Finding("servers.github.server_info.icon", "icon `TempLogo`")],
        id="MCP129: for a time",
    ),
    pytest.param(
        "MCP129",
        shown(icon="todo"),
        [Finding("servers.github.server_info.icon", "icon `todo`")],
        id="MCP129: to do",
    ),
    pytest.param(
        "MCP129",
        shown(icon="TODOLogo"),
        [Finding("servers.github.server_info.icon", "icon `TODOLogo`")],
        id="MCP129: to do, as a word",
    ),
    pytest.param("MCP129", shown(icon="TodoLogo"), [], id="MCP129: a list of what is to do"),
    pytest.param("MCP129", shown(icon="TemperatureLogo"), [], id="MCP129: only begins so"),
    pytest.param("MCP129", shown(), [], id="MCP129: not stated"),
    pytest.param(
        "MCP130",
        authorized(),
        [Finding("servers.github.server_info", "OAuth by `github`, and no `documentation_url` is stated")],
        id="MCP130: OAuth without",
    ),
    pytest.param(
        "MCP130",
        authorized(documentation_url=" "),
        [Finding("servers.github.server_info", "OAuth by `github`, and no `documentation_url` is stated")],
        id="MCP130: blanks",
    ),
    pytest.param("MCP130", authorized(documentation_url="https://a.example"), [], id="MCP130: OAuth with"),
    pytest.param("MCP130", shown(), [], id="MCP130: no OAuth"),
    pytest.param(
        "MCP130",
        row(
            server_info=ServerInfo(authorization=Authorization(provider="github")),
            dropped=frozenset({"server_info"}),
        ),
        [],
        id="MCP130: a part could not be read",
    ),
    pytest.param("MCP130", row(server_info=None), [], id="MCP130: nothing is shown"),
    pytest.param(
        "MCP131",
        shown(documentation_url="docs.acme.example"),
        [
            Finding(
                "servers.github.server_info.documentation_url",
                'documentation_url "docs.acme.example"',
                want="`https://`, a host, and no blanks",
            )
        ],
        id="MCP131: no scheme",
    ),
    pytest.param(
        "MCP131",
        shown(documentation_url="ftp://docs.acme.example"),
        [
            Finding(
                "servers.github.server_info.documentation_url",
                'documentation_url "ftp://docs.acme.example"',
                want="`https://`, a host, and no blanks",
            )
        ],
        id="MCP131: another scheme",
    ),
    pytest.param(
        "MCP131",
        shown(documentation_url="https:///x"),
        [
            Finding(
                "servers.github.server_info.documentation_url",
                'documentation_url "https:///x"',
                want="`https://`, a host, and no blanks",
            )
        ],
        id="MCP131: no host",
    ),
    pytest.param(
        "MCP131",
        shown(documentation_url="https://docs.acme.example/a b"),
        [
            Finding(
                "servers.github.server_info.documentation_url",
                'documentation_url "https://docs.acme.example/a b"',
                want="`https://`, a host, and no blanks",
            )
        ],
        id="MCP131: a blank",
    ),
    pytest.param(
        "MCP131",
        shown(documentation_url="https://[docs"),
        [
            Finding(
                "servers.github.server_info.documentation_url",
                'documentation_url "https://[docs"',
                want="`https://`, a host, and no blanks",
            )
        ],
        id="MCP131: no address at all",
    ),
    pytest.param(
        "MCP131", shown(documentation_url="http://docs.acme.example"), [], id="MCP131: not encrypted"
    ),
    pytest.param(
        "MCP131", shown(documentation_url="https://docs.acme.example/x"), [], id="MCP131: encrypted"
    ),
    pytest.param("MCP131", shown(documentation_url=" "), [], id="MCP131: blanks alone"),
    pytest.param("MCP131", shown(), [], id="MCP131: not stated"),
    pytest.param(
        "MCP132",
        rows(row(tools_stakes={"get": "lowe", "list": "zzz", "add": "low"})),
        [
            Finding("servers.github.tools_stakes.get", 'stake "lowe" for `get`', want="`low`", tool="get"),
            Finding(
                "servers.github.tools_stakes.list",
                'stake "zzz" for `list`',
                want="one of `never_ask`, `low`, `high`",
                tool="list",
            ),
        ],
        id="MCP132: unknown",
    ),
    pytest.param(
        "MCP132",
        rows(row(tools_stakes={"get": "lowe"}), dropped=frozenset({"stakes"})),
        [],
        id="MCP132: the levels could not be read",
    ),
    pytest.param("MCP132", rows(row()), [], id="MCP132: no stakes"),
    pytest.param(
        "MCP133",
        rows(
            row(tools_stakes={"post": "medium", "get": "low"}),
            row("b", tools_stakes={"post": "medium"}, arguments_requiring_approval={"post": []}),
            stakes=LEVELS,
        ),
        [
            Finding(
                "servers.github.tools_stakes.post",
                "stake `medium` for `post`, and no argument to approve",
                want="`arguments_requiring_approval.post`",
                tool="post",
            ),
            Finding(
                "servers.b.tools_stakes.post",
                "stake `medium` for `post`, and no argument to approve",
                want="`arguments_requiring_approval.post`",
                tool="post",
            ),
        ],
        id="MCP133: no argument",
    ),
    pytest.param(
        "MCP133",
        rows(
            row(tools_stakes={"post": "medium"}, arguments_requiring_approval={"post": ["to"]}),
            row("b"),
            stakes=LEVELS,
        ),
        [],
        id="MCP133: an argument",
    ),
    pytest.param(
        "MCP133", rows(row(tools_stakes={"post": "medium"})), [], id="MCP133: a registry without the level"
    ),
    pytest.param(
        "MCP133",
        rows(row(tools_stakes={"post": "medium"}), stakes=LEVELS, dropped=frozenset({"stakes"})),
        [],
        id="MCP133: the levels could not be read",
    ),
    pytest.param(
        "MCP133",
        rows(
            row(tools_stakes={"post": "medium"}, dropped=frozenset({"arguments_requiring_approval"})),
            row("b", tools_stakes={"post": "medium"}),
            stakes=LEVELS,
        ),
        [
            Finding(
                "servers.b.tools_stakes.post",
                "stake `medium` for `post`, and no argument to approve",
                want="`arguments_requiring_approval.post`",
                tool="post",
            )
        ],
        id="MCP133: one table could not be read",
    ),
    pytest.param(
        "MCP134",
        taking({"properties": {"channel": {}, "text": {}}}, ["channle", "text", "zzz"]),
        [
            Finding(
                "servers.slack.arguments_requiring_approval.post",
                "`channle`, which is no argument of `post`",
                want="`channel`",
                tool="post",
            ),
            Finding(
                "servers.slack.arguments_requiring_approval.post",
                "`zzz`, which is no argument of `post`",
                tool="post",
            ),
        ],
        id="MCP134: no argument of the tool",
    ),
    pytest.param(
        "MCP134",
        taking({"properties": {}, "additionalProperties": False}, ["a"]),
        [
            Finding(
                "servers.slack.arguments_requiring_approval.post",
                "`a`, which is no argument of `post`",
                tool="post",
            )
        ],
        id="MCP134: nothing is closed off",
    ),
    pytest.param(
        "MCP134",
        taking({"properties": {}, "additionalProperties": True}, ["a"]),
        [],
        id="MCP134: more is taken",
    ),
    pytest.param(
        "MCP134",
        taking({"additionalProperties": {"type": "string"}}, ["a"]),
        [],
        id="MCP134: more is taken of a kind",
    ),
    pytest.param(
        "MCP134",
        taking({}, ["a"]),
        [
            Finding(
                "servers.slack.arguments_requiring_approval.post",
                "`a`, which is no argument of `post`",
                tool="post",
            )
        ],
        id="MCP134: no properties",
    ),
    pytest.param("MCP134", taking({"properties": []}, ["a"]), [], id="MCP134: properties of another type"),
    pytest.param("MCP134", taking(True, ["a"]), [], id="MCP134: no schema"),
    pytest.param("MCP134", taking({"$ref": "#/$defs/A"}, ["a"]), [], id="MCP134: by reference"),
    pytest.param("MCP134", taking({"allOf": []}, ["a"]), [], id="MCP134: in parts"),
    pytest.param(
        "MCP134",
        served(
            Entry(name="slack", arguments_requiring_approval={"gone": ["a"], "post": ["a"]}),
            Tool("post", input_schema={}),
        ),
        [
            Finding(
                "servers.slack.arguments_requiring_approval.post",
                "`a`, which is no argument of `post`",
                tool="post",
            )
        ],
        id="MCP134: another tool",
    ),
    pytest.param(
        "MCP134",
        Served(
            Surface("slack", tools=(Tool("post"),), failure=DOWN),
            Entry(name="slack", arguments_requiring_approval={"post": ["a"]}),
        ),
        [],
        id="MCP134: does not start",
    ),
    pytest.param(
        "MCP134",
        Served(
            Surface("slack", tools=(Tool("post"),)),
            Entry(name="slack", arguments_requiring_approval={"post": ["a"]}),
            Registry(source=Source.TARGET),
        ),
        [],
        id="MCP134: a client's configuration",
    ),
    pytest.param("MCP134", Served(Surface("slack", tools=(Tool("post"),))), [], id="MCP134: no row"),
    pytest.param(
        "MCP135",
        row(
            tools_stakes={"post_message": "medium"},
            arguments_requiring_approval={"post_messages": ["a"], "zzz": ["a"], "post_message": ["a"]},
        ),
        [
            Finding(
                "servers.github.arguments_requiring_approval.post_messages",
                "arguments of `post_messages`, which has no stake",
                want="`post_message`",
                tool="post_messages",
            ),
            Finding(
                "servers.github.arguments_requiring_approval.zzz",
                "arguments of `zzz`, which has no stake",
                tool="zzz",
            ),
        ],
        id="MCP135: no stake",
    ),
    pytest.param("MCP135", row(arguments_requiring_approval={"post": ["a"]}), [], id="MCP135: no stakes"),
    pytest.param(
        "MCP135",
        row(
            tools_stakes={}, arguments_requiring_approval={"post": ["a"]}, dropped=frozenset({"tools_stakes"})
        ),
        [],
        id="MCP135: the stakes could not be read",
    ),
    pytest.param(
        "MCP136",
        rows(
            row(
                tools_stakes={"a": "low", "b": "high", "c": "medium", "d": "some", "e": "low"},
                arguments_requiring_approval={
                    "a": ["x"],
                    "b": ["x"],
                    "c": ["x"],
                    "d": ["x"],
                    "e": [],
                    "f": ["x"],
                },
            ),
            stakes=LEVELS,
        ),
        [
            Finding(
                "servers.github.arguments_requiring_approval.a",
                "arguments to approve for `a`, whose stake is `low`",
                tool="a",
            ),
            Finding(
                "servers.github.arguments_requiring_approval.b",
                "arguments to approve for `b`, whose stake is `high`",
                tool="b",
            ),
        ],
        id="MCP136: other levels",
    ),
    pytest.param(
        "MCP136",
        rows(row(arguments_requiring_approval={"a": ["x"]}), stakes=LEVELS),
        [],
        id="MCP136: no stakes",
    ),
    pytest.param(
        "MCP136",
        rows(row(tools_stakes={"a": "low"}, arguments_requiring_approval={"a": ["x"]})),
        [],
        id="MCP136: a registry without the level",
    ),
    pytest.param(
        "MCP137",
        rows(
            row(
                "wiki",
                tools_stakes={
                    "get_page": "low",
                    "wiki_list_pages": "high",
                    "find_page": "never_ask",
                    "get_or_create": "low",
                    "save": "low",
                },
            )
        ),
        [
            Finding(
                "servers.wiki.tools_stakes.get_page",
                "stake `low` for `get_page`, which reads by its verb `get`",
                want="`never_ask`",
                tool="get_page",
            ),
            Finding(
                "servers.wiki.tools_stakes.wiki_list_pages",
                "stake `high` for `wiki_list_pages`, which reads by its verb `list`",
                want="`never_ask`",
                tool="wiki_list_pages",
            ),
        ],
        id="MCP137: reads",
    ),
    pytest.param(
        "MCP137",
        rows(row("wiki", tools_stakes={"get_page": "medium"})),
        [],
        id="MCP137: a level that is not known",
    ),
    pytest.param(
        "MCP137",
        rows(row("wiki", tools_stakes={"get_page": "low"}), dropped=frozenset({"stakes"})),
        [],
        id="MCP137: the levels could not be read",
    ),
    pytest.param(
        "MCP137",
        rows(row("wiki", tools_stakes={"get_page": "b"}), stakes=["a", "b"]),
        [
            Finding(
                "servers.wiki.tools_stakes.get_page",
                "stake `b` for `get_page`, which reads by its verb `get`",
                want="`a`",
                tool="get_page",
            )
        ],
        id="MCP137: two levels",
    ),
    pytest.param(
        "MCP137", rows(row("wiki", tools_stakes={"get_page": "a"}), stakes=["a"]), [], id="MCP137: one level"
    ),
    pytest.param(
        "MCP138",
        rows(
            row(
                "wiki",
                tools_stakes={
                    "save_page": "never_ask",
                    "delete_page": "never_ask",
                    "get_page": "never_ask",
                    "edit": "low",
                },
            )
        ),
        [
            Finding(
                "servers.wiki.tools_stakes.save_page",
                "stake `never_ask` for `save_page`, which writes by its verb `save`",
                want="`low` or more",
                tool="save_page",
            ),
            Finding(
                "servers.wiki.tools_stakes.delete_page",
                "stake `never_ask` for `delete_page`, which writes by its verb `delete`",
                want="`low` or more",
                tool="delete_page",
            ),
        ],
        id="MCP138: writes",
    ),
    pytest.param(
        "MCP139",
        rows(
            row(
                "wiki",
                tools_stakes={"delete_page": "low", "clear": "never_ask", "drop_page": "high", "edit": "low"},
            )
        ),
        [
            Finding(
                "servers.wiki.tools_stakes.delete_page",
                "stake `low` for `delete_page`, which destroys by its verb `delete`",
                want="`high`",
                tool="delete_page",
            ),
            Finding(
                "servers.wiki.tools_stakes.clear",
                "stake `never_ask` for `clear`, which destroys by its verb `clear`",
                want="`high`",
                tool="clear",
            ),
        ],
        id="MCP139: destroys",
    ),
    pytest.param(
        "MCP139",
        rows(row("wiki", tools_stakes={"delete_page": "a"}), stakes=["a", "b"]),
        [
            Finding(
                "servers.wiki.tools_stakes.delete_page",
                "stake `a` for `delete_page`, which destroys by its verb `delete`",
                want="`b`",
                tool="delete_page",
            )
        ],
        id="MCP139: two levels",
    ),
    pytest.param(
        "MCP140",
        Registry(missing_provider_files=(("github", "a.py"), ("jira", "b.py"))),
        [
            Finding(
                "servers.github.server_info.authorization.provider",
                "`github` needs `a.py`, which is not there",
            ),
            Finding(
                "servers.jira.server_info.authorization.provider", "`jira` needs `b.py`, which is not there"
            ),
        ],
        id="MCP140: two files",
    ),
    pytest.param(
        "MCP141",
        Registry(
            servers_package="acme",
            server_modules=("acme.jira", "acme.github", "acme.wiki"),
            servers={
                "jira": row("jira", python="acme.jira.server:create"),
                "wiki": row("wiki", python="acme.wiki:create"),
                "git": row("git", python="acme.githubs:create"),
                "x": row("x", python=None, url="https://a.example"),
            },
        ),
        [Finding("servers_package", "`acme.github` is started by no row")],
        id="MCP141: one of three",
    ),
    pytest.param(
        "MCP141",
        Registry(servers_package="acme"),
        [Unchecked("the package `acme` cannot be found")],
        id="MCP141: no such package",
    ),
    pytest.param(
        "MCP142",
        Served(Surface("github", server_name="Jira"), row(), rows(row(), row("jira", python="b:c"))),
        [
            Finding(
                "servers.github",
                "`github` starts a server that calls itself `Jira`",
                want="a server called `github`; `jira` is another row",
            )
        ],
        id="MCP142: another row",
    ),
    pytest.param(
        "MCP142",
        Served(
            Surface("github", server_name="Jira"),
            row(),
            rows(row(), row("jira", python="b:c"), source=Source.MCP_JSON),
        ),
        [],
        id="MCP142: a client's configuration",
    ),
    pytest.param(
        "MCP142",
        Served(
            Surface("github", server_name="Jira", failure=DOWN), row(), rows(row(), row("jira", python="b:c"))
        ),
        [],
        id="MCP142: does not start",
    ),
    pytest.param(
        "MCP142",
        Served(Surface("github", server_name="Jira"), None, rows(row("jira", python="b:c"))),
        [],
        id="MCP142: no row",
    ),
    pytest.param(
        "MCP142",
        Served(
            Surface("github", server_name="google-drive"),
            row(),
            rows(row(), row("gdrive", server_info=ServerInfo(name="Google Drive"))),
        ),
        [
            Finding(
                "servers.github",
                "`github` starts a server that calls itself `google-drive`",
                want="a server called `github`; `gdrive` is another row",
            )
        ],
        id="MCP142: the name that the other shows",
    ),
    pytest.param(
        "MCP142",
        Served(
            Surface("github", server_name="jira"), row(env={"A": "b"}), rows(row(env={"A": "b"}), row("jira"))
        ),
        [],
        id="MCP142: one server with other settings",
    ),
    pytest.param(
        "MCP142",
        Served(Surface("github", server_name="jira"), row(), rows(row(), row("jira"))),
        [
            Finding(
                "servers.github",
                "`github` starts a server that calls itself `jira`",
                want="a server called `github`; `jira` is another row",
            )
        ],
        id="MCP142: copied",
    ),
    pytest.param(
        "MCP142",
        Served(Surface("github", server_name="!?"), row(), rows(row(), row("--"))),
        [],
        id="MCP142: a name of signs",
    ),
    pytest.param(
        "MCP142",
        Served(
            Surface("github", server_name="jira"),
            row(python=None, url="https://a.example/x?a=1"),
            rows(
                row(python=None, url="https://a.example/x?a=1"),
                row("jira", python=None, url="https://a.example/y?a=1"),
            ),
        ),
        [
            Finding(
                "servers.github",
                "`github` starts a server that calls itself `jira`",
                want="a server called `github`; `jira` is another row",
            )
        ],
        id="MCP142: with a parameter in the address",
    ),
    pytest.param(
        "MCP143",
        staked(
            {
                "a": {"x": {"stake": "low"}},
                "b": {},
                "c": {"x": {"stake": ["low"]}},
                "d": {"x": {"stake": "high"}},
                "e": {"x.stake": "low"},
            }
        ),
        [
            Finding("/_meta", '`a` carries "low" on the wire', want="`high`, as the registry says", tool="a"),
            Finding(
                "/_meta", "`b` carries no stake on the wire", want="`high`, as the registry says", tool="b"
            ),
            Finding(
                "/_meta", '`c` carries ["low"] on the wire', want="`high`, as the registry says", tool="c"
            ),
            Finding("/_meta", '`e` carries "low" on the wire', want="`high`, as the registry says", tool="e"),
        ],
        id="MCP143: another, none and an odd one",
    ),
    pytest.param(
        "MCP143",
        staked({"a": {"x": {"stake": {"level": "high"}}}}),
        [
            Finding(
                "/_meta",
                '`a` carries {"level": "high"} on the wire',
                want="`high`, as the registry says",
                tool="a",
            )
        ],
        id="MCP143: a table",
    ),
    pytest.param(
        "MCP143",
        staked({"a": {"x": "high"}, "b": {"x": {"level": "high"}}}),
        [Unchecked("no tool carries a stake in `_meta` at `x.stake`")],
        id="MCP143: no tool carries any",
    ),
    pytest.param("MCP143", staked({"z": {"x": {"stake": "low"}}}), [], id="MCP143: no stake in the registry"),
    pytest.param(
        "MCP143",
        replace(
            staked({"a": {"x": {"stake": "low"}}}),
            entry=Entry(name="wiki", dropped=frozenset({"tools_stakes"})),
        ),
        [Unchecked("`tools_stakes` could not be read; MCP002 says why")],
        id="MCP143: the table could not be read",
    ),
    pytest.param(
        "MCP143",
        replace(staked({"a": {"x": {"stake": "low"}}}), registry=Registry()),
        [],
        id="MCP143: nobody says where",
    ),
    pytest.param(
        "MCP143", replace(staked({}), surface=Surface("wiki", failure=DOWN)), [], id="MCP143: does not start"
    ),
    pytest.param(
        "MCP561",
        LockState("registry", exists=False, is_required=True),
        [
            Finding(
                "mcp-contract.lock",
                "there is no lock at `mcp-contract.lock`",
                want="`pytest-mcp-contract lock` writes it",
            )
        ],
        id="MCP561: a run that needs it",
    ),
    pytest.param(
        "MCP561",
        LockState("registry", exists=False, folder="git:main"),
        [
            Finding(
                "mcp-contract.lock",
                "there is no lock at `git:main`",
                want="`pytest-mcp-contract lock` writes it",
                is_mild=True,
            )
        ],
        id="MCP561: a run that does not",
    ),
    pytest.param("MCP561", LockState("registry"), [], id="MCP561: it is there"),
    pytest.param("MCP561", LockState("github", exists=False), [], id="MCP561: of a server"),
    pytest.param(
        "MCP562",
        with_file(LockFault.NOT_JSON, "is no JSON", line=7),
        [
            Finding(
                "servers.github",
                "`github.json` is no JSON",
                want="write it anew",
                file="mcp-contract.lock/github.json",
                line=7,
            )
        ],
        id="MCP562: of a server",
    ),
    pytest.param(
        "MCP562",
        of_nobody(with_file(LockFault.TOO_LARGE, "is too large")),
        [
            Finding(
                "mcp-contract.lock/github.json",
                "`github.json` is too large",
                want="write it anew",
                file="mcp-contract.lock/github.json",
            )
        ],
        id="MCP562: of nobody",
    ),
    pytest.param(
        "MCP562",
        with_file(LockFault.UNKNOWN_FORMAT, "has no format"),
        [
            Finding(
                "servers.github",
                "`github.json` has no format",
                want="write it anew",
                file="mcp-contract.lock/github.json",
            )
        ],
        id="MCP562: of no format",
    ),
    pytest.param(
        "MCP563",
        with_file(LockFault.CONFLICT, "has marks of a merge", line=4),
        [
            Finding(
                "servers.github",
                "`github.json` has marks of a merge",
                want="write it anew",
                file="mcp-contract.lock/github.json",
                line=4,
            )
        ],
        id="MCP563: a conflict",
    ),
    pytest.param("MCP563", with_file(LockFault.NOT_JSON, "is no JSON"), [], id="MCP563: another fault"),
    pytest.param(
        "MCP564",
        with_file(LockFault.NEWER, "has format 2"),
        [
            Finding(
                "servers.github",
                "`github.json` has format 2",
                want="write it anew",
                file="mcp-contract.lock/github.json",
            )
        ],
        id="MCP564: newer",
    ),
    pytest.param(
        "MCP565",
        with_file(LockFault.SAME_SERVER, "is of a server that another file is of"),
        [
            Finding(
                "servers.github",
                "`github.json` is of a server that another file is of",
                want="write it anew",
                file="mcp-contract.lock/github.json",
            )
        ],
        id="MCP565: of the same server",
    ),
    pytest.param(
        "MCP566",
        LockState("github", had_tools=True, has_tools=False),
        [
            Finding(
                "servers.github",
                "`github` lists no tools, and had some when it was locked",
                want="the tools, or a tombstone",
            )
        ],
        id="MCP566: lists none",
    ),
    pytest.param("MCP566", LockState("github", had_tools=False, has_tools=False), [], id="MCP566: had none"),
    pytest.param(
        "MCP566", LockState("github", had_tools=True, has_tools=None), [], id="MCP566: was not asked"
    ),
    pytest.param("MCP566", LockState("github", had_tools=True, has_tools=True), [], id="MCP566: lists some"),
    pytest.param(
        "MCP567",
        LockState("github", unreadable_schemas=(("GET /a", "no module"), ("GET /b", "no JSON"))),
        [
            Finding("servers.github.responses", "the schema of `GET /a` cannot be locked: no module"),
            Finding("servers.github.responses", "the schema of `GET /b` cannot be locked: no JSON"),
        ],
        id="MCP567: two schemas",
    ),
    pytest.param(
        "MCP568",
        LockState("github", version="1.2.3", least_version="2.0.0"),
        [
            Finding(
                "servers.github.server_info.version",
                "`1.2.3` says less than has changed",
                want="`2.0.0`, or a later one",
            )
        ],
        id="MCP568: another one",
    ),
    pytest.param(
        "MCP568",
        LockState("github", least_version="1.3.0"),
        [
            Finding(
                "servers.github.server_info.version",
                "no version is stated, and something has changed",
                want="`1.3.0`, or a later one",
            )
        ],
        id="MCP568: none",
    ),
    pytest.param("MCP568", LockState("github", version="1.2.3"), [], id="MCP568: enough"),
    pytest.param(
        "MCP569",
        Registry(
            accepted=[
                Accepted(code="MCP501", server="a", reason="r", by="b"),
                Accepted(code="MCP502", server="c", reason=" "),
            ]
        ),
        [
            Finding(
                "accepted.1",
                "the row for MCP502 of `c` states no reason and no by",
                want="a reason, and who has decided it",
            )
        ],
        id="MCP569: no reason and nobody",
    ),
    pytest.param(
        "MCP569",
        Registry(accepted=[Accepted(code="MCP501", server="a", by="b")]),
        [
            Finding(
                "accepted.0",
                "the row for MCP501 of `a` states no reason",
                want="a reason, and who has decided it",
            )
        ],
        id="MCP569: no reason",
    ),
    pytest.param(
        "MCP569",
        Registry(accepted=[Accepted(code="MCP501", server="a", reason="r", by="")]),
        [
            Finding(
                "accepted.0",
                "the row for MCP501 of `a` states no by",
                want="a reason, and who has decided it",
            )
        ],
        id="MCP569: nobody",
    ),
]


@pytest.mark.parametrize(("code", "subject", "told"), CASES)
def test_a_check_says_all_of_a_defect_and_nothing_of_what_is_sound(
    code: str, subject: object, told: list[Finding | Unchecked]
) -> None:
    """Provenance: ours. The whole finding, because that is what a report shows."""
    assert CHECKS[code](subject) == told
