"""Nothing is sent anywhere while recorded traffic is played: the interpreter tells of every attempt."""

from pathlib import Path

import pytest

from tests.conftest import RunPytest

GUARD = """
import socket
import sys
from pathlib import Path

LOG = Path(__file__).with_name("attempts.txt")
WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")


def attempt(event, arguments):
    if event in WATCHED:
        where = arguments["get" not in event]
        with LOG.open("a") as file:
            file.write(f"{event} {where}\\n")


sys.addaudithook(attempt)
# What shows that the guard sees anything; nobody answers under this address.
socket.getaddrinfo("192.0.2.1", 80, flags=socket.AI_NUMERICHOST)
"""


@pytest.mark.parametrize("mode", ["off", "ci"])
def test_a_replay_asks_no_network(pytester: pytest.Pytester, run_pytest: RunPytest, mode: str) -> None:
    """Provenance: ours. Cassettes, faults, provenance and made-up calls of two tools, in this process."""
    pytester.makepyfile(guard=GUARD)
    pytester.makeini("[pytest]\n")

    result = run_pytest(
        pytester,
        *("-p", "guard", "--mcp-contract", "--mcp-registry=reference", f"--mcp-fuzz={mode}"),
        *("mcp-registry::github::get_issue", "mcp-registry::zendesk::get_ticket"),
    )

    assert result.ret == pytest.ExitCode.OK, result.stdout.str()
    assert result.parseoutcomes()["passed"] > 50
    assert Path("attempts.txt").read_text(encoding="utf-8") == "socket.getaddrinfo 192.0.2.1\n"
