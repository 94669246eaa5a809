"""How often a finding is true: counts over two corpora, and places read and judged.

`python -m tests.corpus.precision` writes docs/explain/precision.md and the numbers on a check's page.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_mcp_contract.catalogue import AnyCheck, Severity, Status
from pytest_mcp_contract.catalogue.page import PRECISION, precision
from pytest_mcp_contract.catalogue.walk import all_checks
from tests.corpus.places import SAMPLE, WHOLE, Place

JUDGED = Path(__file__).with_name("precision.toml")
RUN = Path(__file__).parents[1] / "real" / "expected.toml"
"""The findings of `make real`, judged in their own file."""
PAGE = Path(__file__).parents[2] / "docs" / "explain" / "precision.md"
LEAST = {Severity.ERROR: 0.95, Severity.WARNING: 0.8}
"""The share of true findings below which a check may not be stable at its severity."""


@dataclass(frozen=True)
class Judgement:
    """What was said of one place after reading it."""

    place: Place
    true: bool
    arguable: bool
    """Right by the rule, and yet the owner may have a good reason to leave it."""
    why: str


@dataclass(frozen=True)
class Record:
    """One check: what it looked at, what it found, and what of it was judged."""

    code: str
    looked_at: int = 0
    of: str = ""
    found: int = 0
    unmeasured: str = ""
    """Why no corpus says anything of the check."""
    sample: list[Judgement] = field(default_factory=list)
    run: list[bool] = field(default_factory=list)
    """Whether each finding of `make real` is true."""

    @property
    def true(self) -> int:
        """How many of the sample are true."""
        return sum(judged.true for judged in self.sample)

    @property
    def arguable(self) -> int:
        """How many of the true ones may be left by their owner."""
        return sum(judged.arguable for judged in self.sample)


def records() -> dict[str, Record]:
    """What the file says, by code.

    Raises:
        ValueError: an unknown key, or a sample of a check without a count.
    """
    raw = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    counts, samples = raw["counts"], raw["samples"]
    if raw.keys() != {"format", "counts", "samples"} or raw["format"] != 1 or samples.keys() - counts.keys():
        raise ValueError(f"{JUDGED.name} is not of format 1, or judges a check that it does not count")
    run = tomllib.loads(RUN.read_text(encoding="utf-8"))["findings"]
    return {
        code: Record(
            code,
            **counts[code],
            sample=[_judgement(row) for row in samples.get(code, [])],
            run=[row["true"] for row in run if row["code"] == code],
        )
        for code in counts
    }


def _judgement(row: dict[str, Any]) -> Judgement:
    if unknown := row.keys() - {"server", "tool", "at", "nth", "true", "arguable", "why"}:
        raise ValueError(f"{row['server']} {row['at']}: {JUDGED.name} knows no {sorted(unknown)}")
    place = Place(row["server"], row.get("tool", ""), row["at"], row.get("nth", 0))
    return Judgement(place, row["true"], row.get("arguable", False), row["why"])


def too_low(check: AnyCheck, record: Record) -> str:
    """Why the check may not be what it is; `""` if its judged findings are true often enough."""
    if check.status is Status.PREVIEW:
        return ""
    least = LEAST[check.severity]
    shares = {"judged": [judged.true for judged in record.sample], "run": record.run}
    return "; ".join(
        f"{check.code}: {sum(true)} of {len(true)} {name} are true, a stable {check.severity} needs "
        f"{least:.0%}"
        for name, true in shares.items()
        if true and sum(true) / len(true) < least
    )


def numbers() -> str:
    """The JSON text that the package shows in `explain` and in the pages of checks."""
    checks = {}
    for code, record in sorted(records().items()):
        shown: dict[str, int | str] = {}
        if record.unmeasured:
            shown |= {"unmeasured": record.unmeasured}
        else:
            shown |= {"looked_at": record.looked_at, "of": record.of, "found": record.found}
        if record.sample:
            shown |= {"judged": len(record.sample), "true": record.true, "arguable": record.arguable}
        if record.run:
            shown |= {"run": len(record.run), "run_true": sum(record.run)}
        checks[code] = shown
    return json.dumps({"format": 1, "checks": checks}, indent=2) + "\n"


def page() -> str:
    """docs/explain/precision.md: checks with findings, silent and unmeasured ones, and all judgements."""
    known = records()
    rows = [(check, known[check.code]) for check in all_checks() if check.code in known]
    found = [row for row in rows if row[1].found and not row[1].unmeasured]
    silent = [row for row in rows if not row[1].found and not row[1].unmeasured]
    unmeasured = [row for row in rows if row[1].unmeasured]
    run = [row for row in rows if row[1].run]
    parts = [
        _INTRODUCTION.format(whole=WHOLE, sample=SAMPLE, **_sums(found, silent, unmeasured)),
        "## Checks that found something\n\n" + _table(_FOUND, (_found_row(*row) for row in found)),
        _RUN + _table(_RUN_HEAD, (_run_row(*row) for row in run)),
        _SILENT + _table(_LOOKED, (_looked_row(*row) for row in silent)),
        _UNMEASURED + _table(_WHY_NOT, (_why_not_row(*row) for row in unmeasured)),
        _JUDGED,
        *(_judged_section(*row) for row in found),
    ]
    return "\n\n".join(parts) + "\n"


_INTRODUCTION = """\
# Precision

