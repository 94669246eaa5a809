"""`pytest-mcp-contract lock` and `diff`: what was agreed on, written and compared beside a run of pytest."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pytest_mcp_contract.catalogue import Scope, Status
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.cli.exits import Exit, weighed
from pytest_mcp_contract.discover import choose, with_surroundings
from pytest_mcp_contract.drift.baseline import BranchPoint, baseline, branch_point
from pytest_mcp_contract.drift.compare import Pair, changes, pairs
from pytest_mcp_contract.drift.lock_files import LOCK, Lock
from pytest_mcp_contract.errors import UnansweredError
from pytest_mcp_contract.gate import Gate, judged
from pytest_mcp_contract.model import REGISTRY, Change, Finding, Impact, Locked, Proof, Registry
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.report.differences import Difference, as_json, as_markdown, as_text, fails

FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def lock(registry: str | None, rootdir: Path, *, checks_only: bool, files_only: bool) -> tuple[str, Exit]:
    """Write the lock, or say what it would change; gives what is to be said, and the exit code.

    Raises:
        ConfigError: there is no registry, or the lock cannot be read or written.
    """
    with _gate(registry, rootdir) as gate:
        down = [] if files_only else list(_down(gate))
        if checks_only:
            return _check(gate, down, files_only=files_only)
        written = gate.write(asks_servers=not files_only)
    lines = [f"wrote {_relative(path, rootdir)}" for path in written]
    lines = lines or [f"{LOCK} holds already what there is"]
    lines += [f"not asked, kept as it was: {server}: {why}" for server, why in down]
    lines += gate.not_written
    if files_only:
        lines.append("rows alone were read: what the servers show is kept as it was")
    return "\n".join(lines) + "\n", weighed(found=bool(gate.left_out), unknown=bool(down))


def _check(gate: Gate, down: Sequence[tuple[str, str]], *, files_only: bool) -> tuple[str, Exit]:
    if not gate.lock.exists:
        return (
            f"there is no lock at {gate.folder / LOCK}: write it with `pytest-mcp-contract lock`\n",
            Exit.FOUND,
        )
    found = list(gate.changes_of_rows()) if files_only else list(_changes(gate))
    lines = [f"{one.what}; {one.fix}" for one in gate.lock.problems]
    lines += [f"{server} cannot be asked: {why}" for server, why in down]
    told = _told(found)
    unread = [problem for problem in gate.lock.problems if not problem.fault.is_used]
    said = as_text(told) if told or not unread else ""
    if files_only:
        lines.append("rows alone were compared: no server was started")
    text = f"{said}write it with `pytest-mcp-contract lock`\n" if told else said
    code = weighed(found=bool(told) or len(gate.lock.problems) > len(unread), unknown=bool(unread or down))
    return text + "".join(f"{line}\n" for line in lines), code


def _changes(gate: Gate) -> Iterator[Change]:
    for server in (REGISTRY, *gate.registry.servers):
        found = gate.changes(server)
        if isinstance(found, tuple):
            yield from found


def _down(gate: Gate) -> Iterator[tuple[str, str]]:
    gate.observer.expect(list(gate.registry.servers))
    for server in gate.registry.servers:
        failure = gate.observer.surface(server).failure
        if failure is not None:
            yield server, failure.saw


def diff(before: str | None, after: str | None, rootdir: Path, *, form: str) -> tuple[str, Exit, str]:
    """What has changed between two sides; by default from the lock to the servers of the registry here.

    From a revision to the servers here, what they have changed since they left it: what was changed there in
    the meantime is no change of theirs. Gives what is to be said, the exit code, and a note on what was
    compared; the code is 1 where somebody has to accept a change: breaking, security, identity.

    Raises:
        ConfigError: one of the two is nothing that can be compared.
        UnansweredError: one of the two cannot be read or asked now.
    """
    old, new = _readable(_side(before or LOCK, rootdir)), _readable(_side(after, rootdir))
    left = branch_point(before, rootdir) if before is not None and after is None else BranchPoint()
    if len(old.servers) == len(new.servers) == 1 and None in (old.servers[0].id, new.servers[0].id):
        # Two answers of one server: in two files, or a file of a lock and a command.
        old = replace(old, servers=(replace(old.servers[0], name=new.servers[0].name),))
    base = None if left.lock is None else left.lock.servers
    tombstones: dict[int | None, Locked] = {
        one.id: one for one in new.servers if one.retired is not None and one.id is not None
    }
    found: list[Change] = []
    for pair in pairs(old.servers, [one for one in new.servers if one.retired is None], base=base):
        gone = pair.before if pair.after is None else None
        whole = Pair(gone, tombstones.get(gone.id)) if gone is not None else pair
        found += changes(whole, others=old.servers, against=before or "the lock")
    told = _told(found)
    return FORMATS[form](told), Exit.FOUND if fails(told) else Exit.SOUND, left.note


def _readable(side: Lock) -> Lock:
    """A side of which every server can be compared.

    Raises:
        UnansweredError: one cannot, and would look new or gone.
    """
    names = {one.name for one in side.servers}
    for bad in side.problems:
        if not bad.fault.is_used and bad.server not in names:
            at = bad.file if bad.line is None else f"{bad.file}:{bad.line}"
            raise UnansweredError(at=at, what=bad.what, fix=bad.fix)
    return side


def _side(word: str | None, rootdir: Path) -> Lock:
    """A lock folder, a revision, a tools/list file, or servers that are asked now."""
    if word is not None and (word == LOCK or word.startswith("git:") or (rootdir / word).exists()):
        path = rootdir / word
        if not ((path.is_file() and path.suffix in (".toml", ".py")) or path.name == ".mcp.json"):
            return baseline(word, rootdir)
    is_registry = word is None or (rootdir / word).is_file() or word == "reference"
    if word is not None and not is_registry and re.fullmatch(r"[^\s:]+", word) and not shutil.which(word):
        return baseline(word, rootdir)  # says that there is no such file
    with _gate(word if is_registry else None, rootdir, target=None if is_registry else word) as gate:
        down = list(_down(gate))
        if down:
            server, why = down[0]
            raise UnansweredError(
                at="diff", what=f"server `{server}` {why}", fix="start it, or name another side"
            )
        now = [gate.now(entry) for entry in gate.registry.servers.values()]
        return Lock((*now, *(one for one in gate.lock.servers if one.retired is not None)))


def _told(found: Sequence[Change]) -> list[Difference]:
    checks = [one for one in all_checks() if one.scope is Scope.CHANGE and one.status is Status.STABLE]
    told = []
    for change in found:
        for impact, (check, finding) in judged(change, checks):
            proof = _proof(change, finding) if impact is Impact.BREAKING else None
            told.append(
                Difference(
                    code=check.code,
                    impact=impact,
                    server=change.server,
                    tool=finding.tool or change.tool,
                    at=finding.at,
                    why=finding.saw,
                    witness=proof.witness if proof and proof.has_witness else None,
                    has_witness=proof is not None and proof.has_witness,
                )
            )
    return told


def _proof(change: Change, finding: Finding) -> Proof | None:
    """The proof that a finding rests on, by its place."""
    if finding.at.startswith("/inputSchema"):
        return change.input
    if finding.at.startswith("/outputSchema"):
        return change.output
    return next((proof for key, proof in change.response if key in finding.at or key in finding.saw), None)


@contextmanager
def _gate(registry: str | None, rootdir: Path, *, target: str | None = None) -> Iterator[Gate]:
    """The gate of a registry, or of one server; every server is ended at the end."""
    found: Registry = choose(option=registry, ini=None, named=None, target=target, rootdir=rootdir)
    found = with_surroundings(found, rootdir)
    observer = Observer(found, rootdir=rootdir)
    try:
        yield Gate(found, observer, found.folder if found.file else rootdir)
    finally:
        observer.close()


def _relative(path: Path, rootdir: Path) -> str:
    return path.relative_to(rootdir).as_posix() if path.is_relative_to(rootdir) else str(path)
