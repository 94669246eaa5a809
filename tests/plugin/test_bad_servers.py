"""Servers that cannot be asked, die or hang: one clear finding each, and the others go on."""

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.plugin.conftest import Contract, entry, in_process, reported, verdicts, write_registry

WAIT = "import time; time.sleep(60)"
BLOCKING = '''
import re, time
from mcp.server import MCPServer

server = MCPServer("blocking")


@server.tool()
def sleeps() -> str:
    """Sleep on the thread."""
    time.sleep(600)
    return ""


@server.tool()
def backtracks() -> str:
    """Match without end."""
    return str(re.match(r"(a+)+$", "a" * 40 + "b"))


@server.tool()
async def backtracks_in_the_loop() -> str:
    """Match without end, in the event loop, behind an `except`."""
    try:
        return str(re.match(r"(a+)+$", "a" * 40 + "b"))
    except Exception:
        return "swallowed"


@server.tool()
def answers() -> str:
    """Answer."""
    return "An answer."
'''

DIES_WHEN_CALLED = '''
import os
from mcp.server import MCPServer

server = MCPServer("dying")


@server.tool()
def nothing() -> str:
    """Do nothing."""
    return ""


async def call_tool(*args, **kwargs):
    os._exit(9)


server._tool_manager.call_tool = call_tool
server.run()
'''


def failures(project: pytest.Pytester, contract: Contract) -> dict[str, str]:
    """Node id -> what was seen, of all failed verdicts."""
    found = verdicts(project, contract)
    return {
        node.removeprefix("mcp_contract.toml::"): item["findings"][0]["saw"]
        for node, item in found.items()
        if item["outcome"] == "failed"
    }


def test_every_way_not_to_start_is_one_finding_and_the_sound_server_is_judged(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Each row is broken in another way; `weather` is sound."""
    project.makepyfile(
        raising="raise ValueError('no config file')",
        noserver="server = {}",
        leaving="raise SystemExit(3)",
    )
    rows = {
        "missing": 'command = ["no-such-program"]',
        "exits": f'command = ["{sys.executable}", "-c", "raise SystemExit(7)"]',
        "noisy": f'command = ["{sys.executable}", "-c", "print(\'hello\', flush=True); {WAIT}"]',
        "silent": f'command = ["{sys.executable}", "-c", "{WAIT}"]',
        "raises": 'python = "raising:server"',
        "leaves": 'python = "leaving:server"',
        "other": 'python = "noserver:server"',
        "absent": 'python = "weather:no_such_name"',
        "refuses": 'url = "http://127.0.0.1:9/mcp"',
        "unset": 'url = "http://127.0.0.1:9/mcp"\nheaders = { Authorization = "Bearer ${NO_SUCH_VARIABLE}" }',
    }
    parts = [entry(name, start, id=index) for index, (name, start) in enumerate(rows.items(), start=2)]
    write_registry(project, in_process("weather"), *parts)

    found = verdicts(project, contract, "--mcp-start-timeout=2")

    seen = {
        item["server"]: item["findings"][0]["saw"] for item in found.values() if item["outcome"] == "failed"
    }
    assert set(seen) == set(rows)
    expected = {
        "missing": "a command that does not exist: `no-such-program`",
        "exits": "exits before it answers (exit code 7)",
        "noisy": "no JSON-RPC, first `hello`",
        "silent": "does not answer: no reply within 2 s",
        "raises": "`raising` cannot be imported: ValueError: no config file",
        "leaves": "`leaving` cannot be imported: SystemExit: 3",
        "other": "gives an object of type `dict`, which is no MCP server",
        "absent": "`weather` has no `no_such_name`",
        "refuses": "cannot be reached at `http://127.0.0.1:9/mcp`",
        "unset": "names `${NO_SUCH_VARIABLE}`, which is not set",
    }
    assert {name: text for name, text in expected.items() if text not in seen[name]} == {}
    lines = {
        item["server"]: item["findings"][0]["line"] for item in found.values() if item["outcome"] == "failed"
    }
    assert all(lines.values())
    weather = {item["outcome"] for item in found.values() if item["server"] == "weather"}
    assert weather == {"passed", "not_exercised", "warned"}
    silent = {item["outcome"] for item in found.values() if item["server"] == "silent"}
    idle = {
        item["code"]
        for item in found.values()
        if (item["server"], item["outcome"]) == ("silent", "not_exercised")
    }
    assert silent >= {"passed", "failed", "lost"}
    # Files of cassettes are judged without the server, and there are none.
    assert {code[:5] for code in idle} <= {"MCP47"}


def test_a_page_of_html_is_named_as_no_mcp(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A URL that leads to a website."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html>Welcome</html>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=site.serve_forever, daemon=True)
    thread.start()
    write_registry(
        project, entry("site", f'url = "http://127.0.0.1:{site.server_port}/"'), in_process("weather", id=2)
    )

    found = failures(project, contract)
    site.shutdown()
    site.server_close()
    thread.join(5)

    assert list(found) == ["site::MCP003"]
    assert "text/html" in found["site::MCP003"]


def test_a_server_that_dies_is_one_red_item_and_its_lost_ones_are_named(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. It lists its tools, and any call ends it, also of a tool that it does not have."""
    project.makepyfile(dying=DIES_WHEN_CALLED)
    start = f'command = ["{sys.executable}", "dying.py"]'
    row = entry("dying", start, id=2).replace("get_forecast", "nothing")
    write_registry(project, in_process("weather"), row)

    result = contract()
    report = result.stdout.str()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["FAILED mcp_contract.toml::dying::MCP003 - *"])
    result.stdout.fnmatch_lines(["LOST mcp_contract.toml::dying - * check*: *"])
    assert "exit code 9" in report


