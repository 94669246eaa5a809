"""The pages under docs/checks are made from the code, and are what the code says now."""

import json
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue import page as pages
from pytest_mcp_contract.catalogue.page import index, page, precision, spelled
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Entry, Tool

PAGES = Path(__file__).parents[2] / "docs" / "checks"


def test_every_page_is_what_the_code_says() -> None:
    """Provenance: ours. `pytest-mcp-contract pages docs/checks` writes them anew."""
    wanted = {f"{check.code.lower()}.md": page(check) for check in all_checks()}
    wanted["README.md"] = index(all_checks())

    there = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}

    assert there == wanted


def test_examples_are_spelled_without_what_nobody_wrote() -> None:
    """Provenance: ours."""
    assert spelled(Tool(name="x", description="Say x.")) == {
        "name": "x",
        "description": "Say x.",
    }
    assert spelled(Entry(name="x", id=1)) == {"id": 1, "name": "x"}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"unmeasured": "no corpus holds calls"}, "not measured: no corpus holds calls"),
        ({"looked_at": 1114, "of": "tools", "found": 0}, "no finding in 1,114 tools"),
        (
            {"looked_at": 82, "of": "rows", "found": 1, "judged": 1, "true": 1, "arguable": 0},
            "1 finding in 82 rows; 1 read and judged, 1 true",
        ),
        (
            {
                **{"looked_at": 9, "of": "tools", "found": 1200, "judged": 41, "true": 39, "arguable": 2},
                **{"run": 3, "run_true": 2},
            },
            "1,200 findings in 9 tools; 41 read and judged, 39 true (2 of them arguable);"
            " 3 findings on seven servers that are run, 2 true",
        ),
        (None, "not measured yet"),
    ],
)
def test_a_page_says_how_often_the_check_is_right(
    known: object, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Silence over a corpus, and no corpus at all, are two things."""
    check = all_checks()[0]
    file = tmp_path / "precision.json"
    file.write_text(json.dumps({"checks": {check.code: known} if known else {}}), encoding="utf-8")
    monkeypatch.setattr(pages, "PRECISION", file)

    assert precision(check.code) == said
    assert f"| precision | {said} |" in page(check)
