"""What a soak runs: `deep` calls of the tools of the embedded registry, round by round, in one process."""

import tempfile
import time
from itertools import chain, cycle, zip_longest
from pathlib import Path

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.fuzzer import Fuzzing
from pytest_mcp_contract.model import Registry, Stage, ToolCalls, Trial, Unchecked
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.runner import Run

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1.0
"""Of random calls for a tool, beside its boundaries."""


def soaked(seconds: float, rounds: str) -> None:
    """Go on until the time is over; servers stay up, and what was found of a tool is let go after it.

    A line is added to the file `rounds` each time that every tool had its turn.
    """
    until = time.monotonic() + seconds
    registry = choose(
        option="reference", ini=None, named=None, target=None, rootdir=ROOT, invocation_dir=ROOT
    )
    observer, checks = Observer(registry, rootdir=ROOT), all_checks()
    oracles = [check for check in checks if check.scope is Scope.CALLS]
    calls = number = 0
    with tempfile.TemporaryDirectory() as database:
        fuzzing = Fuzzing("deep", seconds=SECONDS, database=database)
        run = Run(registry, checks, observer, ROOT, fuzzing=fuzzing, oracles=oracles)
        try:
            tools = _tools(registry)
            for name, tool in tools[: len(registry.servers)]:
                _started(observer, name, tool)
            for name, tool in cycle(tools):
                if time.monotonic() >= until:
                    break
                number += 1
                found = run.fuzzer.calls(name, tool)
                assert isinstance(found, ToolCalls), found
                calls += len(found.calls)
                run.fuzzer.release(name)
                if number % len(tools) == 0:
                    with Path(rounds).open("a", encoding="utf-8") as file:
                        file.write(f"{number}\n")
        finally:
            observer.close()
    told = f"{calls:,} calls of {number:,} tools, {number / len(tools):.1f} rounds"
    print(told, flush=True)  # noqa: T201 (a command's output)


def _started(observer: Observer, server: str, tool: str) -> None:
    """Start a server twice: once for its cassettes, once for made-up calls. Both stay up to the end."""
    given, rig = observer.calls(server, tool), observer.rig(server, tool)
    assert isinstance(given, ToolCalls), given
    assert not isinstance(rig, Unchecked), rig
    with rig.opened() as call:
        call(given.calls[0].arguments, Trial(Stage.GIVEN))


def _tools(registry: Registry) -> list[tuple[str, str]]:
    """One tool of each server by turns."""
    by_server = [
        [(name, tool) for tool in sorted(entry.tools_stakes or ())]
        for name, entry in registry.servers.items()
    ]
    return [each for each in chain.from_iterable(zip_longest(*by_server)) if each]
