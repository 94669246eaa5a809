"""Collects the verdicts of a run, from this process or from workers."""

from collections import Counter
from pathlib import Path

import pytest

from pytest_mcp_contract.model import Outcome, Registry, Verdict
from pytest_mcp_contract.report.wire import from_data, write_json


class Gatherer:
    """A pytest plugin that keeps the last verdict of every item."""

    def __init__(self) -> None:
        self._verdicts: dict[str, Verdict] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the verdict that a report carries."""
        data = getattr(report, "mcp_verdict", None)
        if data is not None:
            self._verdicts[data["node_id"]] = from_data(data)

    @property
    def verdicts(self) -> list[Verdict]:
        """In the order they came."""
        return list(self._verdicts.values())

    def tallies(self) -> dict[str, Counter[Outcome]]:
        """How the items of each server ended; in one pass, for registries are long."""
        tallies: dict[str, Counter[Outcome]] = {}
        for verdict in self._verdicts.values():
            tallies.setdefault(verdict.server, Counter())[verdict.outcome] += 1
        return tallies

    def write_json(self, path: Path, registry: Registry, *, shown_as: str, version: str) -> None:
        """Write the JSON report."""
        tallies = self.tallies()
        servers = [
            {
                "name": name,
                "line": entry.line,
                "start": entry.starts[0] if len(entry.starts) == 1 else None,
                "outcomes": {
                    outcome.value: number for outcome, number in sorted(tallies.get(name, Counter()).items())
                },
            }
            for name, entry in registry.servers.items()
        ]
        write_json(path, self.verdicts, version=version, registry=shown_as, servers=servers)
