"""`lock` and `diff`: what was agreed on, written and compared."""

import argparse
import sys
from pathlib import Path

from pytest_mcp_contract.cli.commands import Commands, add_registry_option, command
from pytest_mcp_contract.cli.exits import Exit

_SIDE = "a lock folder, git:REVISION, a tools/list file, or a live server"


def add_to(commands: Commands) -> None:
    """Add the commands."""
    locking = command(
        commands,
        "lock",
        _lock,
        does="write the lock of what the servers show now, or check it",
        examples={
            "lock": "start every server, write mcp-contract.lock/",
            "lock --check": "write nothing, say what would change",
            "lock --check --files-only": "the same of the registry's rows alone, as a hook before a commit",
        },
        codes={
            Exit.SOUND: "the lock is written; with --check, it holds what there is",
            Exit.FOUND: "a server was left out, for its id was retired; with --check, something would change",
            Exit.USAGE: "the registry cannot be read, or the lock cannot be written",
            Exit.UNKNOWN: "a server did not start, or a file of the lock cannot be read",
        },
    )
    locking.add_argument("--check", action="store_true", help="write nothing; exit 1 where it would change")
    locking.add_argument(
        "--files-only", action="store_true", help="start no server: rows of the registry alone"
    )
    add_registry_option(locking)
    differing = command(
        commands,
        "diff",
        _diff,
        does="say what has changed, and whether it breaks callers",
        examples={
            "diff": "from the lock to the servers here, now",
            "diff git:origin/main --format markdown": "from a revision to here, for a pull request",
            "diff before.json after.json": "two answers to tools/list",
        },
        codes={
            Exit.SOUND: "nothing that somebody has to accept",
            Exit.FOUND: "a change that breaks callers, or touches security or identity",
            Exit.USAGE: "one of the two is nothing that can be compared",
            Exit.UNKNOWN: "a server did not start, or a lock cannot be read",
        },
    )
    differing.add_argument("before", nargs="?", metavar="A", help=_SIDE)
    differing.add_argument("after", nargs="?", metavar="B", help="the same; default: the servers here, now")
    differing.add_argument("--format", choices=("text", "markdown", "json"), default="text")


def _lock(options: argparse.Namespace) -> int:
    from pytest_mcp_contract import locks

    said, code = locks.lock(
        options.mcp_registry, Path.cwd(), checks_only=options.check, files_only=options.files_only
    )
    sys.stdout.write(said)
    return code


def _diff(options: argparse.Namespace) -> int:
    from pytest_mcp_contract import locks

    said, code, note = locks.diff(options.before, options.after, Path.cwd(), form=options.format)
    sys.stderr.write(f"{note}\n" if note else "")
    sys.stdout.write(said)
    return code
