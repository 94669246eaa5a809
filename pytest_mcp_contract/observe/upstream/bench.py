"""Where one tool is tried with changed traffic, apart from the session that everything else is asked of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_mcp_contract.model import Ended, Entry, JSONObject, Request, Tool, Unchecked
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.twin_process import TwinProcess
from pytest_mcp_contract.observe.upstream.at_play import AtPlay, caught
from pytest_mcp_contract.observe.upstream.match import Deck
from pytest_mcp_contract.observe.upstream.replay import Played, play_on


@dataclass
class Bench:
    """One tool of one server, ready to be called again and again."""

    entry: Entry
    tool: Tool
    folder: Path
    """What schema files of the registry are relative to."""
    sessions: Sessions
    """Sessions of their own: a server that a fault has hurt answers nothing else."""
    shelter: Shelter
    limits: Limits
    redact: Callable[[Request], Request]
    refuses_effects: bool
    """Whether processes, deletions and writing outside the session's folder stay refused."""
    twin: TwinProcess | None = None
    """The other process; None where there is none."""
    _at_play: AtPlay | None = None

    @property
    def within(self) -> float:
        """The limit of one call, in seconds."""
        return self.limits.within(self.entry)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep HTTP caught from one call to the next: to begin and end that takes as long as a call."""
        with caught(self.entry, self.sessions, self.redact) as at_play:
            self._at_play = at_play
            try:
                yield
            finally:
                self._at_play = None

    def play(self, deck: Deck, arguments: JSONObject) -> Played | Unchecked:
        """Call the tool once; a server that hung or died is started again for the next call."""
        if self._at_play is None:
            with self.opened():
                return self.play(deck, arguments)
        session = self.sessions.get(self.entry)
        if isinstance(session, Unchecked):
            return session
        self._at_play.deal(deck)
        played = play_on(
            self._at_play,
            session,
            self.sessions,
            entry=self.entry,
            tool=self.tool.name,
            arguments=arguments,
            shelter=self.shelter,
            refuses_effects=self.refuses_effects,
            within=self.within,
            is_trial=True,
        )
        if played.ended is not Ended.REPLIED:
            return replace(played, detail=played.detail + self.sessions.drop(self.entry))
        return played
