"""One cassette, played through its tool."""

from collections.abc import Callable
from pathlib import Path

from pytest_mcp_contract.model import Call, Entry, Replay, Request, Tool, rendering
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.upstream import responses
from pytest_mcp_contract.observe.upstream.cassette import Cassette
from pytest_mcp_contract.observe.upstream.effects import changes
from pytest_mcp_contract.observe.upstream.intercept import playing
from pytest_mcp_contract.observe.upstream.match import Deck


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
    before = len(shelter.refusals)
    with playing(deck, redact) as at_play:
        ended, reply, detail = session.call(
            tool.name, cassette.header.arguments, within, rewind=at_play.rewind
        )
        missed = at_play.misses()
    verdicts = (responses.judge(exchange, entry, tool.name, folder) for exchange in cassette.exchanges)
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
            expect=cassette.header.expect,
        ),
        played=frozenset(deck.played),
        misses=missed,
        refusals=tuple(shelter.refusals[before:]),
        schemas=tuple(verdict for verdict in verdicts if verdict),
        rendering=rendering(reply) if reply else None,
        golden=cassette.golden(),
        declares_output=tool.output_schema is not None,
        changing=tuple(
            exchange.request
            for index, exchange in enumerate(cassette.exchanges)
            if index in deck.played and changes(exchange, entry.tool(tool.name).safe_requests)
        ),
        responses_declared=entry.responses_for(tool.name),
    )
