"""`doctor`: one server, examined."""

import argparse
import sys
from pathlib import Path

from pytest_mcp_contract.cli.commands import Commands, add_registry_option, command
from pytest_mcp_contract.cli.completion import complete_servers
from pytest_mcp_contract.cli.exits import Exit


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "doctor",
        _examine,
        does="say why a server does not appear, connect or work",
        examples={"doctor github": "the server `github` of the registry here"},
        codes={
            Exit.SOUND: "it appears, connects and works, as far as can be told here",
            Exit.FOUND: "it does not; one that does not start does not work",
            Exit.USAGE: "there is no such server, or the registry cannot be read",
        },
    )
    complete_servers(parser.add_argument("server", metavar="SERVER", help="its name in the registry"))
    add_registry_option(parser)


def _examine(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.doctor import examine

    lines, sound = examine(options.server, options.mcp_registry, Path.cwd())
    sys.stdout.write("\n".join(lines))
    return Exit.SOUND if sound else Exit.FOUND
