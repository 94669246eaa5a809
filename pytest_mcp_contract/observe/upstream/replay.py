"""Cassettes, played through their tool: as they are, or with something changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_mcp_contract.model import (
    Call,
    Ended,
    Entry,
    JSONObject,
    Miss,
    Refusal,
    Replay,
    Reply,
    Request,
    Tool,
    rendering,
)
from pytest_mcp_contract.observe.crashes import crashes
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.upstream import responses
from pytest_mcp_contract.observe.upstream.at_play import AtPlay, caught
from pytest_mcp_contract.observe.upstream.cassette import Cassette
from pytest_mcp_contract.observe.upstream.effects import changes
from pytest_mcp_contract.observe.upstream.match import Deck


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one call whose HTTP was answered from a deck."""

    ended: Ended
    reply: Reply | None
    detail: str
    exchanges: frozenset[int]
    """Those of the deck that answered."""
    misses: tuple[Miss, ...]
    refusals: tuple[Refusal, ...]
    crash: str
    waits_forever: bool
    unheard: str = ""
    """Why nothing that the server asks of its API can be seen; "" where it can."""

    @property
    def rendering(self) -> str | None:
        """What reaches the model; None where no reply came."""
        return rendering(self.reply) if self.reply else None

    def call(self, tool: str, arguments: JSONObject, source: str, within: float, expect: str) -> Call:
        """The call, as checks see it."""
        return Call(
            tool=tool,
            arguments=arguments,
            source=source,
            ended=self.ended,
            reply=self.reply,
            within=within,
            detail=self.detail,
            expect=expect,
            crash=self.crash,
        )


def play_all(
    cassettes: Sequence[Cassette],
    session: Session,
    sessions: Sessions,
    *,
    entry: Entry,
    tool: str,
    shelter: Shelter,
    refuses_effects: bool,
    redact: Callable[[Request], Request],
    within: float,
) -> list[Played]:
    """Call the tool as each cassette's header says, until the server hangs or dies.

    HTTP is caught once for all of the calls: to begin and end that takes as long as a call.
    """
    done: list[Played] = []
    with caught(entry, sessions, redact) as at_play:
        for cassette in cassettes:
            at_play.deal(Deck(cassette.exchanges, entry.match_on))
            played = play_on(
                at_play,
                session,
                sessions,
                entry=entry,
                tool=tool,
                arguments=cassette.header.arguments,
                shelter=shelter,
                refuses_effects=refuses_effects,
                within=within,
            )
            done.append(played)
            if played.ended is not Ended.REPLIED:
                break
        for number, miss in at_play.late():
            done[number] = replace(done[number], misses=(*done[number].misses, miss))
        unheard = at_play.unheard if any(cassette.exchanges for cassette in cassettes) else ""
    return [replace(played, unheard=unheard) for played in done] if unheard else done


def play_on(
    at_play: AtPlay,
    session: Session,
    sessions: Sessions,
    *,
    entry: Entry,
    tool: str,
    arguments: JSONObject,
    shelter: Shelter,
    refuses_effects: bool,
    within: float,
    is_trial: bool = False,
) -> Played:
    """Call the tool once, with HTTP answered from the deck that was dealt."""
    before = len(shelter.refusals)
    shelter.effects = refuses_effects and entry.in_process
    sent = sessions.filled(entry, arguments)
    try:
        with crashes(is_quiet=is_trial) as crashed:
            ended, reply, detail = session.call(tool, sent, within, rewind=at_play.rewind)
            missed, waits_forever = at_play.misses(), at_play.waits_forever
    finally:
        shelter.effects = False
        at_play.end()
    reply, detail = sessions.shown(entry, (reply, detail))
    return Played(
        ended=ended,
        reply=reply,
        detail=detail,
        exchanges=at_play.played(),
        misses=missed,
        refusals=tuple(shelter.refusals[before:]),
        crash=crashed[-1] if crashed else "",
        waits_forever=waits_forever,
    )


def replay(
    cassette: Cassette, played: Played, *, entry: Entry, tool: Tool, within: float, folder: Path
) -> Replay:
    """What came of a cassette that was played, beside what the registry declares.

    Not while HTTP is caught: the schemas that judge are the user's code, and are imported here. The golden is
    what stands on disk. `folder` is what schema files of the registry are relative to.
    """
    header = cassette.header
    verdicts = (responses.judge(exchange, entry, tool.name, folder) for exchange in cassette.exchanges)
    return Replay(
        header=header,
        path=cassette.path,
        exchanges=cassette.exchanges,
        call=played.call(tool.name, header.arguments, f"cassette {header.case}", within, header.expect),
        played=played.exchanges,
        misses=played.misses,
        refusals=played.refusals,
        schemas=tuple(verdict for verdict in verdicts if verdict),
        rendering=played.rendering,
        golden=cassette.golden(),
        declares_output=tool.output_schema is not None,
        changing=tuple(
            exchange.request
            for index, exchange in enumerate(cassette.exchanges)
            if index in played.exchanges and changes(exchange, entry.tool(tool.name).safe_requests)
        ),
        responses_declared=entry.responses_for(tool.name),
    )
