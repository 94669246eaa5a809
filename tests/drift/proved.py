"""How the schemas of `tests/fuzz/schemas.py` compare with their neighbours, as text.

`python -m tests.drift.proved` writes `proved.txt` anew. Two lines for each pair and direction: as the schema
of arguments, and as that of results; each with what was proved, and the value and the place that show it.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.model import Proof
from tests.fuzz.made import BY_HYPOTHESIS, folded
from tests.fuzz.schemas import SCHEMAS

PROVED = Path(__file__).parent / "proved.txt"
SEARCHED = frozenset(
    {"two patterns", "three patterns", "pattern with lookahead", "pattern of another dialect"}
    | {"pattern of alternatives", "values by a pattern", "values by a pattern, and declared"}
    | {"recursion and more", "recursion round seven corners"}
)
"""Schemas whose values are searched for among those that hypothesis draws: slow, and not always the same."""
STEADY = [name for name in SCHEMAS if name not in BY_HYPOTHESIS | SEARCHED and not name.startswith("format ")]
PAIRS = [pair for one, other in pairwise(STEADY) for pair in ((one, other), (other, one))]


def of_pair(old: str, new: str) -> str:
    """How two schemas compare, with their names before it."""
    return "\n".join(_lines(old, new)) + "\n"


def kept() -> dict[str, str]:
    """What the file says of each pair."""
    parts = PROVED.read_text(encoding="utf-8").split("\n\n")
    return {part.partition("\n")[0].removeprefix("== "): part.rstrip("\n") + "\n" for part in parts}


def title(old: str, new: str) -> str:
    """What a pair is called."""
    return f"{old} -> {new}"


def _lines(old: str, new: str) -> Iterator[str]:
    yield f"== {title(old, new)}"
    yield f"arguments {_told(input_proof(SCHEMAS[old], SCHEMAS[new]))}"
    yield f"results   {_told(output_proof(SCHEMAS[old], SCHEMAS[new]))}"


def _told(proof: Proof) -> str:
    shown = f" at {proof.at or '/'} by {json.dumps(folded(proof.witness))}" if proof.has_witness else ""
    return f"{proof.result.value}{shown}"


if __name__ == "__main__":
    PROVED.write_text("\n".join(of_pair(*pair) for pair in PAIRS), encoding="utf-8")
