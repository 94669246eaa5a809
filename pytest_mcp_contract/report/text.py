"""A verdict as text: one line that stands alone, and the block under it."""

import json
import re
from collections.abc import Sequence
from textwrap import wrap

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.model import JSON, Failing, Finding, Outcome, Severity, Verdict

FIRST_LINE = 100
SHOWN = 5
_WIDTH = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key that TOML takes without quotes."""
_CALL = 600
"""Characters of a call's arguments that are shown; the command to make it again has them all."""


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
    weight = Severity.WARNING if verdict.outcome is Outcome.WARNED else verdict.severity
    lines = [headline(verdict), "", f"{weight.value}[{verdict.code}] {check.title}"]
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
    return "\n".join(map(printable, "\n".join(lines).split("\n")))


def _place(finding: Finding) -> list[str]:
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file or ""
    subject = " ".join(part for part in (f"`{finding.tool}`" if finding.tool else "", finding.at) if part)
    head = "  --> " + "  ".join(part for part in (where, subject) if part)
    saw, *rest = finding.saw.splitlines() or [""]
    lines = [head, f"      saw   {saw}", *(f"            {line}" for line in rest)]
    if finding.want:
        lines.append(f"      want  {finding.want}")
    return lines + (_call(finding.call) if finding.call else [])


def _call(call: Failing) -> list[str]:
    """The call, what came back, how many fail alike, how to make it again and how to keep it."""
    spelled = json.dumps(dict(call.arguments), ensure_ascii=False)
    lines = [f"      call  {cut(spelled, width=_CALL)}", f"      try   {call.label}"]
    if call.reply:
        lines.append(f"      reply {cut(call.reply, width=_CALL)}")
    if call.tried > 1:
        lines.append(f"      of    smallest of {counted(call.failing, 'failing call')}, {call.tried} tried")
    if call.again:
        lines.append(f"      again {call.again}")
    row = _example(call) if call.expect else ""
    if row:
        lines.append(f"      keep  {row}")
    return lines


def _example(call: Failing) -> str:
    """The row of a registry that keeps the call; "" where TOML has no words for it, or it is very long."""
    try:
        arguments = _toml(dict(call.arguments))
    except ValueError:
        return ""
    expect = ', expect = "error"' if call.expect == "error" else ""
    row = f'examples = [{{ name = "...", arguments = {arguments}{expect} }}]'
    return row if len(row) <= _CALL else ""


def _toml(value: JSON) -> str:
    """A JSON value as TOML, on one line.

    Raises:
        ValueError: TOML knows no null.
    """
    if value is None:
        raise ValueError("null")
    if isinstance(value, dict):
        pairs = (
            f"{key if _BARE.fullmatch(key) else json.dumps(key)} = {_toml(item)}"
            for key, item in value.items()
        )
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _field(name: str, text: str) -> list[str]:
    words = " ".join(text.split())
    first, *rest = wrap(words, _WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"  {name:<5} {first}", *(f"        {line}" for line in rest)]


def counted(number: int, noun: str) -> str:
    """`1 server`, `2 servers`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(text: str) -> str:
    """`text` with what moves a cursor, turns the line or cannot be written, spelled out: `\\x1b`."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def cut(text: str, keep: str = "", *, width: int = FIRST_LINE) -> str:
    """`text` on one line of at most `width` characters, `keep` at its end."""
    text = printable(" ".join(text.split()))
    room = width - len(keep)
    return (text if len(text) <= room else text[: room - 1] + "…") + keep
