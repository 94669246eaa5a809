"""`pytest-mcp-contract`: what can be asked beside a run of pytest."""

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from pytest_mcp_contract import __version__
from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.catalogue.examples import faults
from pytest_mcp_contract.catalogue.page import index, page
from pytest_mcp_contract.catalogue.select import select
from pytest_mcp_contract.catalogue.walk import all_checks, own_checks
from pytest_mcp_contract.errors import ConfigError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="pytest-mcp-contract", description=__doc__)
    parser.add_argument("--version", action="store_true", help="this version, and those of its libraries")
    commands = parser.add_subparsers(dest="command")
    listing = commands.add_parser("checks", help="list every check, a line each")
    listing.add_argument(
        "words", nargs="*", metavar="CODE", help="codes, prefixes or names; all where none is given"
    )
    explain = commands.add_parser("explain", help="say why a check is there, and what to do about a finding")
    explain.add_argument("words", nargs="+", metavar="CODE", help="codes, prefixes or names")
    pages = commands.add_parser("pages", help="write a page for every check, and an index")
    pages.add_argument("folder", type=Path, metavar="FOLDER")
    doctor = commands.add_parser("doctor", help="say why a server does not appear, connect or work")
    doctor.add_argument("server", metavar="SERVER")
    doctor.add_argument(
        "--mcp-registry", metavar="FILE", help="as for pytest; default: mcp_contract.toml here"
    )
    locking = commands.add_parser("lock", help="write the lock of what the servers show now, or check it")
    locking.add_argument("--check", action="store_true", help="write nothing; exit 1 where it would change")
    locking.add_argument(
        "--files-only", action="store_true", help="start no server: rows of the registry alone"
    )
    locking.add_argument(
        "--mcp-registry", metavar="FILE", help="as for pytest; default: mcp_contract.toml here"
    )
    differing = commands.add_parser("diff", help="say what has changed, and whether it breaks callers")
    differing.add_argument(
        "before",
        nargs="?",
        metavar="A",
        help="a lock folder, git:REVISION, a tools/list file, or a live server",
    )
    differing.add_argument("after", nargs="?", metavar="B", help="the same; default: the servers here, now")
    differing.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    beginning = commands.add_parser("init", help="write a first registry, of what your servers say")
    beginning.add_argument(
        "--mcp-server",
        action="append",
        default=[],
        metavar="TARGET",
        help="a command, a URL or `pkg.mod:obj`; may be repeated; default: the servers of .mcp.json here",
    )
    beginning.add_argument("--dry-run", action="store_true", help="print it, write nothing")
    checking = commands.add_parser(
        "check-checks", help="hold checks of your own to their examples, and to what users read"
    )
    checking.add_argument("package", metavar="PACKAGE", help="import name, as an entry point names it")
    schema = commands.add_parser("schema", help="print the JSON Schema of a file format")
    schema.add_argument("format", nargs="?", choices=("registry", "report"), default="registry")
    options = parser.parse_args(arguments)
    if options.version:
        return _print_versions()
    if options.command is None:
        parser.error("name a command")
    if options.command == "init":
        return _begin(options.mcp_server, is_dry=options.dry_run)
    if options.command == "check-checks":
        return _check_checks(options.package)
    if options.command == "schema":
        return _print_schema(options.format)
    if options.command in ("lock", "diff"):
        return _compare(options)
    if options.command == "doctor":
        return _examine(options.server, options.mcp_registry)
    if options.command == "pages":
        return _write_pages(options.folder)
    try:
        chosen = _named(options.words)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    show = page if options.command == "explain" else _line
    sys.stdout.write("\n".join(map(show, chosen)) + "\n")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from pytest_mcp_contract import locks

    try:
        if options.command == "lock":
            said, code = locks.lock(
                options.mcp_registry, Path.cwd(), checks_only=options.check, files_only=options.files_only
            )
        else:
            said, code, note = locks.diff(options.before, options.after, Path.cwd(), form=options.format)
            sys.stderr.write(f"{note}\n" if note else "")
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(said)
    return code


def _examine(server: str, registry: str | None) -> int:
    from pytest_mcp_contract.doctor import examine  # the only command that starts a server

    try:
        lines, sound = examine(server, registry, Path.cwd())
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(lines))
    return 0 if sound else 1


def _write_pages(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for check in all_checks():
        (folder / f"{check.code.lower()}.md").write_text(page(check), encoding="utf-8")
    (folder / "README.md").write_text(index(all_checks()), encoding="utf-8")
    return 0


def _begin(targets: Sequence[str], *, is_dry: bool) -> int:
    from pytest_mcp_contract.scaffold.registry import first_registry

    try:
        made = first_registry(targets, Path.cwd())
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if is_dry:
        sys.stdout.write(made.text)
    else:
        with made.path.open("x", encoding="utf-8") as file:
            file.write(made.text)
    told = [f"{'would write' if is_dry else 'wrote'} {made.path.name}"]
    told += [f"  did not start: {failure}" for failure in made.failed]
    told += [f"  left to you: {gap}" for gap in made.left]
    (sys.stderr if is_dry else sys.stdout).write("\n".join([*told, "  then: pytest --mcp-contract"]) + "\n")
    return 1 if made.failed else 0


def _check_checks(package: str) -> int:
    sys.path.insert(0, str(Path.cwd()))  # as `python -m` does: a package need not be installed to be tried
    try:
        checks = own_checks(package)
    except (ImportError, ValueError) as error:
        sys.stderr.write(f"{package}: {error}\n  fix: see docs/how-to/write-a-check.md\n")
        return 2
    wrong = 0
    for check in checks:
        found = list(faults(check))
        wrong += bool(found)
        said = "".join(f"\n    {fault}" for fault in found)
        sys.stdout.write(f"{_line(check)}{said or f'  ({len(check.bad)} bad, {len(check.good)} good)'}\n")
    sys.stdout.write(f"{len(checks)} checks, {wrong} of them wrong\n")
    return 1 if wrong else 0


def _print_versions() -> int:
    sys.stdout.write(f"pytest-mcp-contract {__version__}\n")
    for name in ("pytest", "mcp", "pydantic", "hypothesis", "jsonschema-rs", "vcrpy", "httpx"):
        sys.stdout.write(f"  {name} {version(name)}\n")
    sys.stdout.write(f"  Python {platform.python_version()}\n")
    return 0


def _print_schema(word: str) -> int:
    from pytest_mcp_contract.discover.schema import registry_schema
    from pytest_mcp_contract.report.schema import report_schema

    schema = registry_schema() if word == "registry" else report_schema()
    sys.stdout.write(json.dumps(schema, indent=2) + "\n")
    return 0


def _named(words: Sequence[str]) -> tuple[AnyCheck, ...]:
    """The checks that the words name, previews too."""
    return (
        select(all_checks(), selected=words, ignored=(), at="pytest-mcp-contract") if words else all_checks()
    )


def _line(check: AnyCheck) -> str:
    return f"{check.code}  {check.severity.value:<7}  {check.name:<36}  {check.title}"


if __name__ == "__main__":
    sys.exit(main())
