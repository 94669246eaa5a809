"""What stands around a registry on disk: provider files, and modules that hold servers."""

import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytest_mcp_contract.model import MOST_CASSETTE_BYTES, Registry, plain_name


def with_surroundings(registry: Registry, rootdir: Path) -> Registry:
    """The registry, with what its files and its servers package show."""
    return registry.model_copy(
        update={
            "missing_provider_files": tuple(_missing_files(registry)),
            "cassettes_of_no_tool": tuple(_lost_cassettes(registry)),
            "server_modules": _modules(registry, rootdir),
        }
    )


def _missing_files(registry: Registry) -> Iterator[tuple[str, str]]:
    """Server and path, for each provider file that a server needs and that is not there."""
    for entry in registry.servers.values():
        authorization = entry.server_info.authorization if entry.server_info else None
        if authorization is None:
            continue
        for pattern in registry.oauth_provider_files:
            path = pattern.replace("{provider}", authorization.provider)
            if not (registry.folder / path).is_file():
                yield entry.name, path


def _lost_cassettes(registry: Registry) -> Iterator[str]:
    """`server/tool` of each folder with cassettes that the registry has no such server or tool for."""
    root = registry.folder / registry.cassettes
    tools = {
        plain_name(name): {plain_name(tool) for tool in (entry.tools_stakes or {})}
        for name, entry in registry.servers.items()
    }
    told: set[str] = set()
    for path in sorted(root.glob("*/*/*.yaml")):
        server, tool = path.parent.parent.name, path.parent.name
        # A row that states no stakes does not say which tools there are.
        is_known = server in tools and (not tools[server] or tool in tools[server])
        # Other tools keep cassettes too; ours state the call that they are of.
        if not is_known and f"{server}/{tool}" not in told and _is_ours(path):
            told.add(f"{server}/{tool}")
            yield f"{server}/{tool}"


def _is_ours(path: Path) -> bool:
    """Whether a file states the call that it is of; one that cannot be read, or is no recording, does not."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_CASSETTE_BYTES:
            return False
        return b"mcp_contract:" in path.read_bytes()
    except OSError:
        return False


def _modules(registry: Registry, rootdir: Path) -> tuple[str, ...] | None:
    """Names of the modules in the servers package; None where it cannot be found."""
    if registry.servers_package is None:
        return None
    with _importable(rootdir, registry.folder):
        try:
            spec = importlib.util.find_spec(registry.servers_package)
        except (Exception, SystemExit):
            return None
    if spec is None or spec.submodule_search_locations is None:
        return None
    found = pkgutil.iter_modules(spec.submodule_search_locations, registry.servers_package + ".")
    return tuple(
        sorted(module.name for module in found if not module.name.rpartition(".")[2].startswith("_"))
    )


@contextmanager
def _importable(*folders: Path) -> Iterator[None]:
    added = [str(folder) for folder in folders if str(folder) not in sys.path]
    sys.path.extend(added)
    try:
        yield
    finally:
        for folder in added:
            if folder in sys.path:
                sys.path.remove(folder)
