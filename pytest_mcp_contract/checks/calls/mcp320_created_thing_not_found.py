from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, sequences_check
from pytest_mcp_contract.checks.calls._sequences import broken, create, get, notes
from pytest_mcp_contract.model import Finding, Promise, Sequence, Sequences, Step, Unchecked

_LOST = Sequence(
    Promise.CREATED_IS_FOUND,
    (create(name="bcd100z d'Arc"), get("no such note", is_error=True, name="bcd100z d'Arc")),
    "create_note",
    "get_note",
    '"bcd100z d\'Arc"',
    'what "bcd100z d\'Arc" is',
)
_NOT_LISTED = Sequence(
    Promise.CREATED_IS_FOUND,
    (create(), Step("list_notes", {}, "No notes")),
    "create_note",
    "list_notes",
    '"bcd100z"',
    '"bcd100z" among others',
)


@sequences_check(
    code="MCP320",
    title="What one tool has created, another does not find",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A tool said that it had created a thing, and another tool of the same server, asked for that very
        thing, said that there is none, or listed all things without it. A model that has been told of success
        goes on as if the thing were there; what its user wrote is lost.
    """,
    fix="""
        Make the calls shown by hand. Look at what differs in the names that fail: spaces, quotes, letters
        outside ASCII, upper case; the two tools often escape or fold them in two ways. Where a thing is there
        only later, or the list is not all there is, say so in the reply or in the description.
    """,
    bad=(notes(_LOST), notes(_NOT_LISTED, kept=Promise.CREATED_IS_FOUND)),
    good=(
        notes(kept=Promise.CREATED_IS_FOUND),
        # It refuses to create: nothing is promised.
        notes(reason="nothing was created: give an example for `create_note` that works (read-only)"),
    ),
)
def created_thing_not_found(sequences: Sequences) -> Iterator[Finding | Unchecked]:
    saw = "`{reader}` does not find what `{tool}` says it created: {identity}"
    yield from broken(sequences, Promise.CREATED_IS_FOUND, saw)
