"""Random edits of the schemas of real tools: `python -m tests.drift --pairs 20000` is the long form."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.drift.proof import input_proof, output_proof
from pytest_mcp_contract.model import Proof, Proved
from tests.corpus.tools_lists import FOLDER
from tests.drift.over_tools import Summary, is_witness, swept

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}"),
]
PAIRS = int(os.environ.get("MCP_CONTRACT_DRIFT_PAIRS", "200"))
CASES = FOLDER.parent / "drift-cases.json"
RESULTS = {
    "breaking": {Proved.BREAKING},
    "safe": {Proved.WIDER},
    "identical": {Proved.EQUAL},
    "behaviour": {Proved.WIDER},
}
"""Labels that people gave to pairs, and what is proved of the schemas that differ in them."""


@pytest.fixture(scope="module")
def summary() -> Summary:
    """The proofs of many pairs."""
    return swept(PAIRS)


def test_nothing_is_proved_against_a_witness_and_nothing_breaks_without_one(summary: Summary) -> None:
    """Provenance: tools/list of real servers, edited by chance."""
    assert summary.pairs == PAIRS
    assert summary.wrong == []


def test_next_to_everything_is_proved(summary: Summary) -> None:
    """Provenance: tools/list of real servers, edited by chance. Asked: under 1 %."""
    assert len(summary.not_proved) < summary.pairs / 100


def test_other_words_for_the_same_are_equal(summary: Summary) -> None:
    """Provenance: tools/list of real servers, edited by chance."""
    assert summary.weak == []


def test_all_three_directions_and_results_were_met(summary: Summary) -> None:
    """Provenance: ours. The tests above would pass on nothing."""
    met = {result for _, result in summary.results}

    assert {direction for direction, _ in summary.results} == {"tighten", "widen", "respell"}
    assert {"equal", "wider", "breaking"} <= met
    assert summary.results["tighten", "breaking"] > PAIRS / 8
    assert summary.results["widen", "breaking"] > PAIRS / 12


def proofs(case: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, Any], Proof]]:
    """The proof of each pair of schemas that differs in a labelled pair of answers."""
    old, new = ({tool["name"]: tool for tool in case[side]["tools"]} for side in ("before", "after"))
    return [
        (key, old[name][key], new[name][key], prove(old[name][key], new[name][key]))
        for name in sorted(old.keys() & new.keys())
        for key, prove in (("inputSchema", input_proof), ("outputSchema", output_proof))
        if key in old[name] and key in new[name] and old[name][key] != new[name][key]
    ]


def labelled(path: Path) -> list[dict[str, Any]]:
    """The pairs that people labelled."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.parametrize("case", labelled(CASES), ids=lambda case: case["id"])
def test_labelled_pairs_are_proved_as_labelled(case: dict[str, Any]) -> None:
    """Provenance: pairs of tools/list answers that people labelled."""
    for key, old, new, proof in proofs(case):
        admitting, refusing = (old, new) if key == "inputSchema" else (new, old)

        assert proof.result in RESULTS[case["label"]]
        assert proof.has_witness is (proof.result is Proved.BREAKING)
        assert not proof.has_witness or is_witness(proof.witness, admitting, refusing)


def test_the_labelled_pairs_were_read() -> None:
    """Provenance: ours. The test above would pass on nothing."""
    cases = labelled(CASES)

    assert len(cases) == 36
    assert sum(len(proofs(case)) for case in cases) == 26
