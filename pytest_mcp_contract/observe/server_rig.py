"""The tools of a running server, ready to be called in any order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from pytest_mcp_contract.model import Call, Ended, Entry, JSONObject, Request, Tool, Unchecked
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.intercept import playing
from pytest_mcp_contract.observe.upstream.match import Deck

_SOURCE = "generated"


@dataclass
class ServerRig:
    """How the tools of one server are called, in one session, which has what earlier calls have left."""

    entry: Entry
    tools: tuple[Tool, ...]
    """Those that may be called."""
    sessions: Sessions
    limits: Limits
    redact: Callable[[Request], Request]

    @contextmanager
    def opened(self) -> Iterator[Callable[[str, JSONObject], Call | Unchecked]]:
        """What makes a call. What it leaves behind is nobody else's: the session ends with it."""
        with playing(Deck((), ()), self.redact) if self.entry.in_process else nullcontext():
            try:
                yield self._call
            finally:
                if not self.entry.in_process:
                    self.sessions.release(self.entry.name)

    def _call(self, tool: str, arguments: JSONObject) -> Call | Unchecked:
        session = self.sessions.get(self.entry)
        if isinstance(session, Unchecked):
            return session
        within = self.limits.within(self.entry)
        sent = self.sessions.filled(self.entry, arguments)
        ended, reply, detail = session.call(tool, sent, within)
        reply, detail = self.sessions.shown(self.entry, (reply, detail))
        if ended is not Ended.REPLIED:
            detail += self.sessions.drop(self.entry)
        return Call(tool, arguments, _SOURCE, ended, reply, within, detail)
