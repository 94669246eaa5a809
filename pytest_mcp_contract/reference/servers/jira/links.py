"""Which kind of link is meant by the words that a person reads on an issue."""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira.layout import fitting
from pytest_mcp_contract.reference.servers.jira.schemas import LinkType

WORDS_BUDGET = 3_000
WORD_LIMIT = 255


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of link in one direction."""

    link_type: str
    words: str
    is_outward: bool


def relation_of(words: str, types: Sequence[LinkType]) -> Result[Relation]:
    """The kind of link that is shown as `words`, as in "blocks" or "is blocked by", whatever their case.

    The name of a kind means its outward words. Where nothing fits, the failure lists what there is.
    """
    asked = _folded(words)
    known = [
        *(Relation(kind.name, kind.outward, is_outward=True) for kind in types),
        *(Relation(kind.name, kind.inward, is_outward=False) for kind in types),
    ]
    for relation in known:
        if _folded(relation.words) == asked:
            return Ok(relation)
    for relation in known:
        if _folded(relation.link_type) == asked:
            return Ok(relation)
    there_are = dict.fromkeys(one_line(relation.words, WORD_LIMIT) for relation in known)
    listed = ", ".join(filter(None, fitting(there_are, WORDS_BUDGET)))
    return Err(
        f'Jira has no link "{one_line(words, WORD_LIMIT)}", so no link was made; '
        f"use one of: {listed or 'none, since there are no kinds of links'}."
    )


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
