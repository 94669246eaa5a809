"""One tool of a running server, ready to be called again and again with arguments of somebody's making."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pytest_mcp_contract.model import Call, Ended, Entry, JSONObject, Tool, Trial, Unchecked
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.stand_in import StandIn

_SOURCE = "generated"


@dataclass
class Rig:
    """How one tool is called; a server that hung or ended is started again for the next call."""

    entry: Entry
    tool: Tool
    sessions: Sessions
    limits: Limits
    is_stateless: bool
    """Whether equal calls may be expected to end alike."""
    bench: Bench | None = None
    """Where HTTP of a server inside this process is answered; None for servers outside."""
    stand_in: StandIn | None = None

    @contextmanager
    def opened(self) -> Iterator[Callable[[JSONObject, Trial], Call | Unchecked]]:
        """What makes a call."""
        if self.bench is None or self.stand_in is None:
            yield self._call_outside
            return
        with self.bench.opened():
            yield self._call_inside

    def _call_inside(self, arguments: JSONObject, trial: Trial) -> Call | Unchecked:
        assert self.bench is not None
        assert self.stand_in is not None
        self.stand_in.rewind()
        played = self.bench.play(self.stand_in, arguments)
        if isinstance(played, Unchecked):
            return played
        return Call(
            tool=self.tool.name,
            arguments=arguments,
            source=_SOURCE,
            ended=played.ended,
            reply=played.reply,
            within=self.bench.within,
            detail=played.detail,
            expect="either",
            crash=played.crash,
            trial=trial,
            requests=self.stand_in.asked,
        )

    def _call_outside(self, arguments: JSONObject, trial: Trial) -> Call | Unchecked:
        session = self.sessions.get(self.entry)
        if isinstance(session, Unchecked):
            return session
        within = self.limits.within(self.entry)
        sent = self.sessions.filled(self.entry, arguments)
        ended, reply, detail = session.call(self.tool.name, sent, within)
        reply, detail = self.sessions.shown(self.entry, (reply, detail))
        if ended is not Ended.REPLIED:
            detail += self.sessions.drop(self.entry)
        return Call(
            tool=self.tool.name,
            arguments=arguments,
            source=_SOURCE,
            ended=ended,
            reply=reply,
            within=within,
            detail=detail,
            expect="either",
            trial=trial,
        )
