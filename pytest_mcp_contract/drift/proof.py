"""How two schemas compare from the side of whoever calls: proved, or shown by a value. Pure."""

import json
from functools import lru_cache

import jsonschema_rs

from pytest_mcp_contract.drift.forms import (
    Form,
    NotComparableError,
    comparable,
    form,
    text_of,
    without_annotations,
)
from pytest_mcp_contract.drift.simulation import simulates
from pytest_mcp_contract.drift.witness import TRIED, sampled, witness
from pytest_mcp_contract.model import JSON, Proof, Proved

KEPT = 4096
"""Proofs that are kept: servers list one schema for many tools."""
SAMPLE = 12
"""Edges of each kind by which what was proved is checked."""
_EQUAL = Proof(Proved.EQUAL)
_WIDER = Proof(Proved.WIDER)
_YES = jsonschema_rs.canonical.Containment.YES


def input_proof(old: JSON, new: JSON, *, declared: bool = False) -> Proof:
    """How the schemas of arguments compare: what was accepted must stay so.

    `declared`: only arguments whose names the old schema declares count, wherever an object is left open.
    """
    return _between(text_of(old), text_of(new), is_input=True, declared=declared)


def output_proof(old: JSON, new: JSON, *, declared: bool = False) -> Proof:
    """How the schemas of results compare: nothing may come that could not come before.

    `declared`: only results whose names the new schema declares count, wherever an object is left open.
    """
    return _between(text_of(new), text_of(old), is_input=False, declared=declared)


def _between(narrow: str, wide: str, *, is_input: bool, declared: bool) -> Proof:
    if narrow == wide:
        return _EQUAL
    found = _proof(narrow, wide, is_input=is_input)
    if declared and found.result in (Proved.BREAKING, Proved.NOT_PROVED):
        return _proof_of_declared(narrow, wide, is_input=is_input) or found
    return found


@lru_cache(maxsize=KEPT)
def _proof(narrow: str, wide: str, *, is_input: bool) -> Proof:
    """Whether the second schema admits all that the first does."""
    try:
        admitting, refusing = form(narrow, is_input=is_input), form(wide, is_input=is_input)
    except NotComparableError as problem:
        return _as_texts(narrow, wide, str(problem))
    if not _admits_all(refusing, admitting):
        known = _proof_of_declared(narrow, wide, is_input=is_input)
        is_shown = known is not None and known.has_witness and admitting.admits(known.witness)
        return known if known and is_shown else _broken(admitting, refusing)
    is_equal = _admits_all(admitting, refusing)
    shown = sampled(admitting, refusing, most=SAMPLE)
    if shown is not None:
        return Proof(Proved.BREAKING, shown.value, has_witness=True, at=shown.at)
    if is_equal and sampled(refusing, admitting, most=SAMPLE) is not None:
        return _WIDER
    return _EQUAL if is_equal else _WIDER


@lru_cache(maxsize=KEPT)
def _proof_of_declared(narrow: str, wide: str, *, is_input: bool) -> Proof | None:
    """The same of values with declared names alone; None where they cannot be told apart."""
    try:
        admitting = form(narrow, is_input=is_input, is_declared=True)
        refusing = form(wide, is_input=is_input)
    except NotComparableError:
        return None
    return _WIDER if _admits_all(refusing, admitting) else _broken(admitting, refusing)


def _broken(admitting: Form, refusing: Form) -> Proof:
    shown = witness(admitting, refusing)
    if shown is None:
        return Proof(Proved.NOT_PROVED, tried=TRIED)
    return Proof(Proved.BREAKING, shown.value, has_witness=True, at=shown.at)


def _admits_all(wide: Form, narrow: Form) -> bool:
    """Whether it is proved that the one admits all that the other does."""
    one, other = comparable(wide, narrow)
    if one == other:
        return True
    found = one.covers(other)
    if found == _YES:
        return True
    if found == jsonschema_rs.canonical.Containment.NO:
        return False
    return simulates(wide.normal(), narrow.normal())


def _as_texts(one: str, other: str, reason: str) -> Proof:
    """Of schemas without a normal form: whether they say the same in all but what only tells."""
    first, second = (text_of(without_annotations(json.loads(text))) for text in (one, other))
    return _EQUAL if first == second else Proof(Proved.NOT_PROVED, tried=f"their texts, since {reason}")
