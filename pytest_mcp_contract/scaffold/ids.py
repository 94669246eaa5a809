"""The id of a new server: one that no server has, and none had."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pytest_mcp_contract.checks.registry._ids import free_ids
from pytest_mcp_contract.drift.baseline import baseline
from pytest_mcp_contract.drift.lock_files import LOCK, Lock, read_lock
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Locked, Registry


def agreed(folder: Path, baselines: Iterable[str]) -> tuple[Locked, ...]:
    """Every server that the lock in `folder` or one of the baselines knows, retired ones too.

    Raises:
        ConfigError: a part of them cannot be read, so ids that were used may be unknown.
    """
    locks = [read_lock(folder / LOCK), *(baseline(one, folder) for one in baselines)]
    for lock in locks:
        _refuse_unreadable(lock)
    return tuple(server for lock in locks for server in lock.servers)


def id_for(name: str, asked: int | None, registry: Registry, known: Sequence[Locked]) -> int:
    """The id of the server `name`: the one that it has, `asked` if that is free, or the next free one.

    Raises:
        ConfigError: another server has or had the id or the name.
    """
    row = registry.servers.get(name)
    if row is not None and row.id is not None:
        if asked not in (None, row.id):
            raise ConfigError(
                at="--id", what=f"`{name}` has the id {row.id} already", fix="leave `--id` out: an id stays"
            )
        return row.id
    _refuse_retired(name, registry, known)
    used = {server.id for server in known if server.id is not None}
    used |= registry.retired_ids.keys() | {
        entry.id for entry in registry.servers.values() if entry.id is not None
    }
    free = max([next(free_ids(registry)) - 1, *used]) + 1
    if asked is not None and (asked in used or asked < 1):
        what = f"the id {asked} is or was another server's" if asked > 0 else f"{asked} is no positive id"
        raise ConfigError(at="--id", what=what, fix=f"leave `--id` out, or take the next free one: {free}")
    return free if asked is None else asked


def _refuse_retired(name: str, registry: Registry, known: Sequence[Locked]) -> None:
    retired = set(registry.retired_ids.values())
    retired |= {each for one in known if one.retired is not None for each in (one.name, *one.former_names)}
    if name in retired:
        raise ConfigError(
            at="new-server",
            what=f"`{name}` is the name of a server that was retired",
            fix="choose another name: what was stored for the old server would find the new one",
        )


def _refuse_unreadable(lock: Lock) -> None:
    for problem in lock.problems:
        if not problem.fault.is_used:
            at = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
            raise ConfigError(at=at, what=problem.what, fix=problem.fix)
