"""A check against what it says of itself: each example, and the words that users read."""

import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue.check import AnyCheck
from pytest_mcp_contract.model import Finding

FIRST_LINE = 140
TITLE = 80
_SOURCE = re.compile(r"https://\S+|GUIDE\.md: \S.*|house")


def faults(check: AnyCheck) -> Iterator[str]:
    """What is wrong with a check, a sentence each; nothing where it is sound."""
    if not 0 < len(check.title) <= TITLE or check.title.endswith("."):
        yield f"its title has to be a sentence of at most {TITLE} characters without a full stop"
    for word in ("why", "fix", "bad", "good"):
        if not getattr(check, word):
            yield f"`{word}` is empty"
    if not _SOURCE.fullmatch(check.source):
        yield f"its source is {check.source!r}: a link, or `house` where the rule is your own"
    for number, subject in enumerate(check.bad):
        found = [one for one in check(subject) if isinstance(one, Finding)]
        if not found:
            yield f"bad example {number} is silent"
        for finding in found:
            yield from (f"bad example {number}: {fault}" for fault in _wording(finding))
    for number, subject in enumerate(check.good):
        told = [one.saw for one in check(subject) if isinstance(one, Finding)]
        if told:
            yield f"good example {number} fires: {told[0].splitlines()[0] if told[0] else '(nothing seen)'}"


def _wording(finding: Finding) -> Iterator[str]:
    first = finding.saw.splitlines()[0] if finding.saw else ""
    if not finding.at:
        yield "a finding says no place (`at`)"
    if not 0 < len(first) <= FIRST_LINE or first != first.strip() or first.endswith("."):
        yield f"the first line of `saw` has to be a sentence of at most {FIRST_LINE} characters: {first!r}"
