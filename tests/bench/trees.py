"""The static checks of whole registries, each beside a tree of as many items that do nothing."""

import json
import os
import statistics
from pathlib import Path
from typing import NamedTuple

from tests.bench.timing import ROOT, Command, Timing, median, once

DATA = ROOT.parent / "shared" / "data"
TOOLS_LISTS = DATA / "tools-lists"
SIZES = (10, 100, 1000)
_STATIC = ("--mcp-select=MCP0,MCP1,MCP2,MCP6,MCP301", "--mcp-ignore=MCP606")
"""What needs no call of a tool; MCP606 reads cassettes."""


class Measured(NamedTuple):
    """One registry: ours, and its floor."""

    items: int
    ours: Timing
    floor: Timing
    own: float
    """Seconds in code of this package, without the next two."""
    servers: float
    """Seconds in event loops: the SDK, and the servers' own code."""
    imports: float

    @property
    def figures(self) -> dict[str, float]:
        """Under names for a JSON file."""
        return {
            "items": self.items,
            "wall_s": self.ours.wall,
            "cpu_s": self.ours.cpu,
            "megabytes": self.ours.megabytes,
            "own_s": self.own,
            "servers_s": self.servers,
            "imports_s": self.imports,
            "floor_wall_s": self.floor.wall,
            "floor_cpu_s": self.floor.cpu,
            "floor_megabytes": self.floor.megabytes,
            "wall_ratio": self.ours.wall / self.floor.wall,
            "cpu_ratio": self.ours.cpu / self.floor.cpu,
        }

    def __str__(self) -> str:
        return (
            f"{self.items:,} items: {self.ours}; own {self.own:.2f} s, servers {self.servers:.2f} s, "
            f"imports {self.imports:.2f} s; x{self.ours.wall / self.floor.wall:.2f} wall, "
            f"x{self.ours.cpu / self.floor.cpu:.2f} cpu of the empty tree ({self.floor})"
        )


def tools_lists(folder: Path, runs: int) -> Measured | None:
    """The servers whose real tools/list answers are at hand; None where they are not."""
    if not TOOLS_LISTS.is_dir():
        return None
    os.environ["MCP_TOOLS_LISTS"] = str(TOOLS_LISTS)
    from tests.bench.served import names

    rows = [f'[servers.{name}]\npython = "tests.bench.served:{name}"\n' for name in names()]
    (folder / "mcp_contract.toml").write_text("\n".join(rows))
    return _measured(folder, "--mcp-registry=mcp_contract.toml", runs)


def registry_82(folder: Path, runs: int) -> Measured | None:
    """A real registry as data, without a way to start its servers; None where it is not at hand."""
    if not (DATA / "registry-82.json").is_file():
        return None
    (folder / "rows.py").write_text(
        "from tests.corpus.registry82 import registry82\n\nREGISTRY = registry82()\n"
    )
    return _measured(folder, "--mcp-registry=rows:REGISTRY", runs)


def made_up(servers: int, folder: Path, runs: int) -> Measured:
    """A made-up registry of that many servers."""
    os.environ["MCP_TOOLS_LISTS"] = str(TOOLS_LISTS)
    from tests.bench.made_up import registry

    (folder / "mcp_contract.toml").write_text(registry(servers))
    return _measured(folder, "--mcp-registry=mcp_contract.toml", runs)


def _measured(folder: Path, registry: str, runs: int) -> Measured:
    (folder / "pytest.ini").write_text("[pytest]\n")
    told = folder / "clock.json"
    ours = Command(folder, ("-q", "--mcp-contract", registry, *_STATIC), expect=(0, 1))
    clocked = ours.also("-p", "tests.bench.clock", f"--clock={told}")
    empty = Command(
        folder, ("-q", "-p", "no:mcp_registry_contract", "-p", "tests.bench.empty_tree", str(told))
    )
    spent, taken, floors = [], [], []
    once(ours)  # writes byte code
    for _ in range(runs):
        # The clock itself takes time, so what it tells comes from a run that is not timed.
        once(clocked)
        spent.append(json.loads(told.read_text()))
        taken.append(once(ours))
        floors.append(once(empty))
    seconds = {
        account: statistics.median([each["seconds"][account] for each in spent])
        for account in ("own", "servers", "imports")
    }
    return Measured(len(spent[0]["node_ids"]), median(taken), median(floors), **seconds)
