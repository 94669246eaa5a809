"""Pairs of tools/list answers, each labelled by a person, against the checks of changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.catalogue import Scope, Severity
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.drift.compare import Pair, changes
from pytest_mcp_contract.gate import judged
from pytest_mcp_contract.model import JSON, Change, Impact, Locked, Proof, Proved

CASES = Path(__file__).parents[3] / "shared" / "data" / "drift-cases.json"
CHECKS = [check for check in all_checks() if check.scope is Scope.CHANGE]
if not CASES.is_file():
    pytest.skip(
        f"{CASES.name} is not at hand: the pairs are not part of this repository", allow_module_level=True
    )
PAIRS: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))
pytestmark = pytest.mark.shared_data


def side(answer: dict[str, Any]) -> Locked:
    """One answer as a server with a row."""
    stakes: JSON = {tool["name"]: "low" for tool in answer["tools"]}
    return Locked(
        "catalogue", 1, entry={"tools_stakes": stakes}, tools={tool["name"]: tool for tool in answer["tools"]}
    )


def found(case: dict[str, Any]) -> tuple[Change, ...]:
    """What has changed in a pair."""
    return changes(Pair(side(case["before"]), side(case["after"])))


def told(case: dict[str, Any]) -> dict[str, tuple[Impact, Severity]]:
    """The codes of all findings on a pair."""
    return {
        check.code: (impact, Severity.WARNING if finding.is_mild else check.severity)
        for change in found(case)
        for impact, (check, finding) in judged(change, CHECKS)
    }


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["id"])
def test_a_pair_is_told_as_it_is_labelled(case: dict[str, Any]) -> None:
    """Provenance: made for this project, labelled by hand, with a reason each."""
    said = told(case)
    impacts = {impact for impact, _ in said.values()}
    errors = {code for code, (_, severity) in said.items() if severity is Severity.ERROR}

    match case["label"]:
        case "breaking":
            assert Impact.BREAKING in impacts
            assert errors, said
        case "safe":
            assert Impact.BREAKING not in impacts, said
            assert not errors
        case "identical":
            assert said == {}
        case "security":
            assert Impact.SECURITY in impacts, said
        case "behaviour":
            assert impacts & {Impact.BEHAVIOUR}, said
            assert not errors, said
        case other:
            pytest.fail(f"nobody has said what {other} means")


@pytest.mark.parametrize(
    "case", [case for case in PAIRS if case["label"] == "breaking"], ids=lambda case: case["id"]
)
def test_a_schema_that_breaks_callers_is_shown_by_a_witness(case: dict[str, Any]) -> None:
    """Provenance: ours. A tool that is gone needs none."""
    proofs: list[Proof] = [
        proof for change in found(case) for proof in (change.input, change.output) if proof is not None
    ]
    broken = [proof for proof in proofs if proof.result is Proved.BREAKING]

    assert all(proof.has_witness for proof in broken)
    assert broken or "MCP501" in told(case)
