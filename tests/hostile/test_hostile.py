"""Each hostile server is one clear finding, in bounded time and memory, and nothing of it stays.

Those that are heavy, and calls with made-up arguments, are tried by `make hostile` alone.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.hostile.meeting import SOUND, Meeting, Met, asked_elsewhere, http_servers
from tests.hostile.page import PAGE, page
from tests.hostile.zoo import HOSTILE, Hostile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures what a run leaves by /proc")

IS_ALL = bool(os.environ.get("MCP_HOSTILE"))
START = 2.0 if IS_ALL else 4.0
"""Seconds that a server may take to start, and to answer a list or a call."""
MORE = 2.0 if IS_ALL else 12.0
"""Seconds beyond a limit in which the run must be over with a server; beside other tests it waits a turn."""
MEGABYTES = 300
OUTER = 300.0
SELECTED = () if IS_ALL else ("--mcp-select=MCP0,MCP2,MCP3,MCP6",)
"""What is asked of servers; the checks of registries, cassettes and locks are tried by `make hostile`."""
NOTHING = {"processes": [], "threads": 0, "files": 0, "folders": []}
FUZZED = [
    one
    for one in HOSTILE
    if one.name.startswith(("pattern", "default", "bounds", "ref", "remote", "schema", "asks", "escapes"))
    or one.name
    in ("dies-in-call", "never-answers-a-call", "notifies-before-each-reply", "http-same-session-for-all")
]


def of(*lanes: str) -> list[Hostile]:
    """The servers of some lanes."""
    return [one for one in HOSTILE if one.lane in lanes]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Met]]:
    """All of them, met in three runs at once: those that wait leave the processor to the others."""
    waiting = of("waits")
    half = len(waiting) // 2
    with ExitStack() as stack:
        base = stack.enter_context(http_servers())
        meetings = [
            Meeting(
                servers, base, tmp_path_factory.mktemp("hostile"), *SELECTED, "--mcp-fuzz=off", start=START
            )
            for servers in (of("quick"), waiting[:half], waiting[half:])
        ]
        for meeting in meetings:
            stack.enter_context(closing(meeting))
        yield [meeting.end(OUTER) for meeting in meetings]
        assert asked_elsewhere(base) == []


def where(met: list[Met], server: Hostile) -> Met:
    """The run that has met a server."""
    return next(one for one in met if server.name in one.verdicts)


def by_name(lanes: tuple[str, ...]) -> pytest.MarkDecorator:
    """One test for each server of some lanes."""
    return pytest.mark.parametrize("server", of(*lanes), ids=lambda server: server.name)


def check_finding(server: Hostile, met: Met) -> None:
    """One finding that says what was seen, or none where it is to be left alone."""
    found = met.found(server.name)
    assert [one["code"] for one in found] == ([server.code] if server.code else []), found
    if server.code:
        assert server.told in found[0]["findings"][0]["saw"]
    assert len(met.verdicts[server.name]) >= len(met.verdicts[SOUND[0]])


def check_bounds(server: Hostile, met: Met, start: float) -> None:
    """Bounded time and memory, and nothing left."""
    measured = met.measured[server.name]
    assert measured["seconds"] <= start + MORE
    assert measured["megabytes"] <= MEGABYTES
    assert {key: value for key, value in measured.items() if key in NOTHING} == NOTHING


def check_run(met: Met) -> None:
    """The sound servers were asked, called and found sound, before and after the others; nothing is left."""
    for name in SOUND:
        assert met.found(name) == []
        passed = {one["code"] for one in met.verdicts[name] if one["outcome"] == "passed"}
        assert passed >= {"MCP003", "MCP201", "MCP220", "MCP301", "MCP302", "MCP303", "MCP304"}
    assert met.left == []
    assert "Traceback" not in met.output
    assert "INTERNALERROR" not in met.output
    assert {letter for letter in met.output if not letter.isprintable()} == {"\n"}


@by_name(("quick", "waits"))
def test_it_is_one_finding_that_says_what_was_seen(server: Hostile, met: list[Met]) -> None:
    """Provenance: ours. What is legal is left alone."""
    check_finding(server, where(met, server))


@by_name(("quick", "waits"))
def test_it_takes_bounded_time_and_memory_and_leaves_nothing(server: Hostile, met: list[Met]) -> None:
    """Provenance: ours. Measured by the run itself, from the first item of the server to its last."""
    check_bounds(server, where(met, server), START)


@pytest.mark.parametrize("run", range(3))
def test_sound_servers_are_judged_as_if_they_were_alone(run: int, met: list[Met]) -> None:
    """Provenance: ours. No escape reaches the terminal, and no request goes where a server points."""
    check_run(met[run])


@pytest.mark.skipif(not IS_ALL, reason="heavy: `make hostile`")
def test_heavy_ones(tmp_path: Path) -> None:
    """Provenance: ours. Where a flood has an end, the limit is beyond it."""
    with (
        http_servers() as base,
        closing(Meeting(of("heavy"), base, tmp_path, "--mcp-fuzz=off", start=30.0)) as run,
    ):
        met = run.end(OUTER)

    check_run(met)
    for server in of("heavy"):
        check_finding(server, met)
        check_bounds(server, met, 30.0)


@pytest.mark.skipif(not IS_ALL, reason="heavy: `make hostile`")
def test_started_while_others_are_asked_they_are_told_alike(tmp_path: Path) -> None:
    """Provenance: ours. Neither the hostile nor the sound are judged by what their neighbours do."""
    servers = of("quick", "waits")
    with (
        http_servers() as base,
        closing(
            Meeting(servers, base, tmp_path, *SELECTED, "--mcp-fuzz=off", "--mcp-ahead=2", start=START)
        ) as run,
    ):
        met = run.end(OUTER)

    check_run(met)
    for server in servers:
        check_finding(server, met)


@pytest.mark.skipif(not IS_ALL, reason="heavy: `make hostile`")
def test_calls_with_made_up_arguments_stay_bounded(tmp_path: Path) -> None:
    """Provenance: ours. A server that takes what its schema refuses is told of that as well."""
    with (
        http_servers() as base,
        closing(Meeting(FUZZED, base, tmp_path, "--mcp-fuzz=ci", start=START)) as run,
    ):
        met = run.end(OUTER)
        elsewhere = asked_elsewhere(base)

    check_run(met)
    assert elsewhere == []
    for server in FUZZED:
        assert server.code is None or server.code in {one["code"] for one in met.found(server.name)}
        check_bounds(server, met, 20.0)


def test_the_page_has_the_table_as_it_is() -> None:
    """Provenance: ours. `python -m tests.hostile` writes it anew."""
    text = PAGE.read_text(encoding="utf-8")

    assert text == page(text)
