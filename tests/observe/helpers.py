"""Sessions with the servers in `tests/servers`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import mcp_types as types
import pytest

from pytest_mcp_contract.model import Surface
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.survey import survey
from pytest_mcp_contract.observe.target import Command, InProcess, Target, Url
from tests.emulators.loopback import serve

SERVERS = Path(__file__).parent.parent / "servers"
START = 20.0
"""Seconds a server gets that should start: never reached, and far above what a loaded machine needs."""
CALL = 20.0
SHORT = 0.3
"""The limit where something is to run into it."""
PROBE = "mcp_contract_no_such_tool"


def script(name: str, *arguments: str) -> Command:
    """One of the scripts as a child process."""
    return Command((sys.executable, str(SERVERS / name), *arguments), {"PATH": os.environ["PATH"]})


def in_process(path: str) -> InProcess:
    """`module:object` in `tests.servers`."""
    return InProcess(f"tests.servers.{path}")


@contextmanager
def started(target: Target, mode: str = "auto", *, shelter: Shelter | None = None) -> Iterator[Session]:
    """A session that is started, and closed at the end."""
    session = Session(target, mode=mode, shelter=shelter)
    session.start(START)
    try:
        yield session
    finally:
        session.close()


def asked(target: Target, mode: str = "auto", *, shelter: Shelter | None = None) -> Surface:
    """The surface of a server that starts."""
    with started(target, mode, shelter=shelter) as session:
        return survey(session, "server", probe=PROBE, within=CALL)


def until(session: Session, is_so: Callable[[], bool]) -> bool:
    """Whether `is_so` within 200 pings: lets the session hear what its child has already written."""
    for _ in range(200):
        if is_so():
            return True
        session.request(types.PingRequest(), CALL)
    return False


both_eras = pytest.mark.parametrize("mode", ["auto", "legacy"])


@contextmanager
def reached(kind: str) -> Iterator[Target]:
    """A sound server that echoes, of one kind."""
    if kind == "fastmcp":
        pytest.importorskip("fastmcp", reason="fastmcp is not installed")
        yield in_process("fast:sound")
    elif kind == "http":
        from tests.servers.in_process import create_new

        with serve(create_new().streamable_http_app()) as url:
            yield Url(f"{url}/mcp")
    elif kind == "stdio":
        yield script("sound.py")
    else:
        yield in_process(f"in_process:{kind}")


every_kind = pytest.mark.parametrize("kind", ["sound", "lowlevel", "fastmcp", "stdio", "http"])
