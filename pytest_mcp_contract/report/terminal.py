"""What a person reads at the end of a run."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import REGISTRY, Measures, Outcome, Registry, Verdict
from pytest_mcp_contract.report.gather import Gatherer
from pytest_mcp_contract.report.text import block, counted, cut

_WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.LOST: "lost",
    Outcome.WARNED: "warned",
    Outcome.WAIVED: "waived",
    Outcome.NOT_EXERCISED: "not exercised",
}
_TOOLS = 6


class Terminal:
    """The sections of ours in pytest's terminal report; a pytest plugin."""

    def __init__(
        self, registry: Registry, gatherer: Gatherer, unlisted: Sequence[str], *, longest: int | None = None
    ) -> None:
        self._registry = registry
        self._gatherer = gatherer
        self._unlisted = unlisted
        self._longest = longest

    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Warnings as blocks; then, once per server, what was not exercised and the way out."""
        reporter = terminalreporter
        checks = {check.code: check for check in all_checks()}
        warned = self._with(Outcome.WARNED)
        if warned and not reporter.config.option.no_summary:
            reporter.write_sep("=", "contract warnings")
            for verdict in warned:
                reporter.write_sep("_", verdict.node_id, yellow=True)
                reporter.write_line(block(verdict, checks[verdict.code]))
        idle = self._with(Outcome.NOT_EXERCISED)
        if idle:
            reporter.write_sep("=", "not exercised")
            for server, verdicts in _by_server(idle).items():
                self._not_exercised(reporter, server, verdicts)
        for server in self._unlisted:
            reporter.write_line(
                f"{server}: tools are known only to the server, which --collect-only does not start; "
                "the checks of its tools are not shown"
            )
        if self._with(Outcome.LOST):
            # pytest paints its last line red where this key exists; an unknown outcome alone would be yellow.
            reporter.stats.setdefault("failed", [])

    def after_summary(
        self, reporter: "pytest.TerminalReporter", *, notes: Sequence[str], interrupted: bool
    ) -> None:
        """Lost checks by server, what the run wrote, a line per server, and one line that stands alone."""
        for server, lost in _by_server(self._with(Outcome.LOST)).items():
            first = lost[0]
            where = first.node_id.split("::")[0]
            reporter.write_line(
                f"LOST {where}::{server} - {counted(len(lost), 'check')}: {cut(first.reason)}", red=True
            )
        if not self._gatherer.verdicts:
            return
        for note in notes:
            reporter.write_line(f"mcp-contract: {note}")
        names = [REGISTRY, *self._registry.servers]
        tallies = self._gatherer.tallies()
        rows = [(name, tallies[name]) for name in names if name in tallies]
        self._durations(reporter)
        width = max(len(name) for name, _ in rows)
        reporter.write_sep("=", "contract")
        for name, counts in rows:
            measured = {
                tool: measures
                for tool, measures in self._gatherer.measures(name).items()
                if "raw_tokens" in measures
            }
            fuzzed = {
                tool: measures
                for tool, measures in self._gatherer.measures(name).items()
                if "valid_calls" in measures
            }
            told = [_saved(measured.values())] if measured else []
            told += [_reach(fuzzed)] if fuzzed else []
            reporter.write_line(f"{name:<{width}}  {', '.join([_tally(counts), *told])}", **_colour(counts))
            if reporter.config.option.verbose > 0:
                for tool in sorted({*measured, *fuzzed}):
                    told = [_saved([measured[tool]])] if tool in measured else []
                    told += [_reach_of(fuzzed[tool])] if tool in fuzzed else []
                    reporter.write_line(f"{'':<{width}}  {tool}: {', '.join(told)}")
        total: Counter[Outcome] = sum((counts for _, counts in rows), Counter())
        judged = {name for name, _ in rows if name != REGISTRY}
        if interrupted:
            missing = [name for name in self._registry.servers if name not in judged]
            never = f", never reached: {', '.join(missing)}" if missing else ""
            reporter.write_line(f"interrupted: what follows is not the whole run{never}", yellow=True)
        broken = [name for name, counts in rows if counts[Outcome.FAILED] or counts[Outcome.LOST]]
        ending = (
            f"; broken: {', '.join(broken[:5])}{' and more' if len(broken) > 5 else ''}" if broken else ""
        )
        if self._gatherer.has_checked_nothing:
            ending = "; nothing was checked"
        reporter.write_line(
            f"mcp-contract: {counted(len(judged), 'server')}, {_tally(total)}{ending}", **_colour(total)
        )

    def _durations(self, reporter: "pytest.TerminalReporter") -> None:
        if self._longest is None:
            return
        reporter.write_sep("=", "longest stages")
        for seconds, server, stage in self._gatherer.durations()[: self._longest or None]:
            reporter.write_line(f"{seconds:8.2f} s  {server}  {stage}")

    def _with(self, outcome: Outcome) -> list[Verdict]:
        return [verdict for verdict in self._gatherer.verdicts if verdict.outcome is outcome]

    def _not_exercised(
        self, reporter: "pytest.TerminalReporter", server: str, idle: Sequence[Verdict]
    ) -> None:
        reporter.write_line(f"{server}: {len(idle)} not exercised")
        for reason in dict.fromkeys(verdict.reason for verdict in idle):
            same = [verdict for verdict in idle if verdict.reason == reason]
            tools = list(dict.fromkeys(verdict.tool for verdict in same if verdict.tool))
            named = (
                f" ({', '.join(tools[:_TOOLS])}{' and more' if len(tools) > _TOOLS else ''})" if tools else ""
            )
            reporter.write_line(f"  {len(same)} x {reason}{named}")


def _by_server(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.server, []).append(verdict)
    return found


def _tally(counts: Counter[Outcome]) -> str:
    return ", ".join(f"{counts[outcome]} {word}" for outcome, word in _WORDS.items() if counts[outcome])


def _saved(measured: Iterable[Measures]) -> str:
    """`tokens 12,340 -> 2,130 (83 % saved)`: what the API sent, and what the model gets."""
    pairs = [(one["raw_tokens"], one["tokens"]) for one in measured]
    raw, rendered = (sum(numbers) for numbers in zip(*pairs, strict=True))
    share = f"{1 - rendered / raw:.0%} saved" if rendered <= raw else f"{rendered / raw - 1:.0%} more"
    return f"tokens {raw:,} -> {rendered:,} ({share.replace('%', ' %')})"


def _reach(fuzzed: Mapping[str, Measures]) -> str:
    """`1,240 calls made up, 9 of 11 tools reached`: how far the generated calls of a server got."""
    made = sum(one["valid_calls"] + one["invalid_calls"] for one in fuzzed.values())
    reached = sum(one["reached_calls"] > 0 for one in fuzzed.values())
    return f"{made:,} calls made up, {reached} of {counted(len(fuzzed), 'tool')} reached"


def _reach_of(measures: Measures) -> str:
    """`40 of 52 valid calls got through (cassette 30, guess 10), 31 invalid`."""
    sources = ", ".join(f"{source} {number}" for source, number in measures["reached_by"].items())
    text = f"{measures['reached_calls']} of {counted(measures['valid_calls'], 'valid call')} got through"
    text += f" ({sources})" if sources else ""
    text += f", {measures['invalid_calls']} invalid"
    return text + (f"; {measures['not_all']}" if "not_all" in measures else "")


def _colour(counts: Counter[Outcome]) -> dict[str, bool]:
    if counts[Outcome.FAILED] or counts[Outcome.LOST]:
        return {"red": True}
    shows_nothing = set(+counts) == {Outcome.NOT_EXERCISED}
    return {"yellow": True} if counts[Outcome.WARNED] or shows_nothing else {"green": True}
