"""The static checks of whole registries, each beside a tree of as many items that do nothing."""

import json
import os
from pathlib import Path

from tests.bench.figures import Asked, Figure
from tests.bench.timing import ROOT, Command, median, once

DATA = ROOT.parent / "shared" / "data"
TOOLS_LISTS = DATA / "tools-lists"
SERVERS = "servers"
"""The subject of the registries of growing size."""
_STATIC = ("--mcp-select=MCP0,MCP1,MCP2,MCP6,MCP301", "--mcp-ignore=MCP606")
"""What needs no call of a tool; MCP606 reads cassettes."""
Limits = dict[str, Asked]


def tools_lists(folder: Path, laps: int) -> list[Figure]:
    """The servers whose real tools/list answers are at hand; nothing where they are not."""
    if not TOOLS_LISTS.is_dir():
        return []
    os.environ["MCP_TOOLS_LISTS"] = str(TOOLS_LISTS)
    from tests.bench.served import names

    rows = [f'[servers.{name}]\npython = "tests.bench.served:{name}"\n' for name in names()]
    (folder / "mcp_contract.toml").write_text("\n".join(rows))
    asked = {"wall": Asked(4), "own": Asked(1.5), "memory": Asked(150)}
    return _measured(f"{len(rows)} real servers", folder, "mcp_contract.toml", laps, asked)


def registry_82(folder: Path, laps: int) -> list[Figure]:
    """A real registry as data, without a way to start its servers; nothing where it is not at hand."""
    if not (DATA / "registry-82.json").is_file():
        return []
    (folder / "rows.py").write_text(
        "from tests.corpus.registry82 import registry82\n\nREGISTRY = registry82()\n"
    )
    return _measured("82 rows of a real registry", folder, "rows:REGISTRY", laps, {"wall": Asked(3)})


def made_up(servers: int, folder: Path, laps: int) -> list[Figure]:
    """A made-up registry of that many servers."""
    os.environ["MCP_TOOLS_LISTS"] = str(TOOLS_LISTS)
    from tests.bench.made_up import registry

    (folder / "mcp_contract.toml").write_text(registry(servers))
    asked = {"wall": Asked(1.3, "ratio"), "own": Asked(10), "memory": Asked(700)} if servers == 1_000 else {}
    return _measured(SERVERS, folder, "mcp_contract.toml", 1 if servers > 100 else laps, asked, at=servers)


def _measured(
    name: str, folder: Path, registry: str, laps: int, asked: Limits, at: int | None = None
) -> list[Figure]:
    (folder / "pytest.ini").write_text("[pytest]\n")
    told = folder / "clock.json"
    ours = Command(folder, ("-q", "--mcp-contract", f"--mcp-registry={registry}", *_STATIC), expect=(0, 1))
    # The clock itself takes time, so what it tells comes from a run that is not timed; it writes byte code.
    once(ours.also("-p", "tests.bench.clock", f"--clock={told}"))
    seconds = json.loads(told.read_text())["seconds"]
    empty = Command(
        folder, ("-q", "-p", "no:mcp_registry_contract", "-p", "tests.bench.empty_tree", str(told))
    )
    taken = [(once(ours), once(empty)) for _ in range(laps)]
    run, floor = median([one for one, _ in taken]), median([one for _, one in taken])
    figures = {
        "wall": (run.wall, floor.wall, "s"),
        "own": (seconds["own"], floor.wall, "s"),
        "memory": (run.megabytes, floor.megabytes, "MB"),
    }
    return [
        Figure(name, kind, value, bare, unit, "a tree of as many empty items", asked.get(kind), at)
        for kind, (value, bare, unit) in figures.items()
    ]
