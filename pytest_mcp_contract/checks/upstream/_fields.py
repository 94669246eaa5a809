"""What every check of the reach of fields needs: the table, and a way to write examples."""

from collections.abc import Sequence
from dataclasses import replace

from pytest_mcp_contract.checks.upstream._replays import ISSUE, example
from pytest_mcp_contract.model import (
    Breakout,
    Experiment,
    FieldReach,
    Finding,
    Provenance,
    Reaches,
    Replay,
    Terms,
    Unchecked,
)

KEY = "GET /repos/{owner}/{repo}/issues/{number}"


def judged(replay: Replay) -> Provenance | Unchecked:
    """Which fields of the answers reach the model, or why that is not known."""
    provenance = replay.provenance
    if provenance is None:
        return Unchecked(replay.why_not(Experiment.PROVENANCE) or "no field was marked")
    return Unchecked(provenance.unmarked) if provenance.unmarked else provenance


def name_of(field: str) -> str:
    """The last name in a pointer: a pointer as a whole may be longer than a line."""
    return next((part for part in reversed(field.split("/")) if part != "*"), field)


def finding(replay: Replay, key: str, field: str, saw: str, want: str) -> Finding:
    """A finding about one field of an answer."""
    return Finding(
        at=f"{replay.header.case}: {key} {field}",
        saw=saw,
        want=want,
        tool=replay.header.tool,
        file=str(replay.path),
    )


def reach(
    field: str,
    value: str = "Broken",
    reaches: Reaches = Reaches.YES,
    *,
    beside: str = "",
    verbatim: bool = True,
    host: str = "https://api.example.com",
) -> FieldReach:
    """A field that stands in the text as it was sent."""
    return FieldReach(
        key=KEY,
        field=field,
        reaches=reaches,
        verbatim=verbatim and reaches is Reaches.YES,
        value=value,
        tokens=3 if reaches is Reaches.YES else 0,
        host=host,
        path=ISSUE.request.path,
        beside=beside,
    )


def traced(
    *fields: FieldReach,
    text: str = "# #1 Broken",
    broken: Sequence[Breakout] = (),
    unmarked: str = "",
    terms: Terms | None = None,
) -> Replay:
    """A sound replay with the reach of its fields."""
    provenance = Provenance(fields, calls=0 if unmarked else 1, broken=tuple(broken), unmarked=unmarked)
    return replace(example(text), provenance=provenance, terms=terms or Terms())
