"""A verdict as text: one line that stands alone, and the block under it."""

from collections.abc import Sequence
from textwrap import wrap

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.model import Finding, Verdict

FIRST_LINE = 100
SHOWN = 5
_WIDTH = 100


def headline(verdict: Verdict) -> str:
    """One line of at most 100 characters that says what is wrong, without the rest of the report.

    What was seen comes first: many places show only the beginning of it, beside the code.
    """
    if not verdict.findings:
        return cut(f"{verdict.outcome.value.replace('_', ' ')}: {verdict.reason}")
    first = verdict.findings[0]
    more = f" (+{len(verdict.findings) - 1} more)" if len(verdict.findings) > 1 else ""
    saw = first.saw.splitlines()[0] if first.saw else first.at
    tool = first.tool or verdict.tool
    subject = f"`{tool}`: " if tool and f"`{tool}`" not in saw else ""
    if first.at == f"servers.{verdict.server}" and not saw.startswith("`"):
        subject = f"server `{verdict.server}` "
    text = subject + saw
    for extra in (
        f" at {first.at}" if "/" in first.at and first.at not in text else "",
        f" ({verdict.name})",
    ):
        # Told in the block, too: here only where they fit whole.
        text += extra if len(text + extra + more) <= FIRST_LINE else ""
    return cut(text, keep=more)


def block(verdict: Verdict, check: AnyCheck, last_words: Sequence[str] = ()) -> str:
    """Everything a person needs of one verdict: what, where, why, the way out, how to run just this."""
    lines = [headline(verdict), "", f"{verdict.severity.value}[{verdict.code}] {check.title}"]
    if verdict.reason:
        lines += _field("note", verdict.reason)
    for finding in verdict.findings[:SHOWN]:
        lines += _place(finding)
    if len(verdict.findings) > SHOWN:
        lines.append(f"  ... and {len(verdict.findings) - SHOWN} more")
    if verdict.waived:
        lines.append(f"  ({len(verdict.waived)} waived)")
    lines += _field("why", check.why)
    lines += _field("fix", check.fix)
    if verdict.rerun:
        lines.append(f"  run   {verdict.rerun}")
    if last_words:
        lines += ["  last words on stderr:", *(f"    | {line}" for line in last_words)]
    return "\n".join(lines)


def _place(finding: Finding) -> list[str]:
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file or ""
    subject = " ".join(part for part in (f"`{finding.tool}`" if finding.tool else "", finding.at) if part)
    head = "  --> " + "  ".join(part for part in (where, subject) if part)
    saw, *rest = finding.saw.splitlines() or [""]
    lines = [head, f"      saw   {saw}", *(f"            {line}" for line in rest)]
    if finding.want:
        lines.append(f"      want  {finding.want}")
    return lines


def _field(name: str, text: str) -> list[str]:
    words = " ".join(text.split())
    first, *rest = wrap(words, _WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"  {name:<5} {first}", *(f"        {line}" for line in rest)]


def counted(number: int, noun: str) -> str:
    """`1 server`, `2 servers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def cut(text: str, keep: str = "") -> str:
    """`text` on one line of at most 100 characters, `keep` at its end."""
    text = " ".join(text.split())
    room = FIRST_LINE - len(keep)
    return (text if len(text) <= room else text[: room - 1] + "…") + keep
