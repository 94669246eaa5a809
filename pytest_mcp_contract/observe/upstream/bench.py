"""Where one tool is tried with changed traffic, apart from the session that everything else is asked of."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.model import Ended, Entry, JSONObject, Request, Tool, Unchecked
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.upstream.match import Deck
from pytest_mcp_contract.observe.upstream.replay import Played, play


@dataclass(frozen=True)
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

    @property
    def within(self) -> float:
        """The limit of one call, in seconds."""
        return self.limits.within(self.entry)

    def play(self, deck: Deck, arguments: JSONObject) -> Played | Unchecked:
        """Call the tool once; a server that hung or died is started again for the next call."""
        session = self.sessions.get(self.entry)
        if isinstance(session, Unchecked):
            return session
        self.shelter.effects = self.refuses_effects
        try:
            played = play(
                deck,
                session,
                tool=self.tool.name,
                arguments=arguments,
                shelter=self.shelter,
                redact=self.redact,
                within=self.within,
            )
        finally:
            self.shelter.effects = False
        if played.ended is not Ended.REPLIED:
            self.sessions.drop(self.entry)
        return played
