"""SARIF 2.1.0, for code scanning: one result per finding, at the registry's file and line."""

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import JSON, Outcome, Severity
from pytest_mcp_contract.report.text import cut, printable
from pytest_mcp_contract.report.wire import FindingData, ReportData, VerdictData

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "mcpContract/v1"
"""Name of the fingerprint; another number where what goes into it changes."""
_MOST = 2_000
"""Characters of what was seen that a message shows: services refuse files with very long ones."""
_MOST_RESULTS = 5_000
"""Results that code scanning of GitHub takes of one run; the worst come first."""
_LEVELS = {Severity.ERROR.value: "error", Severity.WARNING.value: "warning"}


def as_sarif(report: ReportData) -> str:
    """The run as a SARIF log with one run.

    A finding that is waived is a result with a suppression. A check that was lost is no result, for nothing
    was found: it is an error of the invocation, and one that was not exercised a note there.
    """
    checks = {check.code: check for check in all_checks()}
    codes = sorted({verdict["code"] for verdict in report["verdicts"]})
    rules = {code: number for number, code in enumerate(codes)}
    results = list(_results(report, rules))
    shown = sorted(results, key=_weight)[:_MOST_RESULTS]
    notifications = list(_notifications(report["verdicts"]))
    if len(shown) < len(results):
        notifications.append(
            _notification("warning", f"{len(results) - len(shown)} results more than a file may hold")
        )
    run: dict[str, JSON] = {
        "tool": {
            "driver": {
                "name": "pytest-mcp-contract",
                "semanticVersion": report["tool_version"],
                "rules": [_rule(checks[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"mcp-contract/{report['registry']}"},
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder that pytest calls rootdir."}}},
        "invocations": [
            {
                "executionSuccessful": not any(one["level"] == "error" for one in notifications),
                "toolExecutionNotifications": [*notifications],
            }
        ],
        "results": [*shown],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(check: AnyCheck) -> dict[str, JSON]:
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.name.split("-")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": " ".join(check.why.split())},
        "help": {"text": " ".join(check.fix.split())},
        "defaultConfiguration": {"level": _LEVELS[check.severity.value]},
        "properties": {"tags": ["mcp", check.family]},
    }


def _results(report: ReportData, rules: dict[str, int]) -> Iterator[dict[str, JSON]]:
    seen: Counter[str] = Counter()
    for verdict in report["verdicts"]:
        for finding, is_waived in [
            *((one, False) for one in verdict["findings"]),
            *((one, True) for one in verdict["waived"]),
        ]:
            mark = _mark(verdict, finding)
            # Two findings of one place are told apart by their order, which is that of the rule.
            fingerprint = f"{mark}:{seen[mark]}"
            seen[mark] += 1
            yield _result(report, verdict, finding, rules[verdict["code"]], fingerprint, is_waived=is_waived)


def _mark(verdict: VerdictData, finding: FindingData) -> str:
    """What stays the same while lines move and wordings change: the check and the place in the registry."""
    tool = finding["tool"] or verdict["tool"] or ""
    spelled = json.dumps([verdict["code"], verdict["server"], tool, finding["at"]])
    return sha256(spelled.encode()).hexdigest()[:32]


def _result(
    report: ReportData,
    verdict: VerdictData,
    finding: FindingData,
    rule: int,
    fingerprint: str,
    *,
    is_waived: bool,
) -> dict[str, JSON]:
    tool = finding["tool"] or verdict["tool"]
    subject = f"{verdict['server']}.{tool}" if tool else verdict["server"]
    level = "warning" if finding["is_mild"] else _LEVELS[verdict["severity"]]
    told = f"{cut(subject, width=_MOST)}: {cut(finding['saw'] or finding['at'], width=_MOST)}"
    if finding["want"]:
        told += f" (want: {cut(finding['want'], width=_MOST)})"
    named = cut(f"{subject} {finding['at']}".strip(), width=_MOST)
    place: dict[str, JSON] = {
        "artifactLocation": _artifact(finding["file"] or report["registry"]),
        "region": {"startLine": max(finding["line"] or 1, 1)},
    }
    result: dict[str, JSON] = {
        "ruleId": verdict["code"],
        "ruleIndex": rule,
        "level": level,
        "message": {"text": printable(told)},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"fullyQualifiedName": named}],
            }
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"nodeId": verdict["node_id"], "rerun": verdict["rerun"]},
    }
    if is_waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _artifact(file: str) -> dict[str, JSON]:
    """A path as a URI: one outside the rootdir stands for itself."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="replace"), "uriBaseId": "SRCROOT"}


def _weight(result: dict[str, JSON]) -> tuple[bool, bool]:
    return "suppressions" in result, result["level"] != "error"


def _notifications(verdicts: list[VerdictData]) -> Iterator[dict[str, JSON]]:
    for verdict in verdicts:
        if verdict["outcome"] == Outcome.LOST.value:
            yield _notification("error", f"{verdict['node_id']} could not be judged: {verdict['reason']}")
    idle = Counter(
        (verdict["server"], verdict["reason"])
        for verdict in verdicts
        if verdict["outcome"] == Outcome.NOT_EXERCISED.value
    )
    for (server, reason), number in sorted(idle.items()):
        yield _notification("note", f"{server}: {number} not exercised: {reason}")


def _notification(level: str, text: str) -> dict[str, JSON]:
    return {"level": level, "message": {"text": printable(cut(text, width=_MOST))}}
