"""How a server is reached, made from its row."""

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry
from pytest_mcp_contract.observe.environment import child_environment, filled_in
from pytest_mcp_contract.observe.places import Place, leans_on


@dataclass(frozen=True, slots=True)
class InProcess:
    """An object in this process, or a callable that makes one."""

    path: str
    """`pkg.mod:object`"""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A child process."""

    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Url:
    """A streamable HTTP endpoint."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Target = InProcess | Command | Url


def target_of(entry: Entry, folder: Path, *, recording: bool = False, place: Place | None = None) -> Target:
    """How to reach the server of a row; relative folders stand relative to `folder`.

    A command runs in `place`, where one is given and the command does not lean on the folder we run in.

    Raises:
        ConfigError: the row states no way, or more than one, or names a variable that is not set.
    """
    at = f"servers.{entry.name}"
    if len(entry.starts) != 1:
        stated = " and ".join(f"`{key}`" for key in entry.starts)
        raise ConfigError(
            at=at,
            what=f"states {stated}" if stated else "has neither `python`, `command` nor `url`",
            fix="state exactly one of `python`, `command` and `url`",
        )
    # The folder is filled in first: a secret that a variable holds is left as it is.
    own = filled_in(place.filled(entry.env) if place else entry.env, at=f"{at}.env")
    if entry.python:
        return InProcess(entry.python, own)
    if entry.url:
        return Url(entry.url, filled_in(entry.headers, at=f"{at}.headers"))
    assert entry.command is not None
    words = place.filled(entry.command) if place else entry.command
    argv = tuple(
        filled_in({str(index): word for index, word in enumerate(words)}, at=f"{at}.command").values()
    )
    workdir = workdir_of(entry, folder)
    if place is None:
        return Command(argv, child_environment(own, entry.token_env, recording=recording), workdir)
    return Command(
        place.reaching(argv, workdir) if workdir else argv,
        child_environment(own, entry.token_env, recording=recording, home=place.home),
        None if workdir is None and leans_on(argv, own, Path.cwd()) else place.work,
    )


def workdir_of(entry: Entry, folder: Path) -> Path | None:
    """The folder that a row has its server run in, as it is written; None where it names none."""
    if not entry.workdir:
        return None
    return folder / filled_in({"workdir": entry.workdir}, at=f"servers.{entry.name}")["workdir"]


async def load(path: str) -> Any:
    """The MCP server that `pkg.mod:object` names, made if it is a callable, unwrapped if it is FastMCP's.

    Raises:
        ConfigError: there is no such object, making it fails, or it is no MCP server.
    """
    module_name, _, attribute = path.partition(":")
    if not module_name or not attribute:
        raise ConfigError(at=path, what="is not `pkg.mod:object`", fix="name a module and an object in it")
    try:
        found: Any = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        raise ConfigError(
            at=path,
            what=f"`{module_name}` cannot be imported: {last_line(error)}",
            fix=f'see the whole error with `python -c "import {module_name}"`',
        ) from error
    for name in attribute.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            known = [word for word, value in vars(found).items() if as_server(value) is not None] or [
                word for word, value in vars(found).items() if getattr(value, "__module__", "") == module_name
            ]
            raise ConfigError(
                at=path,
                what=f"`{module_name}` has no `{attribute}`",
                fix=f"it has {', '.join(known[:8]) or 'nothing of its own'}",
            ) from None
    server = as_server(found)
    if server is None and callable(found):
        try:
            made = found()
            if inspect.isawaitable(made):
                made = await made
        except (Exception, SystemExit) as error:
            raise ConfigError(
                at=path,
                what=f"`{path}()` raised {last_line(error)}",
                fix="it must give a server without arguments",
            ) from error
        found, server = made, as_server(made)
    if server is None:
        raise ConfigError(
            at=path,
            what=f"`{path}` gives an object of type `{type(found).__name__}`, which is no MCP server",
            fix="give an MCPServer, a lowlevel Server, a FastMCP 4, or a callable that makes one",
        )
    return server


def as_server(candidate: object) -> Any:
    """`candidate` as something `mcp.Client` connects to in memory; None where it is no server."""
    from mcp.server import MCPServer, Server

    inner = getattr(candidate, "_mcp_server", candidate)  # FastMCP 4 keeps a lowlevel server inside
    return inner if isinstance(inner, (MCPServer, Server)) else None


def last_line(error: BaseException) -> str:
    """The type of an error and the first line of its text: what a person needs of a traceback."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
