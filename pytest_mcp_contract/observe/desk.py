"""A process of our own that answers one line of JSON with another: the side that answers."""

import os
import queue
import threading
from collections.abc import Callable
from typing import BinaryIO

from pytest_mcp_contract.observe.groups import end_servers_on_sigterm, kill_all


def answer_lines(answer: Callable[[bytes], str]) -> None:
    """Answer each line of the standard input on the standard output, until nobody asks any more.

    Must be called first thing: what servers print would else stand between the answers.
    """
    asks, answers = _own_streams()
    end_servers_on_sigterm()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def hear() -> None:
        for line in asks:
            lines.put(line)
        kill_all()
        os._exit(0)  # at once, whatever a server is doing: whoever asked is gone

    threading.Thread(target=hear, daemon=True).start()
    while True:
        answers.write(answer(lines.get()).encode() + b"\n")
        answers.flush()


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Where asks come from and answers go to; what servers read and print is out of the way of both."""
    asks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    return asks, answers
