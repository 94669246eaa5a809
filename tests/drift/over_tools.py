"""Proofs over random edits of all schemas that real servers list, held against what is known of the edits."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import jsonschema_rs

from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.fuzz import boundary, invalid, prepare
from pytest_mcp_contract.model import Proof, Proved
from tests.corpus.tools_lists import surfaces
from tests.drift.edits import Direction, Edited, Node, edited

EDGES = 120
"""Boundary and invalid values of each schema that a proof is held against."""
SEED = 7


@dataclass
class Summary:
    """What came of many pairs."""

    results: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """What was proved against a witness, or said to break though it cannot, as one line each."""
    not_proved: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    """Respellings that were not recognised as equal."""
    known_witnesses: int = 0
    """Pairs of which a witness was known by construction or by the edges."""
    milliseconds: list[tuple[str, float]] = field(default_factory=list)

    @property
    def pairs(self) -> int:
        """How many there were."""
        return sum(self.results.values())


def schemas() -> list[Node]:
    """Every input and output schema of the corpus that is an object, each once."""
    found: dict[str, Node] = {}
    for surface in surfaces():
        for tool in surface.tools:
            for schema in (tool.input_schema, tool.output_schema):
                if isinstance(schema, dict):
                    found.setdefault(json.dumps(schema, sort_keys=True), schema)
    return list(found.values())


def pairs(count: int, seed: int = SEED) -> Iterator[Edited]:
    """So many edited schemas, always the same."""
    random = Random(seed)
    known = schemas()
    made = 0
    while made < count:
        schema = random.choice(known)
        direction = random.choice(tuple(Direction))
        found = edited(schema, direction, random)
        if found is not None and is_schema(found.new):
            made += 1
            yield found


def swept(count: int, seed: int = SEED) -> Summary:
    """The proofs of so many pairs, in both directions by turns."""
    summary = Summary()
    for index, pair in enumerate(pairs(count, seed)):
        is_input = index % 2 == 0
        began = time.perf_counter()
        proof = (input_proof if is_input else output_proof)(pair.old, pair.new)
        summary.milliseconds.append((proof.result.value, (time.perf_counter() - began) * 1000))
        _judge(summary, pair, proof, is_input=is_input)
    return summary


def _judge(summary: Summary, pair: Edited, proof: Proof, *, is_input: bool) -> None:
    admitting, refusing = (pair.old, pair.new) if is_input else (pair.new, pair.old)
    may_break = pair.direction is (Direction.TIGHTEN if is_input else Direction.WIDEN)
    told = (
        f"{pair.direction} {'input' if is_input else 'output'}: {proof.result}; {'; '.join(pair.steps)}\n"
        f"  old {json.dumps(pair.old)}\n  new {json.dumps(pair.new)}\n  witness {json.dumps(proof.witness)}"
    )
    summary.results[pair.direction.value, proof.result.value] += 1
    if proof.result is Proved.BREAKING:
        if not may_break or not proof.has_witness or not is_witness(proof.witness, admitting, refusing):
            summary.wrong.append(told)
        summary.known_witnesses += 1
        return
    if proof.result is Proved.NOT_PROVED:
        summary.not_proved.append(told)
        return
    against = next(_witnesses(pair, admitting, refusing, may_break=may_break), None)
    if against is not None:
        summary.wrong.append(f"{told}\n  against it {json.dumps(against)}")
    if pair.direction is Direction.RESPELL and proof.result is not Proved.EQUAL:
        summary.weak.append(told)


def _witnesses(pair: Edited, admitting: Node, refusing: Node, *, may_break: bool) -> Iterator[Any]:
    """Values that speak against a proof, from the edges, and from what the edits are known to refuse."""
    values = _edges(json.dumps(pair.old))
    yield from (value for value in values if is_witness(value, admitting, refusing))
    if may_break:
        for inside, change in pair.breaks:
            for value in values:
                changed = _changed(value, inside, change)
                if changed is not None and is_witness(changed, admitting, refusing):
                    yield changed


def _changed(value: Any, inside: tuple[str | int, ...], change: Any) -> Any:
    """The value with a part changed; None where it has no such part."""
    try:
        if not inside:
            return change(value)
        part = inside[0]
        changed = _changed(value[part], inside[1:], change)
        if isinstance(value, list):
            return [*value[: int(part)], changed, *value[int(part) + 1 :]]
        return {**value, part: changed}
    except (KeyError, IndexError, TypeError, AttributeError):
        return None


@cache
def _edges(text: str) -> list[Any]:
    prepared = prepare(json.loads(text))
    found = [*boundary(prepared, most=EDGES), *invalid(prepared, most=EDGES)]
    return [each.arguments for each in found]


def is_witness(value: Any, admitting: Node, refusing: Node) -> bool:
    """Whether one schema admits the value and the other refuses it; arguments are objects."""
    return _validator(admitting).is_valid(value) and not _validator(refusing).is_valid(value)


def is_schema(schema: Node) -> bool:
    """Whether a validator takes the schema at all."""
    try:
        _validator(schema)
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True


def _validator(schema: Node) -> jsonschema_rs.Validator:
    named = str(schema.get("$schema", ""))
    kind = jsonschema_rs.Draft7Validator if "draft-07" in named else jsonschema_rs.Draft202012Validator
    plain = {key: value for key, value in schema.items() if key != "$schema"}
    try:
        return kind(plain, validate_formats=True, offline=True)
    except ValueError:
        return jsonschema_rs.Draft7Validator(plain, validate_formats=True, offline=True)
