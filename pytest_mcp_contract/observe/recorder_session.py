"""Where the calls of a server outside this process are recorded: a session of its own, with the real token.

What it asks of its API goes through the loopback server that `upstream` leads it to, which passes it on.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_mcp_contract.model import Ended, Entry, JSONObject, Unchecked
from pytest_mcp_contract.observe.recorder_process import Answer, said_by
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits

if TYPE_CHECKING:
    from pytest_mcp_contract.observe.session import Session


class RecorderSession:
    """The session of one server, started with the first call, and again after one that it died of."""

    environment: Mapping[str, str] = {}
    """Nothing: what was exchanged is at the vendor's address already."""

    def __init__(self, entry: Entry, sessions: Sessions, limits: Limits) -> None:
        self._entry = entry
        self._sessions = sessions
        self._within = limits.within(entry)

    def call(self, tool: str, arguments: JSONObject) -> Answer:
        """Call a tool against the live API, in a bounded time."""
        session = self._sessions.get(self._entry)
        if isinstance(session, Unchecked):
            return Answer(failed=session.reason)
        return self._call(session, tool, arguments)

    def _call(self, session: "Session", tool: str, arguments: JSONObject) -> Answer:
        api = self._sessions.api(self._entry)
        with api.recording() as recorded:
            sent = self._sessions.filled(self._entry, arguments)
            ended, reply, detail = session.call(tool, sent, self._within)
        reply, detail = self._sessions.shown(self._entry, (reply, detail))
        if ended is not Ended.REPLIED:
            detail += self._sessions.drop(self._entry)
        return Answer(
            ended=ended,
            succeeded=reply is not None and reply.succeeded,
            said=said_by(reply) or detail,
            exchanges=list(recorded.exchanges),
            unanswered=list(recorded.unanswered),
            unheard=api.unheard,
        )

    def close(self) -> None:
        """End the session."""
        self._sessions.release(self._entry.name)
