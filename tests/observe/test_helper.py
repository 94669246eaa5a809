"""Processes of our own that answer lines, and the servers that they start."""

import os
import select
import subprocess
import sys
from contextlib import suppress

import pytest

from pytest_mcp_contract.observe.helper import HelperProcess

_SOURCE = """
import subprocess, sys
from pytest_mcp_contract.observe.desk import answer_lines
from pytest_mcp_contract.observe.groups import LIVING

child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
LIVING[child.pid] = ""
answer_lines(lambda line: str(child.pid) if line == b"who\\n" else __import__("time").sleep(60))
"""


class Helper(HelperProcess):
    """Starts a process in a group of its own, and says which; anything else it is asked takes a minute."""

    def _start(self) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-c", _SOURCE], stdin=pipe, stdout=pipe, start_new_session=True
        )

    def child(self) -> int:
        """The process that it started."""
        _, heard = self._say(b"who")
        pid = int(heard.get(timeout=30))
        self._is_asked = False
        return pid


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="a process is watched by a descriptor")
@pytest.mark.parametrize("is_asked", [False, True])
def test_what_a_helper_started_ends_with_it(is_asked: bool) -> None:
    """Provenance: mcp-gitlab, which lives on for half a minute when its standard input closes."""
    helper = Helper()
    child = os.pidfd_open(helper.child())
    if is_asked:
        helper._say(b"wait")

    helper.close()

    try:
        assert select.select([child], [], [], 5)[0]
    finally:
        with suppress(OSError):
            os.close(child)
