import re
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._fields import finding, judged, reach, traced
from pytest_mcp_contract.model import (
    Experiment,
    Finding,
    Provenance,
    Reaches,
    Replay,
    Terms,
    Unchecked,
    brief,
)

_TITLE = Terms(shows=("/title",))
_LABELS = Terms(shows=("/labels/*/name",))
_HIDDEN = traced(reach("/title", "X1", Reaches.NO), text="# #1", terms=_TITLE)
_USER = Terms(shows=("/user",))


@replay_check(
    code="MCP441",
    title="A field that the registry promises does not reach the model",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        `shows` names what the tool is for. The API sends the field, and nothing of it is in the text: a key
        that was renamed, a branch that is never taken, a text that is cut too early. The model answers
        without it, and nobody notices.
    """,
    fix="""
        Render the field, or correct `shows` of the tool: it holds JSON Pointers into the API's answer, with
        `*` for the elements of a list.
    """,
    needs=(Experiment.PROVENANCE,),
    bad=(
        _HIDDEN,
        traced(reach("/title"), reach("/labels/*/name", "bug", Reaches.NO), terms=_LABELS),
        traced(reach("/user/login", "octocat", Reaches.NO), reach("/user/id", "1", Reaches.NO), terms=_USER),
    ),
    good=(
        traced(reach("/title"), terms=_TITLE),
        # Of a link that was rebuilt enough has reached the model.
        traced(reach("/title", verbatim=False), terms=_TITLE),
        traced(reach("/title", reaches=Reaches.NO)),
        traced(reach("/labels/*/name", "bug"), terms=Terms(shows=("/labels/0/name",))),
        # A flag, a field that this answer does not have, and an object of which a part is shown.
        traced(reach("/title", "null", Reaches.NOT_MARKABLE), terms=_TITLE),
        traced(reach("/titles", reaches=Reaches.NO), terms=_TITLE),
        traced(reach("/user/login", "octocat"), reach("/user/id", "1", Reaches.NO), terms=_USER),
        # Several answers have it, and the right one is shown.
        # Another field has the same value; another case of the tool shows it.
        traced(reach("/title", reaches=Reaches.NO), terms=_TITLE),
        replace(_HIDDEN, provenance=Provenance((reach("/title", "X1", Reaches.NO),), elsewhere=("/title",))),
        traced(
            reach("/title"), replace(reach("/title", "v1", Reaches.NO), key="GET /milestones"), terms=_TITLE
        ),
        traced(unmarked="only a call that succeeds shows which fields reach the model", terms=_TITLE),
    ),
)
def promised_field_does_not_reach(replay: Replay) -> Iterator[Finding | Unchecked]:
    if not replay.terms.shows:
        yield Unchecked("no field is promised: list those that must reach the model under `shows`")
        return
    provenance = judged(replay)
    if isinstance(provenance, Unchecked):
        yield provenance
        return
    for place in replay.terms.shows:
        fields = [field for field in provenance.fields if field.is_at(place)]
        said = {field.reaches for field in fields}
        case = replay.header.case
        if Reaches.YES in said:
            continue
        if not said:
            yield Unchecked(f"no recorded answer of cassette {case} has `{place}`")
        elif place in provenance.elsewhere:
            yield Unchecked(f"`{place}` reaches the model in another cassette, and not in {case}")
        elif _stands(fields[0].value, replay.rendering or ""):
            yield Unchecked(f"the text of cassette {case} has the value of `{place}` from elsewhere")
        elif Reaches.NOT_MARKABLE in said:
            yield Unchecked(f"no value of `{place}` in cassette {case} could be marked")
        else:
            first = fields[0]
            yield finding(
                replay,
                first.key,
                first.field,
                saw=f"`{place}` does not reach the text; the API sent {brief(first.value, width=40)}",
                want="the field in the text, as `shows` promises",
            )


def _stands(value: str, text: str) -> bool:
    """Whether a value stands in a text by itself, however its lines are broken."""
    spelled = r"\s+".join(map(re.escape, value.split()))
    return bool(spelled) and re.search(rf"(?<!\w){spelled}(?!\w)", text) is not None
