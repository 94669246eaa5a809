"""`init`: a first registry."""

import argparse
import sys
from pathlib import Path

from pytest_mcp_contract.cli.commands import Commands, command
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "init",
        _begin,
        does="write a first registry, of what your servers say",
        examples={
            "init": "of the servers of .mcp.json here",
            'init --mcp-server "node build/index.js" --dry-run': "of one server; print it, write nothing",
        },
        codes={
            Exit.SOUND: "every server was asked; the registry is written",
            Exit.USAGE: "a registry is there already, or nothing says which servers there are",
            Exit.UNKNOWN: "a server did not start: its row says only how it is started",
        },
    )
    parser.add_argument(
        "--mcp-server",
        action="append",
        default=[],
        metavar="TARGET",
        help="a command, a URL or `pkg.mod:obj`; may be repeated; default: the servers of .mcp.json here",
    )
    parser.add_argument("--dry-run", action="store_true", help="print it, write nothing")


def _begin(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.scaffold.registry import first_registry

    made = first_registry(options.mcp_server, Path.cwd())
    is_dry: bool = options.dry_run
    if is_dry:
        sys.stdout.write(made.text)
    else:
        try:
            with made.path.open("x", encoding="utf-8") as file:
                file.write(made.text)
        except OSError as error:
            said = f"cannot be written: {error.strerror or error}"
            raise ConfigError(at=made.path.name, what=said, fix="see who may write here") from error
    told = [f"{'would write' if is_dry else 'wrote'} {made.path.name}"]
    told += [f"  did not start: {failure}" for failure in made.failed]
    told += [f"  left to you: {gap}" for gap in made.left]
    (sys.stderr if is_dry else sys.stdout).write("\n".join([*told, "  then: pytest --mcp-contract"]) + "\n")
    return Exit.UNKNOWN if made.failed else Exit.SOUND
