from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, sequences_check
from pytest_mcp_contract.checks.calls._sequences import broken, create, get, notes
from pytest_mcp_contract.model import Finding, Promise, Sequence, Sequences, Unchecked

_CASE = Sequence(
    Promise.ID_IS_USABLE,
    (
        create('{"id": "N-1"}', title="bcd100z"),
        get("no such note", is_error=True, id="N-1"),
        get("bcd100z", id="n-1"),
    ),
    "create_note",
    "get_note",
    '"N-1"',
    'the same for "N-1" as for "n-1"',
)
_TYPE = Sequence(
    Promise.ID_IS_USABLE,
    (
        create('{"id": "1"}', title="bcd100z"),
        get("1 is no integer", is_error=True, id="1"),
        get("bcd100z", id=1),
    ),
    "create_note",
    "get_note",
    '"1"',
    'the same for "1" as for 1',
)


@sequences_check(
    code="MCP322",
    title="An id that one tool gives, another does not take as it stands",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A reply gave an id, and the tool that asks for such an id refused it as it stands, but took it in
        another spelling: another type, another case, without what stood around it. A model hands on what it
        was given; whether it then tries other spellings is luck.
    """,
    fix="""
        Give the id in the reply just as the other tools take it, type included, or have them take what the
        reply gives. Where a reply holds several ids, name each as the argument that wants it.
    """,
    bad=(notes(_CASE), notes(_TYPE, kept=Promise.ID_IS_USABLE)),
    good=(
        notes(kept=Promise.ID_IS_USABLE),
        # The caller names the things.
        notes(kept=Promise.CREATED_IS_FOUND),
    ),
)
def id_not_usable_as_given(sequences: Sequences) -> Iterator[Finding | Unchecked]:
    saw = "`{reader}` does not take the id that `{tool}` gives: {identity}"
    yield from broken(sequences, Promise.ID_IS_USABLE, saw)
