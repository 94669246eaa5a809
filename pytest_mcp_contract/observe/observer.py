"""Asks each server once and keeps the answers: one session per server and run, reused by everything."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pytest_mcp_contract.model import (
    Call,
    CassetteHeader,
    Ended,
    Entry,
    Example,
    Exchange,
    Registry,
    Replay,
    Request,
    StartFailure,
    Surface,
    Tool,
    ToolCalls,
    Unchecked,
    rendering,
)
from pytest_mcp_contract.observe import shelter as sheltering
from pytest_mcp_contract.observe.environment import token
from pytest_mcp_contract.observe.redact import Redactor, secrets_in
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.survey import failure, survey
from pytest_mcp_contract.observe.target import InProcess, Target, target_of
from pytest_mcp_contract.observe.upstream import responses
from pytest_mcp_contract.observe.upstream.cassette import Cassette, CassetteError, cassette_path, read, write
from pytest_mcp_contract.observe.upstream.intercept import playing, recording
from pytest_mcp_contract.observe.upstream.match import Deck


@dataclass(frozen=True)
class Limits:
    """How long things may take, in seconds, and what may be called."""

    start: float = 30.0
    call: float = 10.0
    protocol: str = "auto"
    allowed_stakes: frozenset[str] = frozenset()
    seed: int = 0


@dataclass(frozen=True)
class Writing:
    """What a run may write."""

    record: str | None = None
    """`missing` or `all`; None: no cassette is written."""
    goldens: bool = False


@dataclass
class Written:
    """What a run wrote and left alone."""

    cassettes: list[Path] = field(default_factory=list)
    goldens: list[Path] = field(default_factory=list)
    kept: int = 0


_NO_TOOL = "the server has no such tool: correct `tools_stakes`"


class Observer:
    """Everything that was asked of the servers of one registry."""

    def __init__(
        self,
        registry: Registry,
        *,
        rootdir: Path,
        limits: Limits | None = None,
        writing: Writing | None = None,
        extra: Sequence[tuple[str, str, Example]] = (),
    ) -> None:
        self._registry = registry
        self._limits = limits or Limits()
        self._writing = writing or Writing()
        self._extra = tuple(extra)
        self.written = Written()
        entries = registry.servers.values()
        self.redactor = Redactor.of((entry.token_env for entry in entries), registry.redact)
        self._sessions: dict[str, Session] = {}
        self._surfaces: dict[str, Surface] = {}
        self._replays: dict[tuple[str, str], tuple[Replay, ...] | Unchecked] = {}
        self._calls: dict[tuple[str, str], ToolCalls | Unchecked] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="mcp-contract-"))
        self._shelter = sheltering.Shelter(self._folder)
        self._paths = [str(path) for path in (rootdir, registry.folder) if str(path) not in sys.path]
        sys.path.extend(self._paths)

    @property
    def cassettes(self) -> Path:
        """The folder with the cassettes of this registry."""
        return (self._registry.folder / self._registry.cassettes).resolve()

    def close(self) -> None:
        """End every session, and everything that they started."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()
        sheltering.disarm()
        shutil.rmtree(self._folder, ignore_errors=True)
        for path in self._paths:
            if path in sys.path:
                sys.path.remove(path)

    # -- surfaces

    def surface(self, server: str) -> Surface:
        """What a server shows; asked once."""
        if server not in self._surfaces:
            self._surfaces[server] = self._survey(self._registry.servers[server])
        return self._surfaces[server]

    def pid(self, server: str) -> int | None:
        """The process id of a live child; None where there is none."""
        session = self._sessions.get(server)
        return session.child.pid if session else None

    def _survey(self, entry: Entry) -> Surface:
        target: Target | None = None
        session: Session | None = None
        try:
            target = target_of(entry, self._registry.folder)
            session = self._open(entry, target)
            probe = f"mcp_contract_no_such_tool_{self._limits.seed}"
            surface = survey(session, entry.name, probe=probe, within=self._within(entry))
        except Exception as error:
            if session is not None:
                session.close()
            session = session or self._failed
            why = failure(error, session, target, self._limits.start)
            return Surface(server=entry.name, failure=self._clean(why))
        if surface.died is not None:
            self._drop(entry.name)
            code = session.child.returncode  # known only now that the process is gone
            saw = surface.died.saw + (f" (exit code {code})" if code is not None else "")
            why = replace(surface.died, saw=saw, stderr=session.child.stderr)
            surface = replace(surface, died=self._clean(why))
        return surface

    _failed: Session | None = None
    """The session of the last failed start: its child's last words are needed once more."""

    def _open(self, entry: Entry, target: Target) -> Session:
        in_process = isinstance(target, InProcess)
        if in_process:
            sheltering.install(self._shelter)
        self._failed = session = Session(
            target,
            mode=self._limits.protocol,
            shelter=self._shelter if in_process else None,
            environment=self._in_process_environment(entry, target),
        )
        session.start(self._limits.start)
        self._failed = None
        self._sessions[entry.name] = session
        return session

    def _in_process_environment(self, entry: Entry, target: Target) -> dict[str, str]:
        if not isinstance(target, InProcess):
            return {}
        return {**target.environment, **entry.upstream, **token(entry.token_env, recording=False)}

    def _session(self, entry: Entry) -> Session | Unchecked:
        """The live session of a server, started again where a hang or a death ended it."""
        surface = self.surface(entry.name)
        if surface.failure is not None:
            return Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        session = self._sessions.get(entry.name)
        if session is not None and session.alive:
            return session
        if not entry.in_process:
            return Unchecked(f"server `{entry.name}` died during the run", lost=True)
        try:
            return self._open(entry, target_of(entry, self._registry.folder))
        except Exception as error:
            why = failure(error, self._failed, None, self._limits.start)
            return Unchecked(f"server `{entry.name}` does not start again: {why.saw}", lost=True)

    def _drop(self, server: str) -> None:
        session = self._sessions.pop(server, None)
        if session is not None:
            session.close()

    def _within(self, entry: Entry) -> float:
        return entry.timeout_ms / 1000 if entry.timeout_ms and entry.timeout_ms > 0 else self._limits.call

    def _clean(self, why: StartFailure) -> StartFailure:
        line = self._redactor_for_output().line
        return StartFailure(line(why.saw), line(why.fix), tuple(map(line, why.stderr)))

    def _redactor_for_output(self) -> Redactor:
        return self.redactor

    # -- calls

    def calls(self, server: str, tool: str) -> ToolCalls | Unchecked:
        """Every call of a tool in this run: its cassettes, and its examples that have none."""
        key = server, tool
        if key not in self._calls:
            self._calls[key] = self._call(self._registry.servers[server], tool)
        return self._calls[key]

    def _call(self, entry: Entry, name: str) -> ToolCalls | Unchecked:
        surface = self.surface(entry.name)
        if surface.failure is not None:
            return Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        tool = surface.tool(name)
        if tool is None:
            return Unchecked(_NO_TOOL)
        replays = self.replays(entry.name, name)
        made = [] if isinstance(replays, Unchecked) else [replay.call for replay in replays if replay.call]
        cases = {call.source.removeprefix("cassette ") for call in made}
        examples = [example for example in self.examples(entry, name) if example.name not in cases]
        allowed = self._allowed(entry, tool)
        if allowed and not made and not examples and entry.in_process and not tool.required():
            examples = [Example(name="no arguments")]
        if examples and not allowed and not made:
            return Unchecked(
                f"not called: its stake is not `{self._registry.stakes[0]}` and it has no cassette; "
                "record one with `--mcp-record`, or allow effects with `--mcp-allow-stakes`"
            )
        for example in examples if allowed else []:
            session = self._session(entry)
            if isinstance(session, Unchecked):
                return session
            made.append(self._plain_call(session, entry, name, example))
        if not made:
            return Unchecked("not called: give the tool an example in the registry, or `--mcp-call`")
        return ToolCalls(server=entry.name, tool=tool, calls=tuple(made))

    def _plain_call(self, session: Session, entry: Entry, tool: str, example: Example) -> Call:
        self._shelter.effects = False
        within = self._within(entry)
        with playing(Deck((), ()), self._redacted) if entry.in_process else _nothing():
            ended, reply, detail = session.call(tool, example.arguments, within)
        if ended is not Ended.REPLIED:
            self._drop(entry.name)
        return Call(
            tool=tool,
            arguments=example.arguments,
            source=f"example {example.name}",
            ended=ended,
            reply=reply,
            within=within,
            detail=detail,
        )

    def _redacted(self, request: Request) -> Request:
        return self.redactor.fresh().request(request)

    def examples(self, entry: Entry, tool: str) -> list[Example]:
        """The examples of a tool: those of the registry, then those of `--mcp-call`."""
        own = [example for server, name, example in self._extra if (server, name) == (entry.name, tool)]
        return [*entry.tool(tool).examples, *own]

    def _allowed(self, entry: Entry, tool: Tool) -> bool:
        """Whether a tool may be called outside its cassettes."""
        if self._registry.is_bare:
            return (tool.states_hint("readOnlyHint") and tool.hint("readOnlyHint")) or bool(
                self._limits.allowed_stakes
            )
        stake = (entry.tools_stakes or {}).get(tool.name)
        return stake == self._registry.stakes[0] or stake in self._limits.allowed_stakes

    # -- recorded traffic

    def replays(self, server: str, tool: str) -> tuple[Replay, ...] | Unchecked:
        """Every cassette of a tool, played through it; each is played once."""
        key = server, tool
        if key not in self._replays:
            self._replays[key] = self._replay_all(self._registry.servers[server], tool)
        return self._replays[key]

    def _replay_all(self, entry: Entry, name: str) -> tuple[Replay, ...] | Unchecked:
        surface = self.surface(entry.name)
        if surface.failure is not None:
            return Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        if not entry.in_process:
            return Unchecked("recorded traffic is replayed only for servers inside this process (`python`)")
        tool = surface.tool(name)
        if tool is None:
            return Unchecked(_NO_TOOL)
        if self._writing.record:
            self._record(entry, name)
        paths = sorted((self.cassettes / entry.name / name).glob("*.yaml"))
        if not paths:
            return Unchecked(
                "no cassette: give the tool `examples` and run `pytest --mcp-contract --mcp-record`"
            )
        replays = []
        for path in paths:
            try:
                cassette = read(path)
            except CassetteError as error:
                return Unchecked(f"cassette `{path.name}` of `{name}` {error}", lost=True)
            session = self._session(entry)
            if isinstance(session, Unchecked):
                return session
            replays.append(self._replay(session, entry, tool, cassette))
        return tuple(replays)

    def _replay(self, session: Session, entry: Entry, tool: Tool, cassette: Cassette) -> Replay:
        deck = Deck(cassette.exchanges, entry.match_on)
        stake = (entry.tools_stakes or {}).get(tool.name)
        self._shelter.effects = stake != self._registry.stakes[0] and stake not in self._limits.allowed_stakes
        before = len(self._shelter.refusals)
        within = self._within(entry)
        with playing(deck, self._redacted) as misses:
            ended, reply, detail = session.call(tool.name, cassette.header.arguments, within)
            missed = misses()
        self._shelter.effects = False
        if ended is not Ended.REPLIED:
            self._drop(entry.name)
        text = rendering(reply) if reply else None
        golden = self._golden(cassette, text, sound=not missed)
        verdicts = (
            responses.judge(exchange, entry, tool.name, self._registry.folder)
            for exchange in cassette.exchanges
        )
        return Replay(
            header=cassette.header,
            path=cassette.path,
            exchanges=cassette.exchanges,
            call=Call(
                tool=tool.name,
                arguments=cassette.header.arguments,
                source=f"cassette {cassette.header.case}",
                ended=ended,
                reply=reply,
                within=within,
                detail=detail,
            ),
            played=frozenset(deck.played),
            misses=missed,
            refusals=tuple(self._shelter.refusals[before:]),
            schemas=tuple(verdict for verdict in verdicts if verdict),
            rendering=text,
            golden=golden,
            declares_output=tool.output_schema is not None,
            responses_declared=entry.responses_for(tool.name),
        )

    def _golden(self, cassette: Cassette, text: str | None, *, sound: bool) -> str | None:
        golden = cassette.golden()
        first = golden is None and self._writing.record is not None
        if text is None or not sound or not (first or self._writing.goldens) or golden == f"{text}\n":
            return golden
        cassette.golden_path.write_text(f"{text}\n", encoding="utf-8")
        self.written.goldens.append(cassette.golden_path)
        return f"{text}\n"

    def _record(self, entry: Entry, tool: str) -> None:
        """Record the examples of one tool that the mode asks for, redacted before anything is written."""
        wanted = []
        for example in self.examples(entry, tool):
            path = cassette_path(self.cassettes, entry.name, tool, example.name)
            if self._writing.record == "all" or not path.exists():
                wanted.append((example, path))
            else:
                self.written.kept += 1
        if not wanted:
            return
        target = target_of(entry, self._registry.folder, recording=True)
        session = Session(target, mode=self._limits.protocol, shelter=None)
        try:
            with _set(target.environment if isinstance(target, InProcess) else {}):
                session.start(self._limits.start)
                for example, path in wanted:
                    with recording() as exchanged:
                        ended, _, _ = session.call(tool, example.arguments, self._within(entry))
                        kept = exchanged()
                    if ended is Ended.REPLIED:
                        self._write(entry, tool, example, path, kept)
        finally:
            session.close()

    def _write(
        self, entry: Entry, tool: str, example: Example, path: Path, exchanges: Sequence[Exchange]
    ) -> None:
        redactor = self.redactor.fresh()
        arguments = redactor.json(dict(example.arguments))
        assert isinstance(arguments, dict)
        cleaned = tuple(
            redactor.exchange(replace(item, request=_on_real_base(item.request, entry))) for item in exchanges
        )
        header = CassetteHeader(
            server=entry.name,
            tool=tool,
            case=example.name,
            arguments=arguments,
            expect=example.expect,
            recorded_at=date.today().isoformat(),
            redacted=tuple(sorted(redactor.seen)),
        )
        write(Cassette(path, header, cleaned))
        self.written.cassettes.append(path)


def _on_real_base(request: Request, entry: Entry) -> Request:
    """The request as the vendor gets it, where it went to a stand-in that an `upstream` variable names."""
    for variable, real in entry.upstream.items():
        base = os.environ.get(variable, "").rstrip("/")
        if base and request.uri.startswith(base):
            return replace(
                request,
                uri=real.rstrip("/") + request.uri.removeprefix(base),
                headers=tuple((name, value) for name, value in request.headers if name.lower() != "host"),
            )
    return request


@contextmanager
def _set(environment: dict[str, str] | object) -> Iterator[None]:
    values = environment if isinstance(environment, dict) else {}
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _nothing() -> Iterator[None]:
    yield


__all__ = ["Limits", "Observer", "Writing", "Written", "secrets_in"]
