"""`check-checks`: checks of somebody's own, held to what ours are held to."""

import argparse
import sys
from pathlib import Path

from pytest_mcp_contract.cli.catalogue import line
from pytest_mcp_contract.cli.commands import Commands, command
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "check-checks",
        _check,
        does="hold checks of your own to their examples, and to what users read",
        examples={"check-checks acme_checks": "every check in the package `acme_checks`"},
        codes={
            Exit.SOUND: "every check keeps to its examples",
            Exit.FOUND: "one does not",
            Exit.USAGE: "the package cannot be imported, or holds no checks",
        },
    )
    parser.add_argument("package", metavar="PACKAGE", help="import name, as an entry point names it")


def _check(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.catalogue.examples import faults
    from pytest_mcp_contract.catalogue.walk import own_checks

    package: str = options.package
    sys.path.insert(0, str(Path.cwd()))  # as `python -m` does: a package need not be installed to be tried
    try:
        checks = own_checks(package)
    except (ImportError, ValueError) as error:
        raise ConfigError(at=package, what=str(error), fix="see docs/how-to/write-a-check.md") from error
    wrong = 0
    for check in checks:
        found = list(faults(check))
        wrong += bool(found)
        said = "".join(f"\n    {fault}" for fault in found)
        sys.stdout.write(f"{line(check)}{said or f'  ({len(check.bad)} bad, {len(check.good)} good)'}\n")
    sys.stdout.write(f"{len(checks)} checks, {wrong} of them wrong\n")
    return Exit.FOUND if wrong else Exit.SOUND
