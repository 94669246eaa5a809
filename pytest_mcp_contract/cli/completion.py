"""`completion`: what a shell needs to complete our words, and the words themselves."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from pytest_mcp_contract.cli.commands import PROGRAM, Commands, command
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError

SHELLS = ("bash", "zsh", "fish", "powershell")
_CHECKS = "pytest_mcp_contract.checks"
"""Our package with checks, and the group of entry points that names those of others."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "completion",
        _print,
        does="print what makes a shell complete commands, options, servers and checks",
        examples={
            "completion bash >> ~/.bashrc": "for every shell that is started from now on",
            "completion zsh >> ~/.zshrc": "the same for zsh",
        },
        codes={Exit.USAGE: "the extra `completion` is not installed"},
    )
    parser.add_argument("shell", choices=SHELLS)


def answer(parser: argparse.ArgumentParser) -> None:
    """Where a shell asks how to go on with a line, tell it, and end."""
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser, always_complete_options=False)


def complete_checks(action: argparse.Action) -> None:
    """Let a shell complete an argument with codes and names of checks."""
    action.completer = _check_words  # type: ignore[attr-defined]  # where argcomplete looks for it


def complete_servers(action: argparse.Action) -> None:
    """Let a shell complete an argument with the servers of the registry."""
    action.completer = _server_names  # type: ignore[attr-defined]  # where argcomplete looks for it


def _print(options: argparse.Namespace) -> int:
    try:
        from argcomplete.shell_integration import shellcode
    except ImportError as error:
        raise ConfigError(
            at="completion",
            what="the extra `completion` is not installed",
            fix='`pip install "pytest-mcp-registry-contract[completion]"`',
        ) from error
    sys.stdout.write(shellcode([PROGRAM], shell=options.shell))
    return Exit.SOUND


def _check_words(prefix: str, **_: object) -> list[str]:
    """Codes, or names once a letter in lower case was typed; of file names, for imports take too long."""
    stems = [path.stem for folder in _folders() for path in folder.rglob("*[0-9][0-9][0-9]_*.py")]
    halves = [stem.partition("_") for stem in sorted(stems)]
    codes, names = [code.upper() for code, _, _ in halves], [name.replace("_", "-") for _, _, name in halves]
    return [word for word in (*codes, *names) if word.startswith(prefix)]


def _folders() -> Iterator[Path]:
    packages = [_CHECKS, *(point.value for point in entry_points(group=_CHECKS))]
    for spec in map(find_spec, packages):
        yield from map(Path, (spec and spec.submodule_search_locations) or ())


def _server_names(parsed_args: argparse.Namespace, **_: object) -> Iterable[str]:
    from pytest_mcp_contract.discover import choose

    try:
        registry = choose(
            option=parsed_args.mcp_registry, ini=None, named=None, target=None, rootdir=Path.cwd()
        )
    except ConfigError:
        return ()
    return registry.servers
