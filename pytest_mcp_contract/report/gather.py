"""Collects the verdicts of a run, from this process or from workers."""

from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any

import pytest

from pytest_mcp_contract.model import Measures, Outcome, Registry, Verdict
from pytest_mcp_contract.report.wire import ReportData, ServerData, from_data, to_data

_STAGES = {
    "MCP0": "start",
    "MCP1": "rows",
    "MCP2": "tools/list",
    "MCP3": "made-up calls",
    "MCP4": "recorded traffic",
    "MCP5": "drift",
    "MCP6": "security",
}
"""Family of checks -> what is done for it."""


class Gatherer:
    """A pytest plugin that keeps the last verdict of every item, and what was measured of every tool."""

    def __init__(self) -> None:
        self._verdicts: dict[str, Verdict] = {}
        self._measures: dict[str, dict[str, Measures]] = {}
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the verdict that a report carries."""
        verdict = getattr(report, "mcp_verdict", None)
        if verdict is not None:
            self._verdicts[verdict.node_id] = verdict
            self._seconds[verdict.server, _STAGES.get(verdict.code[:4], "own checks")] += report.duration
            if measures := getattr(report, "mcp_measures", None):
                self._measures.setdefault(verdict.server, {}).setdefault(verdict.tool, {}).update(measures)

    @pytest.hookimpl(wrapper=True)
    def pytest_report_to_serializable(
        self, report: pytest.TestReport
    ) -> Generator[None, dict[str, Any] | None, dict[str, Any] | None]:
        """Make plain data of a verdict that a worker sends home."""
        data = yield
        if data and data.get("mcp_verdict") is not None:
            data["mcp_verdict"] = to_data(data["mcp_verdict"])
        return data

    @pytest.hookimpl(wrapper=True)
    def pytest_report_from_serializable(
        self, data: dict[str, Any]
    ) -> Generator[None, pytest.TestReport | None, pytest.TestReport | None]:
        """Make a verdict again of what came from a worker."""
        report = yield
        sent = getattr(report, "mcp_verdict", None)
        if sent is not None:
            report.mcp_verdict = from_data(sent)  # type: ignore[union-attr]
        return report

    @property
    def verdicts(self) -> list[Verdict]:
        """In the order they came."""
        return list(self._verdicts.values())

    def measures(self, server: str) -> dict[str, Measures]:
        """What was measured of a server's tools, by name."""
        return dict(sorted(self._measures.get(server, {}).items()))

    def durations(self) -> list[tuple[float, str, str]]:
        """Seconds, server and stage, the longest first.

        What several checks need is made once, and counts where it was needed first. Of a distributed run
        they are the seconds of all workers together.
        """
        return sorted(
            ((seconds, server, stage) for (server, stage), seconds in self._seconds.items()), reverse=True
        )

    def tallies(self) -> dict[str, Counter[Outcome]]:
        """How the items of each server ended; in one pass, for registries are long."""
        tallies: dict[str, Counter[Outcome]] = {}
        for verdict in self._verdicts.values():
            tallies.setdefault(verdict.server, Counter())[verdict.outcome] += 1
        return tallies

    def report(self, registry: Registry, *, shown_as: str, version: str) -> ReportData:
        """The whole run as plain data, of which every report file is made."""
        tallies = self.tallies()
        servers: list[ServerData] = [
            {
                "name": name,
                "line": entry.line,
                "start": entry.starts[0] if len(entry.starts) == 1 else None,
                "outcomes": {
                    outcome.value: number for outcome, number in sorted(tallies.get(name, Counter()).items())
                },
                "stakes": dict(sorted((entry.tools_stakes or {}).items())),
                "tools": self.measures(name),
            }
            for name, entry in registry.servers.items()
        ]
        return {
            "format": 1,
            "tool_version": version,
            "registry": shown_as,
            "servers": servers,
            "verdicts": [to_data(one) for one in sorted(self.verdicts, key=lambda one: one.node_id)],
        }
