"""Which examples are recorded, and what became of each: none is called twice in a run, whatever happens."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Ended, Entry, Example, JSONObject, Registry, Unchecked
from pytest_mcp_contract.observe.recorder_process import Answer, RecorderProcess
from pytest_mcp_contract.observe.recorder_session import RecorderSession
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits, NotRecorded, Written
from pytest_mcp_contract.observe.target import InProcess, last_line, target_of

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.upstream.cassette import Cassette, CassetteError

Read = Callable[[Path], "Cassette | CassetteError"]
_SAID = 120
"""Characters of a reply that are told."""
_BY_ITSELF = "call the tool by itself to see the whole error"


class _RefusedError(Exception):
    """An example is not recorded: why, and the way out."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why = why
        self.fix = fix


class Recordings:
    """Records the examples of a registry's tools, as far as `mode` asks for it."""

    def __init__(
        self,
        registry: Registry,
        *,
        mode: str | None,
        limits: Limits,
        redactor: Redactor,
        sessions: Sessions,
        read: Read,
        written: Written,
    ) -> None:
        self._registry = registry
        self._mode = mode
        self._limits = limits
        self._redactor = redactor
        self._read = read
        self._written = written
        self._done: dict[tuple[str, str], list[NotRecorded]] = {}
        self._sessions = sessions
        """Those of servers outside this process, with their real tokens."""
        self._processes: dict[str, RecorderProcess | RecorderSession] = {}
        self._down: dict[str, _RefusedError] = {}
        """Servers that cannot be called at all."""

    def record(self, entry: Entry, tool: str, folder: Path) -> tuple[Unchecked, ...]:
        """Record the examples of a tool into `folder`, once in a run; gives why one was not recorded."""
        key = entry.name, tool
        if self._mode is not None and key not in self._done:
            failures = self._done[key] = []  # before the first call: none is made twice, also after an error
            for example, path in self._wanted(entry.tool(tool).examples, folder):
                try:
                    self._record(entry, tool, example, path)
                except _RefusedError as error:
                    clean = self._redactor.line
                    failures.append(
                        NotRecorded(entry.name, tool, example.name, clean(error.why), clean(error.fix))
                    )
            self._written.not_recorded += failures
        return tuple(
            Unchecked(f"example `{one.case}` was not recorded: {one.why}; {one.fix}", lost=True)
            for one in self._done.get(key, ())
        )

    def cases_not_recorded(self, server: str, tool: str) -> set[str]:
        """Names of the examples that should have been recorded, and were not."""
        return {one.case for one in self._done.get((server, tool), ())}

    def release(self, server: str) -> None:
        """End the process of a server that will not be called again; what was called stays known."""
        process = self._processes.pop(server, None)
        if process is not None:
            process.close()

    def close(self) -> None:
        """End every process."""
        for server in list(self._processes):
            self.release(server)
        self._sessions.close()

    def _wanted(self, examples: Iterable[Example], folder: Path) -> Iterator[tuple[Example, Path]]:
        from pytest_mcp_contract.observe.upstream.cassette import case_path

        for example in examples:
            path = case_path(folder, example.name)
            is_changed, is_stale = self._outdated(example, path)
            if self._mode == "all" or not path.exists() or (self._mode == "new" and (is_changed or is_stale)):
                yield example, path
            else:
                self._written.kept += 1
                self._written.stale += [path] if is_stale else []

    def _outdated(self, example: Example, path: Path) -> tuple[bool, bool]:
        """Whether a cassette is not of this example as it is now, and whether it is too old."""
        found = self._read(path)
        if isinstance(found, Exception):
            return True, False
        header = found.header
        stated = redacted_arguments(self._redactor, example)
        is_same = (header.arguments, header.expect) == (stated, example.expect)
        days = days_since(header.recorded_at, self._registry.today)
        return not is_same, days is not None and days > self._registry.cassette_max_age_days

    def _record(self, entry: Entry, tool: str, example: Example, path: Path) -> None:
        from pytest_mcp_contract.observe.upstream.cassette import write
        from pytest_mcp_contract.observe.upstream.record import recorded

        process = self._process(entry)
        _refuse_unwritable(path)
        answer = process.call(tool, example.arguments)
        if answer.failed:
            self._down[entry.name] = _RefusedError(answer.failed, answer.fix or _BY_ITSELF)
            raise self._down[entry.name]
        self._refuse_unfit(answer, example)
        cassette = recorded(
            answer.exchanges,
            entry=entry,
            tool=tool,
            example=example,
            path=path,
            environment=process.environment,
            redactor=self._redactor.fresh(),
        )
        try:
            write(cassette)
        except OSError as error:
            raise _unwritable(path, error) from error
        except Exception as error:
            raise _RefusedError(f"its traffic cannot be written: {last_line(error)}", _BY_ITSELF) from error
        self._written.cassettes.append(path)

    def _process(self, entry: Entry) -> RecorderProcess | RecorderSession:
        """Where the calls of a server are made.

        Raises:
            _RefusedError: nothing needs to be called to know that it would be in vain.
        """
        if entry.name in self._down:
            raise self._down[entry.name]
        if entry.name not in self._processes:
            try:
                environment = self._environment(entry)
                self._processes[entry.name] = (
                    RecorderProcess(entry, environment, self._limits)
                    if entry.in_process
                    else RecorderSession(entry, self._sessions, self._limits)
                )
            except _RefusedError as error:
                self._down[entry.name] = error
                raise
        return self._processes[entry.name]

    def _environment(self, entry: Entry) -> dict[str, str]:
        try:
            target = target_of(entry, self._registry.folder, recording=True)
        except ConfigError as error:
            raise _RefusedError(error.what, error.fix) from error
        own = target.environment if isinstance(target, InProcess) else {}
        environment = {**os.environ, **own}
        if entry.token_env and not environment.get(entry.token_env):
            raise _RefusedError(
                f"`{entry.token_env}` is not set, the token of `{entry.name}`",
                f"run it with `{entry.token_env}=...` in the environment",
            )
        return environment

    def _refuse_unfit(self, answer: Answer, example: Example) -> None:
        """Let nothing become a cassette that would replay as a defect of the tool, or hide one.

        Raises:
            _RefusedError: no reply, a request without an answer, or not what the example expects.
        """
        said = self._redactor.line(answer.said)
        said = said if len(said) <= _SAID else f"{said[: _SAID - 1]}…"
        if answer.ended is not Ended.REPLIED:
            how = "hangs" if answer.ended is Ended.HANG else "ends the server"
            raise _RefusedError(
                f"the call {how} ({said})" if said else f"the call {how}",
                "see that the API answers, or give the call more time with `timeout_ms`"
                if answer.ended is Ended.HANG
                else _BY_ITSELF,
            )
        if answer.unheard:
            raise _RefusedError(answer.unheard, "correct the name of the variable in `upstream`")
        if answer.unanswered:
            first = self._redactor.fresh().request(answer.unanswered[0])
            more = f" and {len(answer.unanswered) - 1} more" if len(answer.unanswered) > 1 else ""
            raise _RefusedError(
                f"no answer came to `{first.method} {first.uri}`{more}",
                "see that the API can be reached from here under that address",
            )
        if answer.succeeded and example.expect == "error":
            raise _RefusedError(
                "the reply is a success, where the example expects an error",
                'correct its arguments, or state `expect = "success"`',
            )
        if not answer.succeeded and example.expect == "success":
            raise _RefusedError(
                f"the reply is an error{_refusals(answer)}, where the example expects success: {said}",
                'correct its arguments or the token, or state `expect = "error"` in the registry',
            )


