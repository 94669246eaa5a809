"""Collects the verdicts of a run, from this process or from workers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable
from typing import Any

import pytest

from pytest_mcp_contract.model import Measures, Outcome, Registry, Verdict
from pytest_mcp_contract.report.failure import FailureBlock
from pytest_mcp_contract.report.wire import ReportData, ServerData, from_data, to_data

Taken = list[tuple[str, str, float]]
"""Server, stage and seconds."""
_SHOWN = 0.005
"""Seconds that are not rounded to nothing."""


def scope_of(node_id: str) -> str:
    """The node id of the server or tool that an item belongs to."""
    return node_id.rpartition("::")[0]


class Gatherer:
    """A pytest plugin that keeps the last verdict of every item, and what was measured beside it."""

    def __init__(self, taken: Callable[[], Taken]) -> None:
        """`taken` gives what each server and stage has taken in this process since it was last asked."""
        self._taken = taken
        self._verdicts: dict[str, Verdict] = {}
        self._measures: dict[str, dict[str, Measures]] = {}
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.took: defaultdict[str, float] = defaultdict(float)
        """Seconds that the items of each server and tool took, by node id of that."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send what was taken along with the last report of an item."""
        report = yield
        if call.when == "teardown":
            report.mcp_taken = self._taken()  # type: ignore[attr-defined]  # pytest carries extra attributes
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the verdict that a report carries, and what was measured."""
        self._add(getattr(report, "mcp_taken", ()))
        verdict = getattr(report, "mcp_verdict", None)
        if verdict is not None:
            self._verdicts[verdict.node_id] = verdict
            self.took[scope_of(verdict.node_id)] += report.duration
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
        """Make a verdict again of what came from a worker, and its block of the text that is left of it."""
        report = yield
        sent = getattr(report, "mcp_verdict", None)
        if report is not None and sent is not None:
            report.mcp_verdict = from_data(sent)  # type: ignore[attr-defined]
            if isinstance(report.longrepr, str):
                path, line, _ = report.location
                report.longrepr = FailureBlock(report.longrepr, path, line or 0)
        return report

    @property
    def verdicts(self) -> list[Verdict]:
        """In the order they came."""
        return list(self._verdicts.values())

    @property
    def has_checked_nothing(self) -> bool:
        """Whether there were checks, and none of them could be exercised."""
        outcomes = {verdict.outcome for verdict in self._verdicts.values()}
        return outcomes == {Outcome.NOT_EXERCISED}

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Let a run of nothing but checks that were not exercised end as one without tests does."""
        is_all = session.testscollected == len(self._verdicts)
        if exitstatus == pytest.ExitCode.OK and is_all and self.has_checked_nothing:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def measures(self, server: str) -> dict[str, Measures]:
        """What was measured of a server's tools, by name."""
        return dict(sorted(self._measures.get(server, {}).items()))

    def durations(self) -> list[tuple[float, str, str]]:
        """Seconds, server and stage, the longest first, without those that would show as nothing.

        What is made for several checks counts for its own stage, not for one of them. Of a distributed run
        they are the seconds of all workers together, but for the end of the server that each had last.
        """
        self._add(self._taken())
        rows = ((seconds, server, stage) for (server, stage), seconds in self._seconds.items())
        return sorted((row for row in rows if row[0] >= _SHOWN), reverse=True)

    def _add(self, taken: Iterable[tuple[str, str, float]]) -> None:
        for server, stage, seconds in taken:
            self._seconds[server, stage] += seconds

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
