"""What a faulted replay costs beside a plain one, and all faults of the embedded registry."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.model import Experiment, FaultRun, JSONObject, Replay
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.upstream import bench
from pytest_mcp_contract.observe.upstream.match import Deck

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Faulted:
    """Median milliseconds of a faulted and of a plain call on the same bench; seconds and number of all."""

    faulted: float
    plain: float
    seconds: float
    number: int
    marked: float
    """Extra calls for the provenance of one cassette."""

    @property
    def figures(self) -> dict[str, float]:
        """For the JSON file."""
        return {
            "faulted_ms": self.faulted,
            "plain_ms": self.plain,
            "ratio": self.faulted / self.plain,
            "all_seconds": self.seconds,
            "faults": self.number,
            "marked_calls_a_cassette": self.marked,
        }

    def __str__(self) -> str:
        return (
            f"{self.faulted:.2f} ms, x{self.faulted / self.plain:.2f} of the plain call; "
            f"{self.number:,} faults of six servers in {self.seconds:.1f} s; "
            f"{self.marked:.2f} marked calls a cassette"
        )


def faulting(_folder: Path, _: int) -> Faulted:
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
    return Faulted(
        faulted=statistics.median(took[Experiment.FAULTS]),
        plain=statistics.median(took[Experiment.REPEATS]),
        seconds=seconds,
        number=len(runs),
        marked=statistics.mean(marked),
    )