def _refusals(answer: Answer) -> str:
    """What the API said, where it said no: a tool's own words often do not tell."""
    statuses = sorted({one.response.status for one in answer.exchanges if one.response.status >= 400})
    return f" (the API answered {', '.join(map(str, statuses))})" if statuses else ""


def redacted_arguments(redactor: Redactor, example: Example) -> JSONObject:
    """The arguments of an example, as a cassette of it would state them."""
    redacted = redactor.fresh().json(dict(example.arguments))
    assert isinstance(redacted, dict), "an object stays an object"
    return redacted


def days_since(recorded_at: str, today: date) -> int | None:
    """How old a recording is; None where it states no day."""
    try:
        return (today - date.fromisoformat(recorded_at)).days
    except ValueError:
        return None


def _refuse_unwritable(path: Path) -> None:
    """See before the call whether its cassette can be written: the call may change something.

    Raises:
        _RefusedError: it cannot.
    """
    if path.is_dir():
        raise _unwritable(path, IsADirectoryError(0, "there is a folder of that name"))
    folder = next((folder for folder in path.parents if folder.exists()), path.parent)
    if not folder.is_dir():
        raise _unwritable(path, NotADirectoryError(0, f"`{folder.name}` is no folder"))
    if not os.access(folder, os.W_OK):
        raise _unwritable(path, PermissionError(0, f"the folder `{folder.name}` is read-only"))


def _unwritable(path: Path, error: OSError) -> _RefusedError:
    return _RefusedError(
        f"its cassette `{path.name}` cannot be written: {error.strerror or error}",
        "make room for it, or name another folder with `cassettes`",
    )
