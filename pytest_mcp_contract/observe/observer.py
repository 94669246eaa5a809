"""Asks each server once and keeps the answers: what every item of a server reads."""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.model import (
    JSON,
    Call,
    CassetteFile,
    Ended,
    Entry,
    Example,
    Exchange,
    Experiment,
    JSONObject,
    Registry,
    Replay,
    Surface,
    Tool,
    ToolCalls,
    Unchecked,
    plain_name,
)
from pytest_mcp_contract.observe.places import remove
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits, Writing, Written
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.stopwatch import Stopwatch
from pytest_mcp_contract.observe.traffic import Traffic

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.rig import Rig
    from pytest_mcp_contract.observe.server_rig import ServerRig
    from pytest_mcp_contract.observe.session import Session
    from pytest_mcp_contract.observe.upstream.match import Deck
    from pytest_mcp_contract.observe.upstream.replay import Played

_NO_TOOL = "the server has no such tool: correct `tools_stakes`"
_MOST_TOLD = 30
"""Tools of one server that are asked for values, at most."""
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
        self.redactor = Redactor.of(_secret_variables(registry), registry.redact, _tables(registry))
        self._folder = Path(tempfile.mkdtemp(prefix="mcp-contract-"))
        self._shelter = Shelter(self._folder)
        self.stopwatch = Stopwatch()
        self._sessions = Sessions(
            registry, self._limits, self._shelter, self.redactor.line, stopwatch=self.stopwatch
        )
        self._traffic = Traffic(
            registry,
            limits=self._limits,
            writing=writing or Writing(),
            shelter=self._shelter,
            sessions=self._sessions,
            redactor=self.redactor,
            stopwatch=self.stopwatch,
        )
        # What generated calls have hurt answers nothing else.
        self._fuzz_sessions = Sessions(
            registry,
            self._limits,
            self._shelter,
            self.redactor.line,
            skips_waits=True,
            stopwatch=self.stopwatch,
        )
        self._calls: dict[tuple[str, str], ToolCalls | Unchecked] = {}
        self._preludes: dict[str, tuple[Call, ...]] = {}
        self._paths = [str(path) for path in (rootdir, registry.folder) if str(path) not in sys.path]
        sys.path.extend(self._paths)

    @property
    def written(self) -> Written:
        """What the run wrote and left alone."""
        return self._traffic.written

    def close(self) -> None:
        """End every session, and everything that they started."""
        self._traffic.close()
        self._fuzz_sessions.close()
        self._sessions.close()
        remove(self._folder)
        for path in self._paths:
            if path in sys.path:
                sys.path.remove(path)

    def release(self, server: str) -> None:
        """End the session of a server that will not be asked again, and forget its answers."""
        self._sessions.release(server)
        self._fuzz_sessions.release(server)
        self._traffic.release(server)
        self._preludes.pop(server, None)
        for key in [key for key in self._calls if key[0] == server]:
            del self._calls[key]

    def expect(self, servers: Sequence[str]) -> None:
        """Say whose surface will be asked for, in this order; nothing is started before the first is."""
        self._sessions.expect(servers)

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
            with self.stopwatch.during(server, "examples"):
                self._calls[key] = self._call_all(self._registry.servers[server], tool)
        return self._calls[key]

    def _call_all(self, entry: Entry, name: str) -> ToolCalls | Unchecked:
        tool = self._tool(entry, name)
        if isinstance(tool, Unchecked):
            return tool
        replays = self.replays(entry.name, name)
        made = _calls_of(() if isinstance(replays, Unchecked) else replays)
        gap = None if isinstance(replays, Unchecked) else _first_gap(replays)
        examples = self._unrecorded(entry, name, made, has_gap=gap is not None)
        if gap is not None and not made and not examples:
            return gap
        if not self._limits.allow(self._registry, entry, tool):
            if examples and not made:
                return Unchecked(self._not_allowed())
            examples = []
        elif not made and not examples and entry.shows_traffic and not tool.required():
            examples = [_NO_ARGUMENTS]
        for example in examples:
            call = self._call(entry, name, example)
            if not isinstance(call, Unchecked):
                made.append(call)
            elif call.lost:
                return ToolCalls(entry.name, tool, tuple(made)) if made else call
            else:
                gap = call
        if not made and gap is not None:
            return gap
        if not made:
            wanted = f"`--mcp-call {entry.name}.TOOL '{{...}}'`"
            if self._registry.is_bare:
                return Unchecked(f"not called: give arguments with {wanted}")
            return Unchecked(f"not called: give the tool an example in the registry, or {wanted}")
        return ToolCalls(server=entry.name, tool=tool, calls=tuple(made))

    def _unrecorded(self, entry: Entry, tool: str, made: Iterable[Call], *, has_gap: bool) -> list[Example]:
        """The examples of a tool that no cassette is of.

        One whose cassette cannot be played or written is not among them: without its API the call would
        show nothing.
        """
        cases = {plain_name(call.source.removeprefix("cassette ")) for call in made}
        cases |= set(map(plain_name, self._traffic.cases_not_recorded(entry.name, tool)))
        if has_gap:
            cases |= {file.path.stem for file in self.cassette_files(entry.name, tool)}
        return [one for one in entry.tool(tool).examples if plain_name(one.name) not in cases]

    def _call(self, entry: Entry, tool: str, example: Example) -> Call | Unchecked:
        session = self._sessions.get(entry)
        if isinstance(session, Unchecked):
            return session
        within = self._limits.within(entry)
        call = Call(
            tool=tool,
            arguments=example.arguments,
            source=f"example {example.name}",
            within=within,
            expect="either" if example is _NO_ARGUMENTS else example.expect,
        )
        if entry.shows_traffic:
            from pytest_mcp_contract.observe.upstream.match import Deck

            # A call of the command line has the stand-in of made-up calls, for it may be one of them.
            is_asked = (tool, example.name) in entry.asked
            deck = self._traffic.stand_in(entry) if is_asked else Deck((), ())
            played = self._play(entry, session, call, deck)
            if played.misses and not is_asked:
                # What a tool makes of an API that nobody recorded says nothing of the tool.
                if played.ended is not Ended.REPLIED:
                    self._sessions.drop(entry)
                return Unchecked(_not_recorded(example))
            call = replace(call, ended=played.ended, reply=played.reply, crash=played.crash)
            detail = played.detail
        else:
            ended, reply, detail = session.call(tool, self._sessions.filled(entry, example.arguments), within)
            call = replace(call, ended=ended, reply=reply)
        if call.ended is not Ended.REPLIED:
            detail += self._sessions.drop(entry)
        return replace(call, detail=detail)

    def ask(
        self, server: str, tool: str, arguments: JSONObject, exchanges: Sequence[Exchange]
    ) -> "Played | Unchecked":
        """Call a tool once, its API answered from `exchanges` alone."""
        from pytest_mcp_contract.observe.upstream.match import Deck

        entry = self._registry.servers[server]
        session = self._sessions.get(entry)
        if isinstance(session, Unchecked):
            return session
        call = Call(tool=tool, arguments=arguments, source="", within=self._limits.within(entry))
        played = self._play(entry, session, call, Deck(exchanges, entry.match_on))
        if played.ended is not Ended.REPLIED:
            return replace(played, detail=played.detail + self._sessions.drop(entry))
        return played

    def _play(self, entry: Entry, session: "Session", call: Call, deck: "Deck") -> "Played":
        """Call a tool once, its API answered from `deck`."""
        from pytest_mcp_contract.observe.upstream.at_play import caught
        from pytest_mcp_contract.observe.upstream.replay import play_on

        with caught(entry, self._sessions, self._traffic.redacted) as at_play:
            at_play.deal(deck)
            return play_on(
                at_play,
                session,
                self._sessions,
                entry=entry,
                tool=call.tool,
                arguments=call.arguments,
                shelter=self._shelter,
                refuses_effects=False,
                within=call.within,
            )

    # -- calls with arguments of somebody's making

    def rig(self, server: str, name: str) -> "Rig | Unchecked":
        """What calls a tool again and again, or why it may not be."""
        from pytest_mcp_contract.observe.rig import Rig
        from pytest_mcp_contract.observe.upstream.bench import Bench

        entry = self._registry.servers[server]
        tool = self._tool(entry, name)
        if isinstance(tool, Unchecked):
            return tool
        is_allowed = self._limits.allow(self._registry, entry, tool)
        if not is_allowed and not (entry.in_process and self.cassette_files(server, name)):
            return Unchecked(self._not_allowed())
        if not entry.in_process and self._changes_things(entry):
            self._fuzz_sessions.release(server)  # what another tool has left behind is none of this one's
        rig = Rig(
            entry=entry,
            tool=tool,
            sessions=self._fuzz_sessions,
            limits=self._limits,
            is_stateless=self._only_reads(entry, tool),
        )
        if entry.shows_traffic:
            rig.stand_in = self._traffic.stand_in(entry)
            rig.bench = Bench(
                entry=entry,
                tool=tool,
                folder=self._registry.folder,
                sessions=self._fuzz_sessions,
                shelter=self._shelter,
                limits=self._limits,
                redact=self._traffic.redacted,
                refuses_effects=not is_allowed,
            )
        return rig

    def server_rig(self, server: str) -> "ServerRig | Unchecked":
        """What calls the tools of a server that may be called, in a session of their own; or why none is."""
        from pytest_mcp_contract.observe.server_rig import ServerRig

        entry = self._registry.servers[server]
        surface = self.surface(server)
        down = self._sessions.down(entry)
        if down is not None:
            return down
        if entry.shows_traffic and (
            entry.upstream or any(self.cassette_files(server, tool.name) for tool in surface.tools)
        ):
            return Unchecked(
                "its API is recorded, which has no state: state a `command` or a `url` to start it"
            )
        if not entry.in_process:
            self._fuzz_sessions.release(server)
        return ServerRig(
            entry=entry,
            tools=tuple(t for t in surface.tools if self._limits.allow(self._registry, entry, t)),
            sessions=self._fuzz_sessions,
            limits=self._limits,
            redact=self._traffic.redacted,
        )

    def prelude(self, server: str) -> tuple[Call, ...]:
        """Calls of the reading tools of a server outside this process, for the values in their replies."""
        if server not in self._preludes:
            self._preludes[server] = tuple(self._prelude(self._registry.servers[server]))
        return self._preludes[server]

    def _prelude(self, entry: Entry) -> Iterator[Call]:
        if entry.shows_traffic:
            return
        reading = [tool for tool in self.surface(entry.name).tools if self._only_reads(entry, tool)]
        for tool in sorted(reading, key=lambda tool: tool.name)[:_MOST_TOLD]:
            worked = [one for one in entry.tool(tool.name).examples if one.expect == "success"]
            for example in worked or ([] if tool.required() else [_NO_ARGUMENTS]):
                session = self._fuzz_sessions.get(entry)
                if isinstance(session, Unchecked):
                    return
                within = self._limits.within(entry)
                arguments = self._fuzz_sessions.filled(entry, example.arguments)
                ended, reply, detail = session.call(tool.name, arguments, within)
                reply = self._fuzz_sessions.shown(entry, reply)
                if ended is not Ended.REPLIED:
                    self._fuzz_sessions.drop(entry)
                yield Call(tool.name, example.arguments, "prelude", ended, reply, within, detail)

    def _only_reads(self, entry: Entry, tool: Tool) -> bool:
        """Whether a tool is said to change nothing: by its stake, or by its hint where no registry speaks."""
        return self._limits.without_effects().allow(self._registry, entry, tool)

    def _changes_things(self, entry: Entry) -> bool:
        """Whether this run may call tools of a server that change something."""
        return any(
            self._limits.allow(self._registry, entry, tool) and not self._only_reads(entry, tool)
            for tool in self.surface(entry.name).tools
        )

    def _not_allowed(self) -> str:
        if self._registry.is_bare:
            return (
                "not called: it does not state `readOnlyHint: true`; allow it with `--mcp-allow-stakes high`"
            )
        return (
            f"not called: its stake is not `{self._registry.stakes[0]}` and it has no cassette; "
            "record one with `--mcp-record`, or allow effects with `--mcp-allow-stakes`"
        )

    def _tool(self, entry: Entry, name: str) -> Tool | Unchecked:
        down = self._sessions.down(entry)
        return down or self._sessions.surface(entry).tool(name) or Unchecked(_NO_TOOL)

    # -- recorded traffic

    def replays(
        self, server: str, tool: str, needs: Iterable[Experiment] = ()
    ) -> tuple[Replay | Unchecked, ...] | Unchecked:
        """Every cassette of a tool, played through it; each is played once, and tried as is needed."""
        entry = self._registry.servers[server]
        listed = self._tool(entry, tool)
        return listed if isinstance(listed, Unchecked) else self._traffic.replays(entry, listed, needs)

    def response_schema(self, text: str) -> JSON:
        """The JSON Schema that a value of `responses` names: `pkg.mod:Model`, or a file.

        Raises:
            Exception: whatever the user's module raises when it is imported.
        """
        from pytest_mcp_contract.observe.upstream.responses import load_schema

        return load_schema(text, self._registry.folder).json_schema()

    def cassette_files(self, server: str, tool: str) -> tuple[CassetteFile, ...]:
        """Every cassette file of a tool, readable or not."""
        return self._traffic.files(self._registry.servers[server], tool)


def _calls_of(replays: Iterable[Replay | Unchecked]) -> list[Call]:
    return [one.call for one in replays if isinstance(one, Replay) and one.call is not None]


def _not_recorded(example: Example) -> str:
    what = "what its API says" if example is _NO_ARGUMENTS else f"example `{example.name}`"
    return f"{what} is not recorded: run `pytest --mcp-contract --mcp-record`"


def _first_gap(replays: Iterable[Replay | Unchecked]) -> Unchecked | None:
    return next((one for one in replays if isinstance(one, Unchecked)), None)


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
