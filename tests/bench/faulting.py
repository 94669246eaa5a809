"""What a faulted replay costs beside a plain one, and all faults of the embedded registry."""

import statistics
import time
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.model import Experiment, FaultRun, JSONObject, Replay
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.upstream import bench
from pytest_mcp_contract.observe.upstream.match import Deck
from tests.bench.figures import Asked, Figure

ROOT = Path(__file__).resolve().parents[2]


def faulting(_folder: Path, _laps: int) -> list[Figure]:
    """All faults of the embedded registry, and the same calls without one."""
    registry = choose(
        option="reference", ini=None, named=None, target=None, rootdir=ROOT, invocation_dir=ROOT
    )
    all_checks()
    observer = Observer(registry, rootdir=ROOT)
    took: dict[Experiment | None, list[float]] = {one: [] for one in (*Experiment, None)}
    trying: Experiment | None = None
    play = bench.Bench.play

    def timed(self: bench.Bench, deck: Deck, arguments: JSONObject) -> object:
        began = time.perf_counter()
        played = play(self, deck, arguments)
        took[trying if deck.is_faulty or trying is Experiment.REPEATS else None].append(
            (time.perf_counter() - began) * 1000
        )
        return played

    bench.Bench.play = timed  # type: ignore[method-assign,assignment]
    runs: list[FaultRun] = []
    replays: list[Replay] = []
    seconds = 0.0
    try:
        for server, entry in registry.servers.items():
            for tool in entry.tools_stakes or ():
                observer.replays(server, tool)
                trying, began = Experiment.FAULTS, time.perf_counter()
                found = observer.replays(server, tool, [Experiment.FAULTS])
                seconds += time.perf_counter() - began
                assert isinstance(found, tuple)
                runs += [run for one in found if isinstance(one, Replay) for run in one.faults or ()]
                trying = Experiment.REPEATS
                observer.replays(server, tool, [trying])
                trying = Experiment.PROVENANCE
                found = observer.replays(server, tool, [trying])
                assert isinstance(found, tuple)
                replays += [one for one in found if isinstance(one, Replay)]
    finally:
        bench.Bench.play = play  # type: ignore[method-assign]
        observer.close()
    marked = [one.provenance.calls for one in replays if one.provenance and one.provenance.calls]
    plain = statistics.median(took[Experiment.REPEATS])
    faulted = statistics.median(took[Experiment.FAULTS])
    name, bare = "faulted replay", "a plain replay on the same bench"
    everything = f"all {len(runs):,} faults of the embedded registry"
    return [
        Figure(name, "one fault", faulted, plain, "ms", bare, Asked(2, "ratio")),
        Figure(name, everything, seconds, len(runs) * plain / 1000, "s", "as many plain replays", Asked(40)),
        Figure(name, "marked calls of a cassette", statistics.mean(marked), 1, "calls", "one call"),
    ]
