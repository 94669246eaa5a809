# PYTHON_ARGCOMPLETE_OK
"""`pytest-mcp-contract`: what can be asked beside a run of pytest.

Nothing but the standard library is imported before a command is chosen: a shell asks for completions while
somebody types.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

from pytest_mcp_contract.cli import (
    catalogue,
    completion,
    doctor,
    init,
    locking,
    new_server,
    own_checks,
    schema,
    versions,
)
from pytest_mcp_contract.cli.commands import PROGRAM, code_lines, example_lines
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError, UnansweredError

GROUPS = (catalogue, doctor, locking, init, new_server, own_checks, schema, completion)
"""Each adds its commands, in the order in which `--help` names them."""
_EXAMPLES = {
    "init": "write a first registry, of what your servers say",
    "lock": "write down what they show now, to be told of changes",
    "doctor github": "say why a server does not appear, connect or work",
    "explain MCP104": "say why a check is there, and what to do",
    "COMMAND --help": "more examples, and what each exit code means there",
}
_CODES = {
    Exit.SOUND: "done, and nothing to say against anything",
    Exit.FOUND: "something is wrong, or differs",
}


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="What can be asked of an MCP registry beside a run of pytest.\n"
        "The checks themselves run with `pytest --mcp-contract`.",
        epilog=f"{example_lines(_EXAMPLES)}\n\n{code_lines(_CODES)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    versions.add_to(parser)
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for group in GROUPS:
        group.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    from pytest_mcp_contract.observe.groups import end_servers_on_sigterm
    from pytest_mcp_contract.report.fitting import fit

    parser = build_parser()
    completion.answer(parser)
    unfit, unend = fit((sys.stdout, sys.stderr)), end_servers_on_sigterm()
    try:
        return _run(parser, arguments)
    except BrokenPipeError:
        # The interpreter writes what is left once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PIPE_CLOSED
    finally:
        unend()
        unfit()


def _run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    try:
        options = parser.parse_args(arguments)
        if "run" not in options:
            parser.error("name a command")
        code: int = options.run(options)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.UNKNOWN if isinstance(error, UnansweredError) else Exit.USAGE
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:
        traceback.print_exc()
        sys.stderr.write(f"{PROGRAM} itself broke: what you asked is not answered\n")
        return Exit.UNKNOWN
    finally:
        sys.stdout.flush()
    return code
