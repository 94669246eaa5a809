"""Every check against its own examples, and the sound examples of each against all errors of the others."""

import re
from collections.abc import Iterator

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Scope, Severity
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Served, Surface, Tool

CHECKS = all_checks()
FAMILIES = {
    "registry": "01",
    "surface": "2",
    "calls": "3",
    "upstream": "4",
    "drift": "5",
    "security": "6",
}
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)


def findings(check: AnyCheck, subject: object) -> list[Finding]:
    """What the check finds, without what it says it could not judge."""
    return [finding for finding in check(subject) if isinstance(finding, Finding)]


def sound_subjects() -> Iterator[tuple[AnyCheck, AnyCheck, object]]:
    """A sound example, the check it is from, and an error-level check that looks at such subjects."""
    errors = [check for check in CHECKS if check.severity is Severity.ERROR]
    for owner in CHECKS:
        for subject in owner.good:
            yield from ((owner, check, subject) for check in errors if check.scope is owner.scope)
            if isinstance(subject, Tool):
                served = Served(Surface("example", tools=(subject,)))
                yield from ((owner, check, served) for check in errors if check.scope is Scope.SERVER)


@each_check
def test_a_bad_example_fires(check: AnyCheck) -> None:
    for number, subject in enumerate(check.bad):
        assert findings(check, subject), f"bad example {number} of {check.code} is silent"


@each_check
def test_a_good_example_is_silent(check: AnyCheck) -> None:
    for number, subject in enumerate(check.good):
        assert not findings(check, subject), f"good example {number} of {check.code} fires"


def test_a_good_example_of_one_check_breaks_no_error_level_check() -> None:
    """Provenance: ours. A near miss is sound as a whole, unless it is there to show another defect."""
    fired = {
        (owner.code, check.code) for owner, check, subject in sound_subjects() if findings(check, subject)
    }

    assert fired <= DEFECTS_THAT_ARE_ANOTHER_CHECKS_BUSINESS


DEFECTS_THAT_ARE_ANOTHER_CHECKS_BUSINESS = {
    ("MCP102", "MCP001"),  # an entry that could not be read
    ("MCP120", "MCP003"),  # a server that does not start
    ("MCP121", "MCP003"),
    ("MCP529", "MCP502"),  # an argument that is refused is told as that
    ("MCP531", "MCP501"),  # a tool that is gone has no stake, and asks about no argument
    ("MCP533", "MCP534"),  # a hint that was taken away
    ("MCP535", "MCP501"),
    ("MCP541", "MCP554"),  # a server that is gone is open to nobody
    ("MCP553", "MCP507"),
    ("MCP552", "MCP553"),  # a new name under the old id
    # A file of the lock has one fault, and is another check's for each of them.
    *((f"MCP{one}", f"MCP{other}") for one in range(562, 566) for other in range(562, 566)),
    ("MCP301", "MCP003"),
    ("MCP318", "MCP003"),
    ("MCP203", "MCP201"),  # a schema that cannot be compiled
    ("MCP302", "MCP303"),  # a call that killed the server is no hang, and the other way round
    ("MCP303", "MCP302"),
    ("MCP413", "MCP401"),  # a schema that cannot be used
    ("MCP421", "MCP422"),  # a hang is no crash, and a crash is no refusal
    ("MCP424", "MCP421"),
    ("MCP403", "MCP452"),  # an empty golden of an empty reply
    ("MCP425", "MCP453"),  # a reply that is too long without a fault
    ("MCP406", "MCP405"),  # a request that missed leaves an exchange unused
    ("MCP304", "MCP302"),
    ("MCP304", "MCP311"),  # what an example expects is not how it ought to be told
    ("MCP308", "MCP311"),  # a refusal that is told as success, and a call that is not refused at all
    ("MCP311", "MCP308"),
    ("MCP310", "MCP306"),  # a crash, and a call that is not refused
    ("MCP310", "MCP308"),
    ("MCP311", "MCP312"),  # words alone, and data that is no forecast
    ("MCP311", "MCP313"),
    ("MCP312", "MCP311"),
    ("MCP007", "MCP120"),  # a tool that no stake names
    ("MCP121", "MCP220"),  # an element of the list that is no tool
    ("MCP204", "MCP220"),
    ("MCP201", "MCP209"),  # a schema that is valid, and does not say that it is an object
    ("MCP202", "MCP209"),
    ("MCP211", "MCP201"),  # a keyword of the wrong kind
    ("MCP213", "MCP212"),  # a choice that can never be made
    ("MCP210", "MCP213"),  # a required parameter that may not be sent
    ("MCP225", "MCP227"),  # no second list at all
    *((f"MCP{code}", "MCP101") for code in (111, 112, 127)),  # a row that leaves out what is judged
    ("MCP101", "MCP111"),  # an id of zero is stated
    ("MCP106", "MCP102"),  # names without rows, and one that is listed twice
    ("MCP106", "MCP107"),
    *((f"MCP{code}", "MCP003") for code in (110, 134, 142, 143)),  # a server that does not start
    ("MCP110", "MCP142"),  # a server that carries the name of another row
    ("MCP143", "MCP120"),  # a tool without a stake
    *((f"MCP{code}", "MCP132") for code in range(136, 140)),  # a level that the registry does not have
}
"""Owner of the good example, and the check that rightly speaks of it."""


@each_check
def test_a_finding_says_where_and_what(check: AnyCheck) -> None:
    for subject in check.bad:
        for finding in findings(check, subject):
            first_line = finding.saw.splitlines()[0]
            assert finding.at
            assert first_line == first_line.strip()
            assert 0 < len(first_line) <= 140
            assert not first_line.endswith(".")
            assert not re.search(r"\b(please|invalid|oops)\b", first_line, re.IGNORECASE)


@each_check
def test_a_check_says_what_it_is(check: AnyCheck) -> None:
    assert 0 < len(check.title) <= 80
    assert not check.title.endswith(".")
    assert check.why
    assert check.fix
    assert check.bad
    assert check.good
    assert re.fullmatch(r"https://\S+|GUIDE\.md: \S.*|house", check.source)
    assert re.fullmatch(r"\d+\.\d+\.\d+", check.since)


@each_check
def test_a_check_stands_in_the_folder_of_its_family(check: AnyCheck) -> None:
    folder = check.judge.__module__.split(".")[-2]

    assert check.code[3] in FAMILIES[folder]
