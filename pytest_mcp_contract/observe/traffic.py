"""Recorded traffic of a registry's tools: cassettes recorded, played, and tried with changes.

What reads and plays cassettes is imported with the first of them: vcrpy takes a tenth of a second.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.model import (
    CassetteFile,
    Ended,
    Entry,
    Experiment,
    Registry,
    Replay,
    Request,
    Terms,
    Tool,
    Unchecked,
    plain_name,
)
from pytest_mcp_contract.observe.recording import Recordings, days_since, redacted_arguments
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits, Writing, Written
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.stopwatch import Stopwatch
from pytest_mcp_contract.observe.twin_process import TwinProcess
from pytest_mcp_contract.whole_file import write_whole

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.upstream.cassette import Cassette, CassetteError
    from pytest_mcp_contract.observe.upstream.replay import Played
    from pytest_mcp_contract.observe.upstream.stand_in import StandIn

Replays = tuple[Replay | Unchecked, ...]
"""One element for each cassette of a tool; of one that cannot be played, why."""
_STAGES = {
    Experiment.FAULTS: "faults",
    Experiment.PROVENANCE: "marked fields",
    Experiment.REPEATS: "repeats",
    Experiment.TOKENS: "tokens",
    Experiment.VENDOR: "vendor's description",
}
"""What the time of each experiment is charged to."""
_HINTS = ("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")


class Traffic:
    """The cassettes of one registry, each played once, and tried in other ways where a check needs it."""

    def __init__(
        self,
        registry: Registry,
        *,
        limits: Limits,
        writing: Writing,
        shelter: Shelter,
        sessions: Sessions,
        redactor: Redactor,
        stopwatch: Stopwatch,
    ) -> None:
        self._registry = registry
        self._limits = limits
        self._writing = writing
        self._shelter = shelter
        self._sessions = sessions
        self._stopwatch = stopwatch
        self._trial_sessions = Sessions(
            registry, limits, shelter, redactor.line, skips_waits=True, stopwatch=stopwatch
        )
        self._twin = TwinProcess(redactor)
        self._redactor = redactor
        self.written = Written()
        self._recordings = Recordings(
            registry,
            mode=writing.record,
            limits=limits,
            redactor=redactor,
            sessions=Sessions(registry, limits, shelter, redactor.line, records=True, stopwatch=stopwatch),
            read=self._read,
            written=self.written,
        )
        self._replays: dict[tuple[str, str], Replays | Unchecked] = {}
        self._tried: dict[tuple[str, str], set[Experiment]] = {}
        self._parsed: dict[Path, tuple[tuple[int, int], Cassette | CassetteError]] = {}

    @property
    def cassettes(self) -> Path:
        """The folder with the cassettes of this registry."""
        return (self._registry.folder / self._registry.cassettes).resolve()

    def redacted(self, request: Request) -> Request:
        """A request as it is matched: redacted as the recorded one was."""
        return self._redactor.live(request)

    def release(self, server: str) -> None:
        """Forget a server that will not be asked again."""
        self._trial_sessions.release(server)
        self._recordings.release(server)
        for key in [key for key in self._replays if key[0] == server]:
            del self._replays[key]
            self._tried.pop(key, None)
        folder = self.cassettes / plain_name(server)
        for path in [path for path in self._parsed if path.is_relative_to(folder)]:
            del self._parsed[path]

    def close(self) -> None:
        """End every session and process of its own."""
        self._twin.close()
        self._recordings.close()
        self._trial_sessions.close()

    def files(self, entry: Entry, tool: str) -> tuple[CassetteFile, ...]:
        """Every cassette file of a tool, readable or not; plays none."""
        return tuple(self._file(path, entry.name, tool) for path in self._paths(entry.name, tool))

    def stand_in(self, entry: Entry) -> "StandIn":
        """The API of a server, answering with what was recorded of any of its tools."""
        from pytest_mcp_contract.observe.upstream.stand_in import StandIn

        folder = self.cassettes / plain_name(entry.name)
        found = [self._read(path) for path in sorted(folder.glob("*/*.yaml"))]
        cassettes = [one for one in found if not isinstance(one, Exception)]
        keys = {key for tool in entry.tools for key in entry.responses_for(tool)} | set(entry.responses)
        return StandIn(
            [exchange for one in cassettes for exchange in one.exchanges],
            entry.match_on,
            keys=sorted(keys),
            arguments=[one.header.arguments for one in cassettes],
        )

    def _file(self, path: Path, server: str, tool: str) -> CassetteFile:
        file, found = CassetteFile(path, server, tool), self._read(path)
        if isinstance(found, Exception):
            return replace(file, fault=found.fault, said=str(found), line=found.line)
        return replace(file, header=found.header)

    def _folder(self, server: str, tool: str) -> Path:
        return self.cassettes / plain_name(server) / plain_name(tool)

    def _paths(self, server: str, tool: str) -> list[Path]:
        return sorted(self._folder(server, tool).glob("*.yaml"))

    def _read(self, path: Path) -> "Cassette | CassetteError":
        """The cassette in a file, or what is wrong with it; parsed once, until somebody writes it anew."""
        from pytest_mcp_contract.observe.upstream.cassette import CassetteError, read

        try:
            about = path.stat()
            stamp = about.st_mtime_ns, about.st_size
        except OSError:
            stamp = 0, 0
        if path not in self._parsed or self._parsed[path][0] != stamp:
            try:
                self._parsed[path] = stamp, read(path)
            except CassetteError as error:
                self._parsed[path] = stamp, error.with_traceback(None)
        return self._parsed[path][1]

    def replays(self, entry: Entry, tool: Tool, needs: Iterable[Experiment] = ()) -> Replays | Unchecked:
        """Every cassette of a tool, played through it, with the results of the experiments needed."""
        key = entry.name, tool.name
        if key not in self._replays:
            with self._stopwatch.during(entry.name, "replay"):
                self._replays[key] = self._replay_all(entry, tool)
        tried = self._tried.setdefault(key, set())
        found = self._replays[key]
        for experiment in needs:
            if experiment not in tried and not isinstance(found, Unchecked):
                tried.add(experiment)
                with self._stopwatch.during(entry.name, _STAGES[experiment]):
                    found = self._replays[key] = self._try(experiment, entry, tool, found)
        return found

    def _replay_all(self, entry: Entry, tool: Tool) -> Replays | Unchecked:
        if not entry.shows_traffic:
            return Unchecked(_out_of_sight(entry))
        with self._stopwatch.during(entry.name, "recording"):
            gaps = self._recordings.record(entry, tool.name, self._folder(entry.name, tool.name))
        paths = self._paths(entry.name, tool.name)
        if not paths and not gaps:
            return Unchecked(
                "no cassette: give the tool `examples` and run `pytest --mcp-contract --mcp-record`"
            )
        played = (*self._play(entry, tool, paths), *gaps)
        readable = [one for one in played if isinstance(one, Replay)]
        tools = self._sessions.surface(entry).tools
        terms = _terms(self._registry, entry, tool, tools, readable)
        if len(readable) == len(played):
            terms = replace(terms, shown_by=_shown_by(readable))
        return tuple(replace(one, terms=terms) if isinstance(one, Replay) else one for one in played)

    def cases_not_recorded(self, server: str, tool: str) -> set[str]:
        """Names of the examples that this run was to record, and could not."""
        return self._recordings.cases_not_recorded(server, tool)

    def _play(self, entry: Entry, tool: Tool, paths: Iterable[Path]) -> Iterator[Replay | Unchecked]:
        """What came of each cassette, and what could not be done beside it."""
        cassettes = [self._cassette(entry, tool, path) for path in paths]
        calls = iter(self._call(entry, tool, [one for one in cassettes if not isinstance(one, Unchecked)]))
        for cassette in cassettes:
            if isinstance(cassette, Unchecked):
                yield cassette
                continue
            played = next(calls)
            yield from (
                [played] if isinstance(played, Unchecked) else self._seen(entry, tool, cassette, played)
            )

    def _cassette(self, entry: Entry, tool: Tool, path: Path) -> "Cassette | Unchecked":
        cassette = self._read(path)
        if isinstance(cassette, Exception):
            return Unchecked(f"cassette `{path.name}` {cassette}", lost=True)
        whose = cassette.header.server, cassette.header.tool
        if whose != (entry.name, tool.name):
            return Unchecked(f"cassette `{path.name}` is of `{'.'.join(whose)}`", lost=True)
        return cassette

    def _call(self, entry: Entry, tool: Tool, cassettes: list["Cassette"]) -> list["Played | Unchecked"]:
        """One element for each cassette; a server that hung or died is started again for those that are left.

        It is started while no HTTP is caught: what it imports then must not be a patched client.
        """
        from pytest_mcp_contract.observe.upstream.replay import play_all

        done: list[Played | Unchecked] = []
        while len(done) < len(cassettes):
            session = self._sessions.get(entry)
            if isinstance(session, Unchecked):
                done.append(session)
                continue
            played = play_all(
                cassettes[len(done) :],
                session,
                self._sessions,
                entry=entry,
                tool=tool.name,
                shelter=self._shelter,
                refuses_effects=not self._limits.allow(self._registry, entry, tool),
                redact=self.redacted,
                within=self._limits.within(entry),
            )
            if played[-1].ended is not Ended.REPLIED:
                self._sessions.drop(entry)
            done += [Unchecked(one.unheard, lost=True) if one.unheard else one for one in played]
        return done

    def _seen(
        self, entry: Entry, tool: Tool, cassette: "Cassette", call: "Played"
    ) -> Iterator[Replay | Unchecked]:
        """The replay beside its golden and its example; before it, why the golden could not be written."""
        from pytest_mcp_contract.observe.upstream.replay import replay

        within = self._limits.within(entry)
        played = replay(cassette, call, entry=entry, tool=tool, within=within, folder=self._registry.folder)
        if played.rendering is not None:
            # As it is compared and written: a reply may print what the environment holds.
            now = self._redactor.golden(played.rendering)
            played = replace(played, rendering_redacted=now if now != played.rendering else None)
        path = cassette.path
        try:
            played = self._with_golden(played, path.with_suffix(".md"))
        except OSError as error:
            said = f"golden `{path.stem}.md` cannot be written: {error.strerror or error}"
            yield Unchecked(f"{said}; move what stands there, or make it writable", lost=True)
        yield self._placed(played, entry)

    # -- experiments

    def _try(self, experiment: Experiment, entry: Entry, tool: Tool, replays: Replays) -> Replays:
        from pytest_mcp_contract.observe.upstream.bench import Bench
        from pytest_mcp_contract.observe.upstream.experiments import conduct

        bench = Bench(
            entry=entry,
            tool=tool,
            folder=self._registry.folder,
            sessions=self._trial_sessions,
            shelter=self._shelter,
            limits=self._limits,
            redact=self.redacted,
            refuses_effects=not self._limits.allow(self._registry, entry, tool),
            twin=self._twin,
        )
        played = iter(conduct(experiment, bench, [one for one in replays if isinstance(one, Replay)]))
        return tuple(next(played) if isinstance(one, Replay) else one for one in replays)

    # -- beside the replay

    def _placed(self, played: Replay, entry: Entry) -> Replay:
        """The replay beside the example that it should be the recording of."""
        header = played.header
        example = next((one for one in entry.tool(header.tool).examples if one.name == header.case), None)
        return replace(
            played,
            example=None
            if example is None
            else (redacted_arguments(self._redactor, example), example.expect),
            never_asks=(entry.tools_stakes or {}).get(header.tool) == self._registry.stakes[0],
            days_old=days_since(header.recorded_at, self._registry.today),
            most_days=self._registry.cassette_max_age_days,
        )

    def _with_golden(self, played: Replay, path: Path) -> Replay:
        """Write the golden where the run may: each one, or the first one of a recording.

        Raises:
            OSError: it cannot be written.
        """
        wanted = self._writing.goldens or (self._writing.record is not None and played.golden is None)
        if played.rendering is None or played.misses or not wanted:
            return played
        golden = f"{played.rendering_redacted or played.rendering}\n"
        if played.golden == golden:
            return played
        write_whole(path, golden.encode())
        self.written.goldens.append(path)
        if played.golden is not None:
            self.written.replaced[path] = played.golden, golden
        return replace(played, golden=golden)


def _out_of_sight(entry: Entry) -> str:
    """Why nothing is seen of what a server asks of its API, and the line to add."""
    if entry.url:
        return "what a server under a `url` asks of its API is not seen; state a `command` and `upstream`"
    return (
        "what it asks of its API is not seen: name the variable by which it takes its base URL, "
        f'`servers.{entry.name}.upstream = {{ VARIABLE = "https://api.vendor.example" }}`'
    )


def _terms(
    registry: Registry, entry: Entry, tool: Tool, tools: Iterable[Tool], replays: Iterable[Replay]
) -> Terms:
    """What the registry and the tool say, with what all of its cassettes together show."""
    config = entry.tool(tool.name)
    played = list(replays)
    return Terms(
        stake=(entry.tools_stakes or {}).get(tool.name),
        hints={name: tool.hint(name) for name in _HINTS if tool.states_hint(name)},
        parameters=tuple(name for name, _ in tool.properties()),
        taken=tuple(sorted({name for one in tools for name, _ in one.properties()})),
        max_tokens=config.max_tokens or Terms().max_tokens,
        shows=tuple(config.shows),
        noise=None if registry.noise is None else tuple(registry.noise),
        sends_changes=any(one.changing for one in played),
        cassettes=len(played),
    )


def _shown_by(replays: Iterable[Replay]) -> str:
    """Name of the first cassette that shows what the tool asks of its API; "" where not all is seen."""
    asking = []
    for one in replays:
        reply = one.call.reply if one.call else None
        if one.misses or one.refusals or reply is None:
            return ""
        if reply.succeeded and one.played:
            asking.append(one.path.name)
    return min(asking, default="")
