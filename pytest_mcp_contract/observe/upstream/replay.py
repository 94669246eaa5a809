"""One cassette, played through its tool: as it is, or with something changed."""

from collections.abc import Callable
from dataclasses import dataclass
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
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.upstream import responses
from pytest_mcp_contract.observe.upstream.cassette import Cassette
from pytest_mcp_contract.observe.upstream.effects import changes
from pytest_mcp_contract.observe.upstream.intercept import Playing, playing
from pytest_mcp_contract.observe.upstream.match import Deck


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one call whose HTTP was answered from a deck."""

    ended: Ended
    reply: Reply | None
    detail: str
    misses: tuple[Miss, ...]
    refusals: tuple[Refusal, ...]
    crash: str
    waits_forever: bool

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


def play(
    deck: Deck,
    session: Session,
    *,
    tool: str,
    arguments: JSONObject,
    shelter: Shelter,
    redact: Callable[[Request], Request],
    within: float,
) -> Played:
    """Call the tool once, with HTTP answered from `deck`."""
    with playing(deck, redact) as at_play:
        return play_on(at_play, session, tool=tool, arguments=arguments, shelter=shelter, within=within)


def play_on(
    at_play: Playing,
    session: Session,
    *,
    tool: str,
    arguments: JSONObject,
    shelter: Shelter,
    within: float,
    is_trial: bool = False,
) -> Played:
    """Call the tool once, with HTTP answered from the deck that was dealt."""
    before = len(shelter.refusals)
    with crashes(is_quiet=is_trial) as crashed:
        ended, reply, detail = session.call(tool, arguments, within, rewind=at_play.rewind)
        missed, waits_forever = at_play.misses(), at_play.waits_forever
    return Played(
        ended=ended,
        reply=reply,
        detail=detail,
        misses=missed,
        refusals=tuple(shelter.refusals[before:]),
        crash=crashed[-1] if crashed else "",
        waits_forever=waits_forever,
    )


def replay(
    cassette: Cassette,
    session: Session,
    *,
    entry: Entry,
    tool: Tool,
    shelter: Shelter,
    redact: Callable[[Request], Request],
    within: float,
    folder: Path,
) -> Replay:
    """Call the tool as the cassette's header says, with the API's answers from the cassette.

    The golden is what stands on disk. `folder` is what schema files of the registry are relative to.
    """
    deck = Deck(cassette.exchanges, entry.match_on)
    header = cassette.header
    played = play(
        deck,
        session,
        tool=tool.name,
        arguments=header.arguments,
        shelter=shelter,
        redact=redact,
        within=within,
    )
    verdicts = (responses.judge(exchange, entry, tool.name, folder) for exchange in cassette.exchanges)
    return Replay(
        header=header,
        path=cassette.path,
        exchanges=cassette.exchanges,
        call=played.call(tool.name, header.arguments, f"cassette {header.case}", within, header.expect),
        played=frozenset(deck.played),
        misses=played.misses,
        refusals=played.refusals,
        schemas=tuple(verdict for verdict in verdicts if verdict),
        rendering=played.rendering,
        golden=cassette.golden(),
        declares_output=tool.output_schema is not None,
        changing=tuple(
            exchange.request
            for index, exchange in enumerate(cassette.exchanges)
            if index in deck.played and changes(exchange, entry.tool(tool.name).safe_requests)
        ),
        responses_declared=entry.responses_for(tool.name),
    )
