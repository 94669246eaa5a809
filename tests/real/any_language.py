"""Writes what a run over tests/real/upstream came to into docs/explain/any-language.md.

`MCP_REAL=build/real python -m tests.real.any_language`, after tests/real/install.
"""

import json
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest_mcp_contract.catalogue.walk import all_checks
from tests.real.runs import REAL, ROOT, listed
from tests.real.upstream_run import JUDGED, REGISTRY, Run, run

PAGE = ROOT / "docs" / "explain" / "any-language.md"
MARK = "<!-- made by `python -m tests.real.any_language` -->\n"
LANGUAGES = {"jira": "Python", "gitlab": "Node"}
_INTRODUCTION = """
## Two servers that nobody here wrote

Published servers, pinned and installed by `make real`, recorded from small emulators with made-up data
(`python -m tests.real.record`), then replayed, tried with faults, and called with made-up arguments, offline.
All of their tools have a stake, and their descriptions are looked at; those with an example are called. Every
finding was read and judged by hand, in `tests/real/upstream/expected.toml`.

"""
_FOUND = """
What was found. A finding is *true* where it is right and worth saying.

"""


def main() -> int:
    """Gives the exit code: 1 where a finding is not judged, or gone."""
    with tempfile.TemporaryDirectory() as folder:
        done = run(Path(folder))
    if done.new() or done.gone():
        print(f"not judged:\n{listed(done.new())}\ngone:\n{listed(done.gone())}")  # noqa: T201
        return 1
    written = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written[: written.index(MARK)] + MARK + section(done), encoding="utf-8")
    return 0


def section(done: Run) -> str:
    """The figures and the findings of both servers."""
    return _INTRODUCTION + _figures(done) + _FOUND + "\n".join(_findings()) + "\n"


def _figures(done: Run) -> str:
    servers = list(REGISTRY["servers"])
    measured = [done.measured(server) for server in servers]
    rows: dict[str, Sequence[str | int]] = {
        "package": [_package(server) for server in servers],
        "its API": [
            ", ".join(f"`{name}`" for name in REGISTRY["servers"][server]["upstream"]) for server in servers
        ],
        "tools listed": [one.tools for one in measured],
        "tools called": [one.called for one in measured],
        "cassettes": [one.cassettes for one in measured],
        "faults tried": [one.faults for one in measured],
        "calls made up": [one.calls for one in measured],
        "errors found": [one.findings.get("error", 0) for one in measured],
        "warnings found": [one.findings.get("warning", 0) for one in measured],
        "judged true": [one.true for one in measured],
        "judged false": [one.false for one in measured],
    }
    lines = [f"| | {' | '.join(servers)} |", f"|---|{'---|' * len(servers)}"]
    lines += [f"| {name} | {' | '.join(map(str, values))} |" for name, values in rows.items()]
    machine = f"Python {platform.python_version()}, two workers"
    return "\n".join(lines) + f"\n\nBoth together took {done.seconds:.0f} s ({machine}).\n"


def _package(server: str) -> str:
    if LANGUAGES[server] == "Node":
        name, package = "@zereight/mcp-gitlab", REAL / "npm/node_modules/@zereight/mcp-gitlab/package.json"
        return f"{name} {json.loads(package.read_text(encoding='utf-8'))['version']} (Node)"
    pins = (Path(__file__).parent / "requirements-atlassian.txt").read_text(encoding="utf-8")
    return f"{pins.splitlines()[0].replace('==', ' ')} (Python)"


def _findings() -> Iterator[str]:
    """A row for each check and server."""
    names = {check.code: check.name for check in all_checks()}
    yield "| server | check | findings | true | for instance |"
    yield "|---|---|---|---|---|"
    for server in REGISTRY["servers"]:
        mine = [row for row in JUDGED if row["server"] == server]
        for code in sorted({row["code"] for row in mine}):
            rows = [row for row in mine if row["code"] == code]
            first, true = rows[0], sum(row["true"] for row in rows)
            where = f"`{first['tool']}`: " if "tool" in first else ""
            link = f"[{code}](../checks/{code.lower()}.md) {names[code]}"
            yield f"| {server} | {link} | {len(rows)} | {true} | {where}{first['why']} |"


if __name__ == "__main__":
    sys.exit(main())
