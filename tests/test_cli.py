"""The command line beside pytest."""

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli import main


def test_every_check_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    code = main(["checks"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines] == [check.code for check in all_checks()]


def test_a_check_is_explained_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    code = main(["explain", "duplicate-id"])

    text = capsys.readouterr().out
    assert code == 0
    assert text.startswith("# MCP104 duplicate-id\n")
    for part in ("## Why", "## Fix", "## Found", "## Left alone", "| source |"):
        assert part in text


def test_an_unknown_name_gives_the_nearest_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    code = main(["explain", "duplicate-ids"])

    assert code == 2
    assert "write `duplicate-id`" in capsys.readouterr().err
