"""What a new server adds to a project: all of it is known before the first file is written."""

import keyword
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.scaffold.edits import Edited
from pytest_mcp_contract.scaffold.files import files_of, new_registry, own_tests
from pytest_mcp_contract.scaffold.ids import agreed, id_for
from pytest_mcp_contract.scaffold.rows import PLACEHOLDER
from pytest_mcp_contract.scaffold.settings import Settings, settings
from pytest_mcp_contract.scaffold.wanted import Wanted

PACKAGE = "mcp_servers"
CONSTANTS, FACTORY = "constants.py", "servers/__init__.py"
_REFERENCE = "pytest_mcp_contract.reference"
_SHARED = (
    "auth",
    "budget",
    "excerpt",
    "failures",
    "http",
    "json_value",
    "markdown",
    "paging",
    "results",
    "timestamp",
    "tools",
    "oauth/provider",
)
"""Modules of the reference registry that every server stands on: a project gets them as its own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, and what a person has to do after it."""

    rootdir: Path
    id: int
    new: Mapping[Path, bytes]
    changed: Mapping[Path, tuple[bytes, bytes]]
    """Path -> its text before and after."""
    kept: tuple[Path, ...]
    """Files of this server that are there with another text."""
    left: tuple[str, ...]

    def shown(self, path: Path) -> str:
        """A path, for a person."""
        return path.relative_to(self.rootdir).as_posix()

    def write(self) -> None:
        """Write everything, or nothing.

        Raises:
            ConfigError: a file cannot be written; what was written before it is taken back.
        """
        done: list[Path] = []
        path = self.rootdir
        try:
            for path, text in self.new.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    done.append(path)
                    file.write(text)
            for path, (_, after) in self.changed.items():
                path.write_bytes(after)
        except OSError as error:
            for one in done:
                one.unlink(missing_ok=True)
            for one, (before, _) in self.changed.items():
                if one.read_bytes() != before:
                    one.write_bytes(before)
            raise ConfigError(
                at=self.shown(path),
                what=f"cannot be written: {error.strerror or type(error).__name__}",
                fix="make the folder writable; what was written was taken back",
            ) from None


def plan(
    it: Wanted, *, rootdir: Path, package: str = PACKAGE, id: int | None = None, baseline: str | None = None
) -> Plan:
    """What the server `it` adds to the project at `rootdir`; writes nothing.

    Raises:
        ConfigError: something that is there cannot be understood, or contradicts what is wanted.
    """
    top, folder = _place(package, rootdir)
    told = settings(rootdir)
    registry = _registry(told, package, folder, rootdir)
    baselines = filter(None, (told.baseline, baseline))
    number = id_for(it.name, id, registry, agreed(folder, baselines))
    wanted = {folder / path: text for path, text in files_of(it, package=package, id=number).items()} | {
        rootdir / "tests" / f"test_{it.name}_server.py": own_tests(it, package=package)
    }
    files = {path: text.encode() for path, text in wanted.items()}
    shared = {
        folder / path: text.encode() for path, text in (new_registry(package) | _shared(package)).items()
    }
    shared |= {parent / "__init__.py": b"" for parent in _between(top, folder)}
    changed = dict(_changed(it, package, folder, rootdir, shared))
    config = told.naming(f"{package}.constants:REGISTRY", top.parent.relative_to(rootdir).as_posix())
    if config is not None:
        changed[told.path] = (told.path.read_bytes() if told.exists else b"", config)
    everything = {path: text for path, text in (shared | files).items() if path not in changed}
    everything |= {path: after for path, (before, after) in changed.items() if not path.exists()}
    return Plan(
        rootdir=rootdir,
        id=number,
        new={path: text for path, text in sorted(everything.items()) if not path.exists()},
        changed={path: each for path, each in changed.items() if path.exists() and each[0] != each[1]},
        kept=tuple(path for path, text in files.items() if path.exists() and path.read_bytes() != text),
        left=tuple(_left(it, folder.relative_to(rootdir).as_posix())),
    )


def _place(package: str, rootdir: Path) -> tuple[Path, Path]:
    """The folders of the outermost package and of the package itself: below `src` where that has it."""
    parts = package.split(".")
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise ConfigError(
            at="--package",
            what=f"{package[:60]!r} is no dotted name of a package",
            fix=f"write it as it is imported: --package {PACKAGE}",
        )
    is_below = (rootdir / "src" / parts[0]).is_dir() and not (rootdir / parts[0]).exists()
    start = rootdir / "src" if is_below else rootdir
    return start / parts[0], start.joinpath(*parts)


