"""The process that recorded calls are made in: a fresh interpreter with the real environment.

A server may read its token or its base URL when it is imported. Here, it was imported for its list of tools,
with a fixed word for the token, and stays imported.
"""

import os
import queue
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from pytest_mcp_contract.model import Ended, Entry, Exchange, JSONObject, Reply, Request
from pytest_mcp_contract.observe.helper import GRACE, HelperProcess
from pytest_mcp_contract.observe.settings import Limits

_STARTING = 60.0
"""Seconds more than what is asked for may take: the interpreter starts and imports, on a loaded machine."""
_SAID = 300
"""Characters of an error's text that are told."""


class Ask(BaseModel):
    """One call."""

    server: str
    python: str
    tool: str
    arguments: dict[str, JsonValue]
    paths: list[str]
    """Where modules are found."""
    start: float
    call: float
    protocol: str


class Answer(BaseModel):
    """What came of it. Not redacted: it goes through a pipe only."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    ended: Ended = Ended.REPLIED
    succeeded: bool = False
    said: str = ""
    """What the reply says, or what is known of how the call ended."""
    exchanges: list[Exchange] = []
    unanswered: list[Request] = []
    """Requests to which no answer came."""
    unheard: str = ""
    """That nothing which the server asks of its API can be seen, as a sentence."""
    failed: str = ""
    """Why no call was made."""
    fix: str = ""


def said_by(reply: Reply | None) -> str:
    """What a reply says, on one line that can be encoded, cut."""
    if reply is None:
        return ""
    return on_one_line(reply.error.message if reply.error else " ".join(reply.texts()))


def on_one_line(text: str) -> str:
    """`text` as it is told of an error."""
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_SAID]


class RecorderProcess(HelperProcess):
    """The process for one server, started with the first call, and again after one that it died of."""

    _module = "pytest_mcp_contract.observe.recorder"

    def __init__(self, entry: Entry, environment: Mapping[str, str], limits: Limits) -> None:
        super().__init__()
        self._entry = entry
        self.environment = dict(environment)
        self._limits = limits

    def _environment(self) -> Mapping[str, str]:
        return self.environment

    def call(self, tool: str, arguments: JSONObject) -> Answer:
        """Call a tool there, against the live API, and wait for it in a bounded time."""
        within = self._limits.within(self._entry)
        ask = Ask(
            server=self._entry.name,
            python=self._entry.python or "",
            tool=tool,
            arguments=dict(arguments),
            paths=[path or os.getcwd() for path in sys.path],
            start=self._limits.start,
            call=within,
            protocol=self._limits.protocol,
        )
        try:
            process, heard = self._say(ask.model_dump_json().encode())
        except OSError as error:
            return Answer(failed=f"no process to record in can be started: {error.strerror or error}")
        try:
            answer = Answer.model_validate_json(heard.get(timeout=_STARTING + self._limits.start + within))
        except queue.Empty:
            self.close()
            return Answer(ended=Ended.HANG, said=f"no reply within {within:g} s")
        except ValidationError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            said = f"the process ended with exit code {process.returncode}"
            self.close()
            return Answer(ended=Ended.DIED, said=said)
        self._is_asked = False
        return answer
