"""`--version`: this version, and those of the libraries that decide what a run does."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from pytest_mcp_contract.cli.commands import PROGRAM

_LIBRARIES = ("pytest", "mcp", "pydantic", "hypothesis", "jsonschema-rs", "vcrpy", "httpx")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="print this version, and those of its libraries"
    )


class _Version(argparse.Action):
    """Prints and ends, whatever else is asked for: argparse's own takes its text before it is needed."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: str | Sequence[Any] | None,
        _flag: str | None = None,
    ) -> None:
        import platform
        from importlib.metadata import version

        from pytest_mcp_contract import __version__

        lines = [f"{PROGRAM} {__version__}", *(f"  {name} {version(name)}" for name in _LIBRARIES)]
        sys.stdout.write("\n".join([*lines, f"  Python {platform.python_version()}"]) + "\n")
        parser.exit()
