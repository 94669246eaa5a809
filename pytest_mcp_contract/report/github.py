"""What GitHub Actions shows of a run: annotations beside the lines of the registry, and the job's summary."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pytest_mcp_contract.model import Outcome, Severity
from pytest_mcp_contract.report.text import counted, cut, printable
from pytest_mcp_contract.report.wire import FindingData, ReportData, VerdictData

MOST_ANNOTATIONS = 10
"""Annotations of one level that GitHub shows of a step; more are dropped there without a word."""
_MOST_ROWS = 200
_WIDTH = 1_000
_CELL = 300
_SHOWN = (Outcome.FAILED, Outcome.LOST, Outcome.WARNED, Outcome.WAIVED, Outcome.NOT_EXERCISED, Outcome.PASSED)
_BAD = {Outcome.FAILED.value, Outcome.LOST.value, Outcome.WARNED.value}


def is_here(environment: Mapping[str, str]) -> bool:
    """Whether this is a job of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def add_summary(environment: Mapping[str, str], report: ReportData) -> None:
    """Add the summary to the file that the job names, if it names one.

    Raises:
        OSError: it cannot be written.
    """
    if path := environment.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8", errors="replace") as file:
            file.write(summary(report))


def annotations(report: ReportData) -> list[str]:
    """Workflow commands, errors first: a line each, for the job's standard output."""
    commands: dict[str, list[str]] = {"error": [], "warning": []}
    for verdict, finding in _findings(report):
        level = _level(verdict, finding)
        place = {"title": f"{verdict['code']} {verdict['name']}"}
        if finding is None:
            text = f"{_subject(verdict, finding)} could not be judged: {verdict['reason']}"
        else:
            file = finding["file"] or report["registry"]
            place = {"file": file, "line": str(finding["line"] or 1), **place}
            text = f"{_subject(verdict, finding)}: {finding['saw'] or finding['at']}"
        stated = ",".join(f"{key}={_property(value)}" for key, value in place.items())
        commands[level].append(f"::{level} {stated}::{_data(cut(text, width=_WIDTH))}")
    return [line for level in commands.values() for line in level[:MOST_ANNOTATIONS]]


def summary(report: ReportData) -> str:
    """Markdown: a row per server, then what was found; the rest is counted."""
    present = [
        outcome
        for outcome in _SHOWN
        if any(outcome.value in server["outcomes"] for server in report["servers"])
    ]
    lines = [
        f"## MCP contract: {_code(report['registry'])}",
        "",
        f"| server | {' | '.join(outcome.value.replace('_', ' ') for outcome in present)} |",
        f"|---|{'---:|' * len(present)}",
    ]
    for server in report["servers"]:
        numbers = " | ".join(str(server["outcomes"].get(outcome.value, "")) for outcome in present)
        lines.append(f"| {_code(server['name'])} | {numbers} |")
    found = sorted(_findings(report), key=lambda pair: _level(*pair))
    if found:
        lines += ["", "| | check | where | what |", "|---|---|---|---|"]
        lines += [_row(report, verdict, finding) for verdict, finding in found[:_MOST_ROWS]]
    if len(found) > _MOST_ROWS:
        lines += ["", f"... and {counted(len(found) - _MOST_ROWS, 'finding')} more."]
    return "\n".join(lines) + "\n"


def _findings(report: ReportData) -> Iterator[tuple[VerdictData, FindingData | None]]:
    """Findings that are not waived; None for a check that was lost."""
    for verdict in report["verdicts"]:
        if verdict["outcome"] in _BAD:
            found = [*verdict["findings"]]
            yield from ((verdict, finding) for finding in found) if found else ((verdict, None),)


def _level(verdict: VerdictData, finding: FindingData | None) -> str:
    if finding is None:
        return "error"
    return "warning" if finding["is_mild"] or verdict["severity"] != Severity.ERROR.value else "error"


def _subject(verdict: VerdictData, finding: FindingData | None) -> str:
    tool = (finding["tool"] if finding else None) or verdict["tool"]
    return f"{verdict['server']}.{tool}" if tool else verdict["server"]


def _row(report: ReportData, verdict: VerdictData, finding: FindingData | None) -> str:
    what = finding["saw"] or finding["at"] if finding else f"could not be judged: {verdict['reason']}"
    file = (finding["file"] if finding else None) or report["registry"]
    line = f":{finding['line']}" if finding and finding["line"] else ""
    where = f"{_code(_subject(verdict, finding))}<br>{_code(file + line)}"
    return f"| {_level(verdict, finding)} | {verdict['code']} {verdict['name']} | {where} | {_code(what)} |"


def _code(text: str) -> str:
    """A code span for a table: what others wrote is no markup there, names nobody and loads nothing."""
    shown = printable(cut(text, width=_CELL)).replace("`", "'").replace("|", r"\|")
    return f"`{shown}`" if text else ""


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
