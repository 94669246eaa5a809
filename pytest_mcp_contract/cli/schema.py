"""`schema`: the JSON Schema of a file format."""

import argparse
import json
import sys

from pytest_mcp_contract.cli.commands import Commands, command
from pytest_mcp_contract.cli.exits import Exit


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "schema",
        _print,
        does="print the JSON Schema of a file format",
        examples={"schema > mcp_contract.schema.json": "of the registry, for your editor"},
        codes={},
    )
    parser.add_argument(
        "format", nargs="?", choices=("registry", "report"), default="registry", help="default: registry"
    )


def _print(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.discover.schema import registry_schema
    from pytest_mcp_contract.report.schema import report_schema

    schema = registry_schema() if options.format == "registry" else report_schema()
    sys.stdout.write(json.dumps(schema, indent=2) + "\n")
    return Exit.SOUND
