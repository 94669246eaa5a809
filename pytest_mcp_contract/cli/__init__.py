"""`pytest-mcp-contract`: what can be asked beside a run of pytest.

Nothing but the standard library is imported before a command is chosen: a shell asks for completions while
somebody types.
"""

import argparse
import sys
from collections.abc import Sequence

from pytest_mcp_contract.cli import catalogue, doctor, init, locking, own_checks, schema, versions
from pytest_mcp_contract.cli.commands import PROGRAM
from pytest_mcp_contract.errors import ConfigError

GROUPS = (catalogue, doctor, locking, init, own_checks, schema)
"""Each adds its commands, in the order in which `--help` names them."""


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="What can be asked of an MCP registry beside a run of pytest."
    )
    versions.add_to(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for group in GROUPS:
        group.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if "run" not in options:
        parser.error("name a command")
    try:
        code: int = options.run(options)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return code
