"""`checks`, `explain` and `pages`: what the catalogue says of its checks."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.cli.commands import PROGRAM, Commands, command
from pytest_mcp_contract.cli.completion import complete_checks
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError

if TYPE_CHECKING:
    from pytest_mcp_contract.catalogue import AnyCheck


def add_to(commands: Commands) -> None:
    """Add the commands."""
    listing = command(
        commands,
        "checks",
        _list,
        does="list every check, a line each",
        examples={"checks": "all of them", "checks MCP1 duplicate-tool-name": "a family, and one by name"},
        codes={Exit.USAGE: "a word names no check"},
    )
    complete_checks(
        listing.add_argument(
            "words", nargs="*", metavar="CODE", help="codes, prefixes or names; all where none is given"
        )
    )
    explaining = command(
        commands,
        "explain",
        _explain,
        does="say why a check is there, and what to do about a finding",
        examples={"explain MCP104": "by its code", "explain duplicate-id": "by its name"},
        codes={Exit.USAGE: "a word names no check"},
    )
    complete_checks(
        explaining.add_argument("words", nargs="+", metavar="CODE", help="codes, prefixes or names")
    )
    pages = command(
        commands,
        "pages",
        _write_pages,
        does="write a page for every check, and an index",
        examples={"pages docs/checks": "files in Markdown, for a site of your own"},
        codes={Exit.USAGE: "the folder cannot be written"},
    )
    pages.add_argument("folder", type=Path, metavar="FOLDER", help="is made where it is not there")


def line(check: "AnyCheck") -> str:
    """A check on one line."""
    return f"{check.code}  {check.severity.value:<7}  {check.name:<36}  {check.title}"


def _list(options: argparse.Namespace) -> int:
    sys.stdout.write("\n".join(map(line, _named(options.words))) + "\n")
    return Exit.SOUND


def _explain(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.catalogue.page import page

    sys.stdout.write("\n".join(map(page, _named(options.words))) + "\n")
    return Exit.SOUND


def _write_pages(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.catalogue.page import index, page
    from pytest_mcp_contract.catalogue.walk import all_checks

    folder: Path = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for check in all_checks():
            (folder / f"{check.code.lower()}.md").write_text(page(check), encoding="utf-8")
        (folder / "README.md").write_text(index(all_checks()), encoding="utf-8")
    except OSError as error:
        said = f"cannot be written: {error.strerror or error}"
        raise ConfigError(at=str(folder), what=said, fix="name another folder") from error
    return Exit.SOUND


def _named(words: Sequence[str]) -> "tuple[AnyCheck, ...]":
    """The checks that the words name, previews too."""
    from pytest_mcp_contract.catalogue.select import select
    from pytest_mcp_contract.catalogue.walk import all_checks

    return select(all_checks(), selected=words, ignored=(), at=PROGRAM) if words else all_checks()
