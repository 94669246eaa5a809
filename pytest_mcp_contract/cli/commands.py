"""How a command is declared: what it does, examples of it, and the function that runs it."""

import argparse
from collections.abc import Callable, Mapping
from typing import TypeAlias

from pytest_mcp_contract.cli.exits import Exit

PROGRAM = "pytest-mcp-contract"
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Runner: TypeAlias = Callable[[argparse.Namespace], int]


def command(
    commands: Commands,
    name: str,
    run: Runner,
    *,
    does: str,
    examples: Mapping[str, str],
    codes: Mapping[Exit, str],
) -> argparse.ArgumentParser:
    """A command's parser, ready for its arguments; its help ends with examples and the exit codes."""
    parser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"{example_lines(examples)}\n\n{code_lines(codes)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def example_lines(examples: Mapping[str, str]) -> str:
    """Examples as help shows them: what follows the program's name, and what it does."""
    lines = (f"  {PROGRAM} {words}\n      {does}" for words, does in examples.items())
    return "\n".join(["examples:", *lines])


def code_lines(codes: Mapping[Exit, str]) -> str:
    """Exit codes as help shows them: those of a command, and what the others mean everywhere."""
    said = dict(sorted({**_ANYWHERE, **codes}.items()))
    return "\n".join(["exit codes:", *(f"  {code.value}  {means}" for code, means in said.items())])


_ANYWHERE = {
    Exit.SOUND: "done",
    Exit.USAGE: "the command line, or a file that it names, cannot be used as it is",
    Exit.UNKNOWN: "could not check: the answer is not known",
}


def add_registry_option(parser: argparse.ArgumentParser) -> None:
    """Let a command name its registry, as a run of pytest does."""
    parser.add_argument(
        "--mcp-registry", metavar="FILE", help="as for pytest; default: mcp_contract.toml here"
    )
