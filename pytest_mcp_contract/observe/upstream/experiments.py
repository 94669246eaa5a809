"""The experiments that can be made with the cassettes of one tool. Each stands in a module of its own."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from typing import TypeAlias

from pytest_mcp_contract.model import Experiment, Replay
from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.observe.upstream.bench import Bench

Conduct: TypeAlias = Callable[[Bench, list[Replay]], Iterable[Replay]]
_MODULES = {
    Experiment.FAULTS: "faults",
    Experiment.PROVENANCE: "provenance",
    Experiment.REPEATS: "repeats",
    Experiment.VENDOR: "vendor",
}
"""Where each `conduct(bench, replays)` stands; imported with the first check that needs it."""


def conduct(experiment: Experiment, bench: Bench, replays: list[Replay]) -> list[Replay]:
    """The replays, each with what the experiment has shown."""
    if experiment is Experiment.TOKENS:
        return [_counted(replay) for replay in replays]
    module = import_module(f"pytest_mcp_contract.observe.upstream.{_MODULES[experiment]}")
    made: Conduct = module.conduct
    return list(made(bench, replays))


def _counted(replay: Replay) -> Replay:
    """The replay with the tokens of what the API sent and of what the model gets."""
    bodies = [
        exchange.response.body.decode("utf-8", "replace")
        for index, exchange in enumerate(replay.exchanges)
        if index in replay.played and exchange.response.answers_in_json
    ]
    return replace(
        replay,
        raw_tokens=sum(map(token_count, bodies)),
        tokens=None if replay.rendering is None else token_count(replay.rendering),
    )
