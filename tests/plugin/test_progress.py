"""The line that says what happens now, and what is told of durations."""

import io
import os
import re
import select
import socket
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_mcp_contract.model import Work
from pytest_mcp_contract.report.progress import LiveLine, may_show
from tests.plugin.conftest import SOUND_SERVER, entry, write_registry

WITHIN = 60.0
HELD = """
import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1]))).recv(1)
"""
DRAWN = r"\x1bD\x1b\[A\x1b7\x1b\[B\r\x1b\[\?7l([^\x1b]*)\x1b\[\?7h\x1b\[K\x1b8"
CLEARED = r"\x1b7\x1b\[B\r\x1b\[K\x1b8"
SELECTED = ("--mcp-select=MCP003,MCP201", "--mcp-durations=0")


def held(project: pytest.Pytester, port: int) -> None:
    """A registry with a server that starts only once whoever listens on `port` lets it."""
    (project.path / "held.py").write_text(HELD + SOUND_SERVER.format(name="held"), encoding="utf-8")
    start = [sys.executable, "held.py", str(port)]
    write_registry(project, entry("held", f"command = {start}"))


def read(terminal: int, until: str) -> str:
    """What is written to a terminal, until a text shows up; all of it where that is empty."""
    said = b""
    while not until or until not in said.decode("utf-8", "replace"):
        ready, _, _ = select.select([terminal], [], [], WITHIN)
        assert ready, f"nothing more came after {said[-300:]!r}"
        try:
            more = os.read(terminal, 65536)
        except OSError:  # how Linux tells that the other side is closed
            more = b""
        if not more:
            break
        said += more
    return said.decode("utf-8", "replace")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such line on Windows")
def test_what_takes_long_is_told_in_a_terminal_and_gone_before_anything_else(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The server starts only after the line was seen."""
    for name in ("CI", "BUILD_NUMBER", "FORCE_COLOR", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    ours, theirs = os.openpty()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(WITHIN)
        held(project, listening.getsockname()[1])
        command = [sys.executable, "-m", "pytest", "--mcp-contract", *SELECTED]
        with subprocess.Popen(
            command, cwd=project.path, stdin=theirs, stdout=theirs, stderr=theirs
        ) as running:
            os.close(theirs)
            line, _ = listening.accept()
            said = read(ours, "held: start, ")
            with line:
                line.send(b"!")
            said += read(ours, "")
            code = running.wait(WITHIN)
    os.close(ours)

    assert code == 0, said
    rest = re.sub(f"(?:{DRAWN})+{CLEARED}", "", said)
    assert "\x1b" not in re.sub(r"\x1b\]9;4;[^\x1b]*\x1b\\", "", rest)  # pytest's own progress of the window
    assert "held: start, " not in rest
    assert re.search(r"^ +\d+\.\d\d s  held  start\r$", rest, re.MULTILINE)


@pytest.mark.parametrize(
    ("options", "environment", "is_shown"),
    [
        ({}, {}, True),
        ({"verbose": -1}, {}, True),
        ({"verbose": -2}, {}, False),
        ({"capture": "no"}, {}, False),
        ({"log_cli_level": "INFO"}, {}, False),
        ({}, {"TERM": "dumb"}, False),
        ({}, {"CI": "true"}, False),
    ],
)
def test_the_line_is_not_for_everybody(
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, object],
    environment: dict[str, str],
    is_shown: bool,
) -> None:
    """Provenance: ours. Whoever has logs or prints in between, or asks for silence, would not see it go."""
    plain = {"verbose": 0, "capture": "fd", "log_cli_level": None}
    for name, value in {**plain, **options}.items():
        monkeypatch.setattr(pytestconfig.option, name, value)
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    for name, word in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, word)
    monkeypatch.delattr(pytestconfig, "workerinput", raising=False)

    assert may_show(pytestconfig) is (is_shown and os.name != "nt")


def test_a_worker_has_no_line(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Its output is nobody's terminal."""
    monkeypatch.setattr(pytestconfig, "workerinput", {}, raising=False)
    monkeypatch.setenv("TERM", "xterm")

    assert not may_show(pytestconfig)


def test_the_tool_is_told_where_the_work_is_for_it() -> None:
    """Provenance: ours. A tool's name is the server's to choose: it moves no cursor."""
    items: Any = [SimpleNamespace(server="github", tool=tool) for tool in (None, "get_issue", "merge\x1b[2J")]
    session: Any = SimpleNamespace(items=items)
    line = LiveLine(lambda: None)
    line.pytest_collection_finish(session)
    calls = Work("github", "made-up calls", 12.4, 214)

    line.pytest_runtest_setup(items[1])
    assert line.text(calls) == "github: made-up calls, 214 so far, 12 s (get_issue, tool 1 of 2)"
    assert line.text(Work("jira", "start", 3.0, 0)) == "jira: start, 3 s"
    line.pytest_runtest_setup(items[2])
    assert line.text(calls) == "github: made-up calls, 214 so far, 12 s (merge?[2J, tool 2 of 2)"
    line.pytest_runtest_logstart("next")
    assert line.text(calls) == "github: made-up calls, 214 so far, 12 s"


def test_what_is_soon_over_is_not_worth_a_word() -> None:
    """Provenance: ours. A line that flickers is worse than none."""
    works = iter([Work("github", "start", 0.3, 0), Work("github", "start", 0.6, 0), None])
    line = LiveLine(lambda: next(works))
    line._file = written = io.StringIO()

    line.look()
    assert written.getvalue() == ""
    line.look()
    assert re.findall(DRAWN, written.getvalue()) == ["github: start, 1 s"]
    line.look()
    line.clear()
    line.clear()
    assert len(re.findall(CLEARED, written.getvalue())) == 1