def _between(top: Path, folder: Path) -> Iterator[Path]:
    """The packages around the one at `folder`."""
    while folder != top:
        folder = folder.parent
        yield folder


def _registry(told: Settings, package: str, folder: Path, rootdir: Path) -> Registry:
    """The registry that is there already, empty where there is none."""
    target = f"{package}.constants:REGISTRY"
    others = (rootdir / name for name in ("mcp_contract.toml", "mcp_contract.json"))
    other = told.registry or next((path.name for path in others if path.is_file()), target)
    if other != target:
        raise ConfigError(
            at=told.path.name if told.registry else other,
            what=f"the registry of this project is `{other[:60]}`, not `{target}`",
            fix="name its package with --package, or run `new-server` in a folder of its own",
        )
    path = folder / CONSTANTS
    if not path.is_file():
        return Registry()
    Edited(path.relative_to(rootdir).as_posix(), path.read_bytes())  # names the line of a syntax error
    with _without_bytecode():
        registry = choose(option=target, ini=None, named=None, target=None, rootdir=rootdir)
    if registry.problems:
        first = registry.problems[0]
        raise ConfigError(at=first.at or path.name, what=first.what, fix=first.fix)
    if registry.file is None or registry.file.resolve() != path.resolve():
        raise ConfigError(
            at="--package",
            what=f"`{package}` is imported from {registry.file}",
            fix="choose a name that no installed package has",
        )
    return registry


@contextmanager
def _without_bytecode() -> Iterator[None]:
    """What is imported leaves no compiled file behind: a plan writes nothing."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _shared(package: str) -> dict[str, str]:
    """Path below the package's folder -> text, of the modules that servers stand on."""
    source = resources.files(_REFERENCE)
    own = package.partition(".")[0].replace("_", "-")
    return {
        f"{name}.py": source.joinpath(f"{name}.py")
        .read_text(encoding="utf-8")
        .replace(_REFERENCE, package)
        .replace('USER_AGENT = "pytest-mcp-contract"', f'USER_AGENT = "{own}"')
        for name in _SHARED
    }


def _changed(
    it: Wanted, package: str, folder: Path, rootdir: Path, shared: Mapping[Path, bytes]
) -> Iterator[tuple[Path, tuple[bytes, bytes]]]:
    """The files that list all servers, before and after."""
    for name, edit in ((CONSTANTS, _into_constants), (FACTORY, _into_factory)):
        path = folder / name
        before = path.read_bytes() if path.exists() else shared[path]
        edited = Edited(path.relative_to(rootdir).as_posix(), before)
        edit(edited, it, package)
        yield path, (before, edited.content())


def _into_constants(edited: Edited, it: Wanted, package: str) -> None:
    constant = f"{it.variables}_ENTRY"
    servers = edited.of_registry("servers")
    names = edited.of_registry("names", is_needed=False)
    icons = edited.of_registry("icons", is_needed=False)
    edited.add_import(f"{package}.entries.{it.name}", "ENTRY", constant, package=package)
    if it.auth == "oauth":
        provider = f"{it.variables}_PROVIDER"
        edited.add_import(f"{package}.oauth.{it.name}", "PROVIDER", provider, package=package)
        edited.add(edited.literal("OAUTH_PROVIDERS"), it.name, f'"{it.name}": {provider}')
    if names is not None:
        edited.add(names, it.name, f'"{it.name}"')
    if icons is not None:
        edited.add(icons, PLACEHOLDER, f'"{PLACEHOLDER}"')
    if servers is not None:
        edited.add(servers, it.name, f'"{it.name}": {constant}')


def _into_factory(edited: Edited, it: Wanted, package: str) -> None:
    maker = f"new_{it.name}"
    edited.add_import(f"{package}.servers.{it.name}", "create_server", maker, package=package)
    edited.add_case("create_server", it.name, f"return {maker}()")


def _left(it: Wanted, folder: str) -> Iterator[str]:
    """What only a person can do."""
    server = f"{folder}/servers/{it.name}"
    yield f"hold paths and fields against {it.docs_url}: {server}/api_helper.py and schemas.py"
    if it.auth == "oauth":
        yield f"write the addresses and scopes of its OAuth flow: {folder}/oauth/{it.name}.py"
    yield f"put ids that exist into `values` and `examples`: {folder}/entries/{it.name}.py"
    record = "pytest --mcp-contract --mcp-record --mcp-update-goldens"
    yield f"record the examples, in an account for tests: {it.token_env}=... {record}"
    yield "read over what is agreed on, and keep it: pytest --mcp-contract --mcp-update-lock"
    yield f"ask for the final icon and name it instead of {PLACEHOLDER} (MCP129)"
