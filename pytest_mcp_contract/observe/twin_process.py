"""One more process to play cassettes in, with another time zone, locale and hash seed."""

import os
import queue
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.model import Entry
from pytest_mcp_contract.observe.circumstances import other_hash_seed, other_locale, other_zone
from pytest_mcp_contract.observe.helper import GRACE, HelperProcess
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.settings import Limits

_STARTING = 60.0
"""Seconds more than what is asked for may take: the interpreter starts and imports, on a loaded machine."""
_CLOSING = 20.0
"""Seconds more for each call: a server that hung is ended, and another one started."""
_MOST_DEATHS = 2
_FIELDS = {
    "name", "python", "command", "env", "workdir", "token_env", "upstream", "match_on", "timeout_ms"
}  # fmt: skip
"""What of a row is needed to start a server and play its cassettes."""


class Ask(BaseModel):
    """One tool, and the cassettes to play through it."""

    entry: Entry
    tool: str
    cassettes: list[Path]
    paths: list[str]
    """Where modules are found."""
    folder: Path
    """Where temporary files belong."""
    registry: Path
    """The folder of the registry, which a `workdir` is relative to."""
    start: float
    call: float
    protocol: str
    refuses_effects: bool
    secrets: list[str]
    """What is redacted. It goes through a pipe only."""
    patterns: list[str]


class Answer(BaseModel):
    """The renderings, one for each cassette; None where no reply came."""

    renderings: list[str | None] = []
    untried: str = ""
    """Why there are none."""


class TwinProcess(HelperProcess):
    """The process, started when it is first asked, ended with the run, and replaced once if it dies."""

    _module = "pytest_mcp_contract.observe.twin"

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor
        self._deaths = 0

    def play(
        self,
        cassettes: Iterable[Path],
        *,
        entry: Entry,
        tool: str,
        folder: Path,
        registry: Path,
        limits: Limits,
        refuses_effects: bool,
    ) -> Callable[[], Answer]:
        """Let the cassettes be played there; gives a function that waits for that, in a bounded time."""
        ask = Ask(
            entry=entry,
            tool=tool,
            cassettes=list(cassettes),
            paths=[path or os.getcwd() for path in sys.path],
            folder=folder / "twin",
            registry=registry,
            start=limits.start,
            call=limits.call,
            protocol=limits.protocol,
            refuses_effects=refuses_effects,
            secrets=[one for one in sorted(self._redactor.secrets) if _is_text(one)],
            patterns=list(self._redactor.patterns),
        )
        line = ask.model_dump_json(include={**dict.fromkeys(Ask.model_fields, True), "entry": _FIELDS})
        if self._deaths >= _MOST_DEATHS:
            return lambda: Answer(untried=f"another process died {_MOST_DEATHS} times")
        try:
            process, heard = self._say(line.encode())
        except OSError as error:
            said = f"another process cannot be started: {error.strerror or error}"
            return lambda: Answer(untried=said)
        each = limits.within(entry) + limits.start + _CLOSING
        return lambda: self._answer(process, heard, _STARTING + len(ask.cassettes) * each)

    def _answer(
        self, process: "subprocess.Popen[bytes]", heard: "queue.SimpleQueue[bytes]", within: float
    ) -> Answer:
        try:
            answer = Answer.model_validate_json(heard.get(timeout=within))
        except queue.Empty:
            ended = "did not answer"
        except ValidationError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            ended = f"ended with exit code {process.returncode}"
        else:
            self._is_asked = False
            return answer
        self._deaths += 1
        self.close()
        return Answer(untried=f"another process {ended}")

    def _environment(self) -> Mapping[str, str]:
        environment = {**os.environ, "TZ": other_zone(), "PYTHONHASHSEED": other_hash_seed()}
        if name := other_locale():
            environment["LC_ALL"] = name
        return environment


def _is_text(value: str) -> bool:
    """Whether a variable's value is text: other bytes of it can go through no JSON."""
    return not any("\ud800" <= character <= "\udfff" for character in value)