def test_blocking_tools_are_hangs_and_the_run_goes_on(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A sleep, a catastrophic regex in a sync tool, and one in the event loop."""
    project.makepyfile(blocking=BLOCKING)
    tools = ("answers", "backtracks", "backtracks_in_the_loop", "sleeps")
    stakes = ", ".join(f'{tool} = "never_ask"' for tool in tools)
    row = in_process("blocking").replace('get_forecast = "never_ask"', stakes) + "\ntimeout_ms = 1000"
    write_registry(project, row)

    found = verdicts(project, contract)

    hangs = {item["tool"]: item["outcome"] for item in found.values() if item["code"] == "MCP302"}
    assert hangs == {
        "answers": "passed", "backtracks": "failed", "backtracks_in_the_loop": "failed", "sleeps": "failed"
    }  # fmt: skip


LISTENS_TO_SIGINT = """
import signal, sys, pytest
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born deaf to it
sys.exit(pytest.main(["--mcp-contract"]))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to see what is left running")
def test_ctrl_c_leaves_nothing_running(project: pytest.Pytester) -> None:
    """Provenance: ours. The child never answers, and has a child of its own."""
    marker = f"mcp-contract-left-{os.getpid()}"
    code = (
        "import subprocess, sys, time; "
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)  # {marker}']); "
        f"open('{(project.path / 'started').as_posix()}', 'w').close(); time.sleep(300)"
    )
    write_registry(project, entry("silent", f'command = ["{sys.executable}", "-c", """{code}"""]'))
    process = subprocess.Popen(
        [sys.executable, "-c", LISTENS_TO_SIGINT],
        cwd=project.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while not (project.path / "started").exists():
        assert process.poll() is None, process.stdout.read() if process.stdout else ""

    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)

    assert process.returncode == pytest.ExitCode.INTERRUPTED, output
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if marker in _command(path)]
    assert left == []


def _command(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


DIES_IN_A_TOOL = '''
import os
import sys
from typing import Annotated
from mcp.server import MCPServer

server = MCPServer("fragile")


@server.tool()
def export() -> str:
    """Leave the process."""
    print("out of memory", file=sys.stderr, flush=True)
    os._exit(9)


@server.tool()
def report() -> str:
    """Report."""
    return "A report."


server.run()
'''


OF_CALLS = ("MCP302", "MCP303", "MCP304", "MCP306")


def test_a_server_that_a_call_ends_is_one_red_item_and_is_started_again_for_the_later_ones(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The first tool called leaves the process; the second answers from another one."""
    project.makepyfile(fragile=DIES_IN_A_TOOL)
    row = entry("fragile", f'command = ["{sys.executable}", "fragile.py"]')
    row = row.replace('get_forecast = "never_ask"', 'export = "never_ask", report = "never_ask"')
    calls = "\n".join(
        f'[[servers.fragile.tools.{tool}.examples]]\nname = "normal"' for tool in ("export", "report")
    )
    write_registry(project, row, calls)

    result = contract("--mcp-report", "json=report.json")

    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["FAILED mcp_contract.toml::fragile::export::MCP303 - *(exit code 9)*"])
    result.stdout.fnmatch_lines(["  last words on stderr:", "    | out of memory"])
    found = reported(project)
    ended = [found[f"mcp_contract.toml::fragile::report::{code}"]["outcome"] for code in OF_CALLS]
    assert ended == ["passed"] * len(OF_CALLS)
