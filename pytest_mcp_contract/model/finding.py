"""What a check says: findings, and the verdict that sums them up."""

from dataclasses import dataclass
from enum import StrEnum

from pytest_mcp_contract.model.json import JSONObject


class Severity(StrEnum):
    """How much a finding weighs: an error follows a MUST and fails the run, a warning a SHOULD."""

    ERROR = "error"
    WARNING = "warning"


class Outcome(StrEnum):
    """How one check on one subject ended. Only `PASSED` says that something was really exercised."""

    PASSED = "passed"
    FAILED = "failed"
    WARNED = "warned"
    WAIVED = "waived"
    LOST = "lost"
    """Nothing could be judged, because the server is down or died. Fails the run."""
    NOT_EXERCISED = "not_exercised"
    """Nothing was there to judge it by. Does not fail, and is never counted as passed."""


@dataclass(frozen=True, slots=True)
class Failing:
    """The call that a finding shows: the smallest of those that fail alike."""

    arguments: JSONObject
    label: str
    """What it tries, or where it comes from: `boundary: one beyond 32 bits`, `example normal`."""
    reply: str
    failing: int = 1
    tried: int = 1
    again: str = ""
    """The command that makes just this call again; set by whoever knows how the run was started."""
    expect: str = ""
    """How it should end, for an example that keeps it; `""` where it is an example already."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a check fails."""

    at: str
    """A JSON Pointer into the tool, a dotted path into the registry, or a file."""
    saw: str
    """What stands there, as a phrase; JSON values as JSON, names in backticks."""
    want: str = ""
    tool: str | None = None
    file: str | None = None
    line: int | None = None
    call: Failing | None = None
    is_mild: bool = False
    """Whether it only warns, though its check is an error."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one check on one subject."""

    node_id: str
    code: str
    name: str
    severity: Severity
    outcome: Outcome
    server: str
    tool: str | None
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    reason: str = ""
    """Why nothing was judged, and the way out (lost, not exercised); the waivers' reasons (waived)."""
    rerun: str = ""
