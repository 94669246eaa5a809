"""Which registry a run holds to its contract: one, by what was asked for most directly."""

from pathlib import Path

from pytest_mcp_contract.discover.json_registry import read_json
from pytest_mcp_contract.discover.parse import SMALLEST_REGISTRY
from pytest_mcp_contract.discover.python import read_python
from pytest_mcp_contract.discover.target import PYTHON_OBJECT, read_target
from pytest_mcp_contract.discover.toml import read_toml
from pytest_mcp_contract.discover.typescript_names import Names
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Registry

REFERENCE = "pytest_mcp_contract.reference.constants:REGISTRY"
"""What the word `reference` stands for."""

_DEFAULTS = ("mcp_contract.toml", "mcp_contract.json", ".mcp.json")


def choose(
    *,
    option: str | None,
    ini: str | None,
    named: Path | None,
    target: str | None,
    rootdir: Path,
    invocation_dir: Path | None = None,
    typescript: Names | None = None,
) -> Registry:
    """The registry of this run: by `target`, `option`, `named`, `ini` or the rootdir, the first given.

    `typescript` names the constants of a registry in TypeScript, where they are not the usual ones.
    `option` is relative to `invocation_dir` (where absent, the working directory), `ini` to `rootdir`.
    Raises ConfigError where nothing is chosen, where two choices contradict each other, and for a chosen
    file that does not exist. What is wrong inside a source is a `Problem` of the registry.
    """
    here = invocation_dir or Path.cwd()
    if target is not None:
        if option:
            raise ConfigError(
                at="--mcp-server",
                what="`--mcp-server` and `--mcp-registry` are both given; a run has one registry",
                fix="leave one of them out",
            )
        return read_target(target)
    if option:
        return _read(option, at="--mcp-registry", folder=here, rootdir=rootdir, typescript=typescript)
    if named is not None:
        return _read_file(here / named, at=str(named), typescript=typescript)
    if ini:
        return _read(ini, at="mcp_registry", folder=rootdir, rootdir=rootdir, typescript=typescript)
    for name in _DEFAULTS:
        if (rootdir / name).is_file():
            return _read_file(rootdir / name, at=name, typescript=typescript)
    raise ConfigError(
        at=_DEFAULTS[0],
        what="there is no registry: `mcp_contract.toml`, `.json` or `.mcp.json` at the rootdir would be one",
        fix=f"write `mcp_contract.toml`:\n{SMALLEST_REGISTRY}"
        'or name one server without a file: `--mcp-server "python -m my_server"`',
    )


def _read(choice: str, *, at: str, folder: Path, rootdir: Path, typescript: Names | None) -> Registry:
    choice = choice.strip()
    if choice == "reference":
        return read_python(REFERENCE, rootdir)
    if PYTHON_OBJECT.fullmatch(choice):
        return read_python(choice, rootdir)
    return _read_file(folder / choice, at=at, typescript=typescript)


def _read_file(path: Path, *, at: str, typescript: Names | None) -> Registry:
    if not path.exists():
        raise ConfigError(
            at=at,
            what=f"the registry `{path.name}` does not exist",
            fix=f"write it at {path}, or name another file, `pkg.mod:REGISTRY` or `reference`",
        )
    if path.suffix == ".py":
        raise ConfigError(
            at=at,
            what=f"`{path.name}` is a module, and says not which of its objects is the registry",
            fix=f"name the object: `--mcp-registry={path.stem}:REGISTRY`",
        )
    if path.suffix in (".ts", ".mts", ".cts", ".tsx"):
        from pytest_mcp_contract.discover.typescript import read_typescript

        return read_typescript(path, typescript)
    return read_json(path) if path.suffix == ".json" else read_toml(path)
