"""Each test finds the process as it was: no shelter armed, no log handler of somebody's server."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.observe import session as sessions
from pytest_mcp_contract.observe import shelter as sheltering
from pytest_mcp_contract.observe import stdio
from pytest_mcp_contract.observe.shelter import Shelter


@pytest.fixture(autouse=True)
def _log_handlers() -> Iterator[None]:
    """`MCPServer()` gives the whole process a log handler, which would outlive the stream it writes to."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def shelter(tmp_path: Path) -> Iterator[Shelter]:
    """An armed shelter that refuses the network."""
    armed = Shelter(tmp_path / "shelter")
    sheltering.install(armed)
    yield armed
    sheltering.disarm()


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends sessions and children soon: what never answers does not answer a goodbye either."""
    monkeypatch.setattr(sessions, "CLOSING", 2.0)
    monkeypatch.setattr(stdio, "GRACE", 0.3)
