"""The pages under docs/checks are made from the code, and are what the code says now."""

from pathlib import Path

from pytest_mcp_contract.catalogue.page import index, page, spelled
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
