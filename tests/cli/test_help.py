"""What `--help` teaches."""

import argparse
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from pytest_mcp_contract.cli import build_parser
from pytest_mcp_contract.cli.commands import code_lines

ROOT = Path(__file__).parents[2]


def parsers() -> Mapping[str, argparse.ArgumentParser]:
    """Every command's parser, by its name."""
    groups = [one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return groups[0].choices


def examples(text: str) -> list[list[str]]:
    """The words of every example, without those that are the shell's."""
    lines = re.findall(r"^  pytest-mcp-contract (.*)$", text, re.MULTILINE)
    return [shlex.split(re.split(" >+ ", line)[0]) for line in lines]


@pytest.mark.parametrize("name", parsers())
def test_each_command_shows_examples_that_can_be_typed_and_its_exit_codes(name: str) -> None:
    """Provenance: ours."""
    text = parsers()[name].format_help()

    shown = examples(text)
    assert shown
    for words in shown:
        assert words[0] == name
        build_parser().parse_args(words)
    assert re.findall(r"^  (\d)  \w", text, re.MULTILINE)[0] == "0"
    assert {"2", "3"} <= set(re.findall(r"^  (\d)  \w", text, re.MULTILINE))


def test_the_program_shows_each_command_and_what_every_exit_code_means() -> None:
    """Provenance: ours."""
    text = build_parser().format_help()

    assert re.findall(r"^    ([a-z-]+)\b", text, re.MULTILINE) == list(parsers())
    assert re.findall(r"^  (\d)  \w", text, re.MULTILINE) == ["0", "1", "2", "3"]
    for words in examples(text):
        assert words[0] in {*parsers(), "COMMAND"}


def test_the_page_of_exit_codes_says_what_help_says() -> None:
    """Provenance: ours. Both ways: every row of the table is of a command, too."""
    page = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")

    said = {
        (name, code, means)
        for name, parser in parsers().items()
        for code, means in re.findall(r"^  (\d)  (.*)$", parser.format_help(), re.MULTILINE)
    }
    rows = set(re.findall(r"^\| `([\w-]+)` \| (\d) \| (.*) \|$", page, re.MULTILINE))
    everywhere = set(code_lines({}).splitlines())
    assert rows == {row for row in said if f"  {row[1]}  {row[2]}" not in everywhere}
