"""`new-server`: the files of a server, in a registry in Python."""

import argparse
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_mcp_contract.cli.commands import Commands, command
from pytest_mcp_contract.cli.exits import Exit
from pytest_mcp_contract.errors import ConfigError

if TYPE_CHECKING:
    from pytest_mcp_contract.scaffold.plan import Plan
    from pytest_mcp_contract.scaffold.wanted import Wanted

AUTHS = ("oauth", "api-key")
_EXAMPLES = {
    "--auth": "--auth oauth",
    "--base-url": "--base-url https://api.acme.example",
    "--docs-url": "--docs-url https://docs.acme.example/api",
    "--tool": "--tool list_items",
}
_QUESTIONS = {
    "--auth": "How does its API know who asks: oauth or api-key?",
    "--base-url": "Where is its API?",
    "--docs-url": "Where is its API described?",
    "--tool": "Which tools, as VERB_NOUN or VERB_NOUN=STAKE, with blanks between?",
}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "new-server",
        _begin,
        does="write the files of a new server, and its row in a registry in Python",
        examples={
            "new-server acme_crm": "ask for what is not given",
            "new-server acme_crm --auth api-key --base-url https://api.acme.example --docs-url "
            "https://docs.acme.example --tool get_deal --tool delete_deal --dry-run": "write nothing",
        },
        codes={
            Exit.SOUND: "everything is written, or was there already",
            Exit.USAGE: "a flag is missing, or what is there cannot be added to; nothing is written",
        },
    )
    parser.add_argument("name", metavar="NAME", help="in snake_case, as the registry will know it")
    parser.add_argument("--platform", metavar="WORDS", help="what people call it (default: from NAME)")
    parser.add_argument("--auth", choices=AUTHS, help="how its API knows who asks")
    parser.add_argument("--base-url", metavar="URL", help="where its API is")
    parser.add_argument("--docs-url", metavar="URL", help="where its API is described")
    parser.add_argument(
        "--tool",
        action="append",
        default=[],
        metavar="VERB_NOUN[=STAKE]",
        help="may be repeated: get_ticket, list_tickets, delete_ticket=high; the stake is by the verb",
    )
    parser.add_argument("--id", type=int, metavar="N", help="default: the next that no server has or had")
    parser.add_argument(
        "--package",
        default="mcp_servers",
        metavar="DOTTED",
        help="the package with the registry (default: %(default)s)",
    )
    parser.add_argument(
        "--mcp-baseline", metavar="WHERE", help="a lock whose ids are used, too: git:REVISION, or a folder"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, write nothing")


def _begin(options: argparse.Namespace) -> int:
    from pytest_mcp_contract.scaffold.plan import plan

    made = plan(
        _wanted(options),
        rootdir=Path.cwd(),
        package=options.package,
        id=options.id,
        baseline=options.mcp_baseline,
    )
    is_dry: bool = options.dry_run
    if not is_dry:
        made.write()
    sys.stdout.write("".join(f"{line}\n" for line in _told(made, options.name, is_dry=is_dry)))
    return Exit.SOUND


def _wanted(options: argparse.Namespace) -> "Wanted":
    """What the flags say, and where a person sits there, what that answers to what they leave open.

    Raises:
        ConfigError: a flag is missing, and nobody can be asked.
    """
    from pytest_mcp_contract.scaffold.wanted import checked_name, wanted

    name = checked_name(options.name)
    title = name.replace("_", " ").title()
    given = {
        "--auth": options.auth,
        "--base-url": options.base_url,
        "--docs-url": options.docs_url,
        "--tool": " ".join(options.tool),
    }
    missing = [flag for flag, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        raise ConfigError(
            at="new-server",
            what=f"{', '.join(f'`{flag}`' for flag in missing)} not given, and nobody is there to be asked",
            fix=f"add them: {' '.join(_EXAMPLES[flag] for flag in missing)}",
        )
    if missing and options.platform is None:
        title = _answer("What do people call the platform?", title)
    for flag in missing:
        given[flag] = _answer(_QUESTIONS[flag], _EXAMPLES[flag].partition(" ")[2])
    return wanted(
        name=name,
        title=options.platform or title,
        auth=_auth(given["--auth"]),
        base_url=given["--base-url"],
        docs_url=given["--docs-url"],
        tools=given["--tool"].split(),
    )


def _auth(word: str) -> str:
    if word not in AUTHS:
        raise ConfigError(at="--auth", what=f"{word[:30]!r} is no way to connect", fix="oauth or api-key")
    return word


def _answer(question: str, default: str) -> str:
    """What a person types; the default for nothing.

    Raises:
        ConfigError: the person has left.
    """
    try:
        return input(f"{question} [{default}] ").strip() or default
    except EOFError:
        raise ConfigError(at="new-server", what="a question was not answered", fix="give flags") from None


def _told(made: "Plan", name: str, *, is_dry: bool) -> Iterator[str]:
    would = "would " if is_dry else ""
    for path in made.new:
        yield f"{would}{'write' if is_dry else 'wrote'} {made.shown(path)}"
    for path, (before, after) in made.changed.items():
        yield f"{would}{'change' if is_dry else 'changed'} {made.shown(path)}"
        if is_dry:
            old, new = (text.decode("utf-8").splitlines() for text in (before, after))
            yield from (f"  {line}" for line in difflib.unified_diff(old, new, lineterm="", n=1))
    for path in made.kept:
        yield f"kept as it is: {made.shown(path)}"
    if not made.new and not made.changed:
        yield f"`{name}` is there already: nothing to write"
        return
    yield f"`{name}` has the id {made.id}"
    yield from (f"  left to you: {line}" for line in made.left)
    yield "  then: pytest --mcp-contract"
