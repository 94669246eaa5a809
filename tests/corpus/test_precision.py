"""The counts and judgements are those of the checks as they are now, and no check is worse than it may be."""

import json
from dataclasses import replace
from functools import cache

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Severity, Status
from pytest_mcp_contract.catalogue.page import PRECISION
from pytest_mcp_contract.catalogue.walk import all_checks
from tests.corpus import registry82, tools_lists
from tests.corpus.measured import Measured, measured
from tests.corpus.places import SAMPLE, WHOLE, Place, picked
from tests.corpus.precision import LEAST, PAGE, Judgement, Record, numbers, page, records, too_low

RECORDS = records()
needs_corpora = [
    pytest.mark.shared_data,
    pytest.mark.skipif(
        not (tools_lists.FOLDER.is_dir() and registry82.FILE.is_file()),
        reason=f"no corpora in {registry82.DATA}",
    ),
]


@cache
def of(check: AnyCheck) -> Measured | None:
    return measured(check)


def line(record: Record) -> str:
    """A check as it stands under `[counts]`."""
    if not record.unmeasured:
        parts = {"looked_at": record.looked_at, "of": record.of, "found": record.found}
    else:
        parts = {"unmeasured": record.unmeasured, **({"found": record.found} if record.found else {})}
    words = ", ".join(f"{key} = {json.dumps(value)}" for key, value in parts.items())
    return f"{record.code} = {{ {words} }}"


def counted(check: AnyCheck) -> Record:
    """What is found now; why nothing is measured is what the file says."""
    now, known = of(check), RECORDS.get(check.code)
    found = len(now.places) if now else 0
    if now is None or (known and known.unmeasured):
        return Record(check.code, found=found, unmeasured=(known and known.unmeasured) or "?")
    return Record(check.code, now.looked_at, now.of, found)


def row(place: Place) -> str:
    """A row of `[samples]` to be judged."""
    parts = {"server": place.server, "tool": place.tool, "at": place.at}
    words = [f"{name} = {json.dumps(value)}" for name, value in parts.items() if value]
    nth = [f"nth = {place.nth}"] if place.nth else []
    return "    { " + ", ".join([*words, *nth, "true = ?", 'why = "?"']) + " },"


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
class TestNow:
    """What stands in precision.toml against the corpora."""

    pytestmark = needs_corpora

    def test_the_count_is_what_the_check_finds(self, check: AnyCheck) -> None:
        """Provenance: ours. A changed count is a changed check."""
        known, wanted = RECORDS.get(check.code), line(counted(check))

        assert known is not None, (
            f"put under [counts] of tests/corpus/precision.toml:\n{wanted}\n"
            f"or, if the corpus holds nothing that it judges:\n{line(Record(check.code, unmeasured='why'))}"
        )
        assert line(known) == wanted, f"write under [counts] of tests/corpus/precision.toml:\n{wanted}"

    def test_the_places_judged_are_those_to_judge(self, check: AnyCheck) -> None:
        """Provenance: ours. Nobody chooses the places that look best; and every one is really found."""
        known, now = RECORDS.get(check.code), of(check)
        wanted = set(picked(now.places)) if now and not (known and known.unmeasured) else set()

        judged = {item.place for item in known.sample} if known else set()

        missing = "\n".join(map(row, sorted(wanted - judged)))
        assert judged >= wanted, f"judge by hand, under {check.code} of [samples]:\n{missing}"
        assert judged <= wanted, f"not to be judged: {sorted(judged - wanted)}"


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.code)
def test_a_sample_is_large_enough(record: Record) -> None:
    """Provenance: ours. Ten places at least, or all; of many, as many as places.py says."""
    least = 0 if record.unmeasured else record.found if record.found <= WHOLE else SAMPLE

    assert len({item.place for item in record.sample}) == len(record.sample) >= least
    assert len(record.sample) <= record.found


def test_every_judgement_has_a_reason() -> None:
    """Provenance: ours. `true` without a reason is a guess."""
    judged = [item for record in RECORDS.values() for item in record.sample]

    assert len(judged) > 100
    assert not [item for item in judged if not item.why.strip() or not isinstance(item.true, bool)]
    assert not [item for item in judged if item.arguable and not item.true]
    assert all(record.unmeasured.strip("?") for record in RECORDS.values() if not record.of)


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_the_findings_of_a_stable_check_are_true_often_enough(check: AnyCheck) -> None:
    """Provenance: ours. An error below 95 % becomes a warning, a warning below 80 % goes."""
    record = RECORDS.get(check.code)

    assert record is not None, f"{check.code} is not in tests/corpus/precision.toml"
    assert not too_low(check, record)


@pytest.mark.parametrize("severity", Severity)
def test_a_check_below_its_share_may_only_be_a_preview(severity: Severity) -> None:
    """Provenance: ours. The rule itself, at both sides of each border."""
    check = replace(all_checks()[0], severity=severity, status=Status.STABLE)
    place = Place("server", "tool", "/description")

    def judged(true: int) -> Record:
        sample = [Judgement(place, true=index < true, arguable=False, why="") for index in range(100)]
        return Record(check.code, sample=sample)

    border = round(LEAST[severity] * 100)
    assert not too_low(check, judged(border))
    assert too_low(check, judged(border - 1))
    assert too_low(check, Record(check.code, run=[True, False]))
    assert not too_low(replace(check, status=Status.PREVIEW), judged(0))


def test_the_page_is_what_the_data_say() -> None:
    """Provenance: ours. `python -m tests.corpus.precision` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_package_shows_the_numbers_of_the_data() -> None:
    """Provenance: ours. `python -m tests.corpus.precision` writes them anew."""
    assert PRECISION.read_text(encoding="utf-8") == numbers()


def test_places_are_chosen_by_nobody_and_from_every_server() -> None:
    """Provenance: ours. A finding more moves one place at most, so judgements keep their worth."""
    loud = [Place("loud", "tool", f"/{number}") for number in range(500)]
    quiet = Place("quiet", "tool", "/0")

    chosen = picked([*loud, quiet])

    assert quiet in chosen
    assert SAMPLE <= len(chosen) <= SAMPLE + 1
    assert chosen == picked([quiet, *reversed(loud)])
    assert len(set(chosen) - set(picked([*loud, quiet, Place("loud", "tool", "/500")]))) <= 1
    assert picked(loud[:WHOLE]) == sorted(loud[:WHOLE])
