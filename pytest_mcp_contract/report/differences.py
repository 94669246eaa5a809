"""What has changed between two locks, for people and for machines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from pytest_mcp_contract.model import JSON, Impact

_ORDER = (Impact.SECURITY, Impact.IDENTITY, Impact.BREAKING, Impact.BEHAVIOUR, Impact.ADDITIVE)
"""What a person has to read first."""
_MEANS = {
    Impact.SECURITY: "may do more than was agreed, or asks less often",
    Impact.IDENTITY: "is another server, or none, for what is stored under its id and name",
    Impact.BREAKING: "refuses, or answers, what callers do not expect",
    Impact.BEHAVIOUR: "reads, asks or acts differently, or could not be decided",
    Impact.ADDITIVE: "takes and offers more",
}

_MARKUP = {"|": "\\|", "`": "'", "\n": " ", "<": "&lt;", "[": "\\["}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, as one check tells it."""

    code: str
    impact: Impact
    server: str
    tool: str | None
    at: str
    why: str
    """From the side of whoever calls, as a phrase."""
    witness: JSON = None
    has_witness: bool = False

    @property
    def subject(self) -> str:
        """What has changed: a tool, or a server as a whole."""
        return f"{self.server}.{self.tool}" if self.tool else self.server


class DifferenceData(TypedDict):
    """One element of `diff --format json`."""

    code: str
    severity: str
    server: str
    tool: str | None
    at: str
    why: str
    witness: JSON


def fails(differences: Sequence[Difference]) -> bool:
    """Whether somebody has to accept one of them."""
    return any(one.impact.has_to_be_accepted for one in differences)


def as_json(differences: Sequence[Difference]) -> str:
    """The machine's form: a list, empty for no change."""
    rows: list[DifferenceData] = [
        {
            "code": one.code,
            "severity": one.impact.value,
            "server": one.server,
            "tool": one.tool,
            "at": one.at,
            "why": one.why,
            "witness": one.witness,
        }
        for one in _sorted(differences)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def as_text(differences: Sequence[Difference]) -> str:
    """Grouped by impact, one line why for each change, the witness below it."""
    if not differences:
        return "no change\n"
    lines = []
    for impact, group in _grouped(differences):
        lines += [f"{impact.value} ({len(group)}): {_MEANS[impact]}"]
        width = max(len(one.subject) for one in group)
        for one in group:
            lines.append(f"  {one.subject:<{width}}  {one.code}  {_first_line(one.why)}")
            if one.has_witness:
                lines.append(f"  {'':<{width}}          {json.dumps(one.witness, ensure_ascii=False)}")
        lines.append("")
    return "\n".join(lines)


def as_markdown(differences: Sequence[Difference]) -> str:
    """A comment for a pull request."""
    if not differences:
        return "No MCP server has changed against what was agreed on.\n"
    counts = ", ".join(f"{len(group)} {impact.value}" for impact, group in _grouped(differences))
    lines = [f"**MCP servers have changed: {counts}**", ""]
    for impact, group in _grouped(differences):
        lines += [
            f"### {impact.value.capitalize()}",
            "",
            f"_{_MEANS[impact]}_",
            "",
            "| what | check | why |",
            "|---|---|---|",
        ]
        for one in group:
            why = _cell(_first_line(one.why))
            if one.has_witness:
                why += f"<br>`{_cell(json.dumps(one.witness, ensure_ascii=False))}`"
            lines.append(f"| `{_cell(one.subject)}` | {one.code} | {why} |")
        lines.append("")
    return "\n".join(lines)


def _sorted(differences: Sequence[Difference]) -> list[Difference]:
    return sorted(
        differences,
        key=lambda one: (_ORDER.index(one.impact), one.server, one.tool or "", one.code, one.at),
    )


def _grouped(differences: Sequence[Difference]) -> list[tuple[Impact, list[Difference]]]:
    groups = [(impact, [one for one in _sorted(differences) if one.impact is impact]) for impact in _ORDER]
    return [(impact, group) for impact, group in groups if group]


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""


def _cell(text: str) -> str:
    """A text that breaks out of no table."""
    for mark, spelled in _MARKUP.items():
        text = text.replace(mark, spelled)
    return text
