"""A run as a person reads it: worst first, passed ones as counts. What the HTML report shows, as data."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pytest_mcp_contract.model import REGISTRY, Measures, Outcome
from pytest_mcp_contract.report.wire import FailingData, FindingData, ReportData, ServerData, VerdictData

FAMILIES = {
    "MCP0": "registry file",
    "MCP1": "entries",
    "MCP2": "surface",
    "MCP3": "calls",
    "MCP4": "upstream",
    "MCP5": "drift",
    "MCP6": "security",
}
OUTCOMES = ("failed", "lost", "warned", "waived", "passed", "not_exercised")
"""What a person has to read first."""
MOST_FINDINGS = 50
"""Findings of one check on one subject that are shown."""
MOST_FIELDS = 200
"""Fields of one tool that are shown."""
_TONES = ("red", "amber", "green", "grey")
_BEFORE_AND_NOW = re.compile(r"\A(?P<head>.*)\nbefore: (?P<before>.*)\nnow: (?P<now>.*)\Z", re.DOTALL)
_IS_AND_WAS = re.compile(r"\A(?P<head>.*) is (?P<now>.*), and was (?P<before>(?!not\b).+)\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one family of checks found of one server."""

    family: str
    counts: Mapping[str, int]

    @property
    def tone(self) -> str:
        """Its colour."""
        return tone(self.counts)

    @property
    def told(self) -> str:
        """Its numbers in words."""
        return in_words(self.counts) or "nothing checked"


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding."""

    id: str
    outcome: str
    code: str
    name: str
    severity: str
    tool: str | None
    place: str
    """File and line."""
    at: str
    saw: str
    details: str
    """What was seen besides, such as a witness."""
    before: str | None
    now: str | None
    want: str
    call: FailingData | None
    reason: str
    """Why it is waived, or another note of the verdict."""
    rerun: str

    @property
    def arguments(self) -> str:
        """What the call was made with, as JSON."""
        return json.dumps(self.call["arguments"], ensure_ascii=False, indent=1) if self.call else ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Checks of one server that found nothing out, for one reason."""

    outcome: str
    reason: str
    codes: Mapping[str, int]
    tools: list[str]

    @property
    def number(self) -> int:
        """How many they are."""
        return sum(self.codes.values())


@dataclass(frozen=True, slots=True)
class ShownTool:
    """A tool: what is stated and what was measured of it."""

    name: str
    stake: str
    measures: Measures

    @property
    def fields(self) -> list[tuple[str, str, str, int]]:
        """Key, field, whether it reaches the model, tokens; the dearest first."""
        rows = [
            (one["key"], one["field"], one["reaches"], one["tokens"])
            for one in self.measures.get("fields", [])
        ]
        return sorted(rows, key=lambda row: (-row[3], row))[:MOST_FIELDS]

    @property
    def reaching(self) -> int:
        """How many fields reach the model."""
        return sum(one["reaches"] == "yes" for one in self.measures.get("fields", []))


