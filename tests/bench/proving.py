"""What it takes to prove an edited schema narrower, wider or the same: the schemas of real tools."""

import statistics
import time
from pathlib import Path

import jsonschema_rs

from pytest_mcp_contract.drift.proof import input_proof
from tests.bench.figures import Figure
from tests.corpus.tools_lists import FOLDER
from tests.drift.over_tools import pairs

PAIRS = 150


def proving(_folder: Path, laps: int) -> list[Figure]:
    """Edits by chance, always the same; nothing where the schemas are not at hand."""
    if not FOLDER.is_dir():
        return []
    proofs, floors = [], []
    for pair in pairs(PAIRS * laps):
        began = time.perf_counter()
        input_proof(pair.old, pair.new)
        proved = time.perf_counter()
        for schema in (pair.old, pair.new):
            jsonschema_rs.validator_for(schema)
        proofs.append((proved - began) * 1000)
        floors.append((time.perf_counter() - proved) * 1000)
    name, bare = "proof of a change", "validators of jsonschema-rs for both"
    late, late_floor = (statistics.quantiles(each, n=20)[-1] for each in (proofs, floors))
    return [
        Figure(name, "median", statistics.median(proofs), statistics.median(floors), "ms", bare),
        Figure(name, "one of twenty takes longer", late, late_floor, "ms", bare),
    ]
