from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, sequences_check
from pytest_mcp_contract.checks.calls._sequences import broken, create, delete, get, notes
from pytest_mcp_contract.model import Finding, Promise, Sequence, Sequences, Step, Unchecked

_KEPT = Sequence(
    Promise.DELETED_IS_GONE,
    (create(), delete(), get("bcd100z: text")),
    "delete_note",
    "get_note",
    '"bcd100z"',
    'nothing of "bcd100z"',
)
_LISTED = Sequence(
    Promise.DELETED_IS_GONE,
    (create(), delete(), Step("list_notes", {}, "- bcd100z")),
    "delete_note",
    "list_notes",
    '"bcd100z"',
    'nothing of "bcd100z"',
)


@sequences_check(
    code="MCP321",
    title="What one tool has deleted, another still finds",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        A tool said that it had deleted a thing, and another tool of the same server still shows it as if
        nothing had happened. Who deletes something wants it gone: a secret, a mistake, a person's data.
    """,
    fix="""
        Make the calls shown by hand. Look for a cache or an index that the deletion does not reach, and for a
        deletion that answers before it has looked whether there was anything to delete. Where things stay for
        a while, or go to a trash, say so in the reply or in the description of the tool that deletes.
    """,
    bad=(notes(_KEPT), notes(_LISTED, kept=Promise.DELETED_IS_GONE)),
    good=(
        notes(kept=Promise.DELETED_IS_GONE),
        # No tool deletes, or the deletion says that it goes to the trash.
        notes(kept=Promise.CREATED_IS_FOUND),
    ),
)
def deleted_thing_still_found(sequences: Sequences) -> Iterator[Finding | Unchecked]:
    saw = "`{reader}` still finds what `{tool}` says it deleted: {identity}"
    yield from broken(sequences, Promise.DELETED_IS_GONE, saw)
