"""Which checks run when somebody names some."""

from collections.abc import Iterator

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Check, Severity, Status, tool_check
from pytest_mcp_contract.catalogue.select import select
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Finding, Tool


def check(code: str, name: str, status: Status = Status.STABLE) -> Check[Tool]:
    def judge(tool: Tool) -> Iterator[Finding]:
        yield from ()

    judge.__name__ = name.replace("-", "_")
    declare = tool_check(
        code=code,
        title="",
        severity=Severity.ERROR,
        since="0.1.0",
        source="house",
        why="",
        fix="",
        bad=(),
        good=(),
        status=status,
    )
    return declare(judge)


IDS = check("MCP104", "duplicate-id")
SCHEMA = check("MCP201", "input-schema-invalid")
DEFAULT = check("MCP203", "default-violates-schema")
NEW = check("MCP204", "name-too-long", Status.PREVIEW)
POOL: tuple[AnyCheck, ...] = (IDS, SCHEMA, DEFAULT, NEW)


def chosen(selected: str = "", ignored: str = "") -> list[str]:
    """Codes that are left, for words with spaces between them."""
    checks = select(POOL, selected=selected.split(), ignored=ignored.split(), at="pyproject.toml")
    return [check.code for check in checks]


def test_all_stable_checks_run_where_none_is_named() -> None:
    assert chosen() == ["MCP104", "MCP201", "MCP203"]


def test_a_code_selects_one_check() -> None:
    assert chosen("MCP201") == ["MCP201"]


def test_a_prefix_selects_a_family() -> None:
    assert chosen("MCP2") == ["MCP201", "MCP203"]


def test_a_name_selects_one_check() -> None:
    assert chosen("duplicate-id") == ["MCP104"]


def test_a_part_of_a_name_selects_nothing() -> None:
    with pytest.raises(ConfigError):
        chosen("duplicate")


def test_what_is_ignored_does_not_run_even_if_selected() -> None:
    assert chosen("MCP2", "default-violates-schema") == ["MCP201"]
    assert chosen("", "MCP2") == ["MCP104"]


@pytest.mark.parametrize("word", ["MCP204", "name-too-long"])
def test_a_preview_runs_where_it_is_named(word: str) -> None:
    assert chosen(word) == ["MCP204"]


def test_a_preview_does_not_run_for_a_prefix() -> None:
    assert "MCP204" not in chosen("MCP2")


@pytest.mark.parametrize(
    ("word", "nearest"), [("duplicate-ids", "duplicate-id"), ("MCP205", "MCP20"), ("MPC104", "MCP104")]
)
def test_an_unknown_word_is_answered_with_the_nearest_one(word: str, nearest: str) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen(word)

    assert caught.value.at == "pyproject.toml"
    assert caught.value.what == f"`{word}` names no check"
    assert nearest in caught.value.fix


def test_an_unknown_word_like_nothing_known_is_answered_with_what_can_be_written() -> None:
    with pytest.raises(ConfigError) as caught:
        chosen(ignored="qqqq")

    assert "a prefix" in caught.value.fix