How often is a finding true? Made by `python -m tests.corpus.precision` from
`tests/corpus/precision.toml`, which holds the counts and the judgements; tests hold both to what the
checks find now.

**Two corpora.** The answers of 43 published servers to `initialize` and tools/list (1,114 tools) and to
a call of a tool that does not exist; and a registry in use, as data: 82 servers, 598 stakes. Both are
third-party data and not part of this repository, so places are named here and not quoted. Of {all}
checks, {found} found something, {silent} were silent, and {unmeasured} judge what neither corpus holds.

**How places were chosen.** Up to {whole} findings of a check: all of them. Of more, the {sample} whose
names have the lowest hash, and one more of each server that is not among them, so that nobody chooses,
and one loud server does not speak for all. The share is that of the places judged; small numbers say
little.

**How they were judged.** One by one, by reading the tool's description, its schema and the server's
instructions, or the row and its neighbours. *True*: what the finding says is right, by the rule that
the check names as its source. *Arguable*: right by the rule, and yet the owner may well have a reason
to leave it, which would then be a waiver. *False*: what the finding misses is said elsewhere, or the
rule does not mean this place. The last column is the severe reading: the share of findings that are
true and not arguable. An error whose places are less than 95 % true, and a warning below 80 %, may not
be stable; a test holds this.

**What the numbers do not say.**

- Nothing about what the checks miss: nobody has read all tools for defects that were not found.
- The project judged its own checks, once; nobody else has repeated it. The corpora were at hand while
  the checks were written, and false alarms found there were mended, so this is agreement with known data,
  and for new servers an upper bound.
- `MCP137`, `MCP138` and `MCP139` above all: their lists of verbs were fitted to this very registry. The
  data holds names and stakes but no descriptions, so a place is judged by the tool's name, its stake,
  its neighbours and the guide's table of stakes. Where a level was meant is not known; those are
  *arguable*.
- `MCP202` finds what is missing, so it is seldom wrong by the letter. In the severe reading, a
  parameter such as `owner` of a GitHub tool needs no description."""

_FOUND = ("code", "name", "severity", "status", "looked at", "found", "judged", "true", "share", "severe")
_RUN = """\
## Servers that are run

`make real` runs seven published servers with a registry of their own, and calls all their tools with
generated arguments; every finding is judged, in `tests/real/expected.toml`. All but mcp-server-sqlite are in
the first corpus too, so these are not independent places.

"""
_RUN_HEAD = ("code", "name", "severity", "found", "true", "share")
_SILENT = """\
## Silent checks

No finding, in so many subjects that the check could have found something in. This speaks of false alarms
only: not of what was missed.

"""
_LOOKED = ("code", "name", "severity", "looked at")
_UNMEASURED = """\
## Not measured

What these judge, neither corpus holds. They have tests of their own, and nothing is known of how they do on
other people's servers beyond the seven that are run.

"""
_WHY_NOT = ("code", "name", "severity", "why")
_JUDGED = "## Judgements"
_JUDGED_HEAD = ("server", "tool", "at", "judged", "why")


def _sums(*groups: list[tuple[AnyCheck, Record]]) -> dict[str, int]:
    sizes = dict(zip(("found", "silent", "unmeasured"), map(len, groups), strict=True))
    return {"all": sum(sizes.values()), **sizes}


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _code(check: AnyCheck) -> str:
    return f"[{check.code}](../checks/{check.code.lower()}.md)"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}".replace("%", " %")


def _found_row(check: AnyCheck, record: Record) -> tuple[str, ...]:
    judged, severe = len(record.sample), record.true - record.arguable
    return (
        *(_code(check), check.name, check.severity.value, check.status.value),
        *(f"{record.looked_at:,} {record.of}", str(record.found), str(judged), str(record.true)),
        *(_share(record.true, judged), _share(severe, judged)),
    )


def _run_row(check: AnyCheck, record: Record) -> tuple[str, ...]:
    true, all_ = sum(record.run), len(record.run)
    return _code(check), check.name, check.severity.value, str(all_), str(true), _share(true, all_)


def _looked_row(check: AnyCheck, record: Record) -> tuple[str, ...]:
    return _code(check), check.name, check.severity.value, f"{record.looked_at:,} {record.of}"


def _why_not_row(check: AnyCheck, record: Record) -> tuple[str, ...]:
    return _code(check), check.name, check.severity.value, record.unmeasured


def _judged_section(check: AnyCheck, record: Record) -> str:
    rows = (
        (
            *(judged.place.server, judged.place.tool, f"`{judged.place.at}`"),
            *(_verdict(judged), judged.why.replace("|", r"\|")),
        )
        for judged in record.sample
    )
    return f"### {check.code} {check.name}\n\n{precision(check.code)}.\n\n{_table(_JUDGED_HEAD, rows)}"


def _verdict(judged: Judgement) -> str:
    if not judged.true:
        return "**false**"
    return "arguable" if judged.arguable else "true"


def main() -> None:
    """Write the numbers first: the page shows them."""
    PRECISION.write_text(numbers(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
