"""The composer's part for generated calls: from what is known of a tool to every call that was made of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.model import Call, Entry, Finding, Registry, Sequences, Tool, ToolCalls, Unchecked
from pytest_mcp_contract.observe.observer import Observer

if TYPE_CHECKING:
    from hypothesis.database import ExampleDatabase

    from pytest_mcp_contract.fuzz.harvest import Harvest

OFF = "off"


@dataclass(frozen=True)
class Fuzzing:
    """What the options say of generated calls."""

    mode: str = OFF
    seed: int = 0
    seconds: float = 60.0
    """How long the random calls of one tool go on in `deep`."""
    database: str | None = None
    most_bytes: int = 2**20


@dataclass
class Fuzzer:
    """Every call of every tool: those that were given, and those that the mode asks for."""

    registry: Registry
    observer: Observer
    oracles: Sequence[AnyCheck]
    """Checks of calls: what is wrong with a call is what they say of it alone."""
    rootdir: Path
    options: Fuzzing = field(default_factory=Fuzzing)
    _calls: dict[tuple[str, str], ToolCalls | Unchecked] = field(default_factory=dict)
    _sequences: dict[str, Sequences | Unchecked] = field(default_factory=dict)
    _harvests: "dict[str, Harvest]" = field(default_factory=dict)
    _database: "ExampleDatabase | None" = None

    def calls(self, server: str, tool: str) -> ToolCalls | Unchecked:
        """Every call of a tool in this run; made once, whatever items ask."""
        key = server, tool
        if key not in self._calls:
            given = self.observer.calls(server, tool)
            with self.observer.stopwatch.during(server, "made-up calls"):
                self._calls[key] = given if self.options.mode == OFF else self._fuzzed(server, tool, given)
        return self._calls[key]

    def sequences(self, server: str) -> Sequences | Unchecked:
        """Calls of the tools of a server that share a resource, in many orders; made once."""
        if server not in self._sequences:
            with self.observer.stopwatch.during(server, "sequences of calls"):
                self._sequences[server] = self._played(server)
        return self._sequences[server]

    def release(self, server: str) -> None:
        """Forget a server that will not be asked again."""
        self._sequences.pop(server, None)
        self._harvests.pop(server, None)
        for key in [key for key in self._calls if key[0] == server]:
            del self._calls[key]

    def _fuzzed(self, server: str, name: str, given: ToolCalls | Unchecked) -> ToolCalls | Unchecked:
        from pytest_mcp_contract.fuzz import prepare
        from pytest_mcp_contract.fuzz.known import known
        from pytest_mcp_contract.fuzz.modes import Mode
        from pytest_mcp_contract.fuzz.run import Run, Subject

        rig = self.observer.rig(server, name)
        if isinstance(rig, Unchecked):
            return rig if isinstance(given, Unchecked) and given.lost == rig.lost else given
        if isinstance(given, Unchecked):
            if given.lost:
                return given
            has_example = bool(rig.entry.tool(name).examples)
            given = ToolCalls(server, rig.tool, (), not_made=given.reason if has_example else "")
        entry, mode = rig.entry, Mode(self.options.mode)
        prepared = prepare(rig.tool.input_schema)
        played = [call.arguments for call in given.calls if call.source.startswith("cassette ")]
        worked = [one.arguments for one in entry.tool(name).examples if one.expect == "success"]
        subject = Subject(
            given=replace(given, most_bytes=self.options.most_bytes),
            prepared=prepared,
            known=known(
                prepared, rig.tool, entry, examples=worked, cassettes=played, harvest=self._harvest(server)
            ),
            mode=mode,
            seed=self.options.seed,
            is_stateless=rig.is_stateless,
            is_promised=not self.registry.is_bare and name in (entry.tools_stakes or {}),
            seconds=self.options.seconds if mode is Mode.DEEP else None,
            database=None if mode is Mode.CI else self._kept(server, rig.tool),
        )
        with rig.opened() as call:
            return Run(subject, call, self.judge_of(server, rig.tool), time.monotonic).all()

    def _played(self, server: str) -> Sequences | Unchecked:
        surface, entry = self.observer.surface(server), self.registry.servers[server]
        if surface.failure is None and self.options.mode == OFF:
            return Unchecked("no calls were generated: ask for them with `--mcp-fuzz=ci`")
        from pytest_mcp_contract.fuzz.creations import reduced
        from pytest_mcp_contract.fuzz.families import families
        from pytest_mcp_contract.fuzz.known import Known, known
        from pytest_mcp_contract.fuzz.modes import Mode
        from pytest_mcp_contract.fuzz.prepared import Prepared
        from pytest_mcp_contract.fuzz.sequences import Play

        shared = families(surface.tools)
        if surface.failure is None and not shared:
            return Unchecked("no tools share a resource")
        rig = self.observer.server_rig(server)
        if isinstance(rig, Unchecked):
            return rig
        allowed = families(rig.tools)
        if not allowed:
            return Unchecked(self._not_allowed(entry, [family.create.name for family in shared]))
        harvest = self._harvest(server)

        def known_of(tool: Tool, prepared: Prepared) -> Known:
            worked = [one.arguments for one in entry.tool(tool.name).examples if one.expect == "success"]
            return known(prepared, tool, entry, examples=reduced(worked, prepared), harvest=harvest)

        mode = Mode(self.options.mode)
        with rig.opened() as call:
            return Play(
                server=server,
                families=allowed,
                known=known_of,
                call=call,
                clock=time.monotonic,
                mode=mode,
                seed=self.options.seed,
                seconds=self.options.seconds if mode is Mode.DEEP else None,
            ).all()

    def _not_allowed(self, entry: Entry, creating: Sequence[str]) -> str:
        """That no tool which creates may be called, and the way out."""
        stakes = {(entry.tools_stakes or {}).get(name) for name in creating}
        wanted = ["high"] if self.registry.is_bare else [one for one in self.registry.stakes if one in stakes]
        if not wanted:
            return "its tools with effects may not be called: state their stakes"
        allowed = ",".join(wanted)
        return f"its tools with effects may not be called: allow them with `--mcp-allow-stakes {allowed}`"

    def judge_of(self, server: str, tool: Tool) -> Callable[[Call], tuple[tuple[str, str], ...]]:
        """What tells the defects that a call shows, each by the code of its check and its place."""

        def judge(call: Call) -> tuple[tuple[str, str], ...]:
            alone = ToolCalls(server, tool, (call,), most_bytes=self.options.most_bytes)
            return tuple(
                (check.code, said.at)
                for check in self.oracles
                for said in check(alone)
                if isinstance(said, Finding)
            )

        return judge

    def _harvest(self, server: str) -> "Harvest":
        """What the reading tools of a server outside this process have said of themselves."""
        from pytest_mcp_contract.fuzz.harvest import Harvest

        if server not in self._harvests:
            harvest = self._harvests[server] = Harvest()
            for call in self.observer.prelude(server):
                if call.reply is not None:
                    harvest.take(call.tool, call.reply)
        return self._harvests[server]

    def _kept(self, server: str, tool: Tool) -> "ExampleDatabase":
        from pytest_mcp_contract.fuzz.database import OfOneTool, database

        if self._database is None:
            self._database = database(self.options.database, self.rootdir)
        return OfOneTool(self._database, server=server, tool=tool.name, schema=tool.input_schema)
