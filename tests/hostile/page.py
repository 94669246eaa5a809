"""The table of hostile servers, as it stands in the documentation."""

from collections.abc import Iterator
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.hostile.zoo import SECTIONS, Hostile

PAGE = Path(__file__).parents[2] / "docs" / "explain" / "threat-model.md"
MARK = "| | over | a server that ... | told by | and says |\n"


def page(text: str) -> str:
    """The page with the table as the zoo has it now."""
    head = text.partition(MARK)[0]
    return head + MARK + "|---|---|---|---|---|\n" + "".join(_rows())


def _rows() -> Iterator[str]:
    checks = {check.code: check for check in all_checks()}
    for section, servers in SECTIONS.items():
        for number, one in enumerate(servers):
            told_by = "left alone"
            if one.code is not None:
                told_by = f"[{one.code}](../checks/{one.code.lower()}.md) {checks[one.code].name}"
            first = "" if number else section
            over = "HTTP" if one.is_http else "stdio"
            yield f"| {first} | {over} | {one.does} | {told_by} | {_said(one)} |\n"


def _said(one: Hostile) -> str:
    if one.code is None:
        return one.told
    fence = "``" if "`" in one.told else "`"
    space = " " if fence == "``" else ""
    return f"{fence}{space}{one.told}{space}{fence}".replace("|", r"\|")