@dataclass(slots=True)
class ShownServer:
    """A server, or the registry as a whole."""

    id: str
    name: str
    line: int | None
    start: str | None
    tools: list[ShownTool]
    counts: Counter[str] = field(default_factory=Counter)
    by_family: dict[str, Counter[str]] = field(default_factory=dict)
    findings: list[Shown] = field(default_factory=list)
    more: list[tuple[str, int]] = field(default_factory=list)
    """Codes that have more findings than are shown, and how many."""
    unjudged: list[Unjudged] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """Its colour."""
        return tone(self.counts)

    @property
    def told(self) -> str:
        """Its numbers in words."""
        return in_words(self.counts) or "nothing checked"

    @property
    def key(self) -> str:
        """What names it in the address of a filter."""
        return self.id.removeprefix("server-")

    def cells(self, families: Iterable[str]) -> list[Cell]:
        """Its row of the matrix."""
        return [Cell(family, self.by_family.get(family, {})) for family in families]

    @property
    def most_tokens(self) -> int:
        """Of its dearest tool: the length of the longest bar."""
        return max(
            (max(tool.measures.get("raw_tokens", 0), tool.measures.get("tokens", 0)) for tool in self.tools),
            default=0,
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole run."""

    registry: str
    version: str
    counts: Mapping[str, int]
    servers: list[ShownServer]
    """The worst first, else in the registry's order."""
    codes: list[str]
    """Of all checks that have anything to say."""
    families: Mapping[str, str]
    """All of ours, then those of other packages that were run."""

    @property
    def number_of_servers(self) -> int:
        """Without the registry's own row."""
        return sum(server.name != REGISTRY for server in self.servers)


def overview(report: ReportData) -> Overview:
    """The run, in one pass over its verdicts."""
    by_server: dict[str, list[VerdictData]] = {}
    for verdict in report["verdicts"]:
        by_server.setdefault(verdict["server"], []).append(verdict)
    known = {server["name"]: server for server in report["servers"]}
    names = list(dict.fromkeys([*(name for name in by_server if name == REGISTRY), *known, *by_server]))
    ids: Counter[str] = Counter()
    servers = [_server(name, known.get(name), by_server.get(name, []), ids) for name in names]
    said = {
        code
        for server in servers
        for code in (
            *(one.code for one in server.findings),
            *(code for group in server.unjudged for code in group.codes),
        )
    }
    others = {family for server in servers for family in server.by_family}
    return Overview(
        registry=report["registry"],
        version=report["tool_version"],
        counts=sum((server.counts for server in servers), Counter()),
        servers=sorted(servers, key=lambda server: _TONES.index(server.tone)),
        codes=sorted(said),
        families=FAMILIES | dict.fromkeys(sorted(others - FAMILIES.keys()), "own checks"),
    )


def tone(counts: Mapping[str, int]) -> str:
    """`red`, `amber`, `green`, or `grey` where nothing was exercised."""
    if counts.get("failed") or counts.get("lost"):
        return "red"
    if counts.get("warned"):
        return "amber"
    return "green" if counts.get("passed") else "grey"


def in_words(counts: Mapping[str, int]) -> str:
    """`1 failed, 3 passed`."""
    return ", ".join(f"{counts[word]:,} {word.replace('_', ' ')}" for word in OUTCOMES if counts.get(word))


def _server(
    name: str, data: ServerData | None, verdicts: Iterable[VerdictData], ids: Counter[str]
) -> ShownServer:
    stakes, measured = (data["stakes"], data["tools"]) if data else ({}, {})
    server = ShownServer(
        id=_unique(f"server-{_slug(name)}", ids),
        name=name,
        line=data["line"] if data else None,
        start=data["start"] if data else None,
        tools=[
            ShownTool(tool, stakes.get(tool, ""), measured.get(tool, {}))
            for tool in sorted(stakes.keys() | measured.keys())
        ],
    )
    reasons: dict[tuple[str, str], tuple[Counter[str], dict[str, None]]] = {}
    for verdict in verdicts:
        outcome = verdict["outcome"]
        server.counts[outcome] += 1
        server.by_family.setdefault(verdict["code"][:-2], Counter())[outcome] += 1
        found = list(_findings(verdict))
        server.findings += [_shown(verdict, one, how, ids) for one, how in found[:MOST_FINDINGS]]
        if len(found) > MOST_FINDINGS:
            server.more.append((verdict["code"], len(found) - MOST_FINDINGS))
        if not found and outcome != Outcome.PASSED.value:
            codes, tools = reasons.setdefault((outcome, verdict["reason"]), (Counter(), {}))
            codes[verdict["code"]] += 1
            if verdict["tool"]:
                tools[verdict["tool"]] = None
    server.findings.sort(key=lambda one: (OUTCOMES.index(one.outcome), one.code))
    server.unjudged = sorted(
        (
            Unjudged(outcome, reason, dict(sorted(codes.items())), [*tools])
            for (outcome, reason), (codes, tools) in reasons.items()
        ),
        key=lambda group: (OUTCOMES.index(group.outcome), -group.number),
    )
    return server


def _findings(verdict: VerdictData) -> Iterator[tuple[FindingData, str]]:
    for finding in verdict["findings"]:
        yield finding, "warned" if finding["is_mild"] else verdict["outcome"]
    for finding in verdict["waived"]:
        yield finding, "waived"


def _shown(verdict: VerdictData, finding: FindingData, outcome: str, ids: Counter[str]) -> Shown:
    tool = finding["tool"] or verdict["tool"]
    mark = json.dumps([verdict["code"], verdict["server"], tool, finding["at"]])
    words = f"{verdict['code']}-{_slug(verdict['server'])}-{sha256(mark.encode()).hexdigest()[:8]}"
    saw, before, now = _sides(finding["saw"]) if verdict["code"].startswith("MCP5") else (None, None, None)
    first, _, rest = (finding["saw"] if saw is None else saw).partition("\n")
    line = f":{finding['line']}" if finding["line"] else ""
    return Shown(
        id=_unique(words, ids),
        outcome=outcome,
        code=verdict["code"],
        name=verdict["name"],
        severity="warning" if finding["is_mild"] else verdict["severity"],
        tool=tool,
        place=f"{finding['file']}{line}" if finding["file"] else "",
        at=finding["at"],
        saw=first,
        details=rest,
        before=before,
        now=now,
        want=finding["want"],
        call=finding["call"],
        reason=verdict["reason"],
        rerun=verdict["rerun"],
    )


def _sides(saw: str) -> tuple[str | None, str | None, str | None]:
    """What is said of a change, what was, and what is; nothing where the text does not hold both."""
    found = _BEFORE_AND_NOW.match(saw)
    if not found and saw.count(" is ") == saw.count(", and was ") == 1:
        found = _IS_AND_WAS.match(saw)
    return (found["head"], found["before"], found["now"]) if found else (None, None, None)


def _slug(name: str) -> str:
    """What may stand in an address as it is; a name that has other letters, or many, gets a hash."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:60]
    if plain == name:
        return name
    return f"{plain}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def _unique(id: str, ids: Counter[str]) -> str:
    ids[id] += 1
    return id if ids[id] == 1 else f"{id}-{ids[id]}"
