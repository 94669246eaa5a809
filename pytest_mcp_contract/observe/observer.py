"""Asks each server once and keeps the answers: what every item of a server reads.

What reads and plays cassettes is imported with the first of them: vcrpy takes a tenth of a second.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from pytest_mcp_contract.model import (
    Call,
    Ended,
    Entry,
    Example,
    JSONObject,
    Registry,
    Replay,
    Request,
    Surface,
    Tool,
    ToolCalls,
    Unchecked,
)
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits, Writing, Written
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.target import last_line

_NO_TOOL = "the server has no such tool: correct `tools_stakes`"
_NO_ARGUMENTS = Example(name="no arguments")
"""What a tool without examples is called with, where it asks for nothing."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class Observer:
    """Everything that was asked of the servers of one registry."""

    def __init__(
        self,
        registry: Registry,
        *,
        rootdir: Path,
        limits: Limits | None = None,
        writing: Writing | None = None,
    ) -> None:
        self._registry = registry
        self._limits = limits or Limits()
        self._writing = writing or Writing()
        self.written = Written()
        self.redactor = Redactor.of(_secret_variables(registry), registry.redact, _tables(registry))
        self._folder = Path(tempfile.mkdtemp(prefix="mcp-contract-"))
        self._shelter = Shelter(self._folder)
        self._sessions = Sessions(registry, self._limits, self._shelter, self.redactor.line)
        self._replays: dict[tuple[str, str], tuple[Replay, ...] | Unchecked] = {}
        self._calls: dict[tuple[str, str], ToolCalls | Unchecked] = {}
        self._paths = [str(path) for path in (rootdir, registry.folder) if str(path) not in sys.path]
        sys.path.extend(self._paths)

    @property
    def cassettes(self) -> Path:
        """The folder with the cassettes of this registry."""
        return (self._registry.folder / self._registry.cassettes).resolve()

    def close(self) -> None:
        """End every session, and everything that they started."""
        self._sessions.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        for path in self._paths:
            if path in sys.path:
                sys.path.remove(path)

    def release(self, server: str) -> None:
        """End the session of a server that will not be asked again, and forget its answers."""
        self._sessions.release(server)
        for kept in (self._replays, self._calls):
            for key in [key for key in kept if key[0] == server]:
                del kept[key]

    def surface(self, server: str) -> Surface:
        """What a server shows; asked once."""
        return self._sessions.surface(self._registry.servers[server])

    def last_words(self, server: str) -> tuple[str, ...]:
        """The last lines a server that failed, hung or died wrote to stderr."""
        return self._sessions.last_words(server)

    # -- calls

    def calls(self, server: str, tool: str) -> ToolCalls | Unchecked:
        """Every call of a tool in this run: its cassettes, and its examples that have none."""
        key = server, tool
        if key not in self._calls:
            self._calls[key] = self._call_all(self._registry.servers[server], tool)
        return self._calls[key]

    def _call_all(self, entry: Entry, name: str) -> ToolCalls | Unchecked:
        tool = self._tool(entry, name)
        if isinstance(tool, Unchecked):
            return tool
        replays = self.replays(entry.name, name)
        made = [] if isinstance(replays, Unchecked) else [replay.call for replay in replays if replay.call]
        cases = {call.source.removeprefix("cassette ") for call in made}
        examples = [example for example in entry.tool(name).examples if example.name not in cases]
        if not self._limits.allow(self._registry, entry, tool):
            if examples and not made:
                return Unchecked(
                    f"not called: its stake is not `{self._registry.stakes[0]}` and it has no cassette; "
                    "record one with `--mcp-record`, or allow effects with `--mcp-allow-stakes`"
                )
            examples = []
        elif not made and not examples and entry.in_process and not tool.required():
            examples = [_NO_ARGUMENTS]
        for example in examples:
            call = self._call(entry, name, example)
            if isinstance(call, Unchecked):
                return ToolCalls(entry.name, tool, tuple(made)) if made else call
            made.append(call)
        if not made:
            wanted = f"`--mcp-call {entry.name}.TOOL '{{...}}'`"
            if self._registry.is_bare:
                return Unchecked(f"not called: give arguments with {wanted}")
            return Unchecked(f"not called: give the tool an example in the registry, or {wanted}")
        return ToolCalls(server=entry.name, tool=tool, calls=tuple(made))

    def _call(self, entry: Entry, tool: str, example: Example) -> Call | Unchecked:
        session = self._sessions.get(entry)
        if isinstance(session, Unchecked):
            return session
        from pytest_mcp_contract.observe.upstream.intercept import playing
        from pytest_mcp_contract.observe.upstream.match import Deck

        within = self._limits.within(entry)
        with playing(Deck((), ()), self._redacted) if entry.in_process else _nothing():
            ended, reply, detail = session.call(tool, example.arguments, within)
        if ended is not Ended.REPLIED:
            detail += self._sessions.drop(entry)
        return Call(
            tool=tool,
            arguments=example.arguments,
            source=f"example {example.name}",
            ended=ended,
            reply=reply,
            within=within,
            detail=detail,
            expect="either" if example is _NO_ARGUMENTS else example.expect,
        )

    def _tool(self, entry: Entry, name: str) -> Tool | Unchecked:
        down = self._sessions.down(entry)
        return down or self._sessions.surface(entry).tool(name) or Unchecked(_NO_TOOL)

    def _redacted(self, request: Request) -> Request:
        return self.redactor.fresh().request(request)

    # -- recorded traffic

    def replays(self, server: str, tool: str) -> tuple[Replay, ...] | Unchecked:
        """Every cassette of a tool, played through it; each is played once."""
        key = server, tool
        if key not in self._replays:
            self._replays[key] = self._replay_all(self._registry.servers[server], tool)
        return self._replays[key]

    def _replay_all(self, entry: Entry, name: str) -> tuple[Replay, ...] | Unchecked:
        tool = self._tool(entry, name)
        if isinstance(tool, Unchecked):
            return tool
        if not entry.in_process:
            return Unchecked("recorded traffic is replayed only for servers inside this process (`python`)")
        if self._writing.record:
            try:
                self._record(entry, name)
            except Exception as error:
                return Unchecked(self.redactor.line(f"not recorded: {last_line(error)}"), lost=True)
        from pytest_mcp_contract.observe.upstream.cassette import tool_folder

        paths = sorted(tool_folder(self.cassettes, entry.name, name).glob("*.yaml"))
        if not paths:
            return Unchecked(
                "no cassette: give the tool `examples` and run `pytest --mcp-contract --mcp-record`"
            )
        replays = []
        for path in paths:
            played = self._replay(entry, tool, path)
            if isinstance(played, Unchecked):
                return played
            replays.append(played)
        return tuple(replays)

    def _replay(self, entry: Entry, tool: Tool, path: Path) -> Replay | Unchecked:
        from pytest_mcp_contract.observe.upstream.cassette import CassetteError, read
        from pytest_mcp_contract.observe.upstream.replay import replay

        try:
            cassette = read(path)
        except CassetteError as error:
            return Unchecked(f"cassette `{path.name}` {error}", lost=True)
        session = self._sessions.get(entry)
        if isinstance(session, Unchecked):
            return session
        self._shelter.effects = not self._limits.allow(self._registry, entry, tool)
        try:
            played = replay(
                cassette,
                session,
                entry=entry,
                tool=tool,
                shelter=self._shelter,
                redact=self._redacted,
                within=self._limits.within(entry),
                folder=self._registry.folder,
            )
        finally:
            self._shelter.effects = False
        if played.call and played.call.ended is not Ended.REPLIED:
            self._sessions.drop(entry)
        return self._placed(self._with_golden(played, path.with_suffix(".md")), entry)

    def _placed(self, played: Replay, entry: Entry) -> Replay:
        """The replay beside the example that it should be the recording of."""
        header = played.header
        example = next((one for one in entry.tool(header.tool).examples if one.name == header.case), None)
        return replace(
            played,
            example=None if example is None else (self._arguments(example), example.expect),
            never_asks=(entry.tools_stakes or {}).get(header.tool) == self._registry.stakes[0],
            days_old=_days_since(header.recorded_at, self._registry.today),
            most_days=self._registry.cassette_max_age_days,
        )

    def _arguments(self, example: Example) -> JSONObject:
        """Its arguments as a cassette of it would state them."""
        redacted = self.redactor.fresh().json(dict(example.arguments))
        assert isinstance(redacted, dict), "an object stays an object"
        return redacted

    def _outdated(self, example: Example, path: Path) -> tuple[bool, bool]:
        """Whether a cassette is not of this example as it is now, and whether it is too old."""
        from pytest_mcp_contract.observe.upstream.cassette import CassetteError, read

        try:
            header = read(path).header
        except (CassetteError, OSError):
            return True, False
        is_same = (header.arguments, header.expect) == (self._arguments(example), example.expect)
        days = _days_since(header.recorded_at, self._registry.today)
        return not is_same, days is not None and days > self._registry.cassette_max_age_days

    def _with_golden(self, played: Replay, path: Path) -> Replay:
        """Write the golden where the run may: each one, or the first one of a recording."""
        wanted = self._writing.goldens or (self._writing.record is not None and played.golden is None)
        if (
            played.rendering is None
            or played.misses
            or not wanted
            or played.golden == f"{played.rendering}\n"
        ):
            return played
        path.write_text(f"{played.rendering}\n", encoding="utf-8")
        self.written.goldens.append(path)
        return replace(played, golden=f"{played.rendering}\n")

    def _record(self, entry: Entry, tool: str) -> None:
        from pytest_mcp_contract.observe.upstream.cassette import cassette_path
        from pytest_mcp_contract.observe.upstream.record import record

        wanted = []
        for example in entry.tool(tool).examples:
            path = cassette_path(self.cassettes, entry.name, tool, example.name)
            is_changed, is_stale = self._outdated(example, path)
            if (
                self._writing.record == "all"
                or not path.exists()
                or (self._writing.record == "new" and (is_changed or is_stale))
            ):
                wanted.append((example, path))
            else:
                self.written.kept += 1
                self.written.stale += [path] if is_stale else []
        if wanted:
            self.written.cassettes += record(
                wanted,
                entry=entry,
                tool=tool,
                folder=self._registry.folder,
                limits=self._limits,
                redactor=self.redactor,
            )


def _days_since(recorded_at: str, today: date) -> int | None:
    """How old a recording is; None where it states no day."""
    try:
        return (today - date.fromisoformat(recorded_at)).days
    except ValueError:
        return None


def _secret_variables(registry: Registry) -> Iterator[str]:
    """Names of environment variables whose values the registry hands to servers."""
    for entry in registry.servers.values():
        if entry.token_env:
            yield entry.token_env
        for text in (*entry.env.values(), *entry.headers.values()):
            yield from _VARIABLE.findall(text)


def _tables(registry: Registry) -> Iterator[Mapping[str, str]]:
    """Tables of the registry that may hold a secret as it is."""
    for entry in registry.servers.values():
        yield from (entry.env, entry.headers)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
