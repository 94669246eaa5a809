from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._fields import KEY, finding, judged, name_of, reach, traced
from pytest_mcp_contract.model import Breakout, Experiment, Finding, Replay, Unchecked, brief

_CONTENT = "x|x\n# x\n```x|x"
_HEADING = Breakout(KEY, "/title", _CONTENT, "a heading of its own")
_ROW = Breakout(KEY, "/labels/*/name", _CONTENT, "a row of 4 cells in a table of 3")


@replay_check(
    code="MCP457",
    title="What users wrote changes the structure of the Markdown",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        A title with a line break, backticks or a pipe becomes a heading, opens a code block, or shifts the
        cells of a table. The model then reads other facts than the API sent, and whoever writes titles can
        write sections that look like the tool's own.
    """,
    fix="""
        Put texts of one line on one line (white space as one space), escape `|` in cells, and put longer
        texts into a fence that is longer than any fence in them.
    """,
    needs=(Experiment.PROVENANCE,),
    bad=(traced(reach("/title"), broken=(_HEADING,)), traced(reach("/title"), broken=(_HEADING, _ROW))),
    good=(
        traced(reach("/title")),
        traced(unmarked="only a call that succeeds shows which fields reach the model"),
    ),
)
def content_breaks_markdown(replay: Replay) -> Iterator[Finding | Unchecked]:
    provenance = judged(replay)
    if isinstance(provenance, Unchecked):
        yield provenance
        return
    for broken in provenance.broken:
        yield finding(
            replay,
            broken.key,
            broken.field,
            saw=f"`{name_of(broken.field)}` makes {broken.became}",
            want=f"{brief(broken.content)} on its line, or in a fence",
        )
