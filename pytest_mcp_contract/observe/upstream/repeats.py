"""The same call again: here, and in another process with another time zone, locale and hash seed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

from pytest_mcp_contract.model import Experiment, Repeat, Replay, Unchecked
from pytest_mcp_contract.observe.circumstances import in_locale, in_zone, other_locale, other_zone
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.match import Deck

SAME = "the same circumstances"
ZONE = "another time zone"
LOCALE = "another locale"
PROCESS = "another process and hash seed"


def conduct(bench: Bench, replays: list[Replay]) -> Iterator[Replay]:
    """Each replay with its repeats.

    Of a difference in the other process the cause is looked for here, where it can be had alone.
    """
    fit = [one for one in replays if not _unfit(one)]
    ask = _elsewhere(bench, fit)  # which works while this process does
    again = iter(_again(bench, fit))
    elsewhere = iter(ask())
    for one in replays:
        why = _unfit(one)
        if why:
            yield replace(one, repeats=()).without(Experiment.REPEATS, why)
            continue
        here, there = next(again), next(elsewhere)
        repeats = [Repeat(SAME, here)] if isinstance(here, str) else []
        if isinstance(there, str):
            is_chance = isinstance(here, str) and here != one.rendering
            causes = [] if is_chance or there == one.rendering else _causes(bench, one, there)
            repeats += causes or [Repeat(PROCESS, there)]
        lacking = [item.reason for item in (here, there) if isinstance(item, Unchecked)]
        why = lacking[0] if lacking else ""
        yield replace(one, repeats=tuple(repeats)).without(Experiment.REPEATS, why)


def _unfit(played: Replay) -> str:
    """Why a call is not worth repeating; "" where it is."""
    reply = played.call.reply if played.call else None
    if reply is None or not reply.succeeded:
        return "the call does not succeed"
    return "the cassette does not answer every request of the call" if played.misses else ""


def _again(bench: Bench, replays: list[Replay]) -> list[str | Unchecked]:
    """The renderings once more.

    A server that other trials may have hurt is started anew before it is said to render otherwise, and called
    twice: what counts its calls differs with the second.
    """
    if not replays:
        return []
    with bench.opened():
        texts = [_rendered(bench, one) for one in replays]
        if any(text != one.rendering for text, one in zip(texts, replays, strict=True)):
            bench.sessions.drop(bench.entry)
            for _ in range(2):
                texts = [_rendered(bench, one) for one in replays]
    return texts


def _rendered(bench: Bench, played: Replay) -> str | Unchecked:
    done = bench.play(Deck(played.exchanges, bench.entry.match_on), played.header.arguments)
    if isinstance(done, Unchecked):
        return done
    return done.rendering if done.rendering is not None else Unchecked("no reply came the second time")


def _elsewhere(bench: Bench, replays: list[Replay]) -> Callable[[], list[str | Unchecked]]:
    """Let the other process render the same; gives a function that waits for it."""
    if not replays or bench.twin is None:
        return lambda: [Unchecked("there is no other process")] * len(replays)
    ask = bench.twin.play(
        [one.path for one in replays],
        entry=bench.entry,
        tool=bench.tool.name,
        folder=bench.shelter.folder,
        registry=bench.folder,
        limits=bench.limits,
        refuses_effects=bench.refuses_effects,
    )

    def wait() -> list[str | Unchecked]:
        answer = ask()
        why = Unchecked(answer.untried or "no reply came in another process")
        if answer.untried or len(answer.renderings) != len(replays):
            return [why] * len(replays)
        return [why if text is None else text for text in answer.renderings]

    return wait


def _causes(bench: Bench, played: Replay, there: str) -> list[Repeat]:
    """What of the other process changes the text by itself; nothing where no single thing does."""

    def under(zone: str | None, locale: str | None) -> str | Unchecked:
        with ExitStack() as stack:
            if zone:
                stack.enter_context(in_zone(zone))
            if locale:
                stack.enter_context(in_locale(locale))
            bench.sessions.drop(bench.entry)
            try:
                return _rendered(bench, played)
            finally:
                bench.sessions.drop(bench.entry)

    zone, locale = other_zone(), other_locale()
    by_zone = under(zone, None)
    by_locale = under(None, locale) if locale else played.rendering
    causes = []
    if isinstance(by_zone, str) and by_zone != played.rendering:
        causes.append(Repeat(ZONE, by_zone))
    is_other = isinstance(by_locale, str) and by_locale != played.rendering
    # To set a locale here is more than a variable does: it counts where the other process agrees.
    if isinstance(by_locale, str) and is_other and there in (by_locale, under(zone, locale)):
        causes.append(Repeat(LOCALE, by_locale))
    return causes
